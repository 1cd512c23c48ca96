"""The numbers that a printed value allows, and whether two values can both hold."""

from __future__ import annotations

from math import inf

import pytest
from msgspec.structs import astuple

from planparse.checks.matching.extents import (
    Extent,
    are_apart,
    both_hold,
    extent,
    keeps,
    normalized_extent,
)
from planparse.grammar import default
from planparse.model.plan import Normalized, Value
from planparse.quantity.cell_values import read_cell


def value(text: str) -> Value:
    return read_cell(text, default())[0]


def read(text: str) -> Extent:
    """The extent of a printed value; in its base unit where it prints one."""
    printed = value(text)
    found = normalized_extent(printed) if printed.unit else extent(printed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "number", "step", "digits"),
    [
        ("91.2", 91.2, 91.2, 91.2, 0.1, 3),
        ("≥35", 35, inf, 35, 1, 2),
        (">35", 35, inf, 35, 1, 2),
        ("≤4", -inf, 4, 4, 1, 1),
        ("<4", -inf, 4, 4, 1, 1),
        ("60—65", 60, 65, 62.5, 1, 2),
        ("0.05", 0.05, 0.05, 0.05, 0.01, 1),
        ("12,486", 12486, 12486, 12486, 1, 5),
        ("80左右", 76, 84, 80, 1, 2),
    ],
)
def test_extent(
    text: str, low: float, high: float, number: float, step: float, digits: int
) -> None:
    found = extent(value(text))
    assert found is not None
    assert astuple(found)[:3] == pytest.approx((low, high, number))
    assert found.step == pytest.approx(step)
    assert found.digits == digits


def test_an_extent_on_another_scale() -> None:
    """1.25万人 in people, and a range of them."""
    people = extent(value("1.25"), 10_000)
    assert people is not None
    assert (people.number, people.step, people.digits) == (12_500, 100, 3)
    between = extent(value("1.2—1.4"), 10_000)
    assert between is not None
    assert astuple(between)[:3] == pytest.approx((12_000, 14_000, 13_000))
    assert between.step == pytest.approx(1_000)


@pytest.mark.parametrize(("ratio", "number"), [((1, 1.25), 0.8), ((0, 5), 0.0)])
def test_a_ratio_is_its_quotient(ratio: tuple[float, float], number: float) -> None:
    found = extent(Value(text="医护比", kind="ratio", ratio=ratio))
    assert found is not None
    assert (found.low, found.high, found.sign) == (number, number, "=")
    assert found.step <= 0.000_001


def test_a_ratio_to_nothing_is_no_number() -> None:
    assert extent(Value(text="3:0", kind="ratio", ratio=(3, 0))) is None


@pytest.mark.parametrize("text", ["完成上级下达任务", "—", "下降18%"])
def test_words_and_changes_have_no_extent(text: str) -> None:
    assert extent(value(text)) is None


@pytest.mark.parametrize(
    ("low", "high", "middle"),
    [
        (60, None, 60),
        (None, 65, 65),
        (0, None, 0),
        (60, 65, 62.5),
    ],
)
def test_an_open_range_is_known_by_its_printed_end(
    low: float | None, high: float | None, middle: float
) -> None:
    found = extent(Value(text="60", kind="range", low=low, high=high))
    assert found is not None
    assert found.number == middle
    assert found.low == (-inf if low is None else low)
    assert found.high == (inf if high is None else high)


def test_a_range_without_ends_has_no_extent() -> None:
    assert extent(Value(text="—", kind="range")) is None


def test_a_value_without_digits_is_as_exact_as_its_scale() -> None:
    """翻一番 was not rounded."""
    doubled = extent(Value(text="翻一番", kind="number", value=2))
    assert doubled is not None
    assert doubled.step == 1
    assert both_hold(doubled, read("2.4")) and not both_hold(doubled, read("2.6"))


