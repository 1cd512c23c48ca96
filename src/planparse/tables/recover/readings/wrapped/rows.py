"""Rows of a table whose cells a converter printed line by line, each wrapped to its column's width.

The values of a row share a line, its anchor. Around the anchors lie the pieces of
names and of merged labels. How the cells of a row were set, names beginning on the
anchor's line, centred around it, or printed in front of it, is the same for a whole
table: each way is tried, and the one whose names read best is taken. A piece that
ends short of the column's width ends its cell; brackets close in the cell that opens
them; a unit in brackets ends a name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.readings.wrapped.centred import CentredRows
from planparse.tables.recover.readings.wrapped.lines import scan_lines
from planparse.tables.recover.readings.wrapped.names import (
    LabelPlace,
    WrappedNames,
    WrapReading,
    one_cell,
)
from planparse.tables.recover.readings.wrapped.scan import NamePiece, Scan
from planparse.tables.recover.row import build_row
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token

KNOWN_ROLES = frozenset((*VALUES, "nature", "unit"))
"""Roles of the columns behind the name whose cells no piece of a name looks like."""

# Rows before lines are a table. Case: “Words for a value above and below the line of their row”.
LEAST_ROWS = 2

# A name that begins below its anchor, where names should begin on it: half of a torn bracket. Case:
# “Text that keeps the places of its columns: a label never goes into a name”.
OFF_ANCHOR = 3.0


def read_wrapped(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
) -> tuple[list[RawRow], int, float] | None:
    """Body rows of wrapped cells, the last line that they take, and how little the pieces fit.

    None where lines are no such rows.
    Where the table has no column for labels, one that names the rows below it is a row of one cell.
    """
    if not KNOWN_ROLES.issuperset(layout.tail):
        # notes are words, as names are
        return None
    scan = scan_lines(lines, layout, grammar)
    if scan is None or len(scan.anchors) < LEAST_ROWS:
        return None
    centred = CentredRows(scan, layout, grammar).read()
    ways = (centred, *_in_order(scan, layout, grammar))
    reading = min(ways, key=lambda way: way.cost)
    rows = _rows(
        scan,
        reading,
        layout,
        grammar,
    )
    # what speaks against the names is said again of the rows that they stand in
    by_names = sum(name_doubt(one_cell(name).text, grammar) for name in reading.names)
    last = scan.anchors[-1].last
    for piece in scan.pieces[: reading.pieces]:
        last = max(last, piece.line)
    return rows, lines[last][-1].line, reading.cost - by_names


def _rows(
    scan: Scan,
    reading: WrapReading,
    layout: ColumnLayout,
    grammar: Grammar,
) -> list[RawRow]:
    """Full rows of cells, each merged label in its first row, or on a row of its own."""
    labelled = layout.column("category") is not None
    rows: list[RawRow] = []
    for r, anchor in enumerate(scan.anchors):
        label = reading.labels.get(r)
        if label and not labelled:
            rows.append([label])
        cells = build_row(
            layout,
            grammar,
            label=label,
            serial=anchor.serial,
            name=one_cell(reading.names[r]),
            values=anchor.tail,
        )
        rows.append(cells)
    return rows


# --------------------------------------------------- names in front of or below their anchors


def _in_order(
    scan: Scan,
    layout: ColumnLayout,
    grammar: Grammar,
) -> Iterator[WrapReading]:
    """Two ways in which anchors alone divide the names: they begin on its line, or end there."""
    firsts = [anchor.first for anchor in scan.anchors]
    lasts = [anchor.last for anchor in scan.anchors]

    def row_from_top(piece: NamePiece) -> int:
        """The last row whose anchor stands on the piece's line or above."""
        above = bisect_right(firsts, piece.line)
        return max(0, above - 1)

    def row_to_bottom(piece: NamePiece) -> int:
        """The first row whose anchor stands on the piece's line or below."""
        above = bisect_left(lasts, piece.line)
        return min(len(lasts) - 1, above)

    yield _Ordered(
        scan,
        layout,
        grammar,
        row_from_top,
        above=False,
    ).read()
    yield _Ordered(
        scan,
        layout,
        grammar,
        row_to_bottom,
        above=True,
    ).read()


class _Ordered:
    """The reading in which every piece belongs to the row that `row_of` says."""

    def __init__(
        self,
        scan: Scan,
        layout: ColumnLayout,
        grammar: Grammar,
        row_of: Callable[[NamePiece], int],
        *,
        above: bool,
    ) -> None:
        self.scan = scan
        self.row_of = row_of
        self.above = above
        """Names stand in front of their anchors; else they begin on them."""
        self.labelled = layout.column("category") is not None
        self.costs = WrappedNames(scan, grammar)

    def read(self) -> WrapReading:
        names, taken = self._names_by_row()
        labels: dict[int, list[NamePiece]] = {}
        for label in self.scan.labels:
            labels.setdefault(self.row_of(label), []).append(label)
        cost = 0.0
        where = self._where()
        for r, row in enumerate(names):
            if self.above and self.labelled:
                row = self._without_front(row, labels.setdefault(r, []))
            best, gone = self.costs.best_name(row, where)
            names[r] = [piece for piece in row if piece not in gone]
            labelled_row = r
            if where == "back":
                # what stands below the name names the group that follows
                labelled_row = r + 1
            labels.setdefault(labelled_row, []).extend(gone)
            cost += best + self._off_anchor(names[r], r)
        cells: dict[int, RawCell] = {}
        for r, pieces in labels.items():
            if pieces:
                cells[r] = _cell(pieces)
        return WrapReading(
            names,
            cells,
            cost,
            taken,
        )

    def _names_by_row(self) -> tuple[list[list[NamePiece]], int]:
        """The pieces of each row, and how many are taken."""
        last = self.scan.anchors[-1].last
        names: list[list[NamePiece]] = [[] for _ in self.scan.anchors]
        taken = 0
        for piece in self.scan.pieces:
            # names that stand above do not go on behind the last anchor
            if self.above and piece.line > last:
                continue
            names[self.row_of(piece)].append(piece)
            taken += 1
        return names, taken

    def _without_front(self, row: list[NamePiece], labels: list[NamePiece]) -> list[NamePiece]:
        """What stands before the serial number is a label."""
        for i, piece in enumerate(row):
            if piece.opens:
                labels += row[:i]
                return row[i:]
        return row

    def _where(self) -> LabelPlace:
        """Where among the pieces of a row a label may stand."""
        if self.above:
            return "front"
        if self.labelled:
            return "any"
        return "back"

    def _off_anchor(self, name: Sequence[NamePiece], r: int) -> float:
        if self.above or not name:
            return 0.0
        if name[0].line == self.scan.anchors[r].first:
            return 0.0
        return OFF_ANCHOR


def _cell(pieces: Sequence[NamePiece]) -> RawCell:
    return one_cell(sorted(pieces, key=lambda piece: piece.line))
