"""A table of goals, row by row: what rows of indicators and of outcomes have in common.

`GoalRows` walks a table once, top to bottom, with a small state: the category that
holds, and the breakdown (其中：) that is open. Which of a row's values is the goal is
asked by the records that are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.plan import Nature, Per, Period, Table, Unit
from planparse.model.source import Span
from planparse.quantity.brackets import read_bracket_notes
from planparse.quantity.units import cut_marks, find_unit, read_per
from planparse.records.footnotes import marks_of_cell, marks_of_table, read_footnotes
from planparse.records.labels.breakdowns import OpenBreakdown
from planparse.records.labels.groups import OpenGroups, group_text, is_category
from planparse.records.labels.numerals import (
    DOTTED,
    UNNUMBERED,
    counts_from_one,
    numeral_style,
    outer_number,
    stands_inside,
)
from planparse.records.labels.part_sums import count_parts
from planparse.records.labels.row_labels import GoalLabel, leading_number, read_labels
from planparse.records.printed_rows import PrintedRow, printed_rows
from planparse.records.recognition import NamedValue, doubtful_fields
from planparse.records.row_values import FigureReader, Figures, date_by_notes, date_by_schedule
from planparse.records.slots import RowSlots
from planparse.tables.columns import unit_of_note

_ROWS_PER_NUMBER = 3
"""A table is numbered where every third row bears a number: its parts and merged rows bear none."""


class GoalRow(Struct, frozen=True):
    """One row of a table of goals, taken apart; its values by their columns."""

    row: PrintedRow
    label: GoalLabel
    category: str | None
    """The outermost group that it stands in."""
    subcategory: str | None
    """The group inside of that one."""
    parent: GoalRow | None
    """The row that this one is a part of."""
    unit: Unit | None
    per: Per | None
    nature: Nature | None
    note: str | None
    figures: Figures
    inferred: tuple[str, ...]
    """What of this is not printed but concluded."""
    span: Span

    @property
    def index(self) -> int:
        """From 0 among the body rows of the table."""
        return self.row.index

    @property
    def name(self) -> str:
        """What the row calls its indicator."""
        return self.label.name

    @property
    def qualifier(self) -> str | None:
        """The label that splits one indicator into rows."""
        return self.label.qualifier


class GoalRows:
    """One table while its rows are read."""

    def __init__(
        self,
        table: Table,
        at: RowSlots,
        grammar: Grammar,
        doubtful: frozenset[int],
        period: Period | None = None,
        indented: Mapping[int, float] = MappingProxyType({}),
    ) -> None:
        self.table = table
        self.at = at
        self.grammar = grammar
        self.doubtful = doubtful
        """Offsets of cells that recognition is not sure of."""
        self.indented = indented
        """By how many characters cells are indented, by the offsets at which they begin."""
        marks = marks_of_table(table, grammar) if table.notes else frozenset()
        self.notes = read_footnotes(table.notes, marks, grammar)
        says_total = grammar.pattern("tables.note.cumulative").search
        self.totals_told = any(says_total(note) for note in table.notes)
        """Whether the notes tell of totals over a period's years, be it of brackets or of a mark."""
        note_unit = unit_of_note(table.unit_note, grammar)
        brackets = read_bracket_notes(table.notes, grammar)
        self.figures = FigureReader(at, note_unit, grammar, period, brackets)
        self.rows = printed_rows(table)
        self.labels = read_labels(self.rows, at, self.notes, grammar)
        self.only_groups = [self._only_names_group(row) for row in self.rows]
        self.breakdown: OpenBreakdown[GoalRow] = OpenBreakdown(numbered=self._is_numbered())
        self.dotted: dict[str, GoalRow] = {}
        """The rows of the open group that a row with a longer number is a part of."""
        self.groups = OpenGroups(numbers_in_names=self.at.number is None)

    def read(self) -> Iterator[GoalRow]:
        """The rows that are more than the name of a group."""
        for row, label in zip(self.rows, self.labels, strict=True):
            if self.only_groups[row.index]:
                self._open_group(row, label)
            elif label.name:
                yield self._read_row(row, label)

    def inferred(self, row: GoalRow, values: Sequence[NamedValue]) -> tuple[str, ...]:
        """The concluded fields, and those whose cells recognition is not sure of, each once."""
        if not self.doubtful:
            return row.inferred
        fields = doubtful_fields(row.row, self.at, values, self.doubtful)
        return tuple(dict.fromkeys([*row.inferred, *fields]))

    def _is_numbered(self) -> bool:
        labels = [self.labels[row.index] for row in self.rows if not self.only_groups[row.index]]
        numbered = sum(1 for label in labels if label.number)
        # A column of its own, and be it for merged numbers, says that the others are parts.
        if numbered and self.at.number is not None:
            return True
        return numbered * _ROWS_PER_NUMBER >= len(labels)

    def _only_names_group(self, row: PrintedRow) -> bool:
        label = self.labels[row.index]
        below = row.index + 1
        label_below = self.labels[below] if below < len(self.labels) else None
        return is_category(row, label, label_below, self.at, self.grammar)

    def _open_group(self, row: PrintedRow, label: GoalLabel) -> None:
        printed = self._group_name(row)
        # A label over the whole width stands in the column of the numbers, its own before it.
        numbered = leading_number(printed, self.grammar)
        style = numeral_style(numbered[0] if numbered else label.number, self.grammar)
        self.groups.open(style, group_text(printed, self.grammar))
        self.breakdown.close()
        self.dotted.clear()

    def _group_name(self, row: PrintedRow) -> str:
        """The words of a row that names a group, wherever they stand."""
        name = row.text(self.at.name)
        if name:
            return name
        for column, text in enumerate(row.texts):
            if text and column != self.at.number:
                return text
        return row.text(self.at.number)

    def _read_row(self, row: PrintedRow, label: GoalLabel) -> GoalRow:
        inferred: list[str] = []
        style = numeral_style(label.number, self.grammar)
        self.groups.pass_row(style)
        category, subcategory = self._categories(row, label)
        unit_text = label.unit or self._unit_cell(row)
        printed_per = self._printed_per(label, unit_text)
        parent = self._parent(row, label, style, category, printed_per, inferred)
        if parent is None and self.groups.pass_whole(style):
            category, subcategory = self._categories(row, label)
        unit, per = self._measure(row, unit_text, printed_per, parent)
        figures = self.figures.read(row, label.name, unit, per)
        if per is not None and printed_per is None:
            inferred.append("per")
        if unit is not None and parent is not None and not unit_text and unit == parent.unit:
            inferred.append("unit")
        date_by_schedule(figures, row, self.at, self.grammar)
        date_by_notes(figures, label.marks, self.at, self.notes, self.grammar)
        figures = self.figures.dated(figures, totals_told=self.totals_told)
        label = self._with_place(row, label, figures)
        nature = self._nature(row, label, inferred)
        made = GoalRow(
            row=row,
            label=label,
            category=category,
            subcategory=subcategory,
            parent=parent,
            unit=unit,
            per=per,
            nature=nature,
            note=self._note(row, label, figures, nature),
            figures=figures,
            inferred=tuple(inferred),
            span=self._span(row),
        )
        if style in DOTTED:
            self.dotted[label.number] = made
        if parent is None or style in DOTTED:
            self.breakdown.head = made
            self.breakdown.head_style = style
        return made

    def _with_place(self, row: PrintedRow, label: GoalLabel, figures: Figures) -> GoalLabel:
        """The label with the place that a value cell prints, where that splits one indicator.

        | 20 | 公交出行比例（%） | 30 | 平原：40 |
        |    |                   |    | 山区：25 |   the name is merged over both rows
        """
        places = {figure.value.label for figure in figures.values() if figure.value.label}
        if label.qualifier or len(places) != 1:
            return label
        around = (
            self.labels[at] for at in (row.index - 1, row.index + 1) if 0 <= at < len(self.rows)
        )
        same = (label.name, label.number)
        if all((other.name, other.number) != same for other in around):
            return label
        return replace(label, qualifier=places.pop())

    def _span(self, row: PrintedRow) -> Span:
        """Where the row is printed; the whole table where its cells have no places."""
        return self.table.row_span(row.index) or self.table.span

    # ------------------------------------------------------------------ what the row belongs to

    def _categories(self, row: PrintedRow, label: GoalLabel) -> tuple[str | None, str | None]:
        """The outermost group of a row and the one inside of it: rows that name a group stand over
        columns that do.
        """
        names = self.groups.names
        if self.at.category != self.at.name:  # else the table has no other column for names
            names.append(group_text(row.text(self.at.category), self.grammar))
        names.append(group_text(label.subcategory or "", self.grammar))
        names = [name for name in names if name and not self._names_nature(name)]
        outer, inner, *_ = [*dict.fromkeys(names), None, None]
        return outer, inner

    def _names_nature(self, group: str) -> bool:
        """一、约束性指标: what a row over others says of their nature."""
        # All rows below it ask for the same group.
        return self.grammar.remembered(_is_nature_group, group)

    def _parent(
        self,
        row: PrintedRow,
        label: GoalLabel,
        style: str,
        category: str | None,
        per: Per | None,
        inferred: list[str],
    ) -> GoalRow | None:
        """The whole that this row is a part of; concluded where neither 其中 nor a number says so.

        `style` is that of the row's number.
        """
        outer = self.dotted.get(outer_number(label.number)) if style in DOTTED else None
        if outer is not None:
            self.breakdown.close()
            return outer
        if self.breakdown.by_indent and not self._indent(row):
            self.breakdown.parent = None
        if self.indented and self._is_part_by_indent(row):
            return self._part_by_indent(label, inferred)
        if self.breakdown.parent is None and (
            label.child or self._may_open_by_number(row, label, style)
        ):
            self.breakdown.open(label, style, self._parts_from(row))
        elif self.breakdown.parent is None and self._may_open_by_sum(row, label):
            parts = self._parts_from(row)
            if parts:
                self.breakdown.open_by_sum(label, parts)
        parent = self.breakdown.parent_of(label, style, category, per)
        is_told = label.child or (self.breakdown.numbered and not self.breakdown.is_by_sum)
        if parent is not None and not is_told:
            inferred.append("parent")
        return parent

    def _indent(self, row: PrintedRow) -> float:
        """By how many characters the name of a row is indented."""
        span = row.span(self.at.name)
        return self.indented.get(span[0], 0.0) if span is not None else 0.0

    def _is_part_by_indent(self, row: PrintedRow) -> bool:
        """Whether a row is indented as its neighbour is, below a row that is not and counts the same."""
        whole = self.breakdown.head
        own = self._indent(row)
        if whole is None or not own or self._indent(whole.row):
            return False
        if self._counted_in(row) != self._counted_in(whole.row):
            return False
        # One row alone may be set askew, and one that stands further left than the parts is none.
        first = self._indent(self.rows[whole.index + 1])
        around = self.rows[max(0, row.index - 1) : row.index + 2]
        return own >= first and any(self._indent(other) for other in around if other is not row)

    def _part_by_indent(self, label: GoalLabel, inferred: list[str]) -> GoalRow | None:
        if self.breakdown.parent is None:
            self.breakdown.open(label, UNNUMBERED, 0)
        self.breakdown.by_indent = True
        if not label.child:
            inferred.append("parent")
        return self.breakdown.parent

    def _may_open_by_number(self, row: PrintedRow, label: GoalLabel, style: str) -> bool:
        """Whether a row is the first of those that count what the row right above is made of: （1）
        below 1. `style` is that of its number.
        """
        whole = self.breakdown.head
        if whole is None or whole.index != row.index - 1 or not self.breakdown.numbered:
            return False
        return stands_inside(style, self.breakdown.head_style) and counts_from_one(label.number)

    def _may_open_by_sum(self, row: PrintedRow, label: GoalLabel) -> bool:
        """Whether a row without a number stands right below one that has a number of its own, in a
        table with a column for numbers.
        """
        whole = self.breakdown.head
        if whole is None or label.number or self.at.number is None:
            return False
        is_below = whole.index == row.index - 1 and bool(whole.label.number)
        return is_below and whole.row.text(self.at.unit) == row.text(self.at.unit)

    def _parts_from(self, row: PrintedRow) -> int:
        """How many rows from this one on add up to the row that a breakdown divides."""
        whole = self.breakdown.head
        if whole is None:
            return 0
        columns = [slot.index for slot in self.at.values]
        unit = self._counted_in(row)
        rows = takewhile(lambda part: self._counted_in(part) == unit, self.rows[row.index :])
        below = [[part.text(col) for col in columns] for part in rows]
        return count_parts([whole.row.text(col) for col in columns], below, self.grammar)

    def _counted_in(self, row: PrintedRow) -> str:
        """The unit cell without what stands in parentheses: 套（间） are counted as 套 are."""
        return row.text(self.at.unit).partition("（")[0].partition("(")[0]

    # ------------------------------------------------------------------ unit, base and values

    def _measure(
        self,
        row: PrintedRow,
        unit_text: str | None,
        printed_per: Per | None,
        parent: GoalRow | None,
    ) -> tuple[Unit | None, Per | None]:
        """The row's unit, and what it counts per."""
        unit = find_unit(unit_text, self.grammar) if unit_text else self.figures.unit_of(row)
        if unit is None and parent is not None and self.breakdown.is_counted:
            unit = parent.unit  # what adds up to tonnes is tonnes
        if printed_per is not None or parent is None:
            return unit, printed_per
        # A part counts per what its whole counts per (每千人口), unless it is a share of it.
        return unit, None if _is_share(unit) else parent.per

    def _printed_per(self, label: GoalLabel, unit_text: str | None) -> Per | None:
        """The base of a rate, in the name (每千人口床位数) or in the unit (张/每千人)."""
        in_name = read_per(label.name, self.grammar)
        if in_name is not None or not unit_text:
            return in_name
        return read_per(unit_text, self.grammar)

    def _unit_cell(self, row: PrintedRow) -> str | None:
        text, _ = cut_marks(row.text(self.at.unit), self.grammar)
        if self._is_empty(text):
            return None
        return text

    # ------------------------------------------------------------------ nature, note

    def _nature(
        self,
        row: PrintedRow,
        label: GoalLabel,
        inferred: list[str],
    ) -> Nature | None:
        """约束性 or 预期性: from the cell, else from a mark that the notes explain."""
        cell = self._nature_cell(row)
        printed = self.notes.nature_of(cell, self.grammar)
        if printed:
            return printed
        # ★ before a name: some tables have no column for the nature.
        for mark in label.marks:
            by_mark = self.notes.nature_of_mark(mark)
            if by_mark:
                return by_mark
        for group in filter(self._names_nature, self.groups.names):
            return self.notes.nature_of(group, self.grammar)
        # 其余为预期性指标, 发展预期性目标: what the notes or the caption say of all rows without a mark.
        of_all = self.notes.rest or self.notes.nature_of_all(self.table.caption or "", self.grammar)
        if of_all is not None and self._is_empty(cell):
            inferred.append("nature")
            return of_all
        return None

    def _nature_cell(self, row: PrintedRow) -> str:
        """The words of a row's nature: those of the cell, or those above the tick."""
        if not self.at.ticks:
            return row.text(self.at.nature)
        tick = self.grammar.pattern("tables.body.tick").fullmatch
        found = [(nature, tick(row.text(col))) for col, nature in self.at.ticks]
        marked = [(nature, mark) for nature, mark in found if mark and not mark["no"]]
        if len(marked) > 1:  # ● and ○ stand side by side
            marked = [(nature, mark) for nature, mark in marked if mark["yes"]]
        return marked[0][0] if len(marked) == 1 else ""

    def _note(
        self,
        row: PrintedRow,
        label: GoalLabel,
        figures: Figures,
        nature: Nature | None,
    ) -> str | None:
        """The note cell, and what the footnotes say to the marks of the name and of the values."""
        cells = [row.text(column) for column in self.at.notes]
        if nature is None:  # 指导性 is neither 约束性 nor 预期性, and said all the same
            cells.append(self._nature_cell(row))
        texts = [text for text in cells if not self._is_empty(text)]
        if self.notes.texts:
            texts += self.notes.said_of(self._marks(row, label, figures))
        # One note may be marked at the name and at a value.
        said = list(dict.fromkeys(texts))
        inner = [text.removesuffix("。") for text in said[:-1]]
        return "；".join([*inner, *said[-1:]]) or None

    def _marks(self, row: PrintedRow, label: GoalLabel, figures: Figures) -> list[str]:
        """The footnote marks of a row, in its name, beside it and behind its values."""
        marks = [*label.marks, *self._cell_marks(row)]
        for figure in figures.values():
            marks += figure.marks
        return marks

    def _cell_marks(self, row: PrintedRow) -> Iterator[str]:
        """The marks in the cells beside name and values."""
        for column in (self.at.qualifier, self.at.unit):
            _, marks = cut_marks(row.text(column), self.grammar)
            yield from marks
        # 约束性 has no figures of its own, and its mark may stand before it as well.
        yield from marks_of_cell(row.text(self.at.nature), self.grammar)

    def _is_empty(self, text: str) -> bool:
        missing = self.grammar.pattern("tables.body.missing")
        return not text or missing.fullmatch(text) is not None


def _is_nature_group(group: str, grammar: Grammar) -> bool:
    return grammar.pattern("tables.row.nature-group").fullmatch(group) is not None


def _is_share(unit: Unit | None) -> bool:
    return unit is not None and unit.dimension == "fraction"
