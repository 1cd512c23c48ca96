"""Indicator tables of many fields: the rows of `fixtures/cases/indicators.txt`, and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planparse.columns import kind_of_table, read_columns
from planparse.draft import Draft
from planparse.grammar import default
from planparse.indicators import read_indicators
from planparse.plan import Indicator, Table, Value
from planparse.source import Source

CASES = Path(__file__).parent.parent / "fixtures" / "cases" / "indicators.txt"


def table_of(lines: list[str], caption: str = "主要指标") -> Table:
    """A table from `| cell | cell |` lines: the first is the header, `a/b` in it a path of two cells."""
    cells = [[c.strip() for c in x.strip("|").split("|")] for x in lines if x.startswith("|")]
    paths = [tuple(c.split("/")) if "/20" in c else (c,) for c in cells[0]]
    unit = next((x.removeprefix("unit: ") for x in lines if x.startswith("unit: ")), None)
    rows = tuple(tuple(r) for r in cells[1:])
    columns = read_columns(paths, rows, unit, default())
    return Table(
        id="t1", caption=caption, kind=kind_of_table(columns, rows, caption, default()), unit_note=unit, columns=columns,
        rows=rows, notes=tuple(x.removeprefix("note: ") for x in lines if x.startswith("note: ")), span=(0, 1),
    )


def indicators_of(table: Table) -> tuple[Indicator, ...]:
    return read_indicators(Draft(Source("", ()), tables=(table,)), default()).indicators


def show_value(value: Value | None) -> str:
    if value is None:
        return "none"
    what = {
        "number": f"{value.comparator}{value.value}", "range": f"{value.low}..{value.high}",
        "ratio": f"{value.ratio}", "relative": f"{value.comparator}{value.value} against {value.reference}",
        "text": f"“{value.text}”", "missing": "missing",
    }[value.kind]
    unit = f" {value.unit.text}" if value.unit else ""
    basis = f" {value.basis}" if value.basis else ""
    return f"{value.year or '?'} {what}{unit}{basis}".replace(".0 ", " ").removesuffix(".0")


def show(x: Indicator, names: dict[str, str]) -> str:
    """An indicator on one line: number category / name (qualifier) < parent [unit per base] nature: values."""
    per = f" per {x.per.count} {x.per.of}" if x.per else ""
    parts = [
        f"{x.number or '-'} {x.category or '-'} / {x.name}",
        f" ({x.qualifier})" if x.qualifier else "",
        f" < {names[x.parent]}" if x.parent else "",
        f" [{x.unit.text if x.unit else '-'}{per}] {x.nature or '-'}: ",
        f"{show_value(x.baseline)} → {show_value(x.target)}",
        "".join(f" | {v.label}{'@' + v.scope if v.scope else ''} {show_value(v)}" for v in x.others),
        f" # {x.note}" if x.note else "",
        f" inferred {','.join(x.inferred)}" if x.inferred else "",
    ]
    return "".join(parts)


def cases() -> Iterator[tuple[str, list[str], list[str]]]:
    for block in CASES.read_text(encoding="utf-8").split("\n# ")[1:]:
        title, *lines = block.split("\n")
        at = lines.index("=")
        yield title, [x for x in lines[:at] if x], [x for x in lines[at + 1:] if x]


@pytest.mark.parametrize(("lines", "expected"), [(a, b) for _, a, b in cases()], ids=[t for t, _, _ in cases()])
def test_a_table_is_read_as_printed(lines: list[str], expected: list[str]) -> None:
    table = table_of(lines)
    assert table.kind == "indicators"
    found = indicators_of(table)
    names = {x.id: x.name for x in found}
    assert [show(x, names) for x in found] == expected
