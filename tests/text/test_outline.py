"""Headings of whole plans, and the wrapped lines that are none: readable cases."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from laws import assert_lossless, assert_spans_slice
from places import CASES
from planparse import parse
from planparse.model.plan import Section


@dataclass
class Case:
    """One case of a file: the lines of a plan, and its sections as they must be read."""

    title: str
    lines: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def cases(name: str) -> list[Case]:
    found: list[Case] = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("=> "):
            found[-1].sections.append(line[3:])
        elif line.strip() and not line.startswith("#"):
            found[-1].lines.append(line)
    return found


def hung(sections: tuple[Section, ...]) -> list[str | None]:
    """The parent that each section must have: the last one before it of a lower level."""
    return [
        next((s.id for s in reversed(sections[:n]) if s.level < section.level), None)
        for n, section in enumerate(sections)
    ]


@pytest.mark.parametrize(
    "case", [*cases("outline.txt"), *cases("paragraphs.txt")], ids=lambda c: c.title
)
def test_case(case: Case) -> None:
    plan = parse("\n".join(case.lines) + "\n")
    assert [f"{s.level} | {s.label} | {s.title}" for s in plan.sections] == case.sections
    assert [s.parent for s in plan.sections] == hung(plan.sections)
    assert_spans_slice(plan)
    assert_lossless(plan)
