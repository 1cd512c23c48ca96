"""impossible-value of what is only there as a whole: 8.2人次, for 8.2万人次."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention


@check("impossible-value")
def whole_things(matter: Matter) -> Iterator[Finding]:
    """Counts in prose of people and other things in ones that are no whole numbers."""
    in_ones = matter.grammar.words("checks.counted-in-ones")
    for mention in matter.draft.mentions:
        if mention.unit is None or mention.unit.text not in in_ones or mention.per is not None:
            continue
        if _is_broken(mention) and not _is_averaged(mention, matter):
            yield _finding(mention, matter)


def _is_broken(mention: Mention) -> bool:
    number = mention.value.value
    return mention.value.kind == "number" and number is not None and not number.is_integer()


def _is_averaged(mention: Mention, matter: Matter) -> bool:
    """Whether it is a mean or a ratio, which need be no whole number."""
    # 每千人口医师数，全市3.6人，市区4.2人: what it is for each of may stand far before.
    sentence = matter.prose.sentence_up_to(mention.span[0])
    return matter.grammar.find("checks.averaged", sentence) is not None


def _finding(mention: Mention, matter: Matter) -> Finding:
    places = matter.places
    return finding(
        "impossible-value",
        "warning",
        mention.subject or places.quantity(mention),
        f"{places.prose(mention)}的{places.quantity(mention)}不是整数，疑漏印“万”。",
        records=[mention.id],
        span=mention.span,
        page=mention.page,
    )
