"""The prose of a plan as one text, for what is searched in all of it at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, count, pairwise, repeat
from operator import contains

import regex

from planparse.checks.beside_words import BesideWords
from planparse.grammar import Grammar
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Span
from planparse.model.spans import places_of

SENTENCE_MARKS = "。；;！"

LINE_ENDS = "。；;！!？?：:…”）)"
"""Marks that a paragraph may end in."""

SHORTEST_LINE = 24
"""Characters of a hard-wrapped line; what is shorter is a title."""

CLAUSE_MARKS = "，,：:、（("
"""Marks behind which another clause, or the next name of a list, begins."""

_LONGEST_SENTENCE = 2000
"""Characters of a sentence that are looked at from one place: longer ones are lists without a stop,
whose other end says nothing of a number here."""


_LONGEST_GAP = 60
"""Characters of the source between two mentions that may say how both belong together."""

_BETWEEN_GAPS = "\0"
"""What no word has in it."""


class RunningText:
    """The paragraphs of a draft, joined by line ends; hard-wrapped lines are one."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self._draft = draft
        self._grammar = grammar
        self._beside = grammar.derived(BesideWords)
        self._between: dict[Span, str | None] = {}
        """What `between` says, by the ends that are turned to one another."""
        self._with_words: dict[tuple[str, ...], list[int]] = {}
        """What `_paragraphs_with` says: several patterns are looked for beside the same words."""
        self._with_gaps: dict[tuple[str, ...], list[int]] = {}
        """The mentions of `gaps_with`, by its words."""

    @cached_property
    def _texts(self) -> list[str]:
        return [paragraph.text for paragraph in self._draft.paragraphs]

    @cached_property
    def text(self) -> str:
        """All paragraphs in order."""
        return "\n".join(self._texts)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the paragraphs begin in the text, and at last where another one would."""
        return _starts_of(self._texts)

    def finditer(self, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
        """Every match of a pattern in the text."""
        yield from pattern.finditer(self.text)

    def begun_by(self, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
        """The match at the beginning of each paragraph that begins so: no place inside is tried."""
        for start in self._starts[:-1]:
            if match := pattern.match(self.text, start):
                yield match

    def begun_with(
        self,
        words: tuple[str, ...],
        pattern: regex.Pattern[str],
    ) -> Iterator[regex.Match[str]]:
        """The matches of a pattern that begins with one of these words, which stand at few places."""
        end = 0
        for at in sorted(chain.from_iterable(places_of(word, self.text) for word in words)):
            if at >= end and (match := pattern.match(self.text, at)):
                end = match.end()
                yield match

    def finditer_with(
        self,
        words: tuple[str, ...],
        pattern: regex.Pattern[str],
        besides: tuple[str, ...] = (),
    ) -> Iterator[regex.Match[str]]:
        """The matches in the paragraphs that print one of these words, which are few.

        For a pattern that has to be tried at many places, and matches only beside such a word. A
        paragraph has to print one of those `besides`, too.
        """
        text, starts = self.text, self._starts
        for number in self._paragraphs_with(words):
            if besides and not any(map(self._texts[number].__contains__, besides)):
                continue
            # A match may ask for the line end behind its paragraph.
            yield from pattern.finditer(text, starts[number], starts[number + 1])

    def finditer_beside(
        self,
        rule: str,
        pattern: regex.Pattern[str],
    ) -> Iterator[regex.Match[str]]:
        """The matches in the paragraphs that print one of the words of this rule."""
        return self.finditer_with(self._grammar.words(rule), pattern)

    def prints(self, rule: str) -> bool:
        """Whether any paragraph prints one of the words of this rule."""
        return bool(self._paragraphs_with(self._grammar.words(rule)))

    def _paragraphs_with(self, words: tuple[str, ...]) -> list[int]:
        """The indexes of the paragraphs that print one of these words, in order."""
        if words not in self._with_words:
            found = set(self._printing_rules.get(words, ()))
            # Of a rule that all plans are asked for few words are left.
            found.update(*map(self._paragraphs_of, self._beside.alone.get(words, words)))
            self._with_words[words] = sorted(found)
        return self._with_words[words]

    def _paragraphs_of(self, word: str) -> Iterable[int]:
        if word in self._beside.words:
            return self._printing.get(word, ())
        return _pieces_with(word, self.text, self._texts)

    @cached_property
    def _printing(self) -> dict[str, set[int]]:
        """By the words that all plans are asked for which paragraphs print them."""
        return self._beside.paragraphs(self.text, self._starts)

    @cached_property
    def _printing_rules(self) -> dict[tuple[str, ...], set[int]]:
        """The same by the words of the rules that all plans are asked for."""
        return self._beside.by_rule(self._printing)

    @cached_property
    def mention_starts(self) -> list[int]:
        """Where the mentions of the draft begin in the source: most checks look for few of them."""
        return [mention.span[0] for mention in self._draft.mentions]

    @cached_property
    def _gaps(self) -> list[str]:
        """What the source prints behind each mention up to the next one; "" where that is far away."""
        mentions = self._draft.mentions
        text = self._draft.source.text
        gaps = []
        for before, after in pairwise(mention.span for mention in mentions):
            is_near = after[0] - before[1] <= _LONGEST_GAP
            gaps.append(text[before[1] : after[0]] if is_near else "")
        return gaps

    @cached_property
    def _all_gaps(self) -> str:
        """The gaps as one text: to look through it takes less time than to look into each of them."""
        return _BETWEEN_GAPS.join(self._gaps)

    def gaps_with(self, words: tuple[str, ...], longest: int) -> list[int]:
        """The indexes of the mentions behind which one of these words stands before the next one.

        That is what many checks begin with, and few mentions are left. The gap is at most `longest`
        characters of the source.
        """
        if words not in self._with_gaps:
            found: set[int] = set()
            for word in words:
                found.update(_pieces_with(word, self._all_gaps, self._gaps))
            self._with_gaps[words] = sorted(found)
        return [at for at in self._with_gaps[words] if len(self._gaps[at]) <= longest]

    def mentions_beside(self, rule: str) -> list[int]:
        """The indexes of the mentions whose paragraph prints one of the words of this rule, in order.

        So does that of a mention whose sentence goes on in such a paragraph, or began in one.
        """
        numbers = set(self._paragraphs_with(self._grammar.words(rule)))
        if not numbers:
            return []
        numbers |= {number + 1 for number in numbers if self._breaks_off(number)}
        numbers |= {number - 1 for number in numbers if number and self._breaks_off(number - 1)}
        mentions = self._mentions_of_paragraphs
        return sorted(chain.from_iterable(mentions.get(number, ()) for number in numbers))

    @cached_property
    def _mentions_of_paragraphs(self) -> dict[int, list[int]]:
        """The indexes of the mentions that stand in each paragraph."""
        found: dict[int, list[int]] = defaultdict(list)
        starts = self.paragraph_starts
        for at, start in enumerate(self.mention_starts):
            found[bisect_right(starts, start) - 1].append(at)
        return dict(found)

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Where the paragraphs begin in the source."""
        return [paragraph.start for paragraph in self._draft.paragraphs]

    def place_of(self, offset: int) -> int | None:
        """Where an offset of the source lies in the text; None where no paragraph prints it."""
        number = bisect_right(self.paragraph_starts, offset) - 1
        if number < 0:
            return None
        paragraph = self._draft.paragraphs[number]
        starts, pieces = paragraph.starts, paragraph.pieces
        # Most paragraphs are one piece.
        piece = bisect_right(starts, offset) - 1 if len(starts) > 1 else 0
        inside = pieces[piece] + offset - starts[piece]
        is_behind = piece + 1 == len(starts) and inside >= len(paragraph.text)
        return None if is_behind else self._starts[number] + inside

    def between(self, before: Span, after: Span) -> str | None:
        """The words between two spans of the source; None where they stand in two paragraphs.

        A paragraph that breaks off in the middle of a sentence goes on with the next one.
        """
        # Most checks look between a number and the next one.
        key = (before[1], after[0])
        if key not in self._between:
            self._between[key] = self._words_between(before, after)
        return self._between[key]

    def _words_between(self, before: Span, after: Span) -> str | None:
        first = self.place_of(before[1] - 1)
        last = self.place_of(after[0])
        if first is None or last is None or first >= last:
            return None
        words = self.text[first + 1 : last]
        broken = words.count("\n")
        if broken > 1 or (broken and not self._breaks_off(self.index(first))):
            return None
        return words.replace("\n", "")

    def clause_before(self, at: int) -> str:
        """The words of its clause before a place: back to a comma, or to the start of its sentence."""
        before = self.sentence_before(at)
        return before[max(map(before.rfind, CLAUSE_MARKS)) + 1 :]

    def sentence_behind(self, at: int) -> str:
        """The words of its sentence behind a place, and nothing of the next one."""
        end = self._starts[self.index(at)] + len(self.paragraph(at).text)
        end = min(end, at + _LONGEST_SENTENCE)
        behind = self.text[at:end]
        stops = [stop for mark in "。；;！" if (stop := behind.find(mark)) >= 0]
        return behind[: min(stops, default=len(behind))]

    def end_before(self, offset: int) -> int | None:
        """Where in the text the last paragraph ends that begins before an offset of the source."""
        number = bisect_left(self.paragraph_starts, offset) - 1
        if number < 0:
            return None
        return self._starts[number] + len(self._draft.paragraphs[number].text)

    def index(self, at: int) -> int:
        """The index of the paragraph that a place of the text lies in."""
        return bisect_right(self._starts, at) - 1

    def paragraph(self, at: int) -> Paragraph:
        """The paragraph that a place of the text lies in."""
        return self._draft.paragraphs[self.index(at)]

    def sentence_before(self, at: int) -> str:
        """The words of its sentence before a place, from the line above too where that breaks off."""
        number = self.index(at)
        begin = max(self._starts[number], at - _LONGEST_SENTENCE)
        before = self.text[begin:at]
        end = max(map(before.rfind, SENTENCE_MARKS))
        if end >= 0 or not number or not self._breaks_off(number - 1):
            return before[end + 1 :]
        above = self._draft.paragraphs[number - 1].text[-_LONGEST_SENTENCE:]
        return above[max(map(above.rfind, SENTENCE_MARKS)) + 1 :] + before

    def opening_of_list(self, at: int) -> str | None:
        """The paragraph that opens the list in which a place stands: 到2028年，实现以下目标：.

        The items before it end in a semicolon. None where it stands in no such list.
        """
        for number in range(self.index(at) - 1, -1, -1):
            text = self._draft.paragraphs[number].text
            if text.endswith(("：", ":")):
                return text
            if not text.endswith(("；", ";")):
                return None
        return None

    def sentence_up_to(self, offset: int) -> str:
        """The words of its sentence before an offset of the source; "" where no paragraph prints it."""
        place = self.place_of(offset)
        return self.sentence_before(place) if place is not None else ""

    def clause_up_to(self, offset: int) -> str:
        """The words of its clause before an offset of the source; "" where no paragraph prints it."""
        place = self.place_of(offset)
        return self.clause_before(place) if place is not None else ""

    def sentence_of(self, offset: int) -> str:
        """The sentence in which an offset of the source stands; "" where no paragraph prints it."""
        place = self.place_of(offset)
        if place is None:
            return ""
        return self.sentence_before(place) + self.sentence_behind(place)

    def goes_on(self, offset: int) -> bool:
        """Whether what begins at an offset of the source goes on with the sentence of the line above."""
        number = bisect_left(self.paragraph_starts, offset) - 1
        return number >= 0 and self._breaks_off(number)

    def _breaks_off(self, number: int) -> bool:
        """Whether a paragraph is a line of prose that was cut in the middle of a sentence."""
        text = self._draft.paragraphs[number].text
        return len(text) >= SHORTEST_LINE and "，" in text and text[-1] not in LINE_ENDS

    def span_of(self, start: int, end: int) -> Span:
        """The span in the source of a stretch of the text; it is cut where its first paragraph ends."""
        number = self.index(start)
        paragraph = self._draft.paragraphs[number]
        first = start - self._starts[number]
        last = min(end - self._starts[number], len(paragraph.text))
        return paragraph.span_of(first, max(last, first + 1))


def _starts_of(pieces: Iterable[str]) -> list[int]:
    """Where pieces begin that are joined by one character each, and at last where another one would."""
    ends = accumulate(map(len, pieces), initial=0)
    return [end + marks for marks, end in enumerate(ends)]


def _pieces_with(word: str, text: str, pieces: Sequence[str]) -> list[int]:
    """The indexes of the pieces of a text that print a word."""
    # Most words are in none of them.
    if word not in text:
        return []
    prints = map(contains, pieces, repeat(word))
    return list(compress(count(), prints))
