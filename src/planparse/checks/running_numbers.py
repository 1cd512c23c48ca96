"""The mentions of a plan by where their numbers stand in its running text."""

from __future__ import annotations

from bisect import bisect_left

from planparse.checks.matter import Matter
from planparse.model.plan import Mention
from planparse.model.source import Span

LONGEST_ASIDE = 120
"""Characters of the source of a bracket that breaks a part down."""

LONGEST_NAME = 40
"""Characters of the source from one number of a list to the next."""


class MentionsAt:
    """The mention whose number begins at a place of the running text; None where none does."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._found: dict[int, Mention] | None = None

    def __call__(self, place: int) -> Mention | None:
        """The mention that begins at `place`, counted in characters of the running text."""
        if self._found is None:
            # Only where some text matches.
            self._found = {}
            for mention in self._matter.draft.mentions:
                at = self._matter.prose.place_of(mention.span[0])
                if at is not None:
                    self._found[at] = mention
        return self._found.get(place)


def behind_aside(at: int, matter: Matter) -> tuple[int, Span]:
    """The index of the next number of a list, and the span that the one at `at` ends in.

    A bracket right behind that one may break it down, whose numbers are none of the list: 基层机构431个
    （卫生院26个、卫生室405个）、专业机构5个.
    """
    mention = matter.draft.mentions[at]
    text = matter.draft.source.text
    opened = matter.grammar.pattern("checks.opens-aside").match(text, mention.span[1])
    if opened is None:
        return at + 1, mention.span
    ends = [text.find(mark, opened.end(), opened.end() + LONGEST_ASIDE) for mark in "）)"]
    end = min((end for end in ends if end >= 0), default=-1)
    behind = bisect_left(matter.prose.mention_starts, end)
    if end < 0 or behind <= at + 1:
        return at + 1, mention.span
    return behind, (mention.span[0], end + 1)


def stands_behind(span: Span, mention: Mention, rule: str, matter: Matter) -> bool:
    """Whether a number stands near behind a span, and the words between both are those of the rule."""
    if not 0 <= mention.span[0] - span[1] <= LONGEST_NAME:
        return False
    words = matter.prose.between(span, mention.span)
    return words is not None and matter.grammar.pattern(rule).fullmatch(words) is not None
