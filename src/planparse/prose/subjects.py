"""Says what each quantity of a sentence measures, carried over lists.

每千人口医师4人、护士5人 gives 每千人口执业（助理）医师 and 每千人口注册护士.
"""

from __future__ import annotations

from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.name_lists import LONGEST_LIST, NO_TURN, Turn, listed_names
from planparse.prose.phrase_heads import PhraseHead, PhraseHeads
from planparse.prose.phrase_tails import PhraseTails
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import CLAUSE_ENDS, Sentence, clause_start
from planparse.prose.words import Lexicon, last_word, longest_word

_OBJECTS = ("count", "time", "length", "area")
"""Dimensions whose quantities are mostly objects of a verb: 新建公路120公里."""
_SPANS = ("time", "length")
"""Dimensions that stand inside the name of a share without a word that bounds them: 10秒接听比例."""
_JOINING = frozenset("、和")
_CLAUSES_BACK = 3
"""So many clauses before its own are asked for the subject of a quantity."""
_BEHIND = 2
"""So many quantities behind one may stand between it and the thing that it counts."""


class Subject(NamedTuple):
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
    """The dimension of the quantity's unit, as `SubjectReader.kind` gives it."""
    is_base: bool = False
    """The quantity is itself what others are counted by: 每3万—5万居民设置1所."""


class _SubjectPlace(NamedTuple):
    """A quantity in its sentence, and the words around it that may name its subject."""

    sentence: Sentence
    q: Quantity
    later: list[Quantity]
    """The next quantities, behind which the thing counted may stand."""
    low: int
    """Where the words begin that the quantity before has left."""
    clause: int
    """Where the clause of the quantity begins, at `low` or later."""
    left: str
    """The words of the clause before the number."""
    kind: str
    """The dimension of its unit."""
    joined: bool
    """Only 和, 、 or a comma stands between it and the quantity before."""

    @property
    def counts(self) -> bool:
        """Whether the quantity counts things."""
        return self.kind == "count"

    @property
    def owned(self) -> bool:
        """的 stands behind the number, as in 总规模100亿元的基金."""
        return self.sentence.text.startswith("的", self.q.after)


