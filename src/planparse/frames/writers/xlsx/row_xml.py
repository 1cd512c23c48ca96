"""Rows as a sheet's XML (ECMA-376, SpreadsheetML): cells without a format cost a microsecond each.

XlsxWriter writes all else. Its own cells take ten times as long, more than reading the plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from xml.sax.saxutils import escape

import regex

_LOOKS_ESCAPED = regex.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""A text that Excel would take for an escaped character: its own escape of the underscore keeps it."""


@cache
def letters(column: int) -> str:
    """The letters of a column, from 0: A, …, Z, AA."""
    found = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(ord("A") + digit) + found
    return found


def text_cell(place: str, style: str, text: str) -> str:
    """A cell of text, whatever it begins with; blanks at its ends are kept."""
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{place}"{style} t="inlineStr"><is><t{kept}>{_escaped(text)}</t></is></c>'


def number_cell(place: str, style: str, number: float) -> str:
    """A cell of a number, with all of its digits: reading it gives the same float."""
    return f'<c r="{place}"{style}><v>{number!r}</v></c>'


def truth_cell(place: str, style: str, truth: bool) -> str:
    """A cell of a truth."""
    return f'<c r="{place}"{style} t="b"><v>{int(truth)}</v></c>'


def empty_cell(place: str, style: str) -> str:
    """A cell that has nothing but a look."""
    return f'<c r="{place}"{style}/>'


def formula_cell(place: str, style: str, formula: str, shown: str) -> str:
    """A cell of a formula, without its =, and of what it gives."""
    return f'<c r="{place}"{style} t="str"><f>{_escaped(formula)}</f><v>{_escaped(shown)}</v></c>'


def row(number: int, cells: Iterable[str], height: float | None) -> str:
    """A row by its number from 1; `height` in points, None for one line."""
    high = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="{number}"{high}>{"".join(cells)}</row>'


def _escaped(text: str) -> str:
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(text)
