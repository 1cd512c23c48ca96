"""One page to blocks in reading order: printed lines, and tables whose cells hold printed lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from planparse.model.doubt import Cause
from planparse.model.furniture import Furniture
from planparse.model.source import BBox, Flaw
from planparse.readers.pages.blocks import Aside, Block, Frame, LaidTable
from planparse.readers.pages.filled_tables import fill_table
from planparse.readers.pages.half_ruled import with_loose_part
from planparse.readers.pages.lines import GlyphRun, TextLine, find_lines, find_runs
from planparse.readers.pages.open.tables import find_open_tables
from planparse.readers.pages.page import DrawnPage, Edge, turn_back, turned_page
from planparse.readers.pages.page_edge import beyond_edge
from planparse.readers.pages.reading_order import in_reading_order
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import RuledTable, find_tables, loose_rules
from planparse.readers.pages.watermarks import slanting_lines, without_watermarks

# A lone box that covers so much of the page is drawn around the page, not around text in it.
_PAGE_BORDER = 0.85


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's blocks in reading order; boxes are in points of the displayed page."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    shape: str = "pdf"
    """What its grids say of where they come from: "pdf", "ocr", "ofd"."""
    flaws: tuple[Flaw, ...] = ()
    """Where something that is printed was not read, or not surely."""

    @property
    def cells(self) -> int:
        """Grid places of the page's tables, merged cells included."""
        return sum(_places(block) for block in self.blocks)


def _places(block: Block) -> int:
    if isinstance(block, Frame):
        return sum(_places(inner) for inner in block.blocks)
    if isinstance(block, LaidTable):
        n_cols = len(block.ruled.xs) - 1
        n_rows = len(block.ruled.ys) - 1
        return n_cols * n_rows
    return 0


def flawed(layout: PageLayout, cause: Cause, boxes: Iterable[BBox]) -> PageLayout:
    """`layout` with the places at which something was not read, or not surely."""
    flaws = [Flaw(cause, layout.number, box) for box in boxes]
    return replace(layout, flaws=(*layout.flaws, *flaws))


def lay_out(page: DrawnPage) -> PageLayout:
    """Read `page`; writing at a right angle is read as the page's own where most of it is."""
    angle = _main_angle(page)
    seen = turned_page(page, angle)
    tables: list[RuledTable] = []
    for table in find_tables(seen.edges):
        if not _is_page_border(table, seen):
            tables.append(table)
    beyond = beyond_edge(seen, tables)
    runs, marks = without_watermarks(find_runs(seen.glyphs + beyond.held))
    rules = loose_rules(seen.edges, tables)
    blocks = _blocks(runs, tables, rules)
    blocks += [Aside(mark, Furniture.WATERMARK) for mark in marks]
    if angle:
        back = _turner(angle, page)
        blocks = [back(block) for block in blocks]
    blocks += _side_lines(page, angle)
    layout = PageLayout(page.number, page.width, page.height, tuple(blocks))
    return flawed(layout, Cause.OFF_PAGE, beyond.lost)


def _main_angle(page: DrawnPage) -> int:
    """Direction of most of the page's writing, the least turned of several."""
    angles = sorted(angle for angle in page.turned if angle >= 0)
    return max(angles, key=lambda angle: len(page.turned[angle]), default=0)


def _is_page_border(table: RuledTable, page: DrawnPage) -> bool:
    if len(table.cells) > 1:
        return False
    return _area(table.bbox) >= _PAGE_BORDER * page.width * page.height


def _side_lines(page: DrawnPage, angle: int) -> list[Block]:
    """Lines of writing in other directions than the page's own, after one another."""
    lines: list[Block] = []
    for direction in sorted(page.turned):
        if direction == angle:
            continue
        if direction < 0:
            slanting = slanting_lines(page.turned[direction])
            lines += [Aside(line, Furniture.WATERMARK) for line in slanting]
            continue
        for line in find_lines(find_runs(page.turned[direction])):
            box = turn_back(line.bbox, direction, page.width, page.height)
            lines.append(replace(line, bbox=box))
    return lines


