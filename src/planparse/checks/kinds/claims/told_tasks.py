"""One task in prose and in a table of tasks: who leads it, by when it is done, and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.checks.kinds.claims.offices import are_one_office
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention, Table
from planparse.model.source import Span

SHORTEST_TASK = 4
"""Characters of a task's name that is of one task only."""

SHORTEST_UNIT = 2

FARTHEST_LEAD = 8
"""Characters between a task and who leads it; with more of them another task may stand between."""


class Task(NamedTuple):
    """A row of a table of tasks."""

    name: str
    table: Table
    row: int


@check("prose-contradicts-table")
def told_tasks(matter: Matter) -> Iterator[Finding]:
    """Tasks whose lead, date or number is another one in the text than in the table of tasks."""
    for table in matter.draft.tables:
        names = _column(table, "checks.column-of-tasks", matter)
        if names is None:
            continue
        leads = _column(table, "checks.column-of-leads", matter)
        numbers = _column(table, "checks.column-of-numbers", matter)
        if leads is None and numbers is None:
            continue
        for row in range(len(table.rows)):
            task = Task(_task_name(table.rows[row][names], matter), table, row)
            if len(task.name) < SHORTEST_TASK:
                continue
            if leads is not None:
                yield from _other_lead(task, leads, matter)
            if numbers is not None:
                yield from _other_number(task, numbers, matter)


def _column(table: Table, rule: str, matter: Matter) -> int | None:
    """The one column whose head is of the rule."""
    pattern = matter.grammar.pattern(rule)
    found = [
        at
        for at, column in enumerate(table.columns)
        if pattern.fullmatch("".join("".join(column.path).split()))
    ]
    return found[0] if len(found) == 1 else None


def _task_name(cell: str, matter: Matter) -> str:
    """A task without what stands in brackets, and without the verb and the 建设 around it."""
    name = matter.grammar.pattern("checks.in-brackets").sub("", "".join(cell.split()))
    return matter.grammar.pattern("checks.around-task").sub("", name)


# ---------------------------------------------------------------- who leads


def _other_lead(task: Task, column: int, matter: Matter) -> Iterator[Finding]:
    printed = _units(task.table.rows[task.row][column], matter)
    if not printed:
        return
    for sentence, start in _sentences_with(task.name, matter):
        leads = list(matter.grammar.pattern("checks.leads-task").finditer(sentence))
        if len(leads) != 1 or not _stand_together(task.name, leads[0], sentence):
            continue
        lead = leads[0]["unit"] or leads[0]["unit_behind"]
        said = _units(lead, matter)
        if said and not any(are_one_office(a, b) for a in said for b in printed):
            yield _finding(
                task,
                f"由{lead}牵头",
                f"牵头单位为{task.table.rows[task.row][column]}",
                _span(leads[0], start, matter),
                matter,
            )
            return


def _stand_together(name: str, lead: regex.Match[str], sentence: str) -> bool:
    """Whether nothing but a number or a verb stands between the task and who leads it."""
    before = lead.start() - sentence.find(name) - len(name)
    if 0 <= before <= FARTHEST_LEAD:
        return True
    behind = sentence.find(name, lead.end())
    is_near = 0 <= behind - lead.end() <= FARTHEST_LEAD
    return is_near and "，" not in sentence[lead.end() : behind]


def _units(words: str, matter: Matter) -> list[str]:
    """The offices that words name, without the area that they are of."""
    bare = matter.grammar.pattern("checks.area-of-unit")
    parts = matter.grammar.pattern("checks.between-units").split("".join(words.split()))
    units = [bare.sub("", part) for part in parts]
    return [unit for unit in units if len(unit) >= SHORTEST_UNIT]


# ---------------------------------------------------------------- how much


def _other_number(task: Task, column: int, matter: Matter) -> Iterator[Finding]:
    number = matter.grammar.pattern("checks.plain-number").fullmatch(
        "".join(task.table.rows[task.row][column].split())
    )
    if number is None:
        return
    told = [mention for mention in matter.draft.mentions if _is_of(mention, task, matter)]
    values = {mention.value.value for mention in told}
    printed = float(number["number"].replace(",", "").replace("，", ""))
    if len(values) != 1 or printed in values:
        return
    if not _is_of_unit(told[0], task, matter):
        return
    yield _finding(
        task,
        f"为{matter.places.quantity(told[0])}",
        f"为{task.table.rows[task.row][column]}",
        told[0].span,
        matter,
        told[0].id,
    )


def _is_of(mention: Mention, task: Task, matter: Matter) -> bool:
    """Whether the clause before a number is of the task, and of all of it."""
    if mention.value.kind != "number" or mention.value.comparator not in (None, "="):
        return False
    if mention.per is not None or task.table.span[0] <= mention.span[0] < task.table.span[1]:
        return False
    if mention.status == "reached":
        return False
    clause = matter.prose.clause_up_to(mention.span[0])
    if not clause.endswith(task.name) or matter.grammar.find("checks.one-of-many", clause):
        return False
    return _is_of_its_year(mention, task)


def _is_of_its_year(mention: Mention, task: Task) -> bool:
    year = mention.value.year
    return year is None or str(year) in (task.table.caption or "")


def _is_of_unit(mention: Mention, task: Task, matter: Matter) -> bool:
    """Whether the row prints the number's own unit."""
    units = _column(task.table, "checks.column-of-units", matter)
    if units is None or mention.unit is None:
        return False
    return "".join(task.table.rows[task.row][units].split()) == mention.unit.text


# ---------------------------------------------------------------- places


def _sentences_with(name: str, matter: Matter) -> Iterator[tuple[str, int]]:
    """The sentences that print a name, and where each begins in the running text."""
    text = matter.prose.text
    at = text.find(name)
    while at >= 0:
        before = matter.prose.sentence_before(at)
        yield before + matter.prose.sentence_behind(at), at - len(before)
        at = text.find(name, at + len(name))


def _span(found: regex.Match[str], start: int, matter: Matter) -> Span:
    return matter.prose.span_of(start + found.start(), start + found.end())


def _finding(
    task: Task, said: str, printed: str, span: Span, matter: Matter, record: str = ""
) -> Finding:
    places = matter.places
    where = places.cell(task.table, task.row, 0)
    return finding(
        "prose-contradicts-table",
        "warning",
        task.name,
        f"“{task.name}”前后不一：正文{places.line(span)}{said}，"
        f"而{places.table(task.table)}{where}{printed}。",
        records=[*([record] if record else []), task.table.id],
        sides=[span],
        span=span,
    )
