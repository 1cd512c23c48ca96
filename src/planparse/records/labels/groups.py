"""Rows that only name the group of the rows below them, and the groups that are open at a row.

Groups may stand in one another: 一、资源 over （一）人力. How deep one stands is told by the
style of its number, and where it has none by the row above it.
"""

from __future__ import annotations

from msgspec import Struct, field

from planparse.grammar import Grammar
from planparse.records.labels.numerals import DOTTED, STYLES, UNNUMBERED, numeral_style
from planparse.records.labels.row_labels import GoalLabel
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots

_FEW_CELLS = 3
"""So many equal cells in a row are a label that was merged along it, and no coincidence."""


def is_category(
    row: PrintedRow,
    label: GoalLabel,
    below: GoalLabel | None,
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
    if _is_numbered_heading(row, text, at, grammar):
        return True
    return _opens_group(label, below, grammar, has_nature=bool(row.text(at.nature)))


def _filled(row: PrintedRow, at: RowSlots) -> set[str]:
    """What the row prints beside its serial number, its notes, and the labels of wider groups."""
    aside = {at.number, *at.notes}
    if row.text(at.name):
        # Both were merged over this row and its neighbours.
        aside |= {column for column in (at.category, at.nature) if column != at.name}
    return {text for column, text in enumerate(row.texts) if text and column not in aside}


def _runs_along(row: PrintedRow, text: str) -> bool:
    """Whether a merged cell was filled along the row."""
    width = len(row.texts)
    # The serial number and a note may stand in cells of their own.
    enough = max(min(_FEW_CELLS, width), width - 2)
    return row.texts.count(text) >= enough


def _has_figures(row: PrintedRow, at: RowSlots) -> bool:
    """Whether the row prints a value or a unit."""
    values = [slot.index for slot in at.values]
    columns = (*values, at.unit)
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


def _opens_group(
    label: GoalLabel,
    below: GoalLabel | None,
    grammar: Grammar,
    *,
    has_nature: bool,
) -> bool:
    """Whether a row without figures can only be the head of the rows below it."""
    if below is None or label.unit or label.child or below.child:
        return False
    if not label.number:
        return True
    # 1 above 1.1 or （1）
    if below.number.startswith((f"{label.number}.", "（", "(")):
        return True
    own, inner = (numeral_style(found.number, grammar) for found in (label, below))
    if own not in DOTTED or has_nature:
        return False
    # 3.1 above 3.1.1, and above what bears no number at all.
    return inner == UNNUMBERED or (inner in DOTTED and STYLES.index(inner) > STYLES.index(own))


def group_text(text: str, grammar: Grammar) -> str:
    """A group's label without 其中, the number in front of it, and a mark behind it."""
    # Each row of a group prints it, or has it filled in.
    return grammar.remembered(_group_text, text)


def _group_text(text: str, grammar: Grammar) -> str:
    for rule in ("child-prefix", "category-prefix", "number-prefix"):
        lead = grammar.pattern(f"tables.row.{rule}").match(text)
        if lead and lead.end() < len(text):
            text = text[lead.end() :]
    end = grammar.pattern("tables.row.group-end").search(text)
    if end and end.start() > 0:
        return text[: end.start()]
    return text


# ------------------------------------------------------------------ the groups that are open


class Group(Struct, frozen=True):
    """A group whose rows are being read."""

    style: str
    """Of its number."""
    name: str


class OpenGroups(Struct):
    """The groups that hold at a row, the outermost first."""

    numbers_in_names: bool = False
    """Whether numbers stand before the names, so that none is merged over several rows."""
    groups: list[Group] = field(default_factory=list)
    counts_rows: bool = False
    """Whether a row of the innermost group bore a number."""
    just_opened: bool = False
    """Whether the row above named a group."""

    @property
    def names(self) -> list[str]:
        """Their labels, the outermost first."""
        return [group.name for group in self.groups]

    def open(self, style: str, name: str) -> None:
        """A row names a group: it ends those of its own style, and stands inside of wider ones."""
        self._end(style)
        if self.groups and not self._is_inside(style):
            self.groups.clear()
        self.groups.append(Group(style, name))
        self.just_opened = True
        self.counts_rows = False

    def pass_row(self, style: str) -> None:
        """A row of the body ends the groups that count in the style of its own number.

        | 二、非电利用 | | |
        | 三、利用总量（万吨） | 5 | 9 |
        """
        self.just_opened = False
        if style != UNNUMBERED:
            self._end(style)
            self.counts_rows = True

    def pass_whole(self, style: str) -> bool:
        """A row that is no part of another and bears no number ends the groups whose rows do: whether
        it may have ended any.

        | 二、非电利用 | | |
        | 1、供热（万吨） | 3 | 4 |
        | 利用比重（%） | 5 | 9 |
        """
        ends = style == UNNUMBERED and self.counts_rows and self.numbers_in_names
        if ends:
            self._end_numbered()
        return ends

    def _end_numbered(self) -> None:
        """End the outermost group with a number, and what stands inside of it."""
        numbered = (at for at, group in enumerate(self.groups) if group.style != UNNUMBERED)
        first = next(numbered, len(self.groups))
        del self.groups[first:]

    def _end(self, style: str) -> None:
        styles = [group.style for group in self.groups]
        if style in styles:
            del self.groups[styles.index(style) :]

    def _is_inside(self, style: str) -> bool:
        """Whether a group that begins here stands inside of those that are open."""
        if self.just_opened:
            return True
        last = self.groups[-1].style
        if UNNUMBERED in (style, last):
            return False
        return STYLES.index(style) > STYLES.index(last)
