"""A quantity in its sentence, with all that was read around it."""

from __future__ import annotations

from msgspec import Struct

from planparse.model.plan import Comparator
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import Sentence
from planparse.prose.subjects.subjects import Subject
from planparse.prose.timing import When

# No word further than this before and behind a number says what it is.
_BEFORE = 160
_BEHIND = 60


class SentencePlace(Struct, frozen=True):
    """A quantity in its sentence, with all that was read around it."""

    sentence: Sentence
    text: str
    """The paragraph's text, which all offsets index."""
    q: Quantity
    subject: Subject
    clause: str
    """The words of the clause before the number."""
    following: Quantity | None
    when: When | None
    inherited: bool
    """`when` stands in a sentence before, or is that of a number before."""
    sign: Comparator | None
    nested: bool
    """Right behind a count: 50人 in 1支50人以上的队伍."""
    follows_norm: bool
    """The quantity before it in the same clause is a norm."""
    follows_change: bool
    """Only 、 or 和 stands between it and a change before it: 分别下降30%和15%."""

    @property
    def is_doubled(self) -> bool:
        """翻一番: a change whose verb is part of it."""
        return self.text.startswith("翻", self.q.start)

    @property
    def dated(self) -> bool:
        """Whether a year governs it that its own sentence prints for it."""
        if self.when is None or self.inherited:
            return False
        return self.when.year is not None

    def since(self, marks: str) -> int:
        """Where the last of `marks` before the number stands, or the sentence begins."""
        text = self.text
        end = self.q.start
        low = max(self.sentence.begin, end - _BEFORE)
        for mark in marks:
            at = text.rfind(mark, low, end)
            if at > low:
                low = at
        return low

    def until(self, marks: str) -> int:
        """Where the first of `marks` stands behind the number, no further than words can tell."""
        end = min(self.sentence.end, self.q.after + _BEHIND)
        for mark in marks:
            at = self.text.find(mark, self.q.after, end)
            if at >= 0:
                end = at
        return end
