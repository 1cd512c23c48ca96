"""Printed values in words that stand alone: with their year, their unit and what they measure."""

from __future__ import annotations

import re

from planparse.model.plan import Per, Period, Unit, Value

_WORDS = frozenset(("text", "delegated", "unchanged"))
"""Kinds of values that are words, and have no unit."""
_THOUSANDS = {1000: "千", 10_000: "万", 100_000: "十万", 1_000_000: "百万", 100_000_000: "亿"}
_BASES = {"annual": "年均", "cumulative": "累计"}
_NUMBER = re.compile(
    r"(?P<open>[〔\[（(【])?\d[\d,，.．]*(?:[—–~～至-]{1,2}\d[\d,，.．]*)?(?(open)[〕\]）)】]?)"
)
"""A number or a range, with the brackets that stand around it."""
_UNIT_ASIDE = re.compile(r"[（(][^（()）]{1,12}[）)]$")
"""A unit behind the words of a column's header."""


def said_value(value: Value, name: str, *, role: str = "", year: bool = True) -> str:
    """2020年2.9人, 2021—2025年累计13.5公里; `name` is what it measures, `role` says what it is for.

    The unit follows the number where the printed value has none; the base of a rate (每千人口)
    where neither the name nor the unit says it.
    """
    when = _when(value) if year else ""
    label = _label(value, role, when)
    basis = _BASES.get(value.basis or "", "")
    if _is_said_already(basis, label, name + value.text):
        basis = ""
    printed = _with_unit(value, name)
    if value.remark and value.remark not in printed:
        printed += f"（{value.remark}）"
    if when in label:
        when = ""
    return f"{label}{when}{basis}{printed}"


def _is_said_already(basis: str, label: str, words: str) -> bool:
    """Whether label or name say the basis; a header for both (年均/累计) says neither."""
    others = set(_BASES.values()) - {basis}
    in_label = basis in label and not any(other in label for other in others)
    return in_label or basis in words


def is_said(value: Value | None) -> bool:
    """Whether there is a value, and no dash."""
    return value is not None and value.kind != "missing"


def _label(value: Value, role: str, when: str) -> str:
    """What the value is for: the header of its column, where that is no mere year."""
    label = _UNIT_ASIDE.sub("", "".join((value.label or "").split()))
    if label and label != when:
        return label if when and when in label else f"{label}："
    if value.scope and value.scope not in role:
        return value.scope + role
    # The year says which value it is.
    return "" if when else role


def _when(value: Value) -> str:
    if value.period is not None and value.basis is not None:
        return _years(value.period)
    return f"{value.year}年" if value.year else ""


def _years(period: Period) -> str:
    if period.start == period.end:
        return f"{period.start}年"
    return f"{period.start}—{period.end}年"


def _with_unit(value: Value, name: str) -> str:
    """The printed value with its unit, which follows the number: 78%以上."""
    text = "".join(value.text.split())
    number = _NUMBER.search(text)
    unit = said_unit(value.unit, value.per, name)
    if value.kind in _WORDS or not unit or number is None or unit in text:
        return text
    if value.unit is not None and value.unit.text in text:
        return text
    # 3.1 in 1/10万 is 3.1/10万; any other unit that begins with a figure must not touch the number.
    if unit.startswith("1/"):
        unit = unit[1:]
    # The numbers of a compound value may have units of their own.
    if value.kind == "compound" or unit[0].isdigit():
        return f"{text}（单位：{unit}）"
    return text[: number.end()] + unit + text[number.end() :]


def said_unit(unit: Unit | None, per: Per | None, name: str = "") -> str:
    """人, or 人/千人口 where the name doesn't say the base."""
    words = unit.text if unit is not None else ""
    if per is None or per.of in name or per.of in words or "/" in words or "每" in name:
        return words
    count = "" if per.count == 1 else _THOUSANDS.get(per.count, str(per.count))
    return f"{words}/{count}{per.of}"
