"""Says what each quantity of a sentence measures, carried over lists.

每千人口医师4人、护士5人 gives 每千人口执业（助理）医师 and 每千人口注册护士.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import Sentence
from planparse.prose.subjects.heads import PhraseHead, PhraseHeads
from planparse.prose.subjects.name_lists import NO_TURN, NameLists, Turn
from planparse.prose.subjects.names import SubjectNames
from planparse.prose.subjects.surroundings import Surroundings, SurroundingsReader
from planparse.prose.subjects.tails import PhraseTails
from planparse.prose.words import Lexicon

_OPENING = ("（", "(")


class Subject(Struct, frozen=True):
    """What a quantity measures."""

    name: str | None = None
    per: Per | None = None
    base: str = ""
    """每千人口, as printed."""
    verb: str = ""
    """What is done to the thing counted."""
    clause: int = 0
    """Where the quantity's own clause begins."""
    inner: bool = False
    """The quantity stands inside the name of the next one: 10秒 in 10秒内接听比例达到95%."""
    object: str = ""
    """What stands behind the number as the thing meant: 互联网医院 in 2家互联网医院."""
    attribute: str = ""
    """What stands before the number as that which is measured: 人口 in 人口低于800人的村."""
    described: bool = False
    """The thing that the value describes stands right behind it: 时速200公里及以上铁路."""
    kind: str = ""
    """The dimension of the quantity's unit, as `SurroundingsReader.kinds` gives it."""
    is_base: bool = False
    """The quantity is itself what others are counted by: 每3万—5万居民设置1所."""


_NO_SUBJECT = Subject()


class SubjectReader:
    """Reads the subjects of sentences."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        self.heads = PhraseHeads(grammar)
        tails = PhraseTails(lex, self.heads)
        self.surroundings = SurroundingsReader(grammar, self.heads, tails)
        self.names = SubjectNames(lex, self.heads, tails)
        self.lists = NameLists(lex)
        self.shares = lex.pattern["respectively"]
        self.joints = lex.words["joints"]
        self.names_nothing = lex.words["names-nothing"]
        self.rises = lex.pattern["rises"]

    def read(self, sentence: Sentence) -> list[Subject]:
        """The subject of each quantity of the sentence, in order."""
        found: list[Subject] = []
        at: Surroundings | None = None
        before = _NO_SUBJECT
        turn = NO_TURN
        # Most sentences share no values out among names.
        shares = self.shares.search(sentence.text, sentence.begin, sentence.end) is not None
        for index in range(len(sentence.quantities)):
            at = self.surroundings.read(sentence, index, at)
            if shares:
                turn = self._turn(at, turn, found)
            before = self._subject(at, turn.name, before)
            found.append(before)
        return found

    def _turn(self, at: Surroundings, turn: Turn, found: Sequence[Subject]) -> Turn:
        """Whose turn it is of the names that 分别 gives values to; `found` are the subjects so far."""
        if self.shares.search(at.left):
            if at.head.noun:
                return Turn(self.lists.read(at.sentence, at.position, at.head.noun))
            if at.head.base:
                return Turn(self._counted_before(at, found))
        if not turn.names:
            return turn
        if at.joined:
            return turn.next()
        # 由17%、10%降至3%、2% gives each name two values.
        is_same_clause = at.clause <= at.low
        if is_same_clause and self.rises.match(at.text, at.low):
            return turn.again()
        return NO_TURN

    def _counted_before(self, at: Surroundings, found: Sequence[Subject]) -> list[str]:
        """What was counted right before rates of it: 医师1494人、护士1635人，每千人口分别为2.62人和2.86人."""
        count = self.lists.values(at.sentence, at.position)
        names = [subject.name or "" for subject in found[-count:]]
        return names if len(set(names)) == count else []

    def _subject(self, at: Surroundings, given: str, before: Subject) -> Subject:
        """The subject of one quantity; `given` is the name that 分别 gives it."""
        head = at.head
        # 分别 names it, or what it counts by, or its own words, or the quantity before.
        name = given or (at.tail if at.is_base else self.names.read(at) or before.name or "")
        if name in self.names_nothing:
            name = ""
        base = head.base
        per = head.per
        if per is None and before.per is not None and self._has_base_of(at, name, before):
            base = before.base
            per = before.per
        if base and self._lacks_base(at, name, before):
            name = base + name
        noun_is_verb = head.noun in self.heads.any_verb
        return Subject(
            name=name or None,
            per=per,
            base=base,
            verb=head.verb or self._verb(head, before, noun_is_verb=noun_is_verb),
            clause=at.clause,
            inner=at.inner,
            object=at.tail,
            attribute="" if head.owns or noun_is_verb else head.noun,
            described=at.described,
            kind=at.kind,
            is_base=at.is_base,
        )

    def _lacks_base(self, at: Surroundings, name: str, before: Subject) -> bool:
        """Whether 每千人口 belongs before the name."""
        if not name or at.is_base:
            return False
        if name == before.name:  # which has it
            return False
        # 补贴每人每月500元 names the grant.
        if at.head.trails and name == at.head.noun:
            return False
        return not name.startswith("每")

    def _has_base_of(self, at: Surroundings, name: str, before: Subject) -> bool:
        """Whether the base of the quantity before holds for this one, too."""
        is_same = bool(name) and name == before.name
        return is_same or self._shares_base(at, before)

    def _shares_base(self, at: Surroundings, before: Subject) -> bool:
        """每千人口医师4人、护士5人: what is counted in one list is counted by the same base."""
        if before.per is None or not at.counts:
            return False
        if at.head.noun[1:2] == "均":  # 人均, 户均: a base of its own
            return False
        text = at.text
        first = text[at.low : at.low + 1]
        if first in self.joints or at.clause <= at.low:
            return True
        if at.head.part:
            return True
        # 每个镇建成1所…，新增床位200张: one for each says nothing of the next clause.
        if before.per.count == 1:
            return False
        mark = text[at.clause - 1 : at.clause]
        return mark in _OPENING or _is_fraction(at.q)

    def _verb(
        self,
        head: PhraseHead,
        before: Subject,
        *,
        noun_is_verb: bool,
    ) -> str:
        """What is done to the thing counted; a verb goes on over a list until one is measured."""
        if noun_is_verb:
            return head.noun
        if head.linked:  # measured, not done
            return ""
        return before.verb


def _is_fraction(q: Quantity) -> bool:
    """2.5张: a part of a thing that is counted whole must be a rate."""
    if len(q.unit or "") != 1:  # 2.5万张, 2.5公里
        return False
    return any(number != number.to_integral_value() for number in q.numbers)
