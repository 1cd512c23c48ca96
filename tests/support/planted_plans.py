"""Whole plans with a slip in each, and plans that only look so: `fixtures/cases/planted.txt`."""

from __future__ import annotations

from typing import NamedTuple

from places import CASES


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
