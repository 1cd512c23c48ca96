"""Rules and the grammar that holds them: what a stage asks for words and patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, TypeVar, cast

import regex

from planparse.grammar.budget import GuardedPattern
from planparse.grammar.engines import compiled, compiled_for_beginnings

Attr = str | int | bool
"""The value of a group's own key: a role, a rank, a switch."""

T = TypeVar("T")
Question = TypeVar("Question")
Asked = TypeVar("Asked", str, tuple[str, ...])
Finder = Callable[[str], "regex.Match[str] | None"]
"""What asks a text for a match: None where there is none."""

_BETWEEN = "\0"
"""Between what is hashed of a rule."""
_FINGERPRINT = 16
"""Hexadecimal digits of a grammar's hash."""

MOST_REMEMBERED = 20_000
"""Answers that a grammar keeps of one question: more than a long plan has different cells."""


class Answers(dict[Question, T], Generic[Question, T]):
    """Answers by what was asked; each is worked out when it is first asked for.

    To look up one that is known calls no function of Python's: a plan asks by the ten thousand.
    """

    def __init__(self, work_out: Callable[[Question], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, question: Question) -> T:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        answer = self[question] = self._work_out(question)
        return answer


@dataclass(frozen=True)
class Rule:
    """One rule. `words` stand in the file's order; `pattern` prefers the longest word."""

    id: str
    group: str
    file: str
    source: str
    """The pattern as written, with fragments and words put in."""
    words: tuple[str, ...]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]
    how: str
    """How the pattern is applied: "match" (at the start), "full" or "search"."""
    attrs: Mapping[str, Attr]
    guarded: bool = False
    """Whether it is of a pack and a pattern: such run with a budget in time."""
    note: str = ""
    """Why, where that is not plain."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs of it: what was worked out on the way is left here."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def compile(self) -> None:
        """Compile now what may be asked of it; else it is compiled when asked."""
        _ = self.pattern
        if self.how != "search":
            _ = self._beginning

    @cached_property
    def begins(self) -> Answers[str, bool]:
        """For each character whether a match may begin with it ("" stands for the empty text)."""
        return Answers(self._may_begin)

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern, compiled when asked: most rules of words are only looked up."""
        if not self.guarded:
            return compiled(self.source, whole=self.how == "full")
        # The one engine that can be told to stop.
        pattern = regex.compile(self.source)
        return cast("regex.Pattern[str]", GuardedPattern(pattern, self.file, self.id))

    @cached_property
    def _beginning(self) -> regex.Pattern[str]:
        """The pattern for the engine that can say whether a text is the beginning of a match."""
        return compiled_for_beginnings(self.source)

    @cached_property
    def apply(self) -> Finder:
        """The pattern's own function for the way in which it is applied.

        It answers as `find` does, which is quicker where few texts begin as a match can begin:
        not where any may, and not for the rules that `Grammar.candidates` has chosen.
        """
        if self.how == "search":
            return self.pattern.search
        if self.how == "full":
            return self.pattern.fullmatch
        return self.pattern.match

    @cached_property
    def find(self) -> Finder:
        """The match in a text, in the way that `how` says; None where there is none.

        No caller needs to look at the first character before it asks: the rule itself knows
        with which characters a match can begin, whoever wrote its pattern.
        """
        apply = self.apply
        # A match may begin anywhere; and `re` sees as soon as this can that none begins so.
        if self.how == "search" or isinstance(self.pattern, re.Pattern):
            return apply
        begins = self.begins
        return lambda text: apply(text) if begins[text[:1]] else None

    def find_in(self, texts: Iterable[str]) -> list[tuple[int, regex.Match[str]]]:
        """What `find` finds in each of some texts, with the index of each in which it finds any.

        For the lines of a plan: most begin as no match does, and cost next to nothing here.
        """
        begins = self.begins
        apply = self.apply
        likely = [(index, text) for index, text in enumerate(texts) if begins[text[:1]]]
        return [(index, match) for index, text in likely if (match := apply(text))]

    def _may_begin(self, character: str) -> bool:
        """Whether a match can begin so: a partial match says that the pattern would go on where the text ends."""
        if self.how == "search":
            return True
        only_empty = (
            not character
        )  # nothing stands behind an empty text, so that a part is not enough
        return self._beginning.match(character, partial=not only_empty) is not None


