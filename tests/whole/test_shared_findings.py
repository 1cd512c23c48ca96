"""Findings on the small cases that stand beside the project; skipped where they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

import planparse
from places import SHARED
from planparse.model.plan import Finding

CASES = SHARED / "cases"


def found(name: str, file: str) -> list[Finding]:
    """The findings of one file of a case that are more than a note."""
    folders = list((CASES / name).parent.glob(f"{Path(name).name}-*"))
    if not folders:
        pytest.skip(f"there is no {CASES / name}")
    findings = planparse.read(folders[0] / file).findings
    return [finding for finding in findings if finding.severity != "info"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("text/09", "input.txt"),
        ("text/21", "input.txt"),
        ("text/22", "input.txt"),
        ("text/23", "input.txt"),
        ("pdf/06", "case.md"),
        ("pdf/10", "case.md"),
        ("reports/01", "a.txt"),
        ("reports/01", "b.txt"),
        ("reports/01", "c.txt"),
        ("reports/01", "d.txt"),
        ("reports/07", "a.txt"),
        ("reports/07", "b.txt"),
        ("reports/07", "c.txt"),
        ("reports/07", "d.txt"),
        ("reports/13", "c.md"),
    ],
)
def test_what_only_looks_wrong_is_no_finding(name: str, file: str) -> None:
    assert found(name, file) == []


@pytest.mark.parametrize("file", ["a.md", "b.md"])
def test_per_mille_against_per_cent_is_one(file: str) -> None:
    findings = found("reports/13", file)
    assert {finding.kind for finding in findings} == {"unit-mismatch"}
    assert "婴儿死亡率" in {finding.about for finding in findings}
