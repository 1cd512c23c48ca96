"""What `planparse check` found, for people: by kind, with lines and the printed passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from rich.console import RenderableType

from planparse.labels import ENGLISH, Labels, Language, labels
from planparse.model.plan import Finding, FindingKind, Passage, Plan
from planparse.outputs.doubts import doubt_lines
from planparse.outputs.findings.kinds import SEVERITIES
from planparse.outputs.page import say
from planparse.outputs.passages import Passages

STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
}
"""How each severity is printed, in the words of rich."""


def report(
    plan: Plan,
    findings: Sequence[Finding],
    name: str,
    language: Language = "en",
) -> Iterator[RenderableType]:
    """The lines for one plan that goes by `name`."""
    words = labels(language)
    title = plan.title or ""
    # Many plans may be checked in one run: the file's name tells them apart, not the title.
    yield say((name, "bold"), f"  {title}".rstrip())
    passages = Passages(plan)
    for kind in get_args(FindingKind):
        group = [finding for finding in findings if finding.kind == kind]
        if group:
            yield say()
            yield _kind(kind, len(group), words)
        group.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        for finding in group:  # the gravest first, else in document order
            yield from _finding(finding, passages, words)
    yield from _doubts(plan, words)
    yield say()
    if is_no_plan(plan):
        # “No findings” would sound as if a plan had been looked at.
        yield say("  ", (words.say("summary.nothing"), "yellow"))
        if not findings:
            return
    yield say("  ", tally(findings, words))


def is_no_plan(plan: Plan) -> bool:
    """Whether nothing was recognised that a plan consists of."""
    records = (plan.sections, plan.boxes, plan.tables, plan.mentions)
    return plan.title is None and not any(records)


def _kind(kind: FindingKind, count: int, words: Labels) -> RenderableType:
    """A kind by its name and by its code, which --select and --ignore take, and what it means."""
    return say(
        "  ",
        (words.say("report.kind", name=words.name("finding", kind), code=kind), "bold"),
        words.say("report.kind-count", n=count, means=words.means("finding", kind)),
    )


def _doubts(plan: Plan, words: Labels) -> Iterator[RenderableType]:
    """Rows that were read with doubt: what the findings rest on may be wrong there."""
    lines = list(doubt_lines(plan, words))
    if lines:
        yield say()
        yield say("  ", (words.say("report.doubtful-rows"), "bold"), words.say("report.compare"))
        yield from lines


def tally(findings: Sequence[Finding], words: Labels = ENGLISH) -> str:
    """How many findings there are, and how many of each severity."""
    if not findings:
        return words.say("report.none")
    counts: list[str] = []
    for severity in SEVERITIES:
        count = sum(1 for finding in findings if finding.severity == severity)
        if count:
            name = words.name("severity", severity)
            counts.append(words.say("report.count", n=count, severity=name))
    told = words.many(len(findings), "finding")
    return words.say("report.tally", findings=told, counts=words.say("mark.comma").join(counts))


def _finding(finding: Finding, passages: Passages, words: Labels) -> Iterator[RenderableType]:
    """The finding in one line, and a line for each passage that it rests on."""
    severity = (words.name("severity", finding.severity), STYLES[finding.severity])
    yield say("    ", severity, "  ", finding.message)
    for passage in finding.passages:
        place = (_place(passage, words, with_line=passages.has_lines), "dim")
        record = passage.record or ""
        yield say("      ", place, f"  {record:<5} ", passages.shown(finding, passage))


def _place(passage: Passage, words: Labels, *, with_line: bool) -> str:
    """What finds it again in a text editor, on a page, and in a word processor."""
    parts = [words.say("report.page", n=passage.page)] if passage.page else []
    # Where neither page nor heading is known, the line of what was read is better than nothing.
    if with_line or not (parts or passage.section):
        parts.append(words.say("summary.line", n=passage.line))
    if passage.section:
        parts.append(passage.section)
    return words.say("mark.comma").join(parts)
