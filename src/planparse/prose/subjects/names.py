"""Finds the words that name what a quantity measures."""

from __future__ import annotations

from planparse.prose.sentences import clause_start
from planparse.prose.subjects.heads import PhraseHeads
from planparse.prose.subjects.surroundings import Surroundings
from planparse.prose.subjects.tails import PhraseTails
from planparse.prose.words import Lexicon, last_word

# So many clauses before its own are asked for the subject of a quantity.
_CLAUSES_BACK = 3


class SubjectNames:
    """Finds names with the words of one grammar."""

    def __init__(
        self,
        lex: Lexicon,
        heads: PhraseHeads,
        tails: PhraseTails,
    ) -> None:
        self.heads = heads
        self.tails = tails
        self.rate = lex.words["rate"]
        self.adverbial = lex.pattern["adverbial"]
        self.gauge = lex.pattern["gauge"]
        self.ground = lex.pattern["ground"]
        self.joined_by = lex.pattern["joined-by"]
        self.share_of = lex.pattern["share-of"]
        self.share_object = lex.pattern["share-object"]
        self.completed = lex.words["completed"]
        self.when = lex.pattern["when"]
        self.whole_area = lex.pattern["whole-area"]

    def read(self, at: Surroundings) -> str:
        """The words that name the subject: the quantity's own, else those of a clause before."""
        head = at.head
        # With a subject of its own it is a share of something only where 按 says so.
        may_be_share = not head.noun or head.by or self.share_of.search(at.left)
        own = self._object_of_share(at) if may_be_share else ""
        return own or self._own_name(at) or self._earlier(at)

    def _object_of_share(self, at: Surroundings) -> str:
        """按照编制床位的2%设置康复床位: what the share is of."""
        match = self.share_object.match(at.text, at.q.after)
        return "" if match is None else match["object"]

    def _own_name(self, at: Surroundings) -> str:
        """The phrase behind the number for things counted, else the one before it."""
        noun = at.head.noun
        tail = at.tail
        if not tail:
            return self._completed(noun) if noun[-1:] in self.completed.by_last else noun
        if not noun:
            return tail
        if self._is_acted(noun):  # 新建公路: the object stands behind
            return tail
        is_rate = last_word(noun, 0, len(noun), self.rate) != ""
        if at.described:
            return self._name_of_thing(at)
        if self._is_of_thing(at) and not is_rate:
            return self._name_of_thing(at)
        if at.counts and not is_rate:
            return tail
        if self.adverbial.fullmatch(noun) or self._is_time_taken(at):
            return tail
        # 全县3251公里公路; of 全县75%的村 the whole is not what is measured.
        if self.whole_area.fullmatch(noun) and at.kind != "fraction":
            return noun + self.tails.thing(tail).partition("（")[0]
        return noun

    def _completed(self, noun: str) -> str:
        """投资完成12亿元: the words without their verb."""
        verb = last_word(noun, 0, len(noun), self.completed)
        return noun[: len(noun) - len(verb)]

    def _is_acted(self, noun: str) -> bool:
        """Whether the words before the number are or end in a verb, done to what stands behind."""
        if noun in self.tails.acting:
            return True
        verb = last_word(noun, 0, len(noun), self.heads.verbs)
        return verb != ""

    def _is_of_thing(self, at: Surroundings) -> bool:
        """总规模100亿元的基金: what is measured stands before the number, of which thing behind 的."""
        if not at.owned or at.head.owns:
            return False
        if at.head.linked or not at.counts:
            return True
        found = self.gauge.search(at.head.noun)
        return found is not None

    def _is_time_taken(self, at: Surroundings) -> bool:
        """打造30分钟急救圈: a verb's object that is named by the time it takes."""
        if at.kind != "time" or "的" in at.tail:
            return False
        return at.head.verb != "" and not at.head.linked

    def _name_of_thing(self, at: Surroundings) -> str:
        """The thing behind the number and the words before it: 基金总规模; a share comes first."""
        thing = self.tails.thing(at.tail)
        if self.joined_by.search(at.left):
            return thing
        noun = self.heads.left(at.head.noun, things=at.described).noun
        noun = self.heads.after_verb(noun, "", counts=True)[0]
        if at.kind == "fraction":
            return noun + thing
        return thing + noun

    def _earlier(self, at: Surroundings) -> str:
        """The object of the clause before, where a clause has none of its own: 建设A，到2025年达到85%.

        No further back than the quantity before, whose subject comes first.
        """
        text = at.text
        is_first = at.low == at.sentence.begin
        if not is_first and (at.joined or at.head.compared):
            return ""
        clause = at.clause
        # One letter and a year of its own are no subject: the clause before that one may have it.
        for _ in range(_CLAUSES_BACK):
            end = clause - 1
            if end <= at.low:
                break
            clause = clause_start(text, at.low, end)
            words = text[clause:end]
            if self.ground.search(words):  # 在…的基础上 says from where, not what
                break
            noun = self.heads.right(words)[0]
            noun = self.heads.left(noun, things=True).noun
            if len(noun) > 1 and not self.when.fullmatch(noun):
                return noun
        return ""
