"""Which of two engines compiles a pattern: Python's own `re`, or `regex`.

Both find the same. `re` answers most questions in half the time, and a plan asks patterns by
the ten thousand; `regex` reads more, and is quicker where a match may begin with a piece that
need not be there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

import regex

from planparse.grammar.safety import parsed

_FOR_REGEX = re.compile(r"\\p|\[\[:|[*+?}]\+|\(\?>")
"""What only `regex` reads, or reads as it should: `re` got possessive repeats (`a++`) and
atomic groups wrong before Python 3.11.5."""


@cache
def compiled(source: str, *, whole: bool = False) -> regex.Pattern[str]:
    """The pattern of a rule, compiled once for all grammars that hold it.

    `whole` says that it is asked of whole texts and searched for in none, so that it matters little
    what a match may begin with. Raises `re.error` or `regex.error` where it is none.
    """
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
