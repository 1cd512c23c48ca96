"""Says what a quantity in a sentence measures: the noun phrase before or behind it, carried over lists.

每千人口执业（助理）医师3人、注册护士3.21人 gives 每千人口执业（助理）医师 and 每千人口注册护士.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from planparse.grammar import Grammar
from planparse.plan import Per
from planparse.quantities import Lexicon, Quantity, Words, last_word, longest_word
from planparse.units import read_per

_BREAKS = frozenset("，,；;：:。！？!?")
_OPENING, _CLOSING = frozenset("（(《“"), frozenset("）)》”")
_JOINTS = ("、", "和", "及", "与", "以及", "，")
_THINGS = ("count", "time", "length", "area")
"""Dimensions whose quantities are mostly objects of a verb: 新建公路120公里."""
_REACH = 120
"""No subject begins further than this before its number."""
_TAIL = 60


@dataclass(frozen=True, slots=True)
class Subject:
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
    is_base: bool = False
    """The quantity is itself what others are counted by: 每3万—5万居民设置1所."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The words before a number, taken apart."""

    noun: str
    base: str
    per: Per | None
    verb: str
    linked: bool
    compared: bool
    part: bool
    """其中: a part of the subject before it."""
    owns: bool
    """有: what follows is had, not measured."""


class Reader:
    """Reads the subjects of one sentence; holds the words that it needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.lex = grammar, Lexicon.of(grammar)
        words = self.lex.words
        self.per = grammar.pattern("units.per")
        self.kept = words["kept"] | words["not-about"]
        self.copulas = words["links"] | self.lex.before | words["changes"]
        self.verbs, self.any_verb = words["verbs"], words["verbs"] | words["nominal-verbs"]
        self.front_stops = Words(words["stops"].all - words["nominal-verbs"].all)
        self.describing = self.any_verb | words["links"] | Words(("具备", "能够"))
        self.leads = self.verbs | words["prepositions"]
        self.dimension = {w: str(r.attrs["dimension"]) for r in grammar.group("unit") for w in r.words}

    @staticmethod
    def of(grammar: Grammar) -> Reader:
        """The reader of this grammar, made once."""
        if "prose.subjects" not in grammar.cache:
            grammar.cache["prose.subjects"] = Reader(grammar)
        reader: Reader = grammar.cache["prose.subjects"]
        return reader

    def kind(self, q: Quantity) -> str:
        """The dimension of the quantity's unit; "" without a unit or of a quotient."""
        unit = q.unit or ""
        while unit and unit not in self.dimension and unit[0] in "十百千万亿":
            unit = unit[1:]
        if not unit:
            return "count" if q.unit else ""
        return self.dimension.get(unit, "")

    def read(self, text: str, start: int, end: int, quantities: list[Quantity]) -> list[Subject]:
        """The subject of each quantity of the sentence `text[start:end]`, in order."""
        found: list[Subject] = []
        names: list[str] = []
        for i, q in enumerate(quantities):
            before = found[-1] if found else Subject(clause=start)
            low = quantities[i - 1].after if i else start
            clause = self._clause(text, before.clause if before.inner else low, q.start)
            kind = self.kind(q)
            counts = kind == "count"
            head = self._head(text[clause:q.start], counts, kind in _THINGS)
            following = quantities[i + 1] if i + 1 < len(quantities) else None
            inner = following is not None and self._is_inner(text, q, following)
            is_base = text[q.start - 1:q.start] == "每"
            tail = self._tail(text, q, quantities[i + 1:i + 3], end, counts, inner)
            joined = i > 0 and text[low:q.start] in _JOINTS
            names = self._shared_out(text[clause:q.start], head, names[1:] if joined else [])
            name = names[0] if len(names) > 1 or (joined and names) else (
                tail if is_base else self._object_of_share(text, clause, q, head) or self._choose(head, tail, counts, text[q.after:q.after + 1] == "的")
                or self._earlier(text, clause, low, start, joined or head.compared)
                or before.name or "")
            base, per = head.base, head.per
            if per is None and before.per is not None and self._shares(text, q, head, before, clause, low):
                base, per = before.base, before.per
            if base and name and not name.startswith("每") and not is_base:
                name = base + name
            verb = head.verb or (head.noun if head.noun in self.any_verb else "" if head.linked else before.verb)
            found.append(Subject(
                name or None, per, base, verb, clause,
                inner, tail, "" if head.owns or head.noun in self.any_verb else head.noun, is_base,
            ))
        return found

    @staticmethod
    def _shared_out(left: str, head: _Head, names: list[str]) -> list[str]:
        """The names that 分别 gives one value each; those that are still to come of an earlier list."""
        return _names(head.noun) if "分别" in left and head.noun else names

    def _is_inner(self, text: str, q: Quantity, following: Quantity) -> bool:
        between = text[q.after:following.start]
        return self.kind(q) in ("time", "length") and following.unit in ("%", "％", "‰") and not any(
            c in _BREAKS or c in "、和" for c in between)

    def _shares(self, text: str, q: Quantity, head: _Head, before: Subject, clause: int, low: int) -> bool:
        """Whether the base of the quantity before holds for this one too.

        A fraction of a thing that is counted whole (2.5张) must be a rate.
        """
        if self.kind(q) != "count" or before.per is None or head.noun[1:2] == "均":
            return False
        if text[low:low + 1] in ("、", "和", "及", "与") or clause <= low:
            return True
        if before.per.count == 1:
            return False
        fraction = any(n != n.to_integral_value() for n in q.numbers) and len(q.unit or "") == 1
        return fraction or head.part or text[clause - 1:clause] in ("（", "(")

    def _clause(self, text: str, low: int, end: int) -> int:
        """Where the clause of the number at `end` begins: past a comma, a bracket, or the quantity before."""
        depth, closed, low = 0, low, max(low, end - _REACH)
        for i in range(end - 1, low - 1, -1):
            c = text[i]
            if c in _CLOSING:
                closed, depth = (i + 1 if depth == 0 else closed), depth + 1
            elif c in _OPENING:
                if depth == 0:
                    return i + 1
                depth -= 1
            elif depth == 0 and c in _BREAKS:
                return i + 1
        return closed if depth else low

    def _head(self, head: str, counts: bool, things: bool) -> _Head:
        compared = self.lex.pattern["since"].search(head)
        noun = head[:compared.start()] if compared else head
        if "年" in noun or "五" in noun:
            noun = self.lex.pattern["when"].sub("", noun)
        whole = noun
        noun, linked = self._right(noun)
        owns = "有" in whole[len(noun):]
        if whole.endswith("的"):  # 不低于…总数的8% says what the share is of
            for bound in self.lex.words["far-bounds"].ordered:
                noun = noun.replace(bound, "占", 1)
        noun, part, verb = self._left(noun, things)
        noun, base, per = self._base(noun, things)
        noun, verb = self._after_verb(noun, verb, counts)
        return _Head(noun, base, per, verb, linked, compared is not None, part, owns)

    def _right(self, head: str) -> tuple[str, bool]:
        """Without the verbs and adverbs between subject and number; whether there was a verb."""
        end, linked = len(head), False
        while end:
            word = last_word(head, 0, end, self.copulas)
            if word:
                if last_word(head, 0, end, self.kept):
                    break
                linked = True
            elif head[end - 1] in "：:“”、，的":
                word = head[end - 1]
            else:
                word = last_word(head, 0, end, self.lex.words["openers"])
            if not word:
                break
            end -= len(word)
        return head[:end], linked

    def _left(self, noun: str, things: bool) -> tuple[str, bool, str]:
        """Without the adverbs and the verb that open a clause; whether 其中 is one; the verb."""
        at, part, verb = 0, False, ""
        verbs = self.any_verb if things else self.verbs
        while at < len(noun):
            if longest_word(noun, at, self.lex.words["compounds"]):
                break
            word = noun[at] if noun[at] in "、，：:“”）)的" else longest_word(noun, at, self.lex.words["openers"])
            if not word and (word := self._verb_at(noun, at, verbs if not verb else self.verbs)):
                verb = word
            if not word:
                break
            part = part or word.startswith("其中")
            at += len(word)
        return _paired(noun, at), part, verb

    def _verb_at(self, noun: str, at: int, verbs: Words) -> str:
        """The verb that opens `noun[at:]` and has an object; "" where it is part of a name."""
        word = longest_word(noun, at, verbs)
        over = at + len(word)
        return "" if len(noun) - over < 2 or self.lex.pattern["compound"].match(noun, over) else word

    def _base(self, noun: str, things: bool) -> tuple[str, str, Per | None]:
        """The phrase without its 每千人口, and that base; the last one where there are several."""
        base, per = "", None
        while "每" in noun and (match := self.per.search(noun)):
            end = self._one_end(noun, match) if match["one"] else match.end()
            base, per = self._right(noun[match.start():end])[0], read_per(match[0], self.grammar)
            noun = self._left(noun[end:], things)[0]
        return noun, base, per

    def _one_end(self, noun: str, match: regex.Match[str]) -> int:
        """Where 每个… ends: before the verb that says what each has."""
        for at in range(match.end(), len(noun)):
            if noun[at] in "均都每" or len(longest_word(noun, at, self.any_verb)) > 1:
                return at
        return match.end()

    def _after_verb(self, noun: str, verb: str, counts: bool) -> tuple[str, str]:
        """The object where the phrase has a verb or 按照 in its middle: 全区建立医联体2个."""
        leads = self.leads if counts else self.lex.words["prepositions"]
        for at in range(len(noun) - 2, -1, -1):
            if noun[at] in leads.by_first and len(word := longest_word(noun, at, leads)) > 1:
                over = at + len(word)
                if len(noun) - over > 1 and noun[over] not in "的率数区" and not _torn(noun[over:]):
                    return noun[over:], word
        return noun, verb

    def _tail(self, text: str, q: Quantity, later: list[Quantity], end: int, counts: bool, inner: bool) -> str:
        """The noun phrase behind the unit, "" where a verb or a stop follows.

        In 3家产值超50亿元的龙头企业 it stands behind the next quantity.
        """
        if later and counts and text[later[0].after:later[0].after + 1] == "的" \
                and _phrase_end(text, q.after, later[0].start) == later[0].start:
            q, later = later[0], later[1:]
        limit = later[0].start if later else end
        at = q.after + (text[q.after:q.after + 1] == "的")
        phrase = text[at:_phrase_end(text, at, min(limit, at + _TAIL))].rstrip("和及与或")
        if not phrase or phrase[0] in "（(”" or (at == q.after and phrase in self.any_verb):
            return ""
        if text[q.after - 1] != "内" and not inner and not longest_word(phrase, 0, self.lex.words["compounds"]) and (
            stop := longest_word(text, q.after, self.front_stops) or longest_word(phrase, 0, self.front_stops)
        ):
            return self._described(phrase, stop)
        return self._object(phrase) if counts else self._right(phrase)[0]

    def _described(self, phrase: str, stop: str) -> str:
        """达到二级水平的医院: a clause that describes what is counted; "" where the verb is the sentence's own."""
        clause = phrase.find("的", len(stop))
        if stop not in self.describing or not 0 < clause < len(phrase) - 2:
            return ""
        return phrase[:clause] + self._object(phrase[clause:])

    def _object(self, phrase: str) -> str:
        stops = self.lex.words["stops"]
        for at in range(2, len(phrase)):
            if phrase[at] in stops.by_first and len(word := longest_word(phrase, at, stops)) > 1 \
                    and phrase[at + len(word):at + len(word) + 1] != "的" and not _torn(phrase[:at]):
                return phrase[:at]
        return phrase

    def _choose(self, head: _Head, tail: str, counts: bool, owned: bool) -> str:
        """The phrase behind the number for things counted, else the one before it where there is one.

        `owned`: 的 stands between, as in 总规模100亿元的基金.
        """
        acted = last_word(head.noun, 0, len(head.noun), self.verbs)
        measured = head.noun and head.noun not in self.any_verb and not head.owns and not acted
        if tail and owned and measured and (head.linked or not counts) and head.noun[-1] not in "率比":
            return self._object(tail) + self._after_verb(head.noun, "", True)[0]
        if not tail or not head.noun or (counts and "率" not in head.noun[-1:]):
            return tail or head.noun
        return tail if acted or head.noun in self.any_verb else head.noun

    def _object_of_share(self, text: str, clause: int, q: Quantity, head: _Head) -> str:
        """按照编制床位的2%设置康复床位: what the share is of."""
        if head.noun and not self.lex.pattern["share-of"].search(text[clause:q.start]):
            return ""
        match = self.lex.pattern["share-object"].match(text, q.after)
        return match["object"] if match else ""

    def _earlier(self, text: str, clause: int, low: int, start: int, carries: bool) -> str | None:
        """The object of the clause before, where a clause has none of its own: 建设A，到2025年达到85%.

        No further back than `low`, where the quantity before ends: its subject comes first.
        """
        for _ in range(0 if carries and low > start else 3):
            if clause - 1 <= low:
                break
            begin = self._clause(text, low, clause - 1)
            noun = self._left(self._right(text[begin:clause - 1])[0], True)[0]
            if len(noun) > 1 and not self.lex.pattern["when"].fullmatch(noun):
                return noun
            clause = begin
        return None


def _phrase_end(text: str, at: int, end: int) -> int:
    """Where the phrase that begins at `text[at]` ends: at a mark outside brackets, or a bracket that closes it."""
    depth = 0
    for i in range(at, end):
        c = text[i]
        depth += (c in _OPENING) - (c in _CLOSING)
        if depth < 0 or (depth == 0 and (c in _BREAKS or c == "、")):
            return i
    return end


def _torn(text: str) -> bool:
    """Whether brackets of `text` do not pair, so that a cut at its edge would tear one."""
    return text.count("（") != text.count("）") or text.count("《") != text.count("》")


def _paired(noun: str, at: int) -> str:
    """`noun[at:]` with the quotation mark that its closing one needs."""
    rest = noun[at:]
    if at and noun[at - 1] == "“" and rest.count("”") > rest.count("“"):
        return "“" + rest
    return rest


def _names(noun: str) -> list[str]:
    return [n for n in regex.split("以及|、|和|与|及", noun) if len(n) > 1]
