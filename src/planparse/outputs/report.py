"""What `planparse check` found, for people: by kind, with lines and the printed passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from rich.console import RenderableType

from planparse.model.plan import Finding, FindingKind, Plan, Severity
from planparse.outputs.page import say
from planparse.outputs.passages import Passage, Passages

KINDS: dict[str, str] = {
    "prose-contradicts-table": "the text says one number, the table another",
    "sum-mismatch": "the rows do not add up to the printed total",
    "part-exceeds-whole": "a part is larger than what it is a part of",
    "duplicate-number": "a number stands twice in one list",
    "missing-number": "a number is left out of a list",
    "target-weaker-than-baseline": "the goal is weaker than what is reached already",
    "target-weaker-than-superior": "the goal is weaker than that of the level above",
    "heading-out-of-order": "headings do not follow their numbers",
    "unit-missing": "a number has no unit",
    "unreadable-cell": "something printed could not be read",
}
"""What each kind of finding means, in a few words."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def chosen(findings: Sequence[Finding], select: Sequence[str], ignore: Sequence[str]) -> tuple[Finding, ...]:
    """The findings of the selected kinds (all, where none is named) that are not ignored."""
    kinds = set(select or get_args(FindingKind)) - set(ignore)
    return tuple(f for f in findings if f.kind in kinds)


def report(plan: Plan, findings: Sequence[Finding], name: str) -> Iterator[RenderableType]:
    """The lines for one plan that goes by `name`."""
    yield say((name, "bold"), f"  {plan.title or ''}".rstrip())
    passages = Passages(plan)
    for kind in get_args(FindingKind):
        group = [f for f in findings if f.kind == kind]
        if group:
            yield say()
            yield say("  ", (kind, "bold"), f" ({len(group)}): {KINDS[kind]}")
        for finding in sorted(group, key=lambda f: SEVERITIES.index(f.severity)):
            yield from _finding(finding, passages)
    yield say()
    yield say("  ", tally(findings))


def tally(findings: Sequence[Finding]) -> str:
    """How many findings there are, and how many of each severity."""
    if not findings:
        return "no findings"
    counts = {s: sum(f.severity == s for f in findings) for s in SEVERITIES}
    parts = ", ".join(f"{n} {severity}" for severity, n in counts.items() if n)
    return f"{len(findings)} finding{'s' if len(findings) != 1 else ''}: {parts}"


def _finding(finding: Finding, passages: Passages) -> Iterator[RenderableType]:
    yield say("    ", (finding.severity, _STYLES[finding.severity]), "  ", finding.message)
    for passage in passages.of(finding):
        yield say("      ", (_place(passage), "dim"), f"  {passage.record:<5} ", passage.text)


def _place(passage: Passage) -> str:
    page = f"page {passage.page}, " if passage.page else ""
    return f"{page}line {passage.line}"
