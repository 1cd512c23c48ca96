"""Paragraphs of one section put together to chunks, as many as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planparse.model.source import Span
from planparse.outputs.chunks.sentences import short_sentences
from planparse.outputs.cleaned.clean_text import CleanText
from planparse.outputs.cleaned.parts import DocumentPart


@dataclass(slots=True)
class PackedText:
    """The text of a chunk while it is filled, and where it is printed."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    only_headings: bool = True
    """Whether nothing but headings is in it yet, so that a paragraph must follow."""

    def takes(self, length: int, longest: int) -> bool:
        """Whether so many characters more fit in, on a line of their own."""
        between = 1 if self.text else 0
        return len(self.text) + between + length <= longest

    def add(self, words: CleanText, start: int, end: int, *, on: bool) -> None:
        """Add a stretch of a paragraph: on the same line as what stands before, or on its own."""
        text = words.text[start:end].strip()
        if self.text and not on:
            self.text += "\n"
        self.text += text
        self.spans += words.spans_of(start, end)


def packed(parts: Sequence[DocumentPart], longest: int) -> Iterator[PackedText]:
    """The texts of the parts in pieces of at most `longest` characters, cut between sentences.

    Headings come before paragraphs, and stay with the one behind them.
    """
    piece = PackedText()
    for part in parts:
        words = part.words
        length = len(words.text)
        if not piece.takes(length, longest) and length <= longest and not piece.only_headings:
            yield piece
            piece = PackedText()
        if piece.takes(length, longest):
            piece.add(words, 0, length, on=False)
        else:
            # Longer than a chunk, or behind a heading that must not stand alone.
            *full, piece = _filled(piece, words, longest)
            yield from full
        piece.only_headings = piece.only_headings and part.kind == "heading"
    if piece.text:
        yield piece


def _filled(piece: PackedText, words: CleanText, longest: int) -> Iterator[PackedText]:
    """The piece with as many sentences of the words as fit, and further ones with the others."""
    on = False
    for start, end in short_sentences(words.text, longest):
        if piece.text and not piece.takes(end - start, longest):
            yield piece
            piece = PackedText(only_headings=False)
            on = False
        piece.add(words, start, end, on=on)
        on = True
    yield piece
