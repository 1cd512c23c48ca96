"""Tables in several pieces, and the years over columns: readable cases, read end to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

import pytest

from laws import assert_lossless, assert_spans_slice
from places import CASES
from planparse import parse
from planparse.model.plan import Table


@dataclass
class Case:
    """One case of a file: its lines, and what is expected of them."""

    title: str
    lines: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)


def cases(name: str) -> list[Case]:
    found: list[Case] = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("=>"):
            found[-1].expected.append(line[2:].strip())
        elif found and line.strip():
            found[-1].lines.append(line)
    return found


def with_html(lines: list[str]) -> str:
    """The lines as text, their rows as HTML tables."""
    out: list[str] = []
    for before, line in pairwise(["", *lines]):
        if not line.startswith("|"):
            out += ["", line]
        elif line == "|":
            out[-1] += "</table>"
        else:
            cells = "".join(f"<td>{escape(c.strip())}</td>" for c in line[1:].split("|"))
            row = f"<tr>{cells}</tr>"
            if before.startswith("| "):
                out[-1] += row
            else:
                out += ["", f"<table>{row}"]
    return "\n".join(out) + "\n"


def written(table: Table) -> list[str]:
    """Header and rows of a table as the cases write them, and the mark of its end."""
    header = " | ".join("".join(c.path) for c in table.columns)
    return [header, *(" | ".join(row).rstrip() for row in table.rows), ""]


@pytest.mark.parametrize("case", cases("tables.txt"), ids=lambda c: c.title)
def test_pieces_of_tables(case: Case) -> None:
    plan = parse(with_html(case.lines))
    assert [line for table in plan.tables for line in written(table)] == case.expected
    assert_spans_slice(plan)
    assert_lossless(plan)


@pytest.mark.parametrize("case", cases("columns.txt"), ids=lambda c: c.title)
def test_years_over_columns(case: Case) -> None:
    title = next((x[2:] for x in case.lines if x.startswith("# ")), "规划指标")
    rows = [x.replace(" | ", "\t") for x in case.lines if not x.startswith("# ")]
    (table,) = parse("\n".join([title, "", "表1 主要指标", "", *rows]) + "\n").tables
    years = [("".join(c.path), c.role, c.year) for c in table.columns if c.year is not None]
    assert [" | ".join(map(str, year)) for year in years] == case.expected
