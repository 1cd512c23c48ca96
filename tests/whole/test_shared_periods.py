"""Cases beside the project of which column is which: past periods, parts, years, schedules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Plan, Value
from planparse.parser import Parser

CASES = SHARED / "cases"


@cache
def plan(path: str) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file))


def figure(value: Value | None) -> tuple[float | None, int | None] | None:
    return None if value is None else (value.value, value.year)


def rows(path: str) -> list[tuple[str, object, object]]:
    return [(i.name, figure(i.baseline), figure(i.target)) for i in plan(path).indicators]


def test_a_period_that_is_over_gives_outcomes_alone() -> None:
    read = plan("pdf/06-past-period-table/case.md")
    assert read.indicators == ()
    assert read.findings == ()
    told = [(figure(o.goal), figure(o.actual), o.met) for o in read.outcomes]
    assert told == [
        ((80.0, 2020), (88.0, 2020), True),
        ((45.0, 2020), (31.0, 2020), True),
        ((25.0, 2020), (31.5, 2020), True),
    ]
    assert {box.kind for box in read.boxes} == {"review"}


def test_a_difference_is_no_goal() -> None:
    read = plan("pdf/07-difference-column/case.md")
    assert read.indicators == ()
    assert read.findings == ()
    assert [o.change.value for o in read.outcomes if o.change] == [12.0, 6.0]
    assert {o.change.label for o in read.outcomes if o.change} == {"较目标值增加"}


def test_what_is_expected_at_the_end_is_the_goal() -> None:
    assert rows("pdf/15-increment-and-forecast/case.md") == [
        ("水电", (80.0, 2020), (80.0, 2025)),
        ("风电", (30.0, 2020), (50.0, 2025)),
        ("非化石能源消费比重", (12.5, 2020), (15.5, 2025)),
    ]
    labels = [
        o.label for i in plan("pdf/15-increment-and-forecast/case.md").indicators for o in i.others
    ]
    assert set(labels) == {"“十四五”新增"}


def test_years_in_full_width_are_years() -> None:
    read = plan("pdf/01-fullwidth-years/case.md")
    assert [c.year for t in read.tables for c in t.columns if c.year] == [2020, 2025]
    assert [(figure(i.baseline), figure(i.target)) for i in read.indicators] == [
        ((61.0, 2020), (70.0, 2025)),
        ((120.0, 2020), (360.0, 2025)),
    ]


def test_another_word_for_unit_and_a_nature_that_is_neither() -> None:
    read = plan("pdf/08-words/case.md")
    shore, beach, _ = read.indicators
    assert shore.unit is not None
    assert (shore.unit.text, shore.nature) == ("千米", "约束性")
    assert (beach.nature, beach.note) == (None, "指导性")


@pytest.mark.parametrize(
    ("path", "bases", "targets"),
    [
        (
            "text/06-baseline-as-target-2030-per-annual-header/input.md",
            [5.2, 61.3, 79.1, 820.0],
            [(5.0, "annual"), (66.0, None), (80.5, None), (850.0, None)],
        ),
        (
            "text/16-shared-header-year-slash-annual/input.md",
            [5.1, 63.0, 210.0, 11.2],
            [(5.5, "annual"), (67.0, None), (230.0, None), (11.6, None)],
        ),
    ],
)
def test_a_year_or_a_rate_under_one_header(
    path: str, bases: list[float], targets: list[tuple[float, str | None]]
) -> None:
    found = plan(path).indicators
    assert [i.baseline.value for i in found if i.baseline] == bases
    assert [(i.target.value, i.target.basis) for i in found if i.target] == targets
    assert {i.target.year for i in found if i.target} == {2030}


@pytest.mark.parametrize(
    ("file", "target", "scope"),
    [("a.md", 360.0, "市区"), ("b.md", 360.0, "城区"), ("c.html", 360.0, "农村")],
)
def test_a_part_never_stands_for_its_whole(file: str, target: float, scope: str) -> None:
    first = plan(f"reports/21-part-column-as-target/{file}").indicators[0]
    assert first.target is not None
    assert first.target.value == target
    assert {other.scope for other in first.others} == {scope}


def test_a_part_by_year_behind_a_head_that_says_so() -> None:
    found = plan("text/02-docx2txt-plain-six-columns/input.txt").indicators
    assert [(i.name, i.target.value if i.target else None, i.nature) for i in found] == [
        ("新建供水管网", 320.0, "约束性"),
        ("改造老旧管网", 150.0, "约束性"),
        ("新增供水能力", 12.0, "预期性"),
    ]
    assert [figure(i.others[0]) for i in found] == [(60.0, 2021), (40.0, 2021), (3.5, 2021)]


def test_a_statistics_sheet_has_no_projects() -> None:
    read = plan("office/10-statistics-table-read-as-projects/input.xlsx")
    assert read.projects == ()
    assert read.observations
