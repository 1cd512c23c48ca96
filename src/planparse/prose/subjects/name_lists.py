"""Lists of names that 分别 gives values to, one after the other: A、B分别达到80%、90%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from planparse.prose.sentences import Sentence
from planparse.prose.words import Lexicon, longest_word

# No more names than these are given values by 分别.
_LONGEST = 12


class Turn(Struct, frozen=True):
    """The names of a list, in order, and which comes next."""

    names: Sequence[str] = ()
    at: int = 0

    @property
    def name(self) -> str:
        """The name whose turn it is; "" where there is no list of names."""
        count = len(self.names)
        if count < 2 or self.at >= count:
            return ""
        return self.names[self.at]

    def next(self) -> Turn:
        """The turn of the name after it."""
        return Turn(self.names, self.at + 1)

    def again(self) -> Turn:
        """The turn of the first name, once more."""
        return Turn(self.names)


NO_TURN = Turn()


class NameLists:
    """Divides the words before 分别 into names."""

    def __init__(self, lex: Lexicon) -> None:
        self.joints = lex.words["joints"]
        self.joint = lex.pattern["name-joint"]
        self.modifiers = lex.words["name-modifiers"]
        self.mark = lex.pattern["name-mark"]

    def read(self, sentence: Sentence, index: int, noun: str) -> list[str]:
        """The names that `noun` lists: as many as there are values from `quantities[index]` on.

        和 may join two names or belong to one of them: the number of values tells. Where neither
        way gives as many names, every joint is taken to separate two.
        """
        return self._in_full(self._names(sentence, index, noun))

    def _in_full(self, names: list[str]) -> list[str]:
        """城镇、农村居民收入: what the last name goes on with belongs to those before."""
        last = names[-1] if names else ""
        own = longest_word(last, 0, self.modifiers)
        if not own:
            return names
        rest = last[len(own) :]
        return [name + rest if name in self.modifiers else name for name in names]

    def _names(self, sentence: Sentence, index: int, noun: str) -> list[str]:
        count = self.values(sentence, index)
        by_joints = _separated(noun, self.joint)
        if len(by_joints) == count:
            return by_joints
        # 护理人员与自理、半自理老人的配比: 与 belongs to the name.
        by_marks = _separated(noun, self.mark)
        if len(by_marks) == count:
            return by_marks
        return by_joints

    def values(self, sentence: Sentence, index: int) -> int:
        """How many values stand in one list from this one on."""
        count = 1
        listed = sentence.quantities[index : index + _LONGEST]
        for previous, value in pairwise(listed):
            if sentence.text[previous.after : value.start] not in self.joints:
                break
            count += 1
        return count


def _separated(noun: str, separator: regex.Pattern[str]) -> list[str]:
    """The names between what the pattern takes; one letter is none."""
    return [name for name in separator.split(noun) if len(name) > 1]
