"""The name cell of an indicator's row, taken apart; and rows that only name a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar
from planparse.quantity.units import split_unit
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


def read_labels(rows: Sequence[PrintedRow], at: RowSlots, grammar: Grammar) -> list[RowLabel]:
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
        number = row.text(at.number)
        label = _label(name, number, only_child, grammar)
        if not number and _has_values(row, at):
            label = _numbered_in_words(label, grammar)
        labels.append(label)
    return labels


def _numbered_in_words(label: RowLabel, grammar: Grammar) -> RowLabel:
    """一、电力装机 with values behind it is no group, but the first indicator."""
    prefix = grammar.pattern("tables.row.category-prefix").match(label.name)
    if prefix is None or label.number or prefix.end() == len(label.name):
        return label
    number = prefix["number"] or prefix[0].strip()
    return replace(label, name=label.name[prefix.end() :], number=number)


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
    return RowLabel(
        name=name,
        number=number,
        child=child,
        unit=unit,
        marks=(*marks, *marks_behind),
    )


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
    if len(filled) > 1 and not _has_values(row, at):
        filled = _without_nature(row, filled, at, grammar)
    if not filled:
        # A label that spans the table stands in its first column, be that the serial numbers'.
        words = grammar.pattern("tables.row.words")
        return words.search(row.text(at.number)) is not None
    if len(filled) != 1:
        return False
    text = filled.pop()
    if _runs_along(row, text):
        return True
    if _is_numbered_heading(row, text, at, grammar):
        return not _has_values(row, at)
    return not _has_figures(row, at) and _opens_group(label, below)


def _filled(row: PrintedRow, at: RowSlots) -> set[str]:
    """What the row prints beside its serial number and its notes."""
    aside = (at.number, *at.notes)
    return {text for column, text in enumerate(row.texts) if text and column not in aside}


def _without_nature(
    row: PrintedRow,
    filled: set[str],
    at: RowSlots,
    grammar: Grammar,
) -> set[str]:
    """The cells of a row 一、经济发展 without the nature that is merged over it and the rows below."""
    name = row.text(at.name)
    nature = row.text(at.nature)
    if not nature or grammar.pattern("tables.row.category-prefix").match(name) is None:
        return filled
    return filled - {nature}


def _runs_along(row: PrintedRow, text: str) -> bool:
    """Whether a merged cell was filled along the row."""
    width = len(row.texts)
    # The serial number and a note may stand in cells of their own.
    enough = max(min(_FEW_CELLS, width), width - 2)
    return row.texts.count(text) >= enough


def _has_values(row: PrintedRow, at: RowSlots) -> bool:
    return any(row.text(slot.index) for slot in at.values)


def _has_figures(row: PrintedRow, at: RowSlots) -> bool:
    """Whether the row prints a value, a unit or a nature."""
    return _has_values(row, at) or any(row.text(column) for column in (at.unit, at.nature))


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
