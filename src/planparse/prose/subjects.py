"""Says what each quantity of a sentence measures, carried over lists.

每千人口医师4人、护士5人 gives 每千人口执业（助理）医师 and 每千人口注册护士.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.phrases import BREAKS, PhraseHead, Phrases, clause_start
from planparse.prose.quantities import Quantity
from planparse.prose.words import Lexicon, last_word, longest_word

_THINGS = ("count", "time", "length", "area")
"""Dimensions whose quantities are mostly objects of a verb: 新建公路120公里."""


_LIST = 12
"""No more names than these are given values by 分别."""


class Subject(NamedTuple):
    """What a quantity measures. `base` is the printed 每千人口, `verb` what is done to the thing counted."""

    name: str | None = None
    per: Per | None = None
    base: str = ""
    verb: str = ""
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


class _Turn(NamedTuple):
    """The names that 分别 gives values to, in order, and which comes next."""

    names: Sequence[str] = ()
    at: int = 0

    @property
    def name(self) -> str:
        """The name whose turn it is; "" where there is no list of names."""
        return self.names[self.at] if len(self.names) > 1 and self.at < len(self.names) else ""


_NO_TURN = _Turn()


class _SubjectPlace(NamedTuple):
    """A quantity in its sentence: `low` is where the one before it ends, `clause` where its clause begins."""

    text: str
    start: int
    low: int
    clause: int
    q: Quantity
    kind: str
    """The dimension of its unit."""
    counts: bool
    left: str
    """The words of the clause before the number."""
    joined: bool
    """Only 和, 、 or a comma part it from the quantity before."""

    @property
    def owned(self) -> bool:
        """的 stands behind the number, as in 总规模100亿元的基金."""
        return self.text.startswith("的", self.q.after)


class SubjectReader:
    """Reads the subjects of sentences; holds the words that it needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.lex, self.phrases = grammar.derived(Lexicon), Phrases(grammar)
        self.joints = self.lex.words["joints"]
        self.dimension = {
            w: str(r.attrs["dimension"]) for r in grammar.group("unit") for w in r.words
        }

    def kind(self, q: Quantity) -> str:
        """The dimension of the quantity's unit; "" without a unit or of a quotient."""
        unit = q.unit or ""
        while unit and unit not in self.dimension and unit[0] in self.lex.scale_marks:
            unit = unit[1:]
        if not unit:
            return "count" if q.unit else ""
        return self.dimension.get(unit, "")

    def read(self, text: str, start: int, end: int, quantities: list[Quantity]) -> list[Subject]:
        """The subject of each quantity of the sentence `text[start:end]`, in order."""
        found: list[Subject] = []
        turn = _NO_TURN
        for i, q in enumerate(quantities):
            before = found[-1] if found else Subject(clause=start)
            low = self._behind(text, quantities[i - 1], before) if i else start
            clause = clause_start(text, before.clause if before.inner else low, q.start)
            between = text[low : q.start]
            joined = i > 0 and (between == "，" or between in self.joints)
            kind = self.kind(q)
            at = _SubjectPlace(
                text, start, low, clause, q, kind, kind == "count", text[clause : q.start], joined
            )
            head = self.phrases.head(at.left, at.counts, at.kind in _THINGS)
            turn = self._turn(at, head, turn, quantities[i : i + _LIST])
            found.append(self._subject(at, head, turn.name, quantities[i + 1 : i + 3], end, before))
        return found

    def _behind(self, text: str, last: Quantity, before: Subject) -> int:
        """Where the words before the next quantity begin: behind `last` and, in a list, behind what it counts.

        In 1小时通勤圈、2小时经济圈 the first circle is no subject of the second number.
        """
        over = last.after + len(before.object)
        listed = before.object and text.startswith(before.object, last.after)
        return over if listed and longest_word(text, over, self.lex.words["joints"]) else last.after

    def _turn(
        self, at: _SubjectPlace, head: PhraseHead, turn: _Turn, later: list[Quantity]
    ) -> _Turn:
        """Whose turn it is of the names that 分别 gives values to; 由17%、10%降至3%、2% gives each two."""
        if "分别" in at.left and head.noun:
            return _Turn(self._names(at.text, head.noun, later))
        if not turn.names:
            return turn
        if at.joined:
            return turn._replace(at=turn.at + 1)
        again = at.clause <= at.low and self.lex.pattern["rises"].match(at.text, at.low)
        return turn._replace(at=0) if again else _NO_TURN

    def _names(self, text: str, noun: str, later: list[Quantity]) -> list[str]:
        """The names that a list holds: as many as there are values, or what all joints part."""
        joints = self.joints
        count = 1 + sum(
            1 for _ in takewhile(lambda p: text[p[0].after : p[1].start] in joints, pairwise(later))
        )
        parted = [
            [n for n in self.lex.pattern[name].split(noun) if len(n) > 1]
            for name in ("name-joint", "name-mark")
        ]
        return next((names for names in parted if len(names) == count), parted[0])

    def _subject(
        self,
        at: _SubjectPlace,
        head: PhraseHead,
        given: str,
        later: list[Quantity],
        end: int,
        before: Subject,
    ) -> Subject:
        """The subject of one quantity; `given` is the name that 分别 gives it."""
        inner = bool(later) and self._is_inner(at, later[0])
        tail = self.phrases.tail(at.text, at.q, later, end, at.counts, inner)
        described = self._describes(at, head)
        is_base = at.text[at.q.start - 1 : at.q.start] == "每"
        name = given or (tail if is_base else self._name(at, head, tail, described, before))
        base, per = head.base, head.per
        if per is None and (self._shares(at, head, before) or (name and name == before.name)):
            base, per = before.base, before.per
        whole = name == before.name or (head.trails and name == head.noun)
        if base and name and not whole and not name.startswith("每") and not is_base:
            name = base + name
        is_verb = head.noun in self.phrases.any_verb
        verb = head.verb or (head.noun if is_verb else "" if head.linked else before.verb)
        attribute = "" if head.owns or is_verb else head.noun
        return Subject(
            name or None,
            per,
            base,
            verb,
            at.clause,
            inner,
            tail,
            attribute,
            described,
            at.kind,
            is_base,
        )

    def _describes(self, at: _SubjectPlace, head: PhraseHead) -> bool:
        """设计时速200公里及以上铁路: a gauge, and right behind its bound the things that it tells apart."""
        if at.q.after == at.q.end or not self.lex.pattern["gauge"].search(at.left):
            return False
        return self.phrases.is_thing(at.text, at.q.after)

    def _name(
        self, at: _SubjectPlace, head: PhraseHead, tail: str, described: bool, before: Subject
    ) -> str:
        """The words that name the subject: the quantity's own, else those of the clause or quantity before."""
        return (
            self._object_of_share(at, head)
            or self._choose(head, tail, at, described)
            or self._earlier(at, head)
            or before.name
            or ""
        )

    def _is_inner(self, at: _SubjectPlace, following: Quantity) -> bool:
        if self.kind(following) != "fraction":
            return False
        bounded = at.q.after > at.q.end and at.q.comparator != "≈"
        between = at.text[at.q.after : following.start]
        return (at.kind in ("time", "length") or (bounded and at.kind != "fraction")) and not any(
            c in BREAKS or c in "、和" for c in between
        )

    def _shares(self, at: _SubjectPlace, head: PhraseHead, before: Subject) -> bool:
        """Whether the base of the quantity before holds for this one too.

        A fraction of a thing that is counted whole (2.5张) must be a rate.
        """
        if not at.counts or before.per is None or head.noun[1:2] == "均":
            return False
        if at.text[at.low : at.low + 1] in self.joints or at.clause <= at.low:
            return True
        if before.per.count == 1:
            return head.part
        fraction = (
            any(n != n.to_integral_value() for n in at.q.numbers) and len(at.q.unit or "") == 1
        )
        return fraction or head.part or at.text[at.clause - 1 : at.clause] in ("（", "(")

    def _choose(self, head: PhraseHead, tail: str, at: _SubjectPlace, described: bool) -> str:
        """The phrase behind the number for things counted, else the one before it where there is one."""
        noun, phrases = head.noun, self.phrases
        acted = noun in phrases.acting or last_word(noun, 0, len(noun), phrases.verbs)
        rate = last_word(noun, 0, len(noun), self.lex.words["rate"])
        measured = head.linked or not at.counts or self.lex.pattern["gauge"].search(noun)
        owned = at.owned and not rate and not head.owns and measured
        if tail and noun and not acted and (owned or described):
            thing = phrases.thing(tail)
            if self.lex.pattern["joined-by"].search(at.left):
                return thing
            noun = phrases.after_verb(phrases.left(noun, described)[0], "", True)[0]
            return noun + thing if at.kind == "fraction" else thing + noun
        if (
            not tail
            or not noun
            or (at.counts and not rate)
            or self.lex.pattern["adverbial"].fullmatch(noun)
        ):
            return tail or noun
        spans = head.verb and not head.linked and at.kind == "time" and "的" not in tail
        return tail if acted or spans else noun

    def _object_of_share(self, at: _SubjectPlace, head: PhraseHead) -> str:
        """按照编制床位的2%设置康复床位: what the share is of."""
        by = head.by or ("按" in at.left and self.lex.pattern["share-of"].search(at.left))
        if head.noun and not by:
            return ""
        match = self.lex.pattern["share-object"].match(at.text, at.q.after)
        return match["object"] if match else ""

    def _earlier(self, at: _SubjectPlace, head: PhraseHead) -> str:
        """The object of the clause before, where a clause has none of its own: 建设A，到2025年达到85%.

        No further back than the quantity before, whose subject comes first.
        """
        if (at.joined or head.compared) and at.low > at.start:
            return ""
        clause = at.clause
        for _ in range(3):
            if clause - 1 <= at.low:
                break
            begin = clause_start(at.text, at.low, clause - 1)
            noun = at.text[begin : clause - 1]
            if self.lex.pattern["ground"].search(noun):
                break
            noun = self.phrases.left(self.phrases.right(noun)[0], True)[0]
            if len(noun) > 1 and not self.lex.pattern["when"].fullmatch(noun):
                return noun
            clause = begin
        return ""
