"""planparse reads published Chinese planning documents (规划, 纲要, 行动计划) into typed records.

`parse` takes text, `read` takes a file in any format that plans are published in;
`Parser` does both with a grammar of your own. All three give a `Plan`. `frames` lays plans out as tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from planparse.errors import GrammarError, NoTextError, PlanparseError, ReadError

if TYPE_CHECKING:
    from planparse import frames as frames
    from planparse import grammar as grammar
    from planparse.model.asked.outline import OutlineNode
    from planparse.model.plan import (
        Box,
        BoxItem,
        Column,
        Finding,
        Indicator,
        Leaf,
        Mention,
        Normalized,
        Observation,
        Outcome,
        Passage,
        Per,
        Period,
        Plan,
        Producer,
        Project,
        Record,
        RecordDoubt,
        Region,
        Section,
        SourceInfo,
        Table,
        Unit,
        Value,
    )
    from planparse.parser import Parser
    from planparse.readers.inputs import Readable
    from planparse.readers.limits import Limits

__all__ = [
    "Box",
    "BoxItem",
    "Column",
    "Finding",
    "GrammarError",
    "Indicator",
    "Leaf",
    "Limits",
    "Mention",
    "NoTextError",
    "Normalized",
    "Observation",
    "Outcome",
    "OutlineNode",
    "Parser",
    "Passage",
    "Per",
    "Period",
    "Plan",
    "PlanparseError",
    "Producer",
    "Project",
    "ReadError",
    "Record",
    "RecordDoubt",
    "Region",
    "Section",
    "SourceInfo",
    "Table",
    "Unit",
    "Value",
    "frames",
    "grammar",
    "parse",
    "read",
]
__version__ = "0.1.0"

_RECORDS = "planparse.model.plan"
_HOMES = {
    "Limits": "planparse.readers.limits",
    "OutlineNode": "planparse.model.asked.outline",
    "Parser": "planparse.parser",
}
"""Where what is asked for on first use stands; all other names of `__all__` are records."""
_MODULES = ("frames", "grammar")
"""Modules that are reached without an import of their own: `planparse.grammar.load(…)`."""


def parse(text: str) -> Plan:
    """The plan that `text` holds, read with the built-in grammar; spans are offsets in `text`."""
    return _parser().parse(text)


def read(
    source: Readable,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    password: str | None = None,
    pdf_backend: str | None = None,
    isolate: bool = False,
) -> Plan:
    """The plan in a file, given by its path, its bytes or an open file.

    The format is recognised by content. Spans are offsets in `plan.text`. Raises `ReadError`,
    which names the input, what is wrong with it and what to do. `isolate` reads it in a process
    of its own, with `limits` on time and memory: for files that come from anybody. The other
    options are those of `Parser.read`.
    """
    return _parser().read(
        source,
        name=name,
        limits=limits,
        password=password,
        pdf_backend=pdf_backend,
        isolate=isolate,
    )


def _parser() -> Parser:
    """One with the built-in grammar."""
    from planparse import grammar

    # First: the stages have patterns of their own, which were kept with the grammar's.
    grammar.default()
    from planparse.parser import Parser

    return Parser()


def __getattr__(name: str) -> object:
    """What `__all__` names, on first use: importing planparse alone stays quick."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    found = getattr(import_module(_HOMES.get(name, _RECORDS)), name)
    # The next time it is there, and nobody asks here.
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The names that are public, for completion."""
    return [*__all__, "__version__"]
