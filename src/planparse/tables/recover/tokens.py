"""Flattened text to words, and its first words to the header of a table.

A header word is known by the grammar (`columns.role_of`); right under a caption it may
also be any words before the first values, if the rows below have as many cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.model.source import Span
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.text.line_width import width

__all__ = [
    "COLUMN_GAP", "VALUES", "ColumnLayout", "Token", "guess_header", "guess_layout", "kind_of",
    "layout_of", "merge", "read_header", "tokens_of", "width",
]

VALUES = ("baseline", "target", "value", "investment")
_GAP = regex.compile(r"\s+")
COLUMN_GAP = regex.compile(r"\s{2,}|\u3000+")
"""What parts columns that a converter has aligned with spaces."""


class Token(NamedTuple):
    """A word or cell of flattened text: cleaned text, span, index of its line, printed column of its start."""

    text: str
    span: Span
    line: int
    x: int
    more: tuple[Span, ...] = ()
    """Where the rest of it is printed, on further lines."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places where it is printed, in order."""
        return (self.span, *self.more)

    def raw(self) -> RawCell:
        """The token as a cell of its own."""
        return RawCell(self.text, self.spans)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """What the header says of a row: a role for each column, and where the name stands among them."""

    header: tuple[RawRow, ...]
    roles: tuple[str, ...]

    @property
    def name(self) -> int:
        """Column of the name or entity."""
        for wanted in ("name", "entity"):
            if wanted in self.roles:
                return self.roles.index(wanted)
        return 0

    @property
    def tail(self) -> tuple[str, ...]:
        """Roles of the columns behind the name."""
        return self.roles[self.name + 1 :]

    def column(self, role: str) -> int | None:
        """Column of a role in front of the name, if there is one."""
        front = self.roles[: self.name]
        return front.index(role) if role in front else None


# ----------------------------------------------------------------------- tokens


def tokens_of(
    text: str, start: int, line: int, grammar: Grammar, gap: regex.Pattern[str] = _GAP
) -> list[Token]:
    """The words of a printed line; `start` is the line's offset in the source.

    A space that a converter put between a number and its words (2020 年, 保持 96 以上) parts no words.
    """
    return _unspaced(_pieces(text, start, line, gap), grammar)


def _unspaced(tokens: list[Token], grammar: Grammar) -> list[Token]:
    out: list[Token] = []
    n = 0
    while n < len(tokens):
        for m in (3, 2):
            parts = tokens[n : n + m]
            if len(parts) == m and _is_one_value(parts, grammar):
                out.append(merge(parts))
                n += m
                break
        else:
            out.append(tokens[n])
            n += 1
    return out


def _is_one_value(parts: Sequence[Token], grammar: Grammar) -> bool:
    """Whether spaces cut a single value: a number and words that are no cell of their own."""
    digits = [p.text[:1].isdigit() or p.text[-1:].isdigit() for p in parts]
    if sum(digits) != 1 or any(len(p.text) > 12 for p in parts):
        return False
    words = [p.text for p, d in zip(parts, digits, strict=True) if not d]
    joined = "".join(p.text for p in parts)
    if joined[:4].isdigit() and joined[4:] == "年":
        return True
    return cell_kind(joined, grammar) == "value" and all(
        cell_kind(w, grammar) == "text" and not known(w, grammar) for w in words
    )


def _pieces(text: str, start: int, line: int, gap: regex.Pattern[str]) -> list[Token]:
    out, at = [], 0
    for piece in gap.split(text):
        at = text.index(piece, at)
        if words := clean(piece):
            left = len(piece) - len(piece.lstrip())
            out.append(Token(words, (start + at + left, start + at + left + len(piece.strip())), line, at + left))
        at += len(piece)
    return out


def kind_of(token: Token, layout: ColumnLayout, grammar: Grammar) -> str:
    """The kind of a token's text; `unit` where the table has a unit column and the text is one."""
    kind = cell_kind(token.text, grammar)
    if "unit" in layout.tail and kind in ("text", "missing") and known(token.text, grammar):
        return "unit"
    return kind


# ----------------------------------------------------------------------- header


def read_header(
    lines: Sequence[Sequence[Token]], grammar: Grammar, *, least: int = 3
) -> tuple[list[list[Token]], int] | None:
    """The header at the top of some tokenised lines: its cells by row, and the number of lines it takes.

    A header cell may be wrapped over lines (2020年 / （实际值）). None where there are
    not `least` cells that the grammar knows as headers.
    """
    rows: list[list[list[Token]]] = [[]]
    taken = 0
    for n, line in enumerate(lines[:24]):
        if not _is_header_line(line, rows, grammar):
            break
        for token in line:
            if rows[-1] and _belongs(rows[-1], token, grammar):
                rows[-1][-1].append(token)
            else:
                rows[-1].append([token])
        taken = n + 1
    cells = [merge(parts) for parts in rows[0]]
    known_cells = [c for c in cells if role_of(c.text, grammar)]
    if len(known_cells) < least or len(known_cells) * 2 < len(cells):
        return None
    return _as_rows(cells, lines[:taken]), taken


def _is_header_line(line: Sequence[Token], rows: list[list[list[Token]]], grammar: Grammar) -> bool:
    if not line or len(line) > 40 or any(len(t.text) > 30 for t in line):
        return False
    hits = sum(_is_header_word(t, rows[-1], grammar) for t in line)
    return hits > 0 and (hits == len(line) or (hits * 2 >= len(line) and len(line) > 2))


