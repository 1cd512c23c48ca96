"""unit-mismatch: one number of one thing in two units (3.5‰ and 3.5%, 8.2人 and 8.2万人)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planparse.checks.kinds.values.scales_in_words import scales_in_words
from planparse.checks.matching.printed_values import values
from planparse.checks.matching.said import NUMBERS, Said
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matching.unit_slips import units_differ
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Outcome, Per, Unit, Value
from planparse.quantity.measures import is_points


@check("unit-mismatch")
def unit_mismatch(matter: Matter) -> Iterator[Finding]:
    """Numbers of prose that stand in a table in another unit, and goals met in another unit."""
    seen = set()
    for said in matter.said:
        for indicator, value in _slips(said, matter):
            if indicator.id not in seen and not is_unclear(said.mention, matter):
                seen.add(indicator.id)
                yield _prose_finding(said.mention, indicator, value, matter)
    slips_of_parts = _slips_of_parts(_parts_by_number(matter), matter)
    for mention, indicator, value in (*scales_in_words(matter), *slips_of_parts):
        if indicator.id not in seen:
            seen.add(indicator.id)
            yield _prose_finding(mention, indicator, value, matter)
    for outcome in matter.draft.outcomes:
        if matter.sureness.of_row(outcome) != "grave" and _is_of_two_kinds(outcome):
            yield _outcome_finding(outcome, matter)


def _slips(said: Said, matter: Matter) -> Iterator[tuple[Indicator, Value]]:
    for name, rows in said.near(matter.rows):
        for row in rows:
            slips = [
                value
                for value in values(said.mention, said.year, row.indicator)
                if units_differ(said.mention, row.indicator, value)
            ]
            # Hardly a value is one, and to tell whether names are alike may take jieba.
            if slips and matter.namer.alike(name, row.name):
                yield from ((row.indicator, value) for value in slips)


def _parts_by_number(matter: Matter) -> dict[float, list[Indicator]]:
    """The rows that are parts of others, by the numbers that they print."""
    parts: dict[float, list[Indicator]] = defaultdict(list)
    for indicator in matter.draft.indicators:
        if indicator.parent is None:
            continue
        for value in (indicator.baseline, indicator.target):
            if value is not None and value.value:
                parts[value.value].append(indicator)
    return parts


def _slips_of_parts(
    parts: Mapping[float, Sequence[Indicator]], matter: Matter
) -> Iterator[tuple[Mention, Indicator, Value]]:
    """Parts that prose calls by their whole, too: 风电装机, and 其中：风电 of 可再生能源装机容量.

    Their own names are too short to tell anything else than the same digits.
    """
    for mention in matter.draft.mentions if parts else ():
        for indicator in parts.get(mention.value.value or 0.0, ()):
            value = _in_another_unit(mention, indicator)
            if value is not None and _is_named(mention, indicator, matter):
                yield mention, indicator, value


def _in_another_unit(mention: Mention, indicator: Indicator) -> Value | None:
    """The value of a row that is the same number of the same year in another unit."""
    main = indicator.baseline if mention.role == "baseline" else indicator.target
    if main is None or main.year != mention.value.year:
        return None
    return main if units_differ(mention, indicator, main) else None


def _is_named(mention: Mention, part: Indicator, matter: Matter) -> bool:
    """Whether a mention is called as a part of a whole, or by that and words of its whole."""
    own = matter.namer.name(part.name).plain
    told = matter.namer.name(mention.subject or "").plain
    whole = matter.rows.parent(part)
    return whole is not None and told.startswith(own) and told[len(own) :] in whole.plain


def _prose_finding(
    mention: Mention,
    indicator: Indicator,
    value: Value,
    matter: Matter,
) -> Finding:
    places = matter.places
    name = full_name(indicator)
    return finding(
        "unit-mismatch",
        "warning",
        name,
        f"“{name}”的单位前后不一：{places.prose(mention)}为{_base(mention.per, indicator.per)}"
        f"{places.quantity(mention)}，而{places.row(indicator)}为{_base(indicator.per, mention.per)}"
        f"{places.printed(value, indicator.unit)}。",
        records=[mention.id, indicator.id],
        span=mention.span,
        page=mention.page,
    )


def _base(own: Per | None, other: Per | None) -> str:
    """每1000人口, where the other side's is another one."""
    if own is None or other is None or own.count == other.count:
        return ""
    return f"每{own.count}{own.of}"


# ---------------------------------------------------------------- goals of an earlier period


def _is_of_two_kinds(outcome: Outcome) -> bool:
    """Whether goal and actual are of two dimensions (下降20%, 31微克/立方米), and yet compared."""
    goal = _unit(outcome.goal)
    actual = _unit(outcome.actual)
    if goal is None or actual is None or outcome.met is None:
        return False
    if goal.dimension is None or actual.dimension is None:
        return False
    # A share that falls by points is compared with one that falls by per cent.
    if is_points(goal) or is_points(actual):
        return False
    # Words that count differ in their code, not in what they count.
    return goal.dimension != actual.dimension


def _unit(value: Value | None) -> Unit | None:
    is_number = value is not None and value.kind in (*NUMBERS, "relative")
    return value.unit if value is not None and is_number else None


def _outcome_finding(outcome: Outcome, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "unit-mismatch",
        "warning",
        outcome.name,
        f"{places.line(outcome.span)}“{outcome.name}”的目标为{places.printed(outcome.goal, outcome.unit)}，"
        f"完成值为{places.printed(outcome.actual, outcome.unit)}，单位不同，无从判断是否完成。",
        records=[outcome.id],
        span=outcome.span,
        page=outcome.page,
    )
