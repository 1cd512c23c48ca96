"""Whether a mention may speak of another thing than its name and role say: then it proves nothing.

Asked only of mentions that seem to contradict something, so that it may look around.
"""

from __future__ import annotations

from bisect import bisect_right

import regex

from planparse.checks.matching.counted import SENTENCE_ENDS, is_rate, words_before
from planparse.checks.matter import Matter
from planparse.grammar import five_years
from planparse.model.plan import Mention

# Words that make a number a goal (目标值为) stand right before it.
LONGEST_GOAL_WORDS = 16

FULL_STOPS = "。！!"
"""What is said of a sentence as a whole (省规划提出, “十三五”期间) holds behind its semicolons, too."""

LONGEST_WAY = 40
"""So many characters before a number may say how it was measured."""


def is_unclear(mention: Mention, matter: Matter) -> bool:
    """Whether it is of another time or area than it seems."""
    key = (mention.id, mention.subject)
    if key not in matter.unclear:
        matter.unclear[key] = _is_unclear(mention, matter)
    return matter.unclear[key]


def are_measured_alike(a: Mention, b: Mention, matter: Matter) -> bool:
    """Whether no words say that two numbers were measured in two ways (按现价, 自然口径)."""
    return _ways_of_measuring(a, matter) == _ways_of_measuring(b, matter)


def _ways_of_measuring(mention: Mention, matter: Matter) -> set[str]:
    """The ways that the clauses before a mention name, of those that are not the usual one."""
    pattern = matter.grammar.pattern("checks.way-of-measuring")
    before = words_before(mention.span[0], LONGEST_WAY, matter.draft)
    before = before[max(map(before.rfind, SENTENCE_ENDS)) + 1 :]
    return {found["way"] for found in pattern.finditer(before)}


def _is_unclear(mention: Mention, matter: Matter) -> bool:
    if _is_out_of_time(mention) or is_compared_with(mention, matter):
        return True
    if _is_counted_in_two_ways(mention, matter):
        return True
    sentence = _sentence_before(mention, matter)
    if _is_of_some_months(mention, sentence, matter) or _is_summed_up(mention, matter):
        return True
    return _is_old_goal(mention, sentence, matter) or _is_in_another_area(mention, sentence, matter)


def _is_out_of_time(mention: Mention) -> bool:
    """A goal that is said to be reached, or a state that is planned."""
    if mention.role in ("target", "change"):
        return mention.status == "reached"
    return mention.role == "baseline" and mention.status == "planned"


def _is_of_some_months(mention: Mention, sentence: str, matter: Matter) -> bool:
    """Whether its sentence, or the whole report, tells what some months have brought (前三季度).

    Of the whole year another number is told.
    """
    if mention.status != "reached":
        return False
    grammar = matter.grammar
    return any(
        grammar.find("parts.part-of-year", words)
        for words in (matter.draft.head.title or "", sentence)
    )


def _is_summed_up(mention: Mention, matter: Matter) -> bool:
    """Whether an amount that names no year may be that of all years of a plan: “十三五”期间，…；再就业8.9万人."""
    if mention.role != "baseline" or mention.value.year is not None or is_rate(mention):
        return False
    if matter.grammar.find("checks.rate-name", mention.subject or ""):
        return False
    if matter.grammar.find("checks.stands-at", matter.prose.clause_up_to(mention.span[0])):
        return False
    sentence = _sentence_before(mention, matter, FULL_STOPS)
    return matter.grammar.find("checks.period", sentence) is not None


def _is_counted_in_two_ways(mention: Mention, matter: Matter) -> bool:
    """Whether its paragraph says that numbers were counted in two ways (两者口径不同), or what it leaves out.

    Which of them a table or another place has, nothing tells.
    """
    place = matter.prose.place_of(mention.span[0])
    end = matter.prose.place_of(mention.span[1] - 1)
    if place is None or end is None:
        return False
    behind = matter.prose.sentence_behind(end + 1)
    if matter.grammar.find("checks.counted-in-part", behind) is not None:
        return True
    text = matter.prose.paragraph(place).text
    return matter.grammar.find("checks.counted-in-two-ways", text) is not None


