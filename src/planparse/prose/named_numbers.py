"""Tells numbers that measure nothing: of dates, ordinals, names, models, ages in a definition."""

from __future__ import annotations

import regex

from planparse.prose.printed_units import PrintedUnit
from planparse.prose.words import Lexicon, last_word

COLONS = (":", "：", "∶")
_RATIO_REACH = 40
"""No further before 1:15 stands the word that makes it a ratio, no time of day."""
_NAME_REACH = 9
"""Letters before a number that `prose.name-before` looks at: no more than a model's name has."""
_LEFT = 48
"""Letters before a number that the other patterns look at: no clause that they take is longer."""


def name_end(text: str, match: regex.Match[str], start: int, lex: Lexicon) -> int | None:
    """Where the date, time, name or model that begins at a number ends; None where it is none.

    Prose begins at `text[start]`: what stands before is a label.
    """
    at = match.start("a")
    other = lex.other.match(text, at)
    if other:
        return max(other.end(), match.end())
    clock = _clock_end(text, match, start, lex)
    if clock is not None:
        return clock
    left = text[max(start, at - _NAME_REACH) : at]
    return match.end() if lex.pattern["name-before"].search(left) else None


def _clock_end(text: str, match: regex.Match[str], start: int, lex: Lexicon) -> int | None:
    """Where a time of day (8:30) ends; None where there is none, or a word says that it is a ratio."""
    if text[match.end() : match.end() + 1] not in COLONS:
        return None
    at = match.start("a")
    clock = lex.pattern["clock"].match(text, at)
    if clock is None:
        return None
    is_ratio = lex.pattern["ratio-before"].search(text, max(start, at - _RATIO_REACH), at)
    return None if is_ratio else clock.end()


def is_name(
    text: str,
    match: regex.Match[str],
    end: int,
    unit: PrintedUnit | None,
    lex: Lexicon,
) -> bool:
    """Whether the number belongs to a name, a definition or a base rather than measuring something.

    `end` is where the number, the far end of a range and the unit end.
    """
    start = match.start("a")
    left = text[max(0, start - _LEFT) : start]
    if unit is None:
        return not _is_bare_value(text, left, end, lex)
    if left.endswith("“") and text[end : end + 1].isdecimal():  # “3个100”
        return True
    if _is_model(left, unit, lex):
        return True
    if last_word(text, 0, start, lex.words["denominator"]):
        return not _is_range(text, match, end, lex)
    if unit.text in lex.words["age-units"] and lex.pattern["age-before"].search(left):
        return True
    is_time = unit.text in lex.words["span-units"]
    return is_time and bool(lex.pattern["span-of-years"].search(left))


def _is_model(left: str, unit: PrintedUnit, lex: Lexicon) -> bool:
    """A5级, K12年: a Latin letter before the number, and what looks like a unit behind it."""
    letter = left[-1:]
    return letter.isascii() and letter.isalpha() and unit.text[:1] in lex.words["after-letter"]


def _is_range(text: str, match: regex.Match[str], end: int, lex: Lexicon) -> bool:
    """每3万—5万居民: a base that is a range is a norm's own number, 每3万居民 only what others count by."""
    return lex.pattern["to"].match(text, match.end()) is not None or "—" in text[match.end() : end]


def _is_bare_value(text: str, left: str, end: int, lex: Lexicon) -> bool:
    """Whether a number without a unit is the value of a rate or an index."""
    if lex.pattern["name-after"].match(text, end):
        return False
    measured = lex.pattern["bare"].search(left)
    return measured is not None and lex.pattern["bare-after"].match(text, end) is not None
