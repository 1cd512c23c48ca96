"""Values in words, wrapped beside their row: 完成市下达 above the other values, 任务 below."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.line_cells import NUMBERS
from planparse.tables.recover.readings.wrapped.scan import Anchor, NamePiece, Scan
from planparse.tables.recover.tokens import ColumnLayout, Token, kind_of, merge

# Characters that the rest of a value in words has at most.
LONGEST_REST = 4


def fill_wrapped_values(
    scan: Scan,
    layout: ColumnLayout,
    grammar: Grammar,
) -> None:
    """Move the pieces of such values from among the names into the cells of their rows."""
    for anchor in scan.anchors:
        _Filler(
            scan,
            anchor,
            layout,
            grammar,
        ).fill()


class _Filler:
    """Looks above and below one row for the pieces of a value."""

    def __init__(
        self,
        scan: Scan,
        anchor: Anchor,
        layout: ColumnLayout,
        grammar: Grammar,
    ) -> None:
        self.scan = scan
        self.anchor = anchor
        self.layout = layout
        self.grammar = grammar
        self.in_words = self._cell_in_words()
        self.lacks_one = len(layout.tail) - len(anchor.tail) == 1

    def _kind(self, token: Token) -> str:
        return kind_of(
            token.text,
            self.layout,
            self.grammar,
        )

    def _cell_in_words(self) -> int | None:
        """Index of the first cell of the row that holds words and no number."""
        for index, token in enumerate(self.anchor.tail):
            kind = self._kind(token)
            if kind == "text":
                return index
            # 同比例提高
            has_number = any(sign.isdecimal() for sign in token.text)
            if kind == "value" and not has_number:
                return index
        return None

    def fill(self) -> None:
        """Take the pieces above and below, or below, or above, whichever first make a cell."""
        above = self._outer(self.anchor.first - 1)
        below = self._outer(self.anchor.last + 1)
        nothing: list[NamePiece] = []
        # 完成市下达 / 1 — 约束性 / 任务: a value may go on above its row, below it, or both
        ways = (
            (above, below),
            (nothing, below),
            (above, nothing),
        )
        for upper, lower in ways:
            found = [*upper, *lower]
            if not found:
                continue
            parts = self._parts(upper, lower)
            if self._belong(found, parts):
                self._take(found, parts)
                return

    def _parts(
        self,
        upper: Sequence[NamePiece],
        lower: Sequence[NamePiece],
    ) -> list[Token]:
        """The cell in the order in which it is printed."""
        parts = [piece.token for piece in upper]
        if self.in_words is not None:
            parts.append(self.anchor.tail[self.in_words])
        parts += [piece.token for piece in lower]
        return parts

    def _belong(
        self,
        found: Sequence[NamePiece],
        parts: Sequence[Token],
    ) -> bool:
        """Whether pieces are parts of the row's value."""
        if len(parts) < 2:
            return False
        are_beside = all(self._stands_beside_others(piece) for piece in found)
        if self.in_words is None:
            return are_beside or self._is_cell(parts)
        if not self._is_cell(parts):
            return False
        own = self.anchor.tail[self.in_words].text
        # 同比例提高 wants no more
        is_whole = cell_kind(own, self.grammar) == "value"
        return are_beside or not is_whole

    def _is_cell(self, parts: Sequence[Token]) -> bool:
        """Whether parts make one value or one unit, the later ones as short as a rest is."""
        rests = parts[1:]
        if any(len(rest.text) > LONGEST_REST for rest in rests):
            return False
        text = "".join(part.text for part in parts)
        if cell_kind(text, self.grammar) == "value":
            return True
        return self._is_unit(text)

    def _is_unit(self, text: str) -> bool:
        """Whether a cell is a unit, and the table has a column for it."""
        if "unit" not in self.layout.tail:
            return False
        return known(text, self.grammar)

    def _stands_beside_others(self, piece: NamePiece) -> bool:
        on_line = self.scan.beside(piece.line)
        return len(on_line) > 1

    def _outer(self, line: int) -> list[NamePiece]:
        """The last piece on a line between anchors, if the row has a cell that it may belong to."""
        if self.in_words is None and not self.lacks_one:
            return []
        on_line = self.scan.beside(line)
        between = [piece for piece in on_line if piece.row is None]
        # values stand behind names
        between.sort(key=lambda piece: piece.token.span)
        return between[-1:]

    def _take(self, found: Sequence[NamePiece], parts: list[Token]) -> None:
        cell = merge(parts)
        if self.in_words is not None:
            self.anchor.tail[self.in_words] = cell
        else:
            self.anchor.tail.insert(self._hole(cell), cell)
        for piece in found:
            self.scan.pieces = [p for p in self.scan.pieces if p is not piece]
            self._free_label(piece.line)

    def _hole(self, cell: Token) -> int:
        """Where a missing cell belongs: a unit in its column, a value behind the last one."""
        if self._is_unit(cell.text):
            return self.layout.tail.index("unit")
        hole = 0
        for index, token in enumerate(self.anchor.tail):
            if self._kind(token) in NUMBERS:
                hole = index + 1
        return hole

    def _free_label(self, line: int) -> None:
        """What alone is left on a line stood before the value: a piece of the name, no label."""
        labels = [piece for piece in self.scan.labels if piece.line == line]
        names = [piece for piece in self.scan.pieces if piece.line == line]
        if len(labels) != 1 or names:
            return
        label = labels[0]
        self.scan.labels = [piece for piece in self.scan.labels if piece is not label]
        self.scan.pieces = sorted(
            [*self.scan.pieces, label],
            key=lambda piece: (piece.line, piece.token.span),
        )