def is_compared_with(mention: Mention, matter: Matter) -> bool:
    """Whether it is the number of another year that one is compared with: 比上年的1744亿元."""
    before = words_before(mention.span[0], LONGEST_GOAL_WORDS, matter.draft)
    return matter.grammar.pattern("checks.compared-with").search(before) is not None


def _is_old_goal(mention: Mention, sentence: str, matter: Matter) -> bool:
    """Whether a number of the past is what was promised then, and not what was reached.

    So in “十三五”规划的目标值为60%，实际达到64%.
    """
    if mention.role == "target":
        return _is_of_period_over(sentence, matter)
    if mention.role != "baseline":
        return False
    before = words_before(mention.span[0], LONGEST_GOAL_WORDS, matter.draft)
    if matter.grammar.pattern("checks.goal-before").search(before):
        return True
    if matter.grammar.find("checks.old-goals-told", sentence) is not None:
        return True
    # 到2020年…控制在3.2亿立方米: a ceiling of the period before, in a part that looks back.
    return matter.grammar.pattern("checks.old-ceiling").search(sentence) is not None


def _is_of_period_over(sentence: str, matter: Matter) -> bool:
    """Whether the last five-year plan that a sentence names is one before this plan."""
    own = matter.draft.head.period
    named = matter.grammar.pattern("checks.five-year-plan").findall(sentence)
    last = five_years.last_year_of(named[-1]) if named and own is not None else None
    return last is not None and own is not None and last < own.start


def _sentence_before(mention: Mention, matter: Matter, ends: str = SENTENCE_ENDS) -> str:
    """The words of its sentence before a mention, and nothing of a table above it."""
    draft = matter.draft
    at = mention.span[0]
    number = bisect_right(matter.prose.paragraph_starts, at) - 1
    start = draft.source.text.rfind("\n", 0, at) + 1
    if number >= 0 and draft.paragraphs[number].end > at:
        start = draft.paragraphs[number].start
    before = "".join(draft.source.text[start:at].split())
    return before[max(map(before.rfind, ends)) + 1 :]


def is_set_from_above(mention: Mention, matter: Matter) -> bool:
    """Whether its sentence says that a higher level sets it (省下达我市…): the plan's own goal may be better."""
    return set_from_above(mention, matter) is not None


def set_from_above(mention: Mention, matter: Matter) -> regex.Match[str] | None:
    """The words of its sentence that say so, with the group `quota` where it is set for the plan's area."""
    # 市下达我县…面积38万亩；产量15万吨: what is set from above may be a list.
    sentence = _sentence_before(mention, matter, FULL_STOPS)
    found = matter.grammar.find("checks.set-from-above", sentence)
    if found is None or matter.grammar.find("checks.set-here", sentence[found.end() :]):
        return None
    return found


def is_of_another_area(mention: Mention, matter: Matter) -> bool:
    """Whether the sentence, or the heading above, is of another area: a part (沿海地区), or the nation."""
    return _is_in_another_area(mention, _sentence_before(mention, matter), matter)


def _is_in_another_area(mention: Mention, sentence: str, matter: Matter) -> bool:
    grammar = matter.grammar
    subject = mention.subject or ""
    # What the name itself says of the area stands in the other name too.
    rest = sentence[: sentence.rfind(subject)] if subject in sentence else sentence
    # 低于全市平均水平，床人比1：1.37: the number is of the plan's own area.
    rest = grammar.pattern("checks.compared-with-area").sub("", rest)
    wider = grammar.pattern("checks.wider-area")
    if wider.search(rest) or matter.namer.names_other_area(rest):
        return True
    if grammar.pattern("checks.core-of-area").match(rest):
        return True
    own = matter.draft.head.region.name if matter.draft.head.region else ""
    for found in grammar.pattern("checks.part-of-area").finditer(rest):
        if found["area"] not in own:
            return True
    title = grammar.pattern("checks.title-of-area")
    for section in matter.headings_above(mention):
        area = title.search(section.title)
        if area is not None and area["area"] not in own:
            return True
    return False
