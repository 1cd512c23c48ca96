"""Which of two engines compiles a pattern: Python's own `re`, or `regex`.

Both find the same. `re` answers most questions in half the time, and a plan asks patterns by
the ten thousand; `regex` reads more, and is quicker where nothing says how a match may begin.

`re` finds quickly where a match may begin if the pattern opens with a character or a set of them. A
pattern that opens with a piece that need not be there, or with several different ones, is tried at
every place of a text. A look at the next character in front of it spares it most of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import regex

from planparse.grammar.compiled_forms import CompiledForm, form_of, pattern_of
from planparse.grammar.safety import parsed, with_han

_FOR_REGEX = re.compile(r"\\p(?!\{Han\})|\\P|\[\[:|[*+?}]\+|\(\?>")
"""What only `regex` reads, or reads as it should: `re` got possessive repeats (`a++`) and
atomic groups wrong before Python 3.11.5."""


EDITION = 2
"""Counts the ways in which patterns were compiled: what was kept of another one is not taken."""

_known: dict[tuple[str, str], CompiledForm] = {}
"""Patterns that an earlier run has compiled, by source and use."""
_compiled_here: dict[tuple[str, str], regex.Pattern[str]] = {}
"""Patterns that none had, and that are not among the known ones yet."""
_ANY, _WHOLE, _BEGINNING = "any", "whole", "beginning"
"""The uses of a pattern: searched for, asked of whole texts, asked what a match may begin with."""


def take_over(forms: Mapping[tuple[str, str], tuple[str, bytes]]) -> None:
    """Take patterns as `forms` has written them in an earlier run, instead of compiling them."""
    _known.update({use: CompiledForm(*form) for use, form in forms.items()})
    # What was compiled before is known, too, and need not be kept again.
    for use in _known.keys() & _compiled_here.keys():
        del _compiled_here[use]


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

    `whole` says that it is asked of whole texts and searched for in none, so that it does not matter
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
    own = None if _FOR_REGEX.search(source) else _for_re(source, whole)
    if own is None:
        return regex.compile(source)
    try:
        pattern = re.compile(own)
    except re.error:  # a look behind of no fixed width
        return regex.compile(source)
    # Rules use no method that is not common to both.
    return cast("regex.Pattern[str]", pattern)


def _for_re(source: str, whole: bool) -> str | None:
    """The pattern as `re` reads it and is quick with; None where `regex` is quicker."""
    own = with_han(source)
    if whole:
        return own
    tree = parsed(source)
    if _is_quick(tree):
        return own
    letters = _first_letters(tree)
    if letters:
        return f"(?={letters})(?:{own})"
    return None if _begins_with_optional(tree) else own


def _is_quick(tree: Any) -> bool:
    """Whether `re` itself sees with which characters a match begins."""
    if not len(tree):
        return False
    operator, argument = tree[0]
    name = str(operator)
    if name == "SUBPATTERN":
        return _is_quick(argument[-1])
    if name == "BRANCH":
        return all(len(branch) and str(branch[0][0]) == "LITERAL" for branch in argument[1])
    return name in ("LITERAL", "IN")


def _begins_with_optional(tree: Any) -> bool:
    """Whether a match may begin with a piece that need not be there: `re` then tries every place."""
    if not len(tree):
        return False
    operator, argument = tree[0]
    name = str(operator)
    if name in _REPEATS:
        least = argument[0]
        return bool(least == 0)
    if name == "SUBPATTERN":
        return _begins_with_optional(argument[-1])
    if name == "BRANCH":
        return any(_begins_with_optional(branch) for branch in argument[1])
    return False


# ----------------------------------------------------------- how a match may begin


_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


class _AnyLetterError(Exception):
    """A match can begin with nearly anything."""


def _first_letters(tree: Any) -> str:
    """The class of characters with which a match begins; "" where nearly any does, or none need."""
    if tree.state.flags != re.UNICODE:
        return ""
    found: set[str] = set()
    try:
        may_be_empty = _add_first(tree, found)
    except _AnyLetterError:
        return ""
    return "" if may_be_empty else f"[{''.join(sorted(found))}]"


def _add_first(tree: Any, found: set[str]) -> bool:
    """Adds the characters that a match of a tree can begin with; whether it may match nothing."""
    for operator, argument in tree:
        name = str(operator)
        # What only looks around takes no character.
        if name not in ("ASSERT", "ASSERT_NOT", "AT") and not _add_piece(name, argument, found):
            return False
    return True


def _add_piece(name: str, argument: Any, found: set[str]) -> bool:
    if name == "LITERAL":
        found.add(re.escape(chr(argument)))
        return False
    if name == "IN":
        found.update(_in_class(str(kind), what) for kind, what in argument)
        return False
    if name == "SUBPATTERN":
        return _add_first(argument[-1], found)
    if name == "BRANCH":
        may_be_empty = [_add_first(branch, found) for branch in argument[1]]
        return any(may_be_empty)
    if name in _REPEATS:
        least, _, repeated = argument
        return _add_first(repeated, found) or least == 0
    raise _AnyLetterError


def _in_class(kind: str, what: Any) -> str:
    """A member of a class of characters as it is written inside of one."""
    if kind == "LITERAL":
        return re.escape(chr(what))
    if kind == "RANGE":
        first, last = map(chr, what)
        return f"{re.escape(first)}-{re.escape(last)}"
    if kind == "CATEGORY" and str(what) in _CATEGORIES:
        return _CATEGORIES[str(what)]
    raise _AnyLetterError
