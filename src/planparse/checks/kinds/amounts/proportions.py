"""What follows from two levels and is printed besides: 人均地区生产总值, 森林覆盖率, 人口密度, 医护比.

The three are of one year and of the whole area, wherever they stand, in tables or in prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from planparse.checks.matching.extents import ABOUT, base_unit, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Per, Unit, Value
from planparse.model.source import Span

SQUARE_KILOMETRE = 1e6
"""In m², which areas are brought to."""

ANOTHER_UNIT = 100.0
"""What is off by such a factor has lost its 万 or 亿, which other checks tell."""

AREA, PEOPLE, DENSITY = "平方公里", "{person}", "人口密度"
"""What density is counted for each of, and in, and what it is called."""

BETWEEN_NAMES = "；"
"""What no name has in it."""

APART = 0.02
"""Two numbers of one thing that differ by more leave it open which one is meant."""


class Proportion(NamedTuple):
    """A number that is the quotient of two others: the rules of the three names."""

    rate: str
    part: str
    whole: str
    slack: float
    """By what share it may be off: by whom a population counts, by rounding."""


PROPORTIONS = (
    Proportion("checks.output-per-person", "checks.output", "checks.residents", 0.1),
    Proportion("checks.share-of-forest", "checks.forest", "checks.land", 0.03),
    Proportion("checks.share-of-towns", "checks.townsmen", "checks.residents", 0.02),
    Proportion("checks.share-of-old", "checks.old-people", "checks.people", 0.02),
    Proportion("checks.density-of-people", "checks.residents", "checks.land", 0.06),
    Proportion("checks.doctors-to-nurses", "checks.nurses", "checks.doctors", 0.04),
    Proportion("checks.beds-to-nurses", "checks.nurses", "checks.beds", 0.04),
    Proportion("checks.town-to-country", "checks.town-income", "checks.country-income", 0.04),
    Proportion("checks.spent-by-visitor", "checks.tourism-income", "checks.visitors", 0.06),
    Proportion("checks.teachers-to-pupils", "checks.pupils", "checks.teachers", 0.04),
)


class NamedLevel(Struct, frozen=True):
    """A number of a table's row or of prose."""

    record: Mention | Indicator
    name: str
    plain: str
    """The name without white space."""
    value: Value
    unit: Unit | None
    per: Per | None

    @property
    def amount(self) -> float:
        """In the base unit; of a ratio the larger side over the smaller."""
        if self.value.kind == "ratio" and self.value.ratio is not None:
            return max(self.value.ratio) / (min(self.value.ratio) or 1.0)
        return self.value.normalized.value if self.value.normalized is not None else 0.0

    def when(self, matter: Matter) -> int | str:
        """Its year; of prose without one, its sentence."""
        if self.value.year is not None or isinstance(self.record, Indicator):
            return self.value.year or ""
        place = matter.prose.place_of(self.record.span[0])
        return "" if place is None else f"¶{place - len(matter.prose.sentence_before(place))}"

    @property
    def base(self) -> str:
        """The unit of `amount`, with what it is counted for each of."""
        unit = self.value.normalized.unit if self.value.normalized is not None else ""
        return unit if self.per is None else f"{unit}/{self.per.of}"


@check("prose-contradicts-prose", "prose-contradicts-table")
def proportions(matter: Matter) -> Iterator[Finding]:
    """Rates that do not follow from the two levels that the plan tells for the same year."""
    names = _plain(BETWEEN_NAMES.join((*_names(matter), matter.subjects)))
    # Of most of them no rate is told at all.
    told = [one for one in PROPORTIONS if any(word in names for word in _words(one, matter))]
    figures = list(_figures(matter)) if told else []
    for proportion in told:
        yield from _misses(proportion, figures, matter)


def _names(matter: Matter) -> Iterator[str]:
    """What all that may be one of the `_figures` may be called, besides the subjects of mentions."""
    yield from map(full_name, matter.draft.indicators)
    yield from map(_name, matter.mentions_of(PEOPLE))


def _words(proportion: Proportion, matter: Matter) -> Sequence[str]:
    return matter.grammar.words(f"{proportion.rate}-words")


def _misses(
    proportion: Proportion, figures: Sequence[NamedLevel], matter: Matter
) -> Iterator[Finding]:
    rates = _named(proportion.rate, figures, matter)
    parts = _named(proportion.part, figures, matter) if rates else []
    wholes = _named(proportion.whole, figures, matter) if parts else []
    seen = set()
    for rate in rates:
        when = rate.when(matter)
        part = _one_of(when, parts, matter)
        whole = _one_of(when, wholes, matter)
        if part is None or whole is None or (when, rate.amount) in seen:
            continue
        expected = _quotient(rate, part, whole)
        if expected is None or rate.amount <= 0:
            continue
        slack = proportion.slack + (ABOUT if rate.value.comparator == "≈" else 0.0)
        off = rate.amount / expected
        if abs(off - 1) > slack + _half_a_step(rate) and 1 / ANOTHER_UNIT < off < ANOTHER_UNIT:
            seen.add((when, rate.amount))
            yield _finding(rate, part, whole, matter)


