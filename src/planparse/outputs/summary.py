"""A plan summed up for people: head, outline, indicators, and what looked doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import RenderableType
from rich.table import Table as Grid

from planparse.model.plan import Indicator, Per, Plan, Unit, Value
from planparse.outputs.doubts import doubt_lines
from planparse.outputs.goals import goal_lines
from planparse.outputs.page import plain, say
from planparse.outputs.passages import Passages
from planparse.outputs.report import STYLES

_SHOWN = {"unit", "per", "baseline", "target", "nature"}
"""Fields of an indicator in which its row can bear a question mark."""
_MOST = 20
"""Findings that a summary lists; `planparse check` lists them all."""
_INDENT = "  "
"""Of one level of the outline, and of a part under its whole."""


def summary(plan: Plan) -> Iterator[RenderableType]:
    """The lines of the summary, top to bottom."""
    title = plan.title or "(no title found)"
    yield say((title, "bold"))
    yield from _head(plan)
    yield from _outline(plan)
    yield from _indicators(plan)
    yield from goal_lines(plan)
    yield say()
    yield say(("Also read  ", "bold"), _counts(plan))
    yield from _doubtful(plan)


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
    headings = _many(len(plan.sections), "heading")
    depth = max((section.level for section in plan.sections), default=0)
    levels = _many(depth, "level")
    yield say(("Outline  ", "bold"), f"{headings}, {levels}")
    for section in plan.sections:
        # Levels count from 1, and the first stands at the margin.
        indent = _INDENT * (section.level - 1)
        heading = f"{section.label} {section.title}".strip()
        yield say((f"  {section.level} ", "dim"), indent, heading)


# ------------------------------------------------------------------ indicators


def _indicators(plan: Plan) -> Iterator[RenderableType]:
    yield say()
    if not plan.indicators:
        yield say(("Indicators  ", "bold"), "none found in a table")
        return
    tables = {indicator.table for indicator in plan.indicators}
    counted = f"{len(plan.indicators)} in {_many(len(tables), 'table')}"
    yield say(("Indicators  ", "bold"), counted)
    yield _grid(plan.indicators)
    # A parent that was concluded bears no mark in the table, and so needs no key.
    marked = [i for i in plan.indicators if _SHOWN.intersection(i.inferred)]
    if marked:
        yield say(("  ? not printed there, but concluded", "dim"))
    doubted = [i for i in plan.indicators if i.doubts]
    if doubted:
        yield say(("  ! doubtful: compare it with the page", "dim"))


def _grid(indicators: Iterable[Indicator]) -> Grid:
    """The table of indicators, with a line for each category before its first one."""
    indicators = tuple(indicators)
    baseline_year = _year(indicator.baseline for indicator in indicators)
    target_year = _year(indicator.target for indicator in indicators)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    heads = (
        "no.",
        "indicator",
        "unit",
        f"baseline {baseline_year}",
        f"target {target_year}",
        "nature",
    )
    for head in heads:
        # "baseline " without a year, where its values have several.
        grid.add_column(head.strip(), overflow="fold")
    category = None
    for indicator in indicators:
        if indicator.category != category:
            category = indicator.category
            grid.add_row("", say((category or "", "bold")))
        grid.add_row(*_row(indicator, baseline_year, target_year))
    return grid


def _row(indicator: Indicator, baseline_year: str, target_year: str) -> Iterator[str]:
    """The cells of one indicator; what is not printed but concluded bears a question mark."""
    inferred = indicator.inferred
    yield plain(indicator.number or "")
    yield plain(_name(indicator)) + (" !" if indicator.doubts else "")
    unit = _unit(indicator.unit, indicator.per)
    yield plain(unit) + _mark("unit" in inferred or "per" in inferred)
    baseline = _value(indicator.baseline, baseline_year)
    yield plain(baseline) + _mark("baseline" in inferred)
    target = _value(indicator.target, target_year)
    yield plain(target) + _mark("target" in inferred)
    nature = indicator.nature or ""
    yield nature + _mark("nature" in inferred)


def _mark(guessed: bool) -> str:
    return " ?" if guessed else ""


def _name(indicator: Indicator) -> str:
    name = indicator.name
    if indicator.qualifier:
        name = f"{name}（{indicator.qualifier}）"
    if indicator.parent:
        name = _INDENT + name
    return name


def _unit(unit: Unit | None, per: Per | None) -> str:
    text = ""
    if unit is not None:
        text = unit.text
    if per is not None:
        text += f" / {per.count} {per.of}"
    return text


def _year(values: Iterable[Value | None]) -> str:
    """The one year of a column, for its header; "" where the values have several."""
    years = {value.year for value in values if value is not None}
    years.discard(None)
    if len(years) != 1:
        return ""
    return str(years.pop())


def _value(value: Value | None, column_year: str) -> str:
    """A value as printed, with its year where the column has none."""
    if value is None:
        return ""
    # A dash has the year of its column only.
    if column_year or not value.year or value.kind == "missing":
        return value.text
    return f"{value.text}（{value.year}）"


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
    parts = [_many(len(records), name) for name, records in counted.items()]
    return ", ".join(parts)


def _doubtful(plan: Plan) -> Iterator[RenderableType]:
    guessed = [indicator for indicator in plan.indicators if indicator.inferred]
    findings = _many(len(plan.findings), "finding")
    concluded = _many(len(guessed), "indicator")
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


def _many(count: int, name: str) -> str:
    """`2 boxes`, `1 table`."""
    if count == 1:
        return f"1 {name}"
    plural = "boxes" if name == "box" else f"{name}s"
    return f"{count} {plural}"
