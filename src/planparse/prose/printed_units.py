"""Reads the unit behind a number of prose, with the scale before it (万) and the strokes behind it (/人)."""

from __future__ import annotations

from typing import NamedTuple

from planparse.model.plan import Comparator
from planparse.prose.words import Lexicon, longest_word

_FIRST_STROKE = ("/", "／")
_NEXT_STROKE = ("/", "／", "·")
"""吨/月·平方公里: behind a first stroke a dot goes on with what is divided by."""
_STROKES = 3
"""No unit of a plan is divided more often."""


class PrintedUnit(NamedTuple):
    """A unit behind a number."""

    text: str
    """Without 余 and 多: 万人 in 10多万人."""
    end: int
    """Where all of it ends in the text, excluded."""
    comparator: Comparator | None
    """What 余 or 多 say."""


def read_unit(text: str, at: int, lex: Lexicon) -> PrintedUnit | None:
    """The unit that begins at `text[at]`; None where there is neither a unit nor a scale."""
    more = _more(text, at, lex)
    at += len(more)
    scale = _scale(text, at, lex)
    at += len(scale)
    if not more:
        more = _more(text, at, lex)
        at += len(more)
    sign = lex.sign.get(more)
    word = _unit_word(text, at, scale, lex)
    if word:
        end = _past_strokes(text, at + len(word), lex) if word[0] != "/" else at + len(word)
        return PrintedUnit(scale + text[at:end], end, sign)
    if scale:
        return PrintedUnit(scale, at, sign)
    return None


def _more(text: str, at: int, lex: Lexicon) -> str:
    """余 or 多 at `text[at]`, or ""."""
    letter = text[at : at + 1]
    return letter if letter in lex.within else ""


def _scale(text: str, at: int, lex: Lexicon) -> str:
    """万 or 亿 at `text[at]`, or ""."""
    scale = longest_word(text, at, lex.scales)
    if not scale:
        return ""
    begins_unit = len(longest_word(text, at, lex.units)) > len(scale)
    return "" if begins_unit else scale  # 8千瓦, not 8千 of something


def _unit_word(text: str, at: int, scale: str, lex: Lexicon) -> str:
    """The unit's own word at `text[at]`, or "" where what stands there only looks like one."""
    word = longest_word(text, at, lex.units)
    if not word:
        return ""
    if lex.pattern["not-unit"].match(text, at):
        return ""
    if scale and lex.pattern["noun-after-multiple"].match(text, at):
        return ""
    begins_name = is_latin(word[-1]) and is_latin(text[at + len(word) : at + len(word) + 1])
    return "" if begins_name else word  # 5Gb is a unit, 5G and 3D open a name


def _past_strokes(text: str, at: int, lex: Lexicon) -> int:
    """Where /人, /万元, /10万, /月·平方公里 behind a unit end; `at` where there are none."""
    marks = _FIRST_STROKE
    for _ in range(_STROKES):
        if text[at : at + 1] not in marks:
            break
        end = _divisor_end(text, at + 1, lex)
        if end is None:
            break
        at = end
        marks = _NEXT_STROKE
    return at


def _divisor_end(text: str, at: int, lex: Lexicon) -> int | None:
    """Where the divisor at `text[at]` ends: a count, a scale and a unit of which one may be absent."""
    while text[at : at + 1].isdecimal():
        at += 1
    whole = longest_word(text, at, lex.over)
    scale = longest_word(text, at, lex.scales)
    scaled = scale + longest_word(text, at + len(scale), lex.over)
    longest = max(len(whole), len(scaled))
    return at + longest if longest else None


def is_latin(letter: str) -> bool:
    """Whether this is a Latin letter or a digit of half width; "" is neither."""
    return letter.isascii() and letter.isalnum()
