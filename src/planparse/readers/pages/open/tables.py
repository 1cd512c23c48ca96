"""Tables that are ruled only across: columns told by the words under one another, rows by heights.

A three-line table (top, below the header, bottom) and a table with a line under every row are
read here. What goes in are the horizontal lines of a page that belong to no ruled table; the hard
part is to tell a table from a heading and text between rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.readers.pages.lines import GlyphRun, TextLine, group_lines, set_line
from planparse.readers.pages.open.body import OpenBody, body_of, label_cell, row_cells
from planparse.readers.pages.open.header import OpenCell, header_of
from planparse.readers.pages.open.rows import ColumnSpan, Piece
from planparse.readers.pages.page import Edge
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import RuledTable

# Points by which the ends of the rules of one table may differ.
_NEAR = 4.0

# A rule across a table is at least so long: shorter ones stand under a header of some columns, or
# under single words.
_LEAST_RULE = 90.0

# The fewest rules that make a table: above it, below its header, below it.
_LEAST_RULES = 3

# More than this part of the lines between two rules are in columns where they are rows.
_COLUMNAR = 0.4

# A line of one piece that is wider than this part of its rule is a line of text, no part of a cell.
# Of all lines this part at least are in columns.
_ACROSS = 0.5
_LEAST_COLUMNAR = 0.2

# So many pieces side by side are a row, however many lines its wrapped cells have, where no line
# goes across.
_ROW = 4

# What is left of one row on the next page has no more lines than these.
_LEFT_OVER = 5

# A gap in a line of so many font sizes is that between two columns.
_COLUMN_GAP = 0.8

# Points that are between two columns at least.
_GUTTER = 2

_PrintedLine = list[Piece]
"""The pieces of a line, from the left."""


class OpenTable(NamedTuple):
    """A table's geometry, the lines of each of its cells, and the runs that the table took."""

    ruled: RuledTable
    lines: tuple[tuple[TextLine, ...], ...]
    runs: list[GlyphRun]


def find_open_tables(
    runs: Iterable[GlyphRun],
    rules: Iterable[Edge],
) -> list[OpenTable]:
    """Tables between loose horizontal `rules`: three of one extent, with columns between them."""
    found: list[OpenTable] = []
    all_rules = list(rules)
    downwards = sorted(runs, key=_middle)
    taken: set[int] = set()
    for chain in _chains(downwards, all_rules):
        inside = _zone(downwards, chain[0], chain[-1])
        # No word stands in two tables: the rules of some columns make no table of their own.
        if any(id(run) in taken for run in inside):
            continue
        table = _table(chain, inside, all_rules)
        if table is not None:
            found.append(table)
            taken.update(map(id, inside))
    return found


def _chains(runs: Sequence[GlyphRun], rules: Sequence[Edge]) -> list[list[Edge]]:
    """Three or more rules of one extent, with words in columns between each and the next."""
    chains: list[list[Edge]] = []
    left = [rule for rule in rules if _is_long(rule)]
    left.sort(key=lambda rule: rule.top)
    while left:
        first = left[0]
        same = [rule for rule in left if _is_same_extent(rule, first)]
        left = [rule for rule in left if not _is_same_extent(rule, first)]
        chains += _columnar_chains(runs, same)
    whole = [_up_to_page_end(chain, chains) for chain in chains]
    long = [chain for chain in whole if len(chain) >= _LEAST_RULES]
    long.sort(key=lambda chain: chain[0].x0 - chain[0].x1)
    # Between the rows of one label the rules begin behind it: they are no table of their own.
    return [chain for chain in long if not any(_is_part(chain, other) for other in long)]


def _up_to_page_end(chain: list[Edge], chains: Iterable[Sequence[Edge]]) -> list[Edge]:
    """`chain` and, below it, the last rule between the rows of a label that goes on over the page:
    there the table ends, though no rule of its whole width is drawn."""
    first, last = chain[0], chain[-1]
    for part in chains:
        begins_inside = first.top < part[0].top <= last.top
        if _is_inner(part[0], first) and begins_inside and part[-1].top > last.top + _NEAR:
            end = part[-1].top
            return [*chain, Edge(first.x0, end, first.x1, end)]
    return chain


def _is_part(chain: Sequence[Edge], other: Sequence[Edge]) -> bool:
    """Whether `chain` stands within the shorter rules of `other`."""
    if chain is other:
        return False
    is_narrower = chain[0].x1 - chain[0].x0 < other[0].x1 - other[0].x0 - _NEAR
    return is_narrower and all(_is_between(rule, other[0], other[-1]) for rule in chain)


