"""Words that a narrow column prints a letter a line: 指 / 标, and 目 / 标 in a cell of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from planparse.grammar import Grammar
from planparse.tables.header_words import is_word
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import Token, merge

LONGEST = 4
"""Letters of such a word: 指标类型."""


def word_down(words: Sequence[str], first: int, grammar: Grammar) -> str:
    """The header's word that the lines from `first` on spell a letter a line; "" where they don't."""
    if len(words[first]) != 1:  # as of most lines
        return ""
    letters = [*takewhile(lambda line: len(line) == 1, words[first : first + LONGEST])]
    spelled = ("".join(letters[:n]) for n in range(len(letters), 1, -1))
    return next((word for word in spelled if is_word(word, grammar)), "")


def with_letters_closed_up(lines: Lines, grammar: Grammar) -> Lines:
    """The lines with those of one letter each put together where they spell a header's word."""
    words = ["".join(token.text for token in line) for line in lines]
    closed: Lines = []
    at = 0
    while at < len(lines):
        n = len(word_down(words, at, grammar)) or 1
        closed.append(lines[at] if n == 1 else [_one(lines[at : at + n])])
        at += n
    return closed


def _one(lines: Lines) -> Token:
    return merge([token for line in lines for token in line])
