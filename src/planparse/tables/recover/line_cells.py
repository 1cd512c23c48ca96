"""One line of a flattened table taken apart: the words in front, the cells behind the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of

FILLED = ("value", "missing", "nature", "serial", "unit")
"""Kinds of the cells that stand behind a name."""
NUMBERS = ("value", "missing", "serial")
"""Kinds of cells in a column of values: a small whole number looks like a serial number."""
EXPECTED = {
    "number": ("serial",),
    "nature": ("nature",),
    "unit": ("unit", "text", "missing"),
    "name": ("text",),
    "entity": ("text",),
    "category": ("text",),
    **dict.fromkeys(VALUES, NUMBERS),
}
"""The kinds of cells that a column of a role should hold; of other roles nothing is expected."""

# Characters in front of the values; more are prose.
LONGEST_WORDS = 80

# Commas in front of the values: a name may hold one, prose holds more.
MOST_COMMAS = 1

# Columns of values from which on one of a row may be missing.
MANY_VALUES = 3


class LineCells(NamedTuple):
    """The two parts of a line."""

    front: list[Token]
    """The words before the values."""
    tail: list[Token]
    """The cells behind the name; none where the line holds no row's values."""


def whole_line(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> LineCells | None:
    """A line that prints every cell of its row, or all but the merged label; None for other lines.

    Words (建设内容) may then stand among the values.
    """
    kinds = [
        kind_of(
            word.text,
            layout,
            grammar,
        )
        for word in line
    ]
    # most rows do not print the label that is merged over them
    for roles in (layout.roles, _roles_without_label(layout)):
        if len(line) == len(roles) and _all_take(roles, kinds):
            cut = len(line) - len(layout.tail)
            return _cut_at(line, cut)
    return None


def _cut_at(line: Sequence[Token], cut: int) -> LineCells:
    front = list(line[:cut])
    tail = list(line[cut:])
    return LineCells(front, tail)


def _roles_without_label(layout: ColumnLayout) -> list[str]:
    """The roles of the columns but that of merged labels, which stands in front of the name."""
    roles = list(layout.roles)
    label = layout.column("category")
    if label is not None:
        del roles[label]
    return roles


def _all_take(roles: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether each cell is of a kind that its column may hold."""
    cells = zip(
        roles,
        kinds,
        strict=True,
    )
    return all(_takes(role, kind) for role, kind in cells)


_KINDS_OF_ROLE = {
    "number": ("serial",),
    "nature": ("nature", "text"),
    "unit": ("unit", "missing"),
    "name": ("text",),
    "entity": ("text",),
    "category": ("text",),
    **dict.fromkeys(VALUES, NUMBERS),
}
"""The kinds of cells that a column may hold; columns of other roles hold anything."""


def _takes(role: str, kind: str) -> bool:
    """Whether a column of this role may hold a cell of this kind."""
    kinds = _KINDS_OF_ROLE.get(role)
    return kinds is None or kind in kinds


def split_line(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> LineCells:
    """A line's words before its values, and the cells behind the name at its end."""
    kinds = [
        kind_of(
            word.text,
            layout,
            grammar,
        )
        for word in line
    ]
    ends_in_words = kinds[-1:] == ["text"]
    if ends_in_words and layout.tail[-1:] == ("note",):
        return _before_note(
            line,
            layout,
            grammar,
        )
    filled_from = _filled_from(kinds, len(layout.tail))
    cut = _with_words(
        kinds,
        filled_from,
        layout,
    )
    nothing = LineCells(list(line), [])
    if cut == len(line) or not _is_tail(kinds[cut:], layout):
        return nothing
    if _is_prose(line[:cut]):
        return nothing
    # 2: a value, or a serial number whose name stands below
    is_serial_alone = kinds == ["serial"] and layout.column("number") is not None
    if is_serial_alone and len(layout.tail) > 1:
        return nothing
    return _cut_at(line, cut)


def _before_note(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> LineCells:
    """A line that ends in words under 备注: the values stand in front of them."""
    without_note = ColumnLayout(layout.header, layout.roles[:-1])
    front, tail = split_line(
        line[:-1],
        without_note,
        grammar,
    )
    if not tail:
        return LineCells(list(line), [])
    return LineCells(front, [*tail, line[-1]])


def _filled_from(kinds: Sequence[str], most: int) -> int:
    """Where the cells at a line's end begin that are values, units or natures, `most` at most."""
    at = len(kinds)
    least = max(0, len(kinds) - most)
    while at > least:
        if kinds[at - 1] not in FILLED:
            break
        at -= 1
    return at


def _with_words(
    kinds: Sequence[str],
    at: int,
    layout: ColumnLayout,
) -> int:
    """Where the cells behind the name begin if values in words are among them: 稳中向好 约束性."""
    wanted = len(kinds) - len(layout.tail)
    if kinds[-1:] != ["nature"] or at <= wanted:
        return at
    own_words = 1
    if layout.column("number") is not None and kinds[0] == "serial":
        own_words = 2
    if wanted >= own_words:
        return wanted
    # the name stands on lines of its own
    only_values = wanted == 0 and kinds[0] in ("value", "missing")
    if only_values:
        return wanted
    return at


def _is_tail(kinds: Sequence[str], layout: ColumnLayout) -> bool:
    """Whether the cells at a line's end are a row's: with a mark of nature, or all its values."""
    values = sum(kind in NUMBERS for kind in kinds)
    is_full = len(kinds) == len(layout.tail)
    if "nature" in layout.tail:
        if "nature" not in kinds:
            return False
        return values > 0 or is_full
    needed = needed_values(layout)
    if needed > 0 and values >= needed:
        return True
    return is_full and len(kinds) > 1


def needed_values(layout: ColumnLayout) -> int:
    """Values that a line must hold before it ends a row: all, or all but one of many."""
    columns = sum(role in VALUES for role in layout.tail)
    if columns < MANY_VALUES:
        return columns
    return columns - 1


def _is_prose(words: Sequence[Token]) -> bool:
    text = "".join(word.text for word in words)
    if len(text) > LONGEST_WORDS:
        return True
    return "。" in text or text.count("，") > MOST_COMMAS
