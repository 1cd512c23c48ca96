"""Finds quantities in a stretch of prose: a number or a range of numbers and its unit.

Numbers that measure nothing (`named_numbers`) are left out here; what a quantity
measures and how the words before it bound it is read later, with its sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import Literal

import regex
from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.model.plan import Comparator
from planparse.prose.named_numbers import COLONS, NamedNumbers, NumberMatch
from planparse.prose.numerals.spelled import Spelled, SpelledReader
from planparse.prose.printed_units import UnitReader, is_latin
from planparse.prose.words import Lexicon, longest_word
from planparse.quantity.spellings import decimal_of

# Signs before a number, in half width.
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
_HALF_WIDTH = str.maketrans("＞＜", "><")
# What a minus sign ends in, with the words for one: 负3.5%, 零下12℃.
_MINUS = frozenset("-－−—–负下")
# Letters before a number that say whether a dash is its sign.
_MINUS_REACH = 5
# `regex` finds digits of all scripts in half the time that `re` takes.
_DIGITS = regex.compile(r"\d+")
# Decimal points as they are typed: full width, or raised as in 9·3吨.
_POINTS = ("．", "·", "・")
# Letters of a sign before a number: >=.
_LONGEST_SIGN = 2
# What a power of ten or another product opens with.
_TIMES = frozenset("×xX*")
# Behind one of these stands the second term of a part or of a ratio.
_TERM_MARKS = frozenset(("/", *COLONS))
# Marks behind a ratio that say that it has more terms.
_TERMS = (":", "：")
# 由 stands no further before the value that a change starts from: 由2020年的65%提高到80%.
_CHANGE_REACH = 8


class Quantity(Struct, frozen=True):
    """A printed quantity; all positions index the paragraph's text, ends excluded."""

    start: int
    """Where the comparator sign or the minus stands, or the first digit."""
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


def decimal(text: str) -> Decimal:
    """The number that `text` prints, in digits of either width and with or without separators."""
    if text.isdecimal():  # as most numbers are printed
        return Decimal(text)
    plain = text.replace(",", "").replace("，", "")
    for point in _POINTS:
        plain = plain.replace(point, ".")
    return Decimal(plain)


