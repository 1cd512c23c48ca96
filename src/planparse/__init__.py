"""planparse reads published Chinese planning documents into typed records."""

from __future__ import annotations

from planparse.errors import GrammarError, PlanparseError, ReadError
from planparse.parser import Parser
from planparse.plan import Plan

__all__ = ["GrammarError", "Parser", "Plan", "PlanparseError", "ReadError", "parse"]
__version__ = "0.1.0"


def parse(text: str) -> Plan:
    """The plan that `text` holds, read with the built-in grammar; spans are offsets in `text`."""
    return Parser().parse(text)
