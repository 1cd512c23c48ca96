"""Cases of values that stand beside the project: remarks, units by column, signs, powers of ten."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from places import SHARED
from planparse.model.plan import Mention, Plan, Value
from planparse.parser import Parser

CASES = SHARED / "cases"


@cache
def plan(path: str) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(Path(file))


def both(read: Plan) -> list[tuple[Value, Value]]:
    """Baseline and target of each indicator."""
    return [(i.baseline, i.target) for i in read.indicators if i.baseline and i.target]


def numbers(read: Plan) -> list[tuple[float | None, float | None]]:
    return [(before.value, after.value) for before, after in both(read)]


def told(mentions: tuple[Mention, ...]) -> list[tuple[float | None, str | None]]:
    return [(m.value.value, m.unit.text if m.unit else None) for m in mentions]


def test_a_private_decimal_point_is_one() -> None:
    read = plan("pdf/02-founder-decimal-point/case.md")
    assert numbers(read) == [(61.5, 70.2), (3.4, 4.1)]
    assert read.indicators[1].target is not None
    assert read.indicators[1].target.comparator == "≥"
    assert told(read.mentions) == [(70.2, "%")]


def test_what_stands_aside_is_a_remark() -> None:
    read = plan("pdf/08-words/case.md")
    assert numbers(read) == [(3.2, 9.0), (95.0, 100.0), (0.0, 0.0)]
    assert [after.remark for _, after in both(read)] == ["新增5.8", None, None]
    assert read.indicators[1].baseline is not None
    assert read.indicators[1].baseline.remark == "4个点位"
    assert [i.unit.text for i in read.indicators if i.unit] == ["千米", "%", "起/每万枚"]
    assert read.indicators[0].nature == "约束性"


@pytest.mark.parametrize("name", ["case.html", "case.pdf"])
def test_the_unit_of_a_column_holds_before_that_of_the_name(name: str) -> None:
    read = plan(f"pdf/11-units-by-column/{name}")
    _, gas, total = read.indicators
    assert gas.target is not None
    assert (gas.target.value, gas.target.unit and gas.target.unit.text) == (8.0, "亿立方米")
    shares = [v for v in (*gas.others, *total.others) if v.unit and v.unit.text == "%"]
    assert sorted(v.value or 0 for v in shares) == [40.0, 44.0, 100.0, 100.0]
    assert all(v.measure == "share" for v in shares)
    assert total.target is not None
    assert (total.target.value, total.target.unit and total.target.unit.text) == (
        241.0,
        "万吨标准煤",
    )


def test_a_figure_that_is_expected_is_a_number() -> None:
    read = plan("text/15-expected-figure-in-baseline/input.md")
    assert [before.value for before, _ in both(read)] == [2.4, 9.0, 310.0, 41.2]
    assert [before.comparator for before, _ in both(read)] == ["=", "≥", "=", "="]


def test_a_minus_in_prose_belongs_to_its_number() -> None:
    read = plan("reports/06-negative-prose/a.txt")
    assert told(read.mentions) == [
        (-1.2, "%"),
        (-3.4, "%"),
        (-5.6, "%"),
        (-0.85, "‰"),
        (-3.5, "%"),
        (-12.0, "℃"),
        (-12.5, "℃"),
        (-2.3, "万人"),
    ]
    assert all(m.text[0] in "-－—负零" for m in read.mentions)


def test_powers_of_ten_are_multiplied_out() -> None:
    read = plan("reports/15-scientific-notation/a.txt")
    assert told(read.mentions) == [(130000.0, "吨"), (2.5e8, "立方米"), (1e4, "个/升")]
