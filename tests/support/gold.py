"""Drafts out of a corpus folder's gold files: what the parser should have read, free of its own errors.

The gold has no spans for tables and indicators; rows are found again by their
words, so that line numbers in messages are near the truth.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Head
from planparse.model.plan import (
    Box,
    Indicator,
    Mention,
    Per,
    Region,
    Section,
    Table,
    Unit,
    Value,
    ValueKind,
)
from planparse.model.source import Source, Span, text_lines
from planparse.tables.columns import read_columns

Row = dict[str, Any]


def gold_draft(folder: Path, grammar: Grammar, region: Region | None = None) -> Draft:
    """The records of one corpus folder as the chain would hand them to the checks."""
    text = (folder / "source.txt").read_bytes().decode("utf-8")
    boxes = tuple(_box(i, r) for i, r in enumerate(_lines(folder / "boxes.jsonl"), 1))
    grids = _lines(folder / "tables.jsonl")
    tables = tuple(_table(i, r, boxes, text, grammar) for i, r in enumerate(grids, 1))
    return Draft(
        source=Source(text, text_lines(text)),
        head=Head(region=region),
        sections=_sections(_lines(folder / "outline.jsonl"), len(text)),
        boxes=boxes,
        tables=tables,
        indicators=_indicators(_lines(folder / "indicators.jsonl"), tables),
        mentions=tuple(_mention(i, r) for i, r in enumerate(_lines(folder / "mentions.jsonl"), 1)),
    )


def _lines(path: Path) -> list[Row]:
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def _box(number: int, row: Row) -> Box:
    span = (row["start"], row["end"])
    return Box(
        id=f"b{number}",
        label=row["label"],
        number=row.get("number"),
        title=row["title"],
        kind=row["kind"],
        span=span,
        content=(row["end"], row.get("content_end") or row["end"]),
    )


def _table(number: int, row: Row, boxes: tuple[Box, ...], text: str, grammar: Grammar) -> Table:
    box = next(b for b in boxes if b.label == row["label"])
    paths = [tuple(c.split("/")) for c in row["columns"]]
    return Table(
        id=f"t{number}",
        box=box.id,
        label=row["label"],
        kind=box.kind,
        unit_note=row.get("unit_note"),
        columns=tuple(read_columns(paths, row["rows"], row.get("unit_note"), grammar)),
        rows=tuple(map(tuple, row["rows"])),
        span=box.content,
        cell_spans=_cell_spans(row["rows"], text, box.content),
    )


def _cell_spans(
    rows: list[list[str]], text: str, within: Span
) -> tuple[tuple[Span | None, ...], ...]:
    """Each cell where its words stand next; a repeated first cell without a print of its own is a merge."""
    at, found = within[0], []
    for row in rows:
        spans: list[Span | None] = []
        for cell in row:
            match = _find(cell, text, at, within[1]) if cell else None
            spans.append(match)
            at = match[1] if match else at
        found.append(tuple(spans))
    return tuple(found)


def _find(cell: str, text: str, start: int, end: int) -> Span | None:
    pattern = r"(?<![\d.])" + r"\s*".join(map(re.escape, cell)) + r"(?![\d.])"
    match = re.compile(pattern).search(text, start, min(end, start + 60 + 4 * len(cell)))
    return match.span() if match else None


def _sections(rows: list[Row], length: int) -> tuple[Section, ...]:
    sections: list[Section] = []
    path: list[Section] = []
    for i, row in enumerate(rows, 1):
        path = [s for s in path if s.level < row["level"]]
        end = next((r["start"] for r in rows[i:] if r["level"] <= row["level"]), length)
        sections.append(
            Section(
                id=f"s{i}",
                parent=path[-1].id if path else None,
                level=row["level"],
                label=row["label"],
                number=row["number"],
                title=row["title"],
                run_in=bool(row.get("run_in")),
                span=(row["start"], row["end"]),
                body=(row["end"], end),
            )
        )
        path.append(sections[-1])
    return tuple(sections)


def _indicators(rows: list[Row], tables: tuple[Table, ...]) -> tuple[Indicator, ...]:
    table = next((t for t in tables if t.kind == "indicators"), None)
    if table is None:
        return ()
    ids = {r["name"]: f"i{n}" for n, r in enumerate(rows, 1)}
    bodies = [i for i, r in enumerate(table.rows) if any(r[c] for c in _value_columns(table))]
    return tuple(
        Indicator(
            id=f"i{n}",
            table=table.id,
            row=bodies[n - 1],
            category=row["category"],
            number=row["number"],
            name=row["name"],
            qualifier=row["qualifier"],
            parent=ids.get(row["parent"]),
            unit=Unit(text=row["unit"]) if row["unit"] else None,
            per=_per(row),
            nature=None,
            baseline=_value(row["baseline"]),
            target=_value(row["target"]),
            others=tuple(v for o in row["others"] if (v := _value(o))),
            span=_row_span(table, bodies[n - 1]),
        )
        for n, row in enumerate(rows, 1)
    )


def _value_columns(table: Table) -> list[int]:
    return [i for i, c in enumerate(table.columns) if c.role in ("baseline", "target", "value")]


def _row_span(table: Table, row: int) -> Span:
    spans = [s for s in table.cell_spans[row][1:] if s]
    return (spans[0][0], spans[-1][1]) if spans else table.span


def _per(row: Row) -> Per | None:
    return Per(**row["per"]) if row.get("per") else None


def _value(row: Row | None) -> Value | None:
    return Value(**row) if row else None


def _mention(number: int, row: Row) -> Mention:
    kind: ValueKind = "ratio" if row["ratio"] else "range" if row["low"] is not None else "number"
    value = Value(
        text=row["text"],
        kind=kind,
        comparator=row["comparator"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        ratio=row["ratio"],
        year=row["year"],
    )
    return Mention(
        id=f"m{number}",
        text=row["text"],
        span=(row["start"], row["end"]),
        subject=row["subject"],
        value=value,
        unit=Unit(text=row["unit"]) if row["unit"] else None,
        per=_per(row),
        role=row["role"],
    )
