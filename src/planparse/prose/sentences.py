"""Cuts prose at its marks into sentences, clauses and phrases."""

from __future__ import annotations

import re
from itertools import pairwise

from planparse.prose.quantities import Quantity
from planparse.prose.words import Lexicon

_SENTENCE_END = re.compile("[。！？!?]")
CLAUSE_ENDS = frozenset("，,；;：:。！？!?")
"""Marks that separate clauses."""
OPENING = frozenset("（(《“")
CLOSING = frozenset("）)》”")
# Marks that end a phrase, and brackets, in which they don't.
_MARKS = re.compile("[，,；;：:。！？!?、（(《“）)》”]")
# The same without 、, at which a clause goes on.
_CLAUSE_MARK = re.compile("[，,；;：:。！？!?（(《“）)》”]")
# All up to the last of these: of most clauses it alone says where they begin.
_LAST_CLAUSE_MARK = re.compile("(?s:.*)[，,；;：:。！？!?（(《“）)》”]")
# No subject begins further than this before its number.
_CLAUSE_REACH = 120


class Sentence:
    """`text[begin:end]` of a paragraph with its quantities, in order.

    The words that tell what all of it speaks of are looked for when first asked for.
    Their offsets are past the sentence's end where there is no such word.
    """

    def __init__(
        self,
        text: str,
        begin: int,
        end: int,
        quantities: list[Quantity],
        lex: Lexicon,
    ) -> None:
        self.text = text
        self.begin = begin
        self.end = end
        self.quantities = quantities
        self._lex = lex
        joints = lex.words["joints"]
        self.listed = [False]
        """For each quantity whether only 、 or 和 stands between it and the one before."""
        for before, q in pairwise(quantities):
            self.listed.append(text[before.after : q.start] in joints)
        # Filled when asked: a cached property takes longer to keep a word than to find it.
        self._ends: dict[str, int] = {}
        self._says_norm: bool | None = None
        self.measure_said = self._first_end("measure-said")
        """Where the first word may stand that says of numbers what they measure."""

    @property
    def goal(self) -> int:
        """Where the first word ends that speaks of a goal."""
        return self._first_end("goal")

    @property
    def past(self) -> int:
        """Where the first word ends that speaks of what has been."""
        return self._first_end("past")

    @property
    def past_here(self) -> int:
        """Where the first word ends that speaks of what has been in its clause alone."""
        return self._first_end("past-here")

    @property
    def goal_said(self) -> int:
        """Where the first words end that announce goals: 主要预期目标是."""
        return self._first_end("goal-said")

    @property
    def says_norm(self) -> bool:
        """Whether it has words that make a rule of a number, be it in another clause."""
        if self._says_norm is None:
            found = self._lex.norm.search(self.text, self.begin, self.end)
            self._says_norm = found is not None
        return self._says_norm

    def _first_end(self, name: str) -> int:
        if name in self._ends:
            return self._ends[name]
        pattern = self._lex.pattern[name]
        found = pattern.search(self.text, self.begin, self.end)
        self._ends[name] = end = self.end + 1 if found is None else found.end()
        return end


def sentence_spans(text: str, start: int) -> list[tuple[int, int]]:
    """The sentences of `text` from `start` on as half-open spans, closed by 。！or ？."""
    found = []
    for match in _SENTENCE_END.finditer(text, start):
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def clause_start(text: str, low: int, end: int) -> int:
    """Where the clause of the number at `end` begins, at `low` or later.

    That is past a mark, past a bracket that is still open, or, where one is closed that was
    never opened, past that: what stands before it belongs to other brackets.
    """
    low = max(low, end - _CLAUSE_REACH)
    last = _LAST_CLAUSE_MARK.match(text, low, end)
    if last is None:
        return low
    begin = last.end()
    # Only behind a closed bracket the marks before it count, too.
    return _before_brackets(text, low, end) if text[begin - 1] in CLOSING else begin


def _before_brackets(text: str, low: int, end: int) -> int:
    """The same where the last mark closes a bracket."""
    depth = 0
    behind_closed = low
    for match in reversed(list(_CLAUSE_MARK.finditer(text, low, end))):
        mark = match[0]
        if mark in CLOSING:
            # Read backwards, a closing bracket opens a stretch in which marks don't count.
            if depth == 0:
                behind_closed = match.end()
            depth += 1
        elif mark in OPENING:
            if depth == 0:
                return match.end()
            depth -= 1
        elif depth == 0:
            return match.end()
    if depth:
        return behind_closed
    return low


def phrase_end(text: str, at: int, end: int) -> int:
    """Where the phrase at `text[at]` ends: at a mark outside brackets, or at one that closes it."""
    depth = 0
    for match in _MARKS.finditer(text, at, end):
        mark = match[0]
        if mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth -= 1
            if depth < 0:  # opened before the phrase
                return match.start()
        elif depth == 0:
            return match.start()
    return end


def is_torn(text: str) -> bool:
    """Whether brackets of `text` do not pair, so that a cut at its edge would tear one."""
    if text.count("（") != text.count("）"):
        return True
    return text.count("《") != text.count("》")


def cut_at(text: str, at: int) -> str:
    """`text[at:]` with the quotation mark before it that its closing one needs."""
    rest = text[at:]
    if not at or text[at - 1] != "“":
        return rest
    if rest.count("”") <= rest.count("“"):
        return rest
    return "“" + rest
