"""Says as what a quantity is printed: a goal, a state, a norm, or a change."""

from __future__ import annotations

from collections.abc import Iterable

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole, Section
from planparse.prose.changes import Changes
from planparse.prose.norms import Norms
from planparse.prose.places import SentencePlace
from planparse.prose.subjects.subjects import Subject
from planparse.prose.timing import When
from planparse.prose.words import Lexicon


class Roles:
    """Tells roles apart for one plan: its sections' titles and its first year count."""

    def __init__(
        self,
        grammar: Grammar,
        sections: Iterable[Section],
        first_year: int | None,
    ) -> None:
        lex = grammar.derived(Lexicon)
        self.norms = Norms(lex)
        self.changes = Changes(lex)
        self.sections = {section.id: section for section in sections}
        self.first_year = first_year
        self.past: dict[str, bool] = {}
        self.past_title = lex.pattern["past-title"]
        self.future_title = lex.pattern["future-title"]
        self.past_here = lex.pattern["past-here"]
        self.deeds = lex.words["deeds"]
        self.new = lex.words["new"]

    def is_past(self, section: Section | None) -> bool:
        """Whether the section tells of what is, by the nearest title that says one or the other."""
        if section is None:
            return False
        if section.id not in self.past:
            self.past[section.id] = self._is_past_title(section)
        return self.past[section.id]

    def _is_past_title(self, section: Section) -> bool:
        past = self.past_title.search(section.title) is not None
        future = self.future_title.search(section.title) is not None
        if past != future:
            return past
        # Both or neither: the title above tells (发展基础和总体要求 is of both).
        parent = self.sections.get(section.parent or "")
        return self.is_past(parent)

    def read(self, at: SentencePlace, past: bool) -> MentionRole:
        """The role of the quantity; `past` says whether its section tells of what is."""
        past = self._is_told_as_past(at, past)
        if self.norms.holds(at, past):
            return "standard"
        if self.changes.is_change(at):
            return "change"
        if self.changes.is_start(at):
            return "baseline"
        if not past:
            return "target"
        # 新增 is a goal where it is planned, and a change where it has been.
        if self._is_addition(at):
            return "change"
        return "baseline"

    def is_deed(self, when: When, subject: Subject) -> bool:
        """完成改造3处: what was done over years is no state of the one that a sentence before names."""
        return subject.verb in self.deeds and self.is_over(when)

    def is_over(self, when: When) -> bool:
        """Whether the expression names a year before the plan's first, as a point in time."""
        if not when.year or not self.first_year or when.total:
            return False
        return when.year < self.first_year

    def _is_told_as_past(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity tells of what is, by its year, its sentence or its section."""
        when = at.when
        if when is not None and when.year is not None:
            return self._is_past_year(at, when, when.year, past)
        if past:
            return True
        # 截至2020年底建成3家，力争再建2家: the first word of a goal ends what has been.
        if at.sentence.past <= at.q.start < at.sentence.goal:
            return True
        clause = at.since("，；")
        found = self.past_here.search(at.text, clause, at.q.start)
        return found is not None

    def _is_past_year(
        self,
        at: SentencePlace,
        when: When,
        year: int,
        past: bool,
    ) -> bool:
        """Whether a year tells of what is; 到 and 力争 before it say that it is to come."""
        if self.first_year is not None and year < self.first_year:
            return True
        if when.goal:
            return False
        if past:
            return True
        # Without a period only the words of the sentence can tell a year of the past.
        return self.first_year is None and at.sentence.past <= at.q.start

    def _is_addition(self, at: SentencePlace) -> bool:
        """新增学位5000个, told of what has been."""
        if at.subject.verb in self.new:
            return True
        return any(word in at.clause for word in self.new.ordered)
