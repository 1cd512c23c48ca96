"""What `check` found as JSON: one object for each file, and the schema of it."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.model.plan import Finding, Indicator, Outcome, Table
from planparse.outputs.findings.checked import Checked
from planparse.outputs.findings.records import CheckReport, ReportedDoubt, ReportedFinding
from planparse.outputs.json import json_line
from planparse.outputs.passages import Passages
from planparse.outputs.schema import schema_of


def findings_json(checked: Checked) -> bytes:
    """The findings of one plan as one JSON object in UTF-8, closed by a line end."""
    passages = Passages(checked.plan)
    report = CheckReport(
        source=checked.plan.source,
        title=checked.plan.title,
        findings=tuple(_reported(finding, passages) for finding in checked.findings),
        doubts=tuple(_doubts(checked)),
        ignored=checked.ignored,
        known=checked.known,
        fixed=checked.fixed,
    )
    return json_line(report.model_dump(mode="json"))


def check_schema_json() -> bytes:
    """The JSON Schema of what `planparse check FILE --json` prints, indented, in UTF-8."""
    return json_line(schema_of(CheckReport, "CheckReport"), indent=2)


def _reported(finding: Finding, passages: Passages) -> ReportedFinding:
    fields = dict(finding)
    return ReportedFinding(**fields, line=passages.line(finding.span))


def _doubts(checked: Checked) -> Iterator[ReportedDoubt]:
    plan = checked.plan
    records: list[Table | Indicator | Outcome] = [*plan.tables, *plan.indicators, *plan.outcomes]
    for record in records:
        for doubt in record.doubts:
            yield ReportedDoubt(record=record.id, **dict(doubt))
