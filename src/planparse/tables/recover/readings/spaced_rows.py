"""Lines of a table whose columns only spaces separate, if anything, to rows.

A row is what ends in its values. The words in front of them are its serial number
and name; words on lines of their own are a piece of a wrapped name above or below,
or of a label merged over several rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.line_cells import LineCells, split_line, whole_line
from planparse.tables.recover.name_ends import NUMBERED, NameAbove, NameEnds, has_unit, is_open
from planparse.tables.recover.readings.merged_labels import Seen, begin_rows
from planparse.tables.recover.row import build_row, joined
from planparse.tables.recover.tokens import ColumnLayout, Token, merge

# Rows before lines are a table.
LEAST_ROWS = 2

# Words without values that may wait for their row; more are no table's.
MOST_WAITING = 16

# Characters of a line without values.
LONGEST_LINE = 90

# Characters of a line with a full stop that may still be a cell.
LONGEST_SENTENCE = 16

# Lines under a heading that are looked at for rows.
LINES_BELOW = 4

# Characters of a label that stands on a line of its own above a name.
SHORT_LABEL = 8

# Characters of a name below such a label.
LONG_NAME = 10

# The same where only the name's unit tells it from the label's second piece.
LONG_NAME_WITH_UNIT = 12

# Characters of a label between serial number and name, or of a category row.
LABEL = 12

# Characters of a label where every cell has a line of its own.
LABEL_OF_STACK = 10

# Characters of words that may be a label; longer ones before a serial number end a name.
LONGEST_NAME_END = 16

# A label printed on the line of its row is seen half a row further down than one above it.
BESIDE = 0.5

# The same on the first line of a row that goes on below.
BESIDE_FIRST_LINE = 0.25


def read_rows(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
    *,
    stacked: bool = False,
) -> tuple[list[RawRow], int] | None:
    """Body rows of flattened lines, and how many lines they take; None where hardly a row is found.

    `stacked`: every cell had a line of its own, so a serial number that stands alone tells nothing.
    """
    lengths: Counter[int] = Counter()
    for line in lines:
        lengths.update(len(word.text) for word in line)
    reader = _RowReader(layout, grammar, stacked, lengths)
    used = 0
    for n, line in enumerate(lines):
        front, tail = reader.divided(line)
        if tail:
            reader.complete(front, tail)
            used = n + 1
            continue
        if _ends_here(lines, n, layout, grammar):
            break
        if not reader.wait(front):
            break
    # the second half of the last name may stand behind its values
    if reader.serial is None and reader.continue_name():
        used += 1
    if len(reader.rows_read()) < LEAST_ROWS:
        return None
    return reader.cells(), used


def _ends_here(
    lines: Sequence[Sequence[Token]],
    n: int,
    layout: ColumnLayout,
    grammar: Grammar,
) -> bool:
    """Whether a line without values follows the table: prose, or a heading over no row."""
    text = "".join(word.text for word in lines[n])
    if "。" in text and len(text) > LONGEST_SENTENCE:
        return True
    is_heading = grammar.pattern("reflow.opener").match(text) is not None
    # 1.森林覆盖率: a name may be numbered as a heading is
    if not is_heading or NUMBERED.match(text):
        return False
    below = lines[n + 1 : n + 1 + LINES_BELOW]
    return not any(_is_row(line, layout, grammar) for line in below)


def _is_row(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> bool:
    if whole_line(line, layout, grammar):
        return True
    cells = split_line(line, layout, grammar)
    return bool(cells.tail)


class _SpacedRow(Struct):
    """A row that was read: serial number, the pieces of its name, the cells behind it."""

    serial: Token | None
    name: list[Token]
    tail: list[Token]
    split: bool
    """The values stand between the two halves of the name, and the second one is still to come."""
    apart: bool
    """The name stood on lines above the values, in a table where names go on below them."""
    shared: bool
    """The serial number stood alone on its line, so that it may be merged over rows."""

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.name)

    def as_above(self) -> NameAbove:
        return NameAbove(self.text, self.split, self.apart)


@dataclass(slots=True)
class _RowReader:
    """What was read so far: complete rows, and words that wait for theirs."""

    layout: ColumnLayout
    grammar: Grammar
    stacked: bool
    lengths: Counter[int]
    """How many words of the table have each length."""
    rows: list[_SpacedRow | Token] = field(default_factory=list)
    """A category row is a single token."""
    labels: list[Seen] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    """Words in front of a serial number, or of a name without one."""
    name: list[Token] = field(default_factory=list)
    """Words behind a serial number."""
    serial: Token | None = None
    serial_alone: bool = False
    between: bool = False
    """Names were seen whose two halves stand above and below their values."""
    labelled: bool = field(init=False)
    numbered: bool = field(init=False)
    ends: NameEnds = field(init=False)

    def __post_init__(self) -> None:
        self.labelled = self.layout.column("category") is not None
        self.numbered = self.layout.column("number") is not None
        self.ends = NameEnds(self.grammar, self.labelled, self.lengths)

    @property
    def last(self) -> _SpacedRow | None:
        """The row above, unless it is a category row."""
        if not self.rows:
            return None
        above = self.rows[-1]
        if isinstance(above, Token):
            return None
        return above

    def rows_read(self) -> list[_SpacedRow]:
        """The rows without the category rows."""
        return [row for row in self.rows if isinstance(row, _SpacedRow)]

    def divided(self, line: Sequence[Token]) -> LineCells:
        """The words in front of a line's values, and the values of the row that it ends."""
        whole = whole_line(line, self.layout, self.grammar)
        if whole is not None:
            return whole
        cells = split_line(line, self.layout, self.grammar)
        # 12: a value, or the serial number of the row below
        if cells.tail and self.opens_row(line):
            return LineCells(list(line), [])
        return cells

    # ------------------------------------------------------------ a line without values

    def wait(self, words: Sequence[Token]) -> bool:
        """Keep words without values until their row is complete; False where no table has them."""
        length = sum(len(word.text) for word in words)
        waiting = len(self.words) + len(self.name)
        if length > LONGEST_LINE or waiting > MOST_WAITING:
            return False
        # （一）绿色发展: in a table with a column of labels these stand there
        if not self.labelled and self._is_category_row(words):
            self._settle_words()
            self.rows.append(merge(list(words)))
            return True
        for n, word in enumerate(words):
            self._wait_for(word, n, words)
        return True

    def _wait_for(
        self,
        word: Token,
        n: int,
        line: Sequence[Token],
    ) -> None:
        """Keep the `n`-th word of a line: a serial number, or the begin or a part of a name."""
        if n == 0 and self._is_serial(word):
            self._settle_words()
            self.serial = word
            is_alone = len(line) == 1
            self.serial_alone = is_alone and not self.stacked
        elif self._begins_numbered_name(word, n, line):
            if n > 0:
                # a piece of a label stands beside the first line of a wrapped row
                piece = self.words.pop()
                self._see_label(piece, BESIDE_FIRST_LINE)
            self._settle_words()
            self.words.append(word)
        elif self.serial is None:
            self.words.append(word)
        else:
            self.name.append(word)

    def _begins_numbered_name(
        self,
        word: Token,
        n: int,
        line: Sequence[Token],
    ) -> bool:
        """1.森林覆盖率, in a table without serial numbers; at most a piece of a label before it."""
        if self.numbered or not NUMBERED.match(word.text):
            return False
        return n == 0 or self._is_piece(line[0])

    def opens_row(self, line: Sequence[Token]) -> bool:
        """Whether a number alone on its line is a serial number: the next, and no name waits."""
        if self.words or self.name or self.serial is not None:
            return False
        if len(line) != 1:
            return False
        number = line[0]
        return self._is_serial(number) and self._is_next(number)

    # ------------------------------------------------------------ a line with values

    def complete(self, front: Sequence[Token], tail: list[Token]) -> None:
        """A line with values ends a row; `front` are the words before them on the line."""
        waiting = bool(self.words or self.name)
        if not front and self._begins_with_serial(tail, waiting=waiting):
            # 公路优良 / 2 88 92 / 中等路率: it stands between the two halves of a name
            front = tail[:1]
            tail = tail[1:]
        if self._label_beside(front, waiting=waiting):
            self._see_label(front[0], BESIDE)
            front = front[1:]
        before = len(self.words)
        split = self._is_only_serial(front)
        if split:
            # the name stands around the line, not on it
            self.serial = front[0]
            front = []
            self.between = True
        self.wait(front)
        if self.name:
            name = self._name_behind_serial(front)
        else:
            on_line = len(self.words) - before
            name = self._name_of_words(on_line)
        apart = self.between and not front and self.serial is None
        row = _SpacedRow(
            self.serial,
            name,
            tail,
            split=split,
            apart=apart,
            shared=self.serial_alone,
        )
        self._add(row)

    def _begins_with_serial(self, tail: Sequence[Token], *, waiting: bool) -> bool:
        """Whether the first of some values is the serial number of the name that waits."""
        if not self.numbered or self.serial is not None:
            return False
        return waiting and self._is_next(tail[0])

    def _is_only_serial(self, front: Sequence[Token]) -> bool:
        """Whether only a serial number stands before the values, and none was printed above."""
        if len(front) != 1 or self.name or self.serial is not None:
            return False
        return self._is_serial(front[0])

    def _name_behind_serial(self, front: Sequence[Token]) -> list[Token]:
        self._settle_words()
        if self._label_inside(front):
            self._see_label(self.name.pop(0), BESIDE)
        return self.name

    def _add(self, row: _SpacedRow) -> None:
        """A complete row."""
        above = self.last
        # a serial number that stood alone may be merged over rows that print none
        if row.serial is None and above and above.shared:
            row.serial = above.serial
            row.shared = True
        self.rows.append(row)
        self.words = []
        self.name = []
        self.serial = None
        self.serial_alone = False

    # ------------------------------------------------------- what words are

    def _is_serial(self, word: Token) -> bool:
        return self.numbered and cell_kind(word.text, self.grammar) == "serial"

    def _is_next(self, word: Token) -> bool:
        """Whether a number is the serial number that comes next."""
        last = 0
        for row in reversed(self.rows):
            if isinstance(row, Token) or row.serial is None:
                continue
            # behind 一, 二 they begin anew
            if row.serial.text.isdecimal():
                last = int(row.serial.text)
            break
        return word.text == str(last + 1)

    def _is_category_row(self, words: Sequence[Token]) -> bool:
        """Whether a line names the rows below it: 二 生态环境, （一）绿色发展."""
        if len(words) == 2:
            number, label = words[0].text, words[1].text
            group_number = self.grammar.pattern("grids.group-number")
            if group_number.fullmatch(number) and len(label) <= LABEL:
                return cell_kind(label, self.grammar) == "text"
        text = "".join(word.text for word in words)
        spanning = self.grammar.pattern("grids.spanning-label")
        return spanning.fullmatch(text) is not None

    def _is_piece(self, word: Token) -> bool:
        """Whether a word may be a piece of a label in a narrow merged column."""
        return self.ends.is_piece(word.text)

    def _label_beside(self, front: Sequence[Token], *, waiting: bool) -> bool:
        """Whether the first word on a line of values is a merged label beside the row."""
        if not self.labelled or self.serial is not None or not front:
            return False
        first = front[0]
        if len(front) == 1:
            # else it is the name
            return waiting and not self.numbered and self._is_piece(first)
        if cell_kind(first.text, self.grammar) != "text":
            return False
        if not self.numbered:
            return True
        # 绿色 2 新能源公交车 …: the serial number stands behind the label
        return cell_kind(front[1].text, self.grammar) == "serial"

    def _label_inside(self, front: Sequence[Token]) -> bool:
        """Whether a label stands between serial number and name on the row's line: 1 绿色 森林…"""
        category = self.layout.column("category")
        number = self.layout.column("number")
        if category is None or number is None or category < number:
            return False
        if len(self.name) < 2 or len(front) < 3:
            return False
        return len(self.name[0].text) <= LABEL

    # ------------------------------------------------------- words that waited

    def _settle_words(self) -> None:
        """A row begins: the words before it end the name above, or are a label or a group."""
        while self.continue_name():
            pass
        words = self.words
        self.words = []
        if self.labelled:
            for word in words:
                self._see_label(word)
            return
        if not words:
            return
        above = self.last
        if above and self._ends_name(words):
            above.name += words
        else:
            # 绿色生态: the name of the rows below
            self.rows.append(merge(words))

    def _see_label(self, word: Token, below: float = 0.0) -> None:
        """A piece of a merged label was seen `below` the last row."""
        at = len(self.rows) + below
        self.labels.append(Seen(at, word))

    def _ends_name(self, words: Sequence[Token]) -> bool:
        """Whether words that stand before a serial number can only be the end of the name above."""
        text = "".join(word.text for word in words)
        return has_unit(text) or len(text) > LONGEST_NAME_END

    def _name_of_words(self, on_line: int) -> list[Token]:
        """The name of a row without words behind a serial number.

        That is what waits, less the end of the name above and less a label. `on_line` of the
        words stand on the line of the values.
        """
        words = self.words
        some_above = len(words) > on_line and len(words) > 1
        if some_above and not self._is_own(on_line):
            self.continue_name()
        none_beside = on_line == 0
        if none_beside and not self.labelled and self._is_group_above(words):
            self.rows.append(words.pop(0))
        if self.stacked:
            # the name is the last one
            while self._is_label_of_stack(words):
                self._take_label(words)
        while self._is_piece_above(words, on_line):
            self._see_label(words.pop(0))
        if none_beside and self._is_label_above(words):
            self._see_label(words.pop(0))
        return list(words)

    def _is_own(self, on_line: int) -> bool:
        """Whether two waiting lines are one wrapped name, and the name above is whole."""
        above = self.last
        if on_line or len(self.words) != 2 or above is None:
            return False
        if above.split or above.apart or is_open(above.text):
            return False
        first, second = (word.text for word in self.words)
        # only the last line of a name is short, or ends in its unit
        return len(first) >= len(second) and not has_unit(first)

    def _is_group_above(self, words: Sequence[Token]) -> bool:
        """Whether the first of some lines names the rows below: short, over a long name."""
        if len(words) < 2:
            return False
        label, name = words[:2]
        return len(label.text) <= SHORT_LABEL and len(name.text) >= LONG_NAME

    def _is_label_of_stack(self, words: Sequence[Token]) -> bool:
        if len(words) < 2:
            return False
        first = words[0].text
        return len(first) <= LABEL_OF_STACK and not has_unit(first)

    def _take_label(self, words: list[Token]) -> None:
        """A word that stands over the rows below: a merged label, or a row of its own."""
        word = words.pop(0)
        if self.labelled:
            self._see_label(word)
        else:
            self.rows.append(word)

    def _is_piece_above(self, words: Sequence[Token], on_line: int) -> bool:
        """Whether the first word is a piece of a label, and the name behind it more than pieces."""
        if not self.labelled or len(words) <= max(1, on_line):
            return False
        if not self._is_piece(words[0]):
            return False
        if len(words) == 2:
            return True
        # 义务 / 教育 / 巩固率: a name in a column as narrow as the labels'
        only_pieces = all(self._is_piece(word) for word in words)
        return not only_pieces

    def _is_label_above(self, words: Sequence[Token]) -> bool:
        """Whether the first of some lines is a merged label, the rest a long name with its unit."""
        if not self.labelled or len(words) < 2:
            return False
        label, name = words[:2]
        if label.line == name.line:
            return False
        if len(label.text) > SHORT_LABEL or len(name.text) <= LONG_NAME_WITH_UNIT:
            return False
        return not has_unit(label.text) and has_unit(words[-1].text)

    def continue_name(self) -> bool:
        """Move the first waiting word to the name above, if that breaks off; whether it does."""
        above = self.last
        if not self.words or above is None or not above.name:
            return False
        rest = self.words[0]
        others = [row.text for row in self.rows[:-1] if isinstance(row, _SpacedRow)]
        groups = len(self.rows) - 1 - len(others)
        goes_on = self.ends.goes_on(
            above.as_above(),
            rest.text,
            others,
            groups,
        )
        if not goes_on:
            return False
        above.name.append(self.words.pop(0))
        above.split = False
        above.apart = False
        return True

    # --------------------------------------------------------------- rows

    def cells(self) -> list[RawRow]:
        """The rows as full rows of cells, each merged label in its first row."""
        labels: dict[int, RawCell] = {}
        if self.labelled:
            labels = begin_rows(self.labels, len(self.rows))
        found: list[RawRow] = []
        for n, row in enumerate(self.rows):
            if isinstance(row, Token):
                found.append([row.raw()])
                continue
            cells = build_row(
                self.layout,
                self.grammar,
                label=labels.get(n),
                serial=row.serial,
                name=joined(row.name),
                values=row.tail,
            )
            found.append(cells)
        return found
