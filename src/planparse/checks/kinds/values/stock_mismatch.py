"""stock-mismatch: a stock and what is added to it do not make the stock of the other year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.counted import SENTENCE_ENDS, tally_of
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name, mention_text, printed
from planparse.checks.sureness import at_most
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Mention, Value

# So many rows, and so large a share of them, must come out before another is said not to.
FEWEST_RIGHT = 2
SHARE_RIGHT = 0.6

# Words between the new stock and what was added (，新增) are no longer than this.
LONGEST_BETWEEN = 14


@check("stock-mismatch")
def stock_mismatch(matter: Matter) -> Iterator[Finding]:
    """Rows with a column of what is added, and sentences that tell start, end and difference."""
    yield from _in_tables(matter)
    yield from _in_prose(matter)


# ---------------------------------------------------------------- tables


class Stocks(NamedTuple):
    """A row's stock before and after, and what is said to be added."""

    indicator: Indicator
    before: Value
    added: Value
    after: Value

    @property
    def comes_out(self) -> bool:
        """Whether the two make the third, as far as rounding lets one tell."""
        low = (self.before.value or 0) + (self.added.value or 0)
        slack = sum(_half_a_digit(value) for value in (self.before, self.added, self.after))
        if self.after.kind == "range":
            ends = (self.after.low or 0, self.after.high or 0)
            return min(ends) - slack <= low <= max(ends) + slack
        return abs(low - (self.after.value or 0)) <= slack + 1e-9


def _in_tables(matter: Matter) -> Iterator[Finding]:
    by_table: dict[str, list[Stocks]] = {}
    for indicator in matter.draft.indicators:
        if matter.sureness.of_row(indicator) == "grave":
            continue
        stocks = _stocks(indicator, matter.grammar)
        if stocks is not None:
            by_table.setdefault(indicator.table, []).append(stocks)
    for rows in by_table.values():
        right = sum(1 for row in rows if row.comes_out)
        if right >= FEWEST_RIGHT and right >= SHARE_RIGHT * len(rows):
            for row in rows:
                if not row.comes_out:
                    yield _row_finding(row, matter)


def _stocks(indicator: Indicator, grammar: Grammar) -> Stocks | None:
    """The three numbers of a row, where it prints them in one unit."""
    before = indicator.baseline
    after = indicator.target
    if before is None or before.kind != "number" or before.comparator != "=":
        return None
    if after is None or after.kind not in ("number", "range"):
        return None
    if after.comparator not in (None, "=") or after.basis is not None:
        return None
    added_column = grammar.pattern("checks.added-column")
    added = [
        other
        for other in indicator.others
        if other.kind == "number" and other.label and added_column.search(other.label)
    ]
    if len(added) != 1 or added[0].basis == "annual":
        return None
    return Stocks(indicator, before, added[0], after)


def _half_a_digit(value: Value) -> float:
    """How far the printed number may be from the one that was rounded to it."""
    _, _, decimals = value.text.partition(".")
    digits = len([character for character in decimals if character.isdigit()])
    return 0.5 * 10.0**-digits if digits else 0.0


def _row_finding(row: Stocks, matter: Matter) -> Finding:
    places = matter.places
    indicator = row.indicator
    name = full_name(indicator)
    unit = indicator.unit
    return finding(
        "stock-mismatch",
        at_most("warning", matter.sureness.of_row(indicator)),
        name,
        f"{places.row(indicator)}“{name}”由{printed(row.before, unit)}"
        f"加{printed(row.added, unit)}，不得{printed(row.after, unit)}。",
        records=[indicator.id],
        span=places.spot(indicator),
        page=indicator.page,
    )


# ---------------------------------------------------------------- prose


class Rise(NamedTuple):
    """由509增加到3317，新增2808: three mentions of one sentence."""

    start: Mention
    end: Mention
    added: Mention


def _in_prose(matter: Matter) -> Iterator[Finding]:
    mentions = matter.draft.mentions
    for three in zip(mentions, mentions[1:], mentions[2:], strict=False):
        rise = Rise(*three)
        if _is_rise(rise, matter.draft, matter.grammar) and not _adds_up(rise):
            yield _prose_finding(rise, matter)


def _is_rise(rise: Rise, draft: Draft, grammar: Grammar) -> bool:
    """Whether three mentions tell where something began, where it ends, and the difference."""
    start, end, added = rise
    if any(one.value.kind != "number" or one.value.value is None for one in rise):
        return False
    if not _are_in_one_unit(rise) or any(one.value.comparator not in (None, "=") for one in rise):
        return False
    text = draft.source.text
    if any(mark in text[start.span[1] : added.span[0]] for mark in SENTENCE_ENDS):
        return False
    if added.span[0] - end.span[1] > LONGEST_BETWEEN:
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
    return abs(abs(end - start) - abs(added)) <= slack + 1e-9


def _prose_finding(rise: Rise, matter: Matter) -> Finding:
    start, end, added = rise
    subject = end.subject or start.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        subject,
        f"{matter.places.prose(end)}“{subject}”由{mention_text(start)}到{mention_text(end)}，"
        f"而所述增减为{mention_text(added)}。",
        records=[start.id, end.id, added.id],
        span=end.span,
        page=end.page,
    )
