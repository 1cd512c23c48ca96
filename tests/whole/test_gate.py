"""The guard over speed and memory: how figures are compared with their floors, on made-up figures.

What is measured is no matter of tests, as no test measures seconds; `.ci/run` runs the guard itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest
from benchmarks.floors import Measure, failures, lines, load, lowered, raised, save

from places import ROOT

PINNED = {"ratio": 2.0, "calls": 10.0}


def ratio(value: float | None, note: str = "") -> Measure:
    return _measure("ratio", value, "more", note)


def calls(value: float | None, note: str = "") -> Measure:
    return _measure("calls", value, "less", note)


def _measure(
    name: str,
    value: float | None,
    better: Literal["more", "less"],
    note: str,
) -> Measure:
    return Measure(name, value, better, "times", note)


@pytest.mark.parametrize(
    ("of_ratio", "of_calls"),
    [
        (2.0, 10.0),  # as pinned
        (5.0, 1.0),  # better
        (1.71, 11.49),  # worse by a little less than is allowed
    ],
)
def test_floors_are_kept(of_ratio: float, of_calls: float) -> None:
    assert failures([ratio(of_ratio), calls(of_calls)], PINNED) == []


def test_a_ratio_that_falls_is_told_with_both_figures_and_the_way_out() -> None:
    [message] = failures([ratio(1.5, "on fixtures"), calls(10.0)], PINNED)
    assert message.startswith("ratio fell from 2 to 1.5 times, on fixtures: 25% worse")
    assert "15% is allowed" in message
    assert message.endswith("python benchmarks/gate.py --lower ratio")


def test_a_count_that_rises_has_fallen() -> None:
    [message] = failures([ratio(2.0), calls(12.0)], PINNED)
    assert message.startswith("calls fell from 10 to 12 times: 20% worse")


def test_what_cannot_be_measured_here_is_told_and_does_not_fail() -> None:
    measures = [ratio(None, "LibreOffice is not on this machine"), calls(10.0)]
    assert failures(measures, PINNED) == []
    assert "not measured: LibreOffice" in lines(measures, PINNED)[0]


def test_a_measure_without_a_floor_and_a_floor_without_a_measure_fail() -> None:
    """Neither may be dropped in silence: a floor would be lost by renaming its measure."""
    messages = failures([ratio(2.0)], {"calls": 10.0})
    assert len(messages) == 2
    assert "ratio has no floor yet" in messages[0]
    assert "calls has a floor and no measure" in messages[1]


def test_writing_pins_what_is_better_or_new_and_lowers_nothing() -> None:
    measures = [ratio(1.9), calls(8.12345), _measure("fresh", 3.0, "more", "")]
    assert raised(measures, PINNED) == {"ratio": 2.0, "calls": 8.123, "fresh": 3.0}


def test_only_what_is_named_is_lowered() -> None:
    measures = [ratio(1.0), calls(20.0)]
    assert lowered(measures, PINNED, ["calls"]) == {"ratio": 2.0, "calls": 20.0}
    assert lowered(measures, PINNED, []) == PINNED


@pytest.mark.parametrize("name", ["ration", "calls"])
def test_lowering_what_was_not_measured_is_an_error(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        lowered([ratio(1.0), calls(None, "missing")], PINNED, [name])


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert load(path) == {}
    save(path, PINNED)
    assert load(path) == PINNED


@pytest.mark.parametrize("floor", [0, -1.0, "2", None, True])
def test_a_floor_that_could_not_be_missed_is_refused(tmp_path: Path, floor: object) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"ratio": floor}), encoding="utf-8")
    with pytest.raises(ValueError, match="the floor of ratio"):
        load(path)


def test_the_pinned_floors_are_sound_and_the_guard_is_run() -> None:
    assert load(ROOT / "benchmarks" / "floors.json")
    assert "benchmarks/gate.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
