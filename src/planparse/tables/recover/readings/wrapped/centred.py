"""Wrapped cells that are centred in their rows: the pieces of a name lie as far above its anchor as below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.readings.merged_labels import Seen, centred
from planparse.tables.recover.readings.wrapped.names import (
    BestName,
    LabelPlace,
    WrappedNames,
    WrapReading,
    one_cell,
)
from planparse.tables.recover.readings.wrapped.scan import Anchor, NamePiece, Scan
from planparse.tables.recover.tokens import ColumnLayout

MOST_PIECES = 14
"""Pieces that one row may hold."""
HALF_A_LINE = 0.5
"""A name of an even number of lines stands so far off its anchor and is centred all the same."""
FAR_OFF = 1.5
"""For each line by which a name stands further off than that."""
A_LITTLE_OFF = 0.2
"""For each line up to that."""
GAP = 0.3
"""For each line inside a name on which none of its pieces stands, beyond one."""
GOES_ON_BEHIND = 3.0
"""A piece behind the last row that only goes on with a name: it can be no part of what follows the table."""
PIECES_BEHIND = 2
"""Pieces behind the last row that are looked at for this."""

_Steps = dict[int, tuple[float, int]]
"""Of the divisions up to some row: pieces taken → least cost, and the pieces taken by the rows before."""


class CentredRows:
    """Finds the division of the pieces among the rows that costs least."""

    def __init__(
        self,
        scan: Scan,
        layout: ColumnLayout,
        grammar: Grammar,
    ) -> None:
        self.scan = scan
        self.grammar = grammar
        self.labelled = layout.column("category") is not None
        self.names = WrappedNames(scan, grammar)
        self.known: dict[tuple[int, int, int], BestName] = {}

    def read(self) -> WrapReading:
        """The reading, of infinite cost where the pieces cannot be divided."""
        rows = len(self.scan.anchors)
        steps = self._steps(rows)
        if not steps[rows]:
            return WrapReading(
                [[] for _ in range(rows)],
                {},
                float("inf"),
                len(self.scan.pieces),
            )
        end = min(steps[rows], key=lambda end: (steps[rows][end][0] + self._left_over(end), -end))
        return self._reading(steps, end)

    def _steps(self, rows: int) -> list[_Steps]:
        """The least cost of the first rows for each number of pieces that they may take."""
        steps: list[_Steps] = [{0: (0.0, 0)}]
        for r in range(rows):
            low, high = self._bounds(r)
            step: _Steps = {}
            for start, (so_far, _) in steps[r].items():
                for end in range(max(start, low), min(high, start + MOST_PIECES) + 1):
                    cost = so_far + self._row(r, start, end).cost
                    if end not in step or cost < step[end][0]:
                        step[end] = (cost, start)
            steps.append(step)
        return steps

    def _bounds(self, r: int) -> tuple[int, int]:
        """The least and the most pieces that rows 0 to r take together: those on anchors stay with them."""
        low, high = 0, len(self.scan.pieces)
        for i, piece in enumerate(self.scan.pieces):
            if piece.row is None:
                continue
            if piece.row > r:
                high = i
                break
            low = i + 1
        return low, high

    def _left_over(self, end: int) -> float:
        """What it costs that the pieces from `end` on belong to no row."""
        broken = self.grammar.pattern("grids.broken-begin")
        behind = self.scan.pieces[end : end + PIECES_BEHIND]
        return GOES_ON_BEHIND * sum(broken.match(piece.token.text) is not None for piece in behind)

    def _row(
        self,
        r: int,
        start: int,
        end: int,
    ) -> BestName:
        """Cost of a row that takes the pieces `[start, end)`, and those of them that are a label."""
        key = (r, start, end)
        if key not in self.known:
            anchor = self.scan.anchors[r]
            pieces = self.scan.pieces[start:end]
            where: LabelPlace = "any" if self.labelled else "front"
            self.known[key] = self.names.best_name(
                pieces, where, lambda name: self._centred_cost(name, anchor)
            )
        return self.known[key]

    def _centred_cost(self, name: Sequence[NamePiece], anchor: Anchor) -> float:
        cost = self.names.cost(name)
        if not name:
            return cost
        first, last = name[0].line, name[-1].line
        off = abs((first + last) - (anchor.first + anchor.last)) / 2
        cost += FAR_OFF * off if off > HALF_A_LINE else A_LITTLE_OFF * off
        lines = {piece.line for piece in name} | {anchor.first}
        gaps = (last - first + 1) - len(lines)
        return cost + GAP * max(0, gaps - 1)

    # ------------------------------------------------------------------ reading

    def _reading(self, steps: Sequence[_Steps], end: int) -> WrapReading:
        """Names and labels of the division that takes `end` pieces, walked back from the last row."""
        cost = steps[-1][end][0]
        taken = end
        names: list[list[NamePiece]] = []
        labels = list(self.scan.labels)
        groups: dict[int, RawCell] = {}
        for r in range(len(self.scan.anchors) - 1, -1, -1):
            start = steps[r + 1][end][1]
            gone = self._row(r, start, end).labels
            if gone and not self.labelled:
                groups[r] = one_cell(gone)
            names.append([piece for piece in self.scan.pieces[start:end] if piece not in gone])
            labels += gone
            end = start
        names.reverse()
        cells = self._label_cells(labels, names) if self.labelled else groups
        return WrapReading(
            names,
            cells,
            cost,
            taken,
        )

    def _label_cells(
        self, labels: Sequence[NamePiece], names: Sequence[list[NamePiece]]
    ) -> dict[int, RawCell]:
        in_order = sorted(labels, key=lambda piece: (piece.line, piece.token.x))
        # A label is seen in the middle of its line.
        seen = [Seen(piece.line + 0.5, piece.token) for piece in in_order]
        return centred(seen, self._edges(names))

    def _edges(self, names: Sequence[list[NamePiece]]) -> list[float]:
        """The lines between which the rows lie."""
        tops: list[int] = []
        ends: list[int] = []
        for anchor, name in zip(self.scan.anchors, names, strict=True):
            lines = [piece.line for piece in name]
            tops.append(min([anchor.first, *lines]))
            ends.append(max([anchor.last, *lines]) + 1)
        between = [(end + top) / 2 for end, (_, top) in zip(ends, pairwise(tops), strict=False)]
        return [float(tops[0]), *between, float(ends[-1])]
