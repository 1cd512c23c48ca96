"""Patterns of a pack run with a budget in time: what is not bounded by its shape is bounded so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import regex

from planparse.errors import GrammarError

SECONDS = 1.0
"""Time of one match. A pattern takes millionths of a second on a line of a plan; one that takes
this long takes twice as long for one character more."""


class GuardedPattern:
    """A compiled pattern that raises `GrammarError` where a match takes too long."""

    def __init__(self, pattern: regex.Pattern[str], file: str, rule: str) -> None:
        self._pattern = pattern
        self._file = file
        self._rule = rule

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        if not callable(found):
            return found
        return self._guarded(found, name)

    def _guarded(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            try:
                found = call(*arguments, timeout=SECONDS, **options)
                return self._each(found) if name in ("finditer", "splititer") else found
            except TimeoutError:
                raise self._too_slow() from None

        # Kept on the object: the next time it is found without asking for it.
        self.__dict__[name] = guarded
        return guarded

    def _each(self, found: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from found
        except TimeoutError:
            raise self._too_slow() from None

    def _too_slow(self) -> GrammarError:
        reason = (
            f"the pattern takes more than {SECONDS:g} second on one text; give its repeats bounds,"
            " and let no two of its alternatives take the same characters"
        )
        return GrammarError(self._file, self._rule, reason)
