"""Reads the words of a sentence that say “at least”, “at most” or “about” of a quantity."""

from __future__ import annotations

from itertools import pairwise

from planparse.model.plan import Comparator
from planparse.prose.quantities import Quantity
from planparse.prose.sentences import Sentence
from planparse.prose.words import Lexicon, last_word

_LINKS = 5
"""No more verbs and adverbs than these stand between a comparator and its number: 不低于…达到."""
_SHARING = 12
"""No more values than these share a bound."""


def comparator(text: str, clause: int, q: Quantity, lex: Lexicon) -> Comparator | None:
    """The comparator that is printed beside `q` or before it in its clause; None where there is none.

    The clause begins at `text[clause]`.
    """
    if q.comparator:
        return q.comparator
    end = q.start
    for _ in range(_LINKS):
        word = last_word(text, clause, end, lex.before)
        if word and not _is_other_word(text, end, word, q, lex):
            return lex.sign[word]
        link = last_word(text, clause, end, lex.skipped)
        if not link:
            break
        end -= len(link)
    return _far_comparator(text, clause, q, lex)


def _is_other_word(text: str, end: int, word: str, q: Quantity, lex: Lexicon) -> bool:
    """节约200万元 and 突破5项技术 print no comparator."""
    other = last_word(text, 0, end, lex.words["not-about"])
    if len(other) > len(word) and other.endswith(word):
        return True
    return word.endswith("突破") and bool(lex.pattern["breakthrough"].match(q.unit or ""))


def _far_comparator(text: str, clause: int, q: Quantity, lex: Lexicon) -> Comparator | None:
    """不少于本机构人员总数的8%: a bound before the verb, or before what the number is a share of.

    The last of several; the longest of those that begin there.
    """
    if not lex.far_letters.search(text, clause, q.start):
        return None
    found = ""
    found_at = -1
    for word in lex.words["far-bounds"].ordered:
        at = text.rfind(word, clause, q.start)
        if at <= found_at:
            continue
        if lex.pattern["far-gap"].fullmatch(text, at + len(word), q.start):
            found = word
            found_at = at
    return lex.sign.get(found)


def shared_comparator(
    sentence: Sentence,
    index: int,
    clause: int,
    lex: Lexicon,
) -> Comparator | None:
    """分别控制在60天、35天以内: the bound behind the last value of a list holds for `quantities[index]`, too.

    Only an upper bound does so, and only where the words before the list speak of capping.
    """
    if _next_bound(sentence, index, lex) != "≤":
        return None
    left = sentence.text[clause : sentence.quantities[index].start]
    is_capped = any(word in left for word in lex.words["capping"].ordered)
    return "≤" if is_capped else None


def _next_bound(sentence: Sentence, index: int, lex: Lexicon) -> Comparator | None:
    """The first bound printed with one of the quantities that follow `quantities[index]` in one list."""
    joints = lex.words["joints"]
    listed = sentence.quantities[index : index + _SHARING]
    for previous, q in pairwise(listed):
        if sentence.text[previous.after : q.start] not in joints:
            return None
        if q.comparator:
            return q.comparator
    return None
