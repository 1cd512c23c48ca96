"""Plans, tables and findings as a notebook shows them: small pieces of HTML without any resources.

A plan is foreign text: whatever it prints is escaped, and what would turn the direction of
writing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from planparse.model.plan import Finding, Indicator, Passage, Plan, Table, Value

MOST_ROWS = 20
"""Rows of a table; its record holds them all."""
MOST_INDICATORS = 10
"""Indicators of a plan."""
MOST_CHARACTERS = 200
"""Characters of one cell or passage."""


def plan_html(plan: Plan) -> str:
    """Title, region and period, what the plan holds, and its first indicators."""
    head = [f"<b>{_told(plan.title or plan.source.name)}</b>"]
    facts = ", ".join(_facts(plan))
    if facts:
        head.append(_told(facts))
    head.append(_told(_counts(plan)))
    blocks = [f"<p>{'<br>'.join(head)}</p>"]
    if plan.indicators:
        names = ("", "indicator", "unit", "baseline", "target", "")
        rows = [_row(indicator) for indicator in plan.indicators[:MOST_INDICATORS]]
        blocks.append(_table(names, rows))
        blocks += _rest(len(plan.indicators), MOST_INDICATORS, "indicators")
    return "".join(blocks)


def table_html(table: Table) -> str:
    """Caption, header and the first rows."""
    header, *body = table.to_rows()
    caption = " ".join(part for part in (table.label, table.caption, table.unit_note) if part)
    doubts = ", ".join(dict.fromkeys(doubt.code for doubt in table.doubts))
    blocks = [f"<p><b>{_told(caption or table.id)}</b>"]
    if doubts:
        blocks.append(f"<br>doubtful: {_told(doubts)}")
    blocks.append("</p>")
    blocks.append(_table(header, body[:MOST_ROWS]))
    blocks += _rest(len(body), MOST_ROWS, "rows")
    return "".join(blocks)


def finding_html(finding: Finding) -> str:
    """The message, and where each side is printed."""
    sides = "".join(
        f"<li>{_told(_place(passage))}: {_told(passage.text)}</li>" for passage in finding.passages
    )
    head = f"<b>{_told(finding.severity)}</b> {_told(finding.kind)}"
    return f"<p>{head}<br>{_told(finding.message)}</p><ul>{sides}</ul>"


def _facts(plan: Plan) -> Iterator[str]:
    if plan.region:
        yield plan.region.name
    if plan.period:
        yield f"{plan.period.start}—{plan.period.end}"
    if plan.document_number:
        yield plan.document_number
    yield plan.source.name


def _counts(plan: Plan) -> str:
    counted = {
        "sections": plan.sections,
        "boxes": plan.boxes,
        "tables": plan.tables,
        "indicators": plan.indicators,
        "outcomes": plan.outcomes,
        "projects": plan.projects,
        "observations": plan.observations,
        "mentions": plan.mentions,
        "findings": plan.findings,
    }
    counts = [f"{len(records)} {name}" for name, records in counted.items() if records]
    return ", ".join(counts) or "no records"


def _row(indicator: Indicator) -> list[str]:
    name = indicator.name
    if indicator.qualifier:
        name = f"{name}（{indicator.qualifier}）"
    unit = indicator.unit.text if indicator.unit else ""
    doubts = ", ".join(dict.fromkeys(doubt.code for doubt in indicator.doubts))
    values = [_value(indicator.baseline), _value(indicator.target)]
    return [indicator.id, name, unit, *values, doubts]


def _value(value: Value | None) -> str:
    if value is None:
        return ""
    return f"{value.text} ({value.year})" if value.year else value.text


def _place(passage: Passage) -> str:
    parts = [f"page {passage.page}"] if passage.page else []
    if passage.line:
        parts.append(f"line {passage.line}")
    if passage.section:
        parts.append(passage.section)
    return ", ".join(parts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{_told(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{_told(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _rest(count: int, shown: int, name: str) -> list[str]:
    return [f"<p>… and {count - shown} more {name}</p>"] if count > shown else []


def _told(text: str) -> str:
    """Text as HTML shows it; a long one is cut."""
    # Imported here, as it loads rich, which a plan without an audience can do without.
    from planparse.outputs.page import plain

    words = plain(text)
    if len(words) > MOST_CHARACTERS:
        words = f"{words[: MOST_CHARACTERS - 1]}…"
    return escape(words)