@pytest.mark.parametrize(
    ("a", "b", "hold"),
    [
        ("63.27", "63.3", True),
        ("63.25", "63.3", True),
        ("63.245", "63.3", False),
        ("63.349", "63.3", True),
        ("63.35", "63.3", False),
        ("12.4", "12", True),
        ("8.9", "9", False),  # one digit is a round number, and no other one rounded
        ("91.2", "91.2", True),
        ("91.2", "91.3", False),
        ("91.25", "91.2", False),  # half a step above was rounded up
        ("12486人", "1.25万人", True),
        ("12550人", "1.25万人", False),
        ("12449人", "1.25万人", False),
        ("34.5", "≥35", True),
        ("34.4", "≥35", False),
        ("35.5", "≤35", True),
        ("35.6", "≤35", False),
        ("≥35", "93.4", True),
        ("≥95.5", "≤95", True),
        ("≥96", "≤95", False),
        ("≥95", "≤95", True),
        ("60—65", "64", True),
        ("60—65", "66", False),
        ("60—65", "65", True),
        ("60—65", "60", True),
        ("60—65", "59", False),
        ("80左右", "84", True),
        ("80左右", "85", False),
        ("80左右", "76", True),
        ("80左右", "75", False),
    ],
)
def test_whether_two_facts_hold(a: str, b: str, hold: bool) -> None:
    assert both_hold(read(a), read(b)) is hold
    assert both_hold(read(b), read(a)) is hold


@pytest.mark.parametrize(
    ("promise", "goal", "kept"),
    [
        ("38", "≥35", True),
        ("33", "≥35", False),
        ("≥35", "≥35", True),
        (">35", "≥35", True),
        ("≥60", "100", False),
        ("≥36", "≥35", True),
        ("≤34", "≥35", False),
        ("≥16", "≤15", False),
        ("≥15", "<15", False),
        (">15", "≤15", False),
        ("<35", ">35", False),
        ("≤35", ">35", False),
        ("<15", "≤15", True),
        ("14", "≤15", True),
        ("16", "≤15", False),
        ("≥35", "35", True),
        ("60—65", "60", True),
        ("60—65", "65", True),
        ("60—65", "63", True),
        ("60—65", "66", False),
        ("60—65", "59", False),
        ("60—65", "≥60", True),
        ("60—65", "≥61", False),
        ("60—65", "≤65", True),
        ("60—65", "≤64", False),
        ("12486人", "1.25万人", True),
        ("1.25万人", "12486人", True),
        ("12449人", "1.25万人", False),
        ("12551人", "1.25万人", False),
        ("1.25万人", "12551人", False),
        ("12460人", "1.2万人", False),  # two digits are a promise of that very number
        ("12000人", "1.2万人", True),
        ("12.4", "12", False),
        ("105.4", "105", True),
        ("106", "105", False),
    ],
)
def test_whether_a_promise_keeps_a_goal(promise: str, goal: str, kept: bool) -> None:
    assert keeps(read(promise), read(goal)) is kept


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("33", "≥35", True),
        ("35", "≥35", False),
        ("36", "≥35", False),
        ("16", "≤15", True),
        ("15", "≤15", False),
        ("≥60", "100", False),
        ("60", "61", True),
    ],
)
def test_whether_no_number_lies_in_both(a: str, b: str, apart: bool) -> None:
    assert are_apart(read(a), read(b)) is apart
    assert are_apart(read(b), read(a)) is apart


@pytest.mark.parametrize(
    ("text", "low", "high", "step"),
    [
        ("1.25万人", 12_500, 12_500, 100),
        ("0.5万亿元", 5e11, 5e11, 1e11),
        ("≥20‰", 0.02, inf, 0.001),
    ],
)
def test_an_extent_in_the_base_unit(text: str, low: float, high: float, step: float) -> None:
    found = normalized_extent(value(text))
    assert found is not None
    assert astuple(found)[:2] == pytest.approx((low, high))
    assert found.step == pytest.approx(step)


@pytest.mark.parametrize(
    ("low", "high", "scaled"),
    [
        (2, 3, (20_000, 30_000)),
        (2, None, (20_000, inf)),
        (None, 3, (-inf, 30_000)),
    ],
)
def test_a_range_in_the_base_unit(
    low: float | None, high: float | None, scaled: tuple[float, float]
) -> None:
    """2—3万人: its factor is that of the end that it prints."""
    printed = 10_000 * (low or high or 0)
    people = Value(
        text="2—3万人",
        kind="range",
        low=low,
        high=high,
        normalized=Normalized(value=printed, unit="{person}"),
    )
    found = normalized_extent(people)
    assert found is not None
    assert astuple(found)[:2] == scaled
    assert found.step == 10_000


def test_a_ratio_in_the_base_unit_is_exact() -> None:
    beds = Value(
        text="1:1.25",
        kind="ratio",
        ratio=(1, 1.25),
        comparator="≥",
        normalized=Normalized(value=0.8, unit="1"),
    )
    found = normalized_extent(beds)
    assert found is not None
    assert astuple(found)[:2] == (0.8, inf)
    assert found.step < 0.000_001


def test_nothing_is_known_of_a_value_without_a_base_unit() -> None:
    assert normalized_extent(value("35")) is None
