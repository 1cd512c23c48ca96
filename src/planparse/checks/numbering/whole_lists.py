"""Whether headings are surely all members of a numbered list, so that they can be counted."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.checks.numbering.labels import label_stands, number_of, style_of
from planparse.checks.numbering.sure_headings import are_sure
from planparse.grammar import Grammar
from planparse.model.plan import Section


def is_whole_list(
    members: Sequence[Section],
    behind: str,
    grammar: Grammar,
    *,
    may_be_sentences: bool = False,
) -> bool:
    """Whether they run from the first number on in one style, and no further one stands behind them.

    `behind`: the text from the last of them to the end of what holds the list.
    `may_be_sentences`: whether the words above say that they are a list, whatever their titles are like.
    """
    if not members or not (may_be_sentences or are_sure(members, grammar)):
        return False
    if len({style_of(member.label) for member in members}) != 1:
        return False
    if [number_of(member) for member in members] != list(range(1, len(members) + 1)):
        return False
    return not label_stands(members[0].label, len(members) + 1, behind)
