"""Takes the words before a number apart: subject, base of a rate, verb."""

from __future__ import annotations

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Per
from planparse.prose.sentences import cut_at, is_torn
from planparse.prose.words import Lexicon, Words, last_word, longest_word
from planparse.quantity.units import read_per

# Marks between a subject and its number that are no part of either.
_SOFT_ENDS = frozenset("：:“”、，的")
# Marks before a subject that are no part of it.
_SOFT_STARTS = frozenset("、，：:“”）)的")
# One letter behind a verb is no object: the verb is part of a name.
_SHORTEST_OBJECT = 2
# Nor does one letter divide a phrase: it has no fewer than those of a verb and of its object.
_SHORTEST_VERB = 2
_SHORTEST_PHRASE = _SHORTEST_VERB + _SHORTEST_OBJECT


class PhraseHead(Struct, frozen=True):
    """The words before a number, taken apart."""

    noun: str
    """What is measured, or the thing that a verb is done to."""
    base: str
    """每千人口 as printed, without the verb behind it."""
    per: Per | None
    verb: str
    linked: bool
    """A verb stands between subject and number."""
    compared: bool
    part: bool
    """其中: a part of the subject before it."""
    owns: bool
    """有: what follows is had, not measured."""
    by: bool
    """按: the number says by what something is given or set up."""
    trails: bool
    """补贴每人每月: the base stands behind the noun and is no part of its name."""


class _Opened(Struct, frozen=True):
    """A clause without the words that open it."""

    noun: str
    part: bool
    """其中 was one of these words."""
    verb: str
    """The last verb among them."""


class _Based(Struct, frozen=True):
    """A clause with 每千人口 in it, divided there."""

    front: str
    base: str
    per: Per | None
    noun: str


