"""Reads the words behind a number: the thing that is counted."""

from __future__ import annotations

from collections.abc import Iterable

from planparse.prose.quantities import Quantity
from planparse.prose.sentences import CLAUSE_ENDS, CLOSING, OPENING, is_torn, phrase_end
from planparse.prose.subjects.heads import PhraseHeads
from planparse.prose.words import Lexicon, Words, longest_word

# The thing counted ends no further than this behind its number.
_REACH = 60
# No thing has more traits than these with 、 between: 品牌化、连锁化、规范化企业.
_TRAITS = 3
# No word is cut off before so many letters: a thing has a name.
_SHORTEST_NAME = 2
# With so many letters behind it a verb is part of a name: 服务企业, 治理项目.
_NAMED_BY_VERB = (1, 2)
CLOSED = CLAUSE_ENDS | CLOSING
"""Marks behind a number that end its phrase: nothing is named behind them."""
# Marks with which nothing begins that could be counted.
_NO_BEGINNING = CLOSED | {"（", "("}


class PhraseTails:
    """Reads the words behind a number, with the verbs that `heads` knows."""

    def __init__(self, lex: Lexicon, heads: PhraseHeads) -> None:
        words = lex.words
        no_names = words["stops"] | words["joints"] | words["openers"]
        self.heads = heads
        self.stops = words["stops"]
        stops = words["stops"] | _of_change(lex)
        self.front_stops = Words(stops - words["nominal-verbs"])
        self.acting = heads.any_verb | words["describing"]
        self.describing = self.acting | words["links"]
        self.deeds = words["deeds"]
        acts = words["verbs"] | words["deeds"]
        self.acts = Words(_of_some_length(acts))
        self.no_thing = Words(self.describing | no_names)
        self.compounds = words["compounds"]
        self.manner = words["manner"].ordered
        self.joints_at_end = "".join(words["phrase-joints"].ordered)
        self.goal_nouns = words["goal-nouns"]
        self.trait = lex.pattern["trait"]

    def read(
        self,
        text: str,
        q: Quantity,
        later: list[Quantity],
        end: int,
        *,
        counts: bool,
        inner: bool,
    ) -> str:
        """The noun phrase behind the unit, "" where a verb or a stop follows.

        `later`: the quantities that follow `q` in its sentence, which ends at `end`; `counts`: it
        counts things; `inner`: it stands inside the name of what the next one measures.
        """
        # The thing may stand behind the next quantity, and that one may share it with one more.
        if counts and later and self._is_described_by(text, q, later[0]):
            q, *later = later
        if counts and later and self._shares_thing(text, q, later[0]):
            q, *later = later
        if later:
            end = later[0].start
        return self._tail(text, q, end, counts=counts, inner=inner)

    def _tail(
        self,
        text: str,
        q: Quantity,
        end: int,
        *,
        counts: bool,
        inner: bool,
    ) -> str:
        """The noun phrase behind the unit of `q`, up to `end`."""
        at = q.after
        owned = text.startswith("的", at)
        if owned:
            at += 1
        if at >= end or text[at] in _NO_BEGINNING:  # as behind most
            return ""
        phrase = self._phrase(text, at, min(end, at + _REACH))
        if not phrase:
            return ""
        if not owned and phrase in self.heads.any_verb:
            return ""
        # A verb right behind the number is the sentence's own, unless it belongs to a name.
        stop = self._front_stop(text, q, phrase)
        if stop and not self._is_named(text, q, phrase, inner=inner):
            return self._described(phrase, stop)
        deed = self.heads.verb_at(phrase, 0, self.deeds)
        phrase = phrase[len(deed) :]
        if counts:
            return self._counted(phrase)
        return "" if phrase in self.goal_nouns else self.heads.right(phrase)[0]

    def _is_described_by(self, text: str, q: Quantity, following: Quantity) -> bool:
        """3家产值超50亿元的龙头企业: the next quantity describes what this one counts."""
        if not text.startswith("的", following.after):
            return False
        return phrase_end(text, q.after, following.start) == following.start

    def _shares_thing(self, text: str, q: Quantity, following: Quantity) -> bool:
        """1200户、3400名贫困人口: both count the same things."""
        between = text[q.after : following.start]
        mark = text[q.start - 1 : q.start]
        return between == "、" and mark not in OPENING

    def _phrase(self, text: str, at: int, end: int) -> str:
        """The words at `text[at]` up to a mark, past those that separate traits: 品牌化、连锁化企业."""
        stop = phrase_end(text, at, end)
        for _ in range(_TRAITS):
            is_list = stop < end and text[stop] == "、"
            if not is_list or not self.trait.search(text, at, stop):
                break
            stop = phrase_end(text, stop + 1, end)
        return text[at:stop].rstrip(self.joints_at_end)

    def _front_stop(self, text: str, q: Quantity, phrase: str) -> str:
        """The word right behind the quantity, 的 left out or not, with which no thing begins; ""."""
        stop = longest_word(text, q.after, self.front_stops)
        return stop or longest_word(phrase, 0, self.front_stops)

    def _is_named(
        self,
        text: str,
        q: Quantity,
        phrase: str,
        *,
        inner: bool,
    ) -> bool:
        """Whether the phrase is a name, whatever verb it begins with: 2个服务中心, 10秒内接听比例."""
        if inner or text[q.after - 1] == "内":
            return True
        return bool(longest_word(phrase, 0, self.compounds))

    def _described(self, phrase: str, stop: str) -> str:
        """达到二级水平的医院: a clause that describes what is counted, and that; "" without one."""
        if stop not in self.describing:
            return ""
        clause = phrase.find("的", len(stop))
        is_clause = 0 < clause < len(phrase) - _SHORTEST_NAME
        if not is_clause:
            return ""
        thing = self._counted(phrase[clause:])
        return phrase[:clause] + thing

    def _counted(self, phrase: str) -> str:
        """The thing counted that opens `phrase`, up to the first word that cannot belong to it."""
        for found in self.stops.first_letter.finditer(phrase, _SHORTEST_NAME):
            at = found.start()
            word = longest_word(phrase, at, self.stops)
            if len(word) < 2:
                continue
            over = at + len(word)
            if phrase.startswith("的", over):  # 已建成的小区
                continue
            if not is_torn(phrase[:at]):
                return self._without_manner(phrase[:at])
        return phrase

    def _without_manner(self, thing: str) -> str:
        """老旧小区全面, in front of 实施改造: how it is done is no part of the thing."""
        for word in self.manner:
            if thing.endswith(word) and len(thing) - len(word) >= _SHORTEST_NAME:
                return thing[: -len(word)]
        return thing

    def is_thing(self, text: str, at: int) -> bool:
        """Whether words at `text[at]` name a thing: no mark, joint, verb or stop."""
        letter = text[at : at + 1]
        is_han = "\u4e00" <= letter <= "\u9fff"
        return is_han and not longest_word(text, at, self.no_thing)

    def thing(self, phrase: str) -> str:
        """The thing that opens `phrase`, up to the first verb behind it."""
        phrase = self._counted(phrase)
        for at in range(_SHORTEST_NAME, len(phrase) - 1):
            if phrase[at] not in self.acts.by_first:
                continue
            word = longest_word(phrase, at, self.acts)
            behind = len(phrase) - at - len(word)
            if not word or behind in _NAMED_BY_VERB:
                continue
            if not longest_word(phrase, at, self.compounds):
                return phrase[:at]
        return phrase


def _of_some_length(words: Iterable[str]) -> set[str]:
    """Without the words of one letter, which as often are part of another word."""
    return {word for word in words if len(word) > 1}


def _of_change(lex: Lexicon) -> set[str]:
    """Verbs that say what something rises or falls to (提高到), or that it does (提高)."""
    links = lex.words["links"]
    towards = lex.words["towards"].ordered
    found = _of_some_length(lex.words["changes"])
    found.update(word for word in links if len(word) > 2 and word.endswith(towards))
    # 38所增至60所: 增至 is two letters, as 达到 is, which says nothing of a change.
    short = {change for change in lex.words["changes"] if len(change) == 1}
    found.update(
        word for word in links if len(word) == 2 and word[0] in short and word.endswith(towards)
    )
    return found
