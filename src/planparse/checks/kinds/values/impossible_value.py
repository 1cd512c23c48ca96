"""impossible-value: a share of more than the whole, or below nothing, a year of more days than it has."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.counted import words_before
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.checks.sureness import at_most
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Indicator, Mention, Unit, Value

# A share of the whole, whatever its unit.
WHOLE = 1.0
DAYS_OF_A_YEAR = 366.0
DAYS = ("d", "d/a")
"""In UCUM: 天, and 天/年."""
# Dimensions whose values can be too large or too small.
BOUNDED = ("fraction", "age")
# Words of a task right before a number.
LONGEST_TASK = 12

LIFETIME = (40.0, 100.0)


@check("impossible-value")
def impossible_value(matter: Matter) -> Iterator[Finding]:
    """Values of rows and of prose that no year and no area can have."""
    for indicator in matter.rows.readable:
        yield from _of_row(indicator, matter)
    for mention in matter.draft.mentions:
        if mention.subject and mention.role in ("target", "baseline"):
            value = mention.value
            if not _cannot_be(mention.subject, value, value.unit or mention.unit, matter.grammar):
                continue
            if not _is_of_a_task(mention, matter) and not _is_behind_dash(mention, matter):
                yield _prose_finding(mention, matter)


def _is_of_a_task(mention: Mention, matter: Matter) -> bool:
    """Whether it says how much of a task is done (完成目标任务的102%)."""
    before = words_before(mention.span[0], LONGEST_TASK, matter.draft)
    return matter.grammar.pattern("checks.of-a-task").search(before) is not None


def _is_behind_dash(mention: Mention, matter: Matter) -> bool:
    """Whether its minus may be a dash: 合格率-98%, where no verb stands before it."""
    if (mention.value.value or 0) >= 0:
        return False
    before = words_before(mention.span[0], LONGEST_TASK, matter.draft)
    return matter.grammar.find("checks.verb-right-before", before) is None


def _of_row(indicator: Indicator, matter: Matter) -> Iterator[Finding]:
    for value in (indicator.baseline, indicator.target, *indicator.others):
        if value is None:
            continue
        unit = value.unit or indicator.unit
        if _cannot_be(indicator.name, value, unit, matter.grammar):
            yield _row_finding(indicator, value, matter)
            return


def _cannot_be(name: str, value: Value, unit: Unit | None, grammar: Grammar) -> bool:
    """Whether a state of this name cannot be so large, or so small."""
    # Most values are counts, of which nothing more need be asked.
    if unit is None or not (unit.dimension in BOUNDED or unit.code in DAYS):
        return False
    if value.kind != "number" or value.value is None or value.normalized is None:
        return False
    if value.measure in ("change", "growth"):
        return False
    if unit.dimension == "fraction" and value.normalized.value < 0:
        return _is_never_negative(name, grammar)
    if value.measure == "total":
        return False
    if unit.dimension == "fraction" and value.normalized.unit == "1":
        if value.normalized.value <= WHOLE:
            return False
        is_share = grammar.pattern("checks.share-of-all").search(name) is not None
        # Of shares that are told together (落实率、覆盖率均达), the last one need only be too large.
        last = name[name.rfind("、") + 1 :]
        is_more = grammar.pattern("checks.may-exceed-all").search(last) is not None
        return is_share and not is_more
    if unit.code in DAYS and grammar.pattern("checks.days-of-a-year").search(name):
        return value.value > DAYS_OF_A_YEAR
    if unit.dimension == "age" and grammar.pattern("checks.lifetime").search(name):
        return not LIFETIME[0] <= value.value <= LIFETIME[1]
    return False


def _is_never_negative(name: str, grammar: Grammar) -> bool:
    """Whether a name is that of a share of things (开工率), and not of what may fall or be lost."""
    is_share = grammar.find("checks.share-of-things", name) is not None
    return is_share and grammar.find("checks.may-fall-below-zero", name) is None


def _row_finding(indicator: Indicator, value: Value, matter: Matter) -> Finding:
    places = matter.places
    name = full_name(indicator)
    return finding(
        "impossible-value",
        at_most("error", matter.sureness.of_row(indicator)),
        name,
        f"{places.row(indicator)}“{name}”印为{places.printed(value, indicator.unit)}，不可能有这样的数值。",
        records=[indicator.id],
        span=places.spot(indicator),
        page=indicator.page,
    )


def _prose_finding(mention: Mention, matter: Matter) -> Finding:
    subject = mention.subject or ""
    places = matter.places
    return finding(
        "impossible-value",
        "warning",
        subject,
        f"{places.prose(mention)}“{subject}”为{places.quantity(mention)}，不可能有这样的数值。",
        records=[mention.id],
        span=mention.span,
        page=mention.page,
    )
