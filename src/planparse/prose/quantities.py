"""Finds quantities in a stretch of prose: a number or a range of numbers and its unit.

What is no quantity (dates, ordinals, names, models, ages in a definition) is
left out here; what a quantity measures and how it is bounded is read later.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Comparator
from planparse.prose.words import Lexicon, last_word, longest_word

_SIGNS: dict[str, Comparator] = {
    "≥": "≥", "≧": "≥", ">=": "≥", "≤": "≤", "≦": "≤", "<=": "≤", ">": ">", "<": "<",
}
_HALF = {0xFF1E: ">", 0xFF1C: "<"}

_COLONS = (":", "：", "∶")
_REACH = 40
"""No further before 1:15 stands the word that makes it a ratio, no time of day."""


class Quantity(NamedTuple):
    """A printed quantity; all positions index the paragraph's text.

    `text[start:end]` runs from the comparator sign or the number to the end of
    the unit; `number` is where the first digit stands; `after` is past the words
    behind it that bound it (以上, 左右). `numbers` holds one value, the two ends
    of a range, or the terms of a ratio.
    """

    start: int
    number: int
    end: int
    after: int
    kind: Literal["number", "range", "ratio"]
    numbers: tuple[Decimal, ...]
    unit: str | None
    comparator: Comparator | None
    """Printed as a sign or behind the number; words before it are read with the sentence."""


class _PrintedUnit(NamedTuple):
    """A unit behind a number: `text` without 余 and 多, `end` past all of it."""

    text: str
    end: int
    comparator: str | None


def find_quantities(text: str, grammar: Grammar, start: int = 0) -> list[Quantity]:
    """All quantities of `text` from `start` on, in order, none overlapping."""
    lex = grammar.derived(Lexicon)
    found: list[Quantity] = []
    at = start
    titles = [m.span() for m in lex.pattern["title"].finditer(text)] if "《" in text else []
    for match in lex.pattern["number"].finditer(text, start):
        while titles and titles[0][1] <= match.start():
            titles.pop(0)
        if match.start() < at or (titles and titles[0][0] < match.start()):
            continue
        skipped = _skip(text, match, start, lex)
        if skipped:
            at = skipped
            continue
        quantity = _read(text, match, lex)
        if quantity is not None:
            found.append(quantity)
            at = quantity.end
    if spelled := _spelled(text, start, lex):
        found = sorted(found + spelled, key=lambda q: q.start)
    return found


def _spelled(text: str, start: int, lex: Lexicon) -> list[Quantity]:
    """Counts in Chinese numerals that count exactly: 新建两所, 至少一名."""
    found = []
    for near in lex.spelled.finditer(text, start):
        lead = last_word(text, start, near.start() + 1, lex.words["han-lead"])
        match = lex.pattern["han-count"].match(text, near.start() + 1) if lead else None
        number, exact = read_integer(match["a"]) if match else None, lex.words["han-exact"]
        if match is None or number is None:
            continue
        if number == 1 and lead not in exact and not last_word(text, start, match.start() - len(lead), exact):
            continue
        behind = longest_word(text, match.end(), lex.behind)
        found.append(Quantity(
            match.start(), match.start(), match.end(), match.end() + len(behind), "number",
            (Decimal(number),), match["unit"], _comparator(lex.sign.get(behind)),
        ))
    return found


def decimal(text: str) -> Decimal:
    """The number that `text` prints, in digits of either width and with or without separators."""
    return Decimal(text.replace(",", "").replace("，", "").replace("．", "."))


def _skip(text: str, match: regex.Match[str], floor: int, lex: Lexicon) -> int:
    """Past a date, a name or a model that begins at the match; 0 where there is none."""
    start = match.start("a")
    if other := lex.other.match(text, start):
        return max(other.end(), match.end())
    clock = lex.pattern["clock"].match(text, start) if text[match.end():match.end() + 1] in _COLONS else None
    if clock and not lex.pattern["ratio-before"].search(text, max(floor, start - _REACH), start):
        return clock.end()
    left = text[max(floor, start - 9):start]
    if lex.pattern["name-before"].search(left):
        return match.end()
    return 0


def _read(text: str, match: regex.Match[str], lex: Lexicon) -> Quantity | None:
    colon = text[match.end():match.end() + 1] in _COLONS
    if colon and (ratio := lex.pattern["ratio"].match(text, match.end())):
        return _ratio(text, match, ratio, lex)
    unit = _unit(text, match.end(), lex)
    end = unit.end if unit else match.end()
    numbers = [decimal(match["a"])]
    if far := _range_end(text, match, end, lex):
        numbers.append(decimal(far["b"]))
        unit = _unit(text, far.end(), lex) or unit
        end = max(unit.end if unit else 0, far.end())
    if _is_name(text, match, end, unit, lex):
        return None
    return _quantity(text, match, numbers, unit, end, lex)


def _quantity(
    text: str, match: regex.Match[str], numbers: list[Decimal], unit: _PrintedUnit | None, end: int, lex: Lexicon
) -> Quantity:
    behind = longest_word(text, end, lex.behind)
    sign = lex.sign.get(behind) or (unit.comparator if unit else None)
    after = end + len(behind)
    if not behind and lex.pattern["within"].match(text, end):
        sign, after = "≤", end + 1
    printed = match["sign"]
    comparator = _SIGNS.get(printed.translate(_HALF)) if printed else None
    return Quantity(
        match.start(), match.start("a"), end, after, "range" if len(numbers) > 1 else "number",
        tuple(numbers), unit.text if unit else None, comparator or _comparator(sign),
    )


def _comparator(sign: str | None) -> Comparator | None:
    return sign if sign in ("≥", "≤", ">", "<", "≈") else None  # type: ignore[return-value]


def _ratio(text: str, match: regex.Match[str], ratio: regex.Match[str], lex: Lexicon) -> Quantity | None:
    """1:1.6. A ratio of three terms has no place in a record, nor has a name such as “1:1:N”."""
    follows = text[ratio.end():ratio.end() + 1]
    if ratio["c"] or (_latin(follows)) or follows in (":", "："):
        return None
    numbers = (decimal(match["a"]), decimal(ratio["b"]))
    behind = longest_word(text, ratio.end(), lex.behind)
    sign = _SIGNS.get(match["sign"] or "") or _comparator(lex.sign.get(behind))
    after = ratio.end() + len(behind)
    return Quantity(match.start(), match.start("a"), ratio.end(), after, "ratio", numbers, None, sign)


def _range_end(text: str, match: regex.Match[str], end: int, lex: Lexicon) -> regex.Match[str] | None:
    """The far end of a range, unless 从 or 由 makes it a change from one value to another."""
    far = lex.pattern["to"].match(text, end)
    if far is None or lex.pattern["date"].match(text, far.start("b")):
        return None
    if far["sep"] in "至到" and any(c in text[max(0, match.start() - 8):match.start()] for c in "从由"):
        return None
    return far


def _unit(text: str, at: int, lex: Lexicon) -> _PrintedUnit | None:
    """The unit that begins at `text[at]`, with 万 and 亿 before it and a stroke behind it."""
    start, sign = at, None
    about = text[at:at + 1] if text[at:at + 1] in lex.within else ""
    at += len(about)
    if scale := longest_word(text, at, lex.scales):
        if len(longest_word(text, at, lex.units)) > len(scale):
            scale = ""  # 8千瓦, not 8千 of something
        at += len(scale)
    if not about and text[at:at + 1] in lex.within:
        about, at = text[at], at + 1
    sign = lex.sign.get(about)
    other = lex.pattern["not-unit"].match(text, at) or (
        scale and lex.pattern["noun-after-multiple"].match(text, at))
    word = "" if other else longest_word(text, at, lex.units)
    if word and _latin(word[-1]) and _latin(text[at + len(word):at + len(word) + 1]):
        word = ""  # 5G, 3D: the letter begins a name
    if not word:
        return _PrintedUnit(scale, at, sign) if scale and not (about and start == at) else None
    end = _stroke(text, at + len(word), lex) if word[0] != "/" else at + len(word)
    return _PrintedUnit(scale + text[at:end], end, sign)


def _stroke(text: str, at: int, lex: Lexicon) -> int:
    """Past /人, /万元, /10万, /月·平方公里 behind a unit."""
    marks: tuple[str, ...] = ("/", "／")
    for _ in range(3):
        if text[at:at + 1] not in marks:
            return at
        over = at + 1
        while text[over:over + 1].isdecimal():
            over += 1
        scale = longest_word(text, over, lex.scales)
        word = max(longest_word(text, over, lex.over), scale + longest_word(text, over + len(scale), lex.over), key=len)
        if not word:
            return at
        at, marks = over + len(word), ("/", "／", "·")
    return at


def _is_name(
    text: str, match: regex.Match[str], end: int, unit: _PrintedUnit | None, lex: Lexicon
) -> bool:
    """Whether the number belongs to a name, a definition or a base rather than measuring something."""
    start = match.start("a")
    left = text[max(0, start - 48):start]
    if unit is None:
        return not _is_bare_value(text, left, end, lex)
    if left.endswith("“") and text[end:end + 1].isdecimal():  # “3个100”
        return True
    if left[-1:].isascii() and left[-1:].isalpha() and unit.text[:1] in ("年", "天", "级", "号", "小"):
        return True
    if last_word(text, 0, start, lex.words["denominator"]):
        return lex.pattern["to"].match(text, match.end()) is None and "—" not in text[match.end():end]
    if unit.text in ("岁", "周岁") and lex.pattern["age-before"].search(left):
        return True
    return unit.text in ("年", "个月", "天") and bool(lex.pattern["span-of-years"].search(left))


def _is_bare_value(text: str, left: str, end: int, lex: Lexicon) -> bool:
    if lex.pattern["name-after"].match(text, end):
        return False
    return bool(lex.pattern["bare"].search(left) and lex.pattern["bare-after"].match(text, end))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
