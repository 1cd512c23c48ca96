"""The compiled form of a pattern as bytes, so that another run need not compile it again.

Compiling takes a thousand times as long as reading what was compiled. `regex` writes its patterns as
any object is pickled. `re` has no such way: what its compiler hands to its engine is written here.
It is the same for one version of Python only, and whoever keeps a form keeps the version with it.
"""

from __future__ import annotations

import marshal
import pickle
import re
import sys
from typing import Any, cast

import regex
from msgspec import Struct


class CompiledForm(Struct, frozen=True):
    """A compiled pattern as bytes."""

    engine: str
    """"re" or "regex"."""
    data: bytes


def form_of(pattern: regex.Pattern[str]) -> CompiledForm | None:
    """The form of a pattern; None where this Python does not give it, or gives another one back."""
    if not isinstance(pattern, re.Pattern):
        return CompiledForm("regex", pickle.dumps(pattern))
    try:
        form = CompiledForm("re", marshal.dumps(_handed_to_engine(pattern)))
        restored = pattern_of(form)
    except (AttributeError, TypeError, ValueError, RuntimeError):
        return None
    # Two patterns of `re` are equal where their code is.
    return form if restored == pattern else None


def pattern_of(form: CompiledForm) -> regex.Pattern[str]:
    """The pattern of a form, which has to come from a place that no one else can write."""
    if form.engine == "regex":
        return cast("regex.Pattern[str]", pickle.loads(form.data))
    return cast("regex.Pattern[str]", sys.modules["_sre"].compile(*marshal.loads(form.data)))


def _handed_to_engine(pattern: re.Pattern[str]) -> tuple[Any, ...]:
    """What `re` hands to its engine: source, flags, code, and the groups by number and by name."""
    library = sys.modules["re"]
    tree = library._parser.parse(pattern.pattern, 0)
    code = [int(step) for step in library._compiler._code(tree, 0)]
    numbers = {name: int(number) for name, number in tree.state.groupdict.items()}
    names: list[str | None] = [None] * tree.state.groups
    for name, number in numbers.items():
        names[number] = name
    return (
        pattern.pattern,
        int(tree.state.flags),
        code,
        tree.state.groups - 1,
        numbers,
        tuple(names),
    )
