"""An explanation as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType

from planparse.explain.explanation import (
    ExplainedColumn,
    ExplainedLeaf,
    ExplainedRecord,
    ExplainedTable,
    Explanation,
    RuleHit,
    WeighedReading,
)
from planparse.labels import Labels
from planparse.outputs.page import padded, say

_MARGIN = 11
"""Columns before what is told: room for the longest word at the left, and a blank."""
_LONGEST = 100
"""Characters of a text that is shown; a longer one is cut."""
_MOST_RULES = 40
_APART = frozenset(("key", "doubts", "inferred", "span"))
"""Fields that are told in a line of their own, or not at all."""


def explanation_page(told: Explanation, name: str, words: Labels) -> Iterator[RenderableType]:
    """The lines, in the order in which a plan is read: text, table, records, and rules last."""
    start, end = told.span
    page = f", page {told.page}" if told.page is not None else ""
    yield say((name, "bold"), f"  line {told.line}, offsets {start} to {end}{page}")
    yield say("  ", _short(told.text))
    if told.further:
        yield say(f"  (the first of {told.further + 1} places where these words stand)")
    yield say("")
    yield _line("under", " › ".join(told.headings) or "no heading")
    for leaf in told.leaves:
        yield _line(leaf.kind, _leaf(leaf))
    if not told.leaves:
        yield _line("leaf", "none: nothing is printed here")
    if told.table is not None:
        yield from _table(told.table, words)
    for record in told.records:
        is_told = told.table is not None and record.id == told.table.id
        yield from _record(record, words, is_told=is_told)
    for finding in told.findings:
        yield _line(
            "finding", f"{finding.id} {finding.kind} ({finding.severity}): {finding.message}"
        )
    yield from _rules(told.rules)


def _line(head: str, words: str) -> RenderableType:
    return say((f"  {padded(head, _MARGIN)}", "bold"), words)


def _more(words: str) -> RenderableType:
    return say(" " * (_MARGIN + 4), words)


def _leaf(leaf: ExplainedLeaf) -> str:
    start, end = leaf.span
    told = f"{start}–{end}  {_short(leaf.text)}"
    if leaf.why is None:
        return told
    by = "the format says so" if leaf.told_by == "format" else "told by the text (furniture)"
    return f"{told}  — {leaf.why}: {by}"


# ------------------------------------------------------------------- table


def _table(table: ExplainedTable, words: Labels) -> Iterator[RenderableType]:
    if table.is_given:
        yield _line("table", f"{table.id}, its cells given by the format ({table.shape})")
    else:
        yield _line("table", f"{table.id}, put together from text ({table.shape})")
    for reading in table.readings:
        yield from _reading(reading, words)
    for column in table.columns:
        yield _line("column", _column(column))


def _reading(reading: WeighedReading, words: Labels) -> Iterator[RenderableType]:
    head = "reading" if reading.is_taken else "not taken"
    yield _line(head, f"“{reading.name}”: {reading.rows} rows, doubt {reading.doubt:.2f}")
    for cause, weight in reading.causes:
        meaning = words.means("doubt", cause)
        yield _more(f"{cause} {weight:.2f}{': ' if meaning else ''}{meaning}")


def _column(column: ExplainedColumn) -> str:
    path = " / ".join(dict.fromkeys(column.path)) or "without a head"
    told = [column.role]
    if column.year is not None:
        told.append(str(column.year))
    if column.unit:
        told.append(column.unit)
    by = "" if column.rule is None else f"  by the rule {_hit(column.rule)}"
    return f"{column.number}  {path}  ({', '.join(told)}){by}"


# ----------------------------------------------------------------- records


def _record(
    record: ExplainedRecord,
    words: Labels,
    *,
    is_told: bool,
) -> Iterator[RenderableType]:
    """The fields of a record; of a table that was told of above no more than its doubts."""
    by = "" if record.rule is None else f"  by the rule {_hit(record.rule)}"
    if not is_told or record.fields.get("doubts"):
        yield _line(record.kind, record.id + by)
    for name, value in record.fields.items():
        if not is_told and name not in _APART and value not in ([], {}):
            yield _more(f"{name}  {_value(value)}")
    if inferred := record.fields.get("inferred"):
        yield _more(f"concluded, not printed: {', '.join(inferred)}")
    for doubt in record.fields.get("doubts", ()):
        yield _more(_doubt(doubt, words))


def _doubt(doubt: dict[str, Any], words: Labels) -> str:
    field = f" ({doubt['field']})" if doubt.get("field") else ""
    severity = doubt.get("severity", "light")
    meaning = words.means("doubt", doubt["code"])
    return f"{severity} doubt {doubt['code']}{field}{': ' if meaning else ''}{meaning}"


def _value(value: Any) -> str:
    """A field on one line: a unit or value by its own words and what was read of them."""
    if isinstance(value, dict):
        own = value.get("text")
        rest = (
            f"{name} {_value(item)}"
            for name, item in value.items()
            if name not in ("text", "span", "page", "bbox")
        )
        told = ", ".join(rest)
        return f"{own} ({told})" if own is not None else told
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    return _short(str(value))


# ------------------------------------------------------------------- rules


def _rules(hits: tuple[RuleHit, ...]) -> Iterator[RenderableType]:
    if not hits:
        return
    yield say("")
    yield say("  Rules that found words here (many ask what a passage is not):")
    for hit in hits[:_MOST_RULES]:
        yield say(f"    {_hit(hit)}  {_short(hit.words)}")
    if len(hits) > _MOST_RULES:
        yield say(f"    … and {len(hits) - _MOST_RULES} more; --json lists them all")


def _hit(hit: RuleHit) -> str:
    return f"{hit.rule} ({hit.file})"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