def _is_between(rule: Edge, above: Edge, below: Edge) -> bool:
    is_within = above.x0 - _NEAR <= rule.x0 and rule.x1 <= above.x1 + _NEAR
    return is_within and above.top < rule.top < below.top


def _is_long(rule: Edge) -> bool:
    return rule.x1 - rule.x0 >= _LEAST_RULE


def _is_same_extent(rule: Edge, other: Edge) -> bool:
    left = abs(rule.x0 - other.x0)
    right = abs(rule.x1 - other.x1)
    return left <= _NEAR and right <= _NEAR


def _columnar_chains(
    runs: Sequence[GlyphRun],
    rules: Sequence[Edge],
) -> list[list[Edge]]:
    """`rules` of one extent, from the top, cut wherever there are no columns between them."""
    chain: list[Edge] = [rules[0]]
    chains = [chain]
    for rule in rules[1:]:
        lines = _zone_lines(runs, chain[-1], rule)
        # A lone line below the header may be a label of the rows that follow.
        is_label = len(chain) > 1 and len(lines) == 1
        if not is_label and not _is_columnar(lines, rule):
            chain = []
            chains.append(chain)
        chain.append(rule)
    return chains


def _is_columnar(lines: Sequence[_PrintedLine], rule: Edge) -> bool:
    """Whether lines above `rule` are in columns: lines of one piece are so if they are short."""
    in_columns = 0
    across = 0
    fullest = 0
    for line in lines:
        fullest = max(fullest, len(line))
        if len(line) > 1:
            in_columns += 1
        elif _width(line[0]) > _ACROSS * (rule.x1 - rule.x0):
            across += 1
    if not across and fullest >= _ROW:
        return True
    return in_columns > _COLUMNAR * (in_columns + across) and in_columns >= _LEAST_COLUMNAR * len(
        lines
    )


def _width(piece: Piece) -> float:
    return piece[-1].x1 - piece[0].x0


def _zone_lines(
    runs: Sequence[GlyphRun],
    above: Edge,
    below: Edge,
) -> list[_PrintedLine]:
    """Lines between two rules, each in its pieces."""
    lines = group_lines(_zone(runs, above, below))
    return [_pieces(line) for line in lines]


def _zone(
    runs: Sequence[GlyphRun],
    above: Edge,
    below: Edge,
) -> list[GlyphRun]:
    """Those of `runs`, which go down the page, between two rules."""
    first = bisect_right(runs, above.top, key=_middle)
    end = bisect_left(runs, below.top, key=_middle)
    left = above.x0 - _NEAR
    return [run for run in runs[first:end] if left <= run.x0 <= above.x1]


def _middle(run: GlyphRun) -> float:
    return run.middle


def _pieces(line: Iterable[GlyphRun]) -> list[Piece]:
    """The words of `line` between its wide gaps."""
    pieces: list[Piece] = []
    for run in line:
        if run.blank:
            continue
        if pieces and run.x0 - pieces[-1][-1].x1 < _COLUMN_GAP * run.size:
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return pieces


def _table(
    chain: Sequence[Edge],
    runs: list[GlyphRun],
    rules: Iterable[Edge],
) -> OpenTable | None:
    """The table of `runs` between the rules of `chain`; None where it has no two columns.

    `rules` are all loose ones: short ones below words of the header say over which columns they
    stand.
    """
    zones: list[list[_PrintedLine]] = []
    for above, below in pairwise(chain):
        zones.append(_zone_lines(runs, above, below))
    head_zone, *body_zones = zones
    columns = _table_columns(head_zone, [line for zone in body_zones for line in zone])
    if len(columns) < 2:
        return None
    top, below_header = chain[:2]
    header = header_of(head_zone, columns, _rules_between(rules, top, below_header))
    ys = [top.top]
    if header.middle is not None:
        ys.append(header.middle)
    ys.append(below_header.top)
    cells = list(header.cells)
    for body in _bodies(body_zones, chain[1:], columns, rules):
        for number, row in enumerate(body.rows, start=len(ys) - 1):
            cells += row_cells(row, number, columns, is_labelled=bool(body.labels))
        for rows, label in body.labels:
            cells.append(label_cell(rows, label, len(ys) - 1))
        ys += body.ends
    cells.sort(key=lambda cell: (cell.row, cell.col))
    xs = [top.x0, *_gutters(columns), top.x1]
    return _drawn(cells, xs, ys, runs)


