"""A plan summed up for people: head, outline, indicators, and what looked doubtful."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from planparse.model.plan import Plan
from planparse.outputs.doubts import doubt_lines
from planparse.outputs.goals import goal_lines
from planparse.outputs.page import many, say
from planparse.outputs.passages import Passages
from planparse.outputs.report import STYLES
from planparse.outputs.rows import INDENT, indicator_rows, outcome_rows

_MOST = 20
"""Findings that a summary lists; `planparse check` lists them all."""
_NOTHING = "nothing of a plan was found in this text: is it the right file, and was all of it read?"


def summary(plan: Plan) -> Iterator[RenderableType]:
    """The lines of the summary, top to bottom."""
    title = plan.title or "(no title found)"
    yield say((title, "bold"))
    yield from _head(plan)
    if _is_no_plan(plan):
        yield say((_NOTHING, "yellow"))
        if plan.findings:
            yield from _doubtful(plan)
        return
    yield from _outline(plan)
    yield from indicator_rows(plan)
    yield from outcome_rows(plan)
    yield from goal_lines(plan)
    yield say()
    yield say(("Also read  ", "bold"), _counts(plan))
    yield from _doubtful(plan)


def _is_no_plan(plan: Plan) -> bool:
    """Whether nothing was recognised that a plan consists of."""
    records = (plan.sections, plan.boxes, plan.tables, plan.mentions)
    return plan.title is None and not any(records)


# ------------------------------------------------------------------ head and outline


def _head(plan: Plan) -> Iterator[RenderableType]:
    facts = {
        "number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "region": _region(plan),
        "period": _period(plan),
        "draft": "yes" if plan.draft else None,
        "source": _source(plan),
    }
    for name, value in facts.items():
        if value is not None:
            yield say(f"  {name:<8}", value)


def _region(plan: Plan) -> str | None:
    region = plan.region
    if region is None:
        return None
    level = region.level or "level unknown"
    return f"{region.name}（{level}）"


def _period(plan: Plan) -> str | None:
    period = plan.period
    if period is None:
        return None
    return f"{period.start}–{period.end}"


def _source(plan: Plan) -> str:
    source = plan.source
    facts = [source.name]
    facts.append(source.encoding or source.media_type)
    facts.append(f"{source.chars} characters")
    if source.pages:
        facts.append(f"{source.pages} pages")
    return ", ".join(fact for fact in facts if fact)


def _outline(plan: Plan) -> Iterator[RenderableType]:
    yield say()
    headings = many(len(plan.sections), "heading")
    depth = max((section.level for section in plan.sections), default=0)
    levels = many(depth, "level")
    yield say(("Outline  ", "bold"), f"{headings}, {levels}")
    for section in plan.sections:
        # Levels count from 1, and the first stands at the margin.
        indent = INDENT * (section.level - 1)
        heading = f"{section.label} {section.title}".strip()
        yield say((f"  {section.level} ", "dim"), indent, heading)


# ------------------------------------------------------------------ counts and doubts


def _counts(plan: Plan) -> str:
    counted = {
        "box": plan.boxes,
        "table": plan.tables,
        "outcome": plan.outcomes,
        "project": plan.projects,
        "observation": plan.observations,
        "mention": plan.mentions,
    }
    parts = [many(len(records), name) for name, records in counted.items()]
    return ", ".join(parts)


def _doubtful(plan: Plan) -> Iterator[RenderableType]:
    guessed = [indicator for indicator in plan.indicators if indicator.inferred]
    findings = many(len(plan.findings), "finding")
    concluded = many(len(guessed), "indicator")
    yield say(("Doubtful   ", "bold"), findings, f", {concluded} with a concluded field")
    passages = Passages(plan)
    for finding in plan.findings[:_MOST]:
        severity = (f"{finding.severity:<7}", STYLES[finding.severity])
        line = passages.line(finding.span)
        yield say("  ", severity, f" line {line:<5} ", finding.message)
    more = len(plan.findings) - _MOST
    if more > 0:
        yield say(f"  … and {more} more; `planparse check` lists them all")
    yield from doubt_lines(plan)
    for indicator in guessed:
        fields = ", ".join(indicator.inferred)
        doubt = f"{indicator.name}: {fields}"
        yield say(("  guess  ", "dim"), f" {indicator.id:<10} ", doubt)
