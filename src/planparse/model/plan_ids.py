"""What tells plans apart in files that hold several: an id made of the source's hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planparse.model.plan import Plan

_ID_DIGITS = 12
"""Hex digits of a plan's id, as many as a record's key has: enough for a million plans."""
# The letters keep a spreadsheet from taking 12e4567890 for a number.
_ID_BEGINS = "plan-"


def plan_id(plan: Plan) -> str:
    """The same for the same file, whatever it is called."""
    digest = plan.source.sha256 or plan.source.text_sha256
    return f"{_ID_BEGINS}{digest[:_ID_DIGITS]}"
