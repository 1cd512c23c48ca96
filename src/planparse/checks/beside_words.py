"""The words beside which checks look for what they compare, found in a text in one go."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import regex

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled

LISTS = (
    "checks.announcing",
    "checks.announcing-items",
    "checks.counting-years",
    "checks.events",
    "checks.industries",
    "checks.making-up",
    "checks.mark-of-dates",
    "checks.natures",
    "checks.ordinals",
    "checks.structures",
    "checks.years-of-the-plan",
)
"""Rules whose words `RunningText.finditer_beside` is asked for: one that is missing here is a KeyError there."""


class BesideWords:
    """The words of `LISTS` in one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._lists = {rule_id: grammar.words(rule_id) for rule_id in LISTS}
        words = {word for listed in self._lists.values() for word in listed}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        # To look for each of them takes ten times as long as to go through the text once.
        self._any = compiled("|".join(map(regex.escape, longest_first)))
        self._begun_by = {
            word: [other for other in longest_first if word.startswith(other)] for word in words
        }
        """For each word those that stand where it stands: 分 of 分为, and itself."""

    def paragraphs(self, text: str, starts: Sequence[int]) -> dict[str, list[int]]:
        """For each of `LISTS` the indexes of the paragraphs that print one of its words, in order.

        The paragraphs of `text` begin at `starts`.
        """
        printing: dict[str, set[int]] = {}
        at = 0
        while found := self._any.search(text, at):
            at = found.start()
            number = bisect_right(starts, at) - 1
            for word in self._begun_by[found[0]]:
                printing.setdefault(word, set()).add(number)
            at += 1  # the next word may begin inside this one
        return {
            rule_id: sorted(set().union(*(printing.get(word, ()) for word in words)))
            for rule_id, words in self._lists.items()
        }
