"""The styles of numbers in front of rows: 一, （一）, 1, （1）, 1.1, ① each count on their own."""

from __future__ import annotations

from planparse.grammar import Grammar

STYLES = ("chapter", "section", "item", "dotted", "point", "circle")
"""Names of the rules `tables.numeral.<style>`; a style stands inside of those before it."""

UNNUMBERED = ""
"""The style of a row without a number."""


def numeral_style(number: str, grammar: Grammar) -> str:
    """One of `STYLES` for a serial number as printed, `UNNUMBERED` where it is none."""
    if not number:
        return UNNUMBERED
    for style in STYLES:
        if grammar.pattern(f"tables.numeral.{style}").fullmatch(number):
            return style
    return UNNUMBERED
