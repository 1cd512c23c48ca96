"""Headers of two rows in a stack: 单位 | 规模 | 属性, and then 2020年 | 2025年, which stand under 规模.

A stack prints the upper row first, whole, so that the heads of the lower one stand behind heads that
they are no neighbours of. Which of the upper heads they stand under is offered in every way; the
rows below decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token

# Heads of the lower row, at least.
LEAST_LOWER = 2

_YEAR = compiled("20[0-9][0-9]")

# Roles that heads of the lower row may have, and those above them: none of a column of words.
MAY_BE_UNDER = (*VALUES, None, "other")


class TwoRows(NamedTuple):
    """A header of two rows."""

    layout: ColumnLayout
    known_by_repeat: int
    """Heads that no rule knows and that come again under another one: 装机, 占比, 装机, 占比."""


def in_two_rows(cells: Sequence[Token], grammar: Grammar) -> Iterator[TwoRows]:
    """The headers of two rows that the cells of a header may be, in printed order."""
    roles = [role_of(cell.text, grammar) for cell in cells]
    for cut in range(len(cells) - LEAST_LOWER, 1, -1):
        if roles[cut + 1] not in MAY_BE_UNDER or roles[cut] not in MAY_BE_UNDER:
            return
        yield from _under_each(cells, cut, grammar)


def _under_each(cells: Sequence[Token], cut: int, grammar: Grammar) -> Iterator[TwoRows]:
    """The headers whose lower row begins with the cell `cut`."""
    upper, lower = cells[:cut], cells[cut:]
    width = _period([cell.text for cell in lower])
    heads = len(lower) // width
    repeated = 0
    if heads > 1:
        repeated = sum(role_of(cell.text, grammar) is None for cell in lower)
    for start in range(1, cut - heads + 1):
        above = upper[start : start + heads]
        if not _fit_years(upper, above, lower):
            continue
        if all(role_of(cell.text, grammar) in MAY_BE_UNDER for cell in above):
            yield TwoRows(_layout(upper, lower, start, heads, grammar), repeated)


def _fit_years(upper: Sequence[Token], above: Sequence[Token], lower: Sequence[Token]) -> bool:
    """Whether the heads in `above` may stand over the lower row, by the years that both print.

    A column has one year, and heads without one stand under those that have it.
    """
    dated_above = [_YEAR.search(cell.text) is not None for cell in above]
    if any(_YEAR.search(cell.text) for cell in lower):
        return not any(dated_above)
    return all(dated_above) or not any(_YEAR.search(cell.text) for cell in upper)


def _period(labels: Sequence[str]) -> int:
    """After how many labels they come again: 规模, 占比, 规模, 占比; all of them where they do not."""
    for width in range(LEAST_LOWER, len(labels) // 2 + 1):
        if len(labels) % width == 0 and labels == [*labels[:width]] * (len(labels) // width):
            return width
    return len(labels)


def _layout(
    upper: Sequence[Token],
    lower: Sequence[Token],
    start: int,
    heads: int,
    grammar: Grammar,
) -> ColumnLayout:
    """The lower cells under the `heads` cells of the upper row that begin with the cell `start`."""
    width = len(lower) // heads
    top: list[RawCell] = []
    bottom: list[RawCell] = []
    roles: list[str] = []
    for at, cell in enumerate(upper):
        under: Sequence[Token] = ()
        if start <= at < start + heads:
            first = (at - start) * width
            under = lower[first : first + width]
        top += [cell.raw(), *[EMPTY] * (len(under) - 1)]
        bottom += [one.raw() for one in under] or [EMPTY]
        roles += [_role_under(one, grammar) for one in under] or [
            role_of(cell.text, grammar) or "text"
        ]
    return ColumnLayout((top, bottom), tuple(roles))


def _role_under(cell: Token, grammar: Grammar) -> str:
    role = role_of(cell.text, grammar)
    return role if role in VALUES else "value"
