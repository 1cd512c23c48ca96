"""All records of a plan, whatever their kind."""

from __future__ import annotations

from planparse.model.plan import AnyRecord, Finding, Plan


def records_of(plan: Plan) -> list[AnyRecord | Finding]:
    """Every record that has an id, kind by kind."""
    return [
        *plan.sections,
        *plan.boxes,
        *plan.tables,
        *plan.indicators,
        *plan.outcomes,
        *plan.projects,
        *plan.observations,
        *plan.mentions,
        *plan.findings,
    ]
