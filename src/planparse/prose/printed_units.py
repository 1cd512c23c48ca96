"""Reads the unit behind a number, with the scale before it (万) and the strokes behind (/人)."""

from __future__ import annotations

from msgspec import Struct

from planparse.model.plan import Comparator
from planparse.prose.words import Lexicon, longest_word

_FIRST_STROKE = ("/", "／")
# 吨/月·平方公里: behind a first stroke a dot goes on with what is divided by.
_NEXT_STROKE = ("/", "／", "·")
# Around a second measure word: 套（间）. As tuples, for no character of the empty text is in them.
_OPENING = ("（", "(")
_CLOSING = ("）", ")")
# With one of these a unit goes on behind its first word.
_GOING_ON = (*_OPENING, *_FIRST_STROKE)
# No unit of a plan is divided more often.
_STROKES = 3


class PrintedUnit(Struct, frozen=True):
    """A unit behind a number."""

    text: str
    """Without 余 and 多: 万人 in 10多万人."""
    end: int
    """Where all of it ends in the text, excluded."""
    comparator: Comparator | None
    """What 余 or 多 say."""


class UnitReader:
    """Reads units with the words of one grammar."""

    def __init__(self, lex: Lexicon) -> None:
        self.units = lex.units
        self.latin_ends = frozenset(word for word in lex.units if is_latin(word[-1]))
        self.over = lex.over
        self.scales = lex.scales
        self.within = lex.within
        self.sign = lex.sign
        self.lookalike = lex.pattern["not-unit"]
        self.counted = lex.pattern["noun-after-multiple"]

    def read(self, text: str, at: int) -> PrintedUnit | None:
        """The unit that begins at `text[at]`; None where there is neither a unit nor a scale."""
        letter = text[at : at + 1]
        more = ""
        if letter in self.within:
            more = letter
            at += 1
            letter = text[at : at + 1]
        scale = ""
        if letter in self.scales.by_first:
            scale = self._scale(text, at)
            at += len(scale)
            # 10余万人 and 10万余人 say the same.
            if scale and not more and text[at : at + 1] in self.within:
                more = text[at]
                at += 1
        sign = self.sign[more] if more else None
        word = self._word(text, at, scale)
        if word:
            end = at + len(word)
            if text[end : end + 1] in _GOING_ON and word[0] != "/":
                end = self._end(text, end)
            return PrintedUnit(scale + text[at:end], end, sign)
        if scale:
            return PrintedUnit(scale, at, sign)
        return None

    def _scale(self, text: str, at: int) -> str:
        """万 or 亿 at `text[at]`, or ""."""
        scale = longest_word(text, at, self.scales)
        if not scale:
            return ""
        unit = longest_word(text, at, self.units)
        if len(unit) > len(scale):
            return ""  # 8千瓦, not 8千 of something
        return scale

    def _word(self, text: str, at: int, scale: str) -> str:
        """The unit's own word at `text[at]`, or "" where what stands there only looks like one."""
        word = longest_word(text, at, self.units)
        if not word:
            return ""
        if self.lookalike.match(text, at):
            return ""
        if scale and self.counted.match(text, at):
            return ""
        behind = at + len(word)
        if word in self.latin_ends and is_latin(text[behind : behind + 1]):
            return ""  # 5G基站 and 3D: the letter begins a name
        return word

    def _end(self, text: str, at: int) -> int:
        """Where a unit ends whose first word ends at `text[at]`: past /人, /万元, /10万, /月·平方公里."""
        at = self._second_end(text, at)
        marks: tuple[str, ...] = _FIRST_STROKE
        for _ in range(_STROKES):
            if text[at : at + 1] not in marks:
                break
            end = self._divisor_end(text, at + 1)
            if end is None:
                break
            at = end
            marks = _NEXT_STROKE
        return at

    def _second_end(self, text: str, at: int) -> int:
        """Past a second measure word in parentheses: 套（间）; `at` where there is none."""
        if text[at : at + 1] not in _OPENING:
            return at
        second = longest_word(text, at + 1, self.units)
        end = at + 1 + len(second)
        if not second or text[end : end + 1] not in _CLOSING:
            return at
        return end + 1

    def _divisor_end(self, text: str, at: int) -> int | None:
        """Where a divisor ends: a count with a scale or a unit or both; None where it has neither."""
        while text[at : at + 1].isdecimal():
            at += 1
        unit = longest_word(text, at, self.over)
        scale = longest_word(text, at, self.scales)
        scaled = scale + longest_word(text, at + len(scale), self.over)
        length = max(len(unit), len(scaled))
        if not length:
            return None
        return at + length


def is_latin(letter: str) -> bool:
    """Whether this is a Latin letter or a digit of half width; "" is neither."""
    return letter.isascii() and letter.isalnum()
