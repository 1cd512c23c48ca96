"""Which of two engines compiles a pattern: Python's own `re`, or `regex`.

Both find the same. `re` answers most questions in half the time, and a plan asks patterns by
the ten thousand; `regex` reads more, and is quicker where a match may begin with a piece that
need not be there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import regex

from planparse.grammar.compiled_forms import CompiledForm, form_of, pattern_of
from planparse.grammar.safety import parsed

_FOR_REGEX = re.compile(r"\\p|\[\[:|[*+?}]\+|\(\?>")
"""What only `regex` reads, or reads as it should: `re` got possessive repeats (`a++`) and
atomic groups wrong before Python 3.11.5."""


_known: dict[tuple[str, str], CompiledForm] = {}
"""Patterns that an earlier run has compiled, by source and use."""
_compiled_here: dict[tuple[str, str], regex.Pattern[str]] = {}
"""Patterns that none had, and that are not among the known ones yet."""
_ANY, _WHOLE, _BEGINNING = "any", "whole", "beginning"
"""The uses of a pattern: searched for, asked of whole texts, asked what a match may begin with."""


def take_over(forms: Mapping[tuple[str, str], tuple[str, bytes]]) -> None:
    """Take patterns as `forms` has written them in an earlier run, instead of compiling them."""
    _known.update({use: CompiledForm(*form) for use, form in forms.items()})


def forms() -> dict[tuple[str, str], tuple[str, bytes]]:
    """All patterns that are known by now, for `take_over` in a later run."""
    for use, pattern in _compiled_here.items():
        form = form_of(pattern)
        if form is not None:
            _known[use] = form
    _compiled_here.clear()
    return {use: (form.engine, form.data) for use, form in _known.items()}


def has_compiled() -> bool:
    """Whether a pattern was compiled that no earlier run has compiled."""
    return bool(_compiled_here)


@cache
def compiled(source: str, *, whole: bool = False) -> regex.Pattern[str]:
    """The pattern of a rule, compiled once for all grammars that hold it.

    `whole` says that it is asked of whole texts and searched for in none, so that it matters little
    what a match may begin with. Raises `re.error` or `regex.error` where it is none.
    """
    use = (source, _WHOLE if whole else _ANY)
    if use in _known:
        return pattern_of(_known[use])
    _compiled_here[use] = pattern = _compiled(source, whole)
    return pattern


@cache
def compiled_for_beginnings(source: str) -> regex.Pattern[str]:
    """The pattern for the engine that can say whether a text is the beginning of a match."""
    use = (source, _BEGINNING)
    if use in _known:
        return pattern_of(_known[use])
    _compiled_here[use] = pattern = regex.compile(source)
    return pattern


def _compiled(source: str, whole: bool) -> regex.Pattern[str]:
    if _FOR_REGEX.search(source):
        return regex.compile(source)
    if not whole and _begins_with_optional(parsed(source)):
        return regex.compile(source)
    try:
        pattern = re.compile(source)
    except re.error:  # a look behind of no fixed width
        return regex.compile(source)
    # Rules use no method that is not common to both.
    return cast("regex.Pattern[str]", pattern)


def _begins_with_optional(tree: Any) -> bool:
    """Whether a match may begin with a piece that need not be there: `re` then tries every place."""
    if not len(tree):
        return False
    operator, argument = tree[0]
    name = str(operator)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least = argument[0]
        return bool(least == 0)
    if name == "SUBPATTERN":
        return _begins_with_optional(argument[-1])
    if name == "BRANCH":
        return any(_begins_with_optional(branch) for branch in argument[1])
    return False
