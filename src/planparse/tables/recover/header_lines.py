"""The header of a flattened table whose cells were wrapped: from pieces to whole cells.

序 / 号 and 2020 / 年 stand above and below 指标 when the header's cells are centred. Which
pieces make a cell is found from both ends: a cell is made of words that the grammar knows
as a header (`headers.weaving`), and the columns behind the name hold what the rows below print
there (`tail_of`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.source import Span
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import is_word, plain, role_of
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.headers.weaving import LETTER_OF_ROLE, Woven, is_year, woven
from planparse.tables.recover.name_ends import begins_numbered_name
from planparse.tables.recover.tokens import ColumnLayout, Lines, Token, merge

# Roles that one column has at most: a header with two of a kind was not read rightly.
_SINGLE_ROLES = ("number", "name", "nature", "unit")


# Printed lines that a header takes at most.
_TALLEST = 5

# The same, where every piece has a line of its own.
_TALLEST_STACK = 24

# Pieces that a header is woven of at most: more make too many ways.
_MOST_PIECES = 32

# Cost from which on no header is taken: that of one column which the rows have and the header
# has not.
_TOO_COSTLY = 2.0

# Lines from 预期 to its 性 at most: a name of three lines may stand between them.
_HALVES_APART = 4

_LETTER_OF_KIND = {
    "value": "V",
    "missing": "V",
    "serial": "V",
    "nature": "N",
}
# What a row prints behind its name, where it prints a mark of nature.
_MARKED = re.compile("(?=[UV]*N)[UVN]{2,}")
# The same without one.
_UNMARKED = re.compile("[UV]+")


# ------------------------------------------------------------------- what the rows print


def tail_of(lines: Lines, grammar: Grammar) -> str:
    """What most rows print behind the name, a letter a cell:
    U a unit, V a value, N a mark of nature; "" if unknown.
    """
    letters = _letters_by_line(lines, grammar)
    flat = "".join(letters)
    marked = _usual(_MARKED.findall(flat))
    if marked:
        return marked
    if _is_stack(letters):
        return _usual(_UNMARKED.findall(flat))
    ends = [line.rpartition(" ") for line in letters]
    return _usual([tail for _, _, tail in ends])


def _usual(tails: Sequence[str]) -> str:
    """The tail of most rows; "" where fewer than two rows have one, which is no evidence."""
    counts = Counter(tail for tail in tails if tail)
    if sum(counts.values()) < 2:
        return ""
    return counts.most_common(1)[0][0]


def _is_stack(letters: Sequence[str]) -> bool:
    """Whether nearly all lines (nine of ten) print a single cell."""
    alone = sum(1 for line in letters if len(line) == 1)
    return alone * 10 >= 9 * len(letters)


def _letters_by_line(lines: Lines, grammar: Grammar) -> list[str]:
    """A letter for each word of each line;
    serial numbers, one up each time near a line's start, are no values.
    """
    found: list[str] = []
    last = 0
    letter_of = grammar.memory(_letter_of)
    for line in lines:
        letters = [letter_of[token.text] for token in line]
        for n, token in enumerate(line[:2]):
            if token.text == str(last + 1):
                letters[n] = " "
                last += 1
                break
        found.append("".join(letters))
    return found


def _letter(token: Token, grammar: Grammar) -> str:
    """U for a unit, V for a value, N for a mark of nature, a space for anything else."""
    return grammar.remembered(_letter_of, token.text)


def _letter_of(text: str, grammar: Grammar) -> str:
    if is_year(text):
        return " "
    kind = cell_kind(text, grammar)
    if kind == "text" and known(text, grammar):
        return "U"
    return _LETTER_OF_KIND.get(kind, " ")


def _has_value(line: Sequence[Token], grammar: Grammar) -> bool:
    return any(_letter(token, grammar) == "V" for token in line)


def fits(layout: ColumnLayout, tail: str) -> bool:
    """Whether the columns of a header are those that the rows below print;
    True where `tail` is unknown.
    """
    if not tail:
        return True
    if any(layout.roles.count(role) > 1 for role in _SINGLE_ROLES):
        return False
    letters = [LETTER_OF_ROLE.get(role, "?") for role in layout.tail]
    mine = "".join(letters).rstrip("?")
    # The serial number of the next row may stand behind the row, and looks like a value.
    return tail in (mine, mine + "V")


# ------------------------------------------------------------------- letter-spaced header words


def closed_up(lines: Sequence[list[Token]], grammar: Grammar) -> list[list[Token]]:
    """The lines with 指 标 put together in the first few, where that is a header's word.

    Authors space the letters of a short head. Pinned by “A unit above and below its row”.
    """
    head = [_with_words_closed_up(line, grammar) for line in lines[:_TALLEST]]
    return [*head, *lines[_TALLEST:]]


def _with_words_closed_up(line: list[Token], grammar: Grammar) -> list[Token]:
    closed: list[Token] = []
    for token in line:
        is_letter = len(token.text) == 1 and not token.text.isascii()
        if closed and is_letter and len(closed[-1].text) == 1:
            both = merge([closed[-1], token])
            if is_word(both.text, grammar):
                closed[-1] = both
                continue
        closed.append(token)
    return closed


# ------------------------------------------------------------------- marks of nature in halves


class NatureHalf(Struct, frozen=True):
    """A piece of a mark of nature, and the index of its line."""

    line: int
    token: Token


def whole_natures(
    lines: Sequence[list[Token]],
    grammar: Grammar,
) -> list[list[Token]]:
    """The lines with 预期 / 性 put together, on the line of the values of their row.

    A column of two characters wraps them. Pinned by “A mark of nature cut in a narrow column”.
    """
    halves = list(_nature_halves(lines, grammar))
    pairs = [pair for pair in pairwise(halves) if _are_one(*pair)]
    # One pair alone, or among many halves without a partner, are words of some name.
    if len(pairs) < 2 or len(pairs) * 2 < len(halves) - 1:
        return list(lines)
    mended = [list(line) for line in lines]
    for first, second in pairs:
        for half in (first, second):
            line = mended[half.line]
            mended[half.line] = [token for token in line if token is not half.token]
        mark = merge([first.token, second.token])
        mark = structs.replace(mark, line=second.token.line)
        row = _line_of_row(lines, first.line, second.line, grammar)
        mended[row].append(mark)
    return [line for line in mended if line]


def has_nature_halves(lines: Lines, grammar: Grammar) -> bool:
    """Whether any word is a half that `whole_natures` may put to another one."""
    return next(_nature_halves(lines, grammar), None) is not None


def _nature_halves(lines: Lines, grammar: Grammar) -> Iterator[NatureHalf]:
    half = grammar.pattern("grids.nature-half")
    for n, line in enumerate(lines):
        for token in line:
            if half.fullmatch(token.text):
                yield NatureHalf(n, token)


def _are_one(first: NatureHalf, second: NatureHalf) -> bool:
    """Whether two halves that follow one another are 预期 and its 性."""
    begin = first.token.text
    end = second.token.text
    if len(begin) < 2 or len(end) != 1:
        return False
    return second.line - first.line <= _HALVES_APART


def _line_of_row(
    lines: Lines,
    first: int,
    last: int,
    grammar: Grammar,
) -> int:
    """The line of a row's values among those from `first` to `last`, or else right above them."""
    for n in range(first, last + 1):
        if _has_value(lines[n], grammar):
            return n
    if first > 0:
        *_, end = lines[first - 1]
        if _letter(end, grammar) == "V":
            return first - 1
    return first