class Grammar:
    """All rules of the built-in files and of a user's packs. Immutable once made."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_id = {rule.id: rule for rule in rules}
        self._by_group: dict[str, tuple[Rule, ...]] = {}
        for rule in self._by_id.values():
            self._by_group[rule.group] = (*self._by_group.get(rule.group, ()), rule)
        self._finders = Answers[str, Finder](lambda rule_id: self._by_id[rule_id].find)
        self._candidates = Answers[str, Answers[str, tuple[Rule, ...]]](self._chosen)
        self._derived: dict[Callable[[Grammar], Any], Any] = {}
        self._remembered = Answers[Callable[[Any, Grammar], Any], Answers[Any, Any]](self._memory)
        patterns = Answers[str, "regex.Pattern[str]"](lambda rule_id: self._by_id[rule_id].pattern)
        self.pattern: Callable[[str], regex.Pattern[str]] = patterns.__getitem__
        """The compiled pattern of a rule, by its id; KeyError where there is none."""

    def __reduce__(self) -> tuple[type[Grammar], tuple[tuple[Rule, ...]]]:
        """Its rules are all that another process needs to make it anew."""
        return Grammar, (tuple(self._by_id.values()),)

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of all rules in force: two plans with the same one were read by the same words."""
        told = sha256()
        for rule in self:
            attrs = repr(sorted(rule.attrs.items()))
            said = (rule.id, rule.group, rule.how, rule.source, attrs, *rule.words)
            told.update(f"{len(said)}\0{_BETWEEN.join(said)}\0".encode())
        return told.hexdigest()[:_FINGERPRINT]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._by_id.values())

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError where there is none."""
        return self._by_id[rule_id]

    def find(self, rule_id: str, text: str) -> regex.Match[str] | None:
        """What the rule finds in `text`, in the way of its `how`; KeyError where there is none."""
        return self._finders[rule_id](text)

    def words(self, rule_id: str) -> tuple[str, ...]:
        """The words of a rule, as written."""
        return self._by_id[rule_id].words

    def group(self, name: str) -> tuple[Rule, ...]:
        """All rules of a group, in file order; empty where there is none."""
        return self._by_group.get(name, ())

    def candidates(self, group: str, text: str) -> tuple[Rule, ...]:
        """The rules of a group, in file order, that may match a text with this first character."""
        return self._candidates[group][text[:1]]

    def by_first(self, group: str) -> Mapping[str, tuple[Rule, ...]]:
        """The `candidates` of a group by the first character of a text, for who asks of many texts."""
        return self._candidates[group]

    def remembered(self, answer: Callable[[Asked, Grammar], T], text: Asked) -> T:
        """`answer(text, self)`, kept for the next time: for what tables ask of every cell.

        `text` may be the texts of several cells as well.
        """
        known: T = self._remembered[answer][text]
        return known

    def memory(self, answer: Callable[[Asked, Grammar], T]) -> Mapping[Asked, T]:
        """What `remembered` gives by the text that is asked for, for who asks of many texts."""
        return self._remembered[answer]

    def _memory(self, answer: Callable[[Any, Grammar], Any]) -> Answers[Any, Any]:
        return Answers(lambda text: answer(text, self))

    def _chosen(self, group: str) -> Answers[str, tuple[Rule, ...]]:
        rules = self.group(group)
        return Answers(lambda first: tuple([rule for rule in rules if rule.begins[first]]))

    def derived(self, make: Callable[[Grammar], T]) -> T:
        """What `make` builds from this grammar: a stage's own table of its words, built once."""
        try:
            known: T = self._derived[make]
        except KeyError:
            known = self._derived.setdefault(make, make(self))
        return known
