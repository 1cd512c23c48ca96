"""Reads what a sentence says of each quantity: what is measured, when, how bounded, as what."""

from __future__ import annotations

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole, Period, Status
from planparse.prose.bounds import Bounds
from planparse.prose.parts.calendar import Calendar
from planparse.prose.parts.standing import PlanPart
from planparse.prose.places import SentencePlace
from planparse.prose.roles import Roles
from planparse.prose.sentences import Sentence
from planparse.prose.subjects.subjects import Subject, SubjectReader
from planparse.prose.timing import TimeReader, When, governing
from planparse.prose.words import Lexicon, longest_word

# Characters between a time and the number that it dates: 由“十二五”末的76%.
_OF = len("的")


class Statement(Struct, frozen=True):
    """What a sentence says of one of its quantities."""

    place: SentencePlace
    role: MentionRole
    status: Status | None
    year: int | None
    """The year that the quantity is of; None where none is printed for it."""
    period: Period | None
    """The years that its time spans: of “十四五”时期, of 2021—2025年."""
    basis: str | None
    """What a change is measured against, as printed: 2015年 in 较2015年提高5%."""


class StatementReader:
    """Reads the sentences of one plan with its calendar."""

    def __init__(self, grammar: Grammar, calendar: Calendar) -> None:
        lex = grammar.derived(Lexicon)
        self.roles = Roles(grammar, calendar)
        self.yearly = calendar.yearly
        self.subjects = grammar.derived(SubjectReader)
        self.times = TimeReader(lex, calendar)
        self.bounds = grammar.derived(Bounds)
        self.of_which = lex.words["of-which"]
        self.year_behind = lex.pattern["year-behind"]
        self.sum_mark = lex.pattern["sum-mark"]

    def read(
        self,
        sentence: Sentence,
        part: PlanPart,
        held: When | None,
    ) -> tuple[list[Statement], When | None]:
        """What the sentence says of each quantity, in order, and the time that it hands on.

        `part`: what its part of the plan tells of; `held`: the time that the sentence before hands on.
        """
        subjects = self.subjects.read(sentence)
        if held and not self._goes_on(sentence, subjects[0], held):
            held = None
        held, times = self._times(sentence, part, held)
        found: list[Statement] = []
        before: Statement | None = None
        for index, subject in enumerate(subjects):
            place = self._place(sentence, index, subject, times[index], before)
            before = self._statement(place, before, part)
            found.append(before)
        return found, _handed_on(held, times[-1])

    def opening(self, sentence: Sentence, part: PlanPart, held: When | None) -> When | None:
        """What holds behind a sentence without numbers: 到2025年，面貌明显改善。

        Such sentences hand it on until the first that has numbers.
        """
        found = self.times.read(sentence, part)
        if not found:
            return handed_through(held)
        return found[0] if found[0].lasts else None

    def _goes_on(self, sentence: Sentence, subject: Subject, held: When) -> bool:
        """Whether a sentence goes on with the list before it: its first clause measures already.

        Nor does it where it tells a deed of the years before a state (2020年，…。完成改造3处，…).
        """
        first = sentence.text[sentence.begin : sentence.quantities[0].start]
        first = self._without_of_which(first)
        if "，" in first or "；" in first:
            return False
        if self.sum_mark.search(first) and self.roles.is_over(held):
            return False
        return not self.roles.is_deed(held, subject)

    def _without_of_which(self, first: str) -> str:
        """其中，城镇新增… breaks down what stands before it, and is of its time."""
        opener = longest_word(first, 0, self.of_which)
        return first[len(opener) :].lstrip("，、：")

    def _times(
        self,
        sentence: Sentence,
        part: PlanPart,
        held: When | None,
    ) -> tuple[When | None, list[When | None]]:
        """What governs the sentence in time, and what each of its quantities.

        That is its own opening, or `held` from the sentence before.
        """
        quantities = sentence.quantities
        found = self.times.read(sentence, part)
        if found and held and _is_same_period(found[0], held):
            del found[0]
        if not found:
            return held, [held] * len(quantities)
        if found[0].lasts:
            held = found[0]
        shared = self.times.shared(sentence, found)
        ends = self._list_starts(sentence)
        times: list[When | None] = []
        for index, q in enumerate(quantities):
            when = shared.get(index) or governing(found, q, ends[index])
            times.append(when or held)
        return held, times

    def _list_starts(self, sentence: Sentence) -> list[int]:
        """For each quantity, where the one before the list that it stands in ends.

        A year that holds once holds for a list: 由2020年的15%和20%提高到….
        """
        ends = [sentence.begin]
        for previous, is_listed in zip(sentence.quantities, sentence.listed[1:], strict=False):
            ends.append(ends[-1] if is_listed else previous.after)
        return ends

    def _place(
        self,
        sentence: Sentence,
        index: int,
        subject: Subject,
        when: When | None,
        before: Statement | None,
    ) -> SentencePlace:
        """The place of the quantity with this index; `before` is said of the one before it."""
        text, quantities = sentence.text, sentence.quantities
        q = quantities[index]
        previous = before.place.q.after if before else sentence.begin
        joined = sentence.listed[index]
        # A bound before the previous quantity is that one's own.
        low = max(subject.clause, previous)
        sign = self.bounds.own(text, low, q)
        # 分别不低于80%、90%: a list prints its bound once.
        if sign is None and joined and before:
            sign = before.place.sign
        is_last = index + 1 == len(quantities)
        if sign is None and not is_last and sentence.listed[index + 1]:
            sign = self.bounds.shared(sentence, index, subject.clause)
        return SentencePlace(
            sentence=sentence,
            text=text,
            q=q,
            subject=subject,
            clause=text[subject.clause : q.start],
            following=None if is_last else quantities[index + 1],
            when=when,
            inherited=when is not None and _is_inherited(when, sentence.begin, previous),
            sign=sign,
            nested=before is not None and previous == q.start,
            follows_norm=(
                before is not None
                and before.role == "standard"
                and subject.clause <= previous  # in the same clause
                and self.roles.norms.binds_next(before.place)
            ),
            follows_change=joined and before is not None and before.role == "change",
        )

    def _statement(
        self,
        place: SentencePlace,
        before: Statement | None,
        part: PlanPart,
    ) -> Statement:
        found = self.year_behind.match(place.text, place.q.after)
        # The year in brackets behind a number: 76.4%（2025年末）.
        own = int(found["year"]) if found else None
        role, status = self.roles.read(place, part.past or self.roles.is_year_over(own))
        when = place.when
        if when and self._is_undated(place, when, role):
            when = None
        year = when.year if when else None
        if not when and part.year is not None:
            year = self._year_of_part(place, part, role, status)
        basis = self._basis(place, before) if role == "change" else None
        period = when.period if when else None
        return Statement(place, role, status, own or year, period, basis)

    def _year_of_part(
        self,
        place: SentencePlace,
        part: PlanPart,
        role: MentionRole,
        status: Status | None,
    ) -> int | None:
        """The year that a part of a yearly document gives to what its sentence does not date."""
        if role == "standard" or status is None:
            return None
        # The date of all states below is none of what was done: 截至2020年底（下同）.
        if not self.yearly and (role != "baseline" or place.subject.verb in self.roles.deeds):
            return None
        # What was reached before is of no year of the plan, nor is a plan of one that is over.
        is_of_part = part.past == (status == "reached")
        return part.year if is_of_part and not self.roles.changes.is_start(place) else None

    def _basis(self, place: SentencePlace, before: Statement | None) -> str | None:
        """What a change is measured against; 较2015年分别下降30%和15% prints it once for both."""
        if before and place.follows_change:
            return before.basis
        return self.roles.changes.basis(place)

    def _is_undated(
        self,
        place: SentencePlace,
        when: When,
        role: MentionRole,
    ) -> bool:
        """Whether a year from before says nothing of the quantity: norms and deeds have none.

        Nor is what a change starts from of the year in which it ends: 到2025年由65%提高到80%.
        """
        is_own = when.once or when.end >= place.q.start - _OF
        if role == "baseline" and not is_own and self.roles.changes.is_start(place):
            return True
        if not place.inherited:
            return False
        return role == "standard" or self.roles.is_deed(when, place.subject)


def handed_through(held: When | None) -> When | None:
    """What holds behind a sentence that has neither numbers nor a time of its own."""
    return None if held is None or held.spent else held


def _is_same_period(first: When, held: When) -> bool:
    """五年新增, under 到2025年: the same years, of which the sentence before names the last."""
    return held.goal and first.lasts and first.year is None


def _is_inherited(when: When, begin: int, previous: int) -> bool:
    """Whether the time stands in a sentence before, or is that of a number before."""
    return when.start < begin or (when.owned and when.end < previous)


def _handed_on(held: When | None, last: When | None) -> When | None:
    """What the next sentence may go on with: `held`, unless another time came last."""
    if held is None or last is None:
        return None
    goes_on = last is held or last.owned
    if not goes_on:
        return None
    return structs.replace(held, spent=True)
