"""Rows of a table whose cells a converter printed line by line, each wrapped to its column's width.

The values of a row share a line, its anchor. Around the anchors lie the pieces of
names and of merged labels. How the cells of a row were set, names beginning on the
anchor's line, centred around it, or printed in front of it, is the same for a whole
table: each way is tried, and the one whose names read best is taken. A piece that
ends short of the column's width ends its cell; brackets close in the cell that opens
them; a unit in brackets ends a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.readings.merged_labels import Seen, centred
from planparse.tables.recover.readings.wrapped_lines import scan_lines
from planparse.tables.recover.readings.wrapped_scan import Anchor, NamePiece, Scan
from planparse.tables.recover.row import build_row, joined
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, width

_SHORT = 12
"""Half-width units that a piece of a merged label takes at most."""
_RUN = 3
"""Pieces of a merged label that may stand together inside a row."""
_REACH = 14
"""Pieces that one row may hold at most."""


class WrapReading(NamedTuple):
    """One way to read the rows: pieces of names by row, labels by first row, and what it costs."""

    names: list[list[NamePiece]]
    labels: dict[int, RawCell]
    cost: float
    pieces: int
    """How many of the pieces it takes; what stands behind the last row may be no part of the table."""


def read_wrapped(
    lines: Sequence[Sequence[Token]], layout: ColumnLayout, grammar: Grammar
) -> tuple[list[RawRow], int, float] | None:
    """Body rows of wrapped cells, the last line that they take, and how little the pieces fit; None without rows.

    Where the table has no column for labels, one that names the rows below it is a row of one cell.
    """
    if not set(layout.tail) <= {*VALUES, "nature", "unit"}:
        return None  # notes are words, as names are
    scan = scan_lines(lines, layout, grammar)
    if scan is None or len(scan.anchors) < 2:
        return None
    ways = (_Centred(scan, layout, grammar).read(), *_in_order(scan, layout, grammar))
    reading = min(ways, key=lambda r: r.cost)
    rows: list[RawRow] = []
    for r in range(len(scan.anchors)):
        if layout.column("category") is None and r in reading.labels:
            rows.append([reading.labels[r]])
        rows.append(_cells(scan, reading, r, layout, grammar))
    strain = reading.cost - sum(name_doubt(_joined(n).text, grammar) for n in reading.names)
    last = max([scan.anchors[-1].last, *(p.line for p in scan.pieces[: reading.pieces])])
    return rows, lines[last][-1].line, strain


def _cells(scan: Scan, reading: WrapReading, r: int, layout: ColumnLayout, grammar: Grammar) -> RawRow:
    """A full row of cells, its merged label where the label begins."""
    anchor = scan.anchors[r]
    return build_row(
        layout,
        grammar,
        label=reading.labels.get(r),
        serial=anchor.serial,
        name=_joined(reading.names[r]),
        values=anchor.tail,
    )


def _joined(pieces: Sequence[NamePiece]) -> RawCell:
    return joined([piece.token for piece in pieces])


# --------------------------------------------------- names in front of or below their anchors


def _in_order(scan: Scan, layout: ColumnLayout, grammar: Grammar) -> Iterator[WrapReading]:
    """The two ways in which anchors alone part the names: they begin on the anchor's line, or end there."""
    firsts, lasts = [a.first for a in scan.anchors], [a.last for a in scan.anchors]
    count = len(scan.anchors)

    def top(p: NamePiece) -> int:
        return max(0, sum(f <= p.line for f in firsts) - 1)

    def after(p: NamePiece) -> int:
        return min(count - 1, sum(x < p.line for x in lasts))

    for place, above in ((top, False), (after, True)):
        yield _laid(scan, place, layout, grammar, above=above)


def _laid(scan: Scan, place: Callable[[NamePiece], int], layout: ColumnLayout, grammar: Grammar, *, above: bool) -> WrapReading:
    """The reading in which every piece belongs to the row that `place` says."""
    labelled = layout.column("category") is not None
    last = scan.anchors[-1].last
    taken = [p for p in scan.pieces if not above or p.line <= last]
    names: list[list[NamePiece]] = [[] for _ in scan.anchors]
    for piece in taken:
        names[place(piece)].append(piece)
    labels: dict[int, list[NamePiece]] = {}
    for label in scan.labels:
        labels.setdefault(place(label), []).append(label)
    cost = 0.0
    for r, row in enumerate(names):
        opening = next((i for i, p in enumerate(row) if p.opens), 0) if above else 0
        if labelled and opening:  # what stands before the serial number is a label
            labels.setdefault(r, []).extend(row[:opening])
            row = row[opening:]
        best, gone = _best_name(row, scan, grammar, "front" if above else "any" if labelled else "back")
        names[r] = [p for p in row if p not in gone]
        labels.setdefault(r + (not above and not labelled), []).extend(gone)
        anchor = scan.anchors[r]
        apart = 0.0 if above or not names[r] or names[r][0].line == anchor.first else 3.0
        cost += best + apart
    cells = {r: _joined(sorted(ps, key=lambda p: p.line)) for r, ps in labels.items() if ps}
    return WrapReading(names, cells, cost, len(taken))


