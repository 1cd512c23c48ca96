"""Work reports and plans of one year: what was reached, what is planned, of which year."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

import planparse
from places import CASES
from planparse.model.plan import Mention, Period
from planparse.parser import Parser


@dataclass
class Report:
    """One small report of the file, and how its mentions are written down."""

    title: str
    lines: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)


def reports() -> list[Report]:
    found: list[Report] = []
    for line in (CASES / "work_reports.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Report(line[3:]))
        elif line.startswith("=> "):
            found[-1].mentions.append(line[3:])
        elif line and not line.startswith("#"):
            found[-1].lines.append(line)
    return found


def written(m: Mention) -> str:
    facts = (m.value.comparator, m.value.year, m.status, m.value.basis)
    said = " ".join(str(fact or "-") for fact in facts)
    return f"{m.text} | {said} | {m.subject or '-'}"


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.title)
def test_report(report: Report) -> None:
    plan = Parser().parse("\n".join(report.lines) + "\n")
    assert [written(m) for m in plan.mentions] == report.mentions


def test_an_average_over_the_years_to_come_has_these_and_the_last_one() -> None:
    plan = Parser().parse(
        "松江县国民经济和社会发展第十五个五年规划纲要\n第一章 主要目标\n"
        "到2035年，县域经济总量翻一番。“十五五”时期，地区生产总值年均增长5%左右。\n"
    )
    doubling, growth = (mention.value for mention in plan.mentions)
    assert (doubling.year, doubling.period) == (2035, None)
    assert (growth.year, growth.period) == (2030, Period(start=2026, end=2030))
    assert {mention.status for mention in plan.mentions} == {"planned"}


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("主要预期增长目标：地区生产总值7%以上，固定资产投资10%。", ["growth", "growth"]),
        ("居民消费价格涨幅3%左右，居民人均可支配收入8%。", ["growth", "growth"]),
        ("人口自然增长率控制在7‰以内，森林覆盖率42%。", ["level", "level"]),
        ("地区生产总值500亿元，财政收入占比12%。", ["level", "share"]),
    ],
)
def test_an_amount_in_percent_is_its_growth(said: str, measure: list[str]) -> None:
    plan = planparse.parse(f"青禾县2024年政府工作报告\n一、2024年主要目标\n{said}\n")
    assert [mention.value.measure for mention in plan.mentions] == measure


@pytest.mark.parametrize("edition", ["（摘要）", "（节选）", "（摘要）（征求意见稿）", ""])
def test_the_edition_is_no_part_of_a_title(edition: str) -> None:
    plan = planparse.parse(f"青禾县2024年政府工作报告{edition}\n一、2024年主要目标\n")
    assert plan.title == "青禾县2024年政府工作报告"
