"""The styles of numbers in front of rows: 一, （一）, 1, （1）, 1.1, 1.1.1, ① each count on their own."""

from __future__ import annotations

import unicodedata

from planparse.grammar import Grammar

STYLES = ("chapter", "section", "item", "dotted", "deep", "deepest", "point", "circle")
"""Names of the rules `tables.numeral.<style>`; a style stands inside of those before it."""

DOTTED = ("dotted", "deep", "deepest")
"""The styles of numbers that say themselves what they stand inside of: 2.1 in 2, 2.1.3 in 2.1."""

UNNUMBERED = ""
"""The style of a row without a number."""


def numeral_style(number: str, grammar: Grammar) -> str:
    """One of `STYLES` for a serial number as printed, `UNNUMBERED` where it is none."""
    return grammar.remembered(_numeral_style, number)


def _numeral_style(number: str, grammar: Grammar) -> str:
    if not number:
        return UNNUMBERED
    for style in STYLES:
        if grammar.pattern(f"tables.numeral.{style}").fullmatch(number):
            return style
    return UNNUMBERED


def outer_number(number: str) -> str:
    """The number that a dotted one stands inside of: 2.1 of 2.1.3; "" where it says none."""
    last = max(number.rfind(dot) for dot in ".．-")
    return number[:last] if last > 0 else ""


def stands_inside(style: str, outer: str) -> bool:
    """Whether numbers of one style count what a number of another style holds: （1） inside of 1."""
    if style not in STYLES or outer not in STYLES:
        return False
    return STYLES.index(style) > STYLES.index(outer)


def counts_from_one(number: str) -> bool:
    """Whether a number is the first of its kind: （1）, ①."""
    digits = [char for char in unicodedata.normalize("NFKC", number) if char.isdecimal()]
    return digits == ["1"]
