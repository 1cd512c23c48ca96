"""Whole plans with a slip in each, and plans that only look so: what the chain reports of them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from places import CASES
from planparse import parse


class Planted(NamedTuple):
    """The text of a plan, and what must be found in it: (kind, severity, words of the message)."""

    title: str
    text: str
    expected: tuple[tuple[str, str, tuple[str, ...]], ...]


def read_planted() -> list[Planted]:
    blocks = (CASES / "planted.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    return [planted(block) for block in blocks]


def planted(block: str) -> Planted:
    title, _, body = block.partition("\n")
    lines = [line for line in body.splitlines() if not line.startswith("#")]
    wanted = [line.removeprefix("=>").split("|") for line in lines if line.startswith("=>")]
    text = "\n".join(line for line in lines if not line.startswith("=>"))
    expected = [(kind.strip(), weight.strip(), tuple(w.split())) for kind, weight, w in wanted]
    return Planted(title, f"{text.strip()}\n", tuple(expected))


@pytest.mark.parametrize("case", read_planted(), ids=lambda case: case.title)
def test_what_is_planted_is_found_and_nothing_else(case: Planted) -> None:
    left = [finding for finding in parse(case.text).findings if finding.severity != "info"]
    for kind, severity, words in case.expected:
        hit = next(
            (f for f in left if f.kind == kind and all(word in f.message for word in words)), None
        )
        assert hit is not None, (kind, words, left)
        assert hit.severity == severity
        left.remove(hit)
    assert not left
