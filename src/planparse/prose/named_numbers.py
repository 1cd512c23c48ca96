"""Tells numbers that measure nothing: of dates, ordinals, names, models, ages in a definition."""

from __future__ import annotations

from typing import TypeAlias

import regex

from planparse.prose.printed_units import PrintedUnit
from planparse.prose.words import Lexicon, last_word

NumberMatch: TypeAlias = regex.Match[str]
"""A match of `prose.number`; its group `a` holds the digits."""

COLONS = ("：", ":", "∶")
# No further before 1:15 stands the word that makes it a ratio, no time of day.
_RATIO_REACH = 40
# No date is longer.
_DATE_REACH = 12
# Letters before a number that `prose.name-before` looks at: no more than a model's name has.
_NAME_REACH = 9
# Letters before a number that the other patterns look at: no clause that they take is longer.
_LEFT = 48


class NamedNumbers:
    """Tells such numbers with the words of one grammar."""

    def __init__(self, lex: Lexicon) -> None:
        pattern = lex.pattern
        self.other = lex.other
        self.other_behind = lex.words["other-behind"]
        self.clock = pattern["clock"]
        self.day_before = pattern["day-before"]
        self.clock_of_day = pattern["clock-of-day"]
        self.ratio_before = pattern["ratio-before"]
        self.name_before = pattern["name-before"]
        self.name_ends = lex.words["name-ends"]
        self.name_after = pattern["name-after"]
        self.age_before = pattern["age-before"]
        self.span_before = pattern["span-of-years"]
        self.far_end = pattern["to"]
        self.bare_before = pattern["bare"]
        self.bare_after = pattern["bare-after"]
        self.age_units = lex.words["age-units"]
        self.span_units = lex.words["span-units"]
        self.timed = self.age_units | self.span_units
        self.after_letter = lex.words["after-letter"]
        self.denominators = lex.words["denominator"]

    def end(
        self,
        text: str,
        match: NumberMatch,
        start: int,
        behind: str,
    ) -> int | None:
        """Where the date, time, name or model that begins at a number ends; None where it is none.

        Prose begins at `text[start]`: what stands before is a label. `behind` follows the number.
        """
        at = match.start("a")
        number_end = match.end()
        other = self.other.match(text, at) if behind in self.other_behind else None
        if other:
            return max(other.end(), number_end)
        if behind in COLONS:
            clock = self._clock_end(text, match, start)
            if clock is not None:
                return clock
        if at == start or text[at - 1] not in self.name_ends:  # as most numbers
            return None
        reach = max(start, at - _NAME_REACH)
        if self.name_before.search(text[reach:at]):  # 第3, 〔2021〕, 5+2
            return number_end
        return None

    def _clock_end(self, text: str, match: NumberMatch, start: int) -> int | None:
        """Where a time of day (8:30) ends; None where there is none, or where it is a ratio."""
        at = match.start("a")
        if self.day_before.search(text[max(start, at - _DATE_REACH) : at]):
            of_day = self.clock_of_day.match(text, at)
            return of_day.end() if of_day else None
        clock = self.clock.match(text, at)
        if clock is None:
            return None
        reach = max(start, at - _RATIO_REACH)
        if self.ratio_before.search(text, reach, at):
            return None
        return clock.end()

    def holds(
        self,
        text: str,
        match: NumberMatch,
        end: int,
        unit: PrintedUnit | None,
    ) -> bool:
        """Whether the number is part of a name, a definition or a base and measures nothing.

        `end` is where the number, the far end of a range and the unit end.
        """
        start = match.start("a")
        if unit is None:
            return not self._is_bare_value(text, _left(text, start), end)
        letter = text[start - 1 : start]
        if letter == "“" and text[end : end + 1].isdecimal():  # “3个100”
            return True
        # A5级, K12年: a Latin letter before the number, and what looks like a unit behind it.
        if letter.isascii() and letter.isalpha() and unit.text[:1] in self.after_letter:
            return True
        if letter in self.denominators.by_last and last_word(text, 0, start, self.denominators):
            return not self._is_range(text, match, end)
        if unit.text not in self.timed:
            return False
        left = _left(text, start)
        if unit.text in self.age_units and self.age_before.search(left):
            return True
        return unit.text in self.span_units and self.span_before.search(left) is not None

    def _is_range(self, text: str, match: NumberMatch, end: int) -> bool:
        """每3万—5万居民: a base that is a range is a number of its own, unlike 每3万居民."""
        if self.far_end.match(text, match.end()):
            return True
        return "—" in text[match.end() : end]

    def _is_bare_value(self, text: str, left: str, end: int) -> bool:
        """Whether a number without a unit is the value of a rate or an index."""
        if self.name_after.match(text, end):
            return False
        if not self.bare_before.search(left):
            return False
        found = self.bare_after.match(text, end)
        return found is not None


def _left(text: str, start: int) -> str:
    """As much of what stands before a number as a pattern looks at."""
    return text[max(0, start - _LEFT) : start]
