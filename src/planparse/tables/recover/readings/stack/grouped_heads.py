"""Headers of two rows in a stack: heads that stand over the labels printed behind them.

A converter prints a header row by row, so that the cells of a merged one stand apart: 指标 | 单位 |
目标值 | 属性 are followed by 2025年 | 2030年, the labels under 目标值. Others print the labels right
behind their head. Whether a header has two rows its cells tell, and how many columns the rows
below print decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.header_words import plain, role_of
from planparse.tables.raw_cells import EMPTY, RawCell
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token

# Labels under all heads at most, and under one head at least.
MOST_LABELS = 8
FEWEST_LABELS = 2

# Heads with the same labels under each: 2020年 | 2025年, each 全市 | 城区.
MOST_HEADS = 3


# Roles of heads that may stand over labels, and of these: none of a column of words.
MAY_BE_VALUES = (*VALUES, None, "other")


class Grouped(NamedTuple):
    """A layout of a header that has more than one row, or cells of two lines."""

    layout: ColumnLayout
    known_by_repeat: int = 0
    """Labels that no rule knows and that come again under another head: 装机, 占比, 装机, 占比."""


class TwoRows(NamedTuple):
    """The cells of a header, those of its lower row told from those of its upper one."""

    upper: Sequence[RawCell]
    heads: range
    """Which of the upper row stand over labels."""
    labels: Sequence[RawCell]
    """What stands under the heads, as many under each."""


def grouped_layouts(
    cells: Sequence[Token],
    grammar: Grammar,
) -> Iterator[Grouped]:
    """The other layouts that cells printed one after another may stand for.

    现状 | 规划 / （2025年） | （2030年） are two columns whose cells have two lines, as are
    2025年 | 2030年 / 现状 | 规划; both may stand under a head (指标值).
    """
    printed = [cell.raw() for cell in cells]
    for header in _two_rows(printed, grammar):
        yield Grouped(_layout(header, grammar), _known_by_repeat(header, grammar))
    joined = _with_pairs_joined(printed, grammar)
    if joined is None:
        return
    yield Grouped(ColumnLayout((joined,), _roles(joined, grammar)))
    for header in _two_rows(joined, grammar):
        yield Grouped(_layout(header, grammar))


# ------------------------------------------------------------------------ two lines of a cell


def _with_pairs_joined(cells: Sequence[RawCell], grammar: Grammar) -> list[RawCell] | None:
    """The cells with the last 2n put together in pairs, the first with the one n behind it."""
    for n in range(FEWEST_LABELS, MOST_LABELS // 2 + 1):
        if len(cells) < 2 * n + 1:
            break
        upper = cells[-2 * n : -n]
        lower = cells[-n:]
        if _are_kinds_and_dates(upper, lower, grammar):
            pairs = [_joined(*pair) for pair in zip(upper, lower, strict=True)]
            return [*cells[: -2 * n], *pairs]
    return None


def _are_kinds_and_dates(
    upper: Sequence[RawCell],
    lower: Sequence[RawCell],
    grammar: Grammar,
) -> bool:
    """Whether one line prints years alone and the other what is of these years."""
    for dates, kinds in ((upper, lower), (lower, upper)):
        are_dates = all(_is_bare_date(cell, grammar) for cell in dates)
        are_kinds = all(_is_undated_value(cell, grammar) for cell in kinds)
        if are_dates and are_kinds:
            return len({cell.text for cell in dates}) == len(dates)
    return False


def _is_bare_date(cell: RawCell, grammar: Grammar) -> bool:
    return grammar.pattern("tables.header.bare-date").fullmatch(plain(cell.text)) is not None


def _is_undated_value(cell: RawCell, grammar: Grammar) -> bool:
    is_dated = grammar.pattern("tables.header.date").search(plain(cell.text)) is not None
    return _is_value(cell, grammar) and not is_dated


def _joined(upper: RawCell, lower: RawCell) -> RawCell:
    return RawCell(upper.text + lower.text, (*upper.spans, *lower.spans))


# ------------------------------------------------------------------------ heads over labels


def _two_rows(cells: Sequence[RawCell], grammar: Grammar) -> Iterator[TwoRows]:
    """The ways to take some cells for the labels under others."""
    values = [role_of(cell.text, grammar) in MAY_BE_VALUES for cell in cells]
    for n_heads in range(1, MOST_HEADS + 1):
        for begin in range(1, len(cells)):
            heads = range(begin - n_heads, begin)
            if heads.start < 1 or not all(values[heads.start : begin]):
                continue
            yield from _under(heads, cells, values, grammar)


def _under(
    heads: range,
    cells: Sequence[RawCell],
    values: Sequence[bool],
    grammar: Grammar,
) -> Iterator[TwoRows]:
    """The labels of some heads: the last cells of all, or those right behind their head."""
    first = heads.start
    behind = heads.stop
    for begin in {behind, *range(behind, len(cells))}:
        end = begin
        while end < len(cells) and values[end]:
            end += 1
        is_last = end == len(cells)
        # 2015年 | 2020年 | 年均增速: behind several heads that labels come again under, others may stand
        has_values_between = len(heads) == 1 and any(values[behind:begin])
        if not (is_last or begin == behind) or has_values_between:
            continue
        labels = cells[begin:end]
        others = [*cells[:first], *cells[behind:begin], *cells[end:]]
        if _are_labels(labels, cells[first:behind], others, grammar):
            upper = [*cells[:begin], *cells[end:]]
            yield TwoRows(upper, heads, labels)


def _are_labels(
    labels: Sequence[RawCell],
    heads: Sequence[RawCell],
    others: Sequence[RawCell],
    grammar: Grammar,
) -> bool:
    """Whether cells are as many under each head, and the same under all of several.

    `others` are the heads that stand over no label.
    """
    n = len(labels) // len(heads)
    if not FEWEST_LABELS <= n <= MOST_LABELS or n * len(heads) != len(labels):
        return False
    texts = [plain(label.text) for label in labels]
    heads_are_dated = [_is_dated(head, grammar) for head in heads]
    if len(heads) > 1:
        # 2015年 | 2020年 | 年均增速: what comes again stands under the years
        are_alike = all(heads_are_dated) or not any(_is_dated(one, grammar) for one in others)
        return are_alike and texts == texts[:n] * len(heads)
    # A head with a year of its own stands over no years: 2020年 | 2022年 | 2025年 are three columns.
    are_of_one_kind = len({_is_dated(label, grammar) for label in labels}) == 1
    # 完成值 | “十五五” | 目标值 is the end of a head and another; 目标值 | 2025年 | 年均增速 may be one.
    grows = grammar.pattern("tables.value.growth").search
    are_labels = are_of_one_kind or any(grows(text) for text in texts)
    return not any(heads_are_dated) and len(set(texts)) == n and are_labels


def _is_dated(cell: RawCell, grammar: Grammar) -> bool:
    return grammar.pattern("tables.header.date").search(plain(cell.text)) is not None


def _known_by_repeat(header: TwoRows, grammar: Grammar) -> int:
    if len(header.heads) == 1:
        return 0
    return sum(role_of(label.text, grammar) is None for label in header.labels)


def _is_value(cell: RawCell, grammar: Grammar) -> bool:
    return role_of(cell.text, grammar) in VALUES


# ------------------------------------------------------------------------ the layout


def _layout(header: TwoRows, grammar: Grammar) -> ColumnLayout:
    """Both rows over the whole width; an empty cell over a label is the rest of its head."""
    upper: list[RawCell] = []
    lower: list[RawCell] = []
    labels = list(header.labels)
    n = len(labels) // len(header.heads)
    for i, cell in enumerate(header.upper):
        if i not in header.heads:
            upper.append(cell)
            lower.append(EMPTY)
            continue
        upper += [cell, *[EMPTY] * (n - 1)]
        lower += labels[:n]
        del labels[:n]
    roles: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        role = role_of((below if below.text else above).text, grammar) or "text"
        if below.text and role not in VALUES:
            role = "value"
        roles.append(role)
    return ColumnLayout((upper, lower), tuple(roles))


def _roles(cells: Sequence[RawCell], grammar: Grammar) -> tuple[str, ...]:
    return tuple(role_of(cell.text, grammar) or "text" for cell in cells)
