"""A plan summed up for people: head, outline, indicators, and what looked doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import RenderableType
from rich.table import Table as Grid

from planparse.model.plan import Indicator, Per, Plan, Unit, Value
from planparse.outputs.page import plain, say
from planparse.outputs.passages import Passages

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_SHOWN = {"unit", "per", "baseline", "target", "nature"}
_MOST = 20
"""Findings that a summary lists; `planparse check` lists them all."""


def summary(plan: Plan) -> Iterator[RenderableType]:
    """The lines of the summary, top to bottom."""
    yield say((plan.title or "(no title found)", "bold"))
    yield from _head(plan)
    yield from _outline(plan)
    yield from _indicators(plan)
    yield say()
    yield say(("Also read  ", "bold"), _counts(plan))
    yield from _doubtful(plan)


def _head(plan: Plan) -> Iterator[RenderableType]:
    region, period, source = plan.region, plan.period, plan.source
    facts = {
        "number": plan.document_number, "issuer": plan.issuer, "issued": plan.issued,
        "region": f"{region.name}（{region.level or 'level unknown'}）" if region else None,
        "period": f"{period.start}–{period.end}" if period else None,
        "draft": "yes" if plan.draft else None,
        "source": ", ".join(filter(None, (
            source.name, source.encoding or source.media_type, f"{source.chars} characters",
            f"{source.pages} pages" if source.pages else None))),
    }
    for name, value in facts.items():
        if value is not None:
            yield say(f"  {name:<8}", value)


def _outline(plan: Plan) -> Iterator[RenderableType]:
    yield say()
    depth = max((s.level for s in plan.sections), default=0)
    yield say(("Outline  ", "bold"), f"{_many(len(plan.sections), 'heading')}, {_many(depth, 'level')}")
    for section in plan.sections:
        indent = "  " * (section.level - 1)
        yield say((f"  {section.level} ", "dim"), indent, f"{section.label} {section.title}".strip())


def _indicators(plan: Plan) -> Iterator[RenderableType]:
    yield say()
    tables = len({i.table for i in plan.indicators})
    yield say(("Indicators  ", "bold"), f"{len(plan.indicators)} in {_many(tables, 'table')}"
              if plan.indicators else "none found in a table")
    if not plan.indicators:
        return
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    years = _year(i.baseline for i in plan.indicators), _year(i.target for i in plan.indicators)
    for head in ("no.", "indicator", "unit", f"baseline {years[0]}", f"target {years[1]}", "nature"):
        grid.add_column(head.strip(), overflow="fold")
    category = None
    for indicator in plan.indicators:
        if indicator.category != category:
            category = indicator.category
            grid.add_row("", say((category or "", "bold")))
        grid.add_row(*_row(indicator, years))
    yield grid
    if any(_SHOWN & set(i.inferred) for i in plan.indicators):
        yield say(("  ? not printed there, but concluded", "dim"))


def _row(indicator: Indicator, years: tuple[str, str]) -> Iterator[str]:
    guessed = indicator.inferred
    name = ("  " if indicator.parent else "") + indicator.name
    yield plain(indicator.number or "")
    yield plain(name + (f"（{indicator.qualifier}）" if indicator.qualifier else ""))
    yield plain(_unit(indicator.unit, indicator.per)) + _mark("unit" in guessed or "per" in guessed)
    yield plain(_value(indicator.baseline, years[0])) + _mark("baseline" in guessed)
    yield plain(_value(indicator.target, years[1])) + _mark("target" in guessed)
    yield (indicator.nature or "") + _mark("nature" in guessed)


def _mark(guessed: bool) -> str:
    return " ?" if guessed else ""


def _unit(unit: Unit | None, per: Per | None) -> str:
    return (unit.text if unit else "") + (f" / {per.count} {per.of}" if per else "")


def _year(values: Iterable[Value | None]) -> str:
    """The one year of a column, for its header; "" where the values have several."""
    years = {v.year for v in values if v is not None and v.year is not None}
    return str(years.pop()) if len(years) == 1 else ""


def _value(value: Value | None, year: str) -> str:
    if value is None:
        return ""
    own = f"（{value.year}）" if value.year and not year and value.kind != "missing" else ""
    return value.text + own


def _counts(plan: Plan) -> str:
    counted = {
        "box": plan.boxes, "table": plan.tables, "project": plan.projects, "observation": plan.observations,
        "mention": plan.mentions,
    }
    return ", ".join(_many(len(records), name) for name, records in counted.items())


def _doubtful(plan: Plan) -> Iterator[RenderableType]:
    guessed = [i for i in plan.indicators if i.inferred]
    yield say(("Doubtful   ", "bold"), _many(len(plan.findings), "finding"),
              f", {_many(len(guessed), 'indicator')} with a concluded field")
    passages = Passages(plan)
    for finding in plan.findings[:_MOST]:
        style, line = _STYLES[finding.severity], passages.line(finding.span)
        yield say("  ", (f"{finding.severity:<7}", style), f" line {line:<5} ", finding.message)
    if len(plan.findings) > _MOST:
        yield say(f"  … and {len(plan.findings) - _MOST} more; `planparse check` lists them all")
    for indicator in guessed:
        fields = ", ".join(indicator.inferred)
        yield say("  ", ("guess  ", "dim"), f" {indicator.id:<10} ", f"{indicator.name}: {fields}")


def _many(count: int, name: str) -> str:
    plural = {"box": "boxes"}.get(name, name + "s")
    return f"{count} {name if count == 1 else plural}"
