"""What `planparse check` found, for people: by kind, with lines and the printed passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from rich.console import RenderableType

from planparse.model.plan import Finding, FindingKind, Passage, Plan
from planparse.outputs.doubts import doubt_lines
from planparse.outputs.findings.kinds import KINDS, SEVERITIES
from planparse.outputs.page import say
from planparse.outputs.passages import Passages

STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
}
"""How each severity is printed, in the words of rich."""


def report(plan: Plan, findings: Sequence[Finding], name: str) -> Iterator[RenderableType]:
    """The lines for one plan that goes by `name`."""
    title = plan.title or ""
    # Many plans may be checked in one run: the file's name tells them apart, not the title.
    yield say((name, "bold"), f"  {title}".rstrip())
    passages = Passages(plan)
    for kind in get_args(FindingKind):
        group = [finding for finding in findings if finding.kind == kind]
        if group:
            yield say()
            yield say("  ", (kind, "bold"), f" ({len(group)}): {KINDS[kind]}")
        group.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        for finding in group:  # the gravest first, else in document order
            yield from _finding(finding, passages)
    yield from _doubts(plan)
    yield say()
    yield say("  ", tally(findings))


def _doubts(plan: Plan) -> Iterator[RenderableType]:
    """Rows that were read with doubt: what the findings rest on may be wrong there."""
    lines = list(doubt_lines(plan))
    if lines:
        yield say()
        yield say("  ", ("doubtful rows", "bold"), ": compare them with the page")
        yield from lines


def tally(findings: Sequence[Finding]) -> str:
    """How many findings there are, and how many of each severity."""
    if not findings:
        return "no findings"
    counts: list[str] = []
    for severity in SEVERITIES:
        count = sum(1 for finding in findings if finding.severity == severity)
        if count:
            counts.append(f"{count} {severity}")
    noun = "finding" if len(findings) == 1 else "findings"
    return f"{len(findings)} {noun}: {', '.join(counts)}"


def _finding(finding: Finding, passages: Passages) -> Iterator[RenderableType]:
    """The finding in one line, and a line for each passage that it rests on."""
    severity = (finding.severity, STYLES[finding.severity])
    yield say("    ", severity, "  ", finding.message)
    for passage in finding.passages:
        place = (_place(passage), "dim")
        record = passage.record or ""
        yield say("      ", place, f"  {record:<5} ", passages.shown(finding, passage))


def _place(passage: Passage) -> str:
    """What finds it again in a text editor, on a page, and in a word processor."""
    parts = [f"page {passage.page}"] if passage.page else []
    parts.append(f"line {passage.line}")
    if passage.section:
        parts.append(passage.section)
    return ", ".join(parts)
