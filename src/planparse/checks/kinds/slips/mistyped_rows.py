"""prose-contradicts-table where a digit is all that differs: 气电816.6万千瓦, and 气电 | 万千瓦 | 516.6.

A name of two characters stands in many sentences, and one with more words in it than a row's may be of
another thing, so that neither is compared with the table. Where one digit alone differs, or two were
swapped, and the number has enough of them, it is the row's own number with a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planparse.checks.kinds.slips.typing_slips import digits, known_by, may_be_mistyped
from planparse.checks.matching.nicknames import is_shortened
from planparse.checks.matching.printed_values import agree, pair_of
from planparse.checks.matching.unclear import is_set_from_above, is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator, Mention, Value

FEWEST_DIGITS = 3
"""Digits before its zeros by which a number is known as a row's: shares of 95 % and 98 % are of any two."""


@check("prose-contradicts-table")
def mistyped_rows(matter: Matter) -> Iterator[Finding]:
    """Numbers of prose that are a row's but for one digit, under a short name or one with more words."""
    by_shape = _rows_by_shape(matter)
    if not by_shape:
        return
    for mention in matter.draft.mentions:
        if (mention.role, mention.status) not in (("target", "planned"), ("baseline", "reached")):
            continue
        number = digits(mention.value)
        # Most numbers have fewer digits, or another shape than any of the table's.
        if len(number) < FEWEST_DIGITS or not mention.subject:
            continue
        near = by_shape.get(_shape(number))
        if near and known_by(number) >= FEWEST_DIGITS:
            yield from _of_mention(mention, number, near, matter)


Shape = tuple[int, int]
"""Where a number has its point, and how long it is."""

Printed = tuple[Indicator, Value, str]
"""A row, one of its two main values, and the digits of this."""


def _shape(number: str) -> Shape:
    return number.find("."), len(number)


def _rows_by_shape(matter: Matter) -> Mapping[Shape, Sequence[Printed]]:
    """The starts and goals of the rows by their shapes; those that are known by few digits are left out."""
    by_shape: dict[Shape, list[Printed]] = defaultdict(list)
    for row in matter.rows.readable:
        for value in (row.baseline, row.target):
            number = digits(value) if value is not None else ""
            if value is not None and known_by(number) >= FEWEST_DIGITS:
                by_shape[_shape(number)].append((row, value, number))
    return by_shape


def _of_mention(
    mention: Mention, told: str, near: Sequence[Printed], matter: Matter
) -> Iterator[Finding]:
    slips = []
    for row, value, printed in near:
        if value is not (row.target if mention.role == "target" else row.baseline):
            continue
        if printed == told:
            return  # it is this row's own number, or another's
        if may_be_mistyped(told, printed) and _is_of_row(mention, row, value, matter):
            slips.append((row, value))
    if len(slips) != 1 or is_unclear(mention, matter) or is_set_from_above(mention, matter):
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