def _quotient(rate: NamedLevel, part: NamedLevel, whole: NamedLevel) -> float | None:
    if whole.amount <= 0 or part.amount <= 0:
        return None
    quotient = part.amount / whole.amount
    if rate.value.kind == "ratio":
        # 1:1.25 and 1.25:1 are one; both sides are counted alike.
        return (
            max(quotient, 1 / quotient)
            if part.base == whole.base or _are_counts(part, whole)
            else None
        )
    if rate.per is not None:
        return quotient * SQUARE_KILOMETRE if whole.base == "m2" else None
    if rate.base == "1" and part.base != whole.base:
        return None
    return quotient


def _are_counts(part: NamedLevel, whole: NamedLevel) -> bool:
    """Whether both are counts for each of the same, or of all."""
    return (part.per and part.per.of) == (whole.per and whole.per.of)


def _half_a_step(figure: NamedLevel) -> float:
    """By what share the printed number may be rounded."""
    if figure.value.kind == "ratio":
        decimals = max(len(side.partition(".")[2]) for side in figure.value.text.split(":"))
        return 0.5 * 10.0**-decimals / figure.amount
    return reach(figure.value).step / 2 / abs(figure.amount)


# ---------------------------------------------------------------- numbers and their names


def _figures(matter: Matter) -> Iterator[NamedLevel]:
    for row in matter.rows.readable:
        name = full_name(row)
        for value in (row.baseline, row.target, *row.others):
            if value is None or value.year is None or value.scope or not _is_level(value):
                continue
            yield NamedLevel(row, name, _plain(name), value, value.unit or row.unit, row.per)
    for mention in matter.draft.mentions:
        if mention.subject and _is_level(mention.value):
            name = _name(mention)
            unit, per = mention.unit, mention.per
            yield NamedLevel(mention, name, _plain(name), mention.value, unit, per)


def _plain(name: str) -> str:
    return "".join(name.split())


def _name(mention: Mention) -> str:
    """What a mention is of; people for each 平方公里 are the density, whatever stands before them."""
    if mention.per is not None and mention.per.of == AREA and base_unit(mention) == PEOPLE:
        return DENSITY
    return mention.subject or ""


def _is_level(value: Value) -> bool:
    if value.measure in ("change", "growth") or value.comparator not in (None, "=", "≈"):
        return False
    return value.kind in ("number", "ratio") and value.normalized is not None


def _named(rule: str, figures: Sequence[NamedLevel], matter: Matter) -> list[NamedLevel]:
    pattern = matter.grammar.pattern(rule)
    return [figure for figure in figures if pattern.fullmatch(figure.plain)]


def _one_of(when: int | str, figures: Sequence[NamedLevel], matter: Matter) -> NamedLevel | None:
    """The number of the rate's year; None where there is none, or several that differ."""
    found = [
        figure
        for figure in figures
        if figure.value.kind == "number" and figure.when(matter) == when
    ]
    if not when or not found or found[0].value.comparator == "≈":
        return None
    first = found[0].amount
    agree = all(abs(figure.amount - first) <= APART * abs(first) for figure in found)
    return found[0] if agree else None


# ---------------------------------------------------------------- the finding


def _span(figure: NamedLevel, matter: Matter) -> Span:
    record = figure.record
    return record.span if isinstance(record, Mention) else matter.places.spot(record)


def _printed(figure: NamedLevel, matter: Matter) -> str:
    record = figure.record
    if isinstance(record, Mention):
        return f"{matter.places.prose(record)}“{figure.name}”{matter.places.quantity(record)}"
    row = matter.places.row(record)
    return f"{row}“{figure.name}”{matter.places.printed(figure.value, record.unit)}"


def _finding(rate: NamedLevel, part: NamedLevel, whole: NamedLevel, matter: Matter) -> Finding:
    is_prose = all(isinstance(figure.record, Mention) for figure in (rate, part, whole))
    return finding(
        "prose-contradicts-prose" if is_prose else "prose-contradicts-table",
        "warning",
        rate.name,
        f"{_printed(rate, matter)}，与{_printed(part, matter)}、{_printed(whole, matter)}不符。",
        records=[rate.record.id, part.record.id, whole.record.id],
        span=_span(rate, matter),
        page=rate.record.page,
    )
