"""The lines of a wrapped table taken apart: the anchor of each row, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.recover.line_cells import FILLED, NUMBERS, needed_values
from planparse.tables.recover.readings.wrapped.scan import Anchor, NamePiece, Scan
from planparse.tables.recover.readings.wrapped.values import fill_wrapped_values
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge, width

# Digits of a serial number.
LONGEST_SERIAL = 2

# Serial numbers that show where their column begins.
LEAST_SERIALS = 3

# Characters that the column of labels before it takes at least.
NARROWEST_LABEL = 2

# Characters by which serial numbers may begin apart where text keeps the places of its columns.
SAME_COLUMN = 4

# Half-width units by which a piece may be narrower than the widest and still fill the column.
NEARLY_AS_WIDE = 2


def scan_lines(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
) -> Scan | None:
    """The lines taken apart; None where no row is whole."""
    return _Scanner(layout, grammar).scan(lines)


_Divided = tuple[Sequence[Token], Sequence[Token]]
"""Words of a line: those of labels, and those of names."""


class _Scanner:
    """Takes the lines apart, one after the other."""

    def __init__(self, layout: ColumnLayout, grammar: Grammar) -> None:
        self.layout = layout
        self.grammar = grammar
        self.found = Scan()
        category = layout.column("category")
        number = layout.column("number")
        self.labelled = category is not None
        self.numbered = number is not None
        self.label_first = category is not None and (number is None or category < number)
        self.ends_in_nature = self._ends_in_nature()
        self.needed = needed_values(layout)
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
        behind = tail[tail.index("nature") :]
        return not any(role in VALUES for role in behind)

    def _kinds(self, line: Sequence[Token]) -> list[str]:
        return [kind_of(token.text, self.layout, self.grammar) for token in line]

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
        """Where the column of serial numbers begins; 0 where places on the line say nothing."""
        if not self.label_first or not self.numbered:
            return 0
        starts: list[int] = []
        for line in lines:
            for token in line[:2]:
                if token.text.isdecimal() and len(token.text) <= LONGEST_SERIAL:
                    starts.append(token.x)
        if len(starts) < LEAST_SERIALS:
            return 0
        left = min(starts)
        # a label stands before them, so they cannot begin a line
        if left < NARROWEST_LABEL or max(starts) - left > SAME_COLUMN:
            return 0
        return left

    # ------------------------------------------------------------ cells behind the name

    def _tail_at(self, line: Sequence[Token], kinds: Sequence[str]) -> int:
        """Where the cells behind the name begin on a line; its length where there are none."""
        at = self._filled_from(kinds)
        found = kinds[at:]
        if not found:
            return len(line)
        if at == 0 and kinds[0] != "serial":
            # nothing but values: they begin a row's cells even where they are not whole yet
            return 0
        if self.ends_in_nature:
            is_whole = "nature" in found
        else:
            values = sum(kind in NUMBERS for kind in found)
            is_whole = values >= self.needed
        if not is_whole:
            return len(line)
        return at

    def _filled_from(self, kinds: Sequence[str]) -> int:
        """Where the cells at a line's end begin: values, units or natures, or words among these."""
        wanted = max(0, len(kinds) - len(self.layout.tail))
        at = len(kinds)
        while at > wanted:
            if kinds[at - 1] not in FILLED:
                break
            at -= 1
        if kinds[-1:] == ["nature"] and at > wanted:
            # words among the values: — 完成市下达任务 约束性
            first = kinds[wanted]
            if first in ("value", "missing", "unit"):
                return wanted
        return at

    def _anchor(
        self,
        n: int,
        line: Sequence[Token],
        cut: int,
    ) -> None:
        """The cells from `cut` on begin a row; it stays open where they are not whole."""
        front = list(line[:cut])
        tail = list(line[cut:])
        is_whole = "nature" in self._kinds(tail)
        if self._takes_serial(front, tail):
            # 6 — 约束性: no value, but the number of the row
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
        if not self.ends_in_nature:
            is_whole = self._is_full(anchor)
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
        """Whether the line adds to the row whose cells have begun; it closes when it is whole."""
        # what ends in a mark of nature may go on in words: 完成市下达 / 任务 / 约束性
        has_cells = self.ends_in_nature or kinds[0] in FILLED
        if self._is_full(anchor) or not has_cells:
            self.open = None
            return False
        anchor.tail += line
        anchor.last = n
        is_whole = kinds[-1] == "nature"
        if not self.ends_in_nature:
            is_whole = is_whole or self._is_full(anchor)
        if is_whole:
            self._close(anchor)
        return True

    def _is_full(self, anchor: Anchor) -> bool:
        """Whether the row has a cell for every column behind its name."""
        return len(anchor.tail) >= len(self.layout.tail)

    def _close(self, anchor: Anchor) -> None:
        """The row's cells are whole: pieces of one cell are put together."""
        cells = self._with_words_joined(anchor.tail)
        anchor.tail = self._with_units_joined(cells)
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
        if len(pair) < 2:
            return cells
        text = "".join(token.text for token in pair)
        if not known(text, self.grammar):
            return cells
        behind = cells[at + 2 :]
        return [*cells[:at], merge(pair), *behind]

    # ------------------------------------------------------------ serial numbers and words

    def _is_serial_line(self, line: Sequence[Token], kinds: Sequence[str]) -> bool:
        """Whether nothing but a serial number stands on a line."""
        if not self.numbered or kinds != ["serial"]:
            return False
        return self._is_next(line[0])

    def _is_next(self, token: Token) -> bool:
        """Whether a serial number may come here: the same again, the next, or one further."""
        # 一 always may
        if not token.text.isdecimal():
            return True
        furthest = self.last_serial + 2
        return self.last_serial <= int(token.text) <= furthest

    def _takes_serial(self, front: Sequence[Token], tail: Sequence[Token]) -> bool:
        """Whether the first cell behind the name is the row's serial number: none was printed."""
        if not self.numbered or self.serial is not None:
            return False
        expected = str(self.last_serial + 1)
        if len(tail) < 2 or tail[0].text != expected:
            return False
        return "serial" not in self._kinds(front[:2])

    def _words(
        self,
        n: int,
        words: Sequence[Token],
        *,
        row: int | None,
    ) -> None:
        """Serial number, labels and pieces of names among words of line `n` that are no values."""
        at: int | None = None
        if self.numbered:
            at = self._serial_among(words)
        if at is not None:
            self._see_serial(words[at])
            labels, names = self._around_serial(words, at)
        elif self.left:
            labels, names = self._by_place(words)
        elif self.labelled and len(words) > 1:
            labels, names = words[:1], words[1:]
        else:
            labels, names = [], words
        for token in labels:
            piece = NamePiece(token, n, row, opens=False)
            self.found.labels.append(piece)
        opens = at is not None
        for token in names:
            piece = NamePiece(token, n, row, opens)
            self.found.pieces.append(piece)
            # the number stands before the first of them only
            opens = False

    def _around_serial(self, words: Sequence[Token], at: int) -> _Divided:
        """Labels and names of a line with a serial number: labels stand before it or behind it."""
        names = words[at + 1 :]
        if self.labelled and not self.label_first and len(names) > 1:
            # 序号, 类别, 指标
            return names[:1], names[1:]
        return words[:at], names

    def _by_place(self, words: Sequence[Token]) -> _Divided:
        """Labels and names of a line that keeps the places of its columns."""
        labels: list[Token] = []
        names: list[Token] = []
        for token in words:
            end = token.x + len(token.text)
            if end <= self.left:
                labels.append(token)
            else:
                names.append(token)
        return labels, names

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
