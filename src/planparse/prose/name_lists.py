"""Lists of names that 分别 gives values to, one after the other: A、B分别达到80%、90%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.prose.quantities import Quantity
from planparse.prose.words import Lexicon

LONGEST_LIST = 12
"""No more names than these are given values by 分别."""


class Turn(NamedTuple):
    """The names of a list, in order, and which comes next."""

    names: Sequence[str] = ()
    at: int = 0

    @property
    def name(self) -> str:
        """The name whose turn it is; "" where there is no list of names."""
        if len(self.names) < 2 or self.at >= len(self.names):
            return ""
        return self.names[self.at]


NO_TURN = Turn()


def listed_names(text: str, noun: str, values: list[Quantity], lex: Lexicon) -> list[str]:
    """The names that the words before 分别 list: as many as there are values.

    和 may join two names or belong to one of them: the number of values tells. Where neither way
    gives as many names, every joint is taken to separate two.
    """
    count = _listed_values(text, values, lex)
    by_joints = _separated(noun, "name-joint", lex)
    if len(by_joints) == count:
        return by_joints
    by_marks = _separated(noun, "name-mark", lex)
    return by_marks if len(by_marks) == count else by_joints


def _listed_values(text: str, values: list[Quantity], lex: Lexicon) -> int:
    """How many of the values from the first on stand in one list."""
    joints = lex.words["joints"]
    count = 1
    for previous, value in pairwise(values):
        if text[previous.after : value.start] not in joints:
            break
        count += 1
    return count


def _separated(noun: str, pattern: str, lex: Lexicon) -> list[str]:
    """The names between what the pattern takes; one letter is none."""
    return [name for name in lex.pattern[pattern].split(noun) if len(name) > 1]
