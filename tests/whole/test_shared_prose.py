"""Cases of prose that stand beside the project: status, years, signs, numerals, work reports."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Mention, Plan
from planparse.parser import Parser

CASES = SHARED / "cases"


@cache
def plan(folder: str, name: str) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / folder / name
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file))


def dated(mentions: tuple[Mention, ...]) -> list[tuple[float | None, int | None, str | None]]:
    return [(m.value.value, m.value.year, m.status) for m in mentions]


def test_signs_belong_to_the_number() -> None:
    mentions = plan("reports/06-negative-prose", "a.txt").mentions
    values = [m.value.value for m in mentions]
    assert values == [-1.2, -3.4, -5.6, -0.85, -3.5, -12, -12.5, -2.3]
    assert mentions[3].subject == "人口自然增长率"


def test_a_yearly_plan_reports_on_one_year_and_plans_the_next() -> None:
    mentions = plan("reports/14-growth-target-year-basis", "a.txt").mentions
    reached = [(5.8, 2023, "reached"), (8.1, 2023, "reached"), (3.1, 2023, "reached")]
    planned = [(6, 2024, "planned"), (6.5, 2024, "planned"), (7, 2024, "planned")]
    assert dated(mentions) == [*reached, *planned, (3.2, 2024, "planned")]
    assert mentions[3].canonical == "gdp-growth"


def test_yearly_averages_and_totals_of_five_years() -> None:
    mentions = plan("reports/14-growth-target-year-basis", "b.txt").mentions
    bases = [(m.value.value, m.value.basis, m.status) for m in mentions]
    assert bases == [
        (6.5, "annual", "reached"),
        (15, "cumulative", "reached"),
        (6, "annual", "planned"),
        (16, "cumulative", "planned"),
    ]
    spans = [(m.value.period.start, m.value.period.end) for m in mentions if m.value.period]
    assert spans == [(2016, 2020), (2016, 2020), (2021, 2025), (2021, 2025)]


def test_powers_of_ten() -> None:
    mentions = plan("reports/15-scientific-notation", "a.txt").mentions
    read = [(m.value.value, m.value.comparator) for m in mentions]
    assert read == [(1.3e5, "="), (2.5e8, "="), (1e4, "<")]


def test_ranges_in_numerals() -> None:
    mentions = plan("reports/20-chinese-numerals", "a.txt").mentions
    ranges = [(m.value.low, m.value.high) for m in mentions if m.value.kind == "range"]
    assert ranges == [(2, 3), (30, 40), (17, 18)]


def test_goals_in_numerals() -> None:
    mentions = plan("reports/20-chinese-numerals", "b.txt").mentions
    read = [(m.text, m.value.value, m.value.comparator, m.value.year) for m in mentions]
    assert read == [
        ("七成", 7, "≥", 2025),
        ("百分之九十五", 95, "≥", 2025),
        ("翻一番", 100, "=", 2025),
        ("三分之二", pytest.approx(2 / 3), "≥", 2025),
        ("一百二十家", 120, "=", 2025),
        ("三个", 3, "=", 2025),
    ]
    assert mentions[2].value.direction == "up"


def test_a_rate_may_have_a_change_in_its_name() -> None:
    mentions = plan("reports/22-natural-growth-rate", "a.txt").mentions
    read = [(m.subject, m.role) for m in mentions]
    assert read == [
        ("人口自然增长率", "target"),
        ("人口自然增长率", "target"),
        ("人口自然增长率", "target"),
        ("总人口", "target"),
        ("全市人口自然增长率", "baseline"),
        ("人口机械增长率", "baseline"),
        ("人口自然增长率", "baseline"),
        ("城镇登记失业率", "target"),
        ("耕地减少率", "target"),
        ("学生近视率下降率", "target"),
    ]


def test_a_chapter_of_review_tells_of_what_is() -> None:
    read = plan("text/09-achieved-values-as-targets-and-false-error", "input.txt")
    assert {(m.role, m.status) for m in read.mentions} == {("baseline", "reached")}
    assert read.findings == ()


def test_a_work_report_looks_back_and_ahead() -> None:
    mentions = plan("text/19-work-report-title-and-past-year", "input.txt").mentions
    read = [(m.value.value, m.role, m.status) for m in mentions]
    assert read == [
        (820, "baseline", "reached"),
        (1130, "baseline", "reached"),
        (400, "baseline", "reached"),
        (90, "baseline", "reached"),
        (5.5, "change", "planned"),
    ]
    assert mentions[-1].value.year == 2026


def test_a_flow_of_five_years_and_one_of_one_year() -> None:
    mentions = plan("text/21-flow-of-five-years-against-one-year", "input.txt").mentions
    assert [(m.value.year, m.status) for m in mentions] == [
        (None, "reached"),
        (None, "reached"),
        (2026, "planned"),
        (2026, "planned"),
    ]


def test_a_time_of_day_is_no_ratio() -> None:
    mentions = plan("office/11-clock-time-read-as-ratio", "input.docx").mentions
    assert [m.text for m in mentions] == ["300张"]
