"""The doubts of a plan's tables and rows as lines for people, in the words that `Cause` fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from planparse.labels import ENGLISH, Labels
from planparse.model.plan import Finding, Indicator, Mention, Outcome, Plan, RecordDoubt, Table
from planparse.outputs.page import padded, say
from planparse.outputs.passages import Passages

MOST = 30
"""Lines of doubts that are listed; the JSON holds them all."""
MARK = len("warning")
"""Columns of what stands before a line: doubt, guess, or the severity of a finding."""
_LINE = len("line 12345")
"""Columns of the number of a line."""


def doubt_lines(plan: Plan, words: Labels = ENGLISH) -> Iterator[RenderableType]:
    """A line for each table and each row that bears a doubt, tables first."""
    passages = Passages(plan)
    doubted = list(_doubted(plan, words))
    mark = padded(words.say("summary.doubt"), MARK)
    for name, record in doubted[:MOST]:
        line = at_place(record, passages, words)
        told = name + words.say("mark.colon") + in_words(record.doubts, words)
        yield say((f"  {mark}", "yellow"), f" {line} ", told)
    if len(doubted) > MOST:
        yield say(words.say("summary.more-doubts", n=len(doubted) - MOST))


def at_place(
    record: Finding | Indicator | Mention | Outcome | Table, passages: Passages, words: Labels
) -> str:
    """`page 12   ` in a document of pages, else `line 12   `; as wide for any number of up to five digits.

    The lines of a text made of pages are none that a reader could count there.
    """
    page = None if passages.has_lines else record.page
    if page is not None:
        return padded(words.say("summary.page", n=page), _LINE)
    return padded(words.say("summary.line", n=passages.line(record.span)), _LINE)


def in_words(doubts: Sequence[RecordDoubt], words: Labels = ENGLISH) -> str:
    """`torn-brackets (name), no-unit (unit)`: each doubt once, in its order."""
    told = []
    for doubt in doubts:
        name = words.name("doubt", doubt.code)
        if doubt.field:
            field = words.name("field", doubt.field)
            name = words.say("mark.bracketed", words=name, aside=field)
        told.append(name)
    return words.say("mark.between").join(dict.fromkeys(told))


def _doubted(plan: Plan, words: Labels) -> Iterator[tuple[str, Table | Indicator | Outcome]]:
    for table in plan.tables:
        if table.doubts:
            yield table.label or table.caption or table.id, table
    for row in plan.indicators:
        if row.doubts:
            yield row.name, row
    for outcome in plan.outcomes:
        if outcome.doubts:
            yield words.say("summary.outcome-named", name=outcome.name), outcome
