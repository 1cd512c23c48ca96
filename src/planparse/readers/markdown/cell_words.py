"""The words of a table cell that is written in HTML, Markdown or TeX, without their marks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from planparse.model.source import Span

_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,200}-->")
_BOLD = "**"
_EMPHASIS = re.compile(r"\*\*|__(?=\S)|\$")
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$")


class _TexSign(NamedTuple):
    """A command of TeX, and what it prints."""

    pattern: re.Pattern[str]
    printed: str | Callable[[re.Match[str]], str]


def _circled(digit: re.Match[str]) -> str:
    r"""\textcircled{1} is ①; there is room for one digit, and 0 stands for ten."""
    number = int(digit[1]) or 10
    return chr(ord("①") + number - 1)


# In this order: signs before the marks that go, and blanks between digits when all else is gone.
_TEX = (
    _TexSign(re.compile(r"\\(?:geq|geqslant|ge)\b\s?"), "≥"),
    _TexSign(re.compile(r"\\(?:leq|leqslant|le)\b\s?"), "≤"),
    _TexSign(re.compile(r"\\(?:sim|thicksim)\b\s?"), "~"),
    _TexSign(re.compile(r"\\times\b\s?"), "×"),
    _TexSign(re.compile(r"\\pm\b\s?"), "±"),
    _TexSign(re.compile(r"\\(?:textperthousand|permil)\b\s?"), "‰"),
    _TexSign(re.compile(r"\\textcircled\s?\{\s?(\d)\s?\}"), _circled),
    _TexSign(
        re.compile(r"\\(?:mathrm|text|textrm|mathbf|bf|rm|left|right|mathsf|operatorname)\b\s?"),
        "",
    ),
    _TexSign(re.compile(r"\\([%#&_$])"), r"\1"),
    _TexSign(re.compile(r"[{}^]|\\[,;! ]"), ""),
    # Recognised formulas have each digit for itself: 9 5 . 5 \%.
    _TexSign(
        re.compile(r"(?<=[\d.])\s(?=[\d.%‰])|(?<=[≥≤])\s|(?<=[A-Za-z])\s(?=\d)"),
        "",
    ),
)


def plain(text: str) -> str:
    """The words of a cell without tags, emphasis and entities; simple TeX as its characters."""
    # Few cells have any of these marks, and a search for one character costs nothing.
    if "<" in text:
        text = _ANY_TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if "$" in text or "\\" in text:
        text = _FORMULA.sub(_formula_words, text)
    if "*" in text or "_" in text or "$" in text:
        text = _EMPHASIS.sub("", text)
    return text.strip()


def _formula_words(formula: re.Match[str]) -> str:
    text = formula[0].strip("$ ")
    for sign in _TEX:
        text = sign.pattern.sub(sign.printed, text)
    return text.strip()


def trimmed(text: str, start: int, end: int) -> Span:
    """The span `start` to `end` without outer white space, inline tags and emphasis marks."""
    # Marks stand inside of one another: <b>**95%**</b>.
    while True:
        first, last = _trimmed_once(text, start, end)
        if (first, last) == (start, end):
            return start, end
        start = first
        end = last


def _trimmed_once(text: str, start: int, end: int) -> Span:
    """The span without outer white space, and without one mark at each end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    tag = _ANY_TAG.match(text, start, end)
    if tag:
        start = tag.end()
    end = _before_last_tag(text, start, end)
    # Only around words: four stars alone are no emphasis.
    has_words = end - start > 2 * len(_BOLD)
    opens = text.startswith(_BOLD, start)
    closes = text.endswith(_BOLD, start, end)
    if has_words and opens and closes:
        start += len(_BOLD)
        end -= len(_BOLD)
    return start, end


def _before_last_tag(text: str, start: int, end: int) -> int:
    """Where the tag begins that ends at `end`; `end` itself where none does."""
    if end <= start or text[end - 1] != ">":
        return end
    opening = text.rfind("<", start, end)
    if opening < 0:
        return end
    # Any ">" may stand at the end: >95 is a value.
    if not _ANY_TAG.fullmatch(text, opening, end):
        return end
    return opening
