"""Real plans against their hand-made gold, scored by the yardstick that stands beside the corpus.

The corpus is not part of this repository; without it these tests are skipped, with the reason.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from laws import assert_lossless, assert_spans_slice
from places import CORPUS
from planparse import Plan, read

FLOORS: dict[str, dict[str, float]] = {
    "indicators": {"f1": 1.0, "fields": 0.99},
    "outline": {"f1": 0.99, "fields": 0.99},
    "boxes": {"f1": 1.0, "title": 1.0, "kind": 1.0, "items": 0.95, "end": 0.95},
    "tables": {"f1": 0.99, "columns": 1.0, "row count": 1.0},
    "mentions": {
        "f1": 0.96,
        "unit": 0.98,
        "comparator": 0.96,
        "year": 0.93,
        "role": 0.92,
        "per": 0.98,
        "subject": 0.92,
    },
    "findings": {"recall": 1.0, "precision": 0.85},
}
"""The least that each part must score over all plans; a floor only ever rises."""

NAMES = sorted(p.name for p in CORPUS.iterdir() if p.is_dir()) if CORPUS.is_dir() else ["no corpus"]


@pytest.fixture(scope="session")
def score(corpus: Path) -> ModuleType:
    """The scoring program beside the corpus, as a module."""
    spec = importlib.util.spec_from_file_location("score", corpus.parent / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def plans(corpus: Path) -> dict[str, Plan]:
    """Every real plan, read."""
    return {name: read(next(corpus.joinpath(name).glob("source.*"))) for name in NAMES}


def _figures(
    score: ModuleType, plans: dict[str, Plan], corpus: Path, part: str
) -> tuple[dict[str, Any], list[str]]:
    total = score.Tally()
    for name, plan in plans.items():
        gold = score.load(corpus / name / f"{part}.jsonl")
        if gold is not None:
            tally = score.PARTS[part](gold, json.loads(plan.model_dump_json()))
            total.add(tally)
            total.misses += [f"{name}: {miss}" for miss in tally.misses]
    return total.figures(), total.misses


@pytest.mark.parametrize("part", FLOORS)
def test_scores_hold_their_floors(
    score: ModuleType, plans: dict[str, Plan], corpus: Path, part: str
) -> None:
    """No part of the corpus score falls below its floor."""
    figures, misses = _figures(score, plans, corpus, part)
    wrong = list(_below(figures, FLOORS[part]))
    assert not wrong, "\n".join([*wrong, *misses[:60]])


def _below(figures: dict[str, Any], floors: dict[str, float]) -> Iterator[str]:
    for key, least in floors.items():
        fields = (
            figures["fields"]
            if key == "fields"
            else {key: figures["fields"].get(key, figures.get(key))}
        )
        for name, got in fields.items():
            if got is None or got < least:
                yield f"{name}: {got} is below {least}"


@pytest.mark.parametrize("name", NAMES)
def test_real_plans_keep_the_laws(plans: dict[str, Plan], name: str) -> None:
    """Spans slice to the printed text, and nothing of a real plan is lost."""
    assert_spans_slice(plans[name])
    assert_lossless(plans[name])
