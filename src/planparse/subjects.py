"""Says what a quantity in a sentence measures: the noun phrase before or behind it, carried over lists.

每千人口执业（助理）医师3人、注册护士3.21人 gives 每千人口执业（助理）医师 and 每千人口注册护士.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from planparse.grammar import Grammar
from planparse.plan import Per
from planparse.quantities import Lexicon, Quantity, last_word, longest_word
from planparse.units import read_per

_BREAKS = frozenset("，,；;：:。！？!?")
_JOINTS = "、和及与，,"
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


class Reader:
    """Reads the subjects of one sentence; holds the words that it needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.lex = grammar, Lexicon.of(grammar)
        words = self.lex.words
        self.per = grammar.pattern("units.per")
        self.ends = words["links"] | frozenset(self.lex.before) | words["changes"] | words["openers"]
        self.verbs, self.any_verb = words["verbs"], words["verbs"] | words["nominal-verbs"]
        self.stops = words["stops"]
        self.dimension = {w: str(r.attrs["dimension"]) for r in grammar.group("unit") for w in r.words}

    def counts(self, q: Quantity) -> bool:
        """Whether the quantity counts things, as 个 and 万人 do."""
        return self.kind(q) == "count"

    def kind(self, q: Quantity) -> str:
        """The dimension of the quantity's unit; "" without a unit or of a quotient."""
        unit = q.unit or ""
        while unit and unit not in self.dimension and unit[0] in "十百千万亿":
            unit = unit[1:]
        return self.dimension.get(unit, "")

    def read(self, text: str, start: int, end: int, quantities: list[Quantity]) -> list[Subject]:
        """The subject of each quantity of the sentence `text[start:end]`, in order."""
        found: list[Subject] = []
        names: list[str] = []
        low = start
        for i, q in enumerate(quantities):
            following = quantities[i + 1] if i + 1 < len(quantities) else None
            before = found[-1] if found else Subject(clause=start)
            if found and found[-1].inner:
                low = found[-1].clause
            clause = self._clause(text, low, q.start)
            head = self._head(text[clause:q.start], q)
            tail = self._tail(text, q, following.start if following else end)
            subject = self._choose(head, tail, q)
            joined = i > 0 and not text[quantities[i - 1].after:q.start].strip("、和及与至约近（）()")
            if "分别" in text[clause:q.start] and head.noun:
                names = _names(head.noun)
                subject = names[0] if len(names) > 1 else subject
            elif joined and names:
                names = names[1:]
                subject = names[0] if names else subject
            if not subject:
                subject = (before.name if found and (joined or head.compared or head.linked or clause > start)
                           else None) or self._earlier(text, start, clause, q)
            found.append(self._carry(text, q, head, subject, before, clause, following, low))
            low = q.after
        return found

    def _carry(
        self, text: str, q: Quantity, head: _Head, name: str | None, before: Subject, clause: int,
        following: Quantity | None, low: int,
    ) -> Subject:
        base, per = head.base, head.per
        if per is None and before.per is not None and self._shares(text, q, head, before, clause, low):
            base, per = before.base, before.per
        if base and name and not name.startswith("每"):
            name = base + name
        verb = head.verb or ("" if head.linked else before.verb)
        inner = following is not None and self.kind(q) in ("time", "length") and \
            following.unit in ("%", "％", "‰") and not any(c in _BREAKS or c == "、"
                                                          for c in text[q.after:following.start])
        return Subject(name, per, base, verb, clause, inner)

    def _shares(self, text: str, q: Quantity, head: _Head, before: Subject, clause: int, low: int) -> bool:
        """Whether the base of the quantity before holds for this one too."""
        if not self.counts(q) or before.per is None:
            return False
        between = text[low:low + 1]
        if between in ("、", "和", "及", "与") or clause <= low:
            return True
        if before.per.count == 1:
            return False
        fraction = any(n != n.to_integral_value() for n in q.numbers) and len(q.unit or "") == 1
        return fraction or head.part or text[clause - 1:clause] in ("（", "(")

    def _clause(self, text: str, low: int, end: int) -> int:
        """Where the clause of the number at `end` begins: past a comma, an open bracket, or the quantity before."""
        depth, low = 0, max(low, end - _REACH)
        for i in range(end - 1, low - 1, -1):
            c = text[i]
            if c in "）)》":
                depth += 1
            elif c in "（(《":
                if depth == 0:
                    return i + 1
                depth -= 1
            elif depth == 0 and c in _BREAKS:
                return i + 1
        return low

    def _head(self, head: str, q: Quantity) -> _Head:
        compared = self.lex.pattern["since"].search(head)
        noun, linked = self._right(head[:compared.start()] if compared else head)
        noun, part, verb = self._left(noun, q)
        per, base = None, ""
        for match in self.per.finditer(noun):
            per, base = read_per(match[0], self.grammar), match[0]
            rest = noun[match.end():]
            noun = self._left(rest, q)[0] if rest else ""
        if self.counts(q) or not linked:
            noun, verb = self._after_verb(noun, verb, q)
        return _Head(noun, base, per, verb, linked, compared is not None, part)

    def _right(self, head: str) -> tuple[str, bool]:
        """Without the verbs and adverbs between subject and number."""
        end, kept = len(head), self.lex.words["kept"]
        while end and (word := _punctuation(head, end) or last_word(head, end, self.ends)):
            if head[:end][-2:] in kept:
                break
            end -= len(word)
        return head[:end], end < len(head)

    def _left(self, noun: str, q: Quantity) -> tuple[str, bool, str]:
        """Without the time, the adverbs and the verb that open a clause; whether 其中 is one; the verb."""
        at, part, verb = 0, False, ""
        verbs = self.any_verb if self.counts(q) else self.verbs
        while at < len(noun):
            when = self.lex.pattern["when"].match(noun, at)
            if when and when.end() > at:
                at = when.end()
                continue
            word = noun[at] if noun[at] in "、，：:“”）)" else longest_word(noun, at, self.lex.words["openers"], 6)
            if not word and (word := longest_word(noun, at, verbs, 8)):
                if len(noun) - at - len(word) < 2 or noun[at + len(word)] in "的率数量" :
                    break
                verb = word
            if not word:
                break
            part = part or word.startswith("其中")
            at += len(word)
        return noun[at:], part, verb

    def _after_verb(self, noun: str, verb: str, q: Quantity) -> tuple[str, str]:
        """The object where the phrase has a verb in its middle: 全区建立医联体2个."""
        if not self.counts(q):
            return noun, verb
        for at in range(len(noun) - 2, 1, -1):
            word = longest_word(noun, at, self.verbs, 6)
            if len(word) > 1 and len(noun) - at - len(word) > 1 and noun[at + len(word)] not in "的率":
                if _open(noun[at + len(word):]):
                    continue
                return noun[at + len(word):], word
        return noun, verb

    def _tail(self, text: str, q: Quantity, end: int) -> str:
        """The noun phrase behind the unit, "" where a verb or a stop follows."""
        at = q.after + (text[q.after:q.after + 1] == "的")
        end = min(end, at + _TAIL)
        depth, stop = 0, at
        while stop < end:
            c = text[stop]
            if c in "（(《":
                depth += 1
            elif c in "）)》":
                depth -= 1
            if depth < 0 or (depth == 0 and (c in _BREAKS or c == "、")):
                break
            stop += 1
        phrase = text[at:stop]
        if not phrase or longest_word(phrase, 0, self.stops, 4) or phrase[0] in "（(":
            return ""
        if self.counts(q):
            phrase = self._object(phrase)
        return phrase

    def _object(self, phrase: str) -> str:
        for at in range(2, len(phrase)):
            word = longest_word(phrase, at, self.stops, 4)
            if len(word) > 1 and not _open(phrase[:at]) and phrase[at + len(word):at + len(word) + 1] not in "的":
                return phrase[:at]
        return phrase

    def _choose(self, head: _Head, tail: str, q: Quantity) -> str:
        if not tail or not head.noun:
            return tail or head.noun
        verb = last_word(head.noun, len(head.noun), self.any_verb)
        if self.counts(q) and not head.linked:
            return tail
        return tail if verb and verb == head.noun else head.noun

    def _earlier(self, text: str, start: int, clause: int, q: Quantity) -> str | None:
        """The object of the clause before, where a clause has none of its own: 建设A，到2025年达到85%."""
        while clause - 1 > start:
            begin = self._clause(text, start, clause - 1)
            noun = self._left(self._right(text[begin:clause - 1])[0], q)[0]
            if len(noun) > 1:
                return noun
            clause = begin
        return None


def _punctuation(head: str, end: int) -> str:
    return head[end - 1] if head[end - 1] in "：:“”、，的" else ""


def _open(text: str) -> bool:
    """Whether brackets of `text` do not pair, so that a cut at its edge would tear one."""
    return text.count("（") != text.count("）") or text.count("《") != text.count("》")


def _names(noun: str) -> list[str]:
    return [n for n in regex.split("、|和|与|及|以及", noun) if len(n) > 1]
