"""The words and patterns of grammars/prose.toml in the form that reading needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import cast

import regex

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.grammar.numerals import NUMERALS
from planparse.grammar.rules import Rule
from planparse.model.plan import Comparator

# What the ids of this room's rules begin with; they are asked for without it.
_ROOM = "prose."
# Patterns of what is no quantity though a number opens it.
_OTHERS = ("date", "age-range", "name-unit")
# Words that make a rule of a number: of its clause, or of all up to the next ；.
_NORMS = ("norm-here", "norm")
# Numbers that are neither a state nor a goal, by what stands behind them.
_BESIDE = ("list-of-points", "aside-behind")


class Words(frozenset[str]):
    """A set of words that can be found at either end of a stretch of text.

    How they are found is worked out when it is first asked for: of most sets one end is enough.
    """

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """The words, longest first."""
        in_order = sorted(self)  # so that no hash decides between words of one length
        return tuple(sorted(in_order, key=len, reverse=True))

    @cached_property
    def by_first(self) -> dict[str, tuple[int, ...]]:
        """How long words are that begin with a letter, the longest first: few lengths, many words."""
        return _lengths(self, 0)

    @cached_property
    def first_letter(self) -> regex.Pattern[str]:
        """Any letter with which one of the words begins."""
        return compiled(_any_of(self.by_first))

    @cached_property
    def by_last(self) -> dict[str, tuple[int, ...]]:
        """The same of those that end with it."""
        return _lengths(self, -1)


def _lengths(words: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """The lengths of words by their letter at this index, the longest first."""
    groups: dict[str, set[int]] = defaultdict(set)
    for word in words:
        groups[word[at]].add(len(word))
    return {letter: tuple(sorted(group, reverse=True)) for letter, group in groups.items()}


class Lexicon:
    """The words and patterns of a grammar, built once for it.

    `pattern` and `words` hold the rules of prose.toml by their ids without "prose.".
    """

    pattern: dict[str, regex.Pattern[str]]
    words: dict[str, Words]
    over: Words
    """Units that may stand behind a stroke: 人 in 元/人."""
    units: Words
    """Units that may stand behind a number in a sentence."""
    scales: Words
    """万 and 亿 and the like, which stand between a number and its unit."""
    sign: dict[str, Comparator]
    """The comparator that a word prints, wherever it stands."""
    before: Words
    """Words that print a comparator before a number: 不低于."""
    behind: Words
    """Words that print one behind its unit: 以上."""
    within: Words
    """Words that print one between number and unit: 余."""
    skipped: Words
    """Verbs and adverbs that may stand between a comparator and its number."""
    adverbs: Words
    """What may stand between a verb of change and its number."""
    spelled: regex.Pattern[str]
    """The first of Chinese numerals between the end of a word that a count may follow and another or a unit."""
    spelled_mark: regex.Pattern[str]
    """Quick to look for: only a text with a match of it may have a quantity in numerals."""
    beside: regex.Pattern[str]
    """A number that is neither a state nor a goal: 9个方面, 5年时间."""
    norm: regex.Pattern[str]
    """Words that make a rule of a number in some clause."""
    other: regex.Pattern[str]
    """A date, an age or the name of a programme where a quantity could begin."""

    def __init__(self, grammar: Grammar) -> None:
        self._take_own(grammar)
        self._take_units(grammar)
        self._take_bounds(grammar)
        words = self.words
        self.skipped = Words(words["links"] | words["verbs"])
        self.adverbs = Words(words["adverbs"] | self.before)
        lead_ends = _any_of(words["han-lead"].by_last)
        counted = _any_of(NUMERALS.union(words["han-units"].by_first))
        self.spelled = compiled(f"{_any_of(NUMERALS)}(?<={lead_ends}.)(?={counted})")
        first = _any_of(NUMERALS | words["spelled-first"])
        second = _any_of(NUMERALS | words["spelled-second"])
        self.spelled_mark = compiled(f"{first}(?:{second}|(?<={lead_ends}.){counted})")
        # One pattern instead of several: each is tried at every number or sentence of the plan.
        self.other = _either(grammar, _OTHERS)
        self.norm = _either(grammar, _NORMS)
        self.beside = _either(grammar, _BESIDE)

    def _take_own(self, grammar: Grammar) -> None:
        """Takes the rules of prose; other stages have patterns and words, too."""
        self.pattern = {}
        self.words = {}
        for rule in grammar.group("pattern"):
            if rule.id.startswith(_ROOM):
                name = rule.id.removeprefix(_ROOM)
                self.pattern[name] = rule.pattern
        for rule in grammar.group("words"):
            if rule.id.startswith(_ROOM):
                name = rule.id.removeprefix(_ROOM)
                self.words[name] = Words(rule.words)

    def _take_units(self, grammar: Grammar) -> None:
        units = grammar.group("unit")
        in_prose = [rule for rule in units if rule.attrs.get("prose", True)]
        scales = Words(_words_of(grammar.group("scale")))
        self.over = Words(_words_of(units))
        self.units = Words(Words(_words_of(in_prose)) - self.words["noun-units"])
        self.scales = Words(scales - {"十"})  # 五十 is a numeral, 5十 is nothing
        self.scale_marks = frozenset("".join(self.scales.ordered))

    def _take_bounds(self, grammar: Grammar) -> None:
        bounds = grammar.group("bound")
        self.sign = {}
        for rule in bounds:
            sign = cast("Comparator", rule.attrs["sign"])
            self.sign.update(dict.fromkeys(rule.words, sign))
        self.before = _on_side(bounds, "before")
        self.behind = _on_side(bounds, "after")
        self.within = _on_side(bounds, "within")


def _either(grammar: Grammar, names: Iterable[str]) -> regex.Pattern[str]:
    """A pattern that takes what one of these does; of those that begin together, the first."""
    sources = [grammar.rule(_ROOM + name).source for name in names]
    return compiled("|".join(f"(?:{source})" for source in sources))


def _words_of(rules: Iterable[Rule]) -> list[str]:
    return [word for rule in rules for word in rule.words]


def _on_side(bounds: Iterable[Rule], side: str) -> Words:
    """The words of the bounds that stand on this side of a number."""
    on_side = [rule for rule in bounds if rule.attrs["side"] == side]
    return Words(_words_of(on_side))


def _any_of(letters: Iterable[str]) -> str:
    """The source of a pattern that takes any one of these letters."""
    escaped = sorted(regex.escape(letter) for letter in letters)
    return f"[{''.join(escaped)}]"


def longest_word(text: str, at: int, words: Words) -> str:
    """The longest of `words` that begins at `text[at]`, or ""."""
    for length in words.by_first.get(text[at : at + 1], ()):
        word = text[at : at + length]
        if word in words:
            return word
    return ""


def last_word(
    text: str,
    start: int,
    end: int,
    words: Words,
) -> str:
    """The longest of `words` that ends before `text[end]` and begins at `start` or later, or ""."""
    if end <= start:
        return ""
    for length in words.by_last.get(text[end - 1], ()):
        if length <= end - start:
            word = text[end - length : end]
            if word in words:
                return word
    return ""
