"""Tells norms apart: a number that is a rule or a condition rather than a state or a goal."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.places import SentencePlace
from planparse.prose.words import Lexicon, last_word

# Marks that open and close what a pattern is matched with: a clause, or all up to the next ；.
_CLAUSE = "，；"
_CLAUSE_END = "，；。"
_PART = "；"
# Comparators that tell nothing apart: about so much, or just so much.
_VAGUE = (None, "≈")
# Dimensions that need a trait before the number to be a condition: 人口 in 人口2500人以上的村.
_COUNTED = ("", "count", "time")


class Norms:
    """Tells norms by the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        pattern = lex.pattern
        self.full = lex.words["full"]
        self.within = pattern["within"]
        self.area_after = pattern["area-after"]
        self.condition_after = pattern["condition-after"]
        self.feat = pattern["feat"]
        self.condition_place = pattern["condition-place"]
        self.per_place = pattern["per-place"]
        self.class_bound = pattern["class-bound"]
        self.place = pattern["norm-place"]
        self.frame = pattern["norm-frame"]
        self.goal_frame = pattern["goal-frame"]
        self.size = pattern["norm-size"]
        self.single = pattern["norm-single"]
        self.average = pattern["norm-average"]
        self.training = pattern["norm-training"]
        self.each = pattern["norm-each"]
        self.staffing = pattern["norm-ratio"]
        self.worded_clause = pattern["norm-here"]
        self.worded_part = pattern["norm"]

    def holds(self, at: SentencePlace, past: bool) -> bool:
        """Whether the quantity is a norm.

        `past` says whether it tells of what is: no rule does, but a condition may.
        """
        q = at.q
        if at.subject.inner:
            return True
        if at.text[q.start - 1 : q.start] in self.full.by_last and self._is_filled(at):
            return True
        if self.is_condition(at):
            return True
        # Before the first 按 no number is a norm by 按…标准.
        if at.text.find("按", at.sentence.begin, q.start) >= 0 and self._is_framed(at):
            return True
        if past:
            return False
        is_base = q.kind == "range" or at.subject.is_base
        if is_base and at.following and self._is_per_base(at):
            return True
        # 到2025年，每千人口医师达到4人: what is due in a year is a goal, however it is worded.
        if at.dated:
            return False
        return at.follows_norm or self._is_rule(at)

    def binds_next(self, at: SentencePlace) -> bool:
        """Whether a norm holds for the numbers behind it in its clause, too.

        A condition does not: it says only which things are meant.
        """
        return not at.subject.inner and not self.is_condition(at)

    def is_condition(self, at: SentencePlace) -> bool:
        """人口2500人以上的村, 时速200公里及以上铁路, 沿河1公里范围内: the value says which things are meant."""
        text = at.text
        if self.area_after.match(text, at.q.end):
            return True
        if at.subject.object and self._is_class(at):
            return True
        if at.sign in _VAGUE or at.subject.kind == "fraction":
            return False
        if at.subject.kind in _COUNTED and not self._has_trait(at):
            return False
        if at.subject.described:
            return True
        found = self.condition_after.match(text, at.q.after)
        # 成为全省首个突破千亿元的县
        return found is not None and not self.feat.search(at.clause)

    def _is_class(self, at: SentencePlace) -> bool:
        """3万千瓦及以上电站: what is bounded so, and named right behind it, is of one class."""
        is_number = at.subject.kind == "count" and "/" not in (at.q.unit or "")
        if is_number or at.subject.kind == "fraction":
            return False
        found = self.class_bound.match(at.text, at.q.end)
        return found is not None and at.text.startswith(at.subject.object[:1], found.end())

    def _has_trait(self, at: SentencePlace) -> bool:
        """人口2500人以上的村, 1支50人以上的队伍: it is said of a thing, not how many there are."""
        return at.nested or bool(at.subject.attribute)

    def _is_filled(self, at: SentencePlace) -> bool:
        """满5年: a condition of time."""
        return bool(last_word(at.text, at.sentence.begin, at.q.start, self.full))

    def _is_framed(self, at: SentencePlace) -> bool:
        """按每户30平方米的标准配建, 按床位的2%设置: the number is what something is done by."""
        low = at.since(_CLAUSE)
        end = at.until(_CLAUSE_END)
        frame = self.frame.search(at.text, low, end)
        if frame is None or self.goal_frame.search(at.text, low, end):
            return False
        return frame.start() < at.q.start < frame.end()

    def _is_per_base(self, at: SentencePlace) -> bool:
        """每3万—5万居民设置1所: what a place is counted by, with a number of places behind it."""
        found = self.condition_place.match(at.text, at.q.end)
        return found is not None

    def _is_rule(self, at: SentencePlace) -> bool:
        """Norms that no year makes a goal: 每个镇办好1所, 1个行政村设置1个卫生室, 路面宽度不小于6米."""
        is_bounded = at.sign is not None or at.q.kind == "range"
        return (
            (at.subject.object != "" and self._is_radius(at))
            or self._is_per_place(at)
            or (is_bounded and self._is_sized(at))
            or (at.subject.per is not None and self._is_each(at, at.subject.per))
            or (at.q.kind == "ratio" and self._is_staffing(at))
            or (at.sentence.says_norm and self._is_worded(at))
        )

    def _is_radius(self, at: SentencePlace) -> bool:
        """10分钟内到达的服务圈: within so much of a thing that stands behind."""
        found = self.within.match(at.text, at.q.after - 1)
        return found is not None

    def _is_per_place(self, at: SentencePlace) -> bool:
        """每个镇办好1所, and 1个行政村 in 1个行政村设置1个卫生室."""
        if self.place.search(at.clause):
            return True
        if at.following is None:
            return False
        end = at.following.start
        found = self.per_place.fullmatch(at.text, at.q.start, end)
        return found is not None

    def _is_sized(self, at: SentencePlace) -> bool:
        """A bounded size or length of training; those on average and per head are goals."""
        if self.average.search(at.clause):
            return False
        return self._is_size(at) or self._is_training(at)

    def _is_size(self, at: SentencePlace) -> bool:
        """路面宽度不小于6米, 单个项目不超过50万元."""
        kind = at.subject.kind
        if kind in ("length", "area"):
            found = self.size.search(at.clause)
            return found is not None
        if kind == "money" and at.sign == "≤":
            found = self.single.search(at.clause)
            return found is not None
        return False

    def _is_training(self, at: SentencePlace) -> bool:
        """在岗培训每年不少于60学时."""
        clause = at.subject.clause
        found = self.training.search(at.text, clause, at.q.end)
        return found is not None

    def _is_each(self, at: SentencePlace, per: Per) -> bool:
        """每户补贴不超过3000元: so much for one, where what is counted is no thing."""
        if per.count != 1:
            return False
        if at.subject.kind in ("count", "fraction"):
            return False
        found = self.each.search(at.clause)
        return found is not None

    def _is_staffing(self, at: SentencePlace) -> bool:
        """师生比不低于1:20."""
        if not at.sign:
            return False
        found = self.staffing.search(at.clause)
        return found is not None

    def _is_worded(self, at: SentencePlace) -> bool:
        """不得低于, 须配备, 原则上: words that make a rule of the clause, or of all up to the next ；."""
        text = at.text
        clause = at.since(_CLAUSE)
        clause_end = at.until(_CLAUSE_END)
        if self.worded_clause.search(text, clause, clause_end):
            return True
        part = at.since(_PART)
        found = self.worded_part.search(text, part, at.q.start)
        return found is not None
