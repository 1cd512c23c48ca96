"""Tells changes apart, and reads what a change is measured against."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.prose.places import SentencePlace
from planparse.prose.words import Lexicon, last_word

# Dimensions of things that are themselves improved: 改造提升8万亩.
_COUNTED = ("count", "area", "length")


class Changes:
    """Tells changes by the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        self.adverbs = lex.adverbs
        self.verbs = lex.words["changes"]
        self.aims = lex.words["aims"]
        self.names = lex.words["kept"]
        self.reached = lex.words["reached"]
        self.points = lex.pattern["points"]
        self.since = lex.pattern["since"]
        self.verb_before = lex.pattern["change-of"]
        self.opens = lex.pattern["from"]
        self.rises = lex.pattern["rises"]
        self.is_basis = lex.pattern["is-basis"]
        self.comes_there = lex.pattern["comes-there"]
        self.compared = lex.pattern["basis"]
        # The last letters of all words that a change may be told by: most numbers follow another one.
        self.last_letters = frozenset(self.adverbs.by_last).union(self.verbs.by_last)
        # A plan has few units, and asks for each again and again.
        self._are_points = Answers[str, bool](lambda unit: self.points.search(unit) is not None)

    def is_change(self, at: SentencePlace) -> bool:
        """较2015年提高5%: by how much something changes, not what it comes to."""
        if at.follows_change or at.is_doubled:
            return True
        if at.subject.kind == "fraction" and self.verb_before.search(at.clause):
            return True  # 亩均降低成本15%: the verb stands before what changes
        q = at.q
        ends_like_one = at.text[q.start - 1 : q.start] in self.last_letters
        if not ends_like_one and not self._are_points[q.unit or ""]:
            return False  # as most
        verb = self._verb(at)
        if not verb:
            return False
        # 提升30分钟急救能力: what is improved is not improved by 30 minutes.
        is_aim = verb in self.aims and self._has_object(at)
        return not is_aim

    def is_points(self, at: SentencePlace) -> bool:
        """Whether the unit is that of a difference of percentages."""
        return self._are_points[at.q.unit or ""]

    def is_start(self, at: SentencePlace) -> bool:
        """由65%提升至80%, 在5134张的基础上新增970张: the value that a change starts from."""
        if self.is_basis.match(at.text, at.q.after):
            # 在2025年达到14%的基础上: a goal that a later one builds on.
            return self.comes_there.search(at.clause) is None
        if not self.opens.search(at.clause):
            return False
        # 由 alone may say who does something: only with 提高到 behind the number it opens a change.
        found = self.rises.match(at.text, at.q.after)
        return found is not None

    def basis(self, at: SentencePlace) -> str | None:
        """The printed words that a change is measured against: 2015年 in 较2015年提高5%."""
        part = at.since("；")
        match = self.compared.search(at.text, part, at.q.start)
        if match is None:
            return None
        return next((words for words in match.groups() if words), None)

    def _has_object(self, at: SentencePlace) -> bool:
        """提升30分钟急救能力, 改造提升8万亩: the number is of what is improved, not by how much."""
        return bool(at.subject.object) or at.subject.kind in _COUNTED

    def _verb(self, at: SentencePlace) -> str:
        """The verb of increase or decrease that makes it a change, or its unit; "" of a value reached."""
        text = at.text
        clause = at.subject.clause
        end = at.q.start
        verb = ""
        # 提高了约5%: adverbs stand between, each of which ends like a verb or like another one.
        while clause < end and text[end - 1] in self.last_letters:
            adverb = last_word(text, clause, end, self.adverbs)
            word = adverb or last_word(text, clause, end, self.verbs)
            if word and last_word(text, clause, end, self.names):  # 人口自然增长率
                return ""
            if not adverb:
                verb = word
                break
            end -= len(adverb)
        unit = at.q.unit or ""
        points = self._are_points[unit]
        if not verb:
            # A difference of percentages is a change without any verb, unless it is reached.
            if points and text[end : at.q.start] not in self.reached:
                return unit
            return ""
        if len(verb) > 1 or points:
            return verb
        # 高5米 and 少3人 are changes only where something is compared.
        if self.since.search(text, clause, end):
            return verb
        return ""