# ------------------------------------------------------------------- the header itself


def weave(
    lines: Lines,
    tail: str,
    grammar: Grammar,
) -> tuple[ColumnLayout, int] | None:
    """The header whose pieces stand on the first of some lines, and how many lines it takes.

    `tail` is what the rows below print behind the name. Pinned by “A header in pieces above
    and below its middle line”.
    """
    best: Woven | None = None
    best_height = 0
    most = _first_of_body(lines, grammar)
    for height in range(1, most + 1):
        for way in _ways(lines[:height]):
            found = woven(way, tail, grammar)
            if found is None or leaves_head(lines, height, grammar):
                continue
            if best is None or found.cost < best.cost:
                best = found
                best_height = height
    if best is None or best.cost >= _TOO_COSTLY:
        return None
    cells = [_cell_of(pieces) for pieces in best.cells]
    if tears_group([cell.text for cell in cells], grammar):
        return None
    roles = tuple(role_of(cell.text, grammar) or "text" for cell in cells)
    return ColumnLayout((cells,), roles), best_height


def leaves_head(lines: Lines, taken: int, grammar: Grammar) -> bool:
    """Whether the line below the first `taken` is a year's own head, alone: 2030年, 2025年目标.

    Hardly a row begins with one, so that a header which stops above it lacks a column.
    """
    if len(lines) <= taken or len(lines[taken]) != 1:
        return False
    text = plain(lines[taken][0].text)
    return grammar.pattern("tables.header.dated-head").fullmatch(text) is not None


def tears_group(texts: Sequence[str], grammar: Grammar) -> bool:
    """Whether a cell ends with a year and the next one is a year alone: 目标值2025年 | 2030年.

    Then 目标值 is a head over both.
    """
    is_head_and_label = grammar.pattern("tables.header.kind-and-date").fullmatch
    is_label = grammar.pattern("tables.header.bare-date").fullmatch
    return any(
        is_head_and_label(plain(left)) and is_label(plain(right)) for left, right in pairwise(texts)
    )


def _first_of_body(lines: Lines, grammar: Grammar) -> int:
    """Index of the first line that prints a value or a mark of nature, or begins a numbered name; 0
    where none does.
    """
    for n, line in enumerate(lines[:_TALLEST_STACK]):
        if n and begins_numbered_name(line[0].text):
            return n
        if any(_letter(token, grammar) in ("V", "N") for token in line):
            return n
    return 0


def _ways(head: Lines) -> Iterator[Lines]:
    """How the pieces of a header may be ordered:
    the lines side by side, or all pieces one after the other.
    """
    pieces = [token for line in head for token in line]
    if len(pieces) > _MOST_PIECES:
        return
    if len(head) <= _TALLEST:
        yield head
    yield [pieces]


def _cell_of(pieces: Sequence[Token]) -> RawCell:
    text = "".join(piece.text for piece in pieces)
    spans: list[Span] = []
    for piece in pieces:
        spans += piece.spans
    return RawCell(text, tuple(spans))
