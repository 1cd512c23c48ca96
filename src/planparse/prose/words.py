"""The words and patterns of grammars/prose.toml in the form that reading needs, built once per grammar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import NUMERALS
from planparse.grammar.rules import Rule
from planparse.model.plan import Comparator

# What the ids of this room's rules begin with; they are asked for without it.
_ROOM = "prose."


class Words(frozenset[str]):
    """A set of words that can be found at either end of a stretch of text; longest first.

    `by_first` and `by_last` are tuples, so that one call of `str.startswith` or `endswith`
    says whether any of them is there at all: mostly none is.
    """

    ordered: tuple[str, ...]
    by_first: dict[str, tuple[str, ...]]
    by_last: dict[str, tuple[str, ...]]

    def __new__(cls, words: Iterable[str]) -> Words:
        """A set of these words."""
        self = super().__new__(cls, words)
        self.ordered = tuple(sorted(self, key=lambda word: (-len(word), word)))
        self.by_first = _grouped(self.ordered, 0)
        self.by_last = _grouped(self.ordered, -1)
        return self


def _grouped(words: Iterable[str], at: int) -> dict[str, tuple[str, ...]]:
    """The words by their letter at this index, in the order given."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[at], []).append(word)
    return {letter: tuple(group) for letter, group in groups.items()}


class Lexicon:
    """The words and patterns of the grammar in the form that scanning needs, built once per grammar.

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
    far_letters: regex.Pattern[str]
    """A letter with which a bound far before its number begins."""
    spelled: regex.Pattern[str]
    """The end of a word that a count in Chinese numerals may follow, and the first of these."""
    other: regex.Pattern[str]
    """A date, an age or the name of a programme where a quantity could begin."""

    def __init__(self, grammar: Grammar) -> None:
        self.pattern = {_name(rule): rule.pattern for rule in _own(grammar, "pattern")}
        self.words = {_name(rule): Words(rule.words) for rule in _own(grammar, "words")}
        self._take_units(grammar)
        self._take_bounds(grammar)
        self.skipped = Words(self.words["links"] | self.words["verbs"])
        self.adverbs = Words(self.words["adverbs"] | self.before)
        leads_end = _any_of(word[-1] for word in self.words["han-lead"])
        self.spelled = regex.compile(leads_end + _any_of(NUMERALS))
        self.far_letters = regex.compile(_any_of(word[0] for word in self.words["far-bounds"]))
        others = (self.pattern[name].pattern for name in ("date", "age-range", "name-unit"))
        self.other = regex.compile("|".join(f"(?:{source})" for source in others))

    def _take_units(self, grammar: Grammar) -> None:
        units = grammar.group("unit")
        in_prose = [rule for rule in units if rule.attrs.get("prose", True)]
        nouns = frozenset(grammar.words("prose.noun-units"))
        scales = Words(_words_of(grammar.group("scale")))
        self.over = Words(_words_of(units))
        self.units = Words(word for word in _words_of(in_prose) if word not in nouns)
        self.scales = Words(scales - {"十"})  # 五十 is a numeral, 5十 is nothing
        self.scale_marks = frozenset("".join(self.scales.ordered))

    def _take_bounds(self, grammar: Grammar) -> None:
        bounds = grammar.group("bound")
        self.sign = {}
        for rule in bounds:
            sign = cast("Comparator", rule.attrs["sign"])
            self.sign.update((word, sign) for word in rule.words)
        self.before = _on_side(bounds, "before")
        self.behind = _on_side(bounds, "after")
        self.within = _on_side(bounds, "within")


def _own(grammar: Grammar, group: str) -> list[Rule]:
    """The rules of a group that are of prose; other stages have patterns and words, too."""
    return [rule for rule in grammar.group(group) if rule.id.startswith(_ROOM)]


def _name(rule: Rule) -> str:
    return rule.id.removeprefix(_ROOM)


def _words_of(rules: Iterable[Rule]) -> list[str]:
    return [word for rule in rules for word in rule.words]


def _on_side(bounds: Iterable[Rule], side: str) -> Words:
    """The words of the bounds that stand on this side of a number."""
    return Words(_words_of(rule for rule in bounds if rule.attrs["side"] == side))


def _any_of(letters: Iterable[str]) -> str:
    """The source of a pattern that takes any one of these letters."""
    return f"[{''.join(sorted(map(regex.escape, set(letters))))}]"


def longest_word(text: str, at: int, words: Words) -> str:
    """The longest of `words` that begins at `text[at]`, or ""."""
    found = words.by_first.get(text[at : at + 1])
    if found and text.startswith(found, at):
        for word in found:
            if text.startswith(word, at):
                return word
    return ""


def last_word(
    text: str,
    start: int,
    end: int,
    words: Words,
) -> str:
    """The longest of `words` that ends before `text[end]` and begins at `start` or later, or ""."""
    if end > start:
        found = words.by_last.get(text[end - 1])
        if found and text.endswith(found, start, end):
            for word in found:
                if text.endswith(word, start, end):
                    return word
    return ""
