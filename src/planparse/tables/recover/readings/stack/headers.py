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
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.header_words import is_word, role_of
from planparse.tables.raw_cells import REST
from planparse.tables.recover import header_lines
from planparse.tables.recover.readings.stack.grouped_heads import grouped_layouts
from planparse.tables.recover.readings.stack.head_costs import (
    SINGLE_ROLES,
    UNKNOWN,
    cost_beside,
    cost_of_head,
    is_bare_date,
    is_likely,
)
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import (
    VALUES,
    ColumnLayout,
    Token,
    layout_of,
    merge,
    width,
)

# Lines of a header at most.
MOST_LINES = 28

# Pieces of one cell of it: 2025 / 年规划 / 目标值 / （万人）.
MOST_IN_CELL = 5

# Characters of one cell, and half-width units of a line of one that goes on below: longer ones are
# titles.
LONGEST_CELL = 24
LONGEST_LINE = 20

# Characters of a first head that no rule knows: 种类.
SHORT_HEAD = 4

# The head of the names over a column of labels too: less than what labels cost elsewhere.
HIDDEN = 0.5

# What the first row is numbered with. It looks like a value, as most columns print numbers.
FIRST_NUMBER = "1"

# Each word of a header, of the next few, that is left to the body.
LEFT_HEAD = 0.8
NEXT_FEW = 3

# A header whose columns are others than the rows below print behind their names: it is weighed
# behind those that fit.
MISFIT = 2.0

_HEADS_LEFT = (*SINGLE_ROLES, *VALUES, "met")
"""Roles of words that the body does not begin with."""

# What each line that it takes counts for a header where the likeliest are sought: less than a
# word that no rule knows, which may be the body's.
TAKEN = 0.6

# Headers that are weighed with their rows.
MOST_OFFERED = 40

# Those of them that take as many lines and have as many columns: which columns they are is of less
# weight than how many.
MOST_OF_SIZE = 4

# Known words of a header, and of one under a caption.
LEAST_KNOWN = 3
LEAST_KNOWN_CAPTIONED = 2


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
    """Those of `SINGLE_ROLES` that have a column."""

    def with_cell(self, role: str | None) -> _HeaderState:
        """The state behind a further cell."""
        roles = self.roles
        if role in SINGLE_ROLES:
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
    for offered in _offered(lines, grammar, captioned=captioned):
        known = sum(role != "text" for role in offered.layout.roles)
        if known >= least and 2 * known >= len(offered.layout.roles):
            found.append(offered)
    tail = header_lines.tail_of(lines, grammar)

    def in_order(offered: OfferedHeader) -> float:
        """The begin of a header is as cheap as the whole of it."""
        misfit = 0.0 if header_lines.fits(offered.layout, tail) else MISFIT
        return offered.cost - offered.lines * TAKEN + misfit

    found.sort(key=in_order)
    return list(_of_each_size(found))[:MOST_OFFERED]


def _of_each_size(offered: Iterable[OfferedHeader]) -> Iterator[OfferedHeader]:
    """The first few of those of one height and width, so that other sizes are weighed as well."""
    seen: Counter[tuple[int, int]] = Counter()
    for one in offered:
        size = (one.lines, len(one.layout.roles))
        seen[size] += 1
        if seen[size] <= MOST_OF_SIZE:
            yield one


def _offered(
    lines: Lines,
    grammar: Grammar,
    *,
    captioned: bool,
) -> Iterator[OfferedHeader]:
    """For each number of lines the cheapest header of each number of cells."""
    pieces: list[Token] = []
    ends: list[int] = []
    for n, line in enumerate(lines[:MOST_LINES]):
        below = lines[n + 1][0].text if n + 1 < len(lines) else ""
        if any(_is_of_body(token, below, grammar) for token in line):
            break
        pieces += line
        ends.append(len(pieces))
    best = _best_cells(pieces, grammar)
    for n, end in enumerate(ends):
        left = LEFT_HEAD * _heads_from(pieces, end, grammar)
        for found in best[end].values():
            if len(found.cells) < 2 or not _may_begin(found.cells[0], grammar, captioned):
                continue
            cost = found.cost + left
            layout = _with_roles_once(layout_of([found.cells], grammar), grammar)
            yield OfferedHeader(layout, n + 1, cost)
            for grouped in grouped_layouts(found.cells, grammar):
                known = UNKNOWN * grouped.known_by_repeat
                grouped_layout = _with_roles_once(grouped.layout, grammar)
                yield OfferedHeader(grouped_layout, n + 1, cost - known)
            if _may_hide_labels(layout):
                yield OfferedHeader(_with_hidden(layout, "category"), n + 1, cost + HIDDEN)
            elif _may_hide_numbers(layout, lines[n + 1 : n + 2], grammar):
                yield OfferedHeader(_with_hidden(layout, "number"), n + 1, cost)


