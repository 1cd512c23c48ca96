"""Columns of what there is at the end of each period, whose 合计 is the last one and no sum."""

from __future__ import annotations

from planparse.checks.sums.ledger import Ledger
from planparse.checks.sums.readings import SumReading
from planparse.grammar import Grammar


def is_state(ledger: Ledger, reading: SumReading, column: int, grammar: Grammar) -> bool:
    """Whether a column tells of a state (期末累计), in rows that are years or periods.

    Its head says so, or its sum prints the very number of the last period.
    """
    period = grammar.pattern("checks.row-of-period")
    if not all(period.fullmatch(part.label) for part in reading.parts):
        return False
    head = "".join(ledger.table.columns[column].path)
    if grammar.pattern("checks.state-column").search(head):
        return True
    last = reading.parts[-1].numbers.get(column)
    return last is not None and last == reading.whole.numbers.get(column)
