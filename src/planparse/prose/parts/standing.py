"""Which parts of a plan tell of what is, which of what is to be, and of which year."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Paragraph
from planparse.model.plan import Section
from planparse.prose.numerals.plain_digits import plain_digits
from planparse.prose.parts.calendar import Calendar

# No title of a part is longer.
_TITLE = 40
# Characters of a section's text that may say that it is about several years.
_OPENING = 120


class PlanPart(Struct, frozen=True):
    """What holds for the numbers of a stretch of text, unless its own words say otherwise."""

    past: bool = False
    """It tells of what is."""
    year: int | None = None
    """The year that they are of."""


_TOLD = PlanPart(past=True)


class _Mark(Struct, frozen=True):
    """From `at` on, an offset of the source, a part holds."""

    at: int
    part: PlanPart
    titled: bool = True
    """By a title, not by a sentence."""


class Parts:
    """The parts of one plan."""

    def __init__(self, draft: Draft, calendar: Calendar, grammar: Grammar) -> None:
        self.calendar = calendar
        self.source = draft.source.text
        self.pattern = grammar.pattern
        self.words = grammar.words
        self.sections = {section.id: section for section in draft.sections}
        self.told: dict[str, _Mark | None] = {}
        self.turns = list(self._turns(draft)) if calendar.yearly else []
        self.turned_at = [mark.at for mark in self.turns]
        self.begins_at = self._plan_at(draft) if calendar.yearly else self._aims_at(draft)
        self.planned = PlanPart(
            past=calendar.account,
            year=calendar.first_year if calendar.yearly else None,
        )
        self.same = self._same_below(draft)

    def at(self, section: Section | None, offset: int) -> PlanPart:
        """What holds at this offset, which stands in `section`."""
        mark = self._of_section(section)
        last = bisect_right(self.turned_at, offset) - 1
        if last >= 0 and (mark is None or mark.at < self.turned_at[last]):
            mark = self.turns[last]
        part = mark.part if mark else self._untold(offset)
        # 截至2020年底（下同）: the states that are told below are of that year.
        if self.same is not None and part.past and part.year is None and offset > self.same.at:
            return self.same.part
        return part

    def of_sentence(
        self,
        section: Section | None,
        paragraph: Paragraph,
        text: str,
        begin: int,
        start: int,
    ) -> PlanPart:
        """What holds for the sentence at `text[begin]` of a paragraph, whose prose begins at `start`.

        The first words of the paragraph may date it all: 2025年，…; 五年来，….
        """
        part = self.at(section, paragraph.at(begin))
        if not self.calendar.yearly:
            return part
        opened = self.pattern("parts.opens").match(text, start)
        # Within a paragraph that holds a whole report they date its first part only.
        if opened is None or part != self.at(section, paragraph.at(start)):
            return part
        if opened["many"]:
            return structs.replace(part, year=None)
        if opened["year"]:
            return structs.replace(part, year=int(opened["year"]))
        return part

    def _untold(self, offset: int) -> PlanPart:
        """What stands before the plan's own beginning tells of what is, whatever its title."""
        return _TOLD if offset < self.begins_at else self.planned

    # ------------------------------------------------------------------ by titles

    def _of_section(self, section: Section | None) -> _Mark | None:
        """What the nearest title says that says anything."""
        if section is None:
            return None
        name = section.id
        if name not in self.told:
            own = self._by_title(section)
            parent = self.sections.get(section.parent or "")
            self.told[name] = own or self._of_section(parent)
        return self.told[name]

    def _by_title(self, section: Section) -> _Mark | None:
        title = plain_digits(section.title)
        if self.calendar.yearly:
            part = self._by_title_of_year(title, section.body[0])
            return None if part is None else _Mark(section.span[0], part)
        past = self.pattern("parts.past").search(title) is not None
        future = self.pattern("parts.future").search(title) is not None
        if self.calendar.account:
            # 下一步打算: what else an account tells is past.
            past = not future and self.pattern("parts.planned").search(title) is None
            return None if past else _Mark(section.span[0], PlanPart(past=False))
        # Both or neither: the title above tells (发展基础和总体要求 is of both).
        if past == future:
            return None
        return _Mark(section.span[0], PlanPart(past))

    def _by_title_of_year(self, title: str, body: int) -> PlanPart | None:
        """2025年工作回顾, 2026年重点工作: in a report on one year, which plans the next.

        `body`: where what stands under the title begins.
        """
        years = self._years(title)
        first = self.calendar.first_year
        review = self._last_end("parts.review", title)
        planned = self._last_end("parts.planned", title)
        if len(years) == 1 and first is not None:
            past = years[0] < first
        elif review or planned:
            past = review > planned
        else:
            return None
        if self.pattern("parts.years-together").search(title):
            return PlanPart(past)
        if len(years) == 1:
            return PlanPart(past, years[0])
        return PlanPart(past, self._unnamed_year(body, past=past))

    def _unnamed_year(self, body: int, *, past: bool) -> int | None:
        """The year of a part whose title prints none: 一、工作回顾."""
        if not past:
            return self.calendar.first_year
        opening = "".join(self.source[body : body + _OPENING].split())
        if self.pattern("parts.years-together").search(opening):
            return None
        return self.calendar.reported

    def _years(self, title: str) -> list[int]:
        found = self.pattern("parts.year-in-title").finditer(title)
        return sorted({int(match["year"]) for match in found})

    def _last_end(self, rule: str, title: str) -> int:
        """Where the last match of a rule ends; 0 without one."""
        return max((match.end() for match in self.pattern(rule).finditer(title)), default=0)

    # ------------------------------------------------------------------ by order and by sentences

    def _aims_at(self, draft: Draft) -> int:
        """Where the chapter on the plan's aims begins; 0 where none does, or not as the first to plan."""
        aims = self.pattern("parts.aims")
        for section in draft.sections:
            if aims.search(section.title):
                return section.span[0]
            mark = self._of_section(section)
            if mark is not None and not mark.part.past:
                return 0
        return 0

    def _plan_at(self, draft: Draft) -> int:
        """Where a yearly document first turns to the year that it plans; 0 where nothing says so.

        What is no report plans from its first line, whatever its annexes are called.
        """
        if self._only_plans(plain_digits(draft.head.title or "")):
            return 0
        marks = [self._of_section(section) for section in draft.sections]
        starts = [mark.at for mark in (*marks, *self.turns) if mark and not mark.part.past]
        return min(starts, default=0)

    def _only_plans(self, title: str) -> bool:
        """Whether a title is that of a plan alone: 2025年农业农村工作要点."""
        if self.pattern("parts.title-of-year").search(title) is None:
            return False
        return not any(
            self.pattern(rule).search(title) for rule in ("parts.report", "parts.review")
        )

    def _same_below(self, draft: Draft) -> _Mark | None:
        """Where a date is said to hold for all that is told below."""
        words = self.words("parts.below")
        if self.calendar.yearly or not any(word in self.source for word in words):
            return None
        said = [
            paragraph for paragraph in draft.paragraphs for word in words if word in paragraph.text
        ]
        for paragraph in said:
            found = self.pattern("parts.same-below").search(plain_digits(paragraph.text))
            if found:
                return _Mark(paragraph.at(found.start()), PlanPart(True, int(found["year"])))
        return None

    def _turns(self, draft: Draft) -> list[_Mark]:
        """Where sentences turn to a year: 2026年是…的开局之年, 今年…主要预期目标是."""
        found: list[_Mark] = []
        is_plan = False
        for paragraph in draft.paragraphs:
            for mark in self._turns_of(paragraph):
                # A look back at the last year does not end the plan, unless a title says so.
                if is_plan and mark.part.past and not mark.titled:
                    continue
                is_plan = is_plan or not mark.part.past
                found.append(mark)
        return found

    def _turns_of(self, paragraph: Paragraph) -> list[_Mark]:
        if not paragraph.text:
            return []
        text = plain_digits(paragraph.text)
        titled = self._by_line(text, paragraph.end)
        if titled is not None:
            return [_Mark(paragraph.start, titled)]
        found = []
        for match in self.pattern("parts.turn").finditer(text):
            title = match["title"]
            if title:
                part = self._by_title_of_year(title, paragraph.at(match.end() - 1))
            else:
                is_only_said = match["is"] is not None
                part = self._turned_to(
                    match["year"],
                    is_this_year=match["this"] is not None,
                    is_only_said=is_only_said,
                )
            if part is not None:
                found.append(_Mark(paragraph.at(match.start()), part, titled=bool(title)))
        return found

    def _by_line(self, text: str, end: int) -> PlanPart | None:
        """The part that a line opens which looks like its title, though it is no heading."""
        if len(text) > _TITLE or not self.pattern("parts.line").fullmatch(text):
            return None
        if not self._last_end("parts.review", text) and not self._last_end("parts.planned", text):
            return None
        return self._by_title_of_year(text, end)

    def _turned_to(
        self,
        year: str | None,
        *,
        is_this_year: bool,
        is_only_said: bool,
    ) -> PlanPart | None:
        """The part that a year opens; None of a year that the document has nothing to do with."""
        calendar = self.calendar
        first = calendar.first_year
        if first is None:
            return None if is_only_said else PlanPart()
        if year is None:
            if is_this_year and is_only_said and calendar.ahead != first:
                return None
            return PlanPart(past=False, year=first)
        if int(year) == first:
            return PlanPart(past=False, year=first)
        if int(year) == calendar.reported and is_only_said:
            return PlanPart(past=True, year=calendar.reported)
        return None
