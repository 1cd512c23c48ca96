"""duplicate-number and missing-number among labels of rows that are no plain numbers: 2.1.1, （8）.

Such labels stand in a column of numbers, or before the names of rows and groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Role, Table

FEWEST_LABELS = 5
"""Of fewer labels nothing says that they count the rows."""

LABELLED: frozenset[Role] = frozenset({"number", "name", "entity", "category", "subcategory"})
"""Columns whose cells begin with labels."""

MOST_TWICE = 0.34
"""Share of the labels that may stand twice; where more do, each group counts its own rows."""


class RowLabel(NamedTuple):
    """A label, and the first row that it stands before."""

    label: str
    row: int
    rest: str
    """What the row is called, without the label."""


@check("duplicate-number", "missing-number")
def row_labels(matter: Matter) -> Iterator[Finding]:
    """Decimal labels that stand twice in a table, and a bracketed one that is left out of it."""
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave" or len(table.rows) < FEWEST_LABELS:
            continue
        yield from _decimals_twice(table, matter)
        yield from _bracketed_left_out(table, matter)


# ---------------------------------------------------------------- 2.1.1


def _decimals_twice(table: Table, matter: Matter) -> Iterator[Finding]:
    by_label: dict[str, list[RowLabel]] = defaultdict(list)
    for label in _labels(table, "checks.decimal-label", matter):
        by_label[label.label].append(label)
    twice = [labels for labels in by_label.values() if len(labels) > 1]
    if len(by_label) < FEWEST_LABELS or len(twice) > MOST_TWICE * len(by_label):
        return
    for first, second, *_ in twice:
        yield finding(
            "duplicate-number",
            at_most("warning", matter.sureness.of_table(table)),
            second.rest,
            f"{matter.places.table(table)}的序号{first.label}出现两次：“{first.rest}”和“{second.rest}”。",
            records=[table.id],
            span=table.row_span(second.row) or table.span,
            page=table.page,
        )


# ---------------------------------------------------------------- （8）


def _bracketed_left_out(table: Table, matter: Matter) -> Iterator[Finding]:
    labels = _labels(table, "checks.bracketed-label", matter)
    numbers = [int(label.label) for label in labels]
    if len(numbers) < FEWEST_LABELS or numbers[0] != 1 or sorted(set(numbers)) != numbers:
        return
    gaps = [(last, label) for last, label in pairwise(labels) if _leaves_out(last, label)]
    if len(gaps) != 1:
        return
    last, label = gaps[0]
    missing = int(last.label) + 1
    # A row that was not read as one of the table may bear it.
    start, end = table.span
    if int(label.label) != missing + 1 or _is_printed(missing, matter.draft.source.text[start:end]):
        return
    yield finding(
        "missing-number",
        at_most("warning", matter.sureness.of_table(table)),
        matter.places.table(table),
        f"{matter.places.table(table)}缺序号（{missing}）：（{last.label}）“{last.rest}”之后"
        f"即为（{label.label}）“{label.rest}”。",
        records=[table.id],
        span=table.row_span(label.row) or table.span,
        page=table.page,
    )


def _leaves_out(last: RowLabel, label: RowLabel) -> bool:
    return int(label.label) != int(last.label) + 1


def _is_printed(number: int, text: str) -> bool:
    return f"（{number}）" in text.replace("(", "（").replace(")", "）")


# ---------------------------------------------------------------- labels


def _labels(table: Table, pattern: str, matter: Matter) -> Sequence[RowLabel]:
    """The labels of rows, each once for the rows that it is merged over.

    Alone they stand in a column of numbers only: elsewhere 14.5 is a value.
    """
    printed = matter.grammar.pattern(pattern)
    labels: list[RowLabel] = []
    labelled = [at for at, column in enumerate(table.columns) if column.role in LABELLED]
    if not labelled:
        return labels
    for row, cells in enumerate(table.rows):
        label = _label_of(row, cells, table, labelled, printed)
        if label is None:
            continue
        if not labels or (labels[-1].label, labels[-1].rest) != (label.label, label.rest):
            labels.append(label)
    return labels


def _label_of(
    row: int,
    cells: Sequence[str],
    table: Table,
    labelled: Sequence[int],
    printed: regex.Pattern[str],
) -> RowLabel | None:
    for at in labelled:
        found = printed.match(cells[at].strip()) if at < len(cells) else None
        if found is None:
            continue
        rest = found.string[found.end() :].strip()
        if rest or table.columns[at].role == "number":
            return RowLabel(found["label"], row, rest or _name(cells))
    return None


def _name(cells: Sequence[str]) -> str:
    return "".join(cells[1].split()) if len(cells) > 1 else ""