def _best_name(
    row: Sequence[NamePiece], scan: Scan, grammar: Grammar, where: str,
    cost: Callable[[Sequence[NamePiece]], float] | None = None,
) -> tuple[float, Sequence[NamePiece]]:
    """The least cost of the pieces as a name, without a run of pieces that are a label, and that run.

    `where`: at the "front" of the row, at its "back", or "any" place in it.
    """
    cost = cost or (lambda name: _cost(name, scan, grammar))
    best, gone = cost(row), row[:0]
    for a in range(1 if where == "front" else len(row)):
        for b in range(a + 1, min(len(row), a + _RUN) + 1):
            if not _may_be_label(row[b - 1]):
                break
            if where == "back" and b < len(row):
                continue
            now = 0.3 * (b - a) + cost([*row[:a], *row[b:]])
            if now < best:
                best, gone = now, row[a:b]
    return best, gone


def _may_be_label(piece: NamePiece) -> bool:
    text = piece.token.text
    return width(text) <= _SHORT and text.isalpha() and not text.isascii() and not piece.opens


def _cost(name: Sequence[NamePiece], scan: Scan, grammar: Grammar) -> float:
    """How little some pieces look like one name that was wrapped to the column's width."""
    cost = name_doubt("".join(p.token.text for p in name), grammar)
    for piece in name[:-1]:
        cost += 0.5 * scan.lone
        cost += 0.3 * min(8, max(0, scan.wide - 2 - width(piece.token.text)))
    return cost + 3.0 * sum(p.opens for p in name[1:])


# ----------------------------------------------------------------- centred rows


class _Centred:
    """Cells that are centred in their rows: the pieces of a name lie as far above its anchor as below it."""

    def __init__(self, scan: Scan, layout: ColumnLayout, grammar: Grammar) -> None:
        self.scan, self.layout, self.grammar = scan, layout, grammar
        self.labelled = layout.column("category") is not None
        self.known: dict[tuple[int, int, int], tuple[float, Sequence[NamePiece]]] = {}

    def read(self) -> WrapReading:
        """The division of the pieces among the rows that costs least."""
        rows, pieces = len(self.scan.anchors), self.scan.pieces
        best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}, *({} for _ in range(rows))]
        for r in range(rows):
            low, high = self._bounds(r)
            for start, (so_far, _) in best[r].items():
                for end in range(max(start, low), min(high, start + _REACH) + 1):
                    cost = so_far + self._row(r, start, end)[0]
                    if cost < best[r + 1].get(end, (float("inf"), 0))[0]:
                        best[r + 1][end] = (cost, start)
        if not best[rows]:
            return WrapReading([[] for _ in range(rows)], {}, float("inf"), len(pieces))
        broken = self.grammar.pattern("grids.broken-begin")  # what only goes on is no part of what follows the table
        end = min(best[rows], key=lambda e: (
            best[rows][e][0] + 3.0 * sum(broken.match(p.token.text) is not None for p in pieces[e : e + 2]), -e))
        return self._reading(best, end)

    def _bounds(self, r: int) -> tuple[int, int]:
        """The least and the most pieces that rows 0 to r take together: those on anchors stay with them."""
        pieces = self.scan.pieces
        low = max((i + 1 for i, p in enumerate(pieces) if p.row is not None and p.row <= r), default=0)
        high = next((i for i, p in enumerate(pieces) if p.row is not None and p.row > r), len(pieces))
        return low, high

    def _row(self, r: int, start: int, end: int) -> tuple[float, Sequence[NamePiece]]:
        """Cost of a row that takes the pieces `[start, end)`, and those of them that are a label."""
        if (r, start, end) not in self.known:
            anchor = self.scan.anchors[r]
            self.known[r, start, end] = _best_name(
                self.scan.pieces[start:end], self.scan, self.grammar, "any" if self.labelled else "front",
                lambda name: self._aligned(name, anchor),
            )
        return self.known[r, start, end]

    def _aligned(self, name: Sequence[NamePiece], anchor: Anchor) -> float:
        cost = _cost(name, self.scan, self.grammar)
        if not name:
            return cost
        off = abs((name[0].line + name[-1].line) - (anchor.first + anchor.last)) / 2
        gaps = (name[-1].line - name[0].line + 1) - len({p.line for p in name} | {anchor.first})
        return cost + (1.5 * off if off > 0.5 else 0.2 * off) + 0.3 * max(0, gaps - 1)

    def _reading(self, best: list[dict[int, tuple[float, int]]], end: int) -> WrapReading:
        scan, total, taken = self.scan, best[-1][end][0], end
        names: list[list[NamePiece]] = []
        labels, groups = list(scan.labels), dict[int, RawCell]()
        for r in range(len(scan.anchors) - 1, -1, -1):
            start = best[r + 1][end][1]
            gone = self._row(r, start, end)[1]
            if gone and not self.labelled:
                groups[r] = _joined(gone)
            names.insert(0, [p for p in scan.pieces[start:end] if p not in gone])
            labels += gone
            end = start
        edges = self._edges(names)
        seen = [Seen(p.line + 0.5, p.token) for p in sorted(labels, key=lambda p: (p.line, p.token.x))]
        return WrapReading(names, centred(seen, edges) if self.labelled else groups, total, taken)

    def _edges(self, names: list[list[NamePiece]]) -> list[float]:
        """The lines between which the rows lie."""
        tops = [min([a.first, *(p.line for p in n)]) for a, n in zip(self.scan.anchors, names, strict=True)]
        ends = [max([a.last, *(p.line for p in n)]) + 1 for a, n in zip(self.scan.anchors, names, strict=True)]
        return [float(tops[0]), *((e + t) / 2 for e, t in zip(ends, tops[1:], strict=False)), float(ends[-1])]
