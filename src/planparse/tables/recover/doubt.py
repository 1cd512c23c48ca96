"""How well rows that were put together from flattened text read: what speaks against them, as a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import RawRow
from planparse.tables.recover.tokens import VALUES, ColumnLayout

_INNER = regex.compile(r"[（(]([^（）()]{1,14})[）)](?=[\p{Han}\d≥≤<>＜＞—])")


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


def row_doubt(rows: Sequence[RawRow], layout: ColumnLayout, grammar: Grammar, *, gap: float = 1.0) -> float:
    """What speaks against rows of a table, summed up; `gap` is what an empty cell in a column of values counts."""
    doubt, last = 0.0, 0
    values = [c for c, role in enumerate(layout.roles) if role in VALUES]
    number, label = layout.column("number"), layout.column("category")
    natures = _natures(rows, layout, grammar)
    names = [row[layout.name].spans for row in rows if len(row) == len(layout.roles)]
    wide = max((b - a for spans in names for a, b in spans), default=0)
    doubt += 0.0 if values else 4.0 * len(rows)
    for row in rows:
        if len(row) != len(layout.roles):
            doubt += 0.0 if grammar.pattern("grids.spanning-label").fullmatch(row[0].text) else 0.2
            doubt += 3.0 * (cell_kind(row[0].text, grammar) in ("nature", "value"))
            continue
        doubt += 0.12 * sum(min(6, max(0, wide - 1 - (b - a))) for a, b in row[layout.name].spans[:-1])
        doubt += name_doubt(row[layout.name].text, grammar) + gap * sum(not row[c].text for c in values)
        if natures is not None and not natures[1](row[natures[0]].text):
            doubt += 2.0
        if label is not None and (text := row[label].text):
            doubt += 1.5 * (len(text) == 1 and not text.isascii())  # a piece of a label
            doubt += (0.0 if is_balanced(text) else 3.0) + (3.0 if grammar.pattern("grids.measure").search(text) else 0.0)
        if number is not None and (serial := row[number].text).isdecimal():
            doubt += 0.0 if int(serial) in (last, last + 1) else 2.0
            last = int(serial)
    return doubt


def _natures(
    rows: Sequence[RawRow], layout: ColumnLayout, grammar: Grammar
) -> tuple[int, Callable[[str], bool]] | None:
    """The column of marks of nature, and what a cell of it must be: a mark where most are, else anything printed."""
    if "nature" not in layout.roles:
        return None
    col = layout.roles.index("nature")
    cells = [row[col].text for row in rows if len(row) == len(layout.roles)]
    marks = sum(cell_kind(c, grammar) == "nature" for c in cells)
    return col, (lambda text: cell_kind(text, grammar) == "nature") if 2 * marks > len(cells) else bool