def _heads_from(pieces: Sequence[Token], at: int, grammar: Grammar) -> int:
    """How many of the next few pieces are words of a header, up to the first that is none."""
    for n, piece in enumerate(pieces[at : at + NEXT_FEW]):
        if role_of(piece.text, grammar) not in _HEADS_LEFT:
            return n
    return min(NEXT_FEW, len(pieces) - at)


def _with_roles_once(layout: ColumnLayout, grammar: Grammar) -> ColumnLayout:
    """The layout where the second column of a role that only one has is of unknown role.

    Only groups may lie in groups, in front of the names: 类别 | 一级指标 | 二级指标. Where none is of names, the labels are: 序号 | 类别 | 单位 | 2025年.
    """
    heads = [cell.text for cell in layout.header[-1]]
    roles: list[str] = []
    for head, role in zip(heads, layout.roles, strict=True):
        if grammar.pattern("grids.met-head").fullmatch(head):
            role = "met"
        if role == "name" and roles[-1:] == ["name"] and "category" not in roles:
            roles[-1] = "category"
        elif role in SINGLE_ROLES and role in roles:
            is_before_name = not {"name", "entity", "subcategory"} & {*roles}
            is_inner_group = role == "category" and is_before_name
            role = "subcategory" if is_inner_group else "text"
        roles.append(role)
    if "category" in roles and not {"name", "entity"} & {*roles}:
        roles[roles.index("category")] = "name"
    return ColumnLayout(layout.header, tuple(roles))


def _with_hidden(layout: ColumnLayout, role: str) -> ColumnLayout:
    """The layout where the head of the names stands over a further column in front of them."""
    roles = [*layout.roles]
    roles.insert(layout.name, role)
    header = [[*row[: layout.name + 1], REST, *row[layout.name + 1 :]] for row in layout.header]
    return ColumnLayout(tuple(header), tuple(roles))


def _may_hide_labels(layout: ColumnLayout) -> bool:
    """Whether the head of the names may stand over a column of labels as well: 序号 | 指标 | …"""
    return layout.column("number") is not None and layout.column("category") is None


def _may_hide_numbers(layout: ColumnLayout, below: Lines, grammar: Grammar) -> bool:
    """Whether the rows are numbered under no head of their own: 指标 | 2025年 | 属性 / 1 / 森林覆盖率."""
    if layout.column("number") is not None or not below:
        return False
    first = below[0][0].text
    return cell_kind(first, grammar) == "serial" or first == FIRST_NUMBER


def _may_begin(cell: Token, grammar: Grammar, captioned: bool) -> bool:
    """Whether a cell may be a header's first, and no title above the table.

    It is known by its words, or short and right under a caption.
    """
    if role_of(cell.text, grammar) is None and not (captioned and len(cell.text) <= SHORT_HEAD):
        return False
    headings = ("grids.heading", "grids.numbered-heading")
    return not any(grammar.pattern(rule).match(cell.text) for rule in headings)


def _is_of_body(token: Token, below: str, grammar: Grammar) -> bool:
    """Whether a word is none of a header: a value, a serial number, a mark of nature.

    完成 / 情况 is one word, which the words `below` tell.
    """
    if is_bare_date(token, grammar):
        return False
    kind = cell_kind(token.text, grammar)
    is_in_words = kind == "value" and not any(sign.isdigit() for sign in token.text)
    if is_in_words and is_word(token.text + below, grammar):
        return False
    if kind in ("nature", "missing"):
        return role_of(token.text, grammar) is None
    if kind in ("value", "serial"):
        # 2020 / 年
        return not token.text.startswith(("19", "20")) or len(token.text) != 4
    return token.text.endswith("。")


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
            cost = cost_of_head(cell, pieces[at:end], grammar)
            role = None if is_likely(cell, grammar) else role_of(cell.text, grammar)
            for state, before in best[at].items():
                beside = cost_beside(before.cells, cell, state.roles, grammar)
                now = _HeaderCells(before.cost + cost + beside, (*before.cells, cell))
                state = state.with_cell(role)
                there = best[end].get(state)
                if there is None or now.cost < there.cost:
                    best[end][state] = now
    return best


def _is_title(upper: Sequence[Token]) -> bool:
    """Whether a line that goes on below is too long for one of a header's cell."""
    return any(width(piece.text) > LONGEST_LINE for piece in upper)
