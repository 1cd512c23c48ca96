"""Reads expressions of time in a sentence, and which of them governs a quantity."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

import regex
from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import five_years
from planparse.model.plan import Period
from planparse.prose.parts.calendar import Calendar
from planparse.prose.parts.standing import PlanPart
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import Sentence
from planparse.prose.words import Lexicon

_CLAUSE_MARK = re.compile("[，；：]")
_OF = "的"
# So many expressions of time before a quantity are tried.
_LOOK_BACK = 6
# No expression of time has more characters before its mark: 相当于从截止到2016—2020年.
_BEFORE_MARK = 24
# What opens a sentence begins no further in: ——力争到2025年.
_OPENING = 8
# No further than this behind the years that share a list of values stands 分别.
_SHARED_REACH = 120


class When(Struct, frozen=True):
    """An expression of time in a sentence: it governs the quantities from `end` up to `until`."""

    start: int
    end: int
    until: int
    year: int | None
    """None where it names a time without a year of its own: “十三五”期间, 近三年."""
    goal: bool
    """到2025年, 力争2023年底: a year to come."""
    owned: bool = False
    """2020年的15%: the year of the number that follows."""
    once: bool = False
    """由2020年的15%: of that number and no other."""
    lasts: bool = False
    """It opens its sentence and may hold for the next; 2023年前 says by when one thing is done."""
    spent: bool = False
    """A sentence with numbers came under it: one without them would end it."""
    since: int | None = None
    """2016年以来: the year that a time without a last one begins with."""
    total: bool = False
    """截至2020年底: what was done by then counts as well as what there is."""
    period: Period | None = None
    """The years of the five-year plan that it names, or from the first to the last that it prints."""


class TimeReader:
    """Reads expressions of time with the patterns of one grammar."""

    def __init__(self, lex: Lexicon, calendar: Calendar) -> None:
        self.calendar = calendar
        self.when = lex.pattern["when"]
        self.mark = lex.pattern["time-mark"]
        self.total_leads = lex.words["total-leads"]
        self.goal_leads = lex.words["goal-leads"]
        self.verb_behind = lex.pattern["verb-of-year"]
        self.opens_clause = lex.pattern["opens"]
        self.between_years = lex.pattern["years-apart"]
        self.shares = lex.pattern["respectively"]
        self.joints = lex.words["joints"]
        self.change_openers = lex.words["range-openers"]
        self.whole_years = lex.words["whole-year"]
        self.years_over = lex.words["year-over"]
        self.last_years = lex.words["last-year"]
        self.next_years = lex.words["next-year"]
        self.comparing = tuple(lex.words["comparing"])

    def read(self, sentence: Sentence, part: PlanPart) -> list[When]:
        """The expressions of time of the sentence that can govern a quantity, in order.

        In its `part` of the document, which says what year 今年 and 全年 are.
        """
        begin = sentence.begin
        matches = self._matches(sentence.text, begin, sentence.end)
        if not matches:
            return []
        reaches = _Reaches(sentence)
        found: list[When] = []
        open_titles = 0
        for match in matches:
            since = found[-1].start if found else begin
            open_titles += _opened_titles(sentence.text, since, match.start())
            if _is_reference(match, is_first=not found) and not self._dates_its_number(match):
                continue
            when = self._when(match, reaches, part, in_title=open_titles > 0)
            if match["relref"]:
                when = replace(when, year=_year_before(found, part))
            # 今年 of a document whose year is not known says nothing.
            if when.year is not None or not match["rel"]:
                found.append(when)
        return found

    def _matches(self, text: str, begin: int, end: int) -> list[regex.Match[str]]:
        """The matches of `prose.when` between two offsets, in order.

        No match begins far before its mark of a time, nor behind the last one, and most sentences
        are long before and behind it.
        """
        found: list[regex.Match[str]] = []
        while mark := self.mark.search(text, begin, end):
            match = self.when.search(text, max(begin, mark.start() - _BEFORE_MARK), end)
            if match is None or match.end() == begin:
                break
            found.append(match)
            begin = match.end()
        return found

    def _when(
        self,
        match: regex.Match[str],
        reaches: _Reaches,
        part: PlanPart,
        *,
        in_title: bool,
    ) -> When:
        """What a match of `prose.when` says; in the title of a document it governs nothing."""
        lead = match["goal"] or match["rellead"] or ""
        goal = lead in self.goal_leads
        compared = self._dates_its_number(match)
        owned = compared or match["of"] is not None or match["planof"] is not None
        year = self._named_year(match["rel"], part) if match["rel"] else _year(match)
        if self._is_inside_clause(match, reaches.sentence):
            until = reaches.clause_end(match)
        elif in_title:
            until = match.end()
        elif goal:
            until = reaches.sentence.end
        else:
            until = reaches.part_end(match)
        return When(
            start=match.start(),
            end=match.end(),
            until=until,
            year=year,
            goal=goal,
            owned=owned,
            once=compared or (owned and self._opens_change(match)),
            lasts=not compared and reaches.opens_sentence(match),
            since=_first_of_open(match),
            total=lead in self.total_leads,
            period=_period(match),
        )

    def _dates_its_number(self, match: regex.Match[str]) -> bool:
        """Whether what is compared with is printed right behind: 比2020年的35.6万亩增加, 较上年的1.5亿件.

        The year is that number's, and no other's. 是2020年的2.4倍 is of its own year.
        """
        compares = match["ref"] or match["planref"] or match["relref"] or ""
        if not compares.startswith(self.comparing):
            return False
        behind = match.string[match.end() - 1 : match.end() + 2]
        _, of, number = behind.partition(_OF)
        return bool(of) and number[:1].isdigit()

    def _opens_change(self, match: regex.Match[str]) -> bool:
        """由2020年的15%, 从“十三五”末的15%."""
        if match["from"] is not None:
            return True
        at = match.start()
        return match.string[max(at - 1, 0) : at] in self.change_openers

    def _named_year(self, word: str, part: PlanPart) -> int | None:
        """The year that 今年, 去年, 全年 or 过去一年 names."""
        if word in self.whole_years:
            return part.year
        if word in self.years_over:
            return self.calendar.reported
        this = self.calendar.this_year(past=part.past)
        if this is None:
            return None
        if word in self.last_years:
            return this - 1
        if word in self.next_years:
            return this + 1
        return this

    def _is_inside_clause(self, match: regex.Match[str], sentence: Sentence) -> bool:
        """绿地率到2025年达到40%，…: between a subject and its verb it holds for that clause only."""
        at = match.start()
        if at <= sentence.begin:
            return False
        if not self.verb_behind.match(sentence.text, match.end()):
            return False
        left = sentence.text[max(sentence.begin, at - _OPENING) : at]
        return not self.opens_clause.search(left)

    def shared(self, sentence: Sentence, found: list[When]) -> dict[int, When]:
        """到2023年和2025年，…分别达到80%和95%: the year of each quantity, by its index.

        Empty where no list of years shares a list of values.
        """
        text, quantities = sentence.text, sentence.quantities
        if len(found) < 2 and found[0].period is None:
            return {}
        if not self.shares.search(text, found[0].end, quantities[-1].start):
            return {}
        starts = [q.start for q in quantities]
        for years in chain(self._lists_of_years(text, found), _years_of_periods(found)):
            first = bisect_right(starts, years[-1].end)
            values = quantities[first : first + len(years)]
            if len(values) < len(years):
                continue
            if self._shares(text, years[0], values):
                return dict(enumerate(years, first))
        return {}

    def _shares(self, text: str, year: When, values: list[Quantity]) -> bool:
        """Whether 分别 stands before the values, near the first year, and the values in one list."""
        reach = min(year.end + _SHARED_REACH, values[0].start)
        if not self.shares.search(text, year.end, reach):
            return False
        gaps = (text[value.after : following.start] for value, following in pairwise(values))
        return self.joints.issuperset(gaps)

    def _lists_of_years(self, text: str, found: list[When]) -> Iterator[list[When]]:
        """From each expression on, it and those that only 、 or 和 separates; no lists of one."""
        for first, when in enumerate(found):
            years = [when]
            for index in range(first + 1, len(found)):
                later = found[index]
                if not self.between_years.fullmatch(text, years[-1].end, later.start):
                    break
                years.append(later)
            if len(years) > 1:
                yield years


def _years_of_periods(found: list[When]) -> Iterator[list[When]]:
    """Each year from the first to the last, of 2016—2020年."""
    for when in found:
        if when.period is not None and when.year is not None:
            years = range(when.period.start, when.period.end + 1)
            yield [replace(when, year=year, period=None) for year in years]


def _opened_titles(text: str, start: int, end: int) -> int:
    """How many more titles are opened than closed between two offsets."""
    opened = text.count("《", start, end)
    closed = text.count("》", start, end)
    return opened - closed


def _is_reference(match: regex.Match[str], *, is_first: bool) -> bool:
    """Whether it dates no quantity: 较2015年 says what one is compared with."""
    if match["ref"] or match["planref"] or match["relref"]:
        return True
    # 连续三年 says when only where nothing else in its sentence does.
    return match["span"] is not None and not is_first


def _year_before(found: list[When], part: PlanPart) -> int | None:
    """The year that 比上年的 names: that before the one which its sentence, or its chapter, is of."""
    this = found[-1].year if found else part.year
    return None if this is None else this - 1


class _Reaches:
    """How far an expression of time reaches in its sentence, by the marks of the sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.begin = sentence.begin
        # A sentence has many marks, and few of them are asked for.
        self.first_clause_end = self._next_mark(sentence.begin)
        # 指标完成情况：2020年，…: a title before it, and the sentence begins behind.
        if sentence.text.startswith("：", self.first_clause_end):
            self.begin = self.first_clause_end + 1
            self.first_clause_end = self._next_mark(self.begin)

    def clause_end(self, match: regex.Match[str]) -> int:
        """The next mark of any kind."""
        return self._next_mark(match.end())

    def part_end(self, match: regex.Match[str]) -> int:
        """The next ；, but the end of the sentence from its first clause."""
        end = self.sentence.end
        if self._is_in_first_clause(match):
            return end
        semicolon = self.sentence.text.find("；", match.end(), end)
        return end if semicolon < 0 else semicolon

    def opens_sentence(self, match: regex.Match[str]) -> bool:
        """Whether it opens the sentence, so that the next sentences may go on with it."""
        if match["of"] or match["by"]:
            return False
        is_near = match.start() <= self.begin + _OPENING
        return is_near and self._is_in_first_clause(match)

    def _is_in_first_clause(self, match: regex.Match[str]) -> bool:
        return match.start() <= self.first_clause_end

    def _next_mark(self, at: int) -> int:
        """The first mark from `at` on, or the end of the sentence."""
        found = _CLAUSE_MARK.search(self.sentence.text, at, self.sentence.end)
        return self.sentence.end if found is None else found.start()


