"""Tables that are ruled only across: columns told by the words under one another, rows by their heights.

A three-line table (top, below the header, bottom), a table with a line under every row, and a
ruled table whose rows have no lines between them are read here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from planparse.readers.pages.lines import GlyphRun, TextLine, group_lines, set_line
from planparse.readers.pages.page import Edge
from planparse.readers.pages.ruled_cells import RuledCell
from planparse.readers.pages.rulings import RuledTable

_NEAR = 4.0
_WIDE = 90.0
"""A rule across a table is at least so long."""
_NUMBER = regex.compile(r"[\d.,%‰≥≤＜＞<>＝=±+〔〕\[\]［］()（）—–－\-/:：]+")

Piece = list[GlyphRun]
Opened = tuple[RuledTable, tuple[tuple[TextLine, ...], ...], list[GlyphRun]]
"""Geometry, the lines of each cell, and the runs that the table took."""


@dataclass(slots=True)
class _OpenRow:
    """Lines of one row: for each column its pieces, from the top; `y` is the middle of its main line."""

    y: float
    full: bool
    cells: dict[int, list[Piece]]


def find_open_tables(runs: Sequence[GlyphRun], rules: Iterable[Edge]) -> list[Opened]:
    """Tables between the loose horizontal `rules`: three of one extent with words in columns between them."""
    found: list[Opened] = []
    rules, runs = list(rules), sorted(runs, key=_middle)
    for chain in _chains(runs, rules):
        inside = _zone(runs, chain[0], chain[-1])
        if (table := _table(chain, inside, rules)) is not None:
            found.append((*table, inside))
    return found


def _chains(runs: Sequence[GlyphRun], rules: Sequence[Edge]) -> list[list[Edge]]:
    """Three or more rules of one extent, with words in columns between each and the next."""
    chains: list[list[Edge]] = []
    left = sorted((r for r in rules if r.x1 - r.x0 >= _WIDE), key=lambda r: r.top)
    while left:
        same = [r for r in left if abs(r.x0 - left[0].x0) <= _NEAR and abs(r.x1 - left[0].x1) <= _NEAR]
        left = [r for r in left if r not in same]
        chain = same[:1]
        for rule in same[1:]:
            if not _is_columnar(_zone_lines(runs, chain[-1], rule), label=len(chain) > 1):
                chains.append(chain)
                chain = []
            chain.append(rule)
        chains.append(chain)
    return [c for c in chains if len(c) >= 3]


def _is_columnar(lines: list[list[Piece]], *, label: bool) -> bool:
    """Whether lines between two rules are in columns; one line alone may be a `label` of the rows below."""
    return (label and len(lines) == 1) or sum(len(line) >= 2 for line in lines) > 0.4 * len(lines)


def _zone_lines(runs: Sequence[GlyphRun], above: Edge, below: Edge) -> list[list[Piece]]:
    return [_pieces(line) for line in group_lines(_zone(runs, above, below))]


def _zone(runs: Sequence[GlyphRun], above: Edge, below: Edge) -> list[GlyphRun]:
    """Those of `runs`, which go down the page, between two rules."""
    first, end = bisect_right(runs, above.top, key=_middle), bisect_left(runs, below.top, key=_middle)
    return [r for r in runs[first:end] if above.x0 - _NEAR <= r.x0 <= above.x1]


def _middle(run: GlyphRun) -> float:
    return run.base - 0.35 * run.size


def _pieces(line: Sequence[GlyphRun]) -> list[Piece]:
    pieces: list[Piece] = []
    for run in line:
        if run.blank:
            continue
        if pieces and run.x0 - pieces[-1][-1].x1 < 0.8 * run.size:
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return pieces


def _table(chain: list[Edge], runs: list[GlyphRun], rules: Sequence[Edge],
           ) -> tuple[RuledTable, tuple[tuple[TextLine, ...], ...]] | None:
    zones = [_zone_lines(runs, a, b) for a, b in pairwise(chain)]
    columns = _columns([line for zone in zones[1:] for line in zone])
    if len(columns) < 2:
        return None
    xs = [chain[0].x0, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), chain[0].x1]
    ys, cells, held = [chain[0].top], list[RuledCell](), list[tuple[TextLine, ...]]()
    under = [r for r in rules if chain[0].top + _NEAR < r.top < chain[1].top - _NEAR]
    header = _header(zones[0], columns, under)
    bounds = [(row, zone_end) for zone, zone_end in zip(zones[1:], chain[2:], strict=True)
              for row in _rows(zone, columns)]
    for i, (y, _) in enumerate(header):
        ys.append(chain[1].top if i == len(header) - 1 else (y + header[i + 1][0]) / 2)
    for r, (_, spans) in enumerate(header):
        for col, colspan, rowspan, pieces in spans:
            box = (xs[col], ys[r], xs[col + colspan], ys[r + rowspan])
            cells.append(RuledCell(r, col, rowspan, colspan, box))
            held.append(_set(pieces))
    for i, (row, end) in enumerate(bounds):
        last = i + 1 == len(bounds) or bounds[i + 1][1] is not end
        ys.append(end.top if last else (row.y + bounds[i + 1][0].y) / 2)
        wide = len(columns) if len(row.cells) == 1 and not row.full else 1
        for col in range(0, len(columns), wide):
            box = (xs[col], ys[-2], xs[col + wide], ys[-1])
            cells.append(RuledCell(len(header) + i, col, 1, wide, box))
            held.append(_set(row.cells.get(col, next(iter(row.cells.values())) if wide > 1 else [])))
    return RuledTable(tuple(xs), tuple(ys), tuple(cells)), tuple(held)


def _set(pieces: Iterable[Piece]) -> tuple[TextLine, ...]:
    return tuple(set_line(piece) for piece in pieces)


def _columns(lines: Iterable[list[Piece]]) -> list[tuple[float, float]]:
    """Left and right ends of the columns that lines of several pieces leave gaps between."""
    spans = sorted((p[0].x0, p[-1].x1) for line in lines if len(line) > 1 for p in line)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] + 2:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    x0, x1 = piece[0].x0, piece[-1].x1
    return max(range(len(columns)), key=lambda c: (min(x1, columns[c][1]) - max(x0, columns[c][0]), -c))


Head = tuple[float, list[tuple[int, int, int, list[Piece]]]]
"""Height of a header row and its cells: column, colspan, rowspan, pieces."""


def _header(zone: list[list[Piece]], columns: list[tuple[float, float]], under: Sequence[Edge]) -> list[Head]:
    """One header row; two where a piece stands over several columns, with or without a rule under it."""
    spanning: list[tuple[int, int, Piece]] = []
    plain: dict[int, list[Piece]] = {}
    for piece in (piece for line in zone for piece in line):
        over = [c for c in range(len(columns)) if _is_over(piece, columns[c], under)]
        if len(over) > 1:
            spanning.append((over[0], over[-1] - over[0] + 1, piece))
        else:
            plain.setdefault(_column_of(piece, columns), []).append(piece)
    middle = sum(line[0][0].base for line in zone) / max(1, len(zone))
    if not spanning:
        return [(middle, [(c, 1, 1, plain.get(c, [])) for c in range(len(columns))])]
    covered = {c for start, n, _ in spanning for c in range(start, start + n)}
    top = [(start, n, 1, [piece]) for start, n, piece in spanning]
    top += [(c, 1, 2, plain.get(c, [])) for c in range(len(columns)) if c not in covered]
    y = max(piece[0].base for _, _, piece in spanning)
    return [(y, sorted(top, key=lambda t: t[0])),
            (max(line[0][0].base for line in zone), [(c, 1, 1, plain.get(c, [])) for c in sorted(covered)])]


def _is_over(piece: Piece, column: tuple[float, float], under: Sequence[Edge]) -> bool:
    """Whether a header piece, or the short rule right below it, stands over `column`."""
    x0, x1, base = piece[0].x0, piece[-1].x1, piece[0].base
    for rule in under:
        if 0 < rule.top - base < 2 * piece[0].size and rule.x0 < (x0 + x1) / 2 < rule.x1:
            x0, x1 = rule.x0, rule.x1
    return min(x1, column[1]) - max(x0, column[0]) > 0.5 * min(column[1] - column[0], x1 - x0)


def _rows(zone: list[list[Piece]], columns: list[tuple[float, float]]) -> list[_OpenRow]:
    """Rows of a zone: each line with enough cells is one; the others go to the nearest, or stand alone."""
    lines = [_row(line, columns) for line in zone if line]
    anchors = [r for r in lines if r.full]
    if len(anchors) <= 1:
        return [_merged(lines)] if lines else []
    pitch = min(b.y - a.y for a, b in pairwise(anchors))
    groups: list[list[_OpenRow]] = [[a] for a in anchors]
    for line in lines:
        if line.full:
            continue
        nearest = min(range(len(anchors)), key=lambda i: abs(anchors[i].y - line.y))
        if abs(anchors[nearest].y - line.y) < 0.8 * pitch or _wraps(line, lines, columns):
            groups[nearest].append(line)
        else:
            groups.append([line])
    return sorted((_merged(g) for g in groups), key=lambda r: r.y)


def _row(line: list[Piece], columns: list[tuple[float, float]]) -> _OpenRow:
    cells: dict[int, list[Piece]] = {}
    for piece in line:
        cells.setdefault(_column_of(piece, columns), []).append(piece)
    return _OpenRow(line[0][0].base, len(cells) >= max(2, len(columns) / 2), cells)


def _wraps(line: _OpenRow, lines: list[_OpenRow], columns: list[tuple[float, float]]) -> bool:
    """Whether the line before fills the column up to its end, so that `line` goes on with it."""
    before = lines[lines.index(line) - 1] if lines.index(line) else None
    if before is None or line.full or len(line.cells) > 1:
        return False
    col = next(iter(line.cells))
    pieces = before.cells.get(col)
    return pieces is not None and pieces[-1][-1].x1 > columns[col][1] - 1.2 * pieces[-1][-1].size


def _merged(rows: list[_OpenRow]) -> _OpenRow:
    rows = sorted(rows, key=lambda r: r.y)
    cells: dict[int, list[Piece]] = {}
    for row in rows:
        for col, pieces in row.cells.items():
            cells.setdefault(col, []).extend(pieces)
    y = next((r.y for r in rows if r.full), rows[0].y)
    return _OpenRow(y, any(r.full for r in rows), cells)


def split_rows(ruled: RuledTable, held: list[list[GlyphRun]],
               ) -> tuple[RuledTable, list[list[GlyphRun]]] | None:
    """`ruled` with a row for each line, where a row of it holds the lines of many; None where none does.

    That is so where every cell of the row is a single one and in one column three numbers or more
    stand below one another, most of them beside words of other columns.
    """
    high = {cell.row for cell, runs in zip(ruled.cells, held, strict=True)
            if len(runs) > 2 and len({run.base for run in runs}) > 2}
    for row in sorted(high):
        places = [i for i, c in enumerate(ruled.cells) if c.row == row]
        if len(places) == len(ruled.xs) - 1 >= 2 and all(ruled.cells[i].rowspan == 1 for i in places):
            lines = [[list(line) for line in group_lines(held[i])] for i in places]
            rows = _split(lines)
            if rows is not None:
                return _with_rows(ruled, held, row, rows)
    return None


def _split(columns: list[list[Piece]]) -> list[_OpenRow] | None:
    """Rows that the lines of neighbouring cells make, None where they make only one."""
    flat: list[tuple[int, Piece]] = sorted(
        ((col, line) for col, lines in enumerate(columns) for line in lines), key=lambda x: x[1][0].base)
    rows: list[_OpenRow] = []
    for col, line in flat:
        if rows and abs(line[0].base - rows[-1].y) < 0.4 * line[0].size:
            rows[-1].cells.setdefault(col, []).append(line)
        else:
            rows.append(_OpenRow(line[0].base, False, {col: [line]}))
    for row in rows:
        row.full = len(row.cells) >= max(2, len(columns) / 2)
    anchors = sum(r.full for r in rows)
    numbers = max(sum(bool(_NUMBER.fullmatch(set_line(line).text)) for line in lines) for lines in columns)
    if anchors < 3 or numbers < 0.8 * anchors:
        return None
    extents = [(min(line[0].x0 for line in lines), max(line[-1].x1 for line in lines)) if lines else (0., 0.)
               for lines in columns]
    return _rows([[p for pieces in row.cells.values() for p in pieces] for row in rows], extents)


def _with_rows(ruled: RuledTable, held: list[list[GlyphRun]], row: int,
               rows: list[_OpenRow]) -> tuple[RuledTable, list[list[GlyphRun]]]:
    """`ruled` with `rows` in place of its row number `row`."""
    more = len(rows) - 1
    inner = [(a.y + b.y) / 2 for a, b in pairwise(rows)]
    ys = (*ruled.ys[:row + 1], *inner, *ruled.ys[row + 1:])
    cells, runs = list[RuledCell](), list[list[GlyphRun]]()
    for cell, its in zip(ruled.cells, held, strict=True):
        if cell.row != row:
            shift = more if cell.row > row else 0
            cells.append(RuledCell(cell.row + shift, cell.col, cell.rowspan, cell.colspan, cell.bbox))
            runs.append(its)
            continue
        for i, part in enumerate(rows):
            box = (cell.bbox[0], ys[row + i], cell.bbox[2], ys[row + i + 1])
            cells.append(RuledCell(row + i, cell.col, 1, 1, box))
            runs.append([run for piece in part.cells.get(cell.col, []) for run in piece])
    order = sorted(range(len(cells)), key=lambda i: (cells[i].row, cells[i].col))
    return RuledTable(ruled.xs, ys, tuple(cells[i] for i in order)), [runs[i] for i in order]
