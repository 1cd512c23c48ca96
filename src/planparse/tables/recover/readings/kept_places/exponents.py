"""Raised figures that stand on a line of their own, above the blank that they leave: μg/m ）."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from planparse.tables.recover.readings.kept_places.words import LineOfWords, PlacedWord
from planparse.tables.recover.tokens import Token

EXPONENTS = ("2", "3")
"""Figures of m² and m³."""

BASE = "m"


# Places by which the figure may stand beside its blank.
NEAR = 4


def with_exponents(lines: Sequence[LineOfWords], text: str) -> list[LineOfWords]:
    """The lines with such figures in the words below them; their spans point into `text`."""
    whole: list[LineOfWords] = []
    marks: LineOfWords | None = None
    for line in lines:
        if marks is not None:
            raised = _raised(marks, line, text)
            if raised is None:
                whole.append(marks)
            else:
                line = raised
            marks = None
        if all(word.token.text in EXPONENTS for word in line.words):
            marks = line
        else:
            whole.append(line)
    return whole


def _raised(marks: LineOfWords, line: LineOfWords, text: str) -> LineOfWords | None:
    """The line with each of the marks above it in the word that has a blank for it."""
    words = list(line.words)
    for mark in marks.words:
        found = [at for at, word in enumerate(words) if word.x0 < mark.x0 < word.x1 + NEAR]
        raised = _with_mark(words[found[-1]], mark, text) if found else None
        if raised is None:
            return None
        words[found[-1]] = raised
    return replace(line, words=tuple(words))


def _with_mark(word: PlacedWord, mark: PlacedWord, text: str) -> PlacedWord | None:
    """The word with a figure in it; None where it prints no blank behind a unit at its place."""
    token = word.token
    start, end = token.span
    at = text.find(BASE + " ", start, end) + len(BASE)
    has_one_blank = end - start == len(token.text) + 1
    if token.more or not has_one_blank or at < len(BASE):
        return None
    if abs((at - start) - (mark.x0 - word.x0)) > NEAR:
        return None
    spans = ((start, at), mark.token.span, (at + 1, end))
    printed = text[start:at] + mark.token.text + text[at + 1 : end]
    raised = Token(printed, spans[0], token.line, token.x, spans[1:])
    return word._replace(token=raised)
