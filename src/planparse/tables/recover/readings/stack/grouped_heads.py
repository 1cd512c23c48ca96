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
) -> Iterator[ColumnLayout]:
    """The other layouts that cells printed one after another may stand for.

    现状 | 规划 / （2025年） | （2030年） are two columns whose cells have two lines, as are
    2025年 | 2030年 / 现状 | 规划; both may stand under a head (指标值).
    """
    printed = [cell.raw() for cell in cells]
    for header in _two_rows(printed, grammar):
        yield _layout(header, grammar)
    joined = _with_pairs_joined(printed, grammar)
    if joined is None:
        return
    yield ColumnLayout((joined,), _roles(joined, grammar))
    for header in _two_rows(joined, grammar):
        yield _layout(header, grammar)


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
    values = [_is_value(cell, grammar) for cell in cells]
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
        if not (is_last or begin == behind) or any(values[behind:begin]):
            continue
        labels = cells[begin:end]
        if _are_labels(labels, cells[first:behind], grammar):
            upper = [*cells[:begin], *cells[end:]]
            yield TwoRows(upper, heads, labels)


def _are_labels(
    labels: Sequence[RawCell],
    heads: Sequence[RawCell],
    grammar: Grammar,
) -> bool:
    """Whether cells are as many under each head, and the same under all of several."""
    n = len(labels) // len(heads)
    if not FEWEST_LABELS <= n <= MOST_LABELS or n * len(heads) != len(labels):
        return False
    texts = [plain(label.text) for label in labels]
    if len(heads) > 1:
        return texts == texts[:n] * len(heads)
    # A head with a year of its own stands over no years: 2020年 | 2022年 | 2025年 are three columns.
    head_is_dated = grammar.pattern("tables.header.date").search(plain(heads[0].text)) is not None
    return not head_is_dated and len(set(texts)) == n


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
    columns = [below if below.text else above for above, below in zip(upper, lower, strict=True)]
    return ColumnLayout((upper, lower), _roles(columns, grammar))


def _roles(cells: Sequence[RawCell], grammar: Grammar) -> tuple[str, ...]:
    return tuple(role_of(cell.text, grammar) or "text" for cell in cells)
