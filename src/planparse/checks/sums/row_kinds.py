"""What a row of a table is by its labels: an item, a part, a sum of some rank, or none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, structs

from planparse.checks.sums.ledger import RowKind
from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.plan import Role, Table

LABEL_ROLES: frozenset[Role] = frozenset(
    {"number", "name", "entity", "category", "subcategory", "qualifier"}
)

# The rule for each kind of row, in the order in which they decide.
RULES: dict[RowKind, str] = {
    "grand": "checks.grand-total",
    "total": "checks.total",
    "subtotal": "checks.subtotal",
    "part": "checks.part",
    "note": "checks.no-item",
}

TOTALS: tuple[RowKind, ...] = ("total", "grand")
"""Kinds of rows that sum up all others."""

_SAME_NUMERAL = str.maketrans("0123456789一二三四五六七八九十", "1111111111一一一一一一一一一一")
_NUMERALS = re.compile("([1一])\\1+")
_MARKS_AFTER = "、.．"


class RowMeaning(Struct, frozen=True):
    """What the labels of a body row say."""

    name: str
    kind: RowKind
    style: str
    """How it is numbered, its numerals as 一 or 1: "（一）", "1", "1.1"; "" where it is not."""


def read_labels(
    table: Table,
    grammar: Grammar,
    area: str,
) -> list[RowMeaning]:
    """The labels of the rows of a table; `area` ends the names of the plan's own area (区 of 全区)."""
    columns = [at for at, column in enumerate(table.columns) if column.role in LABEL_ROLES]
    first_of_body = _first_with_digit(table)
    labels = []
    for index, row in enumerate(table.rows):
        label = _read_label(row, columns, grammar, area)
        if index < first_of_body:
            label = structs.replace(label, kind="note")  # left of the header
        labels.append(label)
    return labels


def is_total(label: str, grammar: Grammar) -> bool:
    """Whether a label is that of the sum of all rows: 合计, 总计."""
    # The cells of a row have one label, and several checks look for this one.
    return grammar.remembered(_is_total, label)


def _is_total(label: str, grammar: Grammar) -> bool:
    return any(grammar.pattern(RULES[kind]).fullmatch(label) for kind in TOTALS)


def _first_with_digit(table: Table) -> int:
    """The first row that prints a digit; 0 where none does."""
    for index, row in enumerate(table.rows):
        if any(character.isdigit() for cell in row for character in cell):
            return index
    return 0


def _read_label(
    row: Sequence[str],
    columns: Sequence[int],
    grammar: Grammar,
    area: str,
) -> RowMeaning:
    # Rows share the labels of their groups, and tables those of their districts.
    known = grammar.memory(_label_of)
    cells = [known[row[column]] for column in columns if column < len(row)]
    labels = [label for label in cells if label is not None]
    if not labels:
        return RowMeaning("", "item", "")
    # The innermost label is the row's own: those before it are of groups of rows.
    own = labels[-1]
    style = next((label.style for label in labels if label.style), "")
    return RowMeaning(own.name, _kind(labels, own, area), style)


def _kind(labels: Sequence[_LabelOfCell], own: _LabelOfCell, area: str) -> RowKind:
    # A row may be labelled as several (其中 beside 小计): the highest sum decides.
    found = {label.kind for label in labels}
    for kind in RULES:
        if kind in found:
            return kind
    # 全市 in the plan of a district is not the whole of its rows.
    is_own_area = not area or own.name.endswith(area)
    if own.is_area and is_own_area:
        return "whole"
    return "item"


# ---------------------------------------------------------------- one cell


class _LabelOfCell(Struct, frozen=True):
    """What the label in one cell says."""

    name: str
    """Its words without white space."""
    kind: str | None
    """The kind of row that it is the label of; None where it may be of any item."""
    is_area: bool
    """Whether it stands for a whole area (全区)."""
    style: str
    """How it is numbered, as `RowMeaning.style` has it."""


def _label_of(cell: str, grammar: Grammar) -> _LabelOfCell | None:
    """The label in a cell; None where it says that there is none (—)."""
    name = "".join(cell.split())
    if grammar.pattern("checks.nothing").fullmatch(name):
        return None
    words = grammar.derived(SumWords)
    found = words.kinds.fullmatch(name)
    kind = found.lastgroup if found is not None else None
    return _LabelOfCell(name, kind, name in words.areas, _style(name, grammar))


class SumWords:
    """Labels of rows that are no items: one pattern for all kinds, and the words for areas."""

    def __init__(self, grammar: Grammar) -> None:
        kinds = [f"(?P<{kind}>{grammar.pattern(rule).pattern})" for kind, rule in RULES.items()]
        self.kinds = compiled("|".join(kinds))
        self.areas = frozenset(
            word for territory in grammar.group("territory") for word in territory.words
        )


def _style(name: str, grammar: Grammar) -> str:
    found = grammar.pattern("checks.row-number").match(name)
    if found is None:
        return ""
    style = found["style"].translate(_SAME_NUMERAL)
    return _NUMERALS.sub(r"\1", style).rstrip(_MARKS_AFTER)
