"""Numbers in brackets that mean something which nothing tells, or tells in words of no known meaning."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import RecordDoubt, Value
from planparse.quantity.brackets import BracketNotes
from planparse.quantity.cell_values import reading_of
from planparse.records.doubts.labels import grave, light
from planparse.records.doubts.values import PrintedValues


def doubts_of_brackets(
    values: PrintedValues,
    notes: BracketNotes,
    grammar: Grammar,
) -> Iterator[RecordDoubt]:
    """A doubt for each value of a row whose brackets were not understood.

    `notes` is what the notes under its table say of brackets.
    """
    for field, value in values:
        for single in value.parts or (value,):
            yield from _of_value(field, single, notes, grammar)


def _of_value(
    field: str,
    value: Value,
    notes: BracketNotes,
    grammar: Grammar,
) -> Iterator[RecordDoubt]:
    brackets = reading_of(value.text, grammar).brackets
    note = notes.of(brackets)
    if note is not None and note.meaning == "unknown":
        yield grave(Cause.UNTOLD_BRACKETS, field)
    elif brackets == "round" and note is None and value.basis is None:
        # A total, as 〔13.5〕 is, a number below zero, or the contrary of its name.
        yield light(Cause.UNTOLD_BRACKETS, field)
