"""Flattened text to words, and its first words to the header of a table.

A header word is known by the grammar (`header_words.role_of`); right under a caption it may
also be any words before the first values, if the rows below have as many cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.source import Span
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow, clean
from planparse.tables.recover.name_ends import begins_numbered_name
from planparse.text.line_width import width

__all__ = [
    "COLUMN_GAP",
    "LABEL_AND_TITLE",
    "VALUES",
    "ColumnLayout",
    "Lines",
    "Token",
    "guess_header",
    "guess_layout",
    "kind_of",
    "layout_of",
    "merge",
    "read_header",
    "tokens_of",
    "width",
]

VALUES = ("baseline", "target", "value", "change", "investment")
COLUMN_GAP = compiled(
    r"(?<!^\s*\p{Han})(?:\s{2,}|\u3000+)"
    r"|(?<=^\s*\p{Han})(?!\s{1,2}\p{Han}(?:\s{2}|\u3000))(?:\s{2,}|\u3000+)"
)
"""What divides columns that a converter has aligned with spaces; a label may be letter-spaced (合　计)."""

LABEL_AND_TITLE = 2
"""Pieces of a heading or a caption that such a gap divides."""

# Characters of a part of a value that spaces cut; a longer one is a name.
_LONGEST_PART = 12

# Lines that a header takes at most, when each word has a line of its own.
_TALLEST_HEADER = 24

# The same where nobody knows its words.
_TALLEST_GUESSED_HEADER = 12

# Lines right below a guessed header that have to agree with it.
_LINES_BELOW = 3

# Words of a header's line at most.
_MOST_HEADER_WORDS = 40

# Characters of a header's word at most: 2025年全市规划目标值（万人） is half of that.
_LONGEST_HEADER_WORD = 30

_NAMES = ("name", "entity")
_CENTURIES = ("19", "20")


class Token(Struct, frozen=True):
    """A word or cell of flattened text: cleaned text, span, index of its line,
    printed column of its start.
    """

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


Lines = Sequence[Sequence[Token]]
"""Printed lines as words, or the rows of a header as cells."""


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """What the header says of a row: a role for each column,
    and where the name stands among them.
    """

    header: tuple[RawRow, ...]
    roles: tuple[str, ...]

    # Both are asked for at every word of a table.
    name: int = field(init=False, compare=False, repr=False)
    """Column of the name or entity."""
    tail: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Roles of the columns behind the name."""

    def __post_init__(self) -> None:
        name = self._name()
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "tail", self.roles[name + 1 :])

    def _name(self) -> int:
        for wanted in _NAMES:
            if wanted in self.roles:
                return self._last_of_run(self.roles.index(wanted))
        return 0

    def _last_of_run(self, first: int) -> int:
        """Of columns side by side with one role the last: 二级指标 groups 三级指标."""
        last = first
        while self.roles[last + 1 : last + 2] == self.roles[first : first + 1]:
            last += 1
        return last

    def column(self, role: str) -> int | None:
        """Column of a role in front of the name, if there is one."""
        front = self.roles[: self.name]
        if role == "category" and role not in front:
            role = "entity"  # 学段 before 指标 groups them
        return front.index(role) if role in front else None


# ----------------------------------------------------------------------- tokens


def tokens_of(
    text: str,
    start: int,
    line: int,
    grammar: Grammar,
    gap: regex.Pattern[str] | None = None,
) -> list[Token]:
    """The words of a printed line, whose index is `line`; `start` is its offset in the source.

    What divides them is told by `gap`, and is any white space where there is none.
    A space that a converter put between a number and its words (2020 年, 保持 96 以上)
    divides no words.
    """
    return _unspaced(_pieces(text, start, line, gap), grammar)


def _pieces(
    text: str,
    start: int,
    line: int,
    gap: regex.Pattern[str] | None,
) -> list[Token]:
    """The words of a line as `gap` divides them."""
    found: list[Token] = []
    at = 0
    for piece in gap.split(text) if gap else text.split():
        printed = piece.strip()
        if printed:
            x = text.index(printed, at)
            at = x + len(printed)
            found.append(Token(clean(printed), (start + x, start + at), line, x))
    return found


def _unspaced(tokens: list[Token], grammar: Grammar) -> list[Token]:
    """The words of a line with those put together that are a single value."""
    if len(tokens) < 2 or not any(_has_outer_digit(token.text) for token in tokens):
        return tokens
    whole: list[Token] = []
    n = 0
    while n < len(tokens):
        parts = _value_at(tokens, n, grammar)
        whole.append(merge(parts))
        n += len(parts)
    return whole


def _value_at(
    tokens: list[Token],
    n: int,
    grammar: Grammar,
) -> list[Token]:
    """The words from n on that are a single value, three (保持 96 以上) or two;
    else the word n alone.
    """
    for count in (3, 2):
        parts = tokens[n : n + count]
        if len(parts) == count and _is_one_value(parts, grammar):
            return parts
    return tokens[n : n + 1]


