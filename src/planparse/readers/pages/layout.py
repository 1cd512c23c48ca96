"""One page to blocks in reading order: printed lines, and tables whose cells hold printed lines."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from planparse.model.furniture import Furniture
from planparse.model.source import BBox
from planparse.readers.pages.lines import GlyphRun, TextLine, find_lines, find_runs, group_lines, set_line
from planparse.readers.pages.open_tables import find_open_tables, split_rows
from planparse.readers.pages.page import DrawnPage, Edge, Glyph, turn_back, turned_page
from planparse.readers.pages.rulings import RuledTable, find_tables, loose_rules

ASLANT = Furniture.WATERMARK
"""Furniture of writing that is neither level nor upright."""


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table's geometry and, for each of its cells, the printed lines inside."""

    ruled: RuledTable
    lines: tuple[tuple[TextLine, ...], ...]
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn around blocks: a table of one cell, or of one column."""

    ruled: RuledTable
    blocks: tuple[Block, ...]
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no part of the page's text, and why."""

    line: TextLine
    why: Furniture

    @property
    def bbox(self) -> BBox:
        """Box of the line."""
        return self.line.bbox


Block = TextLine | LaidTable | Frame | Aside


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's blocks in reading order; boxes are in points of the displayed page."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    shape: str = "pdf"
    """What its grids say of where they come from: "pdf", "ocr", "ofd"."""

    @property
    def cells(self) -> int:
        """Grid places of the page's tables, merged cells included."""
        return sum(_places(block) for block in self.blocks)


def _places(block: Block) -> int:
    if isinstance(block, Frame):
        return sum(_places(inner) for inner in block.blocks)
    return (len(block.ruled.xs) - 1) * (len(block.ruled.ys) - 1) if isinstance(block, LaidTable) else 0


def lay_out(page: DrawnPage) -> PageLayout:
    """Read `page`; writing at a right angle is read as the page's own where most of it is."""
    angle = max((a for a in page.turned if a >= 0), key=lambda a: (len(page.turned[a]), -a), default=0)
    seen = turned_page(page, angle)
    runs = find_runs(seen.glyphs)
    tables = [t for t in find_tables(seen.edges) if _is_table(t, seen)]
    rules = loose_rules(seen.edges, tables)
    asides = _side_lines(page, angle)
    blocks = _blocks(runs, tables, rules)
    back = _turner(angle, page)
    return PageLayout(page.number, page.width, page.height, tuple(back(b) for b in blocks) + tuple(asides))


def _is_table(table: RuledTable, page: DrawnPage) -> bool:
    """Whether `table` is not the border of the page."""
    x0, top, x1, bottom = table.bbox
    return len(table.cells) > 1 or (x1 - x0) * (bottom - top) < 0.85 * page.width * page.height


def _side_lines(page: DrawnPage, angle: int) -> list[Block]:
    """Lines of writing in other directions than the page's own, after one another."""
    lines: list[Block] = []
    for turned in sorted(set(page.turned) - {angle}):
        for line in find_lines(find_runs(page.turned[turned])):
            box = turn_back(line.bbox, turned, page.width, page.height)
            lines.append(Aside(line, ASLANT) if turned < 0 else replace(line, bbox=box))
    return lines


def _turner(angle: int, page: DrawnPage) -> Callable[[Block], Block]:
    if not angle:  # before `back` is made, which refers to itself and so would keep the page for a while
        return lambda block: block

    def line_back(line: TextLine) -> TextLine:
        return replace(line, bbox=box_back(line.bbox))

    def box_back(box: BBox) -> BBox:
        return turn_back(box, angle, page.width, page.height)

    def back(block: Block) -> Block:
        if isinstance(block, TextLine):
            return line_back(block)
        if isinstance(block, Frame):
            return replace(block, blocks=tuple(back(b) for b in block.blocks), bbox=box_back(block.bbox))
        if isinstance(block, LaidTable):
            cells = tuple(replace(c, bbox=box_back(c.bbox)) for c in block.ruled.cells)
            lines = tuple(tuple(line_back(line) for line in cell) for cell in block.lines)
            return LaidTable(replace(block.ruled, cells=cells), lines, box_back(block.bbox))
        return block

    return back


