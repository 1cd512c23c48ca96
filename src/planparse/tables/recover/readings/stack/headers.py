"""The header of a stack: how many of its first lines it takes, and which of them are one cell.

Whether 指标 / 属性 are one cell or two, and whether a word that no rule knows (计划任务) is a header
or the first cell of the body, can only be told from what stands below. So headers are offered with
what speaks against them, and the rows decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import is_word, plain, role_of
from planparse.tables.recover.header_lines import leaves_head, tears_group
from planparse.tables.recover.name_ends import is_open
from planparse.tables.recover.readings.stack.grouped_heads import grouped_layouts
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import ColumnLayout, Token, layout_of, merge

# Lines of a header at most.
MOST_LINES = 28

# Pieces of one cell of it: 2025 / 年规划 / 目标值 / （万人）.
MOST_IN_CELL = 5

# Characters of one cell, and of a line of one that goes on below: longer ones are titles.
LONGEST_CELL = 24
LONGEST_LINE = 10

# A header cell that no rule knows: nearly as bad as a column without a value in each of two rows.
UNKNOWN = 1.5

# One that only stands in headers, though it says nothing of its cells: 类型.
LIKELY = 0.2

# Each further piece of such a cell: it may as well be a cell of its own.
UNKNOWN_PIECE = 1.0

# Each piece of a header cell that only a pattern knows, and no list of words: 号主要指标 may be two.
LOOSE = 0.5

# A second year or period in one cell.
SECOND_YEAR = 1.0

# Each piece that is put to the one before: 2020年 / 现状 are rather one cell than two.
JOIN = 0.1

# Two pieces that are known each by itself and are taken for one cell.
JOINED_KNOWN = 0.2

# 2020 alone, mostly a year without its word.
BARE_YEAR = 0.6

# A second column of a role that a table has once: its words say something else of it, as 指标类别
# behind 类别 does.
TWICE = 1.5

# The head of the names over a column of labels too: less than what labels cost elsewhere.
HIDDEN = 0.5

# Labels under a head, or a second line of some cells: rarer than cells side by side.
GROUPED = 0.3

# A head put to the first of the labels under it: 目标值2025年 | 2030年.
TORN_GROUP = 1.0

# A year's own head that is left for the body, where hardly a row begins with one.
LEFT_BEHIND = 1.5

_SINGLE_ROLES = ("number", "name", "nature", "unit", "category", "note")
"""Roles that one column has at most."""

# What each line that it takes counts for a header where the likeliest are sought: less than a
# word that no rule knows, which may be the body's.
TAKEN = 0.6

# Headers that are weighed with their rows.
MOST_OFFERED = 16

# Those of them that take as many lines and have as many columns: which columns they are is of less
# weight than how many.
MOST_OF_SIZE = 2

# Known words of a header, and of one under a caption.
LEAST_KNOWN = 3
LEAST_KNOWN_CAPTIONED = 2


_YEAR_INSIDE = compiled("20[0-9][0-9]")


class OfferedHeader(Struct, frozen=True):
    """A header that a stack may have."""

    layout: ColumnLayout
    lines: int
    """How many of the lines it takes."""
    cost: float


class _HeaderState(Struct, frozen=True):
    """What is known of the cells so far."""

    cells: int
    roles: frozenset[str]
    """Those of `_SINGLE_ROLES` that have a column."""

    def with_cell(self, role: str | None) -> _HeaderState:
        """The state behind a further cell."""
        roles = self.roles
        if role in _SINGLE_ROLES:
            roles = roles | {role}
        return _HeaderState(self.cells + 1, roles)


class _HeaderCells(Struct, frozen=True):
    """The first pieces as cells of a header."""

    cost: float
    cells: tuple[Token, ...]


def headers_of_stack(
    lines: Lines,
    grammar: Grammar,
    *,
    captioned: bool,
) -> list[OfferedHeader]:
    """The headers that the first lines of a stack may be, the likeliest first."""
    least = LEAST_KNOWN_CAPTIONED if captioned else LEAST_KNOWN
    found: list[OfferedHeader] = []
    for offered in _offered(lines, grammar):
        known = sum(role != "text" for role in offered.layout.roles)
        if known >= least and 2 * known >= len(offered.layout.roles):
            found.append(offered)
    found.sort(key=_in_order)
    return list(_of_each_size(found))[:MOST_OFFERED]


def _of_each_size(offered: Iterable[OfferedHeader]) -> Iterator[OfferedHeader]:
    """The first few of those of one height and width, so that other sizes are weighed as well."""
    seen: Counter[tuple[int, int]] = Counter()
    for one in offered:
        size = (one.lines, len(one.layout.roles))
        seen[size] += 1
        if seen[size] <= MOST_OF_SIZE:
            yield one


def _in_order(offered: OfferedHeader) -> float:
    """Where a header stands among those that are offered: the begin of one is as cheap as it."""
    return offered.cost - offered.lines * TAKEN


def _offered(lines: Lines, grammar: Grammar) -> Iterator[OfferedHeader]:
    """For each number of lines the cheapest header of each number of cells."""
    pieces: list[Token] = []
    ends: list[int] = []
    for line in lines[:MOST_LINES]:
        if any(_is_of_body(token, grammar) for token in line):
            break
        pieces += line
        ends.append(len(pieces))
    best = _best_cells(pieces, grammar)
    for n, end in enumerate(ends):
        left = LEFT_BEHIND if leaves_head(lines, n + 1, grammar) else 0.0
        for found in best[end].values():
            if len(found.cells) < 2 or not _may_begin(found.cells[0], grammar):
                continue
            layout = _with_roles_once(layout_of([found.cells], grammar))
            cost = found.cost + left
            if tears_group([cell.text for cell in found.cells], grammar):
                cost += TORN_GROUP
            yield OfferedHeader(layout, n + 1, cost)
            for grouped in grouped_layouts(found.cells, grammar):
                yield OfferedHeader(_with_roles_once(grouped), n + 1, cost + GROUPED)
            if _may_hide_labels(layout):
                roles = [*layout.roles]
                roles.insert(layout.name, "category")
                yield OfferedHeader(ColumnLayout(layout.header, tuple(roles)), n + 1, cost + HIDDEN)


def _with_roles_once(layout: ColumnLayout) -> ColumnLayout:
    """The layout where the second column of a role that only one has is of unknown role.

    Only groups may lie in groups, in front of the names: 类别 | 一级指标 | 二级指标.
    """
    roles: list[str] = []
    for role in layout.roles:
        if role in _SINGLE_ROLES and role in roles:
            is_before_name = not {"name", "entity", "subcategory"} & {*roles}
            is_inner_group = role == "category" and is_before_name
            role = "subcategory" if is_inner_group else "text"
        roles.append(role)
    return ColumnLayout(layout.header, tuple(roles))


def _may_hide_labels(layout: ColumnLayout) -> bool:
    """Whether the head of the names may stand over a column of labels as well: 序号 | 指标 | …"""
    return layout.column("number") is not None and layout.column("category") is None


def _may_begin(cell: Token, grammar: Grammar) -> bool:
    """Whether a cell may be a header's first: known by its words, and no title above the table."""
    if role_of(cell.text, grammar) is None:
        return False
    headings = ("grids.heading", "grids.numbered-heading")
    return not any(grammar.pattern(rule).match(cell.text) for rule in headings)


