"""unit-mismatch that the name or the other number tells: a concentration in micrometres (μm/m³), 42000 beside 4.5.

So it does of 装机容量520万千瓦时, where 520万千瓦 is told elsewhere: a power has no 时, and an energy needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.extents import SHARE, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Mention, Unit, Value

LEAPS = ((800.0, 1250.0), (6000.0, 16000.0))
"""How many times the one number is the other where the 千 or 万 of one of them was left out."""

FEWEST_DIGITS = 100
"""The larger one of such a pair is more than this: small counts may grow a thousandfold."""

HOUR = "时"
"""What the word for an energy has more than that for a power: 万千瓦时, 万千瓦."""

POWER, ENERGY = "kW", "kW.h"
"""The units that powers and energies are brought to."""

PER_CENT = "%"

MOST_DEATHS = 1.0
"""Per cent of children that die nowhere: a tenth of that is usual."""


class ToldPower(NamedTuple):
    """A number of a power or an energy, in prose or in a table's row."""

    name: str
    value: Value
    unit: Unit | None
    record: str
    where: str


@check("unit-mismatch")
def slipped_units(matter: Matter) -> Iterator[Finding]:
    """Units that the thing cannot be measured in, and numbers of a row of which one lost its 万."""
    yield from _hours_too_many(matter)
    yield from _lengths_for_masses(matter)
    yield from _leaps(matter)
    yield from _per_cent_for_mille(matter)


def _per_cent_for_mille(matter: Matter) -> Iterator[Finding]:
    """婴儿死亡率2.53%: of a thousand so many die, and nowhere of a hundred."""
    pattern = matter.grammar.pattern("checks.deaths-in-mille")
    for mention in matter.mentions_of(SHARE):
        if mention.unit is None or mention.unit.text != PER_CENT or mention.role == "change":
            continue
        subject = mention.subject or ""
        if (mention.value.value or 0) <= MOST_DEATHS or not pattern.search(subject):
            continue
        # With a row of its name it is compared in another place.
        if not matter.rows.near(matter.namer.name(subject)):
            yield finding(
                "unit-mismatch",
                "warning",
                subject,
                f"{matter.places.prose(mention)}“{subject}”为{matter.places.quantity(mention)}，"
                "这类死亡率以‰计，疑单位有误。",
                records=[mention.id],
                span=mention.span,
                page=mention.page,
            )


def _leaps(matter: Matter) -> Iterator[Finding]:
    """Rows whose goal is a thousandth or a ten-thousandth of the start: 42000 and 4.5."""
    for row in matter.rows.sure:
        start, goal = row.baseline, row.target
        if start is None or goal is None:
            continue
        if not is_exact(start) or not is_exact(goal) or start.measure != goal.measure:
            continue
        before, after = reach(start).number, reach(goal).number
        # What begins with next to nothing may grow so much; nothing shrinks so.
        if after <= 0 or not any(low <= before / after <= high for low, high in LEAPS):
            continue
        if (start.value or 0) > FEWEST_DIGITS:
            yield finding(
                "unit-mismatch",
                "warning",
                full_name(row),
                f"{matter.places.row(row)}“{full_name(row)}”的基期值{matter.places.printed(start, row.unit)}"
                f"与目标值{matter.places.printed(goal, row.unit)}相差悬殊，疑单位不一（如漏印“万”）。",
                records=[row.id],
                span=matter.places.spot(row),
                page=row.page,
            )


def _lengths_for_masses(matter: Matter) -> Iterator[Finding]:
    name = matter.grammar.pattern("checks.concentration")
    unit = matter.grammar.pattern("checks.length-for-mass")
    for row in matter.draft.indicators:
        if row.unit is None or not unit.search(row.unit.text) or not name.search(row.name):
            continue
        yield finding(
            "unit-mismatch",
            "warning",
            full_name(row),
            f"{matter.places.row(row)}“{full_name(row)}”的单位印为{row.unit.text}，"
            "是长度单位，疑为μg/m³（微克/立方米）之误。",
            records=[row.id],
            span=matter.places.spot(row),
            page=row.page,
        )


# ---------------------------------------------------------------- a power with 时, an energy without


def _hours_too_many(matter: Matter) -> Iterator[Finding]:
    """Numbers of a name that is no energy, or no power, with the same digits elsewhere in the right unit."""
    for wrong, right, rule in (
        (ENERGY, POWER, "checks.name-of-power"),
        (POWER, ENERGY, "checks.name-of-energy"),
    ):
        mentions = [
            mention
            for mention in matter.mentions_of(wrong)
            if matter.grammar.find(rule, mention.subject or "") is not None
        ]
        others = list(_told_in(right, matter)) if mentions else []
        for mention in mentions:
            other = next(
                (one for one in others if _is_same_but_for_hour(mention, one, matter)), None
            )
            if other is not None:
                yield _hour_finding(mention, other, matter)


def _told_in(unit: str, matter: Matter) -> Iterator[ToldPower]:
    """What prose and the tables' rows tell in a base unit."""
    places = matter.places
    for mention in matter.mentions_of(unit):
        where = f"{places.prose(mention)}为{places.quantity(mention)}"
        yield ToldPower(mention.subject or "", mention.value, mention.unit, mention.id, where)
    for row in matter.rows.readable:
        for value in (row.baseline, row.target):
            norm = value.normalized if value is not None else None
            if value is not None and norm is not None and norm.unit == unit:
                where = f"{places.row(row)}为{places.printed(value, row.unit)}"
                yield ToldPower(full_name(row), value, value.unit or row.unit, row.id, where)


def _is_same_but_for_hour(mention: Mention, other: ToldPower, matter: Matter) -> bool:
    """Whether both are one number of one year and one thing, in units whose words differ by 时."""
    if mention.value.value != other.value.value or mention.value.year != other.value.year:
        return False
    units = [unit.text for unit in (mention.unit, other.unit) if unit is not None]
    if sorted(units, key=len) != [min(units, key=len), f"{min(units, key=len)}{HOUR}"]:
        return False
    own = matter.namer.name(mention.subject or "").plain
    told = matter.namer.name(other.name).plain
    return bool(own and told) and (own in told or told in own)


def _hour_finding(mention: Mention, other: ToldPower, matter: Matter) -> Finding:
    places = matter.places
    name = mention.subject or other.name
    return finding(
        "unit-mismatch",
        "warning",
        name,
        f"“{name}”的单位前后不一：{places.prose(mention)}为{places.quantity(mention)}，而{other.where}。",
        records=[mention.id, other.record],
        span=mention.span,
        page=mention.page,
    )
