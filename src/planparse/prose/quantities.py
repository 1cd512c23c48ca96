"""Finds quantities in a stretch of prose: a number or a range of numbers and its unit.

Numbers that measure nothing (`named_numbers`) are left out here; what a quantity
measures and how the words before it bound it is read later, with its sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import Literal, NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Comparator
from planparse.prose.named_numbers import COLONS, is_name, name_end
from planparse.prose.printed_units import is_latin, read_unit
from planparse.prose.words import Lexicon, last_word, longest_word

_SIGNS: dict[str, Comparator] = {
    "≥": "≥",
    "≧": "≥",
    ">=": "≥",
    "≤": "≤",
    "≦": "≤",
    "<=": "≤",
    ">": ">",
    "<": "<",
}
"""Signs before a number, in half width."""
_HALF_WIDTH = str.maketrans("＞＜", "><")
_CHANGE_REACH = 8
"""由 stands no further before the value that a change starts from: 由2020年的65%提高到80%."""


class Quantity(NamedTuple):
    """A printed quantity; all positions index the paragraph's text, ends excluded."""

    start: int
    """Where the comparator sign stands, or the first digit."""
    number: int
    """Where the first digit stands."""
    end: int
    """Where the unit ends."""
    after: int
    """Past the words behind it that bound it: 以上, 左右."""
    kind: Literal["number", "range", "ratio"]
    numbers: tuple[Decimal, ...]
    """One value, the two ends of a range, or the two terms of a ratio."""
    unit: str | None
    comparator: Comparator | None
    """Printed as a sign or behind the number; words before it are read with the sentence."""


def find_quantities(text: str, grammar: Grammar, start: int = 0) -> list[Quantity]:
    """All quantities of `text` from `start` on, in order, none overlapping."""
    lex = grammar.derived(Lexicon)
    found = _in_digits(text, start, lex)
    spelled = _in_numerals(text, start, lex)
    if spelled:
        found = sorted(found + spelled, key=lambda quantity: quantity.start)
    return found


def _in_digits(text: str, start: int, lex: Lexicon) -> list[Quantity]:
    found: list[Quantity] = []
    titles = _titles(text, lex)
    done = start
    for match in lex.pattern["number"].finditer(text, start):
        if match.start() < done or _is_inside(match.start(), titles):
            continue
        skipped = name_end(text, match, start, lex)
        if skipped is not None:
            done = skipped
            continue
        quantity = _read(text, match, lex)
        if quantity is not None:
            found.append(quantity)
            done = quantity.end
    return found


def _titles(text: str, lex: Lexicon) -> list[tuple[int, int]]:
    """The spans of titles in 《》, in order: a number in one measures nothing."""
    if "《" not in text:
        return []
    return [match.span() for match in lex.pattern["title"].finditer(text)]


def _is_inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies behind the first character of one of the spans and before its end."""
    before = bisect_left(spans, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < spans[before][1]


def _in_numerals(text: str, start: int, lex: Lexicon) -> list[Quantity]:
    """Counts in Chinese numerals that count exactly: 新建两所, 至少一名."""
    found = []
    for near in lex.spelled.finditer(text, start):
        at = near.start() + 1
        lead = last_word(text, start, at, lex.words["han-lead"])
        match = lex.pattern["han-count"].match(text, at) if lead else None
        number = read_integer(match["a"]) if match else None
        if match is None or number is None:
            continue
        if number == 1 and not _counts_one(text, start, at, lead, lex):
            continue
        sign, after = _bound_behind(text, match.end(), lex)
        quantity = Quantity(
            start=at,
            number=at,
            end=match.end(),
            after=after,
            kind="number",
            numbers=(Decimal(number),),
            unit=match["unit"],
            comparator=sign,
        )
        found.append(quantity)
    return found


def _counts_one(text: str, start: int, at: int, lead: str, lex: Lexicon) -> bool:
    """至少一名, 至少配备一名: elsewhere 一 before a noun is an article."""
    exact = lex.words["han-exact"]
    return lead in exact or bool(last_word(text, start, at - len(lead), exact))


def _bound_behind(text: str, end: int, lex: Lexicon) -> tuple[Comparator | None, int]:
    """What the words behind a unit that ends at `end` say (以上), and where they end."""
    word = longest_word(text, end, lex.behind)
    return lex.sign.get(word), end + len(word)


def decimal(text: str) -> Decimal:
    """The number that `text` prints, in digits of either width and with or without separators."""
    return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))


def _read(text: str, match: regex.Match[str], lex: Lexicon) -> Quantity | None:
    """The quantity that begins with a number; None where the number is part of a name."""
    at = match.end()
    if text[at : at + 1] in COLONS:
        ratio = lex.pattern["ratio"].match(text, at)
        if ratio:
            return _read_ratio(text, match, ratio, lex)
    return _read_number(text, match, lex)


def _read_number(text: str, match: regex.Match[str], lex: Lexicon) -> Quantity | None:
    """A number or a range with its unit, and what bounds it."""
    numbers = [decimal(match["a"])]
    unit = read_unit(text, match.end(), lex)
    end = unit.end if unit else match.end()
    far = _far_end(text, match, end, lex)
    if far:
        numbers.append(decimal(far["b"]))
        end = far.end()
        unit_of_both = read_unit(text, end, lex)
        if unit_of_both:
            unit = unit_of_both
            end = unit.end
    if is_name(text, match, end, unit, lex):
        return None
    sign, after = _bound_behind(text, end, lex)
    if sign is None and unit:
        sign = unit.comparator
    if after == end and lex.pattern["within"].match(text, end):
        sign = "≤"
        after = end + 1
    printed = match["sign"]
    if printed:
        sign = _SIGNS.get(printed.translate(_HALF_WIDTH)) or sign
    return Quantity(
        start=match.start(),
        number=match.start("a"),
        end=end,
        after=after,
        kind="range" if far else "number",
        numbers=tuple(numbers),
        unit=unit.text if unit else None,
        comparator=sign,
    )


def _far_end(
    text: str,
    match: regex.Match[str],
    end: int,
    lex: Lexicon,
) -> regex.Match[str] | None:
    """The far end of a range, unless 从 or 由 makes it a change from one value to another."""
    far = lex.pattern["to"].match(text, end)
    if far is None or lex.pattern["date"].match(text, far.start("b")):
        return None
    if far["sep"] in lex.words["range-joints"]:
        left = text[max(0, match.start() - _CHANGE_REACH) : match.start()]
        if any(word in left for word in lex.words["range-openers"]):
            return None
    return far


def _read_ratio(
    text: str,
    match: regex.Match[str],
    ratio: regex.Match[str],
    lex: Lexicon,
) -> Quantity | None:
    """1:1.6. A ratio of three terms has no place in a record, nor has a name such as “1:1:N”."""
    end = ratio.end()
    follows = text[end : end + 1]
    if ratio["c"] or is_latin(follows) or follows in (":", "："):
        return None
    sign, after = _bound_behind(text, end, lex)
    return Quantity(
        start=match.start(),
        number=match.start("a"),
        end=end,
        after=after,
        kind="ratio",
        numbers=(decimal(match["a"]), decimal(ratio["b"])),
        unit=None,
        comparator=_SIGNS.get(match["sign"] or "") or sign,
    )
