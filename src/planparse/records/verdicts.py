"""Whether a goal was met: as the table prints it, else as goal, result and direction say."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.plan import Unit, Value
from planparse.records.canonical import canonical_of, direction_of
from planparse.tables.header_words import plain

_UP = ("≥", ">")
_DOWN = ("≤", "<")

_SAVED = "-reduction"
"""How the ids of indicators end that count what is saved."""

_WHOLE = 100
"""The per cent of a goal that was met to the end."""


class Verdict(Struct, frozen=True):
    """Whether a goal was met; None where nothing says so."""

    met: bool | None
    is_concluded: bool = False
    """Whether no word of the table says it."""


class Promise(Struct, frozen=True):
    """A goal of an earlier period, and what the table says of its end."""

    name: str
    unit: Unit | None
    goal: Value | None
    actual: Value | None
    others: Sequence[Value]
    """Further values of the row; one of them may be the per cent that was done."""
    verdict: str
    """What the cell prints that asks whether the goal was met; "" where the table has none."""
    qualifier: str | None = None
    """What splits the indicator into rows; it may be what is measured: 达标情况 | 水质达标率."""


def verdict_of(promise: Promise, grammar: Grammar) -> Verdict:
    """Whether a goal was met: in words, by the per cent that was done, or by comparison."""
    actual = promise.actual.text if promise.actual else ""
    for text in (promise.verdict, actual):
        said = _said(text, grammar)
        if said is not None:
            return said
    if promise.verdict and not grammar.pattern("tables.body.missing").fullmatch(promise.verdict):
        return Verdict(None)  # 基本完成 is neither yes nor no
    met = _by_rate(promise.others, grammar)
    if met is None:
        met = _by_comparison(promise, grammar)
    return Verdict(met, is_concluded=met is not None)


def _said(printed: str, grammar: Grammar) -> Verdict | None:
    """What a cell says of a goal in words or by a mark; None where it says something else."""
    text = plain(printed)
    if not text:
        return None
    pieces = grammar.pattern("tables.met.between").split(text)
    # 下降45%，已完成: the verdict may stand behind or before the number.
    for piece in (text, pieces[-1], pieces[0]):
        said = _verdict_in(piece, grammar)
        if said is not None:
            return said
    return None


def _verdict_in(text: str, grammar: Grammar) -> Verdict | None:
    if grammar.pattern("tables.met.no").fullmatch(text):
        return Verdict(met=False)
    if grammar.pattern("tables.met.expected").fullmatch(text):
        return Verdict(met=True, is_concluded=True)
    if grammar.pattern("tables.met.yes").fullmatch(text):
        return Verdict(met=True)
    return None


def _by_rate(others: Sequence[Value], grammar: Grammar) -> bool | None:
    """Whether a column 完成率 prints the whole or more."""
    is_rate = grammar.pattern("tables.value.completion").search
    for other in others:
        if other.value is not None and is_rate(plain(other.label or "")):
            return other.value >= _WHOLE
    return None


def _by_comparison(promise: Promise, grammar: Grammar) -> bool | None:
    """What two values say that measure the same in the same way; None where they are not sure."""
    goal, actual = promise.goal, promise.actual
    if goal is None or actual is None or "missing" in (goal.kind, actual.kind):
        return None
    if plain(goal.text) == plain(actual.text) and goal.kind != "delegated":
        return True
    if goal.value is None or actual.value is None or not _are_alike(goal, actual):
        return None
    wants_more = _wants_more(promise, goal, grammar)
    if actual.value == goal.value:
        return _meets_exactly(goal, actual, wants_more)
    is_more = actual.value > goal.value
    if actual.comparator in (_DOWN if is_more else _UP):
        return None  # “≥28” against a goal of 30 may be on either side of it
    return None if wants_more is None else is_more == wants_more


def _are_alike(goal: Value, actual: Value) -> bool:
    """Whether two numbers are counted in one way, over one span of time, in one unit."""
    if goal.kind != "number" or actual.kind != "number":
        return False
    if goal.basis != actual.basis and not _is_total_change(goal, actual):
        return False
    if min(goal.value or 0, actual.value or 0) < 0:
        return False
    own = goal.unit.text if goal.unit else None
    other = actual.unit.text if actual.unit else None
    return own is None or other is None or own == other


def _is_total_change(goal: Value, actual: Value) -> bool:
    """Whether one of two changes stands in the brackets of a total, and the other one without.

    A fall of [18] is one over the whole period, and what is printed beside it as reached is too.
    """
    if {goal.basis, actual.basis} != {"cumulative", None}:
        return False
    return goal.direction is not None and goal.direction == actual.direction


def _meets_exactly(goal: Value, actual: Value, wants_more: bool | None) -> bool | None:
    """Whether a result meets a goal of the same number; None where bounds leave it open."""
    if goal.comparator == "=" and actual.comparator in (*_UP, *_DOWN) and wants_more is not None:
        return True if wants_more == (actual.comparator in _UP) else None
    if goal.comparator in (">", "<"):
        return None
    if actual.comparator in ("=", goal.comparator):
        return True
    is_beyond = (goal.comparator, actual.comparator) in (("≥", ">"), ("≤", "<"))
    return True if is_beyond else None


def _wants_more(promise: Promise, goal: Value, grammar: Grammar) -> bool | None:
    """Whether more than the goal is better: by its bound, else by the indicator's name."""
    if goal.comparator in _UP:
        return True
    if goal.comparator in _DOWN:
        return False
    # 化学需氧量 is known as what is saved of it; in tonnes it may as well be what is left.
    is_saved = (canonical_of(promise.name, grammar) or "").endswith(_SAVED)
    is_share = promise.unit is not None and promise.unit.dimension == "fraction"
    if is_saved and not is_share:
        return None
    direction = direction_of(promise.name, grammar)
    if direction is None and promise.qualifier:
        direction = direction_of(promise.qualifier, grammar)
    return None if direction is None else direction == "higher"
