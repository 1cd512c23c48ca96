"""The name cell of an indicator's row, taken apart; and rows that are no indicator but name a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.quantity.units import split_unit
from planparse.records.slots import RowSlots, cell


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row calls its indicator. `child`: it says 其中. `unit` is the unit printed in the name."""

    name: str
    number: str = ""
    child: bool = False
    unit: str | None = None
    marks: tuple[str, ...] = ()


def read_labels(rows: Sequence[Sequence[str]], at: RowSlots, grammar: Grammar) -> list[RowLabel]:
    """One label per row; a nameless row with a qualifier stands under the merged name above it."""
    labels: list[RowLabel] = []
    last = ""
    for row in rows:
        text, qualifier = cell(row, at.name), cell(row, at.qualifier)
        only = grammar.pattern("tables.row.child-only").fullmatch(text) is not None
        if only:
            text = qualifier
        elif not text and qualifier:
            text = last
        last = text or last
        labels.append(_label(text, cell(row, at.number), only, grammar))
    return labels


def _label(text: str, number: str, child: bool, grammar: Grammar) -> RowLabel:
    marks: list[str] = []
    for _ in range(3):  # a mark, a serial number and 其中, in any order
        if m := grammar.pattern("tables.row.mark-prefix").match(text):
            marks.append(m[0])
        elif m := grammar.pattern("tables.row.child-prefix").match(text):
            child = True
        elif (m := grammar.pattern("tables.row.number-prefix").match(text)) and number in ("", m["number"]):
            number = m["number"]
        else:
            break
        text = text[m.end():]
    name, unit, more = split_unit(text, grammar)
    return RowLabel(name, number, child, unit, (*marks, *more))


def is_category(
    rows: Sequence[Sequence[str]], labels: Sequence[RowLabel], i: int, at: RowSlots, grammar: Grammar
) -> bool:
    """Whether row i names the group of the rows below it and is no indicator."""
    row = rows[i]
    filled = {c for k, c in enumerate(row) if c and k != at.number and k not in at.notes}
    if not filled:  # a label that spans the table stands in its first column, be that the serial numbers'
        return grammar.pattern("tables.row.words").search(cell(row, at.number)) is not None
    if len(filled) != 1:
        return False
    text = next(iter(filled))
    if sum(c == text for c in row) >= max(min(3, len(row)), len(row) - 2):
        return True  # a merged cell that was filled along the row
    if any(cell(row, k) for k in (*(s.index for s in at.values), at.unit, at.nature)):
        return False
    prefix = grammar.pattern("tables.row.category-prefix")
    if prefix.match(text) or prefix.match(f"{cell(row, at.number)}、"):
        return True
    label, below = labels[i], labels[i + 1] if i + 1 < len(labels) else None
    if label.unit or label.child or below is None or below.child:
        return False
    return not label.number or below.number.startswith((f"{label.number}.", "（", "("))


def category_text(text: str, grammar: Grammar) -> str:
    """A category without the number in front of it."""
    for rule in ("tables.row.category-prefix", "tables.row.number-prefix"):
        if (m := grammar.pattern(rule).match(text)) and m.end() < len(text):
            return text[m.end():]
    return text
