"""The words beside which checks look for what they compare, found in a text in one go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled

LISTS = (
    "checks.adopting-words",
    "checks.announcing",
    "checks.announcing-items",
    "checks.banning",
    "checks.chapters-words",
    "checks.counting-years",
    "checks.counts-of-names",
    "checks.deadline-words",
    "checks.dividing-words",
    "checks.division-words",
    "checks.done-words",
    "checks.due-words",
    "checks.end-of-five-years-words",
    "checks.events",
    "checks.giving-up",
    "checks.industries",
    "checks.issuing",
    "checks.making-up",
    "checks.mark-of-dates",
    "checks.moving-words",
    "checks.natures",
    "checks.ordinals",
    "checks.phase-words",
    "checks.plan-cost-words",
    "checks.rank-words",
    "checks.region-built-words",
    "checks.region-furthered-words",
    "checks.region-goal-words",
    "checks.region-made-words",
    "checks.region-placed-words",
    "checks.region-served-words",
    "checks.review-words",
    "checks.section-words",
    "checks.setting-out-words",
    "checks.span-of-five-years-words",
    "checks.stage-words",
    "checks.steps-words",
    "checks.structures",
    "checks.up-to-now",
    "checks.words-for-left",
    "checks.words-of-goal-years",
    "checks.words-of-periods",
    "checks.year-of-five-years-words",
    "checks.yearly-words",
    "checks.years-of-the-plan",
)
"""Rules whose words `RunningText` is asked for in nearly every plan. One that is missing here costs
time and changes nothing: its words are looked for one after the other."""


class BesideWords:
    """The words of `LISTS` in one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        words = {word for rule_id in LISTS for word in grammar.words(rule_id)}
        # To look for each of them takes ten times as long as to go through the text once.
        self._any = compiled(_any_of(words))
        self._begun_by = {
            word: [word[:end] for end in range(1, len(word) + 1) if word[:end] in words]
            for word in words
        }
        """For each word those that stand where it stands: 分 of 分为, and itself."""

    def paragraphs(self, text: str, starts: Sequence[int]) -> dict[str, set[int]]:
        """For each word the indexes of the paragraphs that print it, if only an empty set.

        The paragraphs of `text` begin at `starts`.
        """
        printing: dict[str, set[int]] = {word: set() for word in self._begun_by}
        at = 0
        while found := self._any.search(text, at):
            at = found.start()
            number = bisect_right(starts, at) - 1
            for word in self._begun_by[found[0]]:
                printing[word].add(number)
            at += 1  # the next word may begin inside this one
        return printing


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of the words that stands at a place: what words begin with is asked
    for once, 建成(?:投用)? for 建成 and 建成投用."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[_END] = {}
    return _written(tree)


_END = ""
"""In a tree of words: one ends here."""


def _written(tree: dict[str, Any]) -> str:
    ways = [re.escape(first) + _written(tree[first]) for first in sorted(tree) if first != _END]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)})" + ("?" if _END in tree else "")
