"""What is asked of a plan that was read: a record by its id, its section, and its printed text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from planparse.errors import NoTextError
from planparse.model.plan import AnyRecord, Box, Finding, Plan, Section
from planparse.model.source import Span
from planparse.model.spans import without

_DIGITS = "0123456789"


class Spanned(Protocol):
    """Whatever says where it is printed: a record, a value, an item of a box, a passage."""

    @property
    def span(self) -> Span | None:
        """Where it stands in the text; None where nothing of it is printed."""


def record_of(plan: Plan, record_id: str) -> AnyRecord | Finding | None:
    """The record with an id; None where the plan has none."""
    records = _alike(plan, record_id)
    digits = record_id.lstrip(record_id.rstrip(_DIGITS))
    # Ids count the records of a kind from 1, so that the place is known.
    if digits.isascii() and digits.isdecimal() and 0 < int(digits) <= len(records):
        record = records[int(digits) - 1]
        if record.id == record_id:
            return record
    # A plan of which somebody has left records out.
    return next((record for record in records if record.id == record_id), None)


def why_no_record(plan: Plan, record_id: str) -> str:
    """What to tell somebody who asked for a record that is not there."""
    records = _alike(plan, record_id)
    if records:
        return f"no record {record_id!r}; there are {records[0].id} to {records[-1].id}"
    kinds = [f"{kind[0].id} to {kind[-1].id}" for kind in _by_letter(plan).values() if kind]
    told = ", ".join(kinds) or "no records at all"
    return f"no record {record_id!r}; this plan has {told}"


def section_of(plan: Plan, record: AnyRecord | Finding) -> Section | None:
    """The section that a record stands in; of a section the one that it is a part of."""
    if isinstance(record, Section):
        return _section(plan, record.parent)
    table = getattr(record, "table", None)
    if table is not None and not isinstance(record, Box):
        holder = record_of(plan, table)
        return None if holder is None else section_of(plan, holder)
    if isinstance(record, Finding):
        return _innermost(plan.sections, record.span[0])
    return _section(plan, getattr(record, "section", None))


def text_of(plan: Plan, record: Spanned, *, keep_furniture: bool) -> str:
    """What is printed at a record, as `Plan.text_of` says."""
    span = _extent(record)
    if span is None:
        return ""
    if not plan.text and plan.source.chars:
        raise NoTextError(plan.source.name)
    pieces = [span]
    if not keep_furniture:
        furniture = [leaf.span for leaf in plan.leaves if leaf.kind == "furniture"]
        pieces = without(span, furniture)
    return "".join(plan.text[start:end] for start, end in pieces)


def _extent(record: Spanned) -> Span | None:
    """From a record's first character to its last: a heading with what stands under it."""
    if isinstance(record, Section):
        return record.span[0], max(record.span[1], record.body[1])
    if isinstance(record, Box):
        return min(record.span[0], record.content[0]), max(record.span[1], record.content[1])
    return record.span


def _by_letter(plan: Plan) -> dict[str, Sequence[AnyRecord | Finding]]:
    """The records of each kind by the letter that their ids begin with."""
    return {
        "s": plan.sections,
        "b": plan.boxes,
        "t": plan.tables,
        "i": plan.indicators,
        "r": plan.outcomes,
        "p": plan.projects,
        "o": plan.observations,
        "m": plan.mentions,
        "f": plan.findings,
    }


def _alike(plan: Plan, record_id: str) -> Sequence[AnyRecord | Finding]:
    return _by_letter(plan).get(record_id[:1], ())


def _section(plan: Plan, section_id: str | None) -> Section | None:
    found = None if section_id is None else record_of(plan, section_id)
    return found if isinstance(found, Section) else None


def _innermost(sections: Sequence[Section], offset: int) -> Section | None:
    """The deepest of the sections that hold an offset; they stand in the order of the text."""
    before = bisect_right(sections, offset, key=lambda section: section.span[0])
    for section in reversed(sections[:before]):
        if offset < max(section.span[1], section.body[1]):
            return section
    return None
