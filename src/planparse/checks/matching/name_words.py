"""What the grammar says about names, in the form that comparing needs, and jieba's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import regex

from planparse.checks.segmenter import segmenter
from planparse.grammar import Grammar
from planparse.grammar.engines import compiled

_NO_WORD = r"(?!)"


class NameWords:
    """Words and patterns for names. Built once for a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.first_synonym = {
            nfkc(word): nfkc(synonym.words[0])
            for synonym in grammar.group("synonym")
            for word in synonym.words
        }
        """The word that stands for each word that has others for it."""
        self.synonym = _union(self.first_synonym)
        self.area_level = {
            word: str(territory.attrs["level"])
            for territory in grammar.group("territory")
            for word in territory.words
        }
        """The level of the region that each word for a whole area is of."""
        self.area = _union(self.area_level)
        self.neutral = frozenset(nfkc(word) for word in grammar.words("checks.neutral"))
        self.harmless = frozenset("".join(self.neutral))
        """Characters of neutral words."""
        self.base = grammar.pattern("checks.per")
        self.base_classifier = grammar.pattern("checks.base-classifier")
        self.count_end = grammar.pattern("checks.count-suffix")
        self.share_end = grammar.pattern("checks.share-suffix")
        self.level_end = grammar.pattern("checks.level-suffix")
        self.share_filler = grammar.pattern("checks.share-filler")
        self.lead = grammar.pattern("checks.lead")
        self.theme = grammar.pattern("checks.theme")
        self.aside = grammar.pattern("checks.aside")
        self.whole_of_share = grammar.pattern("checks.whole-of-share")
        self._segmenter: Any = None

    def segmented(self, text: str) -> list[str]:
        """The words of a name, by jieba with the planning dictionary."""
        if self._segmenter is None:
            self._segmenter = segmenter([*self.neutral, *self.first_synonym.values()])
        words: list[str] = self._segmenter.lcut(text, HMM=False)
        return words


def nfkc(word: str) -> str:
    """A word in one width."""
    return unicodedata.normalize("NFKC", word)


def _union(words: Iterable[str]) -> regex.Pattern[str]:
    """A pattern of words, longest first.

    They are grouped by their first letter, so that few are tried at a place.
    """
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests = by_letter.setdefault(word[0], [])
        rests.append(re.escape(word[1:]))
    branches = [f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()]
    return compiled("|".join(branches) or _NO_WORD)
