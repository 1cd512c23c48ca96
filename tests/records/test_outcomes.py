"""How the goals of earlier periods were met: the cases of `fixtures/cases/outcomes.txt`, and verdicts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from places import CASES
from planparse import Plan, parse
from planparse.grammar import default
from planparse.model.plan import Indicator, Outcome, Value
from planparse.quantity.cell_values import read_cell
from planparse.records.verdicts import Promise, verdict_of

MET = {True: "yes", False: "no", None: "?"}


def cases() -> Iterator[tuple[str, str, list[str]]]:
    text = (CASES / "outcomes.txt").read_text(encoding="utf-8")
    for block in text.split("\n== ")[1:]:
        title, _, rest = block.partition("\n")
        plan, _, expected = rest.partition("=>\n")
        yield title, with_rules(plan), [line for line in expected.split("\n") if line]


def with_rules(plan: str) -> str:
    """The Markdown with the line under each table's header that the cases leave out."""
    lines: list[str] = []
    for line in plan.split("\n"):
        is_header = line.startswith("|") and not (lines and lines[-1].startswith("|"))
        lines.append(line)
        if is_header:
            lines.append("|" + "---|" * (line.count("|") - 1))
    return "\n".join(lines)


def shown(value: Value) -> str:
    year = f"@{value.year}" if value.year else ""
    basis = f" {value.basis}" if value.basis else ""
    scope = f" in {value.scope}" if value.scope else ""
    return f"{value.text}{year}{basis}{scope}"


def aside(values: tuple[Value, ...], note: str | None) -> str:
    return "".join(f" | {shown(v)}" for v in values) + (f" # {note}" if note else "")


def outcome(x: Outcome) -> str:
    """An outcome on one line, in the form that the file of cases opens with."""
    assert x.period is not None
    parts = [
        f"{x.number or '-'} {x.category or '-'} / {x.name} [{x.unit.text if x.unit else '-'}]",
        f" {x.nature or '-'}, {x.period.start}-{x.period.end}: ",
        f"base {shown(x.baseline)}, " if x.baseline else "",
        f"goal {shown(x.goal) if x.goal else 'none'} → {shown(x.actual) if x.actual else 'none'}",
        f", change {x.change.text}{' annual' if x.change.basis else ''}" if x.change else "",
        f", met {MET[x.met]}",
        f", inferred {','.join(x.inferred)}" if x.inferred else "",
    ]
    return "".join(parts) + aside(x.others, x.note)


def indicator(x: Indicator) -> str:
    baseline = shown(x.baseline) if x.baseline else "none"
    target = shown(x.target) if x.target else "none"
    nature = f" {x.nature}" if x.nature else ""
    return f"{x.name}: {baseline} → {target}{nature}{aside(x.others, x.note)}"


def records(plan: Plan) -> list[str]:
    return [outcome(x) for x in plan.outcomes] + [indicator(x) for x in plan.indicators]


@pytest.mark.parametrize(
    ("plan", "expected"), [pytest.param(plan, lines, id=title) for title, plan, lines in cases()]
)
def test_what_was_promised_and_what_is(plan: str, expected: list[str]) -> None:
    read = parse(plan)
    assert records(read) == expected
    kinds = [table.kind for table in read.tables]
    assert ("review" in kinds) == (bool(read.outcomes) and not read.indicators)
    # Nothing that is over is held against this plan's own goals.
    assert [f.message for f in read.findings if f.kind == "target-weaker-than-baseline"] == []


def test_a_review_box_says_so_and_its_parts_keep_their_wholes() -> None:
    plan = parse(
        with_rules(
            "# 云溪市“十四五”建筑规划\n\n专栏1 “十三五”任务完成情况\n\n"
            "| 指标 | 单位 | 规划目标 | 完成情况 |\n"
            "| 节能量 | 万吨标准煤 | 145 | 318 |\n"
            "| 其中：新建建筑 | 万吨标准煤 | 124 | 285 |\n"
        )
    )
    (box,) = plan.boxes
    whole, part = plan.outcomes
    assert box.kind == "review"
    assert part.parent == whole.id
    assert plan.text[part.span[0] : part.span[1]].startswith("其中：新建建筑")


FLATTENED = """云溪市“十四五”生态环境保护规划

一、发展回顾

专栏1 “十三五”主要指标完成情况
序号{0}指标名称{0}单位{0}2020年目标值{0}2020年完成值{0}完成情况
1{0}优良天数比例{0}%{0}≥80{0}88{0}完成
2{0}细颗粒物浓度{0}微克/立方米{0}≤45{0}31{0}超额完成
3{0}湿地保护率{0}%{0}75{0}70{0}未完成

二、总体要求

坚持绿色发展。
"""


@pytest.mark.parametrize("between", ["\t", " ", "\n", "\n\n", "      "], ids=repr)
def test_converters_leave_the_verdicts_in_their_column(between: str) -> None:
    plan = parse(FLATTENED.format(between))
    assert [x.met for x in plan.outcomes] == [True, True, False]
    assert [x.actual.text for x in plan.outcomes if x.actual] == ["88", "31", "70"]
    assert plan.indicators == ()


@pytest.mark.parametrize(
    ("goal", "actual", "met"),
    [
        ("≥80", "80", True),
        (">80", "80", None),
        ("≥80", "＞80", True),
        ("≥80", "≥75", None),
        ("≤40", "38", True),
        ("≤40", "42", False),
        ("40", "42", None),
        ("〔18〕", "19", None),
        ("建成", "建成", True),
        ("完成省下达任务", "完成省下达任务", True),
        ("—", "42", None),
        ("80", "未完成", False),
        ("80", "预计完成", True),
        ("80", "推进中", None),
        ("-3", "-5", None),
    ],
)
def test_goal_and_result_say_whether_it_was_met(goal: str, actual: str, met: bool | None) -> None:
    values = [read_cell(text, default())[0] for text in (goal, actual)]
    promise = Promise("某项工作量", None, values[0], values[1], (), "")
    assert verdict_of(promise, default()).met is met


@pytest.mark.parametrize(
    ("name", "met"),
    [("森林覆盖率", True), ("孕产妇死亡率", False), ("能耗强度降低率", True), ("化学需氧量", None)],
)
def test_which_way_is_better_is_known_by_the_name(name: str, met: bool | None) -> None:
    goal, actual = (read_cell(text, default())[0] for text in ("30", "31"))
    assert verdict_of(Promise(name, None, goal, actual, (), ""), default()).met is met


def test_a_statistics_sheet_by_years_tells_of_no_projects() -> None:
    plan = parse(
        with_rules(
            "# 云溪县志\n\n| 时期 | 年份 | 水田面积（万亩） | 投资总额（亿元） |\n"
            "| “一五”时期 | 1953年 | 50 | 1.2 |\n"
            "| “一五”时期 | 1954年 | 52 | 1.3 |\n"
            "| “二五”时期 | 1958年 | 60 | 1.4 |\n"
        )
    )
    assert plan.projects == ()
    assert [(o.entity, o.value.text, o.value.year) for o in plan.observations][:2] == [
        ("1953年", "50", 1953),
        ("1953年", "1.2", 1953),
    ]