def _is_of_body(token: Token, grammar: Grammar) -> bool:
    """Whether a word is none of a header: a value, a serial number, a mark of nature."""
    if _is_bare_date(token, grammar):
        return False
    kind = cell_kind(token.text, grammar)
    if kind in ("nature", "missing"):
        return role_of(token.text, grammar) is None
    if kind == "value" or kind == "serial":
        # 2020 / 年
        return not token.text.startswith(("19", "20")) or len(token.text) != 4
    return token.text.endswith("。")


def _is_bare_date(cell: Token, grammar: Grammar) -> bool:
    return grammar.pattern("tables.header.bare-date").fullmatch(plain(cell.text)) is not None


def _best_cells(
    pieces: Sequence[Token], grammar: Grammar
) -> list[dict[_HeaderState, _HeaderCells]]:
    """For each number of pieces: number of cells and their roles → the cheapest way to make them."""
    best: list[dict[_HeaderState, _HeaderCells]] = [{} for _ in range(len(pieces) + 1)]
    best[0][_HeaderState(0, frozenset())] = _HeaderCells(0.0, ())
    for at in range(len(pieces)):
        for end in range(at + 1, min(len(pieces), at + MOST_IN_CELL) + 1):
            cell = merge(pieces[at:end])
            if len(cell.text) > LONGEST_CELL or _is_title(pieces[at : end - 1]):
                break
            cost = _cell_cost(cell, pieces[at:end], grammar)
            role = None if _is_likely(cell, grammar) else role_of(cell.text, grammar)
            for state, before in best[at].items():
                twice = TWICE if role in state.roles else 0.0
                now = _HeaderCells(before.cost + cost + twice, (*before.cells, cell))
                state = state.with_cell(role)
                there = best[end].get(state)
                if there is None or now.cost < there.cost:
                    best[end][state] = now
    return best


def _is_likely(cell: Token, grammar: Grammar) -> bool:
    """Whether a cell is one of the words that say nothing of their column: 类别 | … | 类型."""
    return grammar.pattern("tables.header.likely").fullmatch(cell.text) is not None


def _is_title(upper: Sequence[Token]) -> bool:
    """Whether a line that goes on below is too long for one of a header's cell."""
    return any(len(piece.text) > LONGEST_LINE for piece in upper)


def _cell_cost(
    cell: Token,
    pieces: Sequence[Token],
    grammar: Grammar,
) -> float:
    """What speaks against some pieces being one cell of a header."""
    cost = JOIN * (len(pieces) - 1)
    if _is_likely(cell, grammar):
        cost += LIKELY
    elif role_of(cell.text, grammar) is None or is_open(cell.text):
        cost += UNKNOWN + UNKNOWN_PIECE * (len(pieces) - 1)
    elif not is_word(cell.text, grammar):
        cost += LOOSE * len(pieces)
    elif cell.text.isdecimal():
        cost += BARE_YEAR
    # 2020年目标值2025年目标值, （2020年）目标值, “十四五”完成值“十五五”
    *_, last = pieces
    dated_aside = last.text.startswith(("（", "(")) and _is_bare_date(last, grammar)
    # 目标值（2025年）
    words = cell.text.removesuffix(last.text) if dated_aside else cell.text
    cost += SECOND_YEAR * len(_YEAR_INSIDE.findall(words, 1))
    periods = grammar.pattern("tables.five-year-plan").findall(cell.text)
    cost += SECOND_YEAR * max(0, len(periods) - 1)
    if len(pieces) > 1 and all(is_word(piece.text, grammar) for piece in pieces):
        cost += JOINED_KNOWN
    return cost
