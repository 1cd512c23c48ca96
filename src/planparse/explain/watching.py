"""A grammar that notes which rules find words of a passage, while a document is read with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from typing import Any, cast

import regex

from planparse.explain.explanation import RuleHit
from planparse.grammar import Grammar, Rule
from planparse.model.source import Span

_ONE = frozenset(("match", "fullmatch", "search"))
_MANY = frozenset(("finditer",))


LONG_ENOUGH = 6
"""Characters of a text that hardly stands anywhere but in the passage that holds it; of shorter ones
(8, 人) a rule is asked all over a document."""


class Watch:
    """Notes what rules find in one passage of a text.

    A stage asks of a line, a cell or a name, mostly without white space, and no rule is told where
    that stands. So it is told by the words themselves, once it is known what was made of them.
    """

    def __init__(self, text: str, span: Span) -> None:
        self._text = text
        self._span = span
        self._passage = squeezed(text[slice(*span)])
        self._noted: dict[tuple[str, RuleHit], None] = {}

    def hits(self, pieces: Iterable[str]) -> set[RuleHit]:
        """What was found in the passage, or in one of the pieces that the stages made of it."""
        whole = set(map(squeezed, pieces))
        return {hit for asked, hit in self._noted if self._is_told_by_words(asked, whole)}

    def _is_told_by_words(self, asked: str, whole: set[str]) -> bool:
        if asked in whole or len(asked) >= LONG_ENOUGH:
            return True
        return asked == self._passage

    def note(self, rule: Rule, asked: str, match: Any) -> None:
        """A rule was asked about a text, and found something in it."""
        words = squeezed(match[0])
        if not words or not self._passage:
            return
        if len(asked) == len(self._text):
            start, end = match.span()
            if not (start < self._span[1] and self._span[0] < end):
                return
            about = self._passage
        else:
            about = squeezed(asked)
        # More than the passage is asked about where its line goes on in the next one.
        is_here = about in self._passage or self._passage in about
        if is_here and (words in self._passage or self._passage in words):
            self._noted.setdefault((about, RuleHit(rule.id, rule.file, words)))


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


class WatchedPattern:
    """A compiled pattern, whose matches are noted."""

    def __init__(self, pattern: Any, rule: Rule, watch: Watch) -> None:
        self._pattern = pattern
        self._rule = rule
        self._watch = watch

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        if name in _ONE:
            found = self._noting(found)
        elif name in _MANY:
            found = self._noting_each(found)
        self.__dict__[name] = found
        return found

    def _noting(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def noting(text: str, *arguments: Any, **options: Any) -> Any:
            match = call(text, *arguments, **options)
            if match is not None:
                self._watch.note(self._rule, text, match)
            return match

        return noting

    def _noting_each(self, call: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        def noting(text: str, *arguments: Any, **options: Any) -> Iterator[Any]:
            for match in call(text, *arguments, **options):
                self._watch.note(self._rule, text, match)
                yield match

        return noting


class WatchedRule(Rule):
    """A rule whose pattern is watched; all else is as in the rule that it stands for."""

    watch: Watch

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern, which notes what it finds."""
        own = Rule.pattern.func(self)  # type: ignore[attr-defined]
        return cast("regex.Pattern[str]", WatchedPattern(own, self, self.watch))


def watched(grammar: Grammar, watch: Watch) -> Grammar:
    """The same grammar; what its rules find in the passage is noted."""
    return Grammar([_watched_rule(rule, watch) for rule in grammar])


def _watched_rule(rule: Rule, watch: Watch) -> Rule:
    copy = WatchedRule(**{one.name: getattr(rule, one.name) for one in fields(rule) if one.init})
    # The dataclass is frozen, and the watch is no part of what a rule is.
    object.__setattr__(copy, "watch", watch)
    return copy