class PhraseHeads:
    """Reads the words before a number."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        words = lex.words
        pattern = lex.pattern
        self.grammar = grammar
        self.kept = Words(words["kept"] | words["not-about"])
        self.copulas = Words(words["links"] | lex.before | words["changes"])
        self.verbs = words["verbs"]
        self.any_verb = Words(words["verbs"] | words["nominal-verbs"])
        self.leads = Words(words["verbs"] | words["prepositions"])
        self.prepositions = words["prepositions"]
        self.openers = words["openers"]
        self.of_which = words["of-which"]
        self.each_has = words["each-has"]
        self.compounds = words["compounds"]
        # The letters with which something ends or begins that is cut off: most words have none.
        self.link_ends = self.copulas.by_last
        self.kept_ends = self.kept.by_last
        self.loose_ends = _SOFT_ENDS.union(self.copulas.by_last, self.openers.by_last)
        self.loose_starts = _SOFT_STARTS.union(
            self.openers.by_first,
            self.any_verb.by_first,
        )
        self.far_bounds = words["far-bounds"]
        self.per = grammar.pattern("units.per")
        self.each_time = pattern["each-time"]
        self.since = pattern["since"]
        self.when = pattern["when"]
        self.time_mark = pattern["time-mark"]
        self.by = pattern["by"]
        self.compound = pattern["compound"]
        self.cumulative = pattern["cumulative"]
        self.outcome = pattern["outcome"]

    def read(self, clause: str, *, counts: bool, things: bool) -> PhraseHead:
        """The words of a clause before its number, taken apart.

        `counts`: the quantity counts things; `things`: its unit is mostly of the object of a verb.
        """
        comparison = self.since.search(clause)
        whole = clause
        if comparison:  # 较2015年: what it is compared with is not what is measured
            whole = clause[: comparison.start()]
        if self.time_mark.search(whole):
            whole = self.when.sub("", whole)
        noun, linked = self.right(whole)
        owns = whole.find("有", len(noun)) >= 0
        if whole.endswith("的"):
            noun = self._share_of(noun)
        given = ""
        by = self.by.search(noun)
        if by is not None:
            given, noun = _given_by(noun, by)
        opened = self.left(noun, things=things)
        noun = opened.noun
        # Few numbers are counted by something.
        match = self.per.search(noun)
        based = self._based(noun, match, things=things) if match else _Based("", "", None, noun)
        noun = based.noun
        trails = not noun and not counts
        if trails:  # the subject stands before 每人每月 or before 按
            subject = given or self.right(based.front)[0]
            opened = self.left(subject, things=things)
            noun = opened.noun
        verb = opened.verb
        if len(noun) >= _SHORTEST_PHRASE:
            noun, verb = self.after_verb(noun, verb, counts=counts)
        return PhraseHead(
            noun=noun,
            base=based.base,
            per=based.per,
            verb=verb,
            linked=linked,
            compared=comparison is not None,
            part=opened.part,
            owns=owns,
            by=given != "",
            trails=trails,
        )

    def _share_of(self, noun: str) -> str:
        """不低于…总数的8% says what the share is of: the bound is cut off like the verb 占."""
        for bound in self.far_bounds.ordered:
            noun = noun.replace(bound, "占", 1)
        return noun

    def right(self, clause: str) -> tuple[str, bool]:
        """Without the verbs and adverbs between subject and number; whether there was a verb."""
        end = len(clause)
        linked = False
        while end and (letter := clause[end - 1]) in self.loose_ends:
            word = last_word(clause, 0, end, self.copulas) if letter in self.link_ends else ""
            if word:
                if letter in self.kept_ends and last_word(clause, 0, end, self.kept):
                    break
                linked = True
            elif letter in _SOFT_ENDS:
                word = letter
            else:
                word = last_word(clause, 0, end, self.openers)
                if not word:
                    break
            end -= len(word)
        return clause[:end], linked

    def left(self, noun: str, *, things: bool) -> _Opened:
        """Without the adverbs and verbs that open a clause.

        `things`: the quantity is mostly of the object of a verb, so that the first verb may be one
        that as often is part of a name (服务, 建设).
        """
        if noun[:1] not in self.loose_starts:
            return _Opened(noun, False, "")
        at = 0
        part = False
        verb = ""
        while at < len(noun) and noun[at] in self.loose_starts:
            word = noun[at]
            if word in self.compounds.by_first and longest_word(noun, at, self.compounds):
                break
            if word not in _SOFT_STARTS:
                word = longest_word(noun, at, self.openers)
            if not word:
                verbs = self.any_verb if things and not verb else self.verbs
                word = self.verb_at(noun, at, verbs)
                if not word:
                    break
                verb = word
            if word.startswith(self.of_which.ordered):
                part = True
            at += len(word)
        return _Opened(cut_at(noun, at) if at else noun, part, verb)

    def verb_at(self, noun: str, at: int, verbs: Words) -> str:
        """The verb that opens `noun[at:]` and has an object; "" where it is part of a name."""
        word = longest_word(noun, at, verbs)
        if not word:
            return ""
        over = at + len(word)
        if len(noun) - over < _SHORTEST_OBJECT:
            return ""
        if self.compound.match(noun, over):  # 保障性住房, 建设用地
            return ""
        return word

    def _based(
        self,
        noun: str,
        first: regex.Match[str],
        *,
        things: bool,
    ) -> _Based:
        """What stands before 每千人口, that base, and what is behind it; the last base of several."""
        front = ""
        base = ""
        per = None
        match: regex.Match[str] | None = first
        while match:
            start = match.start()
            end = self._one_end(noun, match) if match["one"] else match.end()
            if not end:  # a pattern of a pack that takes no text finds no base
                break
            front = noun[:start]
            base = self.right(noun[start:end])[0]
            per = read_per(match[0], self.grammar)
            each_time = self.each_time.match(noun, end)
            if each_time:
                end = each_time.end()
            noun = noun[end:]
            noun = self.left(noun, things=things).noun
            match = self.per.search(noun)
        return _Based(front, base, per, noun)

    def _one_end(self, noun: str, match: regex.Match[str]) -> int:
        """Where 每个… ends: before the verb that says what each has."""
        for at in range(match.end(), len(noun)):
            verb = longest_word(noun, at, self.any_verb)
            if len(verb) > 1 or noun[at] in self.each_has:
                return at
        return match.end()

    def after_verb(self, noun: str, verb: str, *, counts: bool) -> tuple[str, str]:
        """The object and its verb where the phrase has one in its middle: 全区建立医联体2个.

        Where nothing is counted only a preposition (按照) divides it; else both are as given.
        """
        if self.cumulative.search(noun):
            noun = self._after_total(noun)
        leads = self.leads if counts else self.prepositions
        last = len(noun) - _SHORTEST_PHRASE
        for found in reversed(list(leads.first_letter.finditer(noun, 0, last + 1))):
            at = found.start()
            word = longest_word(noun, at, leads)
            over = at + len(word)
            if len(word) >= _SHORTEST_VERB and self._opens_object(noun, over):
                rest = noun[over:]  # the last verb: its object is the nearest
                # 围绕实现地区生产总值: a preposition may stand before another verb.
                return rest if counts else self.left(rest, things=False).noun, word
        return noun, verb

    def _after_total(self, noun: str) -> str:
        """全市累计完成投资5亿元: who completed it is no part of what is counted."""
        start = 0
        for match in self.cumulative.finditer(noun):
            start = match.end()
        return noun[start:]

    def _opens_object(self, noun: str, at: int) -> bool:
        """Whether an object of the verb before it begins at `noun[at]`; 设置率 is one word."""
        if len(noun) - at < _SHORTEST_OBJECT:
            return False
        if self.outcome.match(noun, at):
            return False
        rest = noun[at:]
        return not is_torn(rest)


def _given_by(noun: str, by: regex.Match[str]) -> tuple[str, str]:
    """补贴按每人每月: what is given, and by what; "" where it is no gift, and all but 按."""
    given = noun[: by.start()]
    rest = noun[by.end() :]
    if rest.startswith("占"):  # a share that _share_of has marked is given by nothing
        return "", given + rest
    return given, rest
