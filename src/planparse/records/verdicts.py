"""Whether a goal was met: as the table prints it, else as goal, result and direction say."""

from __future__ import annotations

from dataclasses import dataclass

from planparse.grammar import Grammar
from planparse.model.plan import Value
from planparse.records.canonical import direction_of
from planparse.tables.header_words import plain

_UP = ("≥", ">")
_DOWN = ("≤", "<")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a goal was met; None where nothing says so."""

    met: bool | None
    is_concluded: bool = False
    """Whether no word of the table says it."""


def verdict_of(
    name: str,
    printed: str,
    goal: Value | None,
    actual: Value | None,
    grammar: Grammar,
) -> Verdict:
    """`printed` is the cell that asks whether the goal was met; "" where the table has none."""
    for text in (printed, actual.text if actual else ""):
        said = _said(text, grammar)
        if said is not None:
            return said
    if printed or goal is None or actual is None:
        return Verdict(None)
    met = _concluded(name, goal, actual, grammar)
    return Verdict(met, is_concluded=met is not None)


def _said(printed: str, grammar: Grammar) -> Verdict | None:
    """What a cell says of a goal in words or by a mark; None where it says something else."""
    text = plain(printed)
    if not text:
        return None
    if grammar.pattern("tables.met.no").fullmatch(text):
        return Verdict(met=False)
    if grammar.pattern("tables.met.expected").fullmatch(text):
        return Verdict(met=True, is_concluded=True)
    if grammar.pattern("tables.met.yes").fullmatch(text):
        return Verdict(met=True)
    return None


def _concluded(
    name: str,
    goal: Value,
    actual: Value,
    grammar: Grammar,
) -> bool | None:
    """What two values say that measure the same in the same way; None where they are not sure."""
    if plain(goal.text) == plain(actual.text) and goal.kind not in ("missing", "delegated"):
        return True
    if goal.value is None or actual.value is None or not _are_alike(goal, actual):
        return None
    if actual.value == goal.value:
        return True if actual.comparator == "=" else None
    is_more = actual.value > goal.value
    if actual.comparator in (_DOWN if is_more else _UP):
        return None  # “≥28” against a goal of 30 may be on either side of it
    wants_more = _wants_more(name, goal, grammar)
    return None if wants_more is None else is_more == wants_more


def _are_alike(goal: Value, actual: Value) -> bool:
    """Whether two numbers are counted in one way, over one span of time, in one unit."""
    if goal.kind != "number" or actual.kind != "number" or goal.basis != actual.basis:
        return False
    own = goal.unit.text if goal.unit else None
    other = actual.unit.text if actual.unit else None
    return own is None or other is None or own == other


def _wants_more(name: str, goal: Value, grammar: Grammar) -> bool | None:
    """Whether more than the goal is better: by its bound, else by the indicator's name."""
    if goal.comparator in _UP:
        return True
    if goal.comparator in _DOWN:
        return False
    direction = direction_of(name, grammar)
    return None if direction is None else direction == "higher"
