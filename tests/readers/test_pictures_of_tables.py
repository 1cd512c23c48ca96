"""Pictures on pages of text: which are told, and when one stands where a table of goals should."""

from __future__ import annotations

import pytest

from drawn import HEIGHT, Drawing, pdf
from planparse import Plan
from planparse.model.source import PICTURES
from planparse.parser import Parser
from planparse.readers.pdf.document import read_pdf

PROSE = "本县坚持节约优先，推进重点领域节能降碳，各项工作取得成效。"


@pytest.fixture(autouse=True)
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.document._RECOGNITION", ("no_such_module",))


def picture(page: Drawing, x: float, y: float, width: float, height: float) -> Drawing:
    """Show a grey picture with its upper left corner at (x, y)."""
    below = HEIGHT - y - height
    shown = "BI /W 1 /H 1 /BPC 8 /CS /G ID \x40 EI"
    page.steps.append(f"q {width} 0 0 {height} {x} {below} cm\n{shown}\nQ")
    return page


def pages_told(page: Drawing) -> list[int]:
    notices = read_pdf(pdf(page), "plan.pdf").notices
    return [number for notice in notices if notice.cause == PICTURES for number in notice.pages]


@pytest.mark.parametrize(("inside", "told"), [("", [1]), ("  ", [1]), ("图", [])])
def test_white_space_in_a_picture_is_no_text(inside: str, told: list[int]) -> None:
    page = picture(Drawing().text(80, 100, PROSE), 80, 200, 400, 200)
    if inside:
        page.text(100, 300, inside)
    assert pages_told(page) == told


def plan_of(*lines: str, at: float) -> Plan:
    """A page of lines 30 points apart, and a picture with its upper edge at `at`."""
    page = picture(Drawing(), 80, at, 400, 100)
    for number, words in enumerate(lines):
        page.text(80, 90 + 30 * number if number < 4 else 330 + 30 * number, words)
    return Parser().read(pdf(page), name="plan.pdf")


LINES = ("一、发展基础", PROSE, "二、主要目标", PROSE, "三、重点任务", PROSE)
OTHER = ("一、发展基础", PROSE, "二、推进节能", PROSE, "三、重点任务", PROSE)


def warnings(plan: Plan) -> list[tuple[str, int | None]]:
    return [(f.about, f.page) for f in plan.findings if f.kind == "unreadable-table"]


def test_a_picture_in_the_part_on_goals_is_told() -> None:
    plan = plan_of(*LINES, at=230)
    assert warnings(plan) == [("二、主要目标", 1)]
    (told,) = [found for found in plan.findings if found.kind == "unreadable-table"]
    assert told.severity == "warning" and "第1页有图片" in told.message


def test_a_picture_in_another_part_is_not() -> None:
    assert warnings(plan_of(*OTHER, at=230)) == []
    assert warnings(plan_of(*LINES, at=600)) == []  # behind the next heading


def test_a_plan_with_indicators_lacks_none() -> None:
    page = picture(Drawing().text(80, 90, "一、主要目标"), 80, 400, 400, 100)
    page.text(80, 120, PROSE).grid([76, 260, 350, 430], [180, 200, 220, 240])
    rows = [["指标", "2020年", "2025年"], ["绿化率（%）", "42", "45"], ["节水率（%）", "8", "9"]]
    page.cells([80, 264, 354], [195, 215, 235], rows)
    plan = Parser().read(pdf(page), name="plan.pdf")
    assert len(plan.indicators) == 2 and warnings(plan) == []
