"""Labels of headings: how they are numbered, and whether one is printed in a stretch of text."""

from __future__ import annotations

import re
from functools import lru_cache

from planparse.grammar.numerals import read_integer
from planparse.model.plan import Section

_NUMERAL = re.compile(r"[\d一二三四五六七八九十百〇零]+")
_BLANK = re.compile(r"[^\S\n]")
_DIGITS = "〇一二三四五六七八九"

HAN = "一二三四五六七八九十"

ENUMERATING = "、"
"""Ends a label, and stands between the members of a list."""

# ① counts as a 1 in a style of its own.
_CIRCLE = "◯"
_CIRCLED = {chr(ord("①") + n): f"{_CIRCLE}{n + 1}" for n in range(20)}
_CIRCLED_SIGN = re.compile(f"[{''.join(_CIRCLED)}]")

_CIRCLED_SIGNS = ("", *_CIRCLED)
"""The sign for each number, from ① at 1 on."""

# More different labels than a long plan has.
_LABELS_KEPT = 4096

# No list of headings is so long; a label's number from here on is a year, in digits.
BEYOND_HAN = 1000


@lru_cache(maxsize=_LABELS_KEPT)
def style_of(label: str) -> str:
    """A label with its last numeral left out: （#）, #、, 第#章, 2.#."""
    plain = _narrow(label).replace("\n", "")
    last = _last_numeral(plain)
    if last is None:
        return plain
    return f"{plain[: last.start()]}#{plain[last.end() :]}"


def number_of(section: Section) -> int:
    """The number that counts among siblings: of 2.1 it is 1."""
    return _label_number(section.label) or section.number or 0


def label_stands(
    label: str,
    number: int,
    text: str,
) -> bool:
    """Whether a label of the style of `label`, with this number, is printed somewhere in `text`."""
    # The gap may be printed in either kind of numerals: 第三章, 第3章.
    numerals = (str(number), _han(number))
    # Between most headings no such numeral stands at all, with blanks in it or without.
    if not any(map(set(text).issuperset, (*numerals, *_CIRCLED_SIGNS[number : number + 1]))):
        return False
    before, _, after = style_of(label).rpartition("#")
    numeral = f"(?:{'|'.join(numerals)})"
    # 1.5 is no label, but 10、24小时 is one with its title.
    closed = "" if after and after[-1] not in "." else r"(?!\d)"
    opened = r"(?<!\d)"
    if before[-1:] == ".":
        opened = r"(?<![\d.])"  # in 3.3.1 stands no 3.1
    elif not before and not after:
        opened = r"(?m:^)"  # 4 begins a line; 在4小时内 is none
    elif not before and after == ENUMERATING:
        # 二、三级医院 and 一、二、三产业 print no 二、, but a line may begin with 二、三年行动.
        opened = rf"(?:(?m:^)|(?<![\d{HAN}])(?!{numeral}、[{HAN}]))"
    printed = rf"{opened}{re.escape(before)}{numeral}{re.escape(after)}{closed}"
    return re.search(printed, _narrow(text)) is not None


@lru_cache(maxsize=_LABELS_KEPT)
def _label_number(label: str) -> int | None:
    last = _last_numeral(_narrow(label))
    if last is None:
        return None
    return read_integer(last[0])


def _last_numeral(label: str) -> re.Match[str] | None:
    # Of 2.1 the last numeral counts the siblings, the first one their parents.
    last = None
    for numeral in _NUMERAL.finditer(label):
        last = numeral
    return last


def _narrow(text: str) -> str:
    """Lines without blanks, and with one print of brackets and full stops."""
    # Few texts have such a sign; `translate` would look each of their characters up.
    plain = _CIRCLED_SIGN.sub(lambda sign: _CIRCLED[sign[0]], _BLANK.sub("", text))
    return plain.replace("(", "（").replace(")", "）").replace("．", ".")


def _han(number: int) -> str:
    """A number below 1000 in Chinese numerals: 九, 十, 十二, 二十, 一百零三, 一百一十; else in digits."""
    if number >= BEYOND_HAN:
        return str(number)
    hundreds, rest = divmod(number, 100)
    if hundreds == 0:
        return _below_hundred(rest)
    leading = f"{_DIGITS[hundreds]}百"
    if rest == 0:
        return leading
    # Behind a hundred nothing is left out: 一百零三, 一百一十.
    filler = "零" if rest < 10 else "一" if rest < 20 else ""
    return f"{leading}{filler}{_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    leading = _DIGITS[tens] if tens > 1 else ""
    trailing = _DIGITS[ones] if ones else ""
    return f"{leading}十{trailing}"
