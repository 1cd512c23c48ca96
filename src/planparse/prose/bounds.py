"""Reads the words of a sentence that say “at least”, “at most” or “about” of a quantity."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.plan import Comparator
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import Sentence
from planparse.prose.words import Lexicon, last_word

# No more verbs and adverbs than these stand between a comparator and its number: 不低于…达到.
_LINKS = 5
# No more values than these share a bound.
_SHARING = 12


class Bounds:
    """Reads bounds with the words of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        lex = grammar.derived(Lexicon)
        self.sign = lex.sign
        self.before = lex.before
        self.skipped = lex.skipped
        self.far = lex.words["far-bounds"]
        self.far_gap = lex.pattern["far-gap"]
        self.lookalikes = lex.words["not-about"]
        self.breakthrough = lex.pattern["breakthrough"]
        self.breakthrough_verbs = lex.words["breakthrough-verbs"]
        self.capping = lex.words["capping"]
        self.bound_ends = self.before.by_last
        self.last_letters = frozenset(self.before.by_last).union(self.skipped.by_last)

    def own(self, text: str, clause: int, q: Quantity) -> Comparator | None:
        """The comparator that is printed beside `q` or before it in its clause, or None.

        The clause begins at `text[clause]`.
        """
        if q.comparator:
            return q.comparator
        end = q.start
        for _ in range(_LINKS):
            # Most numbers follow a letter with which no such word ends.
            if end <= clause or (letter := text[end - 1]) not in self.last_letters:
                break
            word = last_word(text, clause, end, self.before) if letter in self.bound_ends else ""
            if word and not self._is_other_word(text, end, word, q):
                return self.sign[word]
            # 不少于…建成…3家: verbs may stand between the bound and the number.
            link = last_word(text, clause, end, self.skipped)
            if not link:
                break
            end -= len(link)
        # Most clauses have none of these letters, and one search is cheaper than twenty.
        if self.far.first_letter.search(text, clause, q.start):
            return self._far(text, clause, q)
        return None

    def _is_other_word(
        self,
        text: str,
        end: int,
        word: str,
        q: Quantity,
    ) -> bool:
        """节约200万元 and 突破5项技术 print no comparator."""
        other = last_word(text, 0, end, self.lookalikes)
        is_longer = len(other) > len(word)
        if is_longer and other.endswith(word):
            return True
        if word not in self.breakthrough_verbs:
            return False
        found = self.breakthrough.match(q.unit or "")
        return found is not None

    def _far(self, text: str, clause: int, q: Quantity) -> Comparator | None:
        """不少于本机构人员总数的8%: a bound before the verb, or before what the number is a share of.

        The last of several; the longest of those that begin there.
        """
        found = ""
        found_at = -1
        for word in self.far.ordered:
            at = text.rfind(word, clause, q.start)
            if at <= found_at:
                continue
            over = at + len(word)
            if self.far_gap.fullmatch(text, over, q.start):
                found = word
                found_at = at
        return self.sign.get(found)

    def shared(
        self,
        sentence: Sentence,
        index: int,
        clause: int,
    ) -> Comparator | None:
        """分别控制在60天、35天以内: the bound behind the last value of a list holds for this quantity, too.

        Only an upper bound does so, and only where the words before the list speak of capping.
        """
        if self._next_printed(sentence, index) != "≤":
            return None
        left = sentence.text[clause : sentence.quantities[index].start]
        is_capped = any(word in left for word in self.capping.ordered)
        if not is_capped:
            return None
        return "≤"

    def _next_printed(self, sentence: Sentence, index: int) -> Comparator | None:
        """The first bound printed with one of the quantities that follow this one in its list."""
        first = index + 1
        for at in range(first, min(index + _SHARING, len(sentence.quantities))):
            if not sentence.listed[at]:
                return None
            comparator = sentence.quantities[at].comparator
            if comparator:
                return comparator
        return None
