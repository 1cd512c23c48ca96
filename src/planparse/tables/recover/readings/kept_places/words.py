"""The lines of a table as words with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.name_ends import is_open
from planparse.tables.recover.text_page import TextPage
from planparse.tables.recover.tokens import Token, merge, tokens_of, width


class PlacedWord(NamedTuple):
    """A word and where it is printed, from `x0` up to `x1` (excluded)."""

    token: Token
    x0: int
    x1: int
    is_apart: bool
    """A gap of two blanks or more stands before it."""
    kind: str
    """What it is by its look: `serial`, `value`, `unit`, `nature`, or `text`."""


class LineOfWords(Struct, frozen=True):
    """A printed line of a table."""

    index: int
    """Index among the lines of the page."""
    sheet: int
    """Number of the page of the document: places are those of one page."""
    words: tuple[PlacedWord, ...]
    is_after_blank: bool
    """A blank line, or the end of a page, stands above."""

    @property
    def pieces(self) -> int:
        """How many parts of it wide gaps divide."""
        return sum(word.is_apart for word in self.words)

    @property
    def text(self) -> str:
        """Its words without anything between them."""
        return "".join(word.token.text for word in self.words)


def placed_line(
    page: TextPage, index: int, sheet: int, *, in_cells: bool, is_after_blank: bool
) -> LineOfWords:
    """Line `index` of the page; places are counted in characters or, `in_cells`, in half widths."""
    text = page.texts[index]
    words: list[PlacedWord] = []
    for token in _tokens(page, index):
        behind = token.x + token.span[1] - token.span[0]
        x0, x1 = token.x, behind
        if in_cells:
            x0, x1 = width(text[: token.x]), width(text[:behind])
        is_apart = not text[: token.x].strip() or text[: token.x].endswith("  ")
        kind = _kind(token.text, page.grammar)
        words.append(PlacedWord(token, x0, x1, is_apart, kind))
    return LineOfWords(index, sheet, tuple(words), is_after_blank)


def _tokens(page: TextPage, index: int) -> list[Token]:
    """The words of a line; what a bracket holds is one: 86.7（以 15 个."""
    text = page.texts[index]
    whole: list[Token] = []
    for token in tokens_of(text, page.lines[index].start, index, page.grammar):
        is_near = not text[: token.x].endswith("  ")
        if whole and is_near and is_open(whole[-1].text):
            whole[-1] = merge([whole[-1], token])
        else:
            whole.append(token)
    return whole


def _kind(text: str, grammar: Grammar) -> str:
    kind = cell_kind(text, grammar)
    if kind == "missing":
        return "value"
    if kind == "text" and known(text, grammar):
        return "unit"
    return kind


def one_word(words: Sequence[PlacedWord]) -> Token:
    """Words of one cell on one line."""
    return merge([word.token for word in words])
