"""Goals that are said to be met, and are not: 全部如期完成 beside a row 未完成, 完成 in a row that misses its goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Outcome, Value
from planparse.records.verdicts import Promise, verdict_of

FEWEST_ROWS = 3
"""Rows of a review before the ones that are not met are counted."""


@check("prose-contradicts-table", "count-mismatch")
def told_verdicts(matter: Matter) -> Iterator[Finding]:
    """Claims that all goals were met, numbers of goals that were not, and rows whose verdict is not their numbers'."""
    rows = [row for row in matter.draft.outcomes if matter.sureness.of_row(row) != "grave"]
    if not rows:
        return
    yield from _claims_of_all(rows, matter)
    yield from _claims_of_one(rows, matter)
    yield from _counts(rows, matter)
    yield from _verdicts_of_rows(rows, matter)


# ---------------------------------------------------------------- 全部如期完成


def _claims_of_all(rows: Sequence[Outcome], matter: Matter) -> Iterator[Finding]:
    if all(row.met is not False for row in rows):
        return
    grammar = matter.grammar
    words = grammar.words("checks.verdict-words")
    for rule in ("checks.goals-all-met", "checks.all-met-goals"):
        for found in matter.prose.finditer_with(words, grammar.pattern(rule)):
            if grammar.find("checks.verdict-limited", _sentence(found, matter)):
                continue
            nature = found["nature"]
            number = read_integer(found["number"]) if found["number"] else None
            all_meant = [row for row in rows if not nature or row.nature == nature]
            # 两个指标均完成: of some of the rows.
            if number is not None and number < len(all_meant):
                continue
            meant = [row for row in all_meant if row.met is False]
            if meant and not _is_admitted(meant[0], matter):
                yield _finding(found, meant[0], matter)
                return


def _sentence(found: regex.Match[str], matter: Matter) -> str:
    before = matter.prose.sentence_before(found.start())
    return before + found[0] + matter.prose.sentence_behind(found.end())


def _is_admitted(row: Outcome, matter: Matter) -> bool:
    """Whether prose says itself that the goal was missed."""
    admitting = matter.grammar.pattern("checks.not-met")
    told = matter.prose.finditer(admitting)
    return any(row.name in _sentence(found, matter) for found in told)


# ---------------------------------------------------------------- 森林覆盖率目标超额完成


def _claims_of_one(rows: Sequence[Outcome], matter: Matter) -> Iterator[Finding]:
    grammar = matter.grammar
    missed = [row for row in rows if row.met is False]
    if not missed:
        return
    words = grammar.words("checks.verdict-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.goal-met")):
        if grammar.find("checks.verdict-limited", _sentence(found, matter)):
            continue
        name = matter.namer.name(found["name"])
        for row in missed:
            if matter.namer.same(name, matter.namer.name(row.name, row.per)):
                yield _finding(found, row, matter)
                break


def _finding(found: regex.Match[str], row: Outcome, matter: Matter) -> Finding:
    places = matter.places
    span = matter.prose.span_of(*found.span())
    goal = places.printed(row.goal, row.unit)
    actual = places.printed(row.actual, row.unit)
    return finding(
        "prose-contradicts-table",
        "warning",
        row.name,
        f"正文{places.line(span)}说“{found[0]}”，而表中（{places.line(row.span)}）“{row.name}”未完成"
        f"（目标{goal}，实际{actual}）。",
        records=[row.id],
        sides=[span],
        span=span,
    )


# ---------------------------------------------------------------- 1项未完成


def _counts(rows: Sequence[Outcome], matter: Matter) -> Iterator[Finding]:
    """Numbers of goals that were not met, in a plan with one review of which every row has its verdict."""
    if len(rows) < FEWEST_ROWS or len({row.table for row in rows}) != 1:
        return
    if any(row.met is None for row in rows):
        return
    missed = sum(1 for row in rows if row.met is False)
    pattern = matter.grammar.pattern("checks.number-not-met")
    for found in matter.prose.finditer_with(matter.grammar.words("checks.not-met-words"), pattern):
        number = read_integer(found["number"])
        if number is None or number == missed:
            continue
        span = matter.prose.span_of(*found.span())
        yield finding(
            "count-mismatch",
            "warning",
            found[0],
            f"正文{matter.places.line(span)}说“{found[0]}”，而表中（{matter.places.line(rows[0].span)}起）"
            f"未完成的有{missed}项。",
            records=[row.id for row in rows if row.met is False],
            sides=[span],
            span=span,
        )
        return


# ---------------------------------------------------------------- 完成 in a row that misses its goal


def _verdicts_of_rows(rows: Sequence[Outcome], matter: Matter) -> Iterator[Finding]:
    for row in rows:
        if row.met is None or "met" in row.inferred or matter.sureness.of_row(row) != "sure":
            continue
        concluded = _concluded(row, matter)
        if concluded is not None and concluded != row.met:
            yield _row_finding(row, matter)


def _concluded(row: Outcome, matter: Matter) -> bool | None:
    """Whether the goal was met, by the two numbers alone."""
    goal, actual = row.goal, row.actual
    if goal is None or actual is None or not _is_number(goal) or not _is_number(actual):
        return None
    if goal.measure != actual.measure or goal.comparator in ("≥", ">", "≤", "<"):
        verdict = verdict_of(Promise(row.name, row.unit, goal, actual, (), ""), matter.grammar)
        return verdict.met if verdict.is_concluded else None
    return _by_direction(row.baseline, goal, actual)


def _by_direction(baseline: Value | None, goal: Value, actual: Value) -> bool | None:
    """The same, where the start tells which way the number was to go."""
    if baseline is None or not _is_number(baseline) or baseline.measure != goal.measure:
        return None
    start, wanted, reached = (value.value or 0.0 for value in (baseline, goal, actual))
    if start == wanted:
        return None
    return reached >= wanted if wanted > start else reached <= wanted


def _is_number(value: Value) -> bool:
    return value.kind == "number" and value.value is not None and value.scope is None


def _row_finding(row: Outcome, matter: Matter) -> Finding:
    places = matter.places
    told = "完成" if row.met else "未完成"
    return finding(
        "prose-contradicts-table",
        "warning",
        row.name,
        f"{places.line(row.span)}“{row.name}”的目标为{places.printed(row.goal, row.unit)}，"
        f"实际为{places.printed(row.actual, row.unit)}，而完成情况印为{told}。",
        records=[row.id],
        span=row.span,
        page=row.page,
    )
