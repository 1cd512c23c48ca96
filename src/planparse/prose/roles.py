"""Says as what a quantity is printed: a goal, a state, a norm, or a change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Comparator, MentionRole, Section
from planparse.prose.quantities import Quantity
from planparse.prose.subjects import Subject
from planparse.prose.timing import When, change
from planparse.prose.words import Lexicon, last_word

_FAR, _NEAR = 160, 60
"""No word further than this before and behind a number says what it is."""


class Cues:
    """Words that tell what a whole sentence `text[begin:end]` speaks of, looked for when first asked for.

    Each is an offset in the text, past the sentence's end where there is no such word.
    """

    def __init__(self, text: str, begin: int, end: int, lex: Lexicon) -> None:
        self._sentence, self._lex = (text, begin, end), lex

    @cached_property
    def goal(self) -> int:
        """Where the first word ends that speaks of a goal."""
        return self._first("goal")

    @cached_property
    def past(self) -> int:
        """Where the first word ends that speaks of what has been."""
        return self._first("past")

    @cached_property
    def by(self) -> int:
        """Where the first 按 stands."""
        at = self._sentence[0].find("按", *self._sentence[1:])
        return at if at >= 0 else self._sentence[2] + 1

    def _first(self, name: str) -> int:
        found = self._lex.pattern[name].search(*self._sentence)
        return found.end() if found else self._sentence[2] + 1


class SentencePlace(NamedTuple):
    """A quantity in its sentence `text[begin:end]`, with all that was read around it."""

    text: str
    begin: int
    end: int
    q: Quantity
    clause: str
    """The words of the clause before the number."""
    subject: Subject
    when: When | None
    sign: Comparator | None
    following: Quantity | None
    nested: bool
    """Right behind a count: 50人 in 1支50人以上的队伍."""
    follows_norm: bool
    """The quantity before it in the same clause is a norm."""
    follows_change: bool
    """Only 、 or 和 parts it from a change before it: 分别下降30%和15%."""
    cues: Cues
    inherited: bool
    """`when` stands in a sentence before, or is that of a number before."""

    def since(self, marks: str) -> int:
        """Where the part of the sentence begins that the last of `marks` before the number opens."""
        low = max(self.begin, self.q.start - _FAR)
        for mark in marks:
            low = max(low, self.text.rfind(mark, low, self.q.start))
        return low

    def until(self, marks: str) -> int:
        """Where the first of `marks` stands behind the number, no further than words can tell."""
        end = min(self.end, self.q.after + _NEAR)
        for mark in marks:
            at = self.text.find(mark, self.q.after, end)
            end = at if at >= 0 else end
        return end


class Roles:
    """Tells roles apart for one plan: its sections' titles and its first year count."""

    def __init__(
        self, grammar: Grammar, sections: Iterable[Section], first_year: int | None
    ) -> None:
        self.lex = grammar.derived(Lexicon)
        self.sections = {s.id: s for s in sections}
        self.first_year = first_year
        self.past: dict[str, bool] = {}

    def cues(self, text: str, begin: int, end: int) -> Cues:
        """The cues of the sentence `text[begin:end]`."""
        return Cues(text, begin, end, self.lex)

    def is_past(self, section: Section | None) -> bool:
        """Whether the section tells of what is, by the nearest title that says one or the other."""
        if section is None:
            return False
        if section.id not in self.past:
            past, future = (
                bool(self.lex.pattern[name].search(section.title))
                for name in ("past-title", "future-title")
            )
            parent = self.sections.get(section.parent or "")
            self.past[section.id] = past if past != future else self.is_past(parent)
        return self.past[section.id]

    def read(self, at: SentencePlace, past: bool) -> MentionRole:
        """The role of the quantity; `past` says whether its section tells of what is."""
        past = self._tense(at, past)
        if self._is_norm(at, past):
            return "standard"
        verb = change(at.text, at.subject.clause, at.q, self.lex)
        aims = verb in self.lex.words["aims"] and self._has_object(at)
        if at.follows_change or self._is_change_of(at) or (verb and not aims):
            return "change"
        if self._is_start(at):
            return "baseline"
        if not past:
            return "target"
        new = self.lex.words["new"]
        return (
            "change"
            if at.subject.verb in new or any(w in at.clause for w in new.ordered)
            else "baseline"
        )

    def is_rule(self, at: SentencePlace | None) -> bool:
        """Whether a norm holds for the numbers behind it in its clause, too: a condition says only which things."""
        return at is not None and not at.subject.inner and not self.is_condition(at)

    def is_condition(self, at: SentencePlace) -> bool:
        """人口2500人以上的村, 时速200公里及以上铁路, 沿河1公里范围内: the value says which things are meant."""
        pattern = self.lex.pattern
        if pattern["area-after"].match(at.text, at.q.end):
            return True
        kind = at.subject.kind
        if at.sign in (None, "≈") or kind == "fraction":
            return False
        if not at.subject.attribute and kind in ("", "count", "time") and not at.nested:
            return False
        return at.subject.described or bool(pattern["condition-after"].match(at.text, at.q.after))

    def is_deed(self, when: When, subject: Subject) -> bool:
        """What was done in the years before (完成改造3处) is no state of the year that a sentence before names."""
        return subject.verb in self.lex.words["deeds"] and self.is_over(when)

    def is_over(self, when: When) -> bool:
        """Whether the expression names a year before the plan's first, as a point in time."""
        return bool(
            when.year and self.first_year and when.year < self.first_year and not when.total
        )

    def _tense(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity tells of what is: by its year, else by the sentence, else by the section."""
        when = at.when
        if when is not None and when.year is not None:
            if self.first_year is not None:
                return when.year < self.first_year or (past and not when.goal)
            return not when.goal and (past or at.cues.past <= at.q.start)
        if past or at.cues.past <= at.q.start < at.cues.goal:
            return True
        return bool(self.lex.pattern["past-here"].search(at.text, at.since("，；"), at.q.start))

    def _is_change_of(self, at: SentencePlace) -> bool:
        """亩均降低成本15%: the verb stands before what changes."""
        fraction = at.subject.kind == "fraction"
        return fraction and bool(self.lex.pattern["change-of"].search(at.clause))

    def _has_object(self, at: SentencePlace) -> bool:
        """提升30分钟急救能力, 改造提升8万亩: the number is of what is improved, not by how much."""
        return bool(at.subject.object) or at.subject.kind in ("count", "area", "length")

    def _is_start(self, at: SentencePlace) -> bool:
        """由65%提升至80%: the value that a change starts from."""
        pattern = self.lex.pattern
        return bool(
            pattern["from"].search(at.clause) and pattern["rises"].match(at.text, at.q.after)
        )

    def _is_norm(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity is a rule or a condition rather than a state or a goal."""
        pattern = self.lex.pattern
        if at.subject.inner or last_word(at.text, at.begin, at.q.start, self.lex.words["full"]):
            return True
        if self.is_condition(at) or self._is_framed(at):
            return True
        if past:
            return False
        ranges = at.following and (at.q.kind == "range" or at.subject.is_base)
        if ranges and pattern["condition-place"].match(at.text, at.q.end):
            return True
        dated = at.when is not None and at.when.year is not None and not at.inherited
        return not dated and (at.follows_norm or self._is_rule(at))

    def _is_framed(self, at: SentencePlace) -> bool:
        """按每户30平方米的标准配建, 按床位的2%设置: the number is what something is done by."""
        if at.cues.by > at.q.start:
            return False
        frame = self.lex.pattern["norm-frame"].search(at.text, at.since("，；"), at.until("，；。"))
        return frame is not None and frame.start() < at.q.start < frame.end()

    def _is_rule(self, at: SentencePlace) -> bool:
        """Norms that no year makes a goal: 每个镇办好1所, 1个行政村设置1个卫生室, 路面宽度不小于6米."""
        text, q, pattern = at.text, at.q, self.lex.pattern
        if at.subject.object and pattern["within"].match(text, q.after - 1):
            return True
        if pattern["norm-place"].search(at.clause) or self._is_size(at):
            return True
        if at.following and pattern["per-place"].fullmatch(text, q.start, at.following.start):
            return True
        if self._is_each(at) or (
            q.kind == "ratio" and at.sign and pattern["norm-ratio"].search(at.clause)
        ):
            return True
        return bool(
            pattern["norm-here"].search(text, at.since("，；"), at.until("，；。"))
            or pattern["norm"].search(text, at.since("；"), at.q.start)
        )

    def _is_size(self, at: SentencePlace) -> bool:
        """路面宽度不小于6米; sizes on average and per head are goals."""
        if "均" in at.clause or not (at.sign or at.q.kind == "range"):
            return False
        pattern, kind = self.lex.pattern, at.subject.kind
        if kind in ("length", "area") and pattern["norm-size"].search(at.clause):
            return True
        if kind == "money" and at.sign == "≤" and pattern["norm-single"].search(at.clause):
            return True
        return bool(pattern["norm-training"].search(at.text, at.subject.clause, at.q.end))

    def _is_each(self, at: SentencePlace) -> bool:
        """每户补贴不超过3000元: so much for one, where what is counted is no thing."""
        per = at.subject.per
        return bool(
            per
            and per.count == 1
            and at.subject.kind not in ("count", "fraction")
            and self.lex.pattern["norm-each"].search(at.clause)
        )
