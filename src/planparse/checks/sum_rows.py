"""A table's numbers as a ledger: which rows are sums, which are parts, and which columns can be added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import regex

from planparse.checks.places import Places
from planparse.grammar import Grammar
from planparse.model.plan import Table
from planparse.model.source import Span

Kind = Literal["item", "part", "whole", "subtotal", "total", "grand", "note"]
RANK: dict[Kind, int] = {"item": 0, "part": 0, "whole": 0, "note": 0, "subtotal": 1, "total": 2, "grand": 3}
_KINDS: dict[Kind, str] = {
    "grand": "checks.grand-total", "total": "checks.total", "subtotal": "checks.subtotal",
    "part": "checks.part", "note": "checks.no-item",
}
"""The rule for each kind of row, in the order in which they decide."""
_NUMERAL = str.maketrans("0123456789一二三四五六七八九十", "1111111111一一一一一一一一一一")
_RUN = re.compile("([1一])\\1+")
_LABELS = ("number", "name", "entity", "category", "qualifier")
_NUMBERS = ("baseline", "target", "value", "investment", "other")


@dataclass(frozen=True, slots=True)
class SumRow:
    """A body row: what it is called, what kind of row, and its numbers by column (None: no number)."""

    index: int
    label: str
    kind: Kind
    style: str
    numbers: dict[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of a table with the columns that can be added; `rates` are per head (每千人口…)."""

    table: Table
    rows: list[SumRow]
    amounts: list[int] = field(default_factory=list)
    rates: list[int] = field(default_factory=list)
    decimals: dict[int, int] = field(default_factory=dict)
    known: dict[tuple[int, ...], list[bool | None]] = field(default_factory=dict)
    """Results of `adds` for a whole and its parts, by their rows."""

    def adds(self, whole: SumRow, parts: Sequence[SumRow], column: int) -> bool | None:
        """Whether the parts make up the whole in a column; None where a number is wanting."""
        total = whole.numbers.get(column)
        if total is None or not parts or any(p.numbers.get(column, 0) is None for p in parts):
            return None
        if not any(p.numbers.get(column) for p in parts):
            return None
        return abs(self.sum(parts, column) - total) <= self.tolerance(len(parts), column)

    def results(self, whole: SumRow, parts: Sequence[SumRow]) -> list[bool | None]:
        """`adds` for every column, amounts first; worked out once."""
        key = (whole.index, *(p.index for p in parts))
        if key not in self.known:
            self.known[key] = [self.adds(whole, parts, c) for c in (*self.amounts, *self.rates)]
        return self.known[key]

    def sum(self, parts: Sequence[SumRow], column: int) -> Decimal:
        """The parts of a column added up."""
        return sum((p.numbers.get(column) or Decimal(0) for p in parts), Decimal(0))

    def tolerance(self, parts: int, column: int) -> Decimal:
        """Whole numbers are counted and add up exactly; others were rounded, each to its last digit."""
        places = self.decimals.get(column, 0)
        return Decimal(parts + 1) / 2 * Decimal(1).scaleb(-places) if places else Decimal(0)


def read_ledger(table: Table, grammar: Grammar, area: str) -> Ledger:
    """The rows of a table as numbers. A column with words where a number should be is left out."""
    labels = [i for i, c in enumerate(table.columns) if c.role in _LABELS]
    skip, share = grammar.pattern("checks.not-summed"), grammar.pattern("checks.share-column")
    per = grammar.pattern("checks.per-column")
    body = next((i for i, r in enumerate(table.rows) if any(c.isdigit() for cell in r for c in cell)), 0)
    rows = [_row(i, row, labels, grammar, area, i < body) for i, row in enumerate(table.rows)]
    ledger = Ledger(table, rows)
    for c, column in enumerate(table.columns):
        head = "".join(column.path) + (column.unit or "")
        if column.role not in _NUMBERS or skip.search("".join(column.path[-1:])) or share.search(head):
            continue
        if _read_column(ledger, c, grammar):
            (ledger.rates if per.search(head) else ledger.amounts).append(c)
    return ledger


def _row(
    index: int, cells: Sequence[str], labels: list[int], grammar: Grammar, area: str, is_head: bool
) -> SumRow:
    """A row by its labels; rows without a digit above all others (`is_head`) are left of the header."""
    names = ["".join(cells[c].split()) for c in labels if c < len(cells)]
    name = next((n for n in reversed(names) if n), "")
    return SumRow(index, name, "note" if is_head else _kind(names, name, grammar, area), _style(names, grammar), {})


def _kind(names: list[str], name: str, grammar: Grammar, area: str) -> Kind:
    """What a row is by its labels; the whole of an area only where that is the plan's own."""
    words = grammar.derived(_SumWords)
    found = {str(m.lastgroup) for n in names if n and (m := words.kinds.fullmatch(n))}
    for kind in _KINDS:
        if kind in found:
            return kind
    return "whole" if name in words.areas and name[-1] == (area or name[-1]) else "item"


class _SumWords:
    """Labels of rows that are no items: one pattern with a group for each kind, and the words for areas."""

    def __init__(self, grammar: Grammar) -> None:
        kinds = "|".join(f"(?P<{kind}>{grammar.pattern(rule).pattern})" for kind, rule in _KINDS.items())
        self.kinds = regex.compile(kinds)
        self.areas = frozenset(w for r in grammar.group("territory") for w in r.words)


def _style(names: list[str], grammar: Grammar) -> str:
    """How a row is numbered, its numerals as 一 or 1: "（一）", "1", "1.1"; "" where it is not."""
    number = grammar.pattern("checks.row-number")
    found = next((m for n in names if (m := number.match(n))), None)
    if found is None:
        return ""
    return _RUN.sub(r"\1", found["style"].translate(_NUMERAL)).rstrip("、.．")


def _read_column(ledger: Ledger, column: int, grammar: Grammar) -> bool:
    """Reads a column into the rows; False where it holds words or several units."""
    plain, nothing = grammar.pattern("checks.plain-number"), grammar.pattern("checks.nothing")
    units, decimals, seen = set[str](), 0, 0
    last: Span | None = None
    for row in ledger.rows:
        span = ledger.table.cell_span(row.index, column)
        if span is not None and span == last:
            row.numbers[column] = Decimal(0)  # merged with the cell above, and counted there
            continue
        last = span
        text = "".join(ledger.table.rows[row.index][column].split())
        found = plain.fullmatch(text) if text else None
        if found is None and row.kind == "note":
            row.numbers[column] = None
            continue
        if found is None and nothing.fullmatch(text):
            if row.kind != "item":
                row.numbers[column] = None
            continue
        if found is None:
            return False
        number = Decimal(found["number"].replace(",", "").replace("，", ""))
        row.numbers[column] = number
        units.add(found["unit"])
        decimals = max(decimals, -int(number.as_tuple().exponent))
        seen += 1
    ledger.decimals[column] = decimals
    return seen >= 2 and len(units - {""}) <= 1


def shown(number: Decimal | None) -> str:
    """A number as it is read, without grouping; "" for none."""
    return "" if number is None else f"{number:f}"


def head(table: Table, column: int) -> str:
    """The words over a column, from the top."""
    return "·".join(p for p in table.columns[column].path if p)


def cell_line(table: Table, row: SumRow, column: int, places: Places) -> str:
    """（第12行）, where a cell is printed; "" where that is not known."""
    span = table.cell_span(row.index, column)
    return f"（{places.line(span)}）" if span else ""