def _is_header_word(token: Token, cells: list[list[Token]], grammar: Grammar) -> bool:
    if role_of(token.text, grammar):
        return True
    if not cells or cell_kind(token.text, grammar) in ("value", "serial"):
        return False
    before = merge(cells[-1]).text
    return _is_aside(token, grammar) or (
        _is_unfinished(before, token, grammar) and role_of(before + token.text, grammar) is not None
    )


def _is_unfinished(before: str, token: Token, grammar: Grammar) -> bool:
    """Whether a header cell wants more words: it is none yet, or the next word leans on it (建设内容 / 及规模)."""
    return role_of(before, grammar) is None or token.text[:1] in "及和与、" or before[-1:] in "及和与、"


def _is_year(text: str) -> bool:
    return text[:2] in ("20", "19") and text.rstrip("年").isdigit()


def _is_aside(token: Token, grammar: Grammar) -> bool:
    """Whether a word in parentheses goes on in the cell before it: （实际值）, but not （一）住房保障."""
    return token.text[:1] in "（(" and not grammar.pattern("grids.spanning-label").fullmatch(token.text)


def _belongs(cells: list[list[Token]], token: Token, grammar: Grammar) -> bool:
    """Whether a header word goes on in the header cell before it."""
    before = merge(cells[-1])
    if _is_aside(token, grammar):
        return True
    own, joined = role_of(token.text, grammar), role_of(before.text + token.text, grammar)
    if joined is None:
        return False
    if not _is_year(before.text) and _is_unfinished(before.text, token, grammar):
        return True
    if _is_year(before.text):  # 2020年 / 实际值
        growth = grammar.pattern("grids.growth-head").match(token.text)
        return token.text[:2] not in ("20", "19") and own in VALUES and not growth
    names = ("name", "entity")
    if joined not in ("nature", "note") or role_of(before.text, grammar) not in names:
        return False
    return any(role_of(merge(c).text, grammar) in names for c in cells[:-1])


def merge(parts: Sequence[Token]) -> Token:
    """Several words as one; those that follow one another on a line are one span."""
    text, spans, line = "".join(p.text for p in parts), [*parts[0].spans], parts[0].line
    for part in parts[1:]:
        if part.line == line and not part.more and spans[-1][1] <= part.span[0]:
            spans[-1] = (spans[-1][0], part.span[1])
        else:
            spans += part.spans
        line = part.line
    return Token(text, spans[0], parts[0].line, parts[0].x, tuple(spans[1:]))


def _as_rows(cells: list[Token], lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Header cells in two rows, where the last line repeats its labels under those of the first."""
    if len(lines) < 2 or not cells:
        return [cells]
    last = lines[-1][0].line
    lower = [c for c in cells if c.line == last]
    again = Counter(c.text for c in lower)
    if len(lower) > 1 and len(lower) < len(cells) and min(again.values()) > 1:
        return [[c for c in cells if c.line != last], lower]
    return [cells]


def layout_of(rows: Sequence[Sequence[Token]], grammar: Grammar) -> ColumnLayout:
    """Roles of the columns of a header; with two rows the lower one stands at the right."""
    cells = [t.raw() for t in rows[-1]]
    if len(rows) == 1:
        return ColumnLayout((cells,), tuple(role_of(c.text, grammar) or "text" for c in cells))
    upper = [t.raw() for t in rows[0]]
    parents = len({c.text for c in cells})
    stay = max(1, len(upper) - len(cells) // max(1, parents))
    lower = [*([EMPTY] * stay), *cells]
    roles = [role_of(c.text, grammar) or "text" for c in (*upper[:stay], *cells)]
    return ColumnLayout((upper, lower), tuple(roles))


def guess_header(lines: Sequence[Sequence[Token]], grammar: Grammar) -> tuple[list[list[Token]], int] | None:
    """The header of a table whose header words nobody knows: the words before the first values.

    It stands right under a caption, and its cells are as many as the words of most lines below.
    """
    taken = next((n for n, line in enumerate(lines[:12]) if any(_is_plain_value(t, grammar) for t in line)), 0)
    if not taken:
        return None
    cells: list[list[Token]] = []
    for token in (t for line in lines[:taken] for t in line):
        if cells and _is_aside(token, grammar):
            cells[-1].append(token)
        else:
            cells.append([token])
    usual = Counter(len(line) for line in lines[taken : taken + 3]).most_common(1)[0][0]
    return ([[merge(c) for c in cells]], taken) if len(cells) == usual > 1 else None


def _is_plain_value(token: Token, grammar: Grammar) -> bool:
    return cell_kind(token.text, grammar) in ("value", "serial", "missing")


def guess_layout(rows: Sequence[Sequence[Token]], lines: Sequence[Sequence[Token]], grammar: Grammar) -> ColumnLayout:
    """Roles by the kinds of the cells: words first, then values."""
    cells = [t.raw() for t in rows[-1]]
    whole = [line for line in lines if len(line) == len(cells)]
    roles = []
    for col in range(len(cells)):
        values = sum(_is_plain_value(line[col], grammar) for line in whole)
        roles.append(role_of(cells[col].text, grammar) or ("value" if values * 2 > len(whole) else "text"))
    words = [c for c, role in enumerate(roles) if role not in VALUES]
    if words and not {"name", "entity"} & set(roles):
        roles[words[-1]] = "entity"
    return ColumnLayout((cells,), tuple(roles))
