"""The words beside which checks look for what they compare, found in a text in one go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from ahocorasick_rs import AhoCorasick, Implementation

from planparse.grammar import Grammar

LISTS = (
    "checks.adding-words",
    "checks.adopting-words",
    "checks.all-of-the-parts-words",
    "checks.amounts-with-units",
    "checks.announcing",
    "checks.announcing-items",
    "checks.announcing-names",
    "checks.article-words",
    "checks.banning",
    "checks.built-on-top",
    "checks.chapters-words",
    "checks.come-new",
    "checks.cost-words",
    "checks.counting-years",
    "checks.counts-of-names",
    "checks.counts-of-places",
    "checks.counts-of-provinces",
    "checks.deadline-words",
    "checks.divided-into-words",
    "checks.dividing-words",
    "checks.division-words",
    "checks.done-words",
    "checks.due-words",
    "checks.duration-words",
    "checks.end-of-five-years-words",
    "checks.events",
    "checks.extent-words",
    "checks.giving-up",
    "checks.in-all-words",
    "checks.industries",
    "checks.issuing",
    "checks.item-deadline-words",
    "checks.making-up",
    "checks.moving-words",
    "checks.natures",
    "checks.norm-words",
    "checks.ordinals",
    "checks.phase-words",
    "checks.plan-cost-words",
    "checks.quota-words",
    "checks.rank-words",
    "checks.region-built-words",
    "checks.region-furthered-words",
    "checks.region-goal-words",
    "checks.region-made-words",
    "checks.region-placed-words",
    "checks.region-served-words",
    "checks.rest-words",
    "checks.review-words",
    "checks.seat-words",
    "checks.section-words",
    "checks.sets-of-measures",
    "checks.setting-out-words",
    "checks.share-words",
    "checks.span-of-five-years-words",
    "checks.stage-words",
    "checks.steps-words",
    "checks.structures",
    "checks.times-over",
    "checks.up-to-now",
    "checks.words-for-left",
    "checks.words-of-excerpts",
    "checks.words-of-goal-years",
    "checks.words-of-hope",
    "checks.words-of-periods",
    "checks.words-of-ranks",
    "checks.words-of-references",
    "checks.words-of-tables",
    "checks.works-words",
    "checks.year-of-five-years-words",
    "checks.yearly-words",
    "checks.years-of-the-plan",
    "checks.zone-area-words",
)
"""Rules whose words `RunningText` is asked for in nearly every plan. One that is missing here costs
time and changes nothing: its words are looked for one after the other."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which no text in UTF-8 has."""


class BesideWords:
    """The words of `LISTS` in one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lists = {grammar.words(rule_id) for rule_id in LISTS}
        # A word of one character is at hundreds of places, and to look for it alone takes no time.
        self.alone = {words: [word for word in words if len(word) == 1] for words in lists}
        """The words of one character, which are not looked for, by the words of their rule."""
        self._lists_with: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        """The words of all rules that have a word."""
        for words in lists:
            for word in set(words).difference(self.alone[words]):
                self._lists_with[word].append(words)
        self._ordered = sorted(self._lists_with)
        self.words = frozenset(self._ordered)
        """The words that are looked for, of two characters or more."""
        # This form takes longest to make, which is little, and half as long to search as the others.
        self._automaton = AhoCorasick(self._ordered, implementation=Implementation.DFA)

    def paragraphs(self, text: str, starts: Sequence[int]) -> dict[str, set[int]]:
        """For each of the words that a text prints the indexes of the paragraphs that do.

        The paragraphs of `text` begin at `starts`.
        """
        printing: dict[str, set[int]] = defaultdict(set)
        for word, at, _ in self._found(text):
            printing[self._ordered[word]].add(bisect_right(starts, at) - 1)
        return dict(printing)

    def _found(self, text: str) -> Sequence[tuple[int, int, int]]:
        """Which words stand where; words that stand in one another are all found."""
        find = self._automaton.find_matches_as_indexes
        try:
            return find(text, overlapping=True)
        except UnicodeEncodeError:
            # No text in UTF-8 has half a surrogate pair, and no word of ours has the mark for it.
            return find(_HALVES.sub("\ufffd", text), overlapping=True)

    def by_rule(self, printing: Mapping[str, Set[int]]) -> dict[tuple[str, ...], set[int]]:
        """What `paragraphs` says, by the words of each rule of which one is printed."""
        by_rule: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for word, numbers in printing.items():
            for words in self._lists_with[word]:
                by_rule[words] |= numbers
        return dict(by_rule)
