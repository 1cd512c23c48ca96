"""The units of one grammar as lookup tables: listed ones, and those put together.

`UnitTable.entry` composes what `grammars/units.toml` does not list: multiples (万张,
亿千瓦时, 10⁴m³), quotients (微克/立方米, 人/10万, 升/人·日) and measure words with a second one in
parentheses (个（处）). Factors are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.grammar.numerals import read_integer
from planparse.grammar.rules import Answers
from planparse.quantity.unit_entries import (
    Entry,
    listed_units,
    power_of_ten,
    quotient,
    quotients_of,
    scales,
    spelled,
    times,
)

LONGEST = 30
"""No plan prints a longer unit; a longer text is not looked at."""

_MOST_REMEMBERED = 4096
"""Answers kept: more than a long plan has units, and a bound for a document of endless words."""

_DECIMAL_AHEAD = compiled(r"[\d.]*")
_INTEGER_AHEAD = compiled(r"\d{0,9}")
_TWO_MEASURE_WORDS = compiled(r"(\p{Han}{1,4})\((\p{Han}{1,4})\)")


_ONE = Entry(code="1", dimension="fraction", base="1", factor=Fraction(1))
"""What stands above the line of 1/10万人."""


_POINTS_OF = {"%": "个百分点", "[ppth]": "个千分点"}
"""How the grammar's words name the difference of two shares, by the UCUM code of these."""


class Scale(NamedTuple):
    """How much a number of a unit is in the customary unit: it times `above` / `below`."""

    above: int
    below: int
    base: str
    """UCUM code of the customary unit."""


