"""Rows of an indicator table → `Indicator`, by the roles of its columns.

`read_indicators` walks each table once, top to bottom, with a small state: the
category that holds, the last indicator of the first rank, and the breakdown
(其中：) that is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Nature, Per, Table
from planparse.model.source import Span
from planparse.quantity.units import find_unit, read_per
from planparse.records.canonical import canonical_of, direction_of
from planparse.records.footnotes import Footnotes, read_footnotes
from planparse.records.recognition import doubtful_cells
from planparse.records.row_labels import RowLabel, category_text, is_category, read_labels
from planparse.records.row_values import Choice, Figures, choose, date_by_notes, read_figures
from planparse.records.slots import RowSlots, cell, layout_of
from planparse.tables.columns import unit_of_note

__all__ = ["canonical_of", "direction_of", "read_indicators"]


def read_indicators(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with an `Indicator` for every row of its indicator tables, ids in document order."""
    found: list[Indicator] = []
    doubtful = doubtful_cells(draft)
    for table in draft.tables:
        if table.kind == "indicators":
            sheet = _IndicatorTable(
                table, layout_of(table, grammar, draft.head.period), read_footnotes(table.notes, grammar),
                unit_of_note(table.unit_note, grammar), grammar, doubtful,
            )
            found += sheet.read(len(found))
    return replace(draft, indicators=tuple(found))


