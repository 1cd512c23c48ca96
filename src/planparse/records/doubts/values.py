"""What the values of one row say against it: digits that were not read, years that nothing tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import Indicator, Outcome, RecordDoubt, Value
from planparse.records.doubts.labels import Row, grave, light
from planparse.tables.cell_kinds import cell_kind

PrintedValues = Sequence[tuple[str, Value]]
"""Values with the names of their fields, as `values_of` gives them."""

UNITED = ("number", "range", "relative")
"""Kinds of values that count something."""


def values_of(row: Row) -> Iterator[tuple[str, Value]]:
    """The printed values of a row by the names of their fields."""
    fields = _fields_of_outcome(row) if isinstance(row, Outcome) else _fields_of_indicator(row)
    for name, value in fields:
        if value is not None and value.kind != "missing":
            yield name, value
    for value in row.others:
        if value.kind != "missing":
            yield "others", value


LEAST_JOINED = 2
"""Characters of a value that two may have been joined to."""

NUMBERS = ("value", "serial")
"""Kinds of cells that are numbers."""

Fields = tuple[tuple[str, Value | None], ...]


def _fields_of_indicator(row: Indicator) -> Fields:
    return (
        ("baseline", row.baseline),
        ("target", row.target),
    )


def _fields_of_outcome(row: Outcome) -> Fields:
    return (
        ("baseline", row.baseline),
        ("goal", row.goal),
        ("actual", row.actual),
        ("change", row.change),
    )


def doubts_of_values(values: PrintedValues, grammar: Grammar) -> Iterator[RecordDoubt]:
    """What speaks against the values of a row, each by itself."""
    for field, value in values:
        if value.kind == "text" and grammar.pattern("doubts.number-in-words").search(value.text):
            yield grave(Cause.UNREAD_NUMBER, field)
        if value.year is None and field in ("baseline", "target", "goal", "actual"):
            yield light(Cause.NO_YEAR, field)


def doubts_of_joined_values(
    values: PrintedValues,
    text: str,
    grammar: Grammar,
    *,
    is_inferred: bool,
) -> Iterator[RecordDoubt]:
    """Values whose pieces stand apart in `text`, as those of two cells or of two indicators do: numbers
    on lines of their own, and, where spaces divide cells as well, words on one line."""
    for field, value in values:
        if value.span is None or len(value.text) < LEAST_JOINED:
            continue
        lines = grammar.remembered(_lines_of, text[slice(*value.span)])
        if len(lines) > 1 and all(cell_kind(line, grammar) in NUMBERS for line in lines):
            yield grave(Cause.JOINED_VALUES, field)
        elif is_inferred and value.kind == "text" and any(" " in line for line in lines):
            yield light(Cause.JOINED_VALUES, field)


def _lines_of(printed: str, grammar: Grammar) -> list[str]:
    """The lines of a cell that print anything."""
    lines = grammar.pattern("doubts.cell-lines").split(printed)
    return [line.strip() for line in lines if line.strip()]


def counts_without_unit(row: Row) -> bool:
    """Whether a row prints numbers, and no unit for any of them."""
    # 每千人口药师数: what is counted per people is counted in people, or in what the name says.
    if row.unit is not None or row.per is not None:
        return False
    found = [(field, value) for field, value in values_of(row) if value.kind in UNITED]
    # 年均增速 is measured in % whatever the rest is counted in.
    main = [value for field, value in found if field != "others"]
    numbers = main or [value for _, value in found]
    return bool(numbers) and all(value.unit is None for value in numbers)


def has_goal(row: Row) -> bool:
    """Whether a row prints what is to be reached, or was."""
    goal = row.target if isinstance(row, Indicator) else row.goal or row.actual
    return goal is not None and goal.kind != "missing"