def _is_one_value(parts: Sequence[Token], grammar: Grammar) -> bool:
    """Whether spaces cut a single value: a number and words that are no cell of their own."""
    if any(len(part.text) > _LONGEST_PART for part in parts):
        return False
    words = [part.text for part in parts if not _has_outer_digit(part.text)]
    if len(words) != len(parts) - 1:  # just one of the parts is the number
        return False
    whole = "".join([part.text for part in parts])
    number, sign = whole[:4], whole[4:]
    if number.isdigit() and sign == "年":
        return True
    if cell_kind(whole, grammar) != "value":
        return False
    return not any(_is_cell_of_its_own(word, grammar) for word in words)


def _is_cell_of_its_own(word: str, grammar: Grammar) -> bool:
    """Whether a word beside a number is more than a part of the value: a unit, a mark of nature."""
    return cell_kind(word, grammar) != "text" or known(word, grammar)


def _has_outer_digit(text: str) -> bool:
    return text[:1].isdigit() or text[-1:].isdigit()


def merge(parts: Sequence[Token]) -> Token:
    """Several words as one; those that follow one another on a line are one span."""
    first = parts[0]
    if len(parts) == 1:
        return first
    spans = [*first.spans]
    line = first.line
    for part in parts[1:]:
        begin, end = spans[-1]
        is_next = part.line == line and not part.more
        if is_next and end <= part.span[0]:
            spans[-1] = (begin, part.span[1])
        else:
            spans += part.spans
        line = part.line
    text = "".join([part.text for part in parts])
    span, *more = spans
    return Token(text, span, first.line, first.x, tuple(more))


def kind_of(
    text: str,
    layout: ColumnLayout,
    grammar: Grammar,
) -> str:
    """The kind of a word; `unit` where the table has a unit column and the word is one."""
    if "unit" in layout.tail:
        return grammar.remembered(_kind_beside_units, text)
    return cell_kind(text, grammar)


def _kind_beside_units(text: str, grammar: Grammar) -> str:
    kind = cell_kind(text, grammar)
    if kind in ("text", "missing") and known(text, grammar):
        return "unit"
    return kind


# ----------------------------------------------------------------------- header


HeaderCells = list[list[Token]]
"""The cells of a header, each the words that it is made of."""


def read_header(
    lines: Lines,
    grammar: Grammar,
    *,
    least: int = 3,
) -> tuple[list[list[Token]], int] | None:
    """The header at the top of some lines: its cells by row, and the number of lines it takes.

    A header cell may be wrapped over lines (2020年 / （实际值）). None where there are
    not `least` cells that the grammar knows as headers.
    """
    cells: HeaderCells = []
    taken = 0
    for line in lines[:_TALLEST_HEADER]:
        if not is_header_line(line, cells, grammar):
            break
        for token in line:
            if cells and _belongs(cells, token, grammar):
                cells[-1].append(token)
            else:
                cells.append([token])
        taken += 1
    whole = [merge(parts) for parts in cells]
    n_known = sum(1 for cell in whole if role_of(cell.text, grammar))
    if n_known < least or n_known * 2 < len(whole):
        return None
    return _as_rows(whole, lines[:taken]), taken


def is_header_line(
    line: Sequence[Token],
    cells: HeaderCells,
    grammar: Grammar,
) -> bool:
    """Whether a line goes on with the header:
    all its words are of a header, or half of three or more.
    """
    if not line or len(line) > _MOST_HEADER_WORDS:
        return False
    if any(len(token.text) > _LONGEST_HEADER_WORD for token in line):
        return False
    hits = sum(1 for token in line if _is_header_word(token, cells, grammar))
    if hits == 0 or len(line) < 3:
        return hits == len(line)
    return hits * 2 >= len(line)


def _is_header_word(
    token: Token,
    cells: HeaderCells,
    grammar: Grammar,
) -> bool:
    """Whether a word is a header cell, or goes on in the cell before it."""
    if role_of(token.text, grammar):
        return True
    kind = cell_kind(token.text, grammar)
    if not cells or kind in ("value", "serial"):
        return False
    if _is_aside(token, grammar):
        return True
    before = merge(cells[-1]).text
    if not _is_unfinished(before, token, grammar):
        return False
    return role_of(before + token.text, grammar) is not None


def _is_unfinished(
    before: str,
    token: Token,
    grammar: Grammar,
) -> bool:
    """Whether a header cell wants more words:
    it is none yet, or the next word leans on it (建设内容 / 及规模).
    """
    if role_of(before, grammar) is None:
        return True
    joining = grammar.words("tables.header.joining")
    return token.text.startswith(joining) or before.endswith(joining)


def _is_year(text: str) -> bool:
    return text.startswith(_CENTURIES) and text.rstrip("年").isdigit()


def _is_aside(token: Token, grammar: Grammar) -> bool:
    """Whether a word in parentheses goes on in the cell before it: （实际值）, but not （一）住房保障."""
    if token.text[:1] not in "（(" or begins_numbered_name(token.text):
        return False
    return not grammar.pattern("grids.spanning-label").fullmatch(token.text)