class SubjectReader:
    """Reads the subjects of sentences; holds the words that it needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.lex = grammar.derived(Lexicon)
        self.heads = PhraseHeads(grammar)
        self.tails = PhraseTails(self.heads)
        self.joints = self.lex.words["joints"]
        self.dimension: dict[str, str] = {}
        for rule in grammar.group("unit"):
            self.dimension.update(dict.fromkeys(rule.words, str(rule.attrs["dimension"])))

    def kind(self, q: Quantity) -> str:
        """The dimension of the quantity's unit; "" without a unit or of a quotient."""
        unit = q.unit or ""
        while unit and unit not in self.dimension and unit[0] in self.lex.scale_marks:
            unit = unit[1:]
        if unit:
            return self.dimension.get(unit, "")
        return "count" if q.unit else ""  # 3万: so many of what stands behind

    def read(self, sentence: Sentence) -> list[Subject]:
        """The subject of each quantity of the sentence, in order."""
        found: list[Subject] = []
        turn = NO_TURN
        before = Subject(clause=sentence.begin)
        for index in range(len(sentence.quantities)):
            at = self._place(sentence, index, before)
            head = self.heads.read(at.left, counts=at.counts, things=at.kind in _OBJECTS)
            turn = self._turn(at, index, head, turn)
            before = self._subject(at, head, turn.name, before)
            found.append(before)
        return found

    def _place(self, sentence: Sentence, index: int, before: Subject) -> _SubjectPlace:
        """The place of the quantity with this index; `before` is the subject of the one before it."""
        text, quantities = sentence.text, sentence.quantities
        q = quantities[index]
        low = sentence.begin
        joined = False
        if index:
            low = self._behind(text, quantities[index - 1], before)
            between = text[low : q.start]
            joined = between == "，" or between in self.joints
        # What stands inside the name of this one belongs to its clause: 10秒内接听比例.
        clause = clause_start(text, before.clause if before.inner else low, q.start)
        return _SubjectPlace(
            sentence=sentence,
            q=q,
            later=quantities[index + 1 : index + 1 + _BEHIND],
            low=low,
            clause=clause,
            left=text[clause : q.start],
            kind=self.kind(q),
            joined=joined,
        )

    def _behind(self, text: str, last: Quantity, before: Subject) -> int:
        """Where the words before the next quantity begin: behind `last` and, in a list, behind what it counts.

        In 1小时通勤圈、2小时经济圈 the first circle is no subject of the second number.
        """
        if not before.object or not text.startswith(before.object, last.after):
            return last.after
        over = last.after + len(before.object)
        return over if longest_word(text, over, self.joints) else last.after

    def _turn(self, at: _SubjectPlace, index: int, head: PhraseHead, turn: Turn) -> Turn:
        """Whose turn it is of the names that 分别 gives values to."""
        text = at.sentence.text
        if "分别" in at.left and head.noun:
            values = at.sentence.quantities[index : index + LONGEST_LIST]
            return Turn(listed_names(text, head.noun, values, self.lex))
        if not turn.names:
            return turn
        if at.joined:
            return turn._replace(at=turn.at + 1)
        # 由17%、10%降至3%、2% gives each name two values.
        again = at.clause <= at.low and self.lex.pattern["rises"].match(text, at.low)
        return turn._replace(at=0) if again else NO_TURN

    def _subject(
        self,
        at: _SubjectPlace,
        head: PhraseHead,
        given: str,
        before: Subject,
    ) -> Subject:
        """The subject of one quantity; `given` is the name that 分别 gives it."""
        sentence, q = at.sentence, at.q
        inner = self._is_inner(at)
        described = self._is_described(at)
        tail = self.tails.read(
            sentence.text,
            q,
            at.later,
            sentence.end,
            counts=at.counts,
            inner=inner,
        )
        is_base = sentence.text[q.start - 1 : q.start] == "每"
        if given:
            name = given
        elif is_base:
            name = tail
        else:
            name = self._name(at, head, tail, before, described=described)
        base = head.base
        per = head.per
        is_same = name == before.name
        if per is None and (self._shares_base(at, head, before) or (name and is_same)):
            base = before.base
            per = before.per
        has_base = is_same or is_base or (head.trails and name == head.noun)
        if base and name and not has_base and not name.startswith("每"):
            name = base + name
        noun_is_verb = head.noun in self.heads.any_verb
        return Subject(
            name=name or None,
            per=per,
            base=base,
            verb=self._verb(head, before, noun_is_verb=noun_is_verb),
            clause=at.clause,
            inner=inner,
            object=tail,
            attribute="" if head.owns or noun_is_verb else head.noun,
            described=described,
            kind=at.kind,
            is_base=is_base,
        )

    def _verb(self, head: PhraseHead, before: Subject, *, noun_is_verb: bool) -> str:
        """What is done to the thing counted: a verb goes on over a list until something is measured."""
        if head.verb:
            return head.verb
        if noun_is_verb:
            return head.noun
        return "" if head.linked else before.verb

    def _is_described(self, at: _SubjectPlace) -> bool:
        """设计时速200公里及以上铁路: a gauge, and right behind its bound the things that it tells apart."""
        if at.q.after == at.q.end or not self.lex.pattern["gauge"].search(at.left):
            return False
        return self.tails.is_thing(at.sentence.text, at.q.after)

    def _is_inner(self, at: _SubjectPlace) -> bool:
        """10秒内接听比例达到95%: the quantity is part of the name of the share behind it."""
        if not at.later or self.kind(at.later[0]) != "fraction":
            return False
        is_bounded = at.q.after > at.q.end and at.q.comparator != "≈"
        if at.kind not in _SPANS and (not is_bounded or at.kind == "fraction"):
            return False
        between = at.sentence.text[at.q.after : at.later[0].start]
        return CLAUSE_ENDS.isdisjoint(between) and _JOINING.isdisjoint(between)

    def _shares_base(self, at: _SubjectPlace, head: PhraseHead, before: Subject) -> bool:
        """Whether the base of the quantity before (每千人口) holds for this one too."""
        if not at.counts or before.per is None or head.noun[1:2] == "均":
            return False
        text = at.sentence.text
        if text[at.low : at.low + 1] in self.joints or at.clause <= at.low:
            return True
        if head.part:
            return True
        if before.per.count == 1:
            return False
        return _is_fraction(at.q) or text[at.clause - 1 : at.clause] in ("（", "(")

    def _name(
        self,
        at: _SubjectPlace,
        head: PhraseHead,
        tail: str,
        before: Subject,
        *,
        described: bool,
    ) -> str:
        """The words that name the subject: the quantity's own, else those of the clause or quantity before."""
        return (
            self._object_of_share(at, head)
            or self._own_name(at, head, tail, described=described)
            or self._earlier(at, head)
            or before.name
            or ""
        )

    def _own_name(
        self,
        at: _SubjectPlace,
        head: PhraseHead,
        tail: str,
        *,
        described: bool,
    ) -> str:
        """The phrase behind the number for things counted, else the one before it where there is one."""
        noun = head.noun
        if not tail or not noun:
            return tail or noun
        is_rate = bool(last_word(noun, 0, len(noun), self.lex.words["rate"]))
        is_acted = self._is_acted(noun)
        is_of_thing = described or (not is_rate and self._is_of_thing(at, head))
        if is_of_thing and not is_acted:
            return self._name_of_thing(at, noun, tail, described=described)
        if at.counts and not is_rate:
            return tail
        if is_acted or self.lex.pattern["adverbial"].fullmatch(noun):
            return tail
        is_span = head.verb and not head.linked and at.kind == "time"
        return tail if is_span and "的" not in tail else noun

    def _is_acted(self, noun: str) -> bool:
        """Whether the words before the number are or end in a verb, done to what stands behind."""
        return noun in self.tails.acting or bool(last_word(noun, 0, len(noun), self.heads.verbs))

    def _is_of_thing(self, at: _SubjectPlace, head: PhraseHead) -> bool:
        """总规模100亿元的基金: what is measured stands before the number, of which thing behind 的."""
        if not at.owned or head.owns:
            return False
        if head.linked or not at.counts:
            return True
        return self.lex.pattern["gauge"].search(head.noun) is not None

    def _name_of_thing(self, at: _SubjectPlace, noun: str, tail: str, *, described: bool) -> str:
        """The thing behind the number with the words before it: 基金总规模, 覆盖率达到90%的村."""
        thing = self.tails.thing(tail)
        if self.lex.pattern["joined-by"].search(at.left):
            return thing
        noun = self.heads.left(noun, things=described).noun
        noun = self.heads.after_verb(noun, "", counts=True)[0]
        return noun + thing if at.kind == "fraction" else thing + noun

    def _object_of_share(self, at: _SubjectPlace, head: PhraseHead) -> str:
        """按照编制床位的2%设置康复床位: what the share is of."""
        if head.noun and not head.by:
            is_share = "按" in at.left and self.lex.pattern["share-of"].search(at.left)
            if not is_share:
                return ""
        match = self.lex.pattern["share-object"].match(at.sentence.text, at.q.after)
        return match["object"] if match else ""

    def _earlier(self, at: _SubjectPlace, head: PhraseHead) -> str:
        """The object of the clause before, where a clause has none of its own: 建设A，到2025年达到85%.

        No further back than the quantity before, whose subject comes first.
        """
        text = at.sentence.text
        if (at.joined or head.compared) and at.low > at.sentence.begin:
            return ""
        clause = at.clause
        for _ in range(_CLAUSES_BACK):
            if clause - 1 <= at.low:
                break
            begin = clause_start(text, at.low, clause - 1)
            noun = text[begin : clause - 1]
            if self.lex.pattern["ground"].search(noun):
                break
            noun = self.heads.left(self.heads.right(noun)[0], things=True).noun
            if len(noun) > 1 and not self.lex.pattern["when"].fullmatch(noun):
                return noun
            clause = begin
        return ""


def _is_fraction(q: Quantity) -> bool:
    """2.5张: a part of a thing that is counted whole must be a rate."""
    has_parts = any(number != number.to_integral_value() for number in q.numbers)
    return has_parts and len(q.unit or "") == 1
