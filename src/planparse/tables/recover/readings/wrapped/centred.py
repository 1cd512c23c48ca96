"""Wrapped cells that are centred in their rows: a name lies as far above its anchor as below."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

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

# Pieces that one row may hold.
MOST_PIECES = 14

# A name of an even number of lines stands so far off its anchor and is centred all the same.
HALF_A_LINE = 0.5

# For each line by which a name stands further off than that.
FAR_OFF = 1.5

# For each line up to that.
A_LITTLE_OFF = 0.2

# For each line inside a name on which none of its pieces stands, beyond one.
GAP = 0.3

# A piece behind the last row that only goes on with a name: it can be no part of what follows.
# Case: “Text that keeps the places of its columns”, whose last line is （亿元）.
GOES_ON_BEHIND = 3.0

# Pieces behind the last row that are looked at for this.
PIECES_BEHIND = 2

# Lines above and below an anchor on which pieces of its row are looked for. A name is centred around
# its anchor, so that one of the most pieces reaches half as far; without a bound every row would be
# tried with the pieces of all others.
REACH = MOST_PIECES

_Steps = dict[int, tuple[float, int]]
"""Of the divisions up to some row: pieces taken → least cost, and those that earlier rows take."""


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
        last = steps[rows]
        if not last:
            no_names: list[list[NamePiece]] = [[] for _ in range(rows)]
            pieces = len(self.scan.pieces)
            return WrapReading(
                no_names,
                {},
                float("inf"),
                pieces,
            )

        def badness(end: int) -> tuple[float, int]:
            """Of equals the one that takes the most pieces."""
            cost, _ = last[end]
            return cost + self._left_over(end), -end

        return self._reading(steps, min(last, key=badness))

    def _steps(self, rows: int) -> list[_Steps]:
        """The least cost of the first rows for each number of pieces that they may take."""
        steps: list[_Steps] = [{0: (0.0, 0)}]
        bounds = self._all_bounds()
        for r in range(rows):
            low, high = bounds[r]
            step: _Steps = {}
            for start, (so_far, _) in steps[r].items():
                least = max(start, low)
                most = min(high, start + MOST_PIECES)
                for end in range(least, most + 1):
                    # no row costs less than nothing
                    if end in step and so_far >= step[end][0]:
                        continue
                    cost = so_far + self._row(r, start, end).cost
                    if end not in step or cost < step[end][0]:
                        step[end] = (cost, start)
            steps.append(step)
        return steps

    def _all_bounds(self) -> list[tuple[int, int]]:
        """For each row the least and the most pieces that it and those before it take.

        Those on anchors stay with them, and none goes to a row that is out of its reach.
        """
        pieces = self.scan.pieces
        lines = [piece.line for piece in pieces]
        on_anchors = [(piece.row, i) for i, piece in enumerate(pieces) if piece.row is not None]
        bounds: list[tuple[int, int]] = []
        low = at = 0
        for r, anchor in enumerate(self.scan.anchors):
            while at < len(on_anchors) and on_anchors[at][0] <= r:
                low = on_anchors[at][1] + 1
                at += 1
            high = on_anchors[at][1] if at < len(on_anchors) else len(pieces)
            # What lies above the reach of the next row is taken by now.
            above = 0
            if r + 1 < len(self.scan.anchors):
                above = bisect_left(lines, self.scan.anchors[r + 1].first - REACH)
            within = bisect_right(lines, anchor.last + REACH)
            bounds.append((max(low, min(above, high)), max(low, min(high, within))))
        return bounds

    def _left_over(self, end: int) -> float:
        """What it costs that the pieces from `end` on belong to no row."""
        broken = self.grammar.pattern("grids.broken-begin")
        cost = 0.0
        for piece in self.scan.pieces[end : end + PIECES_BEHIND]:
            if broken.match(piece.token.text):
                cost += GOES_ON_BEHIND
        return cost

    def _row(
        self,
        r: int,
        start: int,
        end: int,
    ) -> BestName:
        """Cost of a row that takes the pieces `[start, end)`, and which of them are a label."""
        key = (r, start, end)
        if key in self.known:
            return self.known[key]
        anchor = self.scan.anchors[r]
        pieces = self.scan.pieces[start:end]
        where: LabelPlace = "front"
        if self.labelled:
            # the middle of a label's rows may lie inside a name
            where = "any"
        best = self.names.best_name(
            pieces,
            where,
            lambda name: self._centred_cost(name, anchor),
        )
        self.known[key] = best
        return best

    def _centred_cost(self, name: Sequence[NamePiece], anchor: Anchor) -> float:
        """What speaks against a name whose middle lies off its anchor, or that has gaps."""
        cost = self.names.cost(name)
        if not name:
            return cost
        first = name[0].line
        last = name[-1].line
        middle = (first + last) / 2
        middle_of_anchor = (anchor.first + anchor.last) / 2
        off = abs(middle - middle_of_anchor)
        if off > HALF_A_LINE:
            cost += FAR_OFF * off
        else:
            cost += A_LITTLE_OFF * off
        lines = {piece.line for piece in name}
        # 城区绿色出行分担率 / 1 61.5 70 / （%）: the anchor's own line is no gap
        lines.add(anchor.first)
        gaps = (last - first + 1) - len(lines)
        return cost + GAP * max(0, gaps - 1)

    # ------------------------------------------------------------------ reading

    def _reading(self, steps: Sequence[_Steps], end: int) -> WrapReading:
        """Names and labels of the division that takes `end` pieces, from the last row back."""
        cost, _ = steps[-1][end]
        taken = end
        names: list[list[NamePiece]] = []
        labels = list(self.scan.labels)
        cells: dict[int, RawCell] = {}
        for r in reversed(range(len(self.scan.anchors))):
            _, start = steps[r + 1][end]
            gone = self._row(
                r,
                start,
                end,
            ).labels
            if gone and not self.labelled:
                # without a column of labels it names the rows below
                cells[r] = one_cell(gone)
            pieces = self.scan.pieces[start:end]
            names.append([piece for piece in pieces if piece not in gone])
            labels += gone
            end = start
        names.reverse()
        if self.labelled:
            cells = self._label_cells(labels, names)
        return WrapReading(
            names,
            cells,
            cost,
            taken,
        )

    def _label_cells(
        self,
        labels: Sequence[NamePiece],
        names: Sequence[list[NamePiece]],
    ) -> dict[int, RawCell]:
        """The labels by the first of the rows in whose middle they stand."""
        in_order = sorted(labels, key=lambda piece: (piece.line, piece.token.x))
        seen: list[Seen] = []
        for piece in in_order:
            middle_of_line = piece.line + 0.5
            seen.append(Seen(middle_of_line, piece.token))
        return centred(seen, self._edges(names))

    def _edges(self, names: Sequence[list[NamePiece]]) -> list[float]:
        """The lines between which the rows lie."""
        tops: list[int] = []
        ends: list[int] = []
        for anchor, name in zip(
            self.scan.anchors,
            names,
            strict=True,
        ):
            lines = [piece.line for piece in name]
            tops.append(min([anchor.first, *lines]))
            ends.append(max([anchor.last, *lines]) + 1)
        edges = [float(tops[0])]
        for end, top_below in zip(
            ends,
            tops[1:],
            strict=False,
        ):
            edges.append((end + top_below) / 2)
        edges.append(float(ends[-1]))
        return edges
