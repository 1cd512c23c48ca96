"""Notes under a table that say what brackets and marks mean, and doubts where none says it."""

from __future__ import annotations

import pytest

from planparse import parse
from planparse.model.plan import Indicator

TABLE = (
    "# 松江县“十四五”节能规划（2021—2025年）\n\n表1 主要指标\n\n"
    "| 指标 | 单位 | 2020年 | 2025年 |\n|---|---|---|---|\n"
    "| 单位产值能耗降低 | % | {cell} | 14 |\n"
    "| 热电机组 | 台 | 3 | 5 |\n"
    "\n{note}\n"
)


def first_row(cell: str, note: str) -> Indicator:
    return parse(TABLE.format(cell=cell, note=note)).indicators[0]


def shown(row: Indicator) -> tuple[float | None, str | None, list[str]]:
    assert row.baseline
    doubts = [f"{doubt.code} {doubt.field} {doubt.severity}" for doubt in row.doubts]
    return row.baseline.value, row.baseline.basis, doubts


@pytest.mark.parametrize(
    ("cell", "note", "expected"),
    [
        ("（6.5）", "注：“（ ）”表示不降反升的数值。", (-6.5, None, [])),
        ("（6.5）", "注：括号内为五年累计数。", (6.5, "cumulative", [])),
        ("〔6.5〕", "注：本表按可比价计算。", (6.5, "cumulative", [])),
        ("（6.5）", "注：本表按可比价计算。", (6.5, None, ["untold-brackets baseline light"])),
        ("（6.5）", "注：（）内为口径乙。", (6.5, None, ["untold-brackets baseline grave"])),
        (
            "〔6.5〕",
            "注：〔〕内为口径乙。",
            (6.5, "cumulative", ["untold-brackets baseline grave"]),
        ),
        ("6.5", "注：（）内为口径乙。", (6.5, None, [])),
    ],
)
def test_a_bracketed_baseline(
    cell: str, note: str, expected: tuple[float, str | None, list[str]]
) -> None:
    assert shown(first_row(cell, note)) == expected


@pytest.mark.parametrize(
    ("note", "year"),
    [
        ("△为2018年比2015年提高率。", 2018),
        ("△为2019年较2015年累计下降幅度。", 2019),
        ("△较2015年下降。", 2020),
    ],
)
def test_a_note_that_compares_two_years_gives_the_first(note: str, year: int) -> None:
    row = first_row("6.5△", f"注：{note}")
    assert row.baseline and row.baseline.year == year


GOALS = (
    "# 松江县老龄健康规划\n\n| 指标 | 2030年目标 | 牵头 |\n|---|---|---|\n"
    "| 平均预期寿命 | 达到{first} | 卫健局 |\n| 失能发生率 | 降低到{second} | 民政局 |\n"
    "| 巡诊覆盖 | 保持{third}以上 | 卫健局 |\n| 护理员数/社工数 | 1.2人/2.5人 | 民政局 |\n"
)


def test_goals_with_words_around_their_numbers_are_goals() -> None:
    plan = parse(GOALS.format(first="79.5岁", second="12%", third="90%"))
    assert [table.kind for table in plan.tables] == ["indicators"]
    targets = [row.target.value for row in plan.indicators[:3] if row.target]
    assert targets == [79.5, 12.0, 90.0]
    several = plan.indicators[3]
    assert several.target and several.target.kind == "compound"
    assert several.unit and several.unit.text == "人"


def test_goals_in_words_alone_are_told() -> None:
    text = (
        "# 松江县老龄健康规划\n\n| 指标 | 2030年目标 |\n|---|---|\n"
        "| 巡诊 | 形成制度 |\n| 护理 | 建立队伍 |\n"
    )
    plan = parse(text)
    assert not plan.indicators
    (told,) = [found for found in plan.findings if found.kind == "unreadable-table"]
    assert told.records == (plan.tables[0].id,) and "2行" in told.message
