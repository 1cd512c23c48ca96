"""How the goals of an earlier period were met → `Outcome`.

A table that looks back (kind `review`) gives nothing else; one that prints this plan's own
goals besides those of the period before gives indicators and outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Outcome, Period, Table, Value
from planparse.records.canonical import canonical_of
from planparse.records.labels.indents import indented_cells
from planparse.records.recognition import NamedValue, doubtful_cells
from planparse.records.row_values import Figures, last_filled, other_value, value_of
from planparse.records.slots import RowSlots, Slot, layout_of
from planparse.records.table_rows import GoalRow, GoalRows
from planparse.records.verdicts import Promise, Verdict, verdict_of
from planparse.tables.columns.when import TableTime, period_that_ends, table_time


def read_outcomes(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with an `Outcome` for every row that tells of an earlier period, in document order."""
    found: list[Outcome] = []
    doubtful = doubtful_cells(draft)
    indented = indented_cells(draft)
    for table in draft.tables:
        if not _tells_of_the_past(table):
            continue
        when = table_time(draft, table.caption, table.section, table.span[0], grammar)
        past = past_of(table, when)
        at = layout_of(table, grammar, when.own, past.period)
        rows = GoalRows(table, at, grammar, doubtful, past.period, indented)
        found += _outcomes(rows, past, taken=len(found))
    return replace(draft, outcomes=tuple(found))


def _tells_of_the_past(table: Table) -> bool:
    if table.kind == "review":
        return True
    return table.kind == "indicators" and any(column.role == "goal" for column in table.columns)


# ------------------------------------------------------------------ of which period


class Past(Struct, frozen=True):
    """The period that a table looks back over; None where nothing tells it."""

    period: Period | None
    is_printed: bool
    """Whether caption, heading or header name it."""


def past_of(table: Table, when: TableTime) -> Past:
    """The period of a table's outcomes: as caption or heading name it, else as its goals' years say."""
    if when.told is not None and when.is_past:
        return Past(_whole(when.told, when.own), is_printed=True)
    for roles in (("goal",), ("actual",)):
        years = [column.year for column in table.columns if column.role in roles and column.year]
        if years:
            return Past(period_that_ends(max(years), when.own), is_printed=True)
    if when.own is None:
        return Past(None, is_printed=False)
    return Past(period_that_ends(when.own.start - 1, when.own), is_printed=False)


def _whole(told: Period, own: Period | None) -> Period:
    """A caption that names one year (2020年完成情况) names the period that it ends."""
    if told.start == told.end:
        return period_that_ends(told.end, own)
    return told


# ------------------------------------------------------------------ rows


def _outcomes(rows: GoalRows, past: Past, taken: int) -> Iterator[Outcome]:
    """The table's outcomes; `taken` is how many ids are given already."""
    is_review = rows.table.kind == "review"
    ids: dict[int, str] = {}
    for row in rows.read():
        values = _told(row.figures, rows.at, past.period, is_review=is_review)
        if not is_review and not _tells(values, past):
            continue
        ids[row.index] = f"r{taken + len(ids) + 1}"
        yield _outcome(row, rows, values, past, ids)


def _tells(values: Told, past: Past) -> bool:
    """Whether a row of goals tells of the period before: it may be about something new."""
    if values.goal is not None and values.goal.kind != "missing":
        return True
    actual = values.actual
    if actual is None or actual.kind == "missing":
        return False
    return past.period is None or actual.year == past.period.end


def _outcome(
    row: GoalRow,
    rows: GoalRows,
    values: Told,
    past: Past,
    ids: dict[int, str],
) -> Outcome:
    verdict = _verdict(row, rows, values)
    inferred = rows.inferred(row, _named(values))
    if past.period is not None and not past.is_printed:
        inferred = (*inferred, "period")
    if verdict.is_concluded:
        inferred = (*inferred, "met")
    return Outcome(
        id=ids[row.index],
        table=rows.table.id,
        row=row.index,
        category=row.category,
        subcategory=row.subcategory,
        number=row.label.number or None,
        name=row.name,
        qualifier=row.qualifier,
        parent=ids.get(row.parent.index) if row.parent else None,
        canonical=canonical_of(row.name, rows.grammar),
        unit=row.unit,
        per=row.per,
        nature=row.nature,
        period=past.period,
        baseline=values.baseline,
        goal=values.goal,
        actual=values.actual,
        change=values.change,
        others=values.others,
        met=verdict.met,
        note=_note(row, rows, verdict),
        inferred=inferred,
        span=row.span,
        page=rows.table.page,
    )


