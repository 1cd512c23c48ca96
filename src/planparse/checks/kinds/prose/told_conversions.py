"""unit-mismatch of one quantity in two units side by side: 1200亩（合100公顷）."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.extents import amount, base_unit
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

LONGEST_BETWEEN = 12
"""Characters of the source that say that two quantities are one: （相当于约, and a line end."""

ROUND_NUMBERS = 0.06
"""Such a share may be lost by speaking in round numbers (1万亩，约合667公顷)."""


@check("unit-mismatch")
def told_conversions(matter: Matter) -> Iterator[Finding]:
    """Quantities in brackets behind another that are said to be the same, and are not."""
    opening = matter.grammar.pattern("checks.converted")
    words_between = matter.grammar.words("checks.converted-words")
    for at in matter.prose.gaps_with(words_between, LONGEST_BETWEEN):
        first, second = matter.draft.mentions[at : at + 2]
        if not _are_in_two_units(first, second):
            continue
        words = matter.prose.between(first.span, second.span)
        if words is None or opening.fullmatch(words) is None:
            continue
        # 500米（1公里以内） are two distances; areas are told in 亩 and 公顷 side by side.
        is_said = matter.grammar.find("checks.said-to-be-same", words) is not None
        if not is_said and (first.unit is None or first.unit.dimension != "area"):
            continue
        factor = amount(second) / amount(first)
        if not 1 - ROUND_NUMBERS <= factor <= 1 + ROUND_NUMBERS:
            yield _finding(first, second, matter)


def _are_in_two_units(a: Mention, b: Mention) -> bool:
    if a.unit is None or b.unit is None or a.unit.code == b.unit.code:
        return False
    return base_unit(a) == base_unit(b) and amount(a) > 0 and a.per is None and b.per is None


def _finding(a: Mention, b: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = a.subject or ""
    return finding(
        "unit-mismatch",
        "warning",
        name,
        f"{places.prose(a)}“{name}”的{places.quantity(a)}与括号中的{places.quantity(b)}换算不符。",
        records=[a.id, b.id],
        span=b.span,
        page=b.page,
    )
