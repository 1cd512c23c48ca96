"""Pinned figures and what is measured now: what fell, what may be pinned anew.

A floor is the figure that a measure had when it was pinned. Better figures may be pinned by anybody
at any time; a worse one is pinned only where its measure is named.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

ALLOWED = 0.15
"""Share by which a measure may be worse than its floor: counts differ a little between versions of
Python and of libraries, ratios of times between machines."""

DIGITS = 3
"""Decimals of a pinned figure; finer differences mean nothing."""

COMMAND = "python benchmarks/gate.py"


class Measure(NamedTuple):
    """One figure of this run, or why there is none."""

    name: str
    value: float | None
    better: Literal["more", "less"]
    unit: str
    """What is counted, as it is read behind the figure."""
    note: str = ""
    """Where the figure comes from; without a figure, what is missing."""

    def is_better_than(self, floor: float) -> bool:
        """Whether pinning this figure raises the floor."""
        if self.value is None:
            return False
        if self.better == "more":
            return self.value > floor
        return self.value < floor

    def worse_by(self, floor: float) -> float:
        """Share of the floor by which the figure is worse; negative where it is better."""
        if self.value is None:
            return 0.0
        difference = self.value - floor
        if self.better == "more":
            difference = -difference
        return difference / floor


def failures(measures: Sequence[Measure], floors: Mapping[str, float]) -> list[str]:
    """A message for everything that must not pass; none where all floors are kept."""
    found: list[str] = []
    for measure in measures:
        if measure.value is None:
            continue
        floor = floors.get(measure.name)
        if floor is None:
            found.append(f"{measure.name} has no floor yet. Pin it: {COMMAND} --write")
        elif measure.worse_by(floor) > ALLOWED:
            found.append(_fall(measure, measure.value, floor))
    for name in floors.keys() - {measure.name for measure in measures}:
        found.append(f"{name} has a floor and no measure: take it out of benchmarks/floors.json")
    return found


def _fall(measure: Measure, value: float, floor: float) -> str:
    note = f", {measure.note}" if measure.note else ""
    return (
        f"{measure.name} fell from {floor:.{DIGITS}g} to {value:.{DIGITS}g} {measure.unit}{note}: "
        f"{measure.worse_by(floor):.0%} worse, and {ALLOWED:.0%} is allowed. "
        f"If that is meant: {COMMAND} --lower {measure.name}"
    )


def lines(measures: Iterable[Measure], floors: Mapping[str, float]) -> list[str]:
    """A line for each measure: figure, floor, and how they compare."""
    return [_line(measure, floors.get(measure.name)) for measure in measures]


def _line(measure: Measure, floor: float | None) -> str:
    if measure.value is None:
        return f"{measure.name:18} not measured: {measure.note}"
    line = f"{measure.name:18}{measure.value:9.3f} {measure.unit}"
    if floor is None:
        return f"{line} (no floor)"
    change = -measure.worse_by(floor)
    return f"{line} (floor {floor:.{DIGITS}f}, {change:+.1%})"


def raised(measures: Iterable[Measure], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors with every better figure pinned, and every new one; no floor falls."""
    kept = dict(floors)
    for measure in measures:
        if measure.value is None:
            continue
        floor = floors.get(measure.name)
        if floor is None or measure.is_better_than(floor):
            kept[measure.name] = round(measure.value, DIGITS)
    return kept


def lowered(
    measures: Iterable[Measure],
    floors: Mapping[str, float],
    names: Collection[str],
) -> dict[str, float]:
    """The floors with the figures of `names` pinned as they are.

    Raises `KeyError` for a name that was not measured.
    """
    values = {measure.name: measure.value for measure in measures}
    kept = dict(floors)
    for name in names:
        value = values.get(name)
        if value is None:
            raise KeyError(name)
        kept[name] = round(value, DIGITS)
    return kept


def load(path: Path) -> dict[str, float]:
    """The pinned figures by name; none where the file is missing.

    Raises `ValueError` where one is no positive number: it could never be missed.
    """
    if not path.exists():
        return {}
    floors: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    for name, floor in floors.items():
        if isinstance(floor, bool) or not isinstance(floor, int | float) or floor <= 0:
            raise ValueError(f"{path.name}: the floor of {name} is {floor!r}, no positive number")
    return floors


def save(path: Path, floors: Mapping[str, float]) -> None:
    """Write the figures by name, a line each."""
    text = json.dumps(dict(sorted(floors.items())), indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