def _bodies(
    zones: Sequence[list[_PrintedLine]],
    chain: Sequence[Edge],
    columns: Sequence[ColumnSpan],
    rules: Iterable[Edge],
) -> list[OpenBody]:
    """The body between each rule of `chain` and the next; all of it as one where labels stand for
    the rows of several."""
    bodies: list[OpenBody] = []
    for zone, (above, below) in zip(zones, pairwise(chain), strict=True):
        inner = [rule.top for rule in _rules_between(rules, above, below) if _is_inner(rule, above)]
        bodies.append(body_of(zone, above.top, below.top, columns, inner))
    if not any(body.labels for body in bodies):
        lines = [line for zone in zones for line in zone]
        inner = [rule.top for rule in chain[1:-1]]
        whole = body_of(lines, chain[0].top, chain[-1].top, columns, inner)
        if whole.labels:
            return [whole]
    return bodies


def _is_inner(rule: Edge, above: Edge) -> bool:
    """Whether `rule` goes up to the right end of the table, as those between rows of a label do."""
    is_at_right = abs(rule.x1 - above.x1) <= _NEAR
    return is_at_right and above.x0 + _NEAR < rule.x0 < (above.x0 + above.x1) / 2


def _drawn(
    cells: Sequence[OpenCell],
    xs: Sequence[float],
    ys: Sequence[float],
    runs: list[GlyphRun],
) -> OpenTable:
    """The table of `cells` between the bounds `xs` and `ys`."""
    ruled_cells = [_ruled_cell(cell, xs, ys) for cell in cells]
    lines = [_set_lines(cell.pieces) for cell in cells]
    ruled = RuledTable(tuple(xs), tuple(ys), tuple(ruled_cells), by_words=True)
    return OpenTable(ruled, tuple(lines), runs)


def _rules_between(
    rules: Iterable[Edge],
    above: Edge,
    below: Edge,
) -> list[Edge]:
    top = above.top + _NEAR
    bottom = below.top - _NEAR
    return [rule for rule in rules if top < rule.top < bottom]


def _gutters(columns: Sequence[ColumnSpan]) -> list[float]:
    """The middle between each column and the next."""
    gutters: list[float] = []
    for left, right in pairwise(columns):
        middle = (left.x1 + right.x0) / 2
        gutters.append(middle)
    return gutters


def _ruled_cell(
    cell: OpenCell,
    xs: Sequence[float],
    ys: Sequence[float],
) -> RuledCell:
    left = xs[cell.col]
    right = xs[cell.col + cell.colspan]
    top = ys[cell.row]
    bottom = ys[cell.row + cell.rowspan]
    return RuledCell(
        cell.row,
        cell.col,
        rowspan=cell.rowspan,
        colspan=cell.colspan,
        bbox=(left, top, right, bottom),
    )


def _set_lines(pieces: Iterable[Piece]) -> tuple[TextLine, ...]:
    return tuple([set_line(piece) for piece in pieces])


def _table_columns(head: Sequence[_PrintedLine], body: Sequence[_PrintedLine]) -> list[ColumnSpan]:
    """The columns that the body's lines tell.

    Words of the header may stand over several columns. Only one line of it tells more: where it
    stands over a few lines that are left of a row, each below a word of the header.
    """
    columns = _columns(body)
    if len(head) != 1 or len(body) > _LEFT_OVER:
        return columns
    both = _columns([*head, *[[*line, *line] if len(line) == 1 else line for line in body]])
    return both if len(both) == len(head[0]) > len(columns) else columns


def _columns(lines: Iterable[_PrintedLine]) -> list[ColumnSpan]:
    """The columns that lines of several pieces leave gaps between, from the left."""
    spans: list[ColumnSpan] = []
    for line in lines:
        # A line of one piece may be a label across the table.
        if len(line) < 2:
            continue
        for piece in line:
            spans.append(ColumnSpan(piece[0].x0, piece[-1].x1))
    columns: list[ColumnSpan] = []
    for span in sorted(spans):
        last = columns[-1] if columns else None
        if last is None or span.x0 >= last.x1 + _GUTTER:
            columns.append(span)
        else:
            columns[-1] = ColumnSpan(last.x0, max(last.x1, span.x1))
    return columns