def _verdict(row: GoalRow, rows: GoalRows, values: Told) -> Verdict:
    promise = Promise(
        name=row.name,
        unit=row.unit,
        goal=values.goal,
        actual=values.actual,
        others=values.others,
        verdict=row.row.text(rows.at.met),
        qualifier=row.qualifier,
    )
    return verdict_of(promise, rows.grammar)


def _note(row: GoalRow, rows: GoalRows, verdict: Verdict) -> str | None:
    """The row's note, and a verdict that says neither yes nor no (基本完成)."""
    printed = row.row.text(rows.at.met)
    if verdict.met is not None or not printed:
        return row.note
    return "；".join(text for text in (row.note, printed) if text)


# ------------------------------------------------------------------ which value is which


class Told(Struct, frozen=True):
    """What a row tells of an earlier period. A column that the table lacks gives None."""

    baseline: Value | None
    goal: Value | None
    actual: Value | None
    change: Value | None
    others: tuple[Value, ...]


def _named(values: Told) -> list[NamedValue]:
    """The values with the fields that they stand in."""
    fields: list[NamedValue] = [
        ("baseline", values.baseline),
        ("goal", values.goal),
        ("actual", values.actual),
        ("change", values.change),
    ]
    return fields + [("others", value) for value in values.others]


def _told(
    figures: Figures,
    at: RowSlots,
    period: Period | None,
    *,
    is_review: bool,
) -> Told:
    reached = at.of_role("actual") if is_review else _reached_within(at, period)
    before = [slot for slot in at.of_role("baseline") if _is_before(slot, period)]
    goal = _of_the_period(at.of_role("goal"), figures)
    actual = _of_the_period(reached, figures)
    baseline = last_filled(before, figures)
    change = _first_filled(at.of_role("change"), figures)
    chosen = {slot.index for slot in (goal, actual, baseline, change) if slot is not None}
    rest = [slot for slot in at.values if slot.index not in chosen]
    if not is_review:
        rest = [slot for slot in rest if _is_of_the_past(slot, period)]
    rest.sort(key=lambda slot: slot.index)
    last = period.end if period else None
    return Told(
        baseline=value_of(baseline, figures, None),
        goal=value_of(goal, figures, last),
        actual=value_of(actual, figures, last),
        change=other_value(change, figures) if change else None,
        others=tuple(other_value(slot, figures) for slot in rest),
    )


def _reached_within(at: RowSlots, period: Period | None) -> tuple[Slot, ...]:
    """What a table of this plan's own goals prints as reached by the end of the period before."""
    return tuple(slot for slot in at.of_role("baseline") if not _is_before(slot, period))


def _is_before(slot: Slot, period: Period | None) -> bool:
    """Whether a value is from before the period that is looked back over."""
    if period is None or slot.year is None:
        return True
    return slot.year < period.start


def _is_of_the_past(slot: Slot, period: Period | None) -> bool:
    """Whether a value that has no field in an outcome tells of its period all the same."""
    if slot.column.role in ("target", "value") or slot.column.scope is not None:
        return False
    return period is None or slot.year is None or slot.year <= period.end


def _of_the_period(slots: Sequence[Slot], figures: Figures) -> Slot | None:
    """The last filled state of some columns, else their first filled growth, else the last one."""
    states = [slot for slot in slots if not slot.growth]
    found = last_filled(states, figures)
    if found is None or figures[found.index].is_missing:
        growth = _first_filled([slot for slot in slots if slot.growth], figures)
        return growth or found
    return found


def _first_filled(slots: Sequence[Slot], figures: Figures) -> Slot | None:
    """The first slot with a value, else the first one."""
    for slot in slots:
        if not figures[slot.index].is_missing:
            return slot
    return slots[0] if slots else None
