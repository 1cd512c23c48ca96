"""What the words of one row say against it: a name, labels and unit that do not read as such."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.model.plan import Indicator, Outcome, RecordDoubt, Unit
from planparse.quantity.units import measures_nothing
from planparse.tables.header_words import is_value_header, role_of
from planparse.tables.recover.doubt import against_name, is_balanced

Row = Indicator | Outcome

OF_NAMES = frozenset(
    {
        Cause.TORN_BRACKETS,
        Cause.NAME_OF_NUMBERS,
        Cause.BROKEN_BEGIN,
        Cause.UNIT_IN_NAME,
        Cause.STRAY_VALUE,
    }
)
"""What of the evidence against a name also counts where its table was not put together from text.

A last word that measures nothing is left out: names of real plans end in all kinds of words.
"""

LONGEST_NAME = 60
"""Characters of a name. Longer ones took in words of another cell, or are sentences."""

LONGEST_LABEL = 30
"""Characters of a group's label."""


BEHIND = ("other", "nature", "note")
"""Roles of columns behind the values, whose heads begin no group's label: 责任单位, 属性."""

LEAST_HEAD = 4
"""Characters of such a head: 属性 alone may begin other words."""

LONGEST_HEAD = 8


def doubts_of_labels(row: Row, grammar: Grammar) -> Iterator[RecordDoubt]:
    """What speaks against the name, the labels beside it, and the unit."""
    yield from _of_name(row.name, grammar)
    for field in ("category", "subcategory", "qualifier"):
        text = getattr(row, field)
        if text:
            yield from _of_label(field, text, grammar)
    if row.unit is not None:
        yield from _of_unit(row.unit, grammar)


def grave(cause: Cause, field: str | None = None) -> RecordDoubt:
    """A doubt that says that the row is as likely wrong as right."""
    return RecordDoubt(code=cause.value, field=field, severity="grave")


def light(cause: Cause, field: str | None = None) -> RecordDoubt:
    """A doubt that asks for a look at the page."""
    return RecordDoubt(code=cause.value, field=field, severity="light")


def _of_name(name: str, grammar: Grammar) -> Iterator[RecordDoubt]:
    for cause, _ in against_name(name, grammar):
        if cause in OF_NAMES:
            yield grave(cause, "name")
    if grammar.pattern("doubts.broken-end").search(name):
        yield grave(Cause.SHORT_PIECE, "name")
    if grammar.find("doubts.numeral", name):
        yield grave(Cause.NUMERAL_IN_NAME, "name")
    if grammar.pattern("doubts.mark-at-end").search(name):
        yield light(Cause.MARK_IN_NAME, "name")
    if len(name) > LONGEST_NAME or "。" in name:
        yield grave(Cause.SENTENCE_IN_NAME, "name")


def _of_label(field: str, text: str, grammar: Grammar) -> Iterator[RecordDoubt]:
    is_piece = len(text) == 1
    if is_piece or not is_balanced(text) or len(text) > LONGEST_LABEL:
        yield grave(Cause.TORN_LABEL, field)
    if grammar.pattern("doubts.value-in-label").search(text):
        yield grave(Cause.STRAY_VALUE, field)
    # 重点工程减排量（吨） as a label: its unit is that of the row.
    if grammar.pattern("doubts.unit-at-end").search(text):
        yield light(Cause.UNIT_IN_NAME, field)


def is_of_header(text: str, grammar: Grammar) -> bool:
    """Whether a label is made of words for values, or begins with the head of another column."""
    if is_value_header(text, grammar):
        return True
    heads = (text[:end] for end in range(LEAST_HEAD, min(LONGEST_HEAD, len(text) - 1) + 1))
    return any(role_of(head, grammar) in BEHIND for head in heads)


def _of_unit(unit: Unit, grammar: Grammar) -> Iterator[RecordDoubt]:
    text = unit.text
    if not is_balanced(text) or grammar.pattern("doubts.no-unit").search(text):
        yield grave(Cause.UNKNOWN_UNIT, "unit")
    elif measures_nothing(unit, grammar):
        yield light(Cause.UNKNOWN_UNIT, "unit")
