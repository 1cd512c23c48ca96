"""Says as what a quantity is printed, and whether it was reached or is planned."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import MentionRole, Status
from planparse.prose.changes import Changes
from planparse.prose.norms import Norms
from planparse.prose.parts.calendar import Calendar
from planparse.prose.places import SentencePlace
from planparse.prose.subjects.subjects import Subject
from planparse.prose.timing import When
from planparse.prose.words import Lexicon


class Roles:
    """Tells roles apart for one plan, whose calendar counts."""

    def __init__(self, grammar: Grammar, calendar: Calendar) -> None:
        lex = grammar.derived(Lexicon)
        self.norms = grammar.derived(Norms)
        self.changes = grammar.derived(Changes)
        self.calendar = calendar
        self.first_year = calendar.first_year
        self.past_here = lex.pattern["past-here"]
        self.aside = lex.pattern["aside"]
        self.beside = lex.beside
        self.planned_here = lex.pattern["planned-here"]
        self.points = lex.pattern["list-of-points"]
        self.cut_back = lex.pattern["cut-back"]
        self.deeds = lex.words["deeds"]
        self.new = lex.words["new"]

    def read(self, at: SentencePlace, past: bool) -> tuple[MentionRole, Status | None]:
        """Role and status of the quantity; `past` says whether its part tells of what is."""
        # Few tell of what is, and only of these it is asked whether their sentence announces goals.
        past = self._is_told_as_past(at, past) and not self._is_announced(at)
        # 抓好9个方面 counts what is said, which is neither reached nor planned; 用5年时间 is no goal.
        beside = self.beside.match(at.text, at.q.number) is not None
        if beside and self.points.match(at.text, at.q.number):
            return "other", None
        role = "other" if beside or self._is_aside(at) else self._role(at, past)
        if role == "standard":
            return role, "norm"
        # Where a part plans, a baseline is what a change starts from.
        is_over = past or role == "baseline"
        return role, "reached" if is_over else "planned"

    def _role(self, at: SentencePlace, past: bool) -> MentionRole:
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

    def _is_aside(self, at: SentencePlace) -> bool:
        """高出全国水平1.3倍, 提出30条举措: neither a state nor a goal of the plan."""
        # 高于全省2个百分点 is a difference, as are all percentage points.
        return self.aside.search(at.clause) is not None and not self.changes.is_points(at)

    def is_deed(self, when: When, subject: Subject) -> bool:
        """完成改造3处: what was done over years is no state of the one that a sentence before names."""
        return subject.verb in self.deeds and self.is_over(when)

    def is_over(self, when: When) -> bool:
        """Whether the expression names a year before the plan's first, as a point in time."""
        return not when.total and self.is_year_over(when.year)

    def is_year_over(self, year: int | None) -> bool:
        """Whether a year lies before the plan's first one."""
        if year is None or self.first_year is None:
            return False
        return year < self.first_year

    def _is_told_as_past(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity tells of what is, by its year, its sentence or its section."""
        when = at.when
        if when is not None and when.year is not None:
            return self._is_past_year(at, when, when.year, past)
        if past or (when is not None and self._is_period_over(when)):
            return True
        if when is not None and when.since and self.first_year and when.since < self.first_year:
            return True
        # 截至2020年底建成3家，力争再建2家: the first word of a goal ends what has been.
        if at.sentence.past <= at.q.start < at.sentence.goal:
            return True
        if at.sentence.past_here > at.q.start:  # as of most numbers
            return False
        found = self.past_here.search(at.text, at.since("，；"), at.q.start)
        return found is not None

    def _is_announced(self, at: SentencePlace) -> bool:
        is_said = at.sentence.goal_said <= at.q.start and self._is_said_goal(at)
        return is_said or self.planned_here.search(at.clause) is not None

    def _is_said_goal(self, at: SentencePlace) -> bool:
        """主要预期目标是：地区生产总值增长5%: a goal, unless of a year that is over."""
        year = at.when.year if at.when else None
        return year is None or self.first_year is None or year >= self.first_year

    def _is_period_over(self, when: When) -> bool:
        """“十三五”期间 in a plan that begins with 2021."""
        if when.period is None or self.first_year is None:
            return False
        return when.period.end < self.first_year

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
        """新增学位5000个, told of what has been; 压减开采量21亿立方米."""
        if self.cut_back.search(at.clause):
            return True
        if at.q.unit is None:  # 新增就业700万人、占全国1/10
            return False
        if at.subject.verb in self.new:
            return True
        return any(map(at.clause.__contains__, self.new.ordered))
