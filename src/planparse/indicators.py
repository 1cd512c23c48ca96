"""Rows of an indicator table → `Indicator`, by the roles of its columns.

`read_indicators` walks each table once, top to bottom, with a small state: the
category that holds, the last indicator of the first rank, and the breakdown
(其中：) that is open. `canonical_of` and `direction_of` look a name up in
`grammars/indicators.toml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planparse.columns import plain, unit_of_note
from planparse.draft import Draft
from planparse.footnotes import Footnotes, read_footnotes
from planparse.grammar import Grammar
from planparse.plan import Column, Indicator, Nature, Per, Period, Span, Table, Unit, Value
from planparse.units import find_unit, read_per, split_unit
from planparse.values import read_cell

_UNITLESS = ("", "-", "—", "——", "/", "－", "–", "无")


def read_indicators(draft: Draft, grammar: Grammar) -> Draft:
    """The draft with an `Indicator` for every row of its indicator tables, ids in document order."""
    found: list[Indicator] = []
    for table in draft.tables:
        if table.kind == "indicators":
            found += _Sheet(table, _layout(table, grammar, draft.head.period), grammar).read(len(found))
    return replace(draft, indicators=tuple(found))


# ------------------------------------------------------------------ names


def direction_of(name: str, grammar: Grammar) -> str | None:
    """Whether more of this indicator is better ("higher") or less ("lower"); None where unknown or neither."""
    names, directions = _known(grammar)
    if (known := names.get(_key(name, grammar))) is not None:
        return directions[known] if directions[known] != "none" else None
    for rule in grammar.group("trend"):
        if rule.pattern.search(name):
            direction = str(rule.attrs["direction"])
            return direction if direction != "none" else None
    return None


def canonical_of(name: str, grammar: Grammar) -> str | None:
    """The id of a well-known indicator, without the file's prefix (beds-per-1000); None where unknown."""
    known = _known(grammar)[0].get(_key(name, grammar))
    return known.removeprefix("indicators.") if known else None


def _known(grammar: Grammar) -> tuple[dict[str, str], dict[str, str]]:
    """Rule id by compared name, and direction by rule id."""
    tables: tuple[dict[str, str], dict[str, str]] | None = grammar.cache.get("indicators")
    if tables is None:
        rules = grammar.group("indicator")
        names = {_key(w, grammar): r.id for r in reversed(rules) for w in reversed(r.words)}
        tables = names, {r.id: str(r.attrs["direction"]) for r in rules}
        grammar.cache["indicators"] = tables
    return tables


def _key(name: str, grammar: Grammar) -> str:
    """A name as it is compared: half-width, without region words, 常住 and a trailing 数."""
    text = unicodedata.normalize("NFKC", "".join(name.split()))
    text = grammar.pattern("indicators.key.drop").sub("", text)
    text = grammar.pattern("indicators.key.base").sub(r"每\g<count>人", text)
    text = text.replace("医生", "医师")
    return grammar.pattern("indicators.key.tail").sub("", text)


# ------------------------------------------------------------------ layout


