"""stock-mismatch: a stock and what is added to it do not make the stock of the other year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from planparse.checks.matching.counted import SENTENCE_ENDS, is_rate, tally_of
from planparse.checks.matching.said import Said
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Mention, Value

# Such a share may be lost by speaking in round numbers (新增约1800, for 1816).
ROUND_NUMBERS = 0.05

# Words between the new stock and what was added (，新增) are no longer than this.
LONGEST_BETWEEN = 14


@check("stock-mismatch")
def stock_mismatch(matter: Matter) -> Iterator[Finding]:
    """Sentences that tell start, end and difference, and what they add to the stock of a row."""
    yield from _in_prose(matter)
    yield from _between_both(matter)


# ---------------------------------------------------------------- prose


class Rise(NamedTuple):
    """由509增加到3317，新增2808: three mentions of one sentence."""

    start: Mention
    end: Mention
    added: Mention


def _in_prose(matter: Matter) -> Iterator[Finding]:
    # Few numbers stand so near to the one before.
    mentions = matter.draft.mentions
    words = matter.grammar.words("checks.difference-words")
    for at in matter.prose.gaps_with(words, LONGEST_BETWEEN):
        if not at:
            continue
        rise = Rise(*mentions[at - 1 : at + 2])
        if not all(_is_exact(mention.value) for mention in rise):
            continue
        if _is_rise(rise, matter.draft, matter.grammar) and not _adds_up(rise):
            yield _prose_finding(rise, matter)


def _is_exact(value: Value) -> bool:
    """Whether it is one number, and no bound."""
    return value.kind == "number" and value.value is not None and value.comparator in (None, "=")


def _is_rise(rise: Rise, draft: Draft, grammar: Grammar) -> bool:
    """Whether three numbers tell where something began, where it ends, and the difference."""
    start, end, added = rise
    if not _are_in_one_unit(rise):
        return False
    text = draft.source.text
    if any(mark in text[start.span[1] : added.span[0]] for mark in SENTENCE_ENDS):
        return False
    words = "".join(text[end.span[1] : added.span[0]].split())
    if grammar.pattern("checks.difference").fullmatch(words) is None:
        return False
    to = "".join(text[start.span[1] : end.span[0]].split())
    if grammar.pattern("checks.rise-to").fullmatch(to) is None:
        return False
    return tally_of(start, draft, grammar).kind == "start"


def _are_in_one_unit(rise: Rise) -> bool:
    codes = [one.unit.code if one.unit else None for one in rise]
    if codes[0] != codes[1]:
        return False
    # A share rises by points, which careless print calls % too.
    return codes[2] == codes[0] or (codes[0] == "%" and codes[2] == "{pp}")


def _adds_up(rise: Rise) -> bool:
    start, end, added = (one.value.value or 0.0 for one in rise)
    slack = sum(_half_a_digit(one.value) for one in rise)
    if abs(abs(end - start) - abs(added)) <= slack + 1e-9:
        return True
    # 由40%提高到50%，增长25%: by a quarter of the share.
    codes = {one.unit.code if one.unit else None for one in rise}
    if codes != {"%"} or start <= 0:
        return False
    return abs(abs(end / start - 1.0) * 100 - abs(added)) <= slack + 1e-9


def _half_a_digit(value: Value) -> float:
    """How far the printed number may be from the one that was rounded to it."""
    _, _, decimals = value.text.partition(".")
    digits = len([character for character in decimals if character.isdigit()])
    return 0.5 * 10.0**-digits if digits else 0.0


def _prose_finding(rise: Rise, matter: Matter) -> Finding:
    start, end, added = rise
    subject = end.subject or start.subject or ""
    places = matter.places
    return finding(
        "stock-mismatch",
        "warning",
        subject,
        f"{places.prose(end)}“{subject}”由{places.quantity(start)}到{places.quantity(end)}，"
        f"而所述增减为{places.quantity(added)}。",
        records=[start.id, end.id, added.id],
        span=end.span,
        page=end.page,
    )


# ---------------------------------------------------------------- between a row and prose


class Growth(Struct, frozen=True):
    """By how much a stock grows, in a normalized unit."""

    amount: float
    unit: str


def _between_both(matter: Matter) -> Iterator[Finding]:
    """What prose says is added in the period is less than the row's stock grows by.

    More may be added, where some of the old is given up.
    """
    seen = set()
    for at, mention in enumerate(matter.draft.mentions):
        if mention.role not in ("target", "change") or not mention.subject:
            continue
        value = mention.value
        if value.value is None or value.normalized is None:
            continue
        # Of most mentions there is no row that grows by more, so that their words need no second look.
        row = _row_of(mention, matter)
        growth = _growth(row) if row is not None and row.id not in seen else None
        if row is None or growth is None or not _is_less(mention, growth):
            continue
        said = Said(mention, at, matter.draft, matter.grammar, matter.namer)
        if _is_of_the_period(said, row, matter) and not _has_own_row(said, matter):
            seen.add(row.id)
            yield _added_finding(mention, row, matter)


def _row_of(mention: Mention, matter: Matter) -> Indicator | None:
    """The row of the stock."""
    name = matter.namer.name(mention.subject or "", mention.per)
    for row in matter.rows.near(name):
        if matter.namer.same(name, row.name):
            return row.indicator
    return None


def _has_own_row(said: Said, matter: Matter) -> bool:
    """Whether the table has a row of what is added."""
    return said.added is not said.name and bool(matter.rows.near(said.added))


def _is_of_the_period(said: Said, row: Indicator, matter: Matter) -> bool:
    """Whether it is said to be added from the row's baseline to its goal."""
    tally = said.tally
    added = matter.grammar.words("checks.added-to-stock")
    if tally.kind != "added" or tally.word not in added or is_rate(said.mention):
        return False
    year = said.mention.value.year
    goal_year = row.target.year if row.target else None
    if not tally.period and (year is None or year != goal_year):
        return False
    return not is_unclear(said.mention, matter)


def _growth(row: Indicator) -> Growth | None:
    """How much a row's stock grows by, in the unit that values are brought to."""
    before = row.baseline
    after = row.target
    if before is None or after is None or before.kind != "number" or after.kind != "number":
        return None
    if before.normalized is None or after.normalized is None or after.basis or before.basis:
        return None
    if before.normalized.unit != after.normalized.unit or after.measure not in (None, "level"):
        return None
    return Growth(after.normalized.value - before.normalized.value, after.normalized.unit)


def _is_less(mention: Mention, growth: Growth) -> bool:
    added = mention.value.normalized
    if added is None or added.unit != growth.unit or growth.amount <= 0:
        return False
    return added.value < growth.amount * (1 - ROUND_NUMBERS)


def _added_finding(mention: Mention, row: Indicator, matter: Matter) -> Finding:
    places = matter.places
    name = full_name(row)
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(mention)}说“{name}”新增{places.quantity(mention)}，"
        f"而{places.row(row)}由{places.printed(row.baseline, row.unit)}增至{places.printed(row.target, row.unit)}。",
        records=[mention.id, row.id],
        span=mention.span,
        page=mention.page,
    )
