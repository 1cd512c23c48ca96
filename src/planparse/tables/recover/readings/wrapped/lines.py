"""The lines of a wrapped table taken apart: the values of each row, its anchor, and the pieces of words around them."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.recover.line_cells import FILLED, MANY_VALUES, NUMBERS
from planparse.tables.recover.readings.wrapped.scan import Anchor, NamePiece, Scan
from planparse.tables.recover.readings.wrapped.values import fill_wrapped_values
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge, width

LONGEST_SERIAL = 2
"""Digits of a serial number."""
SAME_COLUMN = 4
"""Characters by which the starts of serial numbers may differ where text keeps the places of its columns."""
NEARLY_AS_WIDE = 2
"""Half-width units by which a piece may be narrower than the widest and still fill the column."""


def scan_lines(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
) -> Scan | None:
    """The lines taken apart; None where no row is whole."""
    return _Scanner(layout, grammar).scan(lines)


class _Scanner:
    """Takes the lines apart, one after the other."""

    def __init__(self, layout: ColumnLayout, grammar: Grammar) -> None:
        self.layout = layout
        self.grammar = grammar
        self.found = Scan()
        category, number = layout.column("category"), layout.column("number")
        self.labelled = category is not None
        self.numbered = number is not None
        self.label_first = category is not None and (number is None or category < number)
        self.ends_in_nature = self._ends_in_nature()
        self.value_columns = sum(role in VALUES for role in layout.tail)
        self.open: Anchor | None = None
        """The row whose cells have begun and are not whole yet."""
        self.serial: Token | None = None
        """A serial number that waits for its row."""
        self.last_serial = 0
        self.left = 0
        """Where the column of serial numbers begins; 0 where places say nothing."""

    def _ends_in_nature(self) -> bool:
        """Whether a mark of nature ends each row: no column of values stands behind it."""
        tail = self.layout.tail
        if "nature" not in tail:
            return False
        return not any(role in VALUES for role in tail[tail.index("nature") :])

    def _kinds(self, line: Sequence[Token]) -> list[str]:
        return [kind_of(token, self.layout, self.grammar) for token in line]

    def scan(self, lines: Sequence[Sequence[Token]]) -> Scan | None:
        """Everything up to the last anchor, and what follows it as pieces that may belong to it."""
        self.left = self._serials_at(lines)
        for n, line in enumerate(lines):
            kinds = self._kinds(line)
            if self.open is not None and self._goes_on(
                self.open,
                n,
                line,
                kinds,
            ):
                continue
            cut = self._tail_at(line, kinds)
            if cut == len(line) or self._is_serial_line(line, kinds):
                self._words(n, line, row=None)
            else:
                self._anchor(n, line, cut)
        scan = self.found
        if not scan.anchors or self.open is not None:
            return None
        fill_wrapped_values(scan, self.layout, self.grammar)
        widths = [width(piece.token.text) for piece in scan.pieces]
        scan.wide = max(widths, default=0)
        scan.lone = sum(w >= scan.wide - NEARLY_AS_WIDE for w in widths) == 1
        return scan

    def _serials_at(self, lines: Sequence[Sequence[Token]]) -> int:
        """Where the column of serial numbers begins on lines that keep their places; 0 where places say nothing."""
        if not self.label_first or not self.numbered:
            return 0
        starts = [
            token.x
            for line in lines
            for token in line[:2]
            if token.text.isdecimal() and len(token.text) <= LONGEST_SERIAL
        ]
        if len(starts) < 3 or min(starts) < 2 or max(starts) - min(starts) > SAME_COLUMN:
            return 0
        return min(starts)

    # ------------------------------------------------------------ cells behind the name

    def _tail_at(self, line: Sequence[Token], kinds: Sequence[str]) -> int:
        """Where the cells behind the name begin on a line; its length where there are none."""
        at = self._filled_from(kinds)
        found = kinds[at:]
        if at == 0 and found and kinds[0] != "serial":
            return 0  # a line of nothing but values begins a row's cells even where they are not whole yet
        values = sum(kind in NUMBERS for kind in found)
        if self.ends_in_nature:
            is_whole = "nature" in found
        else:
            needed = (
                self.value_columns if self.value_columns < MANY_VALUES else self.value_columns - 1
            )
            is_whole = values >= needed
        return at if is_whole and found else len(line)

    def _filled_from(self, kinds: Sequence[str]) -> int:
        """Where the cells at a line's end begin that are values, units or natures, or words among these."""
        at = len(kinds)
        while at > 0 and len(kinds) - at < len(self.layout.tail) and kinds[at - 1] in FILLED:
            at -= 1
        if kinds[-1:] == ["nature"]:  # words among the values: — 完成市下达任务 约束性
            wanted = max(0, len(kinds) - len(self.layout.tail))
            if at > wanted and kinds[wanted] in ("value", "missing", "unit"):
                return wanted
        return at

    def _anchor(
        self,
        n: int,
        line: Sequence[Token],
        cut: int,
    ) -> None:
        """The cells from `cut` on begin a row; it stays open where they are not whole."""
        front, tail = list(line[:cut]), list(line[cut:])
        is_marked = any(kind == "nature" for kind in self._kinds(tail))
        if self._takes_serial(front, tail):  # 6 — 约束性: no value, but the number of the row
            front.append(tail.pop(0))
        self._words(n, front, row=len(self.found.anchors))
        anchor = Anchor(
            n,
            n,
            tail,
            self.serial,
        )
        self.serial = None
        self.found.anchors.append(anchor)
        is_whole = is_marked if self.ends_in_nature else len(tail) >= len(self.layout.tail)
        if is_whole:
            self._close(anchor)
        else:
            self.open = anchor

    def _goes_on(
        self,
        anchor: Anchor,
        n: int,
        line: Sequence[Token],
        kinds: Sequence[str],
    ) -> bool:
        """Whether the line adds to the row whose cells have begun; it closes where the row is whole."""
        columns = len(self.layout.tail)
        is_full = len(anchor.tail) >= columns
        if is_full or (not self.ends_in_nature and kinds[0] not in FILLED):
            self.open = None
            return False
        anchor.tail += line
        anchor.last = n
        if kinds[-1] == "nature" or (not self.ends_in_nature and len(anchor.tail) >= columns):
            self._close(anchor)
        return True

    def _close(self, anchor: Anchor) -> None:
        """The row's cells are whole: pieces of one cell are put together."""
        anchor.tail = self._with_units_joined(self._with_words_joined(anchor.tail))
        self.open = None

    def _with_words_joined(self, tail: Sequence[Token]) -> list[Token]:
        """Words between values are pieces of one cell: 完成市下达 / 任务."""
        cells: list[Token] = []
        last_is_text = False
        for token, kind in zip(tail, self._kinds(tail), strict=True):
            if kind == "text" and last_is_text:
                cells[-1] = merge([cells[-1], token])
                last_is_text = self._kinds(cells[-1:]) == ["text"]
            else:
                cells.append(token)
                last_is_text = kind == "text"
        return cells

    def _with_units_joined(self, cells: list[Token]) -> list[Token]:
        """亿立方 / 米, where there is a cell too many."""
        if "unit" not in self.layout.tail or len(cells) <= len(self.layout.tail):
            return cells
        at = self.layout.tail.index("unit")
        pair = cells[at : at + 2]
        if len(pair) == 2 and known("".join(token.text for token in pair), self.grammar):
            return [*cells[:at], merge(pair), *cells[at + 2 :]]
        return cells

    # ------------------------------------------------------------ serial numbers and words

    def _is_serial_line(self, line: Sequence[Token], kinds: Sequence[str]) -> bool:
        return self.numbered and kinds == ["serial"] and self._is_next(line[0])

    def _is_next(self, token: Token) -> bool:
        """Whether a serial number may come here: the same again, the next, or one further; 一 always may."""
        if not token.text.isdecimal():
            return True
        return self.last_serial <= int(token.text) <= self.last_serial + 2

    def _takes_serial(self, front: Sequence[Token], tail: Sequence[Token]) -> bool:
        """Whether the first cell behind the name is the row's serial number: it comes next, and none was printed."""
        if not self.numbered or self.serial is not None or len(tail) < 2:
            return False
        if tail[0].text != str(self.last_serial + 1):
            return False
        return "serial" not in self._kinds(front[:2])

    def _words(
        self,
        n: int,
        words: Sequence[Token],
        *,
        row: int | None,
    ) -> None:
        """Serial number, labels and pieces of names among the words of line `n` that are no values."""
        at = self._serial_among(words)
        if self.numbered and at is not None:
            self._see_serial(words[at])
            labels, names = list(words[:at]), list(words[at + 1 :])
            if not self.label_first and self.labelled and len(names) > 1:
                labels, names = names[:1], names[1:]
        elif self.left:  # the text keeps the places of its columns
            labels = [token for token in words if token.x + len(token.text) <= self.left]
            names = [token for token in words if token.x + len(token.text) > self.left]
        elif self.labelled and len(words) > 1:
            labels, names = list(words[:1]), list(words[1:])
        else:
            labels, names = [], list(words)
        opens = self.numbered and at is not None
        self.found.labels += [
            NamePiece(
                token,
                n,
                row,
                False,
            )
            for token in labels
        ]
        for k, token in enumerate(names):
            self.found.pieces.append(
                NamePiece(
                    token,
                    n,
                    row,
                    opens and k == 0,
                )
            )

    def _serial_among(self, words: Sequence[Token]) -> int | None:
        """Index of the serial number among the first two words of a line."""
        for index, kind in enumerate(self._kinds(words[:2])):
            if kind == "serial" and self._is_next(words[index]):
                return index
        return None

    def _see_serial(self, token: Token) -> None:
        self.serial = token
        if token.text.isdecimal():
            self.last_serial = int(token.text)
