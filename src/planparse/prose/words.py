"""The words and patterns of grammars/prose.toml in the form that reading needs, built once per grammar."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from planparse.grammar import Grammar
from planparse.grammar.numerals import NUMERALS


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
        self.ordered = tuple(sorted(self, key=lambda w: (-len(w), w)))
        self.by_first, self.by_last = _grouped(self.ordered, 0), _grouped(self.ordered, -1)
        return self


def _grouped(words: Iterable[str], at: int) -> dict[str, tuple[str, ...]]:
    """The words by their letter at this index, in the order given."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[at], []).append(word)
    return {letter: tuple(group) for letter, group in groups.items()}


class Lexicon:
    """The words and patterns of the grammar in the form that scanning needs, built once per grammar."""

    def __init__(self, grammar: Grammar) -> None:
        nouns = frozenset(grammar.words("prose.noun-units"))
        units = grammar.group("unit")
        self.over = Words(w for rule in units for w in rule.words)
        self.units = Words(
            w for rule in units if rule.attrs.get("prose", True) for w in rule.words if w not in nouns
        )
        self.scales = Words(w for rule in grammar.group("scale") for w in rule.words if w != "十")
        self.scale_marks = frozenset("".join(self.scales.ordered))
        bounds = grammar.group("bound")
        self.sign = {w: str(r.attrs["sign"]) for r in bounds for w in r.words}
        self.before, self.behind, self.within = (
            Words(w for r in bounds if r.attrs["side"] == side for w in r.words)
            for side in ("before", "after", "within")
        )
        self.pattern = {r.id.removeprefix("prose."): r.pattern for r in grammar.group("pattern")
                        if r.id.startswith("prose.")}
        self.words = {r.id.removeprefix("prose."): Words(r.words) for r in grammar.group("words")
                      if r.id.startswith("prose.")}

        self.skipped = Words(self.words["links"] | self.words["verbs"])
        self.adverbs = Words(self.words["adverbs"] | self.before)
        others = (self.pattern[name].pattern for name in ("date", "age-range", "name-unit"))
        self.far_letters = _letters(w[0] for w in self.words["far-bounds"])
        self.spelled = regex.compile(
            f"{_letters(w[-1] for w in self.words['han-lead']).pattern}{_letters(NUMERALS).pattern}")
        """The end of a word that a count in Chinese numerals may follow, and the first of these."""
        self.other = regex.compile("|".join(f"(?:{source})" for source in others))


def _letters(letters: Iterable[str]) -> regex.Pattern[str]:
    """Any one of these letters."""
    return regex.compile(f"[{''.join(sorted(map(regex.escape, set(letters))))}]")


def longest_word(text: str, at: int, words: Words) -> str:
    """The longest of `words` that begins at `text[at]`, or ""."""
    found = words.by_first.get(text[at:at + 1])
    if found and text.startswith(found, at):
        for word in found:
            if text.startswith(word, at):
                return word
    return ""


def last_word(text: str, start: int, end: int, words: Words) -> str:
    """The longest of `words` that ends before `text[end]` and begins at `start` or later, or ""."""
    if end > start:
        found = words.by_last.get(text[end - 1])
        if found and text.endswith(found, start, end):
            for word in found:
                if text.endswith(word, start, end):
                    return word
    return ""
