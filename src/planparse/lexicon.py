"""The words and patterns of grammars/prose.toml in the form that reading needs, built once per grammar."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from planparse.grammar import Grammar


class Words:
    """A set of words that can be found at either end of a stretch of text; longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(words)
        self.ordered = ordered = sorted(self.all, key=lambda w: (-len(w), w))
        self.by_first: dict[str, list[str]] = {}
        self.by_last: dict[str, list[str]] = {}
        for word in ordered:
            self.by_first.setdefault(word[0], []).append(word)
            self.by_last.setdefault(word[-1], []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self.all

    def __or__(self, other: Words) -> Words:
        return Words(self.all | other.all)


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

        self.skipped = self.words["links"] | self.words["verbs"]
        self.adverbs = self.words["adverbs"] | self.before
        others = (self.pattern[name].pattern for name in ("date", "age-range", "name-unit"))
        self.other = regex.compile("|".join(f"(?:{source})" for source in others))

    @staticmethod
    def of(grammar: Grammar) -> Lexicon:
        """The lexicon of this grammar."""
        if "prose" not in grammar.cache:
            grammar.cache["prose"] = Lexicon(grammar)
        lexicon: Lexicon = grammar.cache["prose"]
        return lexicon


def longest_word(text: str, at: int, words: Words) -> str:
    """The longest of `words` that begins at `text[at]`, or ""."""
    for word in words.by_first.get(text[at:at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""


def last_word(text: str, start: int, end: int, words: Words) -> str:
    """The longest of `words` that ends before `text[end]` and begins at `start` or later, or ""."""
    if end > start:
        for word in words.by_last.get(text[end - 1], ()):
            if text.endswith(word, start, end):
                return word
    return ""