def _belongs(
    cells: HeaderCells,
    token: Token,
    grammar: Grammar,
) -> bool:
    """Whether a header word goes on in the header cell before it."""
    if _is_aside(token, grammar):
        return True
    before = merge(cells[-1]).text
    joined = role_of(before + token.text, grammar)
    if joined is None:
        return False
    if _is_year(before):
        return _is_word_of_year(token, grammar)
    if _is_unfinished(before, token, grammar):
        return True
    # 指标 and 属性 are two heads, but where 指标 stands before them already, 指标属性 is one.
    if joined not in ("nature", "note"):
        return False
    *heads_before, _ = [merge(parts).text for parts in cells]
    if role_of(before, grammar) not in _NAMES:
        return False
    return any(role_of(head, grammar) in _NAMES for head in heads_before)


def _is_word_of_year(token: Token, grammar: Grammar) -> bool:
    """Whether a word below a year says what stands there: 2020年 / 实际值, but not 年均增速."""
    if token.text.startswith(_CENTURIES):
        return False
    if role_of(token.text, grammar) not in VALUES:
        return False
    return not grammar.pattern("grids.growth-head").match(token.text)


def _as_rows(cells: list[Token], lines: Lines) -> list[list[Token]]:
    """Header cells in two rows, where the last line repeats its labels under those of the first."""
    if len(lines) < 2 or not cells:
        return [cells]
    last = lines[-1][0].line
    upper = [cell for cell in cells if cell.line != last]
    lower = [cell for cell in cells if cell.line == last]
    if not upper or len(lower) < 2:
        return [cells]
    again = Counter(cell.text for cell in lower)
    if min(again.values()) < 2:
        return [cells]
    return [upper, lower]


def layout_of(rows: Lines, grammar: Grammar) -> ColumnLayout:
    """Roles of the columns of a header; with two rows the lower one stands at the right."""
    cells = [token.raw() for token in rows[-1]]
    if len(rows) == 1:
        return ColumnLayout((cells,), _roles_of(cells, grammar))
    upper = [token.raw() for token in rows[0]]
    # Each head over the lower row covers every label of it once.
    n_labels = len({cell.text for cell in cells})
    n_heads = len(cells) // max(1, n_labels)
    stay = max(1, len(upper) - n_heads)
    lower = [*([EMPTY] * stay), *cells]
    roles = _roles_of([*upper[:stay], *cells], grammar)
    return ColumnLayout((upper, lower), roles)


def _roles_of(cells: Sequence[RawCell], grammar: Grammar) -> tuple[str, ...]:
    """The role of each header cell, `text` where it is no known header."""
    return tuple(role_of(cell.text, grammar) or "text" for cell in cells)


# --------------------------------------------------------- headers that nobody knows


def guess_header(
    lines: Lines,
    grammar: Grammar,
) -> tuple[list[list[Token]], int] | None:
    """The header of a table whose header words nobody knows: the words before the first values.

    It stands right under a caption, and its cells are as many as the words of most lines below.
    """
    taken = _first_with_value(lines, grammar)
    if not taken:
        return None
    cells: HeaderCells = []
    for line in lines[:taken]:
        for token in line:
            if cells and _is_aside(token, grammar):
                cells[-1].append(token)
            else:
                cells.append([token])
    below = lines[taken : taken + _LINES_BELOW]
    lengths = Counter(len(line) for line in below)
    [(usual, _)] = lengths.most_common(1)
    if len(cells) < 2 or len(cells) != usual:
        return None
    return [[merge(parts) for parts in cells]], taken


def _first_with_value(lines: Lines, grammar: Grammar) -> int:
    """Index of the first line that prints a value; 0 where none near the top does."""
    for n, line in enumerate(lines[:_TALLEST_GUESSED_HEADER]):
        if any(_is_plain_value(token, grammar) for token in line):
            return n
    return 0


def _is_plain_value(token: Token, grammar: Grammar) -> bool:
    return cell_kind(token.text, grammar) in ("value", "serial", "missing")


def guess_layout(
    rows: Lines,
    lines: Lines,
    grammar: Grammar,
) -> ColumnLayout:
    """Roles by the kinds of the cells in `lines`, the rows below the header `rows`:
    words first, then values.
    """
    cells = [token.raw() for token in rows[-1]]
    roles = [*_roles_of(cells, grammar)]
    whole = [line for line in lines if len(line) == len(cells)]
    for col, role in enumerate(roles):
        column = [line[col] for line in whole]
        values = [token for token in column if _is_plain_value(token, grammar)]
        if role == "text" and len(values) * 2 > len(whole):
            roles[col] = "value"
    words = [col for col, role in enumerate(roles) if role not in VALUES]
    if words and not {"name", "entity"} & {*roles}:
        roles[words[-1]] = "entity"
    return ColumnLayout((cells,), tuple(roles))
