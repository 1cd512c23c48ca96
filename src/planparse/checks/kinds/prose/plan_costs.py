"""prose-contradicts-prose: what the whole plan costs is told twice, 46.5亿元 and 45.6亿元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding
from planparse.model.source import Span
from planparse.quantity.units import find_unit, normalize

ROUNDED = 0.5
"""So much of its last digit a number may have lost."""


class Cost(NamedTuple):
    """What a sentence says that all of the plan costs."""

    printed: str
    yuan: float
    step: float
    """The worth of the last digit, in yuan."""
    span: Span
    is_of_money: bool
    """Whether it stands below a heading about money, which is of the whole plan."""


@check("prose-contradicts-prose")
def plan_costs(matter: Matter) -> Iterator[Finding]:
    """Two numbers for 规划总投资, of which one stands where the money of the plan is told."""
    words = matter.grammar.words("checks.plan-cost-words")
    pattern = matter.grammar.pattern("checks.plan-cost")
    costs = [
        _cost(found, matter)
        for found in matter.prose.finditer_with(words, pattern)
        if not _is_in_a_box(found, matter)
    ]
    if not any(cost.is_of_money for cost in costs):
        return
    first, *others = costs
    for other in others:
        if not _agree(first, other) and (first.is_of_money or other.is_of_money):
            yield _finding(first, other, matter)
            return


def _cost(found: regex.Match[str], matter: Matter) -> Cost:
    digits = found["number"].replace(",", "").replace("，", "")
    last_digit = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    start, end = found.span("number")[0], found.span("unit")[1]
    span = matter.prose.span_of(start, end)
    return Cost(
        found["number"] + found["unit"],
        _in_yuan(Decimal(digits), found["unit"], matter),
        _in_yuan(last_digit, found["unit"], matter),
        span,
        _is_of_money(span, matter),
    )


def _in_yuan(number: Decimal, unit: str, matter: Matter) -> float:
    grammar = matter.grammar
    normalized = normalize(number, find_unit(unit, grammar), None, grammar)
    return float(number) if normalized is None else normalized.value


def _is_of_money(span: Span, matter: Matter) -> bool:
    above = [one for one in matter.draft.sections if one.span[0] < span[0]]
    title = above[-1].title if above else ""
    return matter.grammar.find("checks.title-of-money", title) is not None


def _is_in_a_box(found: regex.Match[str], matter: Matter) -> bool:
    """Whether it is one project's money: in a box, or behind the name of a project."""
    start = matter.prose.span_of(*found.span())[0]
    if any(box.content[0] <= start < box.content[1] for box in matter.draft.boxes):
        return True
    paragraph = matter.prose.paragraph(found.start()).text
    return matter.grammar.pattern("checks.project-before").match(paragraph) is not None


def _agree(one: Cost, other: Cost) -> bool:
    slack = ROUNDED * max(one.step, other.step)
    return abs(one.yuan - other.yuan) <= slack


def _finding(first: Cost, other: Cost, matter: Matter) -> Finding:
    name = "规划总投资"
    return finding(
        "prose-contradicts-prose",
        "warning",
        name,
        f"“{name}”前后不一：正文{matter.places.line(first.span)}为{first.printed}，"
        f"而正文{matter.places.line(other.span)}为{other.printed}。",
        sides=[first.span, other.span],
        span=other.span,
    )
