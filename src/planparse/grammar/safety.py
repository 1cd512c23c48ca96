"""Patterns that can backtrack without bound, told by their parse tree."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U00033479"
)
"""What `\\p{Han}` stands for where the standard library reads a pattern: the inside of a class."""

NESTED = "an unbounded repeat inside an unbounded repeat; give one of them a bound"
BESIDE = "two unbounded repeats of a wide class in one row; give one of them a bound"

MOST_CHARACTERS = 100_000
"""Characters of a pattern with its fragments and words put in; the longest built-in list has 20,000."""
MOST_NESTED = 40
"""Brackets in one another; the built-in patterns have a dozen."""
MOST_PLACES = 200_000
"""Places of a pattern with its repeats written out: what it may take to compile it."""
FRAGMENTS_DEEP = 4
"""How deep fragments may use fragments: more would be hard to read, and a circle has no end."""

_ESCAPED = re.compile(r"\\.", re.S)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_HAN = r"\p{Han}"
# An escaped bracket opens no class, and closes none.
_CLASS_OR_ESCAPED = re.compile(r"\\[^p]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)


def union(words: Iterable[str]) -> str:
    """A pattern for any of the words, which prefers the longest."""
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return f"(?:{either})"


def with_fragments(source: str, fragments: Mapping[str, str]) -> str:
    """The pattern with the fragments put in that it names; too long a one is left unfinished.

    `why_too_large` says of it that it is.
    """
    for _ in range(FRAGMENTS_DEEP):
        for name, fragment in fragments.items():
            place = f"{{{name}}}"
            added = source.count(place) * len(fragment)
            if len(source) + added > MOST_CHARACTERS:
                return source + "|" * MOST_CHARACTERS
            source = source.replace(place, f"(?:{fragment})")
    return source


def why_too_large(source: str) -> str:
    """Why a pattern is not even to be parsed, or ""."""
    if len(source) > MOST_CHARACTERS:
        return f"the pattern with its fragments is longer than {MOST_CHARACTERS} characters"
    depth = deepest = 0
    for character in _CLASS.sub("", _ESCAPED.sub("", source)):
        if character == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif character == ")":
            depth -= 1
    if deepest > MOST_NESTED:
        return f"its brackets are nested more than {MOST_NESTED} deep"
    return ""


def why_unsafe(source: str) -> str:
    """Why a pattern may take more than linear time at one place, or more memory than any needs, or "".

    Raises `re.error` for no pattern.
    """
    tree = parsed(source)
    if _places(tree) > MOST_PLACES:
        return f"its repeats, written out, come to more than {MOST_PLACES} places"
    return unbounded(tree)


def _places(tree: Any) -> int:
    """Places of a parse tree with every repeat written out as often as it is bounded by."""
    count = 0
    for operator, argument in tree:
        name = str(operator)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, repeated = argument
            times = low if str(high) == "MAXREPEAT" else high
            count += max(1, int(times)) * _places(repeated)
        else:
            count += 1 + sum(map(_places, _parts(name, argument)))
    return count


@lru_cache(
    maxsize=1
)  # one rule after the other is asked twice: how it is compiled, and if it is safe
def parsed(source: str) -> Any:
    """The parse tree of a pattern: sre reads the same syntax as `regex` does, but for `\\p{Han}`."""
    return sys.modules["re"]._parser.parse(with_han(source))


def with_han(source: str) -> str:
    """The pattern with the characters that `\\p{Han}` stands for, which the standard library lacks."""
    if _HAN not in source:
        return source
    in_classes = _CLASS_OR_ESCAPED.sub(lambda piece: piece[0].replace(_HAN, HAN), source)
    return in_classes.replace(_HAN, f"[{HAN}]")


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