class UnitTable:
    """The lookup tables of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.exact = listed_units(grammar)
        self.folded: dict[str, Entry] = {}
        for word, entry in self.exact.items():
            self.folded.setdefault(word.casefold(), entry)
        self._scales = scales(grammar)
        # 万亿元 is no 万 of 亿元: the code names the multiple that is printed.
        self._longest_scale_first = sorted(self._scales, key=len, reverse=True)
        self._quotients = quotients_of(grammar)
        self.none = {"", *grammar.words("units.no-unit")}
        self.note = grammar.pattern("units.note")
        self.mark = grammar.pattern("units.mark")
        self.power = grammar.pattern("units.power")
        self.per = grammar.pattern("units.per")
        self._power = grammar.pattern("units.power-of-ten")
        scale = one_of(self._scales)
        about = one_of(grammar.words("units.about"))
        self._about = compiled(f"({scale}?){about}")
        self._memo: dict[str, Entry | None] = {}
        # A plan has thousands of numbers, and few units.
        self._known_scales = Answers[tuple[str, str | None, int], Scale | None](self._scale)
        self.points = {
            share: self.exact[spelled(word)]
            for share, word in _POINTS_OF.items()
            if spelled(word) in self.exact
        }
        """What a difference of two shares is counted in, by the code of the shares."""

    def entry(self, text: str) -> Entry | None:
        """What is known of a printed unit; None where it is none."""
        if text in self._memo:
            return self._memo[text]
        found = None
        if 0 < len(text) <= LONGEST:
            found = self._find(spelled(text))
        # Nearly every cell of every table is asked whether it is a unit.
        if len(self._memo) < _MOST_REMEMBERED:
            self._memo[text] = found
        return found

    def scale(self, text: str, code: str | None, count: int) -> Scale | None:
        """What numbers of a unit, by its text and code, are brought to, be it printed as such or a
        share that stands for points; None where that is unknown.

        `count` is that of the base that they are counted per. A unit that prints its own base
        (件/万人, %) is not divided by another one.
        """
        return self._known_scales[text, code, count]

    def _scale(self, question: tuple[str, str | None, int]) -> Scale | None:
        text, code, count = question
        entry = self._meant(text, code)
        if entry is None or not entry.dimension:
            return None
        above, below = entry.factor.as_integer_ratio()
        prints_base = entry.over or entry.dimension == "fraction"
        return Scale(above, below if prints_base else below * count, entry.base)

    def _meant(self, text: str, code: str | None) -> Entry | None:
        printed = self.entry(text)
        if printed is None or printed.code == code:
            return printed
        return next((point for point in self.points.values() if point.code == code), printed)

    def exactly(self, text: str) -> str:
        """A unit without 余 or 多 behind its multiple: 万余元 is 万元."""
        about = self._about.match(text)
        if about is None:
            return text
        return about[1] + text[about.end() :]

    def count(self, text: str) -> int | None:
        """The integer of 千, 十万, 10万, 1.5万, 80 or 三; None where it is none."""
        digits = _lead(_DECIMAL_AHEAD, text)
        scale = self._scales.get(text[len(digits) :])
        if scale is None:  # 80 and 三, but also 三千
            return read_integer(text)
        if not digits:
            return int(scale.factor) or None
        number = Fraction(digits) * scale.factor
        return int(number) or None

    def _find(self, key: str) -> Entry | None:
        key = self.exactly(key)
        found = self._printed(key)
        if found is None:
            # Capitals are forgiven only where no exact spelling is known: mbps is Mbit/s, but
            # GB/s is a quotient and no Gb/s.
            found = self._base(key) or self._quotient(key) or self._folded(key)
        return None if found is None or found.under else found

    def _simple(self, key: str) -> Entry | None:
        """A listed unit, a multiple of one, or a bare multiple, capitals forgiven."""
        return self._printed(key) or self._folded(key)

    def _printed(self, key: str) -> Entry | None:
        """As `_simple`, in the exact spelling."""
        return self._unscaled(key) or self._scaled(key)

    def _folded(self, key: str) -> Entry | None:
        return self.folded.get(key.casefold())

    def _unscaled(self, key: str) -> Entry | None:
        """A listed unit, or a measure word with another one in parentheses: 个(处)."""
        listed = self.exact.get(key)
        if listed is not None or not key.endswith(")"):
            return listed
        pair = _TWO_MEASURE_WORDS.fullmatch(key)
        if pair is None or pair[2] not in self.exact:
            return None
        return self.exact.get(pair[1])

    def _scaled(self, key: str) -> Entry | None:
        """A multiple, alone or of a unit."""
        for word in self._longest_scale_first:
            if key.startswith(word):
                found = self._multiple(self._scales[word], key[len(word) :])
                if found is not None:
                    return found
        power = self._power.match(key)
        if power is None:
            return None
        return self._multiple(power_of_ten(power["power"]), key[power.end() :])

    def _multiple(self, scale: Entry, rest: str) -> Entry | None:
        """The multiple alone, or of the unit that follows it."""
        if not rest:
            return scale
        unit = self._unscaled(rest)
        return None if unit is None else times(scale, unit)

    def _base(self, key: str) -> Entry | None:
        """每万人 in the place of a unit: one in ten thousand."""
        if not key.startswith("每"):
            return None
        match = self.per.fullmatch(key)
        if match is None or not match["count"]:
            return None
        count = self.count(match["count"])
        if not count:
            return None
        return Entry(
            code=f"1/{count}",
            dimension="count",
            base="1",
            factor=Fraction(1, count),
            root=key,
            over=True,
        )

    def _quotient(self, key: str) -> Entry | None:
        """吨/日, 人/10万, 升/人·日, 千克/(平方米·年), 人每平方公里, 起/每万枚."""
        # 人每平方公里 and 人/每平方公里 are 人/平方公里.
        with_lines = key.replace("/每", "/").replace("每", "/")
        upper, *lower = with_lines.split("/")
        if not lower:
            return None
        result = _ONE if upper in ("", "1") else self._simple(upper)
        if result is None:
            return None
        if result is _ONE and not self._is_many(lower[0]):
            return None
        for piece in lower:
            # Some plans print brackets around what stands below the line: 千克/(平方米·年).
            for part in piece.strip("()").split("·"):
                divisor = self._divisor(part)
                # 85%/70% is two values.
                if divisor is None or divisor.dimension == "fraction":
                    return None
                result = self._over(result, divisor)
        return result

    def _is_many(self, part: str) -> bool:
        """10万人: one of so many. Of /人 nobody knows what is counted."""
        below = self._divisor(part)
        return below is not None and below.dimension == "count" and below.multiple > 1

    def _divisor(self, part: str) -> Entry | None:
        """What stands below a line: a unit, a number, or a number of units (10万人)."""
        digits = _lead(_INTEGER_AHEAD, part)
        if not digits:
            return self._simple(part)
        if int(digits) == 0:
            return None
        count = Entry(
            code=digits,
            dimension="number",
            base="1",
            factor=Fraction(digits),
            bare=True,
        )
        if digits == part:
            return count
        unit = self._simple(part[len(digits) :])
        if unit is None:
            return None
        return times(count, unit)

    def _over(self, top: Entry, below: Entry) -> Entry:
        """`top` divided by `below`."""
        pair = f"{top.dimension}/{below.dimension}"
        return quotient(top, below, self._quotients.get(pair))


def _lead(pattern: regex.Pattern[str], text: str) -> str:
    """What `text` begins with; "" where the pattern does not match there."""
    found = pattern.match(text)
    return "" if found is None else found[0]


def one_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first, so that 万亿 is not read as 万."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    alternatives = "|".join(regex.escape(word) for word in longest_first)
    return f"(?:{alternatives})"
