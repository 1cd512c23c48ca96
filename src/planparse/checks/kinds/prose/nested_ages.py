"""part-exceeds-whole of ages: 65岁及以上人口占比20%, and 60岁及以上人口占比18%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planparse.checks.matching.comparable import of_mention, on_one_scale
from planparse.checks.matching.counted import tally_of
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention


@check("part-exceeds-whole")
def nested_ages(matter: Matter) -> Iterator[Finding]:
    """People from an age on who are more than those from a lower age on."""
    ages = matter.grammar.pattern("checks.from-an-age")
    if not ages.search(matter.subjects):
        return
    told: dict[tuple[str, int | None], list[tuple[int, Mention]]] = defaultdict(list)
    for mention in matter.draft.mentions:
        if mention.role not in ("baseline", "target"):
            continue
        age = ages.search(mention.subject or "")
        if age is None or not _is_of_all(mention, matter):
            continue
        rest = ages.sub("", mention.subject or "", count=1)
        name = matter.namer.name(rest, mention.per).bag
        told[name, mention.value.year].append((int(age["age"]), mention))
    for mentions in told.values():
        for (low, younger), (high, older) in combinations(sorted(mentions, key=_age), 2):
            if low < high and _is_more(older, younger, matter):
                yield _finding(older, younger, matter)


def _age(told: tuple[int, Mention]) -> int:
    return told[0]


def _is_of_all(mention: Mention, matter: Matter) -> bool:
    """Whether it counts people, or their share of all: a rate of care may rise with age."""
    if matter.grammar.find("checks.share-of-people", mention.subject or "") is None:
        return False
    return tally_of(mention, matter.draft, matter.grammar).kind == "state"


def _is_more(older: Mention, younger: Mention, matter: Matter) -> bool:
    pair = on_one_scale(of_mention(older), of_mention(younger), matter.grammar)
    if pair is None or is_unclear(older, matter) or is_unclear(younger, matter):
        return False
    of_older, of_younger = pair
    if of_older.sign != "=" or of_younger.sign != "=":
        return False
    return of_older.number > of_younger.number + of_younger.slack


def _finding(older: Mention, younger: Mention, matter: Matter) -> Finding:
    places = matter.places
    name = older.subject or ""
    return finding(
        "part-exceeds-whole",
        "warning",
        name,
        f"{places.prose(older)}“{name}”的{places.quantity(older)}大于包含它的“{younger.subject or ''}”的"
        f"{places.quantity(younger)}。",
        records=[older.id, younger.id],
        span=older.span,
        page=older.page,
    )
