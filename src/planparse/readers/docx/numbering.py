"""Automatic numbering of Word (numbering.xml): the label that is printed before a paragraph.

ECMA-376 part 1, 17.9. Counters belong to an abstract list; every `w:num` that refers to it goes on
counting unless it overrides the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planparse.readers.docx.styles import Styles, flag, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# First character and count of the runs of ready-made numbers in Unicode.
_ENCLOSED = {
    "decimalEnclosedCircle": ((0x2460, 20), (0x3251, 15), (0x32B1, 15)),
    "decimalEnclosedCircleChinese": ((0x2460, 20), (0x3251, 15), (0x32B1, 15)),
    "decimalEnclosedParen": ((0x2474, 20),), "decimalEnclosedFullstop": ((0x2488, 20),),
    "ideographEnclosedCircle": ((0x3280, 10),),
}
_COUNTING = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                       "taiwaneseCountingThousand"))
_PLACE = re.compile(r"%([1-9])")


def render(number: int, fmt: str) -> str:
    """`number` (from 0) in the format that numFmt names; decimal where the format has no sign for it."""
    if fmt in _COUNTING:
        return counting(number, _DIGITS, "十百千")
    if fmt in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return counting(number, _LEGAL, "拾佰仟")
    if fmt in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    for first, count in _ENCLOSED.get(fmt, ()):
        if 1 <= number <= count:
            return chr(first + number - 1)
        number -= count
    return _plain(number + sum(count for _, count in _ENCLOSED.get(fmt, ())), fmt)


def _plain(number: int, fmt: str) -> str:
    if fmt in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if fmt == "lowerLetter" else letters.upper()
    if fmt in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if fmt == "upperRoman" else _roman(number).lower()
    if fmt in ("ideographTraditional", "ideographZodiac") and number > 0:
        signs = _STEMS if fmt == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    if fmt == "decimalFullWidth":
        return "".join(chr(ord(d) + 0xFEE0) for d in str(number))
    if fmt == "decimalZero":
        return f"{number:02d}"
    return f"- {number} -" if fmt == "numberInDash" else str(number)


def counting(number: int, digits: str, units: str) -> str:
    """Chinese counting numeral of `number` below 10000; 10 to 19 open with the ten itself."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
        gap = not digit
    ten = digits[1] + units[0]
    return text[1:] if digits == _DIGITS and text.startswith(ten) else text


def _roman(number: int) -> str:
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, number format, text with %1 … %9, and what restarts it."""

    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A `w:num`: the abstract list it counts in, its levels, and the starts it overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {value(e, "abstractNumId", own=True): e for e in _children(root, "abstractNum")}
        self._nums = {value(e, "numId", own=True): e for e in _children(root, "num")}
        self._links = {value(e, "styleLink"): key for key, e in self._abstract.items()}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}

    def label(self, num_id: str, ilvl: int | None, style: str) -> str:
        """Count one paragraph of list `num_id` and return its label with what parts it from the text.

        `ilvl` None means the level that the list ties to the paragraph style.
        """
        numbered = self._list(num_id)
        if numbered is None:
            return ""
        at = ilvl if ilvl is not None else self._style_level(numbered, style)
        level = numbered.levels.get(at)
        if level is None:
            return ""
        self._count(numbered, at, level)
        label = self._text(numbered, level)
        return label + ("" if level.suffix == "nothing" or not label else " ")

    @staticmethod
    def _style_level(numbered: _List, style: str) -> int:
        return next((at for at, level in numbered.levels.items() if style and level.style == style), 0)

    def _count(self, numbered: _List, at: int, level: Level) -> None:
        counters = self._counters.setdefault(numbered.abstract, {})
        if at in numbered.starts:
            counters[at] = numbered.starts.pop(at)
        else:
            counters[at] = counters.get(at, level.start - 1) + 1
        for below in [k for k in counters if k > at]:
            restart = numbered.levels[below].restart if below in numbered.levels else None
            if restart is None or at < restart:
                del counters[below]

    def _text(self, numbered: _List, level: Level) -> str:
        if level.fmt == "bullet":
            return "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in level.text).strip()
        if level.fmt == "none":
            return _PLACE.sub("", level.text)
        counters = self._counters[numbered.abstract]

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = numbered.levels.get(at, Level())
            number = counters.get(at, numbered.starts.get(at, other.start))
            return render(number, "decimal" if level.legal else other.fmt)

        return _PLACE.sub(place, level.text)

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _build(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        key = self._followed(value(num, "abstractNumId"))
        abstract = self._abstract.get(key)
        if abstract is None:
            return None
        numbered = _List(key, _levels(abstract))
        for override in num.iterfind(w("lvlOverride")):
            at = _at(override)
            numbered.levels |= _levels(override)
            start = value(override, "startOverride")
            if start.isdecimal():
                numbered.starts[at] = int(start)
                numbered.levels[at] = replace(numbered.levels.get(at, Level()), start=int(start))
        return numbered

    def _followed(self, key: str) -> str:
        """The abstract list behind a link to a numbering style (17.9.21), else `key` itself."""
        link = value(self._abstract[key], "numStyleLink") if key in self._abstract else ""
        return self._links.get(link, key) if link else key


def _children(root: Element | None, tag: str) -> list[Element]:
    return [] if root is None else list(root.iterfind(w(tag)))


def _levels(parent: Element) -> dict[int, Level]:
    return {_at(e): _level(e) for e in parent.iterfind(w("lvl"))}


def _at(element: Element) -> int:
    at = element.get(w("ilvl"), "")
    return int(at) if at.isdecimal() else 0


def _level(element: Element) -> Level:
    start, restart = value(element, "start"), value(element, "lvlRestart")
    formats = [e.get(w("val"), "") for e in element.iter(w("numFmt"))]
    return Level(
        start=int(start) if start.isdecimal() else 1,
        fmt=next((name for name in formats if name != "custom"), "decimal"),
        text=value(element, "lvlText"), suffix=value(element, "suff") or "tab",
        restart=int(restart) if restart.isdecimal() else None, legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )
