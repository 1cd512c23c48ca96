"""Says as what a quantity is printed: a goal, a state, a norm, or a change."""

from __future__ import annotations

from collections.abc import Iterable

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole, Section
from planparse.prose.norms import Norms
from planparse.prose.places import SentencePlace
from planparse.prose.quantities import Quantity
from planparse.prose.subjects import Subject
from planparse.prose.timing import When
from planparse.prose.words import Lexicon, last_word

_POINTS = "百分点"
"""What a difference of two percentages is counted in."""


class Roles:
    """Tells roles apart for one plan: its sections' titles and its first year count."""

    def __init__(
        self,
        grammar: Grammar,
        sections: Iterable[Section],
        first_year: int | None,
    ) -> None:
        self.lex = grammar.derived(Lexicon)
        self.norms = Norms(self.lex)
        self.sections = {section.id: section for section in sections}
        self.first_year = first_year
        self.past: dict[str, bool] = {}

    def is_past(self, section: Section | None) -> bool:
        """Whether the section tells of what is, by the nearest title that says one or the other."""
        if section is None:
            return False
        if section.id not in self.past:
            self.past[section.id] = self._is_past_title(section)
        return self.past[section.id]

    def _is_past_title(self, section: Section) -> bool:
        past = self.lex.pattern["past-title"].search(section.title) is not None
        future = self.lex.pattern["future-title"].search(section.title) is not None
        if past != future:
            return past
        return self.is_past(self.sections.get(section.parent or ""))

    def read(self, at: SentencePlace, past: bool) -> MentionRole:
        """The role of the quantity; `past` says whether its section tells of what is."""
        past = self._is_told_as_past(at, past)
        if self.norms.holds(at, past):
            return "standard"
        if self._is_change(at):
            return "change"
        if self._is_start(at):
            return "baseline"
        if not past:
            return "target"
        return "change" if self._is_addition(at) else "baseline"

    def is_deed(self, when: When, subject: Subject) -> bool:
        """What was done in the years before (完成改造3处) is no state of the year that a sentence before names."""
        return subject.verb in self.lex.words["deeds"] and self.is_over(when)

    def is_over(self, when: When) -> bool:
        """Whether the expression names a year before the plan's first, as a point in time."""
        if not when.year or not self.first_year or when.total:
            return False
        return when.year < self.first_year

    def _is_told_as_past(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity tells of what is: by its year, else by the sentence, else by the section."""
        when = at.when
        if when is not None and when.year is not None:
            return self._is_past_year(at, when, when.year, past)
        if past or at.sentence.past <= at.q.start < at.sentence.goal:
            return True
        here = self.lex.pattern["past-here"]
        return bool(here.search(at.sentence.text, at.since("，；"), at.q.start))

    def _is_past_year(self, at: SentencePlace, when: When, year: int, past: bool) -> bool:
        """Whether a year with a number tells of what is; 到 and 力争 before it say that it is to come."""
        if self.first_year is None:
            return not when.goal and (past or at.sentence.past <= at.q.start)
        return year < self.first_year or (past and not when.goal)

    def _is_change(self, at: SentencePlace) -> bool:
        if at.follows_change or self._is_change_of(at):
            return True
        verb = change(at.sentence.text, at.subject.clause, at.q, self.lex)
        if not verb:
            return False
        aims = verb in self.lex.words["aims"] and self._has_object(at)
        return not aims

    def _is_change_of(self, at: SentencePlace) -> bool:
        """亩均降低成本15%: the verb stands before what changes."""
        if at.subject.kind != "fraction":
            return False
        return bool(self.lex.pattern["change-of"].search(at.clause))

    def _has_object(self, at: SentencePlace) -> bool:
        """提升30分钟急救能力, 改造提升8万亩: the number is of what is improved, not by how much."""
        return bool(at.subject.object) or at.subject.kind in ("count", "area", "length")

    def _is_start(self, at: SentencePlace) -> bool:
        """由65%提升至80%: the value that a change starts from."""
        if not self.lex.pattern["from"].search(at.clause):
            return False
        return bool(self.lex.pattern["rises"].match(at.sentence.text, at.q.after))

    def _is_addition(self, at: SentencePlace) -> bool:
        """新增学位5000个, told of what has been."""
        new = self.lex.words["new"]
        return at.subject.verb in new or any(word in at.clause for word in new.ordered)


def change(text: str, clause: int, q: Quantity, lex: Lexicon) -> str:
    """The verb of increase or decrease that makes `q` a change, "" where it is a value reached.

    The clause of `q` begins at `text[clause]`.
    """
    end = q.start
    while word := last_word(text, clause, end, lex.adverbs):
        end -= len(word)
    verb = last_word(text, clause, end, lex.words["changes"])
    points = (q.unit or "").endswith(_POINTS)
    if not verb:
        # A difference of percentages is a change without any verb, unless it is said to be reached.
        reached = text[end : q.start] in lex.words["reached"]
        return _POINTS if points and not reached else ""
    if len(verb) == 1 and not points and not lex.pattern["since"].search(text, clause, end):
        return ""  # 高5米 and 少3人 are changes only where something is compared
    return verb


def compared(text: str, low: int, q: Quantity, lex: Lexicon) -> str | None:
    """The printed words that the change `q` is measured against: 2015年 in 较2015年提高5%."""
    match = lex.pattern["basis"].search(text, low, q.start)
    if match is None:
        return None
    return next((words for words in match.groups() if words), None)
