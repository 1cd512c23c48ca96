"""What the number of a mention counts: a state, what is added, a year's share, a part, a start.

A goal of a table is a state (120所), or in brackets what the whole period adds up to (〔1200〕户).
Only a number of the same kind can contradict it. For the others there is a row of their own, or
none.
"""

from __future__ import annotations

from typing import Literal

import regex
from msgspec import Struct, structs

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Mention

CountedKind = Literal["state", "added", "yearly", "part", "start"]

# So many characters before the number are looked at.
LONGEST_CLAUSE = 40
LONGEST_SENTENCE = 90

# Words of a start (由2015年底的) stand right before the number, and are no longer than this.
LONGEST_START = 16

# A sentence of more quantities is a list, and its 其中 stands near.
MOST_BETWEEN = 8

OF_WHICH = "其"
"""What the words of a part have, wherever a line ends in them."""

SENTENCE_ENDS = "。；;"
CLAUSE_ENDS = "，,"


class Tally(Struct, frozen=True):
    """What a number counts."""

    kind: CountedKind
    word: str = ""
    """What says that it is added (新增)."""
    period: bool = False
    """Whether years are summed up."""
    year: int | None = None
    """The last one that its sentence names before it."""


class WordsBefore(Struct, frozen=True):
    """What stands before a number, without white space."""

    text: str
    sentence: str
    """So much of it as is of the number's sentence."""
    clause: str
    """So much of it as is of the number's clause."""


def tally_of(
    mention: Mention,
    draft: Draft,
    grammar: Grammar,
) -> Tally:
    """The tally of a mention, by the words before it in its clause and sentence."""
    before = _before(mention, draft)
    years_summed = grammar.pattern("checks.period").search(before.sentence)
    year_named = grammar.pattern("checks.year-before").search(before.sentence)
    tally = Tally(
        kind=_kind(mention, before, grammar),
        period=years_summed is not None,
        year=int(year_named["year"]) if year_named else None,
    )
    # A part, a start and a year's share stay what they are, whatever is said to be added.
    if tally.kind != "state" or is_rate(mention):
        return tally
    added = _increment(before.clause, grammar)
    if added is None or _is_stock(before.clause, tally.period, grammar):
        return tally
    return structs.replace(tally, kind="added", word=added["word"])


def _increment(clause: str, grammar: Grammar) -> regex.Match[str] | None:
    """What says that something is added: of a list the words in front of its last member."""
    increment = grammar.pattern("checks.increment")
    # 新增住房1.6万套、改造老旧小区249个
    last = clause[clause.rfind("、") + 1 :]
    return increment.search(last) or increment.search(clause)


def may_be_added(
    mention: Mention,
    draft: Draft,
    grammar: Grammar,
) -> bool:
    """Whether the clause of a mention has a word of what is added: the tally of others is never `added`."""
    before = _before(mention, draft)
    return grammar.pattern("checks.increment").search(before.clause) is not None


def is_part(
    mention: Mention,
    draft: Draft,
    grammar: Grammar,
) -> bool:
    """Whether the tally of a mention is `part`: asked of many, and told without all the rest."""
    # Most mentions are no part, so what else the number may be is only asked of those that are.
    at = mention.span[0]
    if OF_WHICH not in draft.source.text[max(0, at - LONGEST_SENTENCE) : at]:
        return False
    part = grammar.pattern("checks.part-of")
    if not part.search(words_before(at, LONGEST_SENTENCE, draft)):
        return False
    before = _before(mention, draft)
    return part.search(before.clause) is not None and not _is_start(before, grammar)


def is_rate(mention: Mention) -> bool:
    """Whether the number is a share, a ratio or per head: to such nothing is added."""
    if mention.per is not None or mention.value.kind == "ratio":
        return True
    return mention.unit is not None and mention.unit.dimension == "fraction"


def is_called_goal(mention: Mention, draft: Draft, grammar: Grammar) -> bool:
    """Whether the words right behind it call it a goal: 确保覆盖率90%的目标如期实现."""
    if mention.role != "target" or mention.status != "planned":
        return False
    words = grammar.pattern("checks.as-the-goal")
    return words.match(draft.source.text, mention.span[1]) is not None


def whole_of(
    at: int,
    draft: Draft,
    grammar: Grammar,
) -> Mention | None:
    """The mention that 其中 before a mention breaks down, within its sentence.

    `at` is the place of the mention among all of the plan.
    """
    mention = draft.mentions[at]
    first = max(0, at - MOST_BETWEEN)
    if not _says_of_which(draft.mentions[first], mention, draft):
        return None
    part = grammar.pattern("checks.part-of")
    for before in reversed(draft.mentions[first:at]):
        between = draft.source.text[before.span[1] : mention.span[0]]
        if any(mark in between for mark in SENTENCE_ENDS):
            return None
        if OF_WHICH in between and part.search("".join(between.split())):
            return before
    return None


def _says_of_which(first: Mention, last: Mention, draft: Draft) -> bool:
    """Whether the text has 其 from one mention to another: before most numbers nothing is broken down."""
    return draft.source.text.find(OF_WHICH, first.span[0], last.span[0]) >= 0


def whole_listed(
    at: int,
    draft: Draft,
    grammar: Grammar,
) -> Mention | None:
    """The mention that 其中 breaks down in a list of which the mention at this place may be any part."""
    mentions = draft.mentions
    if not _says_of_which(mentions[max(0, at - 2 * MOST_BETWEEN)], mentions[at], draft):
        return None
    for part in range(at, max(0, at - MOST_BETWEEN), -1):
        whole = whole_of(part, draft, grammar)
        if whole is not None:
            return whole
        between = draft.source.text[mentions[part - 1].span[1] : mentions[part].span[0]]
        if any(mark in between for mark in SENTENCE_ENDS):
            return None
    return None


def _kind(
    mention: Mention,
    before: WordsBefore,
    grammar: Grammar,
) -> CountedKind:
    if _is_start(before, grammar):
        return "start"
    if grammar.pattern("checks.part-of").search(before.clause):
        return "part"
    if is_rate(mention):
        return "state"
    if grammar.pattern("checks.yearly").search(before.clause):
        return "yearly"
    return "state"


def _is_start(before: WordsBefore, grammar: Grammar) -> bool:
    """Whether the number is what a development sets out from."""
    words = before.text[-LONGEST_START:]
    return grammar.pattern("checks.starting-value").search(words) is not None


def _is_stock(
    clause: str,
    period: bool,
    grammar: Grammar,
) -> bool:
    """Whether what was added up to now is meant, and so what there is."""
    return not period and grammar.pattern("checks.stock").search(clause) is not None


def _before(mention: Mention, draft: Draft) -> WordsBefore:
    at = mention.span[0]
    text = words_before(at, LONGEST_SENTENCE, draft)
    sentence = text[_last(text, SENTENCE_ENDS) + 1 :]
    clause = sentence[_last(sentence, CLAUSE_ENDS) + 1 :]
    return WordsBefore(text, sentence, clause[-LONGEST_CLAUSE:])


def words_before(
    at: int,
    most: int,
    draft: Draft,
) -> str:
    """So many characters of the text before an offset, without the white space among them."""
    start = max(0, at - most)
    before = draft.source.text[start:at]
    return "".join(before.split())


def _last(text: str, marks: str) -> int:
    """Where the last of some marks stands; -1 where there is none."""
    return max(map(text.rfind, marks))
