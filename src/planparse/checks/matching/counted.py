"""What the number of a mention counts: a state, what is added to it, a year's share, a part, or a start.

A goal of a table is a state (120所), or in brackets what the whole period adds up to (〔1200〕户). Only a
number of the same kind can contradict it; for the others there is a row of their own, or none.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Mention

Kind = Literal["state", "added", "yearly", "part", "start"]
_CLAUSE = 40
_SENTENCE = 90
"""So many characters before the number are looked at."""
_LOOK_BACK = 8
"""A sentence of more quantities is a list, and its 其中 stands near."""


class Tally(NamedTuple):
    """What a number counts; `word` is what says that it is added (新增), `period` whether years are summed up.

    `year` is the last one that its sentence names before it.
    """

    kind: Kind
    word: str = ""
    period: bool = False
    year: int | None = None


def tally_of(mention: Mention, draft: Draft, grammar: Grammar) -> Tally:
    """The tally of a mention, by the words before it in its clause and sentence."""
    text, sentence, clause = _before(mention, draft)
    named = grammar.pattern("checks.year-before").search(sentence)
    year = int(named["year"]) if named else None
    period = grammar.pattern("checks.period").search(sentence) is not None
    added = None if is_rate(mention) else grammar.pattern("checks.increment").search(clause)
    kind = _kind(mention, text, clause, grammar)
    if kind == "state" and added and not _is_stock(clause, period, grammar):
        return Tally("added", added["word"], period, year)
    return Tally(kind, "", period, year)


def is_part(mention: Mention, draft: Draft, grammar: Grammar) -> bool:
    """Whether the tally of a mention is `part`: asked of many, and told without all the rest."""
    text, _, clause = _before(mention, draft)
    if not grammar.pattern("checks.part-of").search(clause):
        return False
    return not grammar.pattern("checks.starting-value").search(text[-16:])


def _kind(mention: Mention, text: str, clause: str, grammar: Grammar) -> Kind:
    if grammar.pattern("checks.starting-value").search(text[-16:]):
        return "start"
    if grammar.pattern("checks.part-of").search(clause):
        return "part"
    return "yearly" if not is_rate(mention) and grammar.pattern("checks.yearly").search(clause) else "state"


def _is_stock(clause: str, period: bool, grammar: Grammar) -> bool:
    """Whether what was added up to now is meant, and so what there is."""
    return not period and grammar.pattern("checks.stock").search(clause) is not None


def is_rate(mention: Mention) -> bool:
    """Whether the number is a share, a ratio or per head: to such nothing is added."""
    dimension = mention.unit.dimension if mention.unit else None
    return mention.per is not None or dimension == "fraction" or mention.value.kind == "ratio"


def _last(text: str, marks: str) -> int:
    """Where the last of some marks stands; -1 where there is none."""
    return max(map(text.rfind, marks))


def _before(mention: Mention, draft: Draft) -> tuple[str, str, str]:
    """What stands before a number, without white space: all, of its sentence, and of its clause."""
    at = mention.span[0]
    text = "".join(draft.source.text[max(0, at - _SENTENCE) : at].split())
    sentence = text[_last(text, "。；;") + 1 :]
    return text, sentence, sentence[_last(sentence, "，,") + 1 :][-_CLAUSE:]


def whole_of(at: int, draft: Draft, grammar: Grammar) -> Mention | None:
    """The mention that 其中 before a mention (`at`, its place among all) breaks down, within its sentence."""
    mention = draft.mentions[at]
    part = grammar.pattern("checks.part-of")
    for before in reversed(draft.mentions[max(0, at - _LOOK_BACK) : at]):
        between = draft.source.text[before.span[1] : mention.span[0]]
        if any(c in between for c in "。；;"):
            return None
        if part.search("".join(between.split())):
            return before
    return None
