"""Whether a mention may speak of another thing than its name and role say: then it proves nothing.

Asked only of mentions that seem to contradict something, so that it may look around.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from planparse.checks.matching.counted import SENTENCE_ENDS, words_before
from planparse.checks.matter import Matter
from planparse.model.plan import Mention, Section

# Words that make a number a goal (目标值为) stand right before it.
LONGEST_GOAL_WORDS = 16


def is_unclear(mention: Mention, matter: Matter) -> bool:
    """Whether it is of another time or area than it seems."""
    return (
        _is_out_of_time(mention, matter)
        or _is_old_goal(mention, matter)
        or _is_of_another_area(mention, matter)
    )


def _is_out_of_time(mention: Mention, matter: Matter) -> bool:
    """A goal that is said to be reached, a state that is planned, a goal in a look back."""
    if mention.role in ("target", "change"):
        if mention.status is not None:
            return mention.status == "reached"
        return not _is_ahead(mention, matter) and _looks_back(mention, matter)
    return mention.role == "baseline" and mention.status == "planned"


def _is_ahead(mention: Mention, matter: Matter) -> bool:
    """Whether its year lies in the plan's period, or behind it."""
    period = matter.draft.head.period
    year = mention.value.year
    return period is not None and year is not None and year >= period.start


def _looks_back(mention: Mention, matter: Matter) -> bool:
    """Whether it stands where a plan tells how things went.

    That is before all headings of goals and tasks, or under one like 发展基础, 目标如期实现.
    """
    if mention.value.year is None and _is_before_goals(mention, matter):
        return True
    rules = [matter.grammar.pattern(rule) for rule in ("parts.past", "checks.looks-back")]
    return any(
        rule.search(section.title) for section in _headings_above(mention, matter) for rule in rules
    )


def _is_before_goals(mention: Mention, matter: Matter) -> bool:
    future = matter.grammar.pattern("parts.future")
    for section in matter.draft.sections:
        if section.span[0] > mention.span[0] and section.parent is None:
            return future.search(section.title) is not None
        if future.search(section.title):
            return False
    return False


def _headings_above(mention: Mention, matter: Matter) -> Iterator[Section]:
    sections = matter.sections
    section = sections.get(mention.section or "")
    while section is not None:
        yield section
        section = sections.get(section.parent or "")


def _is_old_goal(mention: Mention, matter: Matter) -> bool:
    """Whether a number of the past is what was promised then, and not what was reached.

    So in “十三五”规划的目标值为60%，实际达到64%.
    """
    if mention.role != "baseline":
        return False
    before = words_before(mention.span[0], LONGEST_GOAL_WORDS, matter.draft)
    return matter.grammar.pattern("checks.goal-before").search(before) is not None


def _sentence_before(mention: Mention, matter: Matter) -> str:
    """The words of its sentence before a mention, and nothing of a table above it."""
    draft = matter.draft
    at = mention.span[0]
    number = bisect_right(draft.paragraphs, at, key=lambda paragraph: paragraph.start) - 1
    start = draft.source.text.rfind("\n", 0, at) + 1
    if number >= 0 and draft.paragraphs[number].end > at:
        start = draft.paragraphs[number].start
    before = "".join(draft.source.text[start:at].split())
    return before[max(map(before.rfind, SENTENCE_ENDS)) + 1 :]


def _is_of_another_area(mention: Mention, matter: Matter) -> bool:
    """Whether the sentence, or the heading above, is of another area: a part (沿海地区), or the nation."""
    grammar = matter.grammar
    sentence = _sentence_before(mention, matter)
    subject = mention.subject or ""
    # What the name itself says of the area stands in the other name too.
    rest = sentence[: sentence.rfind(subject)] if subject in sentence else sentence
    wider = grammar.pattern("checks.wider-area")
    if wider.search(rest) or matter.namer.names_other_area(rest):
        return True
    own = matter.draft.head.region.name if matter.draft.head.region else ""
    for found in grammar.pattern("checks.part-of-area").finditer(rest):
        if found["area"] not in own:
            return True
    title = grammar.pattern("checks.title-of-area")
    for section in _headings_above(mention, matter):
        area = title.search(section.title)
        if area is not None and area["area"] not in own:
            return True
    return False