def _blocks(runs: list[GlyphRun], tables: list[RuledTable], rules: Sequence[Edge]) -> list[Block]:
    """Blocks of `runs` with each table in its place; `rules` are lines that are no part of `tables`."""
    outer, inner = _nest(tables)
    loose, held = _share_out(runs, outer)
    blocks: list[Block] = []
    for ruled, lines, taken in find_open_tables(loose, rules):
        blocks.append(LaidTable(ruled, lines, ruled.bbox))
        gone = set(map(id, taken))
        loose = [run for run in loose if id(run) not in gone]
    for i, table in enumerate(outer):
        if is_frame(table):
            blocks.append(Frame(table, tuple(_blocks(held[i], inner[i], rules)), table.bbox))
        elif (filled := _fill(table, held[i])) is not None:
            blocks.append(filled)
    return order(loose, blocks)


def is_frame(table: RuledTable) -> bool:
    """Whether `table` only draws a box around text: it has one column."""
    return len(table.cells) == 1 or all(c.col == 0 and c.colspan == len(table.xs) - 1 for c in table.cells)


def _nest(tables: list[RuledTable]) -> tuple[list[RuledTable], list[list[RuledTable]]]:
    """Tables inside no other, and for each the ones inside it."""
    outer: list[RuledTable] = []
    inner: list[list[RuledTable]] = []
    for table in sorted(tables, key=lambda t: -_area(t.bbox)):
        for i, other in enumerate(outer):
            if _within(table.bbox, other.bbox):
                inner[i].append(table)
                break
        else:
            outer.append(table)
            inner.append([])
    return outer, inner


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _within(box: BBox, other: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


def _share_out(runs: list[GlyphRun], tables: list[RuledTable]) -> tuple[list[GlyphRun], list[list[GlyphRun]]]:
    """Runs outside of every table, and the runs inside each."""
    held: list[list[GlyphRun]] = [[] for _ in tables]
    if not tables:
        return runs, held
    loose: list[GlyphRun] = []
    boxes = [t.bbox for t in tables]
    for run in runs:
        x, y = (run.x0 + run.x1) / 2, run.base - 0.35 * run.size
        for i, (x0, top, x1, bottom) in enumerate(boxes):
            if x0 <= x <= x1 and top <= y <= bottom:
                held[i].append(run)
                break
        else:
            loose.append(run)
    return loose, held


def _fill(ruled: RuledTable, runs: list[GlyphRun]) -> LaidTable | None:
    """`ruled` with the lines of each cell; None where no cell holds a word."""
    if not runs:
        return None
    n_cols = len(ruled.xs) - 1
    place = {(r, c): i for i, cell in enumerate(ruled.cells)
             for r in range(cell.row, cell.row + cell.rowspan)
             for c in range(cell.col, cell.col + cell.colspan)}
    held: list[list[GlyphRun]] = [[] for _ in ruled.cells]
    for run in runs:
        row = min(max(bisect_right(ruled.ys, run.base - 0.35 * run.size) - 1, 0), len(ruled.ys) - 2)
        first, last = (min(max(bisect_right(ruled.xs, x) - 1, 0), n_cols - 1)
                       for x in (run.x0 + 0.5 * run.size, run.x1 - 0.5 * run.size))
        if place[row, first] == place[row, last] or first > last:
            held[place[row, first]].append(run)
            continue
        for part in _split(run, ruled.xs):
            middle = (part[0].x0 + part[-1].x1) / 2
            held[place[row, min(max(bisect_right(ruled.xs, middle) - 1, 0), n_cols - 1)]] += find_runs(part)
    while (parted := split_rows(ruled, held)) is not None:
        ruled, held = parted
    return LaidTable(ruled, tuple(tuple(find_lines(h)) for h in held), ruled.bbox)


def _split(run: GlyphRun, xs: Sequence[float]) -> list[list[Glyph]]:
    """Glyphs of a run that is drawn across column lines, by column."""
    parts: dict[int, list[Glyph]] = {}
    for glyph in run.glyphs:
        parts.setdefault(bisect_right(xs, (glyph.x0 + glyph.x1) / 2), []).append(glyph)
    return list(parts.values())


@dataclass(slots=True)
class _LaidPiece:
    """A stretch of a line without a wide gap, or a block: what columns are told from."""

    x0: float
    top: float
    x1: float
    bottom: float
    line: int
    runs: list[GlyphRun]
    block: Block | None = None


def order(runs: list[GlyphRun], blocks: list[Block]) -> list[Block]:
    """Lines of `runs` and `blocks` in reading order: columns one after the other."""
    pieces: list[_LaidPiece] = []
    for i, line in enumerate(group_lines(runs)):
        pieces += _pieces(line, i)
    pieces += [_LaidPiece(*b.bbox, -1 - i, [], b) for i, b in enumerate(blocks)]
    return [block for column in _columns(pieces) for block in _flow(column)]


def _pieces(line: list[GlyphRun], number: int) -> list[_LaidPiece]:
    pieces: list[_LaidPiece] = []
    for run in line:
        if run.blank:
            pieces[-1].runs.append(run)
        elif pieces and run.x0 - pieces[-1].x1 < 1.2 * run.size:
            last = pieces[-1]
            last.runs.append(run)
            last.x1 = max(last.x1, run.x1)
            last.top, last.bottom = min(last.top, run.top), max(last.bottom, run.bottom)
        else:
            pieces.append(_LaidPiece(run.x0, run.top, run.x1, run.bottom, number, [run]))
    return pieces


def _flow(pieces: list[_LaidPiece]) -> list[Block]:
    """Blocks of one column from the top, pieces of one line joined again."""
    flow: list[tuple[float, float, Block]] = []
    lines: dict[int, list[_LaidPiece]] = {}
    for piece in pieces:
        if piece.block is not None:
            flow.append((piece.top, piece.x0, piece.block))
        else:
            lines.setdefault(piece.line, []).append(piece)
    for parts in lines.values():
        line = set_line(sorted((run for part in parts for run in part.runs), key=lambda r: r.x0))
        flow.append((line.base - 0.5 * line.size, line.bbox[0], line))
    flow.sort(key=lambda f: f[:2])
    return [block for _, _, block in flow]


def _columns(pieces: list[_LaidPiece]) -> list[list[_LaidPiece]]:
    """Pieces by column, in reading order; wide pieces part the page into bands from the top."""
    if len(pieces) < 8:
        return [pieces]
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    columns: list[list[_LaidPiece]] = [[]]
    band: list[_LaidPiece] = []
    for piece in [*sorted(pieces, key=lambda p: p.top), None]:
        if piece is not None and piece.x1 - piece.x0 <= 0.55 * (right - left):
            band.append(piece)
            continue
        parts = _cut(band, right - left)
        if len(parts) > 1:
            columns += [*parts, []]
        else:
            columns[-1] += band
        columns[-1] += [piece] if piece is not None else []
        band = []
    return columns


_GUTTER = 9.0
"""Points that are between two columns at least."""


def _cut(band: list[_LaidPiece], width: float) -> list[list[_LaidPiece]]:
    """`band` cut at a gutter between two columns of full lines, else whole.

    A few pieces may stand across the gutter, a title above the columns: they part the band from the top.
    """
    if len(band) < 6:
        return [band]
    if len(parts := _halves(band, width)) > 1:
        return parts
    starts = Counter(round(piece.x0) for piece in band)
    for x in sorted((x for x, n in starts.items() if n >= 3), key=lambda x: -starts[x]):
        across = [p for p in band if p.x0 < x - _GUTTER < p.x1]
        if 0 < len(across) <= len(band) / 5 and len(parts := _parted_by(across, band, width)) > len(across) + 1:
            return parts
    return [band]


def _halves(band: list[_LaidPiece], width: float) -> list[list[_LaidPiece]]:
    order = sorted(band, key=lambda p: p.x0)
    end = order[0].x1
    for i, piece in enumerate(order[1:], 1):
        if piece.x0 - end >= _GUTTER and _is_column(order[:i], width) and _is_column(order[i:], width):
            return _cut(order[:i], width) + _cut(order[i:], width)
        end = max(end, piece.x1)
    return [band]


def _parted_by(across: list[_LaidPiece], band: list[_LaidPiece], width: float) -> list[list[_LaidPiece]]:
    """`band` cut above and below each of the pieces `across`, and what is between them at its gutter."""
    parts: list[list[_LaidPiece]] = []
    rest = sorted((p for p in band if not any(p is other for other in across)), key=lambda p: p.top)
    for piece in sorted(across, key=lambda p: p.top):
        above = [p for p in rest if p.top < piece.top]
        rest = rest[len(above):]
        parts += [*(_halves(above, width) if above else []), [piece]]
    return parts + (_halves(rest, width) if rest else [])


def _is_column(pieces: list[_LaidPiece], width: float) -> bool:
    """Whether `pieces` are lines that fill a column, not labels or numbers beside something."""
    if len(pieces) < 3:
        return False
    extent = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    return extent > 0.2 * width and median(p.x1 - p.x0 for p in pieces) > 0.7 * extent
