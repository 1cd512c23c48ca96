"""How well rows that were put together from flattened text read: what speaks against them, as a number."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from planparse.geometry import RawRow, cell_kind
from planparse.grammar import Grammar
from planparse.tokens import VALUES, Layout
from planparse.units import known

_PAIRS = ("（）", "()", "《》", "“”", "〔〕")
_INNER = regex.compile(r"[（(]([^（）()]{1,14})[）)](?=\p{Han})")


def is_balanced(text: str) -> bool:
    """Whether every bracket of a cell is closed in it, whichever width its ends have."""
    opened = sum(text.count(c) for c in "（(《“〔[")
    closed = sum(text.count(c) for c in "）)》”〕]")
    return opened == closed


def name_doubt(name: str, grammar: Grammar) -> float:
    """What speaks against a name: none at all, torn brackets, a unit in its middle, an end that measures nothing."""
    if not name:
        return 8.0
    doubt = 0.0 if is_balanced(name) else 6.0
    if cell_kind(name, grammar) != "text":
        doubt += 8.0
    if grammar.pattern("grids.broken-begin").match(name):
        doubt += 4.0
    doubt += 5.0 * sum(known(m[1], grammar) for m in _INNER.finditer(name))
    if not name.endswith(("）", ")")) and not grammar.pattern("grids.measure").search(name):
        doubt += 1.0
    return doubt


def row_doubt(rows: Sequence[RawRow], layout: Layout, grammar: Grammar, *, gap: float = 1.0) -> float:
    """What speaks against rows of a table, summed up; `gap` is what an empty cell in a column of values counts."""
    doubt, last = 0.0, 0
    values = [c for c, role in enumerate(layout.roles) if role in VALUES]
    number, label = layout.column("number"), layout.column("category")
    doubt += 0.0 if values else 4.0 * len(rows)
    for row in rows:
        if len(row) != len(layout.roles):
            doubt += 0.0 if grammar.pattern("grids.spanning-label").fullmatch(row[0].text) else 0.4
            continue
        doubt += name_doubt(row[layout.name].text, grammar) + gap * sum(not row[c].text for c in values)
        if "nature" in layout.roles and not row[layout.roles.index("nature")].text:
            doubt += 2.0
        if label is not None and (text := row[label].text):
            doubt += 1.5 * (len(text) == 1 and not text.isascii())  # a piece of a label
            doubt += (0.0 if is_balanced(text) else 3.0) + (3.0 if grammar.pattern("grids.measure").search(text) else 0.0)
        if number is not None and (serial := row[number].text).isdecimal():
            doubt += 0.0 if int(serial) in (last, last + 1) else 2.0
            last = int(serial)
    return doubt
