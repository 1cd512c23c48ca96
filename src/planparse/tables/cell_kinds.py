"""What a cell prints, by its look alone: a serial number, a value, words, a mark of nature, or nothing."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.raw_cells import clean

KINDS = ("empty", "serial", "value", "missing", "nature", "text")


def cell_kind(text: str, grammar: Grammar) -> str:
    """One of KINDS for a cell's text, by its look alone; a small integer is a `serial`."""
    return grammar.remembered(_kind, text)


def _kind(printed: str, grammar: Grammar) -> str:
    text = clean(printed)
    if not text:
        return "empty"
    if len(text) > 40:
        return "text"
    for kind in ("serial", "value", "missing", "nature"):
        if grammar.pattern(f"grids.{kind}").fullmatch(text):
            return kind
    if grammar.pattern("grids.relative").fullmatch(text):
        return "value"
    measured = grammar.pattern("grids.number-and-unit").fullmatch(text)
    return "value" if measured and not _is_year(text) and known(measured["unit"], grammar) else "text"


def _is_year(text: str) -> bool:
    return text[:2] in ("19", "20") and text[4:5] == "年"
