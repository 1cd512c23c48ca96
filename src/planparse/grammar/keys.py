"""What may stand under each key of a rule: a closed schema, checked when a file is loaded.

What a rule says reaches the records, so that a word of no meaning here would break the published
schema there, or be passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import get_args

from planparse.grammar.ucum import is_ucum
from planparse.model.plan import Comparator, RegionLevel, Role

Check = Callable[[object], str]
"""Why a value cannot stand under a key, or ""."""

_DIMENSIONS = """
fraction count score index rank time age length traffic area volume mass energy power voltage
current charge pressure frequency money data data-rate computing temperature sound speed
illuminance concentration dose magnitude flow density yield intensity price
"""
DIMENSIONS = frozenset(_DIMENSIONS.split())
"""What a unit can measure."""
_MOST_RANK = 999
_MOST_DIGITS = 40
"""Characters of a factor: more than the widest one has, which turns PB to bits."""


def _one_of(allowed: Collection[str]) -> Check:
    def check(value: object) -> str:
        if value in allowed:
            return ""
        return f"{value!r} is none of {', '.join(sorted(allowed))}"

    return check


def _whole(lowest: int, highest: int) -> Check:
    def check(value: object) -> str:
        # True is a whole number to Python.
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return ""
        return f"must be a whole number from {lowest} to {highest}"

    return check


def _switch(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _characters(value: object) -> str:
    return "" if isinstance(value, str) and value else "must be a text that is not empty"


def _unit_code(value: object) -> str:
    if isinstance(value, str) and is_ucum(value):
        return ""
    return f"{value!r} is no UCUM code; what has none is written in braces, such as {{greenhouse}}"


def _factor(value: object) -> str:
    reason = f"{value!r} is no number above zero, such as '0.01' or '2000/3'"
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_DIGITS or "e" in value.lower():
        return reason
    try:
        return "" if Fraction(value) > 0 else reason
    except (ValueError, ZeroDivisionError):
        return reason


_SIGN = _one_of(get_args(Comparator))
_DIRECTION = _one_of(("higher", "lower", "none"))
_DIMENSION = _one_of(DIMENSIONS)
_MEANING = _one_of(("total", "annual", "level", "negative", "contrary", "rise", "fall"))

REQUIRED: dict[str, dict[str, Check]] = {
    "words": {},
    "pattern": {},
    "column": {"role": _one_of(get_args(Role))},
    "scope": {"level": _whole(1, 9)},
    "indicator": {"direction": _DIRECTION},
    "trend": {"direction": _DIRECTION},
    "heading": {"rank": _whole(1, _MOST_RANK)},
    "annex": {},
    "caption": {},
    "synonym": {},
    "territory": {"level": _one_of(get_args(RegionLevel))},
    "unit": {"code": _unit_code, "dimension": _DIMENSION},
    "scale": {"factor": _factor, "code": _unit_code},
    "base": {"dimension": _DIMENSION, "si": _unit_code, "factor": _factor},
    "quotient": {"dimension": _DIMENSION},
    "bracket": {"meaning": _MEANING},
    "comparator": {"sign": _SIGN, "place": _one_of(("before", "after"))},
    "bound": {"sign": _SIGN, "side": _one_of(("before", "after", "within"))},
}
"""Rule groups, and the keys that every rule of the group must have beside the general ones."""

OPTIONAL: dict[str, dict[str, Check]] = {
    "column": {"loose": _switch},
    "unit": {
        "base": _unit_code,
        "factor": _factor,
        "prose": _switch,
        "under": _switch,
        "unless": _characters,
    },
    "quotient": {"base": _unit_code, "factor": _factor},
}
"""Keys that a rule of the group may have."""

NAMED: dict[str, tuple[str, ...]] = {
    "heading": ("label", "number"),
    "annex": ("label", "number"),
    "caption": ("label",),
}
"""Groups `(?P<name>…)` that the pattern of a rule must have: what a stage asks its match for."""

OF_WORDS = frozenset(("unit", "scale", "quotient", "comparator", "bound", "synonym", "territory"))
"""Groups whose rules are lists of words: their words are looked up, and a pattern never is."""
