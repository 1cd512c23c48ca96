"""The doubts of a plan's tables and rows as lines for people, in the words that `Cause` fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from planparse.model.plan import Indicator, Outcome, Plan, RecordDoubt, Table
from planparse.outputs.page import say
from planparse.outputs.passages import Passages

MOST = 30
"""Lines of doubts that are listed; the JSON holds them all."""


def doubt_lines(plan: Plan) -> Iterator[RenderableType]:
    """A line for each table and each row that bears a doubt, tables first."""
    passages = Passages(plan)
    doubted = list(_doubted(plan))
    for name, record in doubted[:MOST]:
        line = passages.line(record.span)
        words = f"{name}: {in_words(record.doubts)}"
        yield say(("  doubt  ", "yellow"), f" line {line:<5} ", words)
    if len(doubted) > MOST:
        yield say(f"  … and {len(doubted) - MOST} more doubtful rows; the JSON lists them all")


def in_words(doubts: Sequence[RecordDoubt]) -> str:
    """`torn-brackets (name), no-unit (unit)`: each doubt once, in its order."""
    words = []
    for doubt in doubts:
        field = f" ({doubt.field})" if doubt.field else ""
        words.append(doubt.code + field)
    return ", ".join(dict.fromkeys(words))


def _doubted(plan: Plan) -> Iterator[tuple[str, Table | Indicator | Outcome]]:
    for table in plan.tables:
        if table.doubts:
            yield table.label or table.caption or table.id, table
    for row in plan.indicators:
        if row.doubts:
            yield row.name, row
    for outcome in plan.outcomes:
        if outcome.doubts:
            yield f"outcome {outcome.name}", outcome
