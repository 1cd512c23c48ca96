"""What a column of a table holds: its name, its type and what it means; and the columns that all tables share.

The types are few, so that every format has them: `string`, `integer` (64 bits), `number` (a float),
`boolean`, and the lists `strings` and `numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

ColumnType = Literal["string", "integer", "number", "boolean", "strings", "numbers"]
Cell = str | int | float | bool | list[str] | list[float] | None
"""A cell is None where nothing is printed or known, never ""; a list is empty there."""
Row = dict[str, Cell]
"""One row: its cells by the names of the columns, in their order."""


class FrameColumn(NamedTuple):
    """One column: `description` is the sentence that the docs and the Arrow schema show."""

    name: str
    type: ColumnType
    description: str


PLAN = (
    FrameColumn(
        "plan_id",
        "string",
        "`plan-` and the first 12 hex digits of the file's SHA-256: the same bytes, the same id",
    ),
    FrameColumn("path", "string", "Path of the file as it was given; empty for bytes and texts"),
    FrameColumn("title", "string", "Title of the plan"),
    FrameColumn("region", "string", "Name of the area that the plan is for"),
    FrameColumn("region_code", "string", "Its code in GB/T 2260"),
    FrameColumn("region_level", "string", "Its level: 国家, 省, 市, 区县 or 新区"),
    FrameColumn("period_start", "integer", "First year of the plan"),
    FrameColumn("period_end", "integer", "Last year of the plan"),
)
"""Which plan a row is from: the first columns of every table."""

RECORD = (
    FrameColumn("id", "string", "Id of the record, unique in its plan"),
    FrameColumn("key", "string", "Hash of what the record prints; stays when other parts change"),
)

SECTION = (
    FrameColumn("section_id", "string", "Section that it stands in"),
    FrameColumn("heading", "string", "The headings above it in words, the outermost first"),
)

SPOT = (
    FrameColumn("page", "integer", "Page, from 1, in formats that have pages"),
    FrameColumn(
        "line",
        "integer",
        "Line of the text as read in which it begins, from 1, as an editor counts",
    ),
    FrameColumn("span_start", "integer", "Where it begins in the text, in code points"),
    FrameColumn("span_end", "integer", "Where it ends, not included"),
    FrameColumn("bbox", "numbers", "Box on the page in points: left, top, right, bottom"),
)

PLACE = (*SECTION, *SPOT)
"""Where a row is printed: columns of every table but `plans`."""

DOUBTS = (
    FrameColumn(
        "doubts",
        "strings",
        "What speaks against the row: codes, each behind the field that it bears on (`name:torn-brackets`); "
        "`table:` opens those of the whole table",
    ),
    FrameColumn("grave", "boolean", "Whether one of the doubts is grave: as likely wrong as right"),
)
"""What speaks against a row: columns of every table but `plans`."""

UNIT = (
    FrameColumn("unit", "string", "Unit as printed"),
    FrameColumn("unit_code", "string", "Its UCUM code"),
    FrameColumn("dimension", "string", "What it measures, in one word: count, money, fraction, …"),
    FrameColumn("per_count", "integer", "Base of a rate: 1000 of 每千人口"),
    FrameColumn("per_of", "string", "What the base counts: 人口 of 每千人口"),
)

VALUE = (
    FrameColumn("text", "string", "The value as printed; empty where the cell is"),
    FrameColumn(
        "kind",
        "string",
        "number, range, ratio, relative, text, delegated, unchanged, compound or missing",
    ),
    FrameColumn("comparator", "string", "=, ≥, ≤, >, < or ≈"),
    FrameColumn("value", "number", "The number, as printed, in its unit"),
    FrameColumn("low", "number", "Lower end of a range"),
    FrameColumn("high", "number", "Upper end of a range"),
    FrameColumn("ratio_first", "number", "First number of a ratio: 1 of 1:1.38"),
    FrameColumn("ratio_second", "number", "Second number of a ratio: 1.38 of 1:1.38"),
    FrameColumn("year", "integer", "Year that it holds for; the last one of a total or an average"),
    FrameColumn("start_year", "integer", "First year of a total or an average"),
    FrameColumn("end_year", "integer", "Last year of a total or an average"),
    FrameColumn("basis", "string", "annual (年均) or cumulative (累计), else empty"),
    FrameColumn("measure", "string", "level, change, growth, total or share"),
    FrameColumn("direction", "string", "Which way a change goes: up or down"),
    FrameColumn("reference", "string", "What a change is measured against, as printed: 2015年"),
    FrameColumn("label", "string", "Header of its column, where it has one of its own"),
    FrameColumn("scope", "string", "Whose goal it is, where the header says so: 市级"),
    FrameColumn("remark", "string", "What stands aside of the number: （新增5.8）, 预计"),
    *UNIT,
    FrameColumn("normalized", "number", "The number in `normalized_unit`, the base divided out"),
    FrameColumn("normalized_unit", "string", "Customary unit of the dimension (see units.md)"),
)
"""All that a value says: the table `values`."""

SHORT_VALUE = (
    "text",
    "kind",
    "comparator",
    "value",
    "low",
    "high",
    "ratio_first",
    "ratio_second",
    "unit",
    "year",
    "basis",
    "measure",
    "direction",
    "reference",
    "normalized",
    "normalized_unit",
)
"""What of a value the wide tables show; `values` has the rest."""


def value_columns(slot: str) -> tuple[FrameColumn, ...]:
    """The columns of one value in a wide table: `baseline_text`, `baseline_value`, …"""
    by_name = {column.name: column for column in VALUE}
    return tuple(
        by_name[name]._replace(
            name=f"{slot}_{name}", description=f"{slot}: {by_name[name].description}"
        )
        for name in SHORT_VALUE
    )


def names(columns: Iterable[FrameColumn]) -> tuple[str, ...]:
    """The names of columns, in their order."""
    return tuple(column.name for column in columns)
