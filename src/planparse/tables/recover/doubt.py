"""How well rows that were put together from text read: what speaks against them, by name.

Every weight stands here, in one unit: an empty cell in a column of values counts 1. A table
can often be put together in several ways; the one that the least speaks against is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.doubt import Cause, Doubt
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import is_head_of_two
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.tokens import VALUES, ColumnLayout

Weighed = tuple[Cause, float]
"""A cause that was seen, with its weight."""
Evidence = Iterator[Weighed]
"""All that was seen, one cause after the other."""

# ------------------------------------------------------------------ weights

# A row without a name says nothing, whatever else is right about it. Test:
# test_a_torn_name_is_doubted_more.
NO_NAME = 8.0

# As bad as no name: the name is in another cell. Without it the plan digital-haizhou, printed
# “space flattened, centred”, is read otherwise.
NAME_OF_NUMBERS = 8.0

# Nearly certain: authors close their brackets. Less than no name, as a converter may lose a sign.
TORN_BRACKETS = 6.0

# Two names in one cell; a little less sure, as a name may go on behind a unit in brackets.
UNIT_IN_NAME = 5.0

# A name that begins with ）or 率. Once more than a piece that is short, as pieces add up.
BROKEN_BEGIN = 4.0

# 规模 or 覆盖率 alone: of what the line above says, or the label of a group of such rows.
BARE_MEASURE = 2.0

# A name that begins as groups do: （一）, 二、. Some tables number their rows so.
GROUP_IN_NAME = 1.5

# Weak: many a name ends in no word of measure (森林蓄积). Without it labels go into names. Case: “Text
# that keeps the places of its columns: a label never goes into a name”.
MEASURES_NOTHING = 1.0

# The unit of the scale. Case: “Words for a value above and below the line of their row”.
EMPTY_VALUE = 1.0

# What is taken off that where a blank line holds the place of an empty cell.
HELD_VALUE = 0.9

# For each row: a header without columns of values was read wrongly, or is no indicator table's.
NO_VALUES = 4.0

# A row of one cell that names no group: it may be a group of unusual words.
RAGGED_ROW = 0.2

# A value where a group's label should be: its row was cut off.
STRAY_VALUE = 3.0

# For each row: every value of that column stands under the wrong head.
HEAD_OF_TWO = 1.0

# A cell in the column of natures that is none: its neighbours have moved.
MIXED_KINDS = 2.0

# A label of one character is a piece of one, mostly.
LABEL_PIECE = 1.5

# Brackets of a label that do not close, or a word of measure in it: it took in a piece of a name.
LABEL_TORN = 3.0

# Characters of a label; a longer one took in cells.
LONGEST_LABEL = 24

# Rows were lost or put in a wrong order; less than a torn name, as authors miscount.
SERIAL_OUT_OF_TURN = 2.0

# A number inside a name that begins one elsewhere: two names in one cell, as sure as a unit there.
SERIAL_INSIDE = 5.0

# For each character that a line of a wrapped name falls short of the longest. Case: “A short piece
# of a label stays out of a name that fills its column”.
SHORT_PIECE = 0.12

# Characters of one line's shortfall that count: beyond that it is only short.
LONGEST_SHORTFALL = 6

# How much of what wrapped pieces cost counts: these costs are on a scale of their own. Case for no
# more: “Words for a value above and below the line of their row”.
STRAIN = 0.4

# All lines of the longest reading left unread weigh as much as this on every row.
UNREAD = 4.0

_INNER_BRACKETS = compiled(r"[（(]([^（）()]{1,14})[）)](?=[\p{Han}A-Z\d≥≤<>＜＞—]|[（(]-?\d)")
"""Brackets with something behind them that begins a new name or value."""
_NUMBER_INSIDE = compiled(r"[\p{Han}）)]\d{1,2}[.．、]\p{Han}")
_NUMBER_IN_NAME = compiled(r"(?P<number>\d{1,2})[.．、](?=\D)")
_OPENING, _CLOSING = "（(《“〔[", "）)》”〕]"


def is_balanced(text: str) -> bool:
    """Whether every bracket of a cell is closed behind it, whichever width its ends have."""
    if text.isalnum():  # as most names are
        return True
    opened = sum(map(text.count, _OPENING))
    closed = sum(map(text.count, _CLOSING))
    return opened == closed and not (opened and _closes_first(text))


def _closes_first(text: str) -> bool:
    """Whether the first bracket is a closing one: ）年均浓度（微克."""
    return next((sign in _CLOSING for sign in text if sign in _OPENING or sign in _CLOSING), False)


# -------------------------------------------------------------------- names


def name_doubt(name: str, grammar: Grammar) -> float:
    """What speaks against a name, all causes together."""
    return grammar.remembered(_name_total, name)


def _name_total(name: str, grammar: Grammar) -> float:
    return sum(weight for _, weight in against_name(name, grammar))


def against_name(name: str, grammar: Grammar) -> Sequence[Weighed]:
    """What speaks against a name: that there is none, torn brackets, a unit in its middle …"""
    return grammar.remembered(_against_name, name)


def _against_name(name: str, grammar: Grammar) -> Sequence[Weighed]:
    if not name:
        return ((Cause.NO_NAME, NO_NAME),)
    return tuple(_evidence_of_name(name, grammar))


def _evidence_of_name(name: str, grammar: Grammar) -> Evidence:
    # 森林覆盖率（%: the rest is in another cell
    if not is_balanced(name):
        yield Cause.TORN_BRACKETS, TORN_BRACKETS
    if cell_kind(name, grammar) != "text":
        yield Cause.NAME_OF_NUMBERS, NAME_OF_NUMBERS
    if grammar.pattern("grids.broken-begin").match(name):
        yield Cause.BROKEN_BEGIN, BROKEN_BEGIN
    if grammar.pattern("grids.bare-measure").fullmatch(name):
        yield Cause.BROKEN_BEGIN, BARE_MEASURE
    # 森林覆盖率（%）湿地保护率（%）: two names in one cell
    for brackets in _INNER_BRACKETS.finditer(name):
        # 自然村（组）, 乡镇（街道）: another word for the place, though it counts things elsewhere.
        is_of_place = grammar.pattern("grids.place-in-brackets").match(name, brackets.start() - 1)
        if known(brackets[1], grammar) and not (brackets.start() and is_of_place):
            yield Cause.UNIT_IN_NAME, UNIT_IN_NAME
    # 森林覆盖率（%）42约束性湿地保护率: the rest of the row above is in it
    if grammar.pattern("grids.nature-inside").search(name):
        yield Cause.STRAY_VALUE, STRAY_VALUE
    # 一、经济发展1.地区生产总值增长（%）: the row above, or the group's label, is in it too
    if _NUMBER_INSIDE.search(name):
        yield Cause.SERIAL_OUT_OF_TURN, SERIAL_INSIDE
    # （一）绿色发展单位能耗降低（%）: the label of the group above is in it
    if grammar.pattern("grids.name-as-group").match(name):
        yield Cause.SERIAL_OUT_OF_TURN, GROUP_IN_NAME
    # 森林覆盖率（%）: its unit says that something is measured, whatever its last word
    ends_in_unit = name.endswith(("）", ")"))
    if ends_in_unit:
        return
    if not grammar.pattern("grids.measure").search(name):
        yield Cause.MEASURES_NOTHING, MEASURES_NOTHING


# --------------------------------------------------------------------- rows


def rows_doubt(
    rows: Sequence[RawRow],
    layout: ColumnLayout,
    grammar: Grammar,
    *,
    strain: float = 0.0,
    held: int = 0,
) -> Doubt:
    """What speaks against the body rows of a table, by cause.

    `strain` is what their wrapped pieces cost, on the scale of whoever put them together. `held`
    values are empty where the text itself holds their place.
    """
    evidence = _Evidence(
        rows,
        layout,
        grammar,
    )
    weighed = [*evidence.all(), (Cause.STRAIN, STRAIN * strain)]
    if held:
        weighed.append((Cause.EMPTY_VALUE, -HELD_VALUE * held))
    return Doubt.of(weighed)


class _Evidence:
    """Looks at the rows of one reading, one after the other."""

    def __init__(
        self,
        rows: Sequence[RawRow],
        layout: ColumnLayout,
        grammar: Grammar,
    ) -> None:
        self.rows = rows
        self.layout = layout
        self.grammar = grammar
        self.whole = [row for row in rows if len(row) == len(layout.roles)]
        """The rows without those that name the group of the rows below."""
        self.values = [column for column, role in enumerate(layout.roles) if role in VALUES]
        self.is_of_projects = {layout.roles[column] for column in self.values} == {"investment"}
        """Whether investments are all that it counts."""
        self.label = layout.column("category")
        self.number = layout.column("number")
        self.nature: int | None = None
        if "nature" in layout.roles:
            self.nature = layout.roles.index("nature")
        self.unit: int | None = None
        if "unit" in layout.roles:
            self.unit = layout.roles.index("unit")
        self.natures_are_marks = self._natures_are_marks()
        self.longest = self._longest_piece()
        self.last_serial = 0

    def all(self) -> Evidence:
        if not self.values:
            yield Cause.NO_VALUES, NO_VALUES * len(self.rows)
        if self._has_head_of_two():
            yield Cause.MIXED_KINDS, HEAD_OF_TWO * len(self.rows)
        for row in self.rows:
            if self._is_whole(row):
                yield from self._of_whole(row)
            else:
                yield from self._of_group(row)

    def _has_head_of_two(self) -> bool:
        heads = [cell.text for row in self.layout.header for cell in row]
        return any(is_head_of_two(head, self.grammar) for head in heads)

    def _is_whole(self, row: RawRow) -> bool:
        return len(row) == len(self.layout.roles)

    def _natures_are_marks(self) -> bool:
        """Whether most natures are marks (约束性), so that the others should be."""
        if self.nature is None:
            return False
        marks = 0
        for row in self.whole:
            kind = cell_kind(row[self.nature].text, self.grammar)
            marks += kind == "nature"
        return 2 * marks > len(self.whole)

    def _longest_piece(self) -> int:
        """Characters of the longest line that a name takes: the width of the names' column."""
        longest = 0
        for row in self.whole:
            for start, end in row[self.layout.name].spans:
                longest = max(longest, end - start)
        return longest

    def _of_group(self, row: RawRow) -> Evidence:
        """A row of another length should name the group of the rows below it."""
        text = row[0].text
        if not self.grammar.pattern("grids.spanning-label").fullmatch(text):
            yield Cause.RAGGED_ROWS, RAGGED_ROW
        if cell_kind(text, self.grammar) in ("nature", "value"):
            yield Cause.STRAY_VALUE, STRAY_VALUE

    def _of_whole(self, row: RawRow) -> Evidence:
        name = row[self.layout.name]
        yield from self._of_lines(name)
        yield from self._of_number_in_name(name.text)
        yield from self._against_name(name.text)
        for column in self.values:
            if not row[column].text:
                yield Cause.EMPTY_VALUE, EMPTY_VALUE
            elif self._is_no_money(column, row[column].text):
                yield Cause.MIXED_KINDS, MIXED_KINDS
        if self.nature is not None:
            text = row[self.nature].text
            if not self._is_nature(text):
                yield Cause.MIXED_KINDS, MIXED_KINDS
        if self.unit is not None and self._is_no_unit(row[self.unit].text):
            yield Cause.MIXED_KINDS, MIXED_KINDS
        if self.label is not None:
            yield from self._of_label(row[self.label].text)
        if self.number is not None:
            yield from self._of_serial(row[self.number].text)

    def _is_no_money(self, column: int, text: str) -> bool:
        """Whether an investment is in words (新建), which stands under another head then."""
        is_money = self.layout.roles[column] == "investment"
        return is_money and cell_kind(text, self.grammar) == "text"

    def _is_no_unit(self, text: str) -> bool:
        """Whether a number stands among the units; 1/10万 is one of them."""
        is_number = cell_kind(text, self.grammar) in ("value", "serial")
        return is_number and not known(text, self.grammar)

    def _against_name(self, name: str) -> Evidence:
        """What speaks against the name of a row; that of a project measures nothing."""
        for cause, weight in against_name(name, self.grammar):
            if not (self.is_of_projects and cause == Cause.MEASURES_NOTHING):
                yield cause, weight

    def _of_lines(self, name: RawCell) -> Evidence:
        """Where the lines of a wrapped name end."""
        # a character that did not fit goes to the next line
        full = self.longest - 1
        # 养老机构护理型床位 / 占比（%）: the last line may be short
        for start, end in name.spans[:-1]:
            shortfall = min(LONGEST_SHORTFALL, full - (end - start))
            if shortfall > 0:
                yield Cause.SHORT_PIECE, SHORT_PIECE * shortfall

    def _is_nature(self, text: str) -> bool:
        if self.natures_are_marks:
            return cell_kind(text, self.grammar) == "nature"
        return bool(text)

    def _of_label(self, text: str) -> Evidence:
        """A merged label is printed in the first of its rows alone."""
        if not text:
            return
        # 约束性 / 挥发性有机物: the end of the row above is in it
        if self.grammar.pattern("grids.nature").match(text) or len(text) > LONGEST_LABEL:
            yield Cause.TORN_LABEL, LABEL_TORN
        if len(text) == 1 and not text.isascii():
            yield Cause.TORN_LABEL, LABEL_PIECE
        if not is_balanced(text):
            yield Cause.TORN_LABEL, LABEL_TORN
        if self.grammar.pattern("grids.label-of-measure").fullmatch(text):
            return
        if self.grammar.pattern("grids.measure").search(text):
            yield Cause.TORN_LABEL, LABEL_TORN

    def _of_number_in_name(self, name: str) -> Evidence:
        """1．森林覆盖率: the number stands in the name's own cell."""
        found = _NUMBER_IN_NAME.match(name)
        if found is None or self.number is not None:
            return
        serial = int(found["number"])
        # 1. begins anew in each group
        if serial not in (1, self.last_serial, self.last_serial + 1):
            yield Cause.SERIAL_OUT_OF_TURN, SERIAL_OUT_OF_TURN
        self.last_serial = serial

    def _of_serial(self, text: str) -> Evidence:
        if not text.isdecimal():
            return
        serial = int(text)
        # a merged number stands in several rows
        expected = (self.last_serial, self.last_serial + 1)
        if serial not in expected:
            yield Cause.SERIAL_OUT_OF_TURN, SERIAL_OUT_OF_TURN
        self.last_serial = serial
