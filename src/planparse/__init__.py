"""planparse reads published Chinese planning documents (规划, 纲要, 行动计划) into typed records.

`parse` takes text, `read` takes a file in any format that plans are published in;
`Parser` does both with a grammar of your own. All three give a `Plan`. `frames` lays plans out as tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.errors import GrammarError, PlanparseError, ReadError

if TYPE_CHECKING:
    from planparse import frames as frames
    from planparse.model.plan import Plan
    from planparse.parser import Parser
    from planparse.readers.inputs import Readable

__all__ = ["GrammarError", "Parser", "Plan", "PlanparseError", "ReadError", "parse", "read"]
__version__ = "0.1.0"


def parse(text: str) -> Plan:
    """The plan that `text` holds, read with the built-in grammar; spans are offsets in `text`."""
    from planparse.parser import Parser

    return Parser().parse(text)


def read(source: Readable, *, isolate: bool = False) -> Plan:
    """The plan in a file, given by its path, its bytes or an open file.

    The format is recognised by content. Spans are offsets in `plan.text`. Raises `ReadError`,
    which names the input, what is wrong with it and what to do. `isolate` reads it in a process
    of its own, with limits on time and memory: for files that come from anybody.
    """
    from planparse.parser import Parser

    return Parser().read(source, isolate=isolate)


def __getattr__(name: str) -> object:
    """`Parser`, `Plan` and `frames` on first use: importing planparse alone stays quick."""
    if name == "Parser":
        from planparse.parser import Parser

        return Parser
    if name == "Plan":
        from planparse.model.plan import Plan

        return Plan
    if name == "frames":
        from importlib import import_module

        return import_module("planparse.frames")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
