"""The words around a quantity that may say what it measures."""

from __future__ import annotations

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import CLAUSE_ENDS, Sentence, clause_start
from planparse.prose.subjects.heads import PhraseHead, PhraseHeads
from planparse.prose.subjects.tails import CLOSED, PhraseTails
from planparse.prose.words import Lexicon, longest_word

# Dimensions whose quantities are mostly objects of a verb: 新建公路120公里.
_OBJECTS = ("count", "time", "length", "area")
# Dimensions that stand inside the name of a share without a word that bounds them: 10秒接听比例.
_SPANS = ("time", "length")
# Marks and joints that a name with a quantity inside does not have.
_SEPARATORS = CLAUSE_ENDS | {"、", "和"}
# So many quantities behind one may stand between it and the thing that it counts.
_BEHIND = 2


class Surroundings(Struct, frozen=True):
    """A quantity in its sentence, and the words around it."""

    sentence: Sentence
    text: str
    """The paragraph's text, which all offsets index."""
    position: int
    """Of the quantity in the sentence's quantities."""
    q: Quantity
    kind: str
    """The dimension of its unit, as `SurroundingsReader.kinds` gives it."""
    low: int
    """Where the words begin that the quantity before has left."""
    clause: int
    """Where the clause of the quantity begins."""
    left: str
    """The words of the clause before the number."""
    joined: bool
    """Only 和, 、 or a comma stands between it and the quantity before."""
    head: PhraseHead
    """The words before the number, taken apart."""
    tail: str
    """What stands behind the number as the thing meant: 互联网医院 in 2家互联网医院."""
    inner: bool
    """The quantity stands inside the name of the next one: 10秒 in 10秒内接听比例达到95%."""
    described: bool
    """The thing that the value describes stands right behind it: 时速200公里及以上铁路."""
    is_base: bool
    """每3万—5万居民设置1所: the quantity is what others are counted by."""

    @property
    def counts(self) -> bool:
        """Whether the quantity counts things."""
        return self.kind == "count"

    @property
    def owned(self) -> bool:
        """的 stands behind the number, as in 总规模100亿元的基金."""
        return self.text.startswith("的", self.q.after)


class SurroundingsReader:
    """Reads what stands around each quantity of a sentence, one after the other."""

    def __init__(
        self,
        grammar: Grammar,
        heads: PhraseHeads,
        tails: PhraseTails,
    ) -> None:
        lex = grammar.derived(Lexicon)
        self.heads = heads
        self.tails = tails
        self.joints = lex.words["joints"]
        self.joining = self.joints | {"，"}
        self.gauge = lex.pattern["gauge"]
        self.scale_marks = lex.scale_marks
        self.dimension: dict[str, str] = {}
        for rule in grammar.group("unit"):
            dimension = str(rule.attrs["dimension"])
            self.dimension.update(dict.fromkeys(rule.words, dimension))
        self.kinds = Answers(self._kind)

    def read(
        self,
        sentence: Sentence,
        index: int,
        before: Surroundings | None,
    ) -> Surroundings:
        """What stands around the quantity with this index; `before`: around the one before it."""
        text, quantities = sentence.text, sentence.quantities
        q = quantities[index]
        later = quantities[index + 1 : index + 1 + _BEHIND]
        reach = low = sentence.begin
        if before:
            low = self._behind(text, before) if before.tail else before.q.after
            # What stands inside the name of this one belongs to its clause: 10秒内接听比例.
            reach = self._begin_of_name(text, before) if before.inner else low
        clause = clause_start(text, reach, q.start)
        left = text[clause : q.start]
        kind = self.kinds[q.unit or ""]
        counts = kind == "count"
        # Only a share has a name with another quantity inside.
        is_before_share = later != [] and self.kinds[later[0].unit or ""] == "fraction"
        inner = is_before_share and self._is_inner(text, q, kind, later[0])
        joined = before is not None and text[low : q.start] in self.joining
        things = kind in _OBJECTS
        tail = ""
        if text[q.after : q.after + 1] not in CLOSED:  # as behind most
            tail = self.tails.read(text, q, later, sentence.end, counts=counts, inner=inner)
        return Surroundings(
            sentence=sentence,
            text=text,
            position=index,
            q=q,
            kind=kind,
            low=low,
            clause=clause,
            left=left,
            joined=joined,
            head=self.heads.read(left, counts=counts, things=things),
            tail=tail,
            inner=inner,
            described=q.after > q.end and self._is_described(text, q, left),
            is_base=text[q.start - 1 : q.start] == "每",
        )

    def _begin_of_name(self, text: str, inner: Surroundings) -> int:
        """Where a name that a quantity stands in may begin: before the quotation marks around both."""
        is_quoted = text[inner.clause - 1 : inner.clause] == "“"
        return inner.low if is_quoted else inner.clause

    def _kind(self, printed: str) -> str:
        """The dimension of a unit as printed; "" of none and of a quotient."""
        unit = printed
        while unit and unit not in self.dimension:
            if unit[0] not in self.scale_marks:
                break
            unit = unit[1:]  # 万千瓦 is of the dimension of 千瓦
        if unit:
            return self.dimension.get(unit, "")
        return "count" if printed else ""  # 3万: so many of what stands behind

    def _behind(self, text: str, before: Surroundings) -> int:
        """Where the words before the next quantity begin: in a list, behind what is counted.

        In 1小时通勤圈、2小时经济圈 the first circle is no subject of the second number.
        """
        after = before.q.after
        if not text.startswith(before.tail, after):
            return after
        over = after + len(before.tail)
        is_listed = longest_word(text, over, self.joints)
        return over if is_listed else after

    def _is_described(self, text: str, q: Quantity, left: str) -> bool:
        """设计时速200公里及以上铁路: a gauge, and right behind its bound the things that it tells apart."""
        return self.gauge.search(left) is not None and self.tails.is_thing(text, q.after)

    def _is_inner(
        self,
        text: str,
        q: Quantity,
        kind: str,
        following: Quantity,
    ) -> bool:
        """10秒内接听比例达到95%: the quantity is part of the name of the share behind it."""
        is_bounded = q.after > q.end and q.comparator != "≈"
        is_condition = is_bounded and kind != "fraction"  # 500人以上的村覆盖率达到90%
        if kind not in _SPANS and not is_condition:
            return False
        between = text[q.after : following.start]
        return _SEPARATORS.isdisjoint(between)
