"""Takes the words before and behind a number apart: subject, verb, base of a rate, thing counted."""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.quantities import Quantity
from planparse.prose.words import Lexicon, Words, last_word, longest_word
from planparse.quantity.units import read_per

BREAKS = frozenset("，,；;：:。！？!?")
"""Marks that part clauses."""
_OPENING, _CLOSING = frozenset("（(《“"), frozenset("）)》”")
_MARKS = re.compile("[，,；;：:。！？!?、（(《“）)》”]")
_REACH = 120
"""No subject begins further than this before its number."""
_TAIL = 60
"""Nor does the thing counted end further than this behind it."""


class PhraseHead(NamedTuple):
    """The words before a number, taken apart. `linked`: a verb stands between subject and number."""

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
    by: bool
    """按: the number says by what something is given or set up."""
    trails: bool
    """补贴每人每月: the base stands behind the noun and is no part of its name."""


class Phrases:
    """Reads the phrases around a number; holds the words that it needs."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.lex = grammar, grammar.derived(Lexicon)
        words = self.lex.words
        self.per = grammar.pattern("units.per")
        self.kept = Words(words["kept"] | words["not-about"])
        self.copulas = Words(words["links"] | self.lex.before | words["changes"])
        self.verbs, self.any_verb = words["verbs"], Words(words["verbs"] | words["nominal-verbs"])
        rises = {w for w in words["changes"] if len(w) > 1}
        rises |= {w for w in words["links"] if len(w) > 2 and w[-1] in "到至为"}
        self.front_stops = Words((words["stops"] | rises) - words["nominal-verbs"])
        self.acting = self.any_verb | words["describing"]
        self.describing = self.acting | words["links"]
        self.acts = Words(w for w in self.verbs | words["deeds"] if len(w) > 1)
        self.no_thing = Words(self.describing | words["stops"] | words["joints"] | words["openers"])
        self.leads = Words(self.verbs | words["prepositions"])

    def head(self, head: str, counts: bool, things: bool) -> PhraseHead:
        """The words `head` of a clause before its number, taken apart.

        `counts`: the quantity counts things; `things`: its unit is mostly of the object of a verb.
        """
        compared = self.lex.pattern["since"].search(head)
        noun = head[: compared.start()] if compared else head
        if "年" in noun or "五" in noun:
            noun = self.lex.pattern["when"].sub("", noun)
        whole = noun
        noun, linked = self.right(noun)
        owns = "有" in whole[len(noun) :]
        if whole.endswith("的"):  # 不低于…总数的8% says what the share is of
            for bound in self.lex.words["far-bounds"].ordered:
                noun = noun.replace(bound, "占", 1)
        given, noun = self._by(noun)
        noun, part, verb = self.left(noun, things)
        front, base, per, noun = self._base(noun, things)
        trails = not noun and not counts
        if trails:
            noun, part, verb = self.left(given or self.right(front)[0], things)
        noun, verb = self.after_verb(noun, verb, counts)
        return PhraseHead(
            noun, base, per, verb, linked, compared is not None, part, owns, bool(given), trails
        )

    def _by(self, noun: str) -> tuple[str, str]:
        """补贴按每人每月: what is given, and by what; "" and the whole where the clause says no such thing."""
        by = self.lex.pattern["by"].search(noun) if "按" in noun else None
        if by is None:
            return "", noun
        given, rest = noun[: by.start()], noun[by.end() :]
        return ("", given + rest) if rest.startswith("占") else (given, rest)

    def right(self, head: str) -> tuple[str, bool]:
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

    def left(self, noun: str, things: bool) -> tuple[str, bool, str]:
        """Without the adverbs and the verb that open a clause; whether 其中 is one; the verb."""
        at, part, verb = 0, False, ""
        verbs = self.any_verb if things else self.verbs
        while at < len(noun):
            if longest_word(noun, at, self.lex.words["compounds"]):
                break
            mark = noun[at] if noun[at] in "、，：:“”）)的" else ""
            word = mark or longest_word(noun, at, self.lex.words["openers"])
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
        return (
            "" if len(noun) - over < 2 or self.lex.pattern["compound"].match(noun, over) else word
        )

    def _base(self, noun: str, things: bool) -> tuple[str, str, Per | None, str]:
        """What stands before 每千人口, that base, and what stands behind it; the last base where there are several."""
        front, base, per = "", "", None
        while "每" in noun and (match := self.per.search(noun)):
            end = self._one_end(noun, match) if match["one"] else match.end()
            front, base = noun[: match.start()], self.right(noun[match.start() : end])[0]
            per = read_per(match[0], self.grammar)
            end = over.end() if (over := self.lex.pattern["each-time"].match(noun, end)) else end
            noun = self.left(noun[end:], things)[0]
        return front, base, per, noun

    def _one_end(self, noun: str, match: regex.Match[str]) -> int:
        """Where 每个… ends: before the verb that says what each has."""
        for at in range(match.end(), len(noun)):
            if noun[at] in "均都每" or len(longest_word(noun, at, self.any_verb)) > 1:
                return at
        return match.end()

    def after_verb(self, noun: str, verb: str, counts: bool) -> tuple[str, str]:
        """The object where the phrase has a verb or 按照 in its middle: 全区建立医联体2个, 全市累计完成投资5亿元."""
        if "计" in noun or "共" in noun:
            noun = noun[
                max((m.end() for m in self.lex.pattern["cumulative"].finditer(noun)), default=0) :
            ]
        leads = self.leads if counts else self.lex.words["prepositions"]
        outcome = self.lex.pattern["outcome"]
        for at in range(len(noun) - 2, -1, -1):
            if noun[at] in leads.by_first and len(word := longest_word(noun, at, leads)) > 1:
                over = at + len(word)
                if (
                    len(noun) - over > 1
                    and not outcome.match(noun, over)
                    and not _torn(noun[over:])
                ):
                    return noun[over:], word
        return noun, verb

    def tail(
        self, text: str, q: Quantity, later: list[Quantity], end: int, counts: bool, inner: bool
    ) -> str:
        """The noun phrase behind the unit, "" where a verb or a stop follows.

        In 3家产值超50亿元的龙头企业 it stands behind the next quantity.
        """
        if (
            later
            and counts
            and text[later[0].after : later[0].after + 1] == "的"
            and _phrase_end(text, q.after, later[0].start) == later[0].start
        ):
            q, later = later[0], later[1:]
        if (
            later
            and counts
            and text[q.after : later[0].start] == "、"
            and text[q.start - 1 : q.start] not in _OPENING
        ):
            q, later = later[0], later[1:]  # 1200户、3400名贫困人口
        limit = later[0].start if later else end
        at = q.after + (text[q.after : q.after + 1] == "的")
        phrase = self._phrase(text, at, min(limit, at + _TAIL))
        if not phrase or phrase[0] in "（(”" or (at == q.after and phrase in self.any_verb):
            return ""
        free = (
            inner
            or text[q.after - 1] == "内"
            or longest_word(phrase, 0, self.lex.words["compounds"])
        )
        stop = longest_word(text, q.after, self.front_stops) or longest_word(
            phrase, 0, self.front_stops
        )
        if stop and not free:
            return self._described(phrase, stop)
        phrase = phrase[len(self._verb_at(phrase, 0, self.lex.words["deeds"])) :]
        return self.object(phrase) if counts else self.right(phrase)[0]

    def _phrase(self, text: str, at: int, end: int) -> str:
        """The words at `text[at]` up to a mark, past those that part the traits of one thing: 品牌化、连锁化企业."""
        stop = _phrase_end(text, at, end)
        for _ in range(3):
            if (
                stop >= end
                or text[stop] != "、"
                or not self.lex.pattern["trait"].search(text, at, stop)
            ):
                break
            stop = _phrase_end(text, stop + 1, end)
        return text[at:stop].rstrip("和及与或")

    def is_thing(self, text: str, at: int) -> bool:
        """Whether words at `text[at]` name a thing: no mark, joint, verb or stop."""
        letter = text[at : at + 1]
        return "\u4e00" <= letter <= "\u9fff" and not longest_word(text, at, self.no_thing)

    def thing(self, phrase: str) -> str:
        """The thing that opens `phrase`, up to the first verb behind it."""
        phrase = self.object(phrase)
        for at in range(2, len(phrase) - 1):
            word = longest_word(phrase, at, self.acts) if phrase[at] in self.acts.by_first else ""
            named = len(phrase) - at - len(word) in (1, 2)  # 服务企业, 治理项目
            if word and not named and not longest_word(phrase, at, self.lex.words["compounds"]):
                return phrase[:at]
        return phrase

    def _described(self, phrase: str, stop: str) -> str:
        """达到二级水平的医院: a clause that describes what is counted; "" where the verb is the sentence's own."""
        clause = phrase.find("的", len(stop))
        if stop not in self.describing or not 0 < clause < len(phrase) - 2:
            return ""
        return phrase[:clause] + self.object(phrase[clause:])

    def object(self, phrase: str) -> str:
        """The thing counted at the beginning of `phrase`, up to the first word that cannot belong to it."""
        stops = self.lex.words["stops"]
        for at in range(2, len(phrase)):
            if (
                phrase[at] in stops.by_first
                and len(word := longest_word(phrase, at, stops)) > 1
                and phrase[at + len(word) : at + len(word) + 1] != "的"
                and not _torn(phrase[:at])
            ):
                return phrase[:at]
        return phrase


def clause_start(text: str, low: int, end: int) -> int:
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
        elif depth == 0 and c in BREAKS:
            return i + 1
    return closed if depth else low


def _phrase_end(text: str, at: int, end: int) -> int:
    """Where the phrase at `text[at]` ends: at a mark outside brackets, or a bracket that closes it."""
    depth = 0
    for mark in _MARKS.finditer(text, at, end):
        c = mark[0]
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth -= 1
            if depth < 0:
                return mark.start()
        elif depth == 0:
            return mark.start()
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