def _turner(angle: int, page: DrawnPage) -> Callable[[Block], Block]:
    """What turns blocks that were read in the frame of `angle` back into the displayed page.

    The function refers to itself and so keeps `page` until garbage is collected: it is made for
    the few pages only that need it.
    """

    def line_back(line: TextLine) -> TextLine:
        return replace(line, bbox=box_back(line.bbox))

    def box_back(box: BBox) -> BBox:
        return turn_back(box, angle, page.width, page.height)

    def table_back(table: LaidTable) -> LaidTable:
        cells: list[RuledCell] = []
        lines: list[tuple[TextLine, ...]] = []
        for cell, inside in zip(table.ruled.cells, table.lines, strict=True):
            cells.append(replace(cell, bbox=box_back(cell.bbox)))
            lines.append(tuple([line_back(line) for line in inside]))
        ruled = replace(table.ruled, cells=tuple(cells))
        return LaidTable(ruled, tuple(lines), box_back(table.bbox))

    def back(block: Block) -> Block:
        match block:
            case TextLine():
                return line_back(block)
            case LaidTable():
                return table_back(block)
            case Frame():
                inner = [back(inside) for inside in block.blocks]
                return replace(block, blocks=tuple(inner), bbox=box_back(block.bbox))
            case Aside():
                return replace(block, line=line_back(block.line))

    return back


def _blocks(
    runs: list[GlyphRun],
    tables: Sequence[RuledTable],
    rules: Sequence[Edge],
) -> list[Block]:
    """Blocks of `runs` with each table in its place; `rules` are lines that are no part of
    `tables`."""
    outer, inner = _nest(tables)
    loose, held = _share_out(runs, outer)
    # Open tables take their words first: what is left between them is text.
    blocks: list[Block] = []
    for table in find_open_tables(loose, rules):
        blocks.append(LaidTable(table.ruled, table.lines, table.ruled.bbox))
        taken = {id(run) for run in table.runs}
        loose = [run for run in loose if id(run) not in taken]
    for ruled, inside, its_runs in zip(
        outer,
        inner,
        held,
        strict=True,
    ):
        whole = with_loose_part(ruled, inside, its_runs)
        if whole is not None:
            ruled = whole
        if _is_frame(ruled):
            framed = tuple(_blocks(its_runs, inside, [*rules, *_own_rules(ruled)]))
            blocks.append(Frame(ruled, framed, ruled.bbox))
            continue
        filled = fill_table(ruled, its_runs)
        if filled is not None:
            blocks.append(filled)
    return in_reading_order(loose, blocks)


def _is_frame(table: RuledTable) -> bool:
    """Whether `table` only draws a box around text: it has one column."""
    if len(table.cells) == 1:
        return True
    # Rows of one cell each, as wide as the table.
    n_cols = len(table.xs) - 1
    return all(cell.colspan == n_cols for cell in table.cells)


def _own_rules(frame: RuledTable) -> list[Edge]:
    """The lines across `frame`: they may rule a table that has none between its columns."""
    x0, _, x1, _ = frame.bbox
    return [Edge(x0, y, x1, y) for y in frame.ys]


def _nest(tables: Sequence[RuledTable]) -> tuple[list[RuledTable], list[list[RuledTable]]]:
    """Tables inside no other, and for each the ones inside it."""
    outer: list[RuledTable] = []
    inner: list[list[RuledTable]] = []
    # The largest come first, so that a table is met before those inside it.
    by_size = sorted(tables, key=lambda table: -_area(table.bbox))
    for table in by_size:
        x0, top, x1, bottom = table.bbox
        x = (x0 + x1) / 2
        y = (top + bottom) / 2
        around = _first_around(x, y, [other.bbox for other in outer])
        if around is None:
            outer.append(table)
            inner.append([])
        else:
            inner[around].append(table)
    return outer, inner


def _area(box: BBox) -> float:
    x0, top, x1, bottom = box
    return (x1 - x0) * (bottom - top)


def _first_around(
    x: float,
    y: float,
    boxes: Sequence[BBox],
) -> int | None:
    """Number of the first box that holds the point, None where none does."""
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        if x0 <= x <= x1 and top <= y <= bottom:
            return number
    return None


def _share_out(
    runs: list[GlyphRun],
    tables: Sequence[RuledTable],
) -> tuple[list[GlyphRun], list[list[GlyphRun]]]:
    """Runs outside of every table, and the runs inside each."""
    held: list[list[GlyphRun]] = [[] for _ in tables]
    if not tables:
        return runs, held
    loose: list[GlyphRun] = []
    boxes = [table.bbox for table in tables]
    for run in runs:
        x = (run.x0 + run.x1) / 2
        around = _first_around(x, run.middle, boxes)
        if around is None:
            loose.append(run)
        else:
            held[around].append(run)
    return loose, held
