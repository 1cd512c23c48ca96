"""Footnote marks that a program prints apart from their cell, as they are raised: [24] △, or [24] / △."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import Token, merge

HAS_MARKS = ("value", "text", "missing", "serial")
"""Kinds of cells that bear such marks. A small value looks like a serial number."""


def with_marks_behind(lines: Lines, grammar: Grammar) -> Lines:
    """The lines with a sign that stands alone put behind the cell before or above it.

    Where no mark of nature is told in words, such signs may be those marks, and stay.
    """
    if not any(_is_nature_in_words(line, grammar) for line in lines):
        return lines
    found: Lines = []
    for line, below in zip(lines, [*lines[1:], []], strict=True):
        kept: list[Token] = []
        for token in line:
            target = kept or (found[-1] if found and _is_alone(line, below, grammar) else [])
            if target and _is_mark(token, target[-1], grammar):
                target[-1] = merge([target[-1], token])
            else:
                kept.append(token)
        if kept:
            found.append(kept)
    return found


def _is_alone(line: list[Token], below: list[Token], grammar: Grammar) -> bool:
    """Whether a line has one word, and no name below it, to which a mark would belong: 1 / ★ / 供水量."""
    return len(line) == 1 and not (below and cell_kind(below[0].text, grammar) == "text")


def _is_nature_in_words(line: list[Token], grammar: Grammar) -> bool:
    text = line[-1].text
    return text.isalpha() and cell_kind(text, grammar) == "nature"


def _is_mark(token: Token, above: Token, grammar: Grammar) -> bool:
    if grammar.pattern("tables.cell-sign").fullmatch(token.text) is None:
        return False
    return cell_kind(above.text, grammar) in HAS_MARKS
