"""A plan summed up for people: head, outline, indicators, and what looked doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType

from planparse.labels import Labels, Language, labels
from planparse.model.plan import Plan, Section
from planparse.outputs.doubts import MARK, at_place, doubt_lines
from planparse.outputs.goals import goal_lines
from planparse.outputs.page import padded, say
from planparse.outputs.passages import Passages
from planparse.outputs.report import STYLES, is_no_plan
from planparse.outputs.rows import INDENT, indicator_rows, outcome_rows

_MOST = 20
"""Findings that a summary lists; `planparse check` lists them all."""
MOST_HEADINGS = 60
"""Headings that a summary lists: a page. More would push the indicators out of sight."""
_GAP = 2
"""Columns between the longest name of a fact in the head and what it is."""
_LAST = len("Also read")
"""Columns of the titles of the last parts, which stand one below the other."""


def summary(plan: Plan, language: Language = "en") -> Iterator[RenderableType]:
    """The lines of the summary, top to bottom; what the plan prints stays as it is."""
    words = labels(language)
    title = plan.title or words.say("summary.no-title")
    yield say((title, "bold"))
    yield from _head(plan, words)
    if is_no_plan(plan):
        yield say((words.say("summary.nothing"), "yellow"))
        if plan.findings:
            yield from _doubtful(plan, words)
        return
    yield from _outline(plan, words)
    yield from indicator_rows(plan, words)
    yield from outcome_rows(plan, words)
    yield from goal_lines(plan, words)
    yield say()
    yield _titled("also-read", _counts(plan, words), words, width=_LAST)
    yield from _doubtful(plan, words)


def _titled(title: str, told: str, words: Labels, *, width: int = 0) -> RenderableType:
    """A line that begins with the title of its part, in `width` columns at least."""
    name = padded(words.say(f"summary.{title}"), width) + "  "
    return say((name, "bold"), told)


# ------------------------------------------------------------------ head and outline


def _head(plan: Plan, words: Labels) -> Iterator[RenderableType]:
    facts = {
        "number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "region": _region(plan, words),
        "period": _period(plan),
        "draft": words.name("truth", "true") if plan.draft else None,
        "source": _source(plan, words),
    }
    names = {fact: words.say(f"summary.{fact}") for fact in facts}
    width = max(cell_len(name) for name in names.values()) + _GAP
    for fact, value in facts.items():
        if value is not None:
            yield say("  ", padded(names[fact], width), value)


def _region(plan: Plan, words: Labels) -> str | None:
    region = plan.region
    if region is None:
        return None
    level = region.level or words.say("summary.level-unknown")
    return f"{region.name}（{level}）"


def _period(plan: Plan) -> str | None:
    period = plan.period
    if period is None:
        return None
    return f"{period.start}–{period.end}"


def _source(plan: Plan, words: Labels) -> str:
    source = plan.source
    facts = [source.name]
    facts.append(source.encoding or source.media_type)
    facts.append(words.say("summary.characters", n=source.chars))
    if source.pages:
        facts.append(words.say("summary.pages", n=source.pages))
    return words.say("mark.comma").join(fact for fact in facts if fact)


def _outline(plan: Plan, words: Labels) -> Iterator[RenderableType]:
    yield say()
    headings = words.many(len(plan.sections), "heading")
    depth = max((section.level for section in plan.sections), default=0)
    levels = words.many(depth, "level")
    told = words.say("mark.comma").join((headings, levels))
    yield _titled("outline", told, words)
    shown = _upper_levels(plan)
    for section in shown:
        # Levels count from 1, and the first stands at the margin.
        indent = INDENT * (section.level - 1)
        heading = f"{section.label} {section.title}".strip()
        yield say((f"  {section.level} ", "dim"), indent, heading)
    if left_out := len(plan.sections) - len(shown):
        yield say((words.say("summary.more-headings", n=left_out), "dim"))


def _upper_levels(plan: Plan) -> Sequence[Section]:
    """All headings, or those of as many upper levels as fit in; of the first alone, its beginning."""
    if len(plan.sections) <= MOST_HEADINGS:
        return plan.sections
    levels = sorted({section.level for section in plan.sections})
    shown = [section for section in plan.sections if section.level == levels[0]]
    for deepest in levels:
        upper = [section for section in plan.sections if section.level <= deepest]
        if len(upper) > MOST_HEADINGS:
            break
        shown = upper
    return shown[:MOST_HEADINGS]


# ------------------------------------------------------------------ counts and doubts


def _counts(plan: Plan, words: Labels) -> str:
    counted = {
        "box": plan.boxes,
        "table": plan.tables,
        "outcome": plan.outcomes,
        "project": plan.projects,
        "observation": plan.observations,
        "mention": plan.mentions,
    }
    parts = [words.many(len(records), name) for name, records in counted.items()]
    return words.say("mark.comma").join(parts)


def _doubtful(plan: Plan, words: Labels) -> Iterator[RenderableType]:
    guessed = [indicator for indicator in plan.indicators if indicator.inferred]
    findings = words.many(len(plan.findings), "finding")
    concluded = words.say("summary.concluded", indicators=words.many(len(guessed), "indicator"))
    told = words.say("mark.comma").join((findings, concluded))
    yield _titled("doubtful", told, words, width=_LAST)
    passages = Passages(plan)
    for finding in plan.findings[:_MOST]:
        severity = padded(words.name("severity", finding.severity), MARK)
        line = at_place(finding, passages, words)
        yield say("  ", (severity, STYLES[finding.severity]), f" {line} ", finding.message)
    more = len(plan.findings) - _MOST
    if more > 0:
        yield say(words.say("summary.more-findings", n=more))
    yield from doubt_lines(plan, words)
    mark = padded(words.say("summary.guess"), MARK)
    for indicator in guessed:
        fields = [words.name("field", field) for field in indicator.inferred]
        told = indicator.name + words.say("mark.colon") + words.say("mark.between").join(fields)
        yield say((f"  {mark}", "dim"), f" {indicator.id:<10} ", told)
