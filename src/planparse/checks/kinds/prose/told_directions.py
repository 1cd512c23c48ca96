"""A sentence whose verb says up while its numbers go down: 由92.3%提高到90.6%."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import tally_of
from planparse.checks.matching.extents import Extent, amount, base_unit, is_exact, takes_time
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, FindingKind, Mention
from planparse.records.canonical import direction_of

LONGEST_RISE = 40
"""Characters of the source from the first number to the second (92.3%（现价）提高到2025年的)."""


TO = ("到", "至")
"""What stands before the second number: 提高到, 降至."""


SCALES_APART = 1000.0
"""The units of a start and an end that are so far apart are no two words for one thing: 万亿元, 亿元."""

NEAR = 5.0
"""How many times the one printed number may be the other where only the unit was taken for another."""


@check("target-weaker-than-baseline", "prose-contradicts-prose", "unit-mismatch")
def told_directions(matter: Matter) -> Iterator[Finding]:
    """Developments that are said to go one way and whose numbers go the other."""
    mentions = matter.draft.mentions
    for at in matter.prose.gaps_with(TO, LONGEST_RISE):
        start, end = mentions[at : at + 2]
        if end.span[0] - start.span[0] > LONGEST_RISE:
            continue
        verb = _verb(start, end, matter)
        if verb and _is_slip_of_unit(start, end, matter):
            said = "相差悬殊，疑单位有误（如漏印“万”）"
            yield _finding("unit-mismatch", start, end, verb, said, matter)
        elif verb and _goes_the_other_way(start, end, verb, matter):
            is_goal = end.status == "planned"
            kind: FindingKind = (
                "target-weaker-than-baseline" if is_goal else "prose-contradicts-prose"
            )
            yield _finding(kind, start, end, verb, "数值与所说的方向相反", matter)


def _verb(start: Mention, end: Mention, matter: Matter) -> str:
    """The words between both (提高到), where they tell which way it goes; "" else."""
    words = matter.prose.between(start.span, end.span)
    if words is None or matter.grammar.pattern("checks.rise-to").fullmatch(words) is None:
        return ""
    found = matter.grammar.pattern("checks.way").search(words)
    return found[0] if found is not None else ""


def _is_slip_of_unit(start: Mention, end: Mention, matter: Matter) -> bool:
    """Whether a thing grows or shrinks thousandfold, and its numbers are near each other: 3.68万亿元, 4.93亿元."""
    before, after = start.value, end.value
    if not is_exact(before) or not is_exact(after) or not before.value or not after.value:
        return False
    if base_unit(start) != base_unit(end) or start.per != end.per:
        return False
    if tally_of(start, matter.draft, matter.grammar).kind != "start":
        return False
    printed = after.value / before.value
    scale = amount(end) / amount(start) / printed
    return 1 / NEAR < printed < NEAR and not 1 / SCALES_APART < scale < SCALES_APART


def _goes_the_other_way(start: Mention, end: Mention, verb: str, matter: Matter) -> bool:
    rises = matter.grammar.pattern("checks.upward").search(verb) is not None
    if _counts_down(end, matter, rises=rises):
        return False
    if tally_of(start, matter.draft, matter.grammar).kind != "start":
        return False
    pair = on_one_scale(of_mention(start), of_mention(end), matter.grammar)
    if pair is None or start.value.kind != "number" or end.value.kind != "number":
        return False
    return _is_less(pair[1], pair[0]) if rises else _is_less(pair[0], pair[1])


def _counts_down(mention: Mention, matter: Matter, *, rises: bool) -> bool:
    """Whether less is more: a rank, a grade, a time that something takes.

    A time that falls is a smaller number whatever it is of, and one of which more is better (受教育年限)
    grows as all else does.
    """
    if mention.unit is None:
        return True
    subject = mention.subject or ""
    if takes_time(mention.unit):
        return rises and direction_of(subject, matter.grammar) != "higher"
    return matter.grammar.pattern("checks.ranked").search(subject) is not None


def _is_less(a: Extent, b: Extent) -> bool:
    return a.number < b.number - max(a.slack, b.slack)


def _finding(
    kind: FindingKind, start: Mention, end: Mention, verb: str, said: str, matter: Matter
) -> Finding:
    """`said`: what is wrong with both, in words."""
    places = matter.places
    subject = end.subject or start.subject or ""
    return finding(
        kind,
        "warning",
        subject,
        f"{places.prose(end)}说“{subject}”由{places.quantity(start)}“{verb}”到{places.quantity(end)}，{said}。",
        records=[start.id, end.id],
        span=end.span,
        page=end.page,
    )