def _year(match: regex.Match[str]) -> int | None:
    """The year that it prints, or the last year of the five-year plan whose end it names."""
    if match["year"]:
        return None if match["since"] else int(match["year"])
    if not match["planend"]:
        return None
    return five_years.last_year_of(match["none"])


def _first_of_open(match: regex.Match[str]) -> int | None:
    """The year of 2016年以来."""
    return int(match["year"]) if match["year"] and match["since"] else None


def _period(match: regex.Match[str]) -> Period | None:
    """The years from the first to the last, of 2021—2025年 and of “十四五”时期."""
    if match["year"]:
        first = match["first"]
        return Period(start=int(first), end=int(match["year"])) if first else None
    last = five_years.last_year_of(match["none"] or "")
    if last is None:
        return None
    return Period(start=five_years.first_of(last), end=last)


def governing(found: list[When], q: Quantity, previous: int) -> When | None:
    """The expression that governs `q`: the nearest before it that reaches so far.

    `previous` is where the quantity before ends; one that holds once is spent there.
    """
    last = bisect_right(found, q.start, key=_end)
    first = max(0, last - _LOOK_BACK)
    for when in reversed(found[first:last]):
        is_spent = when.once and when.end <= previous
        if q.start < when.until and not is_spent:
            return when
    return None


def _end(when: When) -> int:
    return when.end


def guessed_first_year(text: str, lex: Lexicon) -> int | None:
    """The first year of a plan that prints no period, by the year that it most often looks to."""
    horizons = lex.pattern["horizon"].finditer(text)
    years = (
        int(match["year"] or 0) or five_years.last_year_of(match["none"]) for match in horizons
    )
    counts = Counter(year for year in years if year)
    if not counts:
        return None
    # The earlier of two years that are named equally often, whichever comes first in the text.
    last = min(counts, key=lambda year: (-counts[year], year))
    return five_years.first_of(last)
