"""Patterns that can backtrack without bound, told by their parse tree."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

HAN = "㐀-鿿"
"""What `\\p{Han}` stands for where the standard library's parser reads a pattern."""

NESTED = "an unbounded repeat inside an unbounded repeat; give one of them a bound"
BESIDE = "two unbounded repeats of a wide class in one row; give one of them a bound"


def why_unsafe(source: str) -> str:
    """Why a pattern may take more than linear time at one place, or "". Raises `re.error` for no pattern."""
    return unbounded(parsed(source))


@lru_cache(
    maxsize=1
)  # one rule after the other is asked twice: how it is compiled, and if it is safe
def parsed(source: str) -> Any:
    """The parse tree of a pattern: sre reads the same syntax as `regex` does, but for `\\p{Han}`."""
    return sys.modules["re"]._parser.parse(source.replace(r"\p{Han}", HAN))


def unbounded(tree: Any, inside: bool = False) -> str:
    """Why a parse tree can take more than linear time at one place, or "".

    Two shapes are refused: an unbounded repeat inside an unbounded repeat, and two
    unbounded repeats side by side that may take the same characters.
    """
    wide_repeats = 0
    for operator, argument in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, high, repeated = argument
            endless = str(high) == "MAXREPEAT"
            if endless and inside:
                return NESTED
            if why := unbounded(repeated, inside or endless):
                return why
            if endless and _is_wide(repeated):
                wide_repeats += 1
        else:
            for part in _parts(name, argument):
                if why := unbounded(part, inside):
                    return why
        if wide_repeats > 1:
            return BESIDE
    return ""


def _is_wide(repeated: Any) -> bool:
    """Whether a repeated piece takes nearly any character (`.`, `\\S`, a negated set)."""
    return any(_takes_nearly_all(str(operator), argument) for operator, argument in repeated)


def _takes_nearly_all(name: str, argument: Any) -> bool:
    if name in ("ANY", "NOT_LITERAL"):
        return True
    if name != "IN":
        return False
    return any(
        str(operator) == "NEGATE" or str(what).startswith("CATEGORY_NOT")
        for operator, what in argument
    )


def _parts(name: str, argument: Any) -> list[Any]:
    """The trees that stand inside a node of the parse tree."""
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if name == "ATOMIC_GROUP":
        return [argument]
    if name == "POSSESSIVE_REPEAT":
        return [argument[2]]
    if name == "GROUPREF_EXISTS":
        return [part for part in argument[1:] if part is not None]
    return []
