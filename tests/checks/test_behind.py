"""Whether a goal is behind what is reached, and which values can be put on one scale."""

from __future__ import annotations

import pytest

from planparse.checks.matching.behind import are_levels, is_behind
from planparse.checks.matching.comparable import Measure, on_one_scale
from planparse.grammar import default
from planparse.model.plan import Per
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit


def measure(text: str, unit: str = "", per: Per | None = None) -> Measure:
    """A printed value in a row whose unit stands in its name."""
    known = find_unit(unit, default()) if unit else None
    value, _ = read_cell(text, default(), unit=known, per=per)
    return Measure(value, value.unit or known, per)


@pytest.mark.parametrize(
    ("name", "goal", "reached", "behind"),
    [
        ("森林覆盖率", "51", "52.1", True),
        ("森林覆盖率", "52.1", "52.1", False),
        ("森林覆盖率", "53", "52.1", False),
        ("森林覆盖率", "≥51", "52.1", True),
        ("森林覆盖率", "≤51", "52.1", False),  # a ceiling says nothing of what is to be reached
        ("森林覆盖率", "51", "≤52.1", False),
        ("森林覆盖率", "51—54", "52.1", True),
        ("森林覆盖率", "53—54", "52.1", False),
        ("婴儿死亡率", "≤4", "2.1", True),
        ("婴儿死亡率", "≥4", "2.1", False),
        ("婴儿死亡率", "≤2.1", "2.1", False),
        ("婴儿死亡率", "1.9", "2.1", False),
        ("河道清淤总方数", "20", "30", False),
        ("森林覆盖率", "80左右", "80.7", False),
        ("森林覆盖率", "80左右", "80.9", True),
        ("婴儿死亡率", "80左右", "79.3", False),
        ("婴儿死亡率", "80左右", "79.1", True),
        ("森林覆盖率", "0.5", "0.50001", True),
    ],
)
def test_whether_a_goal_is_behind(name: str, goal: str, reached: str, behind: bool) -> None:
    assert is_behind(name, measure(goal), measure(reached), default()) is behind


def test_a_change_is_no_level() -> None:
    level, change = measure("52.1").value, measure("下降18%").value
    assert are_levels(level, level)
    assert not are_levels(level, change)


PEOPLE = Per(count=1000, of="人口")


@pytest.mark.parametrize(
    ("a", "b", "numbers"),
    [
        (measure("35", "张"), measure("36", "张"), (35, 36)),
        (measure("35", "人"), measure("36", "名"), (35, 36)),  # one way to count people
        (measure("35", "张"), measure("36"), (35, 36)),  # the unit is left out on one side
        (measure("35"), measure("36", "张"), (35, 36)),
        (measure("0.5万亿元"), measure("4800亿元"), (5e11, 4.8e11)),
        (measure("120家"), measure("118个"), (120, 118)),
        (measure("120家"), measure("118处"), (120, 118)),
        (measure("120人"), measure("118个"), None),
        (measure("120家"), measure("118公里"), None),
        (measure("120公顷"), measure("118公里"), None),
        (measure("3.1", "人", PEOPLE), measure("3.6", "人", PEOPLE), (3.1, 3.6)),
        (
            measure("3.1", "人", PEOPLE),
            measure("3.6", "人", Per(count=1000, of="常住人口")),
            (3.1, 3.6),
        ),
        (measure("3.1", "人", PEOPLE), measure("3.6", "人", Per(count=1000, of="儿童")), None),
        (measure("3.1", "人", PEOPLE), measure("3.6", "人"), None),
        (measure("3.1", "人"), measure("3.6", "人", PEOPLE), None),
        (
            measure("5", "张", Per(count=100, of="名儿童")),
            measure("6", "张", Per(count=100, of="儿童")),
            (5, 6),
        ),
        (
            measure("5", "人", Per(count=100, of="张床位")),
            measure("6", "人", Per(count=100, of="床位")),
            (5, 6),
        ),
        (
            measure("30", "人", Per(count=10_000, of="人口")),
            measure("3.6", "人", PEOPLE),
            (0.003, 0.0036),
        ),
        (measure("〔1600〕", "户"), measure("1500", "户"), None),
        (measure("下降18%"), measure("20%"), None),
    ],
)
def test_two_values_on_one_scale(
    a: Measure, b: Measure, numbers: tuple[float, float] | None
) -> None:
    pair = on_one_scale(a, b, default())
    assert (pair and tuple(x.number for x in pair)) == (numbers and pytest.approx(numbers))
    back = on_one_scale(b, a, default())
    assert (back and tuple(x.number for x in back)) == (numbers and pytest.approx(numbers[::-1]))
