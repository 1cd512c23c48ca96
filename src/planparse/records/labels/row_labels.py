"""The labels of a goal's row taken apart: name, number, 其中, and a second label beside the name."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.quantity.units import cut_marks, split_unit
from planparse.records.footnotes import Footnotes
from planparse.records.labels.two_labels import group_labels
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots

_MOST_PREFIXES = 3
"""A mark, a serial number and 其中 before a name, each once and in any order."""

_LEAST_DOUBLE = 3
"""Rows from which on a number that stands in its own column and again before the name is one."""


class GoalLabel(Struct, frozen=True):
    """What a row calls its indicator."""

    name: str
    number: str = ""
    child: bool = False
    """The row says 其中."""
    unit: str | None = None
    """The unit printed in the name, else in the qualifier."""
    marks: tuple[str, ...] = ()
    """Footnote marks at the name and the qualifier."""
    qualifier: str | None = None
    """The second label, which splits one indicator into rows."""
    subcategory: str | None = None
    """The first label where it is that of a group, and the second one the name."""

    def with_marks(self, marks: tuple[str, ...], *, cut: str) -> GoalLabel:
        """The label with further marks, of which `cut` ends its name so far."""
        if not marks and not cut:
            return self
        name = self.name.removesuffix(cut)
        own = (*self.marks, cut) if cut else self.marks
        return replace(self, name=name, marks=(*own, *marks))


def read_labels(
    rows: Sequence[PrintedRow],
    at: RowSlots,
    notes: Footnotes,
    grammar: Grammar,
) -> list[GoalLabel]:
    """One label per row; a nameless row with a qualifier stands under the merged name above it."""
    if at.subcategory is not None and at.qualifier is not None:
        # Each of the two labels beside the name has a column of its own.
        found = read_labels(rows, replace(at, subcategory=None), notes, grammar)
        inner = [row.text(at.subcategory) or None for row in rows]
        return [replace(own, subcategory=of) for own, of in zip(found, inner, strict=True)]
    pairs = _label_pairs(rows, at)
    groups = group_labels(rows, pairs, at, grammar)
    labels: list[GoalLabel] = []
    for row, (first, second), is_group in zip(rows, pairs, groups, strict=True):
        number, marks = cut_marks(row.text(at.number), grammar)
        only_child = grammar.pattern("tables.row.child-only")
        if only_child.fullmatch(first) and second:
            # 其中 | 公立医院: the name stands in the next cell.
            label = _label(second, number, True, grammar)
        elif is_group:
            label = _label(second, number, False, grammar)
            label = replace(label, subcategory=first)
        else:
            label = _label(first, number, False, grammar)
            label = _with_qualifier(label, first, second, grammar)
        glued = _glued_mark(label.name, notes, grammar)
        labels.append(label.with_marks(marks, cut=glued))
    return _without_doubled(labels, at, grammar)


def _label_pairs(rows: Sequence[PrintedRow], at: RowSlots) -> list[tuple[str, str]]:
    """The two labels of each row from left to right, the second "" where there is one alone."""
    first, second = at.name, at.qualifier
    if at.subcategory is not None:
        first, second = at.subcategory, at.name
    pairs: list[tuple[str, str]] = []
    above = ""
    for row in rows:
        label, beside = row.text(first), row.text(second)
        if not label and beside:
            # A column of names under no group label: the name stands alone.
            label = beside if at.subcategory is not None else above
        elif label:
            above = label
        pairs.append((label, "" if beside == label else beside))
    return pairs


def _glued_mark(name: str, notes: Footnotes, grammar: Grammar) -> str:
    """The figure at the end of a name that a note below the table opens with, "" where none does."""
    found = grammar.pattern("tables.row.glued-figure").search(name)
    if found is None or notes.text(found["mark"]) is None:
        return ""
    return found["mark"]


def _label(
    text: str,
    number: str,
    child: bool,
    grammar: Grammar,
) -> GoalLabel:
    """The label that a name cell prints beside the serial number in its own column."""
    within = grammar.pattern("tables.row.child-prefix").match(number)
    if within or grammar.pattern("tables.row.child-only").fullmatch(number):
        child = True
        number = number[within.end() :] if within else ""
    marks: list[str] = []
    for _ in range(_MOST_PREFIXES):
        mark = grammar.pattern("tables.row.mark-prefix").match(text)
        if mark:
            marks.append(mark[0])
            text = text[mark.end() :]
            continue
        within = grammar.pattern("tables.row.child-prefix").match(text)
        if within:
            child = True
            text = text[within.end() :]
            continue
        numbered = leading_number(text, grammar)
        # Another number than the row's own is part of the name.
        if numbered is None or number not in ("", numbered[0]):
            break
        number, text = numbered
    name, unit, marks_behind = split_unit(text, grammar)
    name, marks_inside = _without_raised(name, grammar)
    return GoalLabel(
        name=name,
        number=number,
        child=child,
        unit=unit,
        marks=(*marks, *marks_inside, *marks_behind),
    )


def _without_raised(name: str, grammar: Grammar) -> tuple[str, list[str]]:
    """A name without the raised figures inside it that are no powers, and these."""
    power = grammar.pattern("units.power")
    marks: list[str] = []
    kept: list[str] = []
    behind = 0
    for found in grammar.pattern("reflow.raised").finditer(name):
        if power.search(name, 0, found.end()):
            continue
        marks.append(found[0])
        kept.append(name[behind : found.start()])
        behind = found.end()
    return "".join(kept) + name[behind:], marks


def leading_number(text: str, grammar: Grammar) -> tuple[str, str] | None:
    """The serial number before a name, as printed (1, （2）, 三), and the name behind it."""
    found = grammar.pattern("tables.row.number-prefix").match(text)
    if found:
        return found["number"], text[found.end() :]
    found = grammar.pattern("tables.row.category-prefix").match(text)
    if found and found.end() < len(text):
        return found["number"] or text[: found.end()], text[found.end() :]
    return None


def _with_qualifier(label: GoalLabel, first: str, second: str, grammar: Grammar) -> GoalLabel:
    """The label with a second one, whose unit is the row's where the name prints none."""
    if second in ("", first, label.name):
        return label
    qualifier, unit, marks = split_unit(second, grammar)
    return replace(
        label,
        qualifier=qualifier,
        unit=label.unit or unit,
        marks=(*label.marks, *marks),
    )


# ------------------------------------------------------------------ numbers without a mark


def _without_doubled(
    labels: list[GoalLabel],
    at: RowSlots,
    grammar: Grammar,
) -> list[GoalLabel]:
    """The labels without the bare numbers in front of their names: 10林业产值 beside the number 10,
    or 1地区生产总值, 2… where no column counts the rows.

    A single one may belong to its name: 5岁以下儿童死亡率.
    """
    goes_on = grammar.pattern("tables.row.behind-number")
    counted: dict[int, GoalLabel] = {}
    last = 0
    for i, label in enumerate(labels):
        if at.number is None and not label.number:
            number = last + 1
        elif label.number.isdecimal():
            number = int(label.number)
        else:
            continue
        printed = label.name[: len(str(number))]
        name = label.name[len(printed) :]
        if printed.isdecimal() and int(printed) == number and goes_on.match(name):
            counted[i] = replace(label, name=name, number=printed)
            last = number
    # Of two rows alone both must count.
    if len(counted) < min(_LEAST_DOUBLE, max(2, len(labels))):
        return labels
    return [counted.get(i, label) for i, label in enumerate(labels)]
