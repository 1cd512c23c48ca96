"""What `check` has to say of one plan: the findings that are asked for, ignored by no mark and new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from planparse.model.plan import Finding, FindingKind, Plan
from planparse.outputs.findings.baseline import known_as
from planparse.outputs.findings.ignored import ignorings
from planparse.outputs.findings.kinds import SEVERITIES
from planparse.outputs.findings.records import Baseline, KnownFinding


@dataclass(frozen=True)
class Known:
    """A baseline, and where it stands."""

    baseline: Baseline
    path: Path

    def of(self, name: str) -> tuple[KnownFinding, ...]:
        """What it knows of a file."""
        return self.baseline.files.get(known_as(name, self.path), ())


@dataclass(frozen=True)
class Wanted:
    """Which findings are wanted: kinds to select (all, where none is named) and to ignore, and
    what is known already."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    known: Known | None = None

    def includes(self, kind: str) -> bool:
        """Whether findings of this kind are asked for."""
        kinds = self.select or get_args(FindingKind)
        return kind in kinds and kind not in self.ignore


@dataclass(frozen=True)
class Checked:
    """A plan and the findings that are told of it; `name` is the file as the user gave it."""

    plan: Plan
    name: str
    findings: tuple[Finding, ...]
    ignored: int = 0
    """Findings that marks in the text silence."""
    known: int = 0
    """Findings that stand in the baseline."""
    fixed: tuple[KnownFinding, ...] = ()
    """What stands in the baseline of this file and is not found any more."""

    def reaches(self, severity: str) -> bool:
        """Whether a finding is as bad as `severity`, or worse; nothing is as bad as "never"."""
        if severity not in SEVERITIES:
            return False
        least = SEVERITIES.index(severity)
        return any(SEVERITIES.index(finding.severity) <= least for finding in self.findings)


def checked(plan: Plan, name: str, wanted: Wanted) -> Checked:
    """The findings of a plan that are wanted, and how many were left out, and why."""
    known = wanted.known.of(name) if wanted.known else ()
    found = [finding for finding in plan.findings if wanted.includes(finding.kind)]
    silent = ignorings(plan)
    told = [one for one in found if not any(mark.silences(one) for mark in silent)]
    keys = {one.key for one in known}
    new = tuple(finding for finding in told if finding.key not in keys)
    there = {finding.key for finding in plan.findings}
    fixed = tuple(one for one in known if one.key not in there and wanted.includes(one.kind))
    return Checked(
        plan=plan,
        name=name,
        findings=new,
        ignored=len(found) - len(told),
        known=len(told) - len(new),
        fixed=fixed,
    )