class QuantityReader:
    """Reads quantities with the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        pattern = lex.pattern
        self.units = UnitReader(lex)
        self.names = NamedNumbers(lex)
        self.sign = lex.sign
        self.behind = lex.behind
        self.title = pattern["title"]
        self.number = pattern["number"]
        self.to = pattern["to"]
        self.date = pattern["date"]
        self.power = pattern["power"]
        self.lost_power = pattern["lost-power"]
        self.minus = pattern["minus"]
        self.ratio = pattern["ratio"]
        # A plan has few units, and asks for each again and again.
        points = pattern["points"]
        self.are_points = Answers[str, bool](lambda unit: points.search(unit) is not None)
        self.joints = lex.words["joints"]
        self.within = pattern["within"]
        self.between_joints = lex.words["between-joints"]
        self.range_joints = lex.words["range-joints"]
        self.range_openers = lex.words["range-openers"]
        self.numerals = SpelledReader(lex, self.units)
        self.part_of = pattern["part-of"]
        self.between = pattern["between"]
        to, within = grammar.rule("prose.to"), grammar.rule("prose.within")
        # By the letter behind a unit, whether the far end of a range may begin with it, or a bound.
        self.opens_far = Answers[str, bool](
            lambda letter: letter in self.between_joints or to.begins[letter]
        )
        self.opens_bound = Answers[str, bool](
            lambda letter: letter in self.behind.by_first or within.begins[letter]
        )

    def read(self, text: str, start: int) -> list[Quantity]:
        """All quantities of `text` from `start` on, in order, none overlapping."""
        found = self._in_digits(text, start)
        if len(found) > 1:
            found = self._with_points(text, found)
        spelled = self.numerals.read(text, start)
        if spelled:
            found += [self._of_numerals(text, count) for count in spelled]
            found.sort(key=_start)
        return found

    def _with_points(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """8.2个和5.1个百分点: what is listed before points, with the beginning of their word, are points."""
        for at in range(len(found) - 1, 0, -1):
            following = found[at]
            unit = following.unit
            if unit is None or not self.are_points[unit]:
                continue  # as most are
            q = found[at - 1]
            if not q.unit or q.unit == unit or not unit.startswith(q.unit):
                continue
            if text[q.end : following.start] in self.joints:
                found[at - 1] = replace(q, unit=unit)
        return found

    def _in_digits(self, text: str, start: int) -> list[Quantity]:
        found: list[Quantity] = []
        numbers = self._numbers(text, start)
        if not numbers:
            return found
        titles = self._titles(text)
        done = start
        for match in numbers:
            at = match.start()
            if at < done or (titles and _is_inside(at, titles)):
                continue
            end = match.end()
            behind = text[end : end + 1]
            name_end = self.names.end(text, match, start, behind)
            if name_end is None and behind in _TIMES:
                name_end = self._lost_power_end(text, end)
            if name_end is not None:
                done = name_end
                continue
            read = self._of_terms if behind in _TERM_MARKS else self._of_number
            quantity = read(text, match)
            if quantity is not None:
                found.append(quantity)
                done = quantity.end
        return found

    def _numbers(self, text: str, start: int) -> list[NumberMatch]:
        """The numbers of `text` from `start` on, each with the sign before it, in order.

        A digit is found in a tenth of the time of the whole pattern, which is only asked beside one.
        """
        found: list[NumberMatch] = []
        for digits in _DIGITS.finditer(text, start):
            first, end = digits.span()
            # What the number before has left of them, as of 1,200.5 none.
            while end > start:
                match = self.number.search(text, max(start, first - _LONGEST_SIGN))
                if match is None:
                    return found
                found.append(match)
                start = match.end()
        return found

    def _lost_power_end(self, text: str, end: int) -> int | None:
        """Where 1.2×108 ends, of which nobody knows that it was 1.2×10⁸; None where it is none."""
        lost = self.lost_power.match(text, end)
        return None if lost is None else lost.end()

    def _titles(self, text: str) -> list[tuple[int, int]]:
        """The spans of titles in 《》, in order: a number in one measures nothing."""
        if "《" not in text:
            return []
        return [match.span() for match in self.title.finditer(text)]

    def _of_numerals(self, text: str, spelled: Spelled) -> Quantity:
        """A quantity in Chinese numerals: 新建两所, 百分之九十五, 一百二十家."""
        sign, after = self._bound(text, spelled.end)
        return Quantity(
            start=spelled.start,
            number=spelled.start,
            end=spelled.end,
            after=after,
            kind="range" if len(spelled.numbers) > 1 else "number",
            numbers=spelled.numbers,
            unit=spelled.unit,
            comparator=sign,
        )

    def _bound(self, text: str, end: int) -> tuple[Comparator | None, int]:
        """What the words behind a unit that ends at `end` say (以上), and where they end."""
        word = longest_word(text, end, self.behind)
        return self.sign.get(word), end + len(word)

    def _bound_or_within(self, text: str, end: int) -> tuple[Comparator | None, int]:
        """The same where 内 may stand behind the unit: 10秒内."""
        sign, after = self._bound(text, end)
        if after == end and self.within.match(text, end):
            return "≤", end + 1
        return sign, after

    def _of_terms(self, text: str, match: NumberMatch) -> Quantity | None:
        """A part, a ratio or a number with one of their marks behind it; None where it is part of a name."""
        end = match.end()
        letter = text[end : end + 1]
        if letter == "/":
            part = self.part_of.match(text, end)
            if part and decimal(match["a"]) < decimal(part["b"]):
                return self._of_part(text, match, part)
        if letter in COLONS:
            ratio = self.ratio.match(text, end)
            if ratio:
                return self._of_ratio(text, match, ratio)
        return self._of_number(text, match)

    def _of_part(
        self,
        text: str,
        match: NumberMatch,
        part: regex.Match[str],
    ) -> Quantity:
        """2/3 of a whole."""
        sign, after = self._bound(text, part.end())
        return Quantity(
            start=match.start(),
            number=match.start("a"),
            end=part.end(),
            after=after,
            kind="number",
            numbers=(decimal(match["a"]) / decimal(part["b"]),),
            unit=None,
            comparator=_SIGNS.get(match["sign"] or "") or sign,
        )

    def _of_number(self, text: str, match: NumberMatch) -> Quantity | None:
        """A number or a range with its unit, and what bounds it."""
        first = match.start("a")
        number = decimal(match["a"])
        end = match.end()
        if text[end : end + 1] in _TIMES:
            number, end = self._factored(text, number, end)
        # Most numbers follow a letter in which no minus sign ends.
        minus = self._minus(text, first) if first and text[first - 1] in _MINUS else 0
        numbers = [-number if minus else number]
        # The unit may stand behind the first number, behind the far end, or behind both.
        unit = self.units.read(text, end)
        if unit:
            end = unit.end
        far = self._far_end(text, match, end) if self.opens_far[text[end : end + 1]] else None
        if far:
            numbers.append(decimal(far["b"]))
            end = far.end()
            unit_of_both = self.units.read(text, end)
            if unit_of_both:
                unit = unit_of_both
                end = unit.end
        if self.names.holds(text, match, end, unit):
            return None
        sign: Comparator | None = None
        after = end
        if self.opens_bound[text[end : end + 1]]:
            sign, after = self._bound_or_within(text, end)
        if sign is None and unit:
            sign = unit.comparator
        before = _sign_before(text, first - minus) if minus else ""
        printed = match["sign"] or before
        if printed:
            sign = _SIGNS.get(printed.translate(_HALF_WIDTH)) or sign
        return Quantity(
            start=match.start() - minus - len(before),
            number=first,
            end=end,
            after=after,
            kind="range" if far else "number",
            numbers=tuple(numbers),
            unit=unit.text if unit else None,
            comparator=sign,
        )

    def _factored(self, text: str, number: Decimal, end: int) -> tuple[Decimal, int]:
        """The number before `text[end]` with its power of ten, if any, and where it ends: 2.5×10^8."""
        power = self.power.match(text, end)
        if power is None:
            return number, end
        return decimal_of(f"{number}{power[0]}"), power.end()

    def _minus(self, text: str, start: int) -> int:
        """How many characters before the first digit are its minus sign; 0 where it has none."""
        reach = max(0, start - _MINUS_REACH)
        found = self.minus.search(text[reach:start])
        if found is None:
            return 0
        return len(found["said"] or found[0][-1])

    def _far_end(
        self,
        text: str,
        match: NumberMatch,
        end: int,
    ) -> regex.Match[str] | None:
        """The far end of a range, unless 从 or 由 makes it a change from one value to another."""
        if text[end : end + 1] in self.between_joints:
            return self.between.match(text, end)
        far = self.to.match(text, end)
        if far is None or self.date.match(text, far.start("b")):
            return None
        if far["sep"] not in self.range_joints:
            return far
        start = match.start()
        reach = max(0, start - _CHANGE_REACH)
        left = text[reach:start]
        is_change = any(word in left for word in self.range_openers.ordered)
        if is_change:
            return None
        return far

    def _of_ratio(
        self,
        text: str,
        match: NumberMatch,
        ratio: regex.Match[str],
    ) -> Quantity | None:
        """1:1.6; a ratio of three terms has no place in a record, nor has a name such as “1:1:N”."""
        end = ratio.end()
        follows = text[end : end + 1]
        if ratio["c"] or is_latin(follows) or follows in _TERMS:
            return None
        sign, after = self._bound(text, end)
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


def _sign_before(text: str, at: int) -> str:
    """≥ before the minus of ≥-2‰; "" where none stands there."""
    return text[at - 1 : at] if text[at - 1 : at] in _SIGNS else ""


def _start(quantity: Quantity) -> int:
    return quantity.start


def _is_inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies behind the first character of one of the spans and before its end."""
    before = bisect_left(spans, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < spans[before][1]
