"""prose-contradicts-table where a digit is all that differs: 气电816.6万千瓦, and 气电 | 万千瓦 | 516.6.

A name of two characters stands in many sentences, and one with more words in it than a row's may be of
another thing, so that neither is compared with the table. Where one digit alone differs, or two were
swapped, and the number has enough of them, it is the row's own number with a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from planparse.checks.kinds.slips.typing_slips import MOST_ALIKE, digits, known_by, masks, swaps
from planparse.checks.matching.nicknames import is_shortened
from planparse.checks.matching.printed_values import agree, pair_of
from planparse.checks.matching.unclear import is_set_from_above, is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value

FEWEST_DIGITS = 3
"""Digits before its zeros by which a number is known as a row's: shares of 95 % and 98 % are of any two."""


LAST_WORD = 2
"""Characters that the names of one thing end in, or that stand in the longer of them."""

MOST_ROWS = 6
"""Rows with one number: of more it says little whose it is."""


@check("prose-contradicts-table")
def mistyped_rows(matter: Matter) -> Iterator[Finding]:
    """Numbers of prose that are a row's but for one digit, under a short name or one with more words."""
    rows = _RowsByDigits(matter)
    names = "\n".join(full_name(row) for row in matter.rows.readable)
    for mention in matter.draft.mentions:
        if (mention.role, mention.status) not in (("target", "planned"), ("baseline", "reached")):
            continue
        # Most are of what no row is, or have fewer digits.
        if not mention.subject or mention.subject[-LAST_WORD:] not in names:
            continue
        number = digits(mention.value)
        if len(number) >= FEWEST_DIGITS:
            yield from _of_mention(mention, number, rows, matter)


Printed = tuple[Indicator, Value]
"""A row, and one of its two main values."""


class _RowsByDigits:
    """The starts and goals of the rows by their digits; those that are known by few are left out."""

    def __init__(self, matter: Matter) -> None:
        self._by_number: dict[str, list[Printed]] = defaultdict(list)
        for row in matter.rows.readable:
            for value in (row.baseline, row.target):
                number = digits(value) if value is not None else ""
                if value is not None and len(number) >= FEWEST_DIGITS:
                    self._by_number[number].append((row, value))

    @cached_property
    def _by_mask(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for number in self._by_number:
            for mask in masks(number):
                found[mask].add(number)
        return found

    def of(self, number: str) -> Sequence[Printed]:
        """Those of that number."""
        return self._by_number.get(number, ())

    def near(self, number: str) -> Iterator[Printed]:
        """Those of a number that this one may be with a slip, where these are few; none of one that many rows have."""
        other = {other for mask in masks(number) for other in self._by_mask.get(mask, ())}
        swapped = {other for other in swaps(number) if other in self._by_number}
        near = {
            found
            for found in (other | swapped) - {number}
            # One of them may have lost its digits to the slip: 102 and 120.
            if max(known_by(found), known_by(number)) >= FEWEST_DIGITS
        }
        if len(near) > MOST_ALIKE:
            return
        for found in sorted(near):
            rows = self._by_number[found]
            if len(rows) <= MOST_ROWS:
                yield from rows


def _of_mention(
    mention: Mention, told: str, rows: _RowsByDigits, matter: Matter
) -> Iterator[Finding]:
    def is_main(row: Indicator, value: Value) -> bool:
        return value is (row.target if mention.role == "target" else row.baseline)

    slips = [
        (row, value)
        for row, value in rows.near(told)
        if is_main(row, value) and _is_of_row(mention, row, value, matter)
    ]
    if len(slips) != 1 or is_unclear(mention, matter) or is_set_from_above(mention, matter):
        return
    # It is this row's own number, or another's.
    if any(is_main(row, value) for row, value in rows.of(told)):
        return
    yield _finding(mention, *slips[0], matter)


def _is_of_row(mention: Mention, row: Indicator, value: Value, matter: Matter) -> bool:
    """Whether a number is told for the row's year, under its name or one with a word more or less."""
    year = mention.value.year
    if year is not None and value.year is not None and year != value.year:
        return False
    pair = pair_of(mention, row, value, matter.grammar)
    if pair is None or agree(mention, pair):
        return False
    name = matter.namer.name(mention.subject or "", mention.per)
    own = matter.rows.full_name(row)
    return matter.namer.same(name, own) or is_shortened(name, own)


def _finding(mention: Mention, row: Indicator, value: Value, matter: Matter) -> Finding:
    places = matter.places
    name = full_name(row)
    what = "目标值" if value is row.target else "基期值"
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"“{name}”前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而{places.row(row)}的{what}为{places.printed(value, row.unit)}。",
        records=[mention.id, row.id],
        span=mention.span,
        page=mention.page,
    )
