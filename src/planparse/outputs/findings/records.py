"""The shapes in which findings are written down: the JSON of `check`, and baselines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from planparse.model.plan import Finding, Severity, SourceInfo


class CheckRecord(BaseModel):
    """What these shapes share with the records of a plan: immutable, and open for new keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class KnownFinding(CheckRecord):
    """A finding as a baseline keeps it: by its `key`; the rest is for people who read the file."""

    key: str
    kind: str
    severity: Severity
    about: str
    message: str


class Baseline(CheckRecord):
    """The known findings of each file, by its path from the folder of the baseline."""

    version: Literal[1] = 1
    files: Mapping[str, tuple[KnownFinding, ...]] = {}


class ReportedFinding(Finding):
    """The record, and `line`: the one that it begins in, from 1, in the text as read."""

    line: int


class ReportedDoubt(CheckRecord):
    """A doubt of a table or of a row, with the id of its record."""

    record: str
    code: str
    field: str | None
    severity: Literal["light", "grave"]


class CheckReport(CheckRecord):
    """What `planparse check FILE --json` prints for each FILE.

    `ignored` counts the findings that marks in the text silence, `known` those that stand in the
    baseline; `fixed` are those of the baseline that are not found any more.
    """

    source: SourceInfo
    title: str | None
    findings: tuple[ReportedFinding, ...]
    doubts: tuple[ReportedDoubt, ...]
    ignored: int
    known: int
    fixed: tuple[KnownFinding, ...]