@dataclass(frozen=True, slots=True)
class _Slot:
    """One value column: its index in the row, and what its header says."""

    index: int
    column: Column
    label: str
    year: int | None
    growth: bool = False
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each field of an indicator stands in a row; None where the table has no such column."""

    name: int
    category: int | None
    number: int | None
    qualifier: int | None
    unit: int | None
    nature: int | None
    notes: tuple[int, ...]
    baselines: tuple[_Slot, ...]
    targets: tuple[_Slot, ...]
    growths: tuple[_Slot, ...]
    further: tuple[_Slot, ...]

    @property
    def values(self) -> tuple[_Slot, ...]:
        """Every value column."""
        return (*self.baselines, *self.targets, *self.growths, *self.further)


def _layout(table: Table, grammar: Grammar, period: Period | None) -> _Layout:
    where: dict[str, list[int]] = {}
    for i, c in enumerate(table.columns):
        where.setdefault(c.role, []).append(i)

    def first(role: str) -> int | None:
        return where[role][0] if role in where else None

    name = first("name")
    if name is None:
        name = first("entity")
    slots = [_slot(i, c, grammar, period) for i, c in enumerate(table.columns)
             if c.role in ("baseline", "target", "value")]
    own = [s for s in slots if s.column.scope is None and not s.growth]
    return _Layout(
        name if name is not None else (first("category") or 0), first("category"), first("number"),
        first("qualifier"), first("unit"), first("nature"), tuple(where.get("note", ())),
        _by_year(s for s in own if s.column.role == "baseline"),
        _by_year(s for s in own if s.column.role == "target"),
        tuple(s for s in slots if s.growth and s.column.scope is None),
        tuple(s for s in slots if s.column.scope is not None or (not s.growth and s.column.role == "value")),
    )


def _by_year(slots: "Sequence[_Slot] | object") -> tuple[_Slot, ...]:
    return tuple(sorted(slots, key=lambda s: (s.year or 0, s.index)))  # type: ignore[call-overload,no-any-return]


def _slot(index: int, column: Column, grammar: Grammar, period: Period | None) -> _Slot:
    label = "".join("".join(p.split()) for p in dict.fromkeys(column.path))
    text = plain(label)
    year = column.year
    if column.role == "target" and year is None and _is_growth(text, grammar):
        annual = grammar.pattern("tables.value.growth-annual").search(text)
        total = grammar.pattern("tables.value.growth-cumulative").search(text)
        return _Slot(index, column, label, None, True, "cumulative" if total and not annual else "annual")
    if column.role == "target" and year is not None and _is_annual(text, grammar):
        return _Slot(index, column, label, year, True, "annual")
    if year is None and period is not None and column.role in ("baseline", "target"):
        year = period.end if column.role == "target" else period.start - 1
    return _Slot(index, column, label, year)


def _is_growth(text: str, grammar: Grammar) -> bool:
    return grammar.pattern("tables.value.growth").search(text) is not None


def _is_annual(text: str, grammar: Grammar) -> bool:
    return grammar.pattern("tables.value.growth-annual").search(text) is not None


# ------------------------------------------------------------------ rows


@dataclass(slots=True)
class _Label:
    """The name cell taken apart."""

    name: str
    number: str = ""
    child: bool = False
    unit: str | None = None
    marks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """One table while its rows are read."""

    table: Table
    at: _Layout
    grammar: Grammar
    category: str | None = None
    head: Indicator | None = None
    """The last indicator of the first rank."""
    parent: Indicator | None = None
    """The indicator that an open breakdown belongs to."""
    opened: str = ""
    """The serial number of the row that opened the breakdown."""
    sample: str = ""
    """The name of the breakdown's first child."""
    numbered: bool = False
    notes: Footnotes = field(default_factory=Footnotes)
    note_unit: str | None = None
    last_name: str = ""

    def read(self, taken: int) -> list[Indicator]:
        """The table's indicators; `taken` is how many ids are given already."""
        self.notes = read_footnotes(self.table.notes, self.grammar)
        self.note_unit = unit_of_note(self.table.unit_note, self.grammar)
        rows = [tuple("".join(c.split()) for c in row) for row in self.table.rows]
        labels = [self._label(r) for r in rows]
        self.numbered = sum(bool(x.number) for x in labels) * 3 >= len(labels)
        out: list[Indicator] = []
        for i, row in enumerate(rows):
            if self._is_category(rows, labels, i):
                self._open_category(row, labels[i])
            elif labels[i].name and (labels[i].name != "" and any(row)):
                out.append(self._indicator(i, row, labels[i], f"i{taken + len(out) + 1}"))
        return out

    # -------------------------------------------------------------- labels and categories

    def _cell(self, row: Sequence[str], index: int | None) -> str:
        return row[index] if index is not None and index < len(row) else ""

    def _label(self, row: Sequence[str]) -> _Label:
        """The name cell without prefixes, unit and marks; a nameless row under a merged name takes that one."""
        text, qualifier = self._cell(row, self.at.name), self._cell(row, self.at.qualifier)
        label = _Label("", number=self._cell(row, self.at.number))
        if self.grammar.pattern("tables.row.child-only").fullmatch(text):
            label.child, text = True, qualifier
        elif not text and qualifier:
            text = self.last_name
        if text:
            self.last_name = text
        text = self._strip(text, label)
        label.name, label.unit, marks = split_unit(text, self.grammar)
        label.marks += marks
        return label

    def _strip(self, text: str, label: _Label) -> str:
        """`text` without serial number, 其中： and marks in front, which go to `label`."""
        for _ in range(3):
            if m := self.grammar.pattern("tables.row.mark-prefix").match(text):
                label.marks.append(m[0])
            elif m := self.grammar.pattern("tables.row.child-prefix").match(text):
                label.child = True
            elif not label.number and (m := self.grammar.pattern("tables.row.number-prefix").match(text)):
                label.number = m["number"]
            elif label.number and (m := self.grammar.pattern("tables.row.number-prefix").match(text)) \
                    and m["number"] == label.number:
                pass
            else:
                break
            text = text[m.end():]
        return text

    def _is_category(self, rows: Sequence[Sequence[str]], labels: Sequence[_Label], i: int) -> bool:
        """Whether row i names the category of the rows below it and is no indicator."""
        row, at = rows[i], self.at
        filled = {c for k, c in enumerate(row) if c and k != at.number and k not in at.notes}
        if len(filled) != 1:
            return False
        text = next(iter(filled))
        if sum(c == text for c in row) >= max(3, len(row) - 2):
            return True  # a merged cell that was filled along the row
        if any(self._cell(row, s.index) for s in at.values) or self._cell(row, at.unit) or self._cell(row, at.nature):
            return False
        if self.grammar.pattern("tables.row.category-prefix").match(f"{self._cell(row, at.number)}、{text}") or \
                self.grammar.pattern("tables.row.category-prefix").match(text):
            return True
        below = labels[i + 1] if i + 1 < len(labels) else None
        if labels[i].unit or labels[i].child or below is None or below.child:
            return False
        return not labels[i].number or below.number.startswith((f"{labels[i].number}.", "（", "("))

    def _open_category(self, row: Sequence[str], label: _Label) -> None:
        text = self._cell(row, self.at.name) or next(c for k, c in enumerate(row) if c and k != self.at.number)
        self.category = self._category_text(text)
        self.head = self.parent = None

    def _category_text(self, text: str) -> str:
        """A category without the number in front of it."""
        for rule in ("tables.row.category-prefix", "tables.row.number-prefix"):
            if (m := self.grammar.pattern(rule).match(text)) and m.end() < len(text):
                return text[m.end():]
        return text

    # -------------------------------------------------------------- one indicator

    def _indicator(self, i: int, row: Sequence[str], label: _Label, name_id: str) -> Indicator:
        inferred: list[str] = []
        own = self._cell(row, self.at.category) if self.at.category != self.at.name else ""
        category = self._category_text(own) if own else self.category
        printed = read_per(label.name, self.grammar)
        parent = self._parent(label, category, printed is not None, inferred)
        unit_text = label.unit or self._unit_cell(row)
        per = printed or (read_per(unit_text, self.grammar) if unit_text else None)
        if per is None and parent is not None and parent.per is not None and self._same_unit(unit_text, parent):
            per = parent.per
            inferred.append("per")
        unit = self._unit(unit_text)
        values, unit = self._values(i, row, unit, per, label)
        made = Indicator(
            id=name_id, table=self.table.id, row=i, category=category, number=label.number or None,
            name=label.name, qualifier=self._qualifier(row, label), parent=parent.id if parent else None,
            canonical=canonical_of(label.name, self.grammar), unit=unit, per=per,
            nature=self._nature(row, label, inferred), note=self._note(row, label, values),
            span=self._span(i), page=self.table.page, **self._choose(values, inferred),
        )
        if parent is None:
            self.head = made
        return made

    def _qualifier(self, row: Sequence[str], label: _Label) -> str | None:
        text = self._cell(row, self.at.qualifier)
        return text if text and text not in (label.name, self._cell(row, self.at.name)) and \
            not self.grammar.pattern("tables.row.child-only").fullmatch(self._cell(row, self.at.name)) else None

    def _parent(self, label: _Label, category: str | None, has_per: bool, inferred: list[str]) -> Indicator | None:
        """The indicator that this row breaks down. 其中： opens a breakdown; the next serial number ends it."""
        if label.child:
            if self.parent is None:
                self.parent, self.opened, self.sample = self.head, label.number, label.name
            return self.parent
        if self.parent is None or category != self.parent.category or not self._goes_on(label, has_per):
            self.parent = None
            return None
        if not self.numbered:
            inferred.append("parent")
        return self.parent

    def _goes_on(self, label: _Label, has_per: bool) -> bool:
        """Whether an open breakdown goes on in a row that says no 其中."""
        if self.numbered:
            return not label.number or (label.number == self.opened and not has_per)
        assert self.parent is not None
        tail = self.sample[-3:]
        return len(self.sample) > 3 and not has_per and label.name.endswith(tail) and self.parent.name.endswith(tail)

    # -------------------------------------------------------------- unit and per-base

    def _unit_cell(self, row: Sequence[str]) -> str | None:
        text = self._cell(row, self.at.unit)
        return None if text in _UNITLESS else text

    def _same_unit(self, text: str | None, parent: Indicator) -> bool:
        return text is None or parent.unit is None or text == parent.unit.text

    def _unit(self, text: str | None) -> Unit | None:
        return None if text is None else find_unit(text, self.grammar) or Unit(text=text)

    def _values(
        self, i: int, row: Sequence[str], unit: Unit | None, per: Per | None, label: _Label
    ) -> tuple[dict[int, tuple[Value, list[str]]], Unit | None]:
        """Values by column, and the unit: from name or unit column, else from the cells, the header, the note."""
        read = {s.index: self._value(i, row, s, unit, per) for s in self.at.values}
        if unit is not None:
            return read, unit
        found = next((v.unit for v, _ in read.values() if v.unit is not None), None)
        if found is None:
            heads = [s.column.unit for s in self.at.values if s.column.unit and not s.growth]
            found = self._unit(heads[0] if heads else self.note_unit)
        if found is not None:
            read = {s.index: self._value(i, row, s, found, per) for s in self.at.values}
        return read, found

    def _value(
        self, i: int, row: Sequence[str], slot: _Slot, unit: Unit | None, per: Per | None
    ) -> tuple[Value, list[str]]:
        text = self._cell(row, slot.index)
        value, marks = read_cell(text, self.grammar, year=slot.year, unit=unit, per=per)
        if slot.growth:
            value = self._growth(text, slot, value)
        spans = self.table.cell_spans
        span = spans[i][slot.index] if i < len(spans) and slot.index < len(spans[i]) else None
        return value.model_copy(update={"span": span}), list(marks)

    def _growth(self, text: str, slot: _Slot, value: Value) -> Value:
        """A value of a 年均/累计 column: brackets are a total in the indicator's unit, the rest a yearly rate."""
        if value.kind in ("text", "missing"):
            return value
        basis = value.basis or slot.basis
        if basis == "annual" and value.unit is None:
            percent = find_unit(slot.column.unit or "%", self.grammar)
            value, _ = read_cell(text, self.grammar, year=slot.year, unit=percent, per=None)
            value = value.model_copy(update={"unit": percent})
        return value.model_copy(update={"basis": basis})

    # -------------------------------------------------------------- which value is which

    def _choose(self, values: dict[int, tuple[Value, list[str]]], inferred: list[str]) -> dict[str, object]:
        """Baseline, target and others: the last that is filled of the plan's own, then all further columns."""
        at = self.at
        baseline = self._last(at.baselines, values)
        target = self._last(at.targets, values)
        if target is None or values[target.index][0].kind == "missing":
            grown = next((s for s in at.growths if values[s.index][0].kind != "missing"), None)
            target = grown or target
        used = {s.index for s in (baseline, target) if s is not None}
        others = [self._other(s, values[s.index][0]) for s in sorted(at.values, key=lambda s: s.index)
                  if s.index not in used]
        return {
            "baseline": values[baseline.index][0] if baseline else None,
            "target": self._dated(target, values[target.index][0]) if target else None,
            "others": tuple(others), "inferred": tuple(inferred),
        }

    def _last(self, slots: Sequence[_Slot], values: dict[int, tuple[Value, list[str]]]) -> _Slot | None:
        filled = [s for s in slots if values[s.index][0].kind != "missing"]
        return filled[-1] if filled else slots[-1] if slots else None

    def _dated(self, slot: _Slot, value: Value) -> Value:
        """A growth that stands for the last year's value belongs to that year."""
        if not slot.growth:
            return value
        year = value.year or (self.at.targets[-1].year if self.at.targets else None)
        return value.model_copy(update={"year": year, "label": slot.label})

    def _other(self, slot: _Slot, value: Value) -> Value:
        return value.model_copy(
            update={"label": slot.label, "role": slot.column.role, "scope": slot.column.scope}
        )

    # -------------------------------------------------------------- nature and notes

    def _nature(self, row: Sequence[str], label: _Label, inferred: list[str]) -> Nature | None:
        """约束性 or 预期性: from the cell, else from a mark that the notes explain."""
        cell = self._cell(row, self.at.nature)
        if printed := self.notes.nature_of(cell, self.grammar):
            return printed
        if by_mark := next((n for m in label.marks if (n := self.notes.nature.get(m))), None):
            return by_mark
        if self.notes.rest is not None:
            inferred.append("nature")
        return self.notes.rest

    def _note(
        self, row: Sequence[str], label: _Label, values: dict[int, tuple[Value, list[str]]]
    ) -> str | None:
        """The note cell and what the footnotes say to this row's marks; a note's year goes to its value."""
        texts = [self._cell(row, k) for k in self.at.notes]
        texts += [t for m in label.marks if (t := self.notes.text(m)) and m not in self.notes.nature]
        for index, (value, marks) in values.items():
            for mark in marks:
                if text := self.notes.text(mark):
                    texts.append(text)
                    year = self.notes.year(text, self.grammar)
                    if year is not None:
                        values[index] = value.model_copy(update={"year": year}), marks
        self._date_baseline(label, values)
        return "；".join(dict.fromkeys(t for t in texts if t and t not in _UNITLESS)) or None

    def _date_baseline(self, label: _Label, values: dict[int, tuple[Value, list[str]]]) -> None:
        """A mark at the name whose note gives an earlier year of data dates the baseline."""
        last = self.at.targets[-1].year if self.at.targets else None
        for mark in label.marks:
            year = self.notes.year(self.notes.text(mark) or "", self.grammar)
            if year is not None and self.at.baselines and (last is None or year < last):
                slot = self.at.baselines[-1]
                value, marks = values[slot.index]
                values[slot.index] = value.model_copy(update={"year": year}), marks

    def _span(self, i: int) -> Span:
        """From the first printed cell of the row to the last; the table's span where none is known."""
        spans = [s for s in self.table.cell_spans[i] if s] if i < len(self.table.cell_spans) else []
        return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else self.table.span
