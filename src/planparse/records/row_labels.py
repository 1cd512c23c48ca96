"""The name cell of an indicator's row, taken apart; and rows that only name a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar
from planparse.quantity.units import cut_marks, split_unit
from planparse.records.footnotes import Footnotes
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots

_MOST_PREFIXES = 3
"""A mark, a serial number and 其中 before a name, each once and in any order."""

_FEW_CELLS = 3
"""So many equal cells in a row are a label that was merged along it, and no coincidence."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row calls its indicator."""

    name: str
    number: str = ""
    child: bool = False
    """The row says 其中."""
    unit: str | None = None
    """The unit printed in the name."""
    marks: tuple[str, ...] = ()
    """Footnote marks at the name."""

    def with_marks(self, marks: tuple[str, ...], *, cut: str) -> RowLabel:
        """The label with further marks, of which `cut` ends its name so far."""
        if not marks and not cut:
            return self
        name = self.name.removesuffix(cut)
        own = (*self.marks, cut) if cut else self.marks
        return replace(self, name=name, marks=(*own, *marks))


def read_labels(
    rows: Sequence[PrintedRow],
    at: RowSlots,
    notes: Footnotes,
    grammar: Grammar,
) -> list[RowLabel]:
    """One label per row; a nameless row with a qualifier stands under the merged name above it."""
    labels: list[RowLabel] = []
    name_above = ""
    for row in rows:
        name = row.text(at.name)
        qualifier = row.text(at.qualifier)
        # 其中 | 公立医院: the name stands in the next cell.
        only_child = grammar.pattern("tables.row.child-only").fullmatch(name) is not None
        if only_child:
            name = qualifier
        elif not name and qualifier:
            name = name_above
        if name:
            name_above = name
        number, marks = cut_marks(row.text(at.number), grammar)
        label = _label(name, number, only_child, grammar)
        glued = _glued_mark(label.name, notes, grammar)
        labels.append(label.with_marks(marks, cut=glued))
    return labels


def _glued_mark(name: str, notes: Footnotes, grammar: Grammar) -> str:
    """The figure at the end of a name that a note below the table opens with, "" where none does."""
    found = grammar.pattern("tables.row.glued-figure").search(name)
    if found is None or notes.text(found["mark"]) is None:
        return ""
    return found["mark"]


def _label(
    text: str,
    number: str,
    child: bool,
    grammar: Grammar,
) -> RowLabel:
    """The label that a name cell prints beside the serial number in its own column."""
    marks: list[str] = []
    for _ in range(_MOST_PREFIXES):
        mark = grammar.pattern("tables.row.mark-prefix").match(text)
        if mark:
            marks.append(mark[0])
            text = text[mark.end() :]
            continue
        within = grammar.pattern("tables.row.child-prefix").match(text)
        if within:
            child = True
            text = text[within.end() :]
            continue
        numbered = grammar.pattern("tables.row.number-prefix").match(text)
        # Another number than the row's own is part of the name.
        if numbered is None or number not in ("", numbered["number"]):
            break
        number = numbered["number"]
        text = text[numbered.end() :]
    name, unit, marks_behind = split_unit(text, grammar)
    name, marks_inside = _without_raised(name, grammar)
    return RowLabel(
        name=name,
        number=number,
        child=child,
        unit=unit,
        marks=(*marks, *marks_inside, *marks_behind),
    )


def _without_raised(name: str, grammar: Grammar) -> tuple[str, list[str]]:
    """A name without the raised figures inside it that are no powers, and these."""
    power = grammar.pattern("units.power")
    marks: list[str] = []
    kept: list[str] = []
    behind = 0
    for found in grammar.pattern("reflow.raised").finditer(name):
        if power.search(name, 0, found.end()):
            continue
        marks.append(found[0])
        kept.append(name[behind : found.start()])
        behind = found.end()
    return "".join(kept) + name[behind:], marks


def is_category(
    row: PrintedRow,
    label: RowLabel,
    below: RowLabel | None,
    at: RowSlots,
    grammar: Grammar,
) -> bool:
    """Whether a row names the group of the rows below it and is no indicator.

    `label` is the row's own, `below` that of the next row; None where the table ends.
    """
    filled = _filled(row, at)
    if not filled:
        # A label that spans the table stands in its first column, be that the serial numbers'.
        words = grammar.pattern("tables.row.words")
        return words.search(row.text(at.number)) is not None
    if len(filled) != 1:
        return False
    text = filled.pop()
    if _runs_along(row, text):
        return True
    if _has_figures(row, at):
        return False
    return _is_numbered_heading(row, text, at, grammar) or _opens_group(label, below)


def _filled(row: PrintedRow, at: RowSlots) -> set[str]:
    """What the row prints beside its serial number and its notes."""
    aside = (at.number, *at.notes)
    return {text for column, text in enumerate(row.texts) if text and column not in aside}


def _runs_along(row: PrintedRow, text: str) -> bool:
    """Whether a merged cell was filled along the row."""
    width = len(row.texts)
    # The serial number and a note may stand in cells of their own.
    enough = max(min(_FEW_CELLS, width), width - 2)
    return row.texts.count(text) >= enough


def _has_figures(row: PrintedRow, at: RowSlots) -> bool:
    """Whether the row prints a value, a unit or a nature."""
    values = [slot.index for slot in at.values]
    columns = (*values, at.unit, at.nature)
    return any(row.text(column) for column in columns)


def _is_numbered_heading(
    row: PrintedRow,
    text: str,
    at: RowSlots,
    grammar: Grammar,
) -> bool:
    """一、经济发展 in one cell, or 一 in the column of serial numbers."""
    prefix = grammar.pattern("tables.row.category-prefix")
    if prefix.match(text):
        return True
    return prefix.match(f"{row.text(at.number)}、") is not None


def _opens_group(label: RowLabel, below: RowLabel | None) -> bool:
    """Whether a row without figures can only be the head of the rows below it."""
    if below is None or label.unit or label.child or below.child:
        return False
    if not label.number:
        return True
    # 1 above 1.1 or （1）
    return below.number.startswith((f"{label.number}.", "（", "("))


def category_text(text: str, grammar: Grammar) -> str:
    """A category without the number in front of it."""
    for rule in ("tables.row.category-prefix", "tables.row.number-prefix"):
        number = grammar.pattern(rule).match(text)
        if number and number.end() < len(text):
            return text[number.end() :]
    return text
