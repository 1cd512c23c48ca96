"""The header over columns that places tell: which lines it takes, and what stands over each column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.name_ends import begins_numbered_name
from planparse.tables.recover.readings.kept_places.column import PlacedColumn
from planparse.tables.recover.readings.kept_places.laying import laid_over
from planparse.tables.recover.readings.kept_places.words import LineOfWords, PlacedWord, one_word
from planparse.tables.recover.row import joined
from planparse.tables.recover.tokens import VALUES, Token

# Lines of a header at most.
MOST_LINES = 8

# Characters of the second piece of a head.
LONGEST_PIECE = 8

# A head stands over several columns where its middle is further off that of the nearest one.
OFF_COLUMN = 2.5


# For a head over a column of other cells than it names, and for two heads in one.
OTHER_KIND = 3.0
TWO_HEADS = 2.0

KINDS = {"number": "serial", "unit": "unit", "nature": "nature"}
"""What stands in a column by its role; words in all others but those of values."""


def header_end(lines: Sequence[LineOfWords], grammar: Grammar) -> int:
    """How many first lines are header: up to the last one with a known head above the first row."""
    first_row = _first_row(lines, grammar)
    for n in range(first_row - 1, -1, -1):
        if any(_is_head(lines, n, word, grammar) for word in lines[n].words):
            return n + 1
    return 0


def _first_row(lines: Sequence[LineOfWords], grammar: Grammar) -> int:
    for n, line in enumerate(lines[:MOST_LINES]):
        if _is_numbered(line.words[0].token.text, grammar):
            return n
        kinds = [cell_kind(word.token.text, grammar) for word in line.words]
        heads = sum(role_of(word.token.text, grammar) is not None for word in line.words)
        found = sum(kind in ("missing", "nature", "value") for kind in kinds)
        found += sum(known(word.token.text, grammar) for word in line.words)
        if found > heads:
            return n
    return min(len(lines), MOST_LINES)


def _is_numbered(text: str, grammar: Grammar) -> bool:
    """1.森林覆盖率, （一）总体指标, 3: what stands in no header."""
    if begins_numbered_name(text) or cell_kind(text, grammar) == "serial":
        return True
    return grammar.pattern("grids.spanning-label").fullmatch(text) is not None


def _is_head(lines: Sequence[LineOfWords], n: int, word: PlacedWord, grammar: Grammar) -> bool:
    text = word.token.text
    if role_of(text, grammar):
        return True
    if len(text) > LONGEST_PIECE:
        return False
    for line in lines[:n]:
        for above in line.words:
            if min(above.x1, word.x1) > max(above.x0, word.x0) and role_of(
                above.token.text + text, grammar
            ):
                return True
    return text.startswith(("（", "(")) and text.endswith(("）", ")"))


Heads = tuple[list[RawRow], list[str]]
"""The rows of a header, and the role of each column; `text` where no head is known."""


def heads_of(
    lines: Sequence[LineOfWords], columns: Sequence[PlacedColumn], shift: float, grammar: Grammar
) -> Heads:
    """The header in one row, or in two where a head stands over several columns."""
    own: list[list[Token]] = [[] for _ in columns]
    spanning: list[tuple[int, int, Token]] = []
    # From the last line up: a head stands over several columns that have heads below it.
    for line in reversed(lines):
        for at, words in reversed(_heads_on(line, columns, shift, grammar)):
            x0, x1 = words[0].x0 - shift, words[-1].x1 - shift
            left, right = _reach(x0, x1, columns)
            if left < right and all(own[left : right + 1]):
                spanning.insert(0, (left, right, one_word(words)))
            else:
                own[at].insert(0, one_word(words))
    return _rows(own, spanning, grammar)


def told_apart(
    lines: Sequence[LineOfWords], columns: Sequence[PlacedColumn], shift: float, grammar: Grammar
) -> set[tuple[int, int]]:
    """The columns side by side that one line of the header has a head over each of."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        found.update(pairwise([at for at, _ in _heads_on(line, columns, shift, grammar)]))
    return found


def _heads_on(
    line: LineOfWords, columns: Sequence[PlacedColumn], shift: float, grammar: Grammar
) -> list[tuple[int, tuple[PlacedWord, ...]]]:
    """The heads on a line, as the columns divide its words, each with its column."""

    def judge(words: Sequence[PlacedWord], column: PlacedColumn) -> float:
        texts = [word.token.text for word in words]
        role = role_of("".join(texts), grammar)
        if role is None:
            return TWO_HEADS * (len(texts) > 1 and any(role_of(text, grammar) for text in texts))
        kind = KINDS.get(role, "value" if role in VALUES else "text")
        return 0.0 if column.main == kind else OTHER_KIND

    laid = laid_over(line.words, columns, shift=shift, judge=judge)
    return [(at or 0, words) for at, words in laid.parts]


def _reach(x0: float, x1: float, columns: Sequence[PlacedColumn]) -> tuple[int, int]:
    """The first and the last column that a head may stand over."""
    over = [n for n, column in enumerate(columns) if x0 <= column.middle <= x1]
    if len(over) > 1:
        return over[0], over[-1]
    middle = (x0 + x1) / 2
    for n in range(len(columns) - 1):
        width = columns[n + 1].middle - columns[n].middle
        half = columns[n].middle + width / 2
        if width > 2 * OFF_COLUMN and abs(middle - half) < width / 4:
            return n, n + 1
    return 0, 0


def _rows(
    own: Sequence[Sequence[Token]],
    spanning: Sequence[tuple[int, int, Token]],
    grammar: Grammar,
) -> Heads:
    cells = [joined(tokens) if tokens else EMPTY for tokens in own]
    over: dict[int, tuple[int, list[Token]]] = {}
    for left, right, token in spanning:
        over.setdefault(left, (right, []))[1].append(token)
    covered = {n: left for left, (right, _) in over.items() for n in range(left, right + 1)}
    roles: list[str] = []
    for column, cell in enumerate(cells):
        told = role_of(cell.text, grammar) if cell.text else None
        if told is None and column in covered:
            above = "".join(token.text for token in over[covered[column]][1])
            told = role_of(above + cell.text, grammar) or role_of(above, grammar)
        roles.append(told or "text")
    if not over:
        return [_reaching(cells, roles)], roles
    upper = [EMPTY if column in covered else cell for column, cell in enumerate(cells)]
    lower = [cell if column in covered else EMPTY for column, cell in enumerate(cells)]
    for left, (right, tokens) in over.items():
        upper[left] = replace(joined(tokens), columns=right - left + 1)
    return [_reaching(upper, roles), lower], roles


def _reaching(row: Sequence[RawCell], roles: Sequence[str]) -> list[RawCell]:
    """A row of heads in which that of the names stands over the columns beside it without one:
    指标 over labels, names and what divides these.
    """
    heads = list(row)
    names = [at for at, role in enumerate(roles) if role in ("name", "entity") and row[at].text]
    for name in names:
        first, end = name, name + heads[name].columns
        while first and not heads[first - 1].text and roles[first - 1] == "text":
            first -= 1
        while end < len(heads) and not heads[end].text and roles[end] == "text":
            end += 1
        heads[name], head = EMPTY, heads[name]
        heads[first] = replace(head, columns=end - first)
    return heads
