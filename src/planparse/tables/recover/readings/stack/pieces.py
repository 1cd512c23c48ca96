"""The words of a table that has a cell on each line: pieces of cells, and what lies between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.line_cells import NUMBERS
from planparse.tables.recover.readings.cell_costs import OWN_CELLS
from planparse.tables.recover.readings.stack.line_ends import LineEnd, line_ends
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import ColumnLayout, Token, kind_of, width

# Pieces of one stretch that are looked at: a table of a hundred rows of six cells.
MOST_PIECES = 600

# Characters of a line that no cell takes.
LONGEST_PIECE = 60

# Tenths of the pieces with a blank line above that tell cells from lines of a cell. Where nearly
# all have one, or hardly any, it tells nothing.
SOME_BLANK = 4
NEARLY_ALL_BLANK = 9


_NAME_AND_VALUE = compiled(r".{2,50}[（(](?P<unit>[^（）()]{1,12})[）)](?P<value>[^（）()]{1,12})")


_ASIDE = compiled(r"(?<=[\d%）\]])[（(][^（）()]{1,60}[）)]$")
"""What is said of a number beside it: 75（4个断面）."""


def without_aside(text: str) -> str:
    """A word without what is said of its number in brackets."""
    return _ASIDE.sub("", text)


class Piece(Struct, frozen=True):
    """A word or a line: a cell, or a part of one."""

    token: Token
    kind: str
    width: int
    """In half-width units."""
    gap: int
    """Blank lines above it; -1 where it stands on the line of the piece before."""
    is_whole: bool
    """Whether it is a cell by its look; 完成市下达 may go on, though it is a value in words."""


class Stack(Struct, frozen=True):
    """The pieces of a table in printed order, and how its converter divides them."""

    pieces: Sequence[Piece]
    blank_divides: bool
    """A blank line stands between cells and not inside them."""
    usual_gap: int
    """Blank lines between most pieces. More of them hold the place of an empty cell."""
    ends: Sequence[LineEnd]
    """What the end of each piece says of the one below it."""

    def empty_cells(self, at: int) -> int:
        """How many cells are empty in front of a piece, as far as blank lines say so."""
        if self.blank_divides:
            return 0
        # an empty paragraph adds itself and the gap behind it
        surplus = self.pieces[at].gap - self.usual_gap
        return max(0, surplus // (self.usual_gap + 1))


def stack_of(
    lines: Lines,
    layout: ColumnLayout,
    grammar: Grammar,
    text: str,
) -> Stack:
    """The pieces of the lines below a header, up to one that no cell is; spans point into `text`."""
    pieces: list[Piece] = []
    last = lines[0][0].line - 1 if lines else 0
    for line in lines[:MOST_PIECES]:
        if any(_is_prose(token.text) for token in line):
            break
        gap = line[0].line - last - 1
        for token in _divided(line, grammar):
            kind = kind_of(without_aside(token.text), layout, grammar)
            is_whole = _is_cell(token.text, kind)
            pieces.append(Piece(token, kind, width(token.text), gap, is_whole))
            gap = -1
        last = line[0].line
    gaps = [piece.gap for piece in pieces[1:] if piece.gap >= 0]
    blank = sum(gap > 0 for gap in gaps)
    some = 10 * blank >= SOME_BLANK * len(gaps)
    nearly_all = 10 * blank >= NEARLY_ALL_BLANK * len(gaps)
    usual = 0
    if nearly_all and gaps:
        usual = Counter(gaps).most_common(1)[0][0]
    ends = line_ends(
        [piece.token.spans[-1][1] for piece in pieces],
        [piece.is_whole for piece in pieces],
        text,
    )
    return Stack(pieces, some and not nearly_all, usual, ends)


def _is_cell(text: str, kind: str) -> bool:
    if kind == "value":
        return any(map(str.isdigit, text))
    return kind in OWN_CELLS


def _divided(line: Sequence[Token], grammar: Grammar) -> Iterator[Token]:
    """The words of a line; 万元产值能耗（%）12.5 are two, with nothing between them."""
    for token in line:
        found = _NAME_AND_VALUE.fullmatch(token.text)
        if found is None or cell_kind(found["value"], grammar) not in NUMBERS:
            yield token
            continue
        if not known(found["unit"], grammar) or token.more:
            yield token
            continue
        start, end = token.span
        cut = end - len(found["value"])
        # where white space was taken out nobody knows the place
        if end - start != len(token.text):
            yield token
            continue
        name = token.text[: cut - start]
        yield structs.replace(token, text=name, span=(start, cut))
        yield structs.replace(token, text=found["value"], span=(cut, end), x=token.x + cut - start)


def _is_prose(text: str) -> bool:
    return len(text) > LONGEST_PIECE or text.endswith("。")
