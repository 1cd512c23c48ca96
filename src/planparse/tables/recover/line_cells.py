"""One line of a flattened table taken apart: the words in front, and the cells behind the name at its end."""

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
LONGEST_WORDS = 80
"""Characters in front of the values; more are prose."""
MANY_VALUES = 3
"""Columns of values from which on one of a row may be missing."""


class LineCells(NamedTuple):
    """The words before the values of a line, and the cells behind the name; none where it holds no row's values."""

    front: list[Token]
    tail: list[Token]


def whole_line(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> LineCells | None:
    """A line that prints every cell of its row, or all but the merged label; None for other lines.

    Words (建设内容) may then stand among the values.
    """
    kinds = [kind_of(word, layout, grammar) for word in line]
    for label_is_printed in (True, False):
        roles = [
            role
            for column, role in enumerate(layout.roles)
            if label_is_printed or role != "category" or column >= layout.name
        ]
        if len(line) != len(roles):
            continue
        if all(_takes(role, kind) for role, kind in zip(roles, kinds, strict=True)):
            cut = len(line) - len(layout.tail)
            return LineCells(list(line[:cut]), list(line[cut:]))
    return None


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
    kinds = [kind_of(word, layout, grammar) for word in line]
    if kinds[-1:] == ["text"] and layout.tail[-1:] == ("note",) and len(line) > 1:
        return _before_note(line, layout, grammar)
    cut = _with_words(kinds, _filled_from(kinds, len(layout.tail)), layout)
    nothing = LineCells(list(line), [])
    if cut == len(line) or not _is_tail(kinds[cut:], layout) or _is_prose(line[:cut]):
        return nothing
    is_serial_alone = kinds == ["serial"] and layout.column("number") is not None
    if is_serial_alone and len(layout.tail) > 1:
        return nothing
    return LineCells(list(line[:cut]), list(line[cut:]))


def _before_note(
    line: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> LineCells:
    """A line that ends in words under 备注: the values stand in front of them."""
    without_note = ColumnLayout(layout.header, layout.roles[:-1])
    front, tail = split_line(line[:-1], without_note, grammar)
    if not tail:
        return LineCells(list(line), [])
    return LineCells(front, [*tail, line[-1]])


def _filled_from(kinds: Sequence[str], most: int) -> int:
    """Where the cells at a line's end begin that can only be values, units or natures, `most` at most."""
    at = len(kinds)
    while at > 0 and len(kinds) - at < most and kinds[at - 1] in FILLED:
        at -= 1
    return at


def _with_words(
    kinds: Sequence[str],
    at: int,
    layout: ColumnLayout,
) -> int:
    """Values in words (稳中向好) between the name and a mark of nature belong to the cells behind the name."""
    wanted = len(kinds) - len(layout.tail)
    if kinds[-1:] != ["nature"] or at <= wanted:
        return at
    has_serial = layout.column("number") is not None and kinds[:1] == ["serial"]
    own_words = 2 if has_serial else 1  # the name, and its number
    only_values = wanted == 0 and kinds[0] in ("value", "missing")
    return wanted if wanted >= own_words or only_values else at


def _is_tail(kinds: Sequence[str], layout: ColumnLayout) -> bool:
    """Whether the kinds at a line's end are a row's: its mark of nature, or all of its values but one of many."""
    values = sum(kind in NUMBERS for kind in kinds)
    if "nature" in layout.tail:
        return "nature" in kinds and (values > 0 or len(kinds) == len(layout.tail))
    columns = sum(role in VALUES for role in layout.tail)
    needed = columns if columns < MANY_VALUES else columns - 1
    if values >= needed > 0:
        return True
    return len(kinds) == len(layout.tail) > 1


def _is_prose(words: Sequence[Token]) -> bool:
    text = "".join(word.text for word in words)
    return "。" in text or text.count("，") > 1 or len(text) > LONGEST_WORDS
