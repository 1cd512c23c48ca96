"""Two labels in a row: a group and a name, or a name and what splits it into rows.

| 3 | 水体   | 断面水质优良比例（%） |      水体 spans rows with numbers of their own: a group
| 4 |        | 黑臭水体比例（%）     |
| 5 | 床位数 | 公立医院              |      one number is merged over 床位数: one indicator,
|   |        | 民营医院              |      which 公立医院 and 民营医院 are rows of
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from planparse.grammar import Grammar
from planparse.quantity.units import split_unit
from planparse.records.printed_rows import PrintedRow
from planparse.records.slots import RowSlots

# Share of second labels that measure something (比例, 浓度) from which on they are names.
_MEASURED = 0.5


def group_labels(
    rows: Sequence[PrintedRow],
    pairs: Sequence[tuple[str, str]],
    at: RowSlots,
    grammar: Grammar,
) -> list[bool]:
    """For each row whether its first label is that of a group, and the second one the name.

    `pairs` are the two labels of each row, the second "" where the row has one.
    """
    found = [False] * len(rows)
    runs = _runs(pairs)
    seconds = [pairs[i][1] for run in runs for i in run]
    are_names = _share_measured(seconds, grammar) >= _MEASURED
    for run in runs:
        is_group = _is_group(run, rows, pairs, at, grammar, are_names=are_names)
        for i in run:
            found[i] = is_group
    if at.subcategory is not None:
        return _with_lone_groups(found, pairs, runs)
    return found


def _is_group(
    run: Sequence[int],
    rows: Sequence[PrintedRow],
    pairs: Sequence[tuple[str, str]],
    at: RowSlots,
    grammar: Grammar,
    *,
    are_names: bool,
) -> bool:
    """Whether the label above the rows of a run is that of a group.

    `are_names` says that the second labels of the table read as names.
    """
    numbers = {_number(rows[i], pairs[i][1], at, grammar) for i in run}
    # Of a merged number a converter may have kept the first place alone.
    printed = len(numbers - {""})
    if printed == 1:
        return False
    first, _ = pairs[run[0]]
    is_general = grammar.pattern("tables.row.general-part").fullmatch
    if all(is_general(pairs[i][1]) for i in run):
        # 煤炭消费 | 总量, 占比: what of it is measured.
        return printed > 1
    if _measures(first, grammar):
        # 支付比例（%） names what its rows are counted in; as a group it has a column of its own.
        return are_names and at.subcategory is not None
    return printed > 1 or are_names


def _runs(pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Rows that stand one under the other below the same first label, each with a second one."""
    runs: list[list[int]] = []
    for (_, has_second), group in groupby(
        range(len(pairs)), lambda i: (pairs[i][0], bool(pairs[i][1]))
    ):
        run = list(group)
        if has_second and len(run) > 1:
            runs.append(run)
    return runs


def _with_lone_groups(
    found: list[bool],
    pairs: Sequence[tuple[str, str]],
    runs: Sequence[Sequence[int]],
) -> list[bool]:
    """The same where a column of its own holds the groups: then that of a single row is one, too."""
    in_runs = {i for run in runs for i in run}
    for i, (_, second) in enumerate(pairs):
        if second and i not in in_runs:
            found[i] = True
    return found


def _number(row: PrintedRow, second: str, at: RowSlots, grammar: Grammar) -> str:
    """The serial number of a row, in its own column or before the second label."""
    number = row.text(at.number)
    if number:
        return number
    found = grammar.pattern("tables.row.number-prefix").match(second)
    return found["number"] if found else ""


def _share_measured(texts: Sequence[str], grammar: Grammar) -> float:
    if not texts:
        return 0.0
    return sum(_measures(text, grammar) for text in texts) / len(texts)


def _measures(label: str, grammar: Grammar) -> bool:
    """Whether a label says how much of something there is: by a unit, or …率, …数, …浓度."""
    name, unit, _ = split_unit(label, grammar)
    return unit is not None or grammar.pattern("tables.row.measures").search(name) is not None
