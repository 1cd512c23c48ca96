"""Words that a pack adds to a rule which is there already, in place of writing it anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgspec import Struct

from planparse.errors import GrammarError
from planparse.grammar.rules import Rule
from planparse.grammar.safety import union


class Extension(Struct, frozen=True):
    """What a pack adds to the rule `id` of its group."""

    id: str
    group: str
    file: str
    words: tuple[str, ...]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]

    def error(self, reason: str) -> GrammarError:
        """What is wrong with it, to be raised."""
        return GrammarError(self.file, f"extends {self.id}", reason)

    def applied(self, rules: Mapping[str, Rule]) -> Rule:
        """The rule with the words added; raises `GrammarError` where that means nothing."""
        rule = rules.get(self.id)
        if rule is None:
            raise self.error("there is no such rule to add words to")
        if rule.group != self.group:
            raise self.error(f"that rule is one of [[{rule.group}]], not of [[{self.group}]]")
        if not rule.words or union(rule.words) not in rule.source:
            raise self.error("that rule is a pattern and has no words to add to")
        twice = set(rule.words) & set(self.words)
        if twice:
            raise self.error(f"{min(twice)!r} is a word of that rule already")
        words = rule.words + self.words
        # The pattern holds its words as one alternative, which the longer list takes the place of.
        source = rule.source.replace(union(rule.words), union(words))
        return replace(
            rule,
            source=source,
            words=words,
            accepts=rule.accepts + self.accepts,
            rejects=rule.rejects + self.rejects,
            guarded=rule.guarded or source != union(words),
        )
