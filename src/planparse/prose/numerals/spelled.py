"""Quantities in Chinese numerals: 百分之九十五, 三分之二, 七成, 翻一番, 一百二十家, 三四十家."""

from __future__ import annotations

from decimal import Decimal

import regex
from msgspec import Struct

from planparse.grammar.numerals import read_integer
from planparse.prose.printed_units import UnitReader
from planparse.prose.words import Lexicon, last_word, longest_word

_DIGITS = "一二三四五六七八九"
_SCALES = "十百千万亿"
# Scales that stand between a number and its unit: 120 of 万人.
_WITH_UNIT = "万亿"
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# Twice as much is a hundred percent more.
_PERCENT = 100
# Of ten parts.
_TENTH_HALF = Decimal("0.5")


class Spelled(Struct, frozen=True):
    """A quantity in numerals; positions index the text, ends excluded."""

    start: int
    end: int
    numbers: tuple[Decimal, ...]
    """One value, or the two ends of a range: 三四十家."""
    unit: str | None


class SpelledReader:
    """Reads them with the words of one grammar."""

    def __init__(self, lex: Lexicon, units: UnitReader) -> None:
        self.units = units
        self.spelled = lex.pattern["spelled"]
        self.mark = lex.spelled_mark
        self.ends = lex.pattern["spelled-end"]
        self.counted = lex.words["han-units"]
        self.leads = lex.words["han-lead"]
        self.lead_ends = lex.spelled
        self.short = lex.pattern["han-count"]
        self.exact_leads = lex.words["han-exact"]

    def read(self, text: str, start: int) -> list[Spelled]:
        """The quantities of `text` from `start` on; of two that begin together the longer."""
        # One look instead of two, as most texts have no numerals that count.
        if not self.mark.search(text, start):
            return []
        found: dict[int, Spelled] = {}
        for near in self.lead_ends.finditer(text, start):
            count = self._led(text, start, near.start())
            if count is not None:
                found[count.start] = count
        for match in self.spelled.finditer(text, start):
            spelled = self._count(text, match) if match["count"] else _share(match)
            if spelled is not None:
                found[spelled.start] = spelled
        return list(found.values())

    def _led(self, text: str, start: int, at: int) -> Spelled | None:
        """The count at `text[at]` behind a verb or a bound that counts exactly: 新建两所, 至少一名."""
        lead = last_word(text, start, at, self.leads)
        match = self.short.match(text, at) if lead else None
        number = read_integer(match["a"]) if match else None
        if match is None or number is None:
            return None
        if number == 1 and not self._counts_one(text, start, at, lead):
            return None
        return Spelled(at, match.end(), (Decimal(number),), match["unit"])

    def _counts_one(
        self,
        text: str,
        start: int,
        at: int,
        lead: str,
    ) -> bool:
        """至少一名, 至少配备一名: elsewhere 一 before a noun is an article."""
        if lead in self.exact_leads:
            return True
        return bool(last_word(text, start, at - len(lead), self.exact_leads))

    def _count(self, text: str, match: regex.Match[str]) -> Spelled | None:
        """一百二十家, 一万二千人, 三四十家; None where the numerals are no count."""
        words = match[0].translate(_FINANCIAL)
        end = match.end()
        cut = len(words.rstrip(_WITH_UNIT))
        scaled = 0 < cut < len(words)
        if scaled:
            end -= len(words) - cut
            words = words[:cut]
        numbers = _numbers(words)
        unit = self.units.read(text, end)
        if numbers is None or unit is None:
            return None
        if not longest_word(unit.text.lstrip(_WITH_UNIT), 0, self.counted) and not scaled:
            return None
        at = match.start()
        is_led = bool(last_word(text, 0, at, self.leads))
        if not is_led and not self.ends.match(text, unit.end):
            return None
        return Spelled(at, unit.end, numbers, unit.text)


def _share(match: regex.Match[str]) -> Spelled | None:
    """百分之九十五, 三分之二, 七成, 翻一番."""
    span = match.span()
    if match["percent"]:
        value = _decimal(match["percent"])
        return None if value is None else Spelled(*span, (value,), "%")
    if match["part"]:
        whole = read_integer(match[0][0])
        part = read_integer(match["part"])
        if not whole or not part:
            return None
        return Spelled(*span, (Decimal(part) / Decimal(whole),), None)
    if match["tenths"]:
        tenths = Decimal(read_integer(match[0][0]) or 0)
        return Spelled(*span, (tenths + (_TENTH_HALF if match[0][-1] == "半" else 0),), "成")
    times = read_integer(match["doubled"][:-1]) or 1
    return Spelled(*span, (Decimal((2**times - 1) * _PERCENT),), "%")


def _decimal(words: str) -> Decimal | None:
    """九十五点五 is 95.5."""
    whole, _, behind = words.partition("点")
    number = read_integer(whole)
    if number is None:
        return None
    digits = "".join(str(read_integer(letter) or 0) for letter in behind)
    return Decimal(f"{number}.{digits}" if digits else number)


def _numbers(words: str) -> tuple[Decimal, ...] | None:
    """The number that numerals count; two where two digits in a row say about how much: 三四十."""
    for at in range(len(words) - 1):
        pair = words[at : at + 2]
        if pair not in _DIGITS and pair != "两三":
            if pair[0] in _DIGITS and pair[1] in _DIGITS:
                return None  # 三五: nobody knows
            continue
        low = read_integer(words[: at + 1] + words[at + 2 :])
        high = read_integer(words[:at] + words[at + 1 :])
        return None if low is None or high is None else (Decimal(low), Decimal(high))
    if not any(letter in words for letter in _SCALES) and len(words) > 1:
        return None
    number = read_integer(words)
    return None if number is None else (Decimal(number),)
