"""The words beside which checks look for what they compare, found in a text in one go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from operator import methodcaller

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled

LISTS = (
    "checks.adding-words",
    "checks.adopting-words",
    "checks.announcing",
    "checks.announcing-items",
    "checks.announcing-names",
    "checks.banning",
    "checks.built-on-top",
    "checks.chapters-words",
    "checks.come-new",
    "checks.cost-words",
    "checks.counting-years",
    "checks.counts-of-names",
    "checks.counts-of-places",
    "checks.deadline-words",
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
    "checks.mark-of-dates",
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
    "checks.setting-out-words",
    "checks.share-words",
    "checks.span-of-five-years-words",
    "checks.stage-words",
    "checks.steps-words",
    "checks.structures",
    "checks.up-to-now",
    "checks.words-for-left",
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


_OF_A_GROUP = 40
"""Characters that are looked for side by side: of more, two stand together too often by chance."""


class BesideWords:
    """The words of `LISTS` in one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lists = {grammar.words(rule_id) for rule_id in LISTS}
        # To look for one character alone takes no time.
        self.alone = {words: [word for word in words if len(word) == 1] for words in lists}
        """The words of one character, which are not looked for, by the words of their rule."""
        self._lists_with: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        """The words of all rules that have a word."""
        for words in lists:
            for word in set(words).difference(self.alone[words]):
                self._lists_with[word].append(words)
        self.words = frozenset(self._lists_with)
        """The words that are looked for, of two characters or more."""
        self._begun_by: dict[str, list[str]] = defaultdict(list)
        """The words by the two characters that they begin with: few words have them in common."""
        for word in self.words:
            self._begun_by[word[:2]].append(word)
        # To look for each word takes ten times as long as to go through the text once.
        self._beginning = compiled(_beginning_of(self._begun_by))

    def paragraphs(self, text: str, starts: Sequence[int]) -> dict[str, set[int]]:
        """For each of the words that a text prints the indexes of the paragraphs that do.

        The paragraphs of `text` begin at `starts`.
        """
        begun_by = self._begun_by
        printing: dict[str, set[int]] = defaultdict(set)
        for at in map(_start_of, self._beginning.finditer(text)):
            words = begun_by.get(text[at : at + 2])
            if words is None:  # as at two places of three
                continue
            for word in words:
                if text.startswith(word, at):
                    printing[word].add(bisect_right(starts, at) - 1)
        return dict(printing)

    def by_rule(self, printing: Mapping[str, Set[int]]) -> dict[tuple[str, ...], set[int]]:
        """What `paragraphs` says, by the words of each rule of which one is printed."""
        by_rule: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for word, numbers in printing.items():
            for words in self._lists_with[word]:
                by_rule[words] |= numbers
        return dict(by_rule)


_start_of = methodcaller("start")


def _beginning_of(pairs: Iterable[str]) -> str:
    """A pattern for places where one of these pairs of characters may stand, and few others.

    At most places a character that begins one word stands before one that goes on in another. Of two
    words of one group that is rarely so; only where any two stand it is asked for the group.
    """
    seconds: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        seconds[pair[0]].add(pair[1])
    # Firsts with marks behind them (分：) are in the last group.
    firsts = sorted(seconds, key=lambda first: (max(seconds[first]), first))
    groups = [firsts[at : at + _OF_A_GROUP] for at in range(0, len(firsts), _OF_A_GROUP)]
    of_groups = [
        f"(?<={_any_of(group)})(?={_any_of(chain.from_iterable(seconds[first] for first in group))})"
        for group in groups
    ]
    behind = _any_of(chain.from_iterable(seconds.values()))
    return f"{_any_of(firsts)}(?={behind})(?:{'|'.join(of_groups)})"


def _any_of(characters: Iterable[str]) -> str:
    """A pattern for one of some characters."""
    return f"[{re.escape(''.join(sorted(set(characters))))}]"