@dataclass(slots=True)
class _IndicatorTable:
    """One table while its rows are read."""

    table: Table
    at: RowSlots
    notes: Footnotes
    note_unit: str | None
    grammar: Grammar
    doubtful: frozenset[int] = frozenset()
    """Where cells begin that recognition is not sure of."""
    category: str | None = None
    """Of the last row that names a group."""
    head: Indicator | None = None
    """The last indicator of the first rank."""
    parent: Indicator | None = None
    """The indicator that the open breakdown belongs to."""
    opener: RowLabel | None = None
    """The row that opened the breakdown."""
    numbered: bool = False
    """Whether the rows bear serial numbers, so that a row without one is a part."""

    def read(self, taken: int) -> list[Indicator]:
        """The table's indicators; `taken` is how many ids are given already."""
        rows = [tuple("".join(c.split()) for c in row) for row in self.table.rows]
        labels = read_labels(rows, self.at, self.grammar)
        printed = sum(bool(x.number) for x in labels)
        self.numbered = printed * 3 >= len(labels) or (printed > 0 and self.at.number is not None)
        out: list[Indicator] = []
        for i, (row, label) in enumerate(zip(rows, labels, strict=True)):
            if is_category(rows, labels, i, self.at, self.grammar):
                self._open_category(row)
            elif label.name:
                out.append(self._indicator(i, row, label, f"i{taken + len(out) + 1}"))
        return out

    def _open_category(self, row: Sequence[str]) -> None:
        text = cell(row, self.at.name)
        text = text or next((c for k, c in enumerate(row) if c and k != self.at.number), cell(row, self.at.number))
        self.category = category_text(text, self.grammar)
        self.head = self.parent = None

    def _indicator(self, i: int, row: Sequence[str], label: RowLabel, own_id: str) -> Indicator:
        inferred: list[str] = []
        category = self._category(row)
        unit_text = label.unit or self._unit_cell(row)
        printed = read_per(label.name, self.grammar) or read_per(unit_text or "", self.grammar)
        parent = self._parent(label, category, printed, inferred)
        per = printed or self._inherited(parent, unit_text, inferred)
        unit = find_unit(unit_text, self.grammar) if unit_text else None
        spans = self.table.cell_spans[i] if i < len(self.table.cell_spans) else ()
        figures, unit = read_figures(row, spans, self.at, unit, per, self.note_unit, self.grammar)
        if per is not None and printed is None and unit is not None and unit.dimension == "fraction":
            per = None  # a share, as its cell says: it counts nothing per anything
            inferred.remove("per")
            figures, unit = read_figures(row, spans, self.at, unit, per, self.note_unit, self.grammar)
        date_by_notes(figures, label.marks, self.at, self.notes, self.grammar)
        values = choose(figures, self.at)
        if self.doubtful:
            inferred = list(dict.fromkeys([*inferred, *self._unsure(spans, values)]))
        made = Indicator(
            id=own_id, table=self.table.id, row=i, category=category, number=label.number or None,
            name=label.name, qualifier=self._qualifier(row, label), parent=parent.id if parent else None,
            canonical=canonical_of(label.name, self.grammar), unit=unit, per=per,
            nature=self._nature(row, label, inferred), baseline=values.baseline, target=values.target,
            others=values.others, note=self._note(row, label, figures), inferred=tuple(inferred),
            span=self.table.row_span(i) or self.table.span, page=self.table.page,
        )
        if parent is None:
            self.head = made
        return made

    def _unsure(self, spans: Sequence[Span | None], values: Choice) -> Iterator[str]:
        """The fields whose cells recognition is not sure of."""
        at = self.at
        places = [("category", at.category), ("number", at.number), ("name", at.name), ("qualifier", at.qualifier),
                  ("unit", at.unit), ("nature", at.nature), *(("note", k) for k in at.notes)]
        printed = [(field, spans[k]) for field, k in places if k is not None and k < len(spans)]
        shown = [("baseline", values.baseline), ("target", values.target), *(("others", v) for v in values.others)]
        for field, span in [*printed, *((field, v.span) for field, v in shown if v is not None)]:
            if span is not None and span[0] in self.doubtful:
                yield field

    def _category(self, row: Sequence[str]) -> str | None:
        own = cell(row, self.at.category) if self.at.category != self.at.name else ""
        return category_text(own, self.grammar) if own else self.category

    def _qualifier(self, row: Sequence[str], label: RowLabel) -> str | None:
        """The second label, unless it repeats the name or is the name (其中 | 公立医院)."""
        text = cell(row, self.at.qualifier)
        name = cell(row, self.at.name)
        if text in ("", name, label.name) or self.grammar.pattern("tables.row.child-only").fullmatch(name):
            return None
        return text

    # -------------------------------------------------------------- breakdowns

    def _parent(
        self, label: RowLabel, category: str | None, per: Per | None, inferred: list[str]
    ) -> Indicator | None:
        """The indicator that this row is a part of. 其中 opens a breakdown, a serial number ends it."""
        if label.child:
            if self.parent is None:
                self.parent, self.opener = self.head, label
            return self.parent
        if self.parent is None or category != self.parent.category or not self._goes_on(label, per):
            self.parent = None
            return None
        if not self.numbered:
            inferred.append("parent")
        return self.parent

    def _goes_on(self, label: RowLabel, per: Per | None) -> bool:
        """Whether the open breakdown goes on in a row that says no 其中.

        With serial numbers: while there is none, or the one merged over the breakdown.
        Without: while rows end in the words that the whole and its first part share.
        """
        assert self.parent is not None and self.opener is not None
        if self.numbered:
            return not label.number or (label.number == self.opener.number and per is None)
        tail = self.opener.name[-3:]
        shared = len(tail) == 3 and self.parent.name.endswith(tail)
        return shared and per is None and label.name.endswith(tail)

    def _inherited(self, parent: Indicator | None, unit: str | None, inferred: list[str]) -> Per | None:
        """A part counts per the same base as its whole; a share (%) counts nothing."""
        if parent is None or parent.per is None:
            return None
        own = find_unit(unit, self.grammar) if unit else None
        if own is not None and own.dimension == "fraction":
            return None
        inferred.append("per")
        return parent.per

    # -------------------------------------------------------------- unit, nature, note

    def _unit_cell(self, row: Sequence[str]) -> str | None:
        text = cell(row, self.at.unit)
        return None if self.grammar.pattern("tables.body.missing").fullmatch(text) else text

    def _nature(self, row: Sequence[str], label: RowLabel, inferred: list[str]) -> Nature | None:
        """约束性 or 预期性: from the cell, else from a mark that the notes explain."""
        if printed := self.notes.nature_of(cell(row, self.at.nature), self.grammar):
            return printed
        for mark in label.marks:
            if by_mark := self.notes.nature_of_mark(mark):
                return by_mark
        if self.notes.rest is not None:
            inferred.append("nature")
        return self.notes.rest

    def _note(self, row: Sequence[str], label: RowLabel, figures: Figures) -> str | None:
        """The note cell, and what the footnotes say to the marks of the name and of the values."""
        missing = self.grammar.pattern("tables.body.missing")
        texts = [t for k in self.at.notes if (t := cell(row, k)) and not missing.fullmatch(t)]
        marks = [*label.marks, *(m for _, own in figures.values() for m in own)]
        texts += [self.notes.text(m) or "" for m in marks if not self.notes.nature_of_mark(m)]
        return "；".join(dict.fromkeys(filter(None, texts))) or None
