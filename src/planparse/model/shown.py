"""A record on one line, for people who look at it in a console: what it is, not all that it holds."""

from __future__ import annotations

from typing import Any

_LONGEST = 36
"""Characters of one field; a longer one is cut. With two long ones a record still fits a line."""


def shown(record: Any, fields: tuple[str, ...]) -> str:
    """`<Indicator i2 name='细颗粒物年均浓度' baseline=34 target=≤31 unit=微克/立方米>`; None is left out."""
    parts = [type(record).__name__]
    for name in fields:
        field = getattr(record, name)
        if field is None:
            continue
        words = _words(field)
        parts.append(words if name == "id" else f"{name}={words}")
    return f"<{' '.join(parts)}>"


def _words(field: Any) -> str:
    """A value and a unit as printed, anything else as Python writes it."""
    printed = getattr(field, "text", None)
    if isinstance(printed, str):
        return _cut(printed)
    if isinstance(field, str) and not field.isascii():
        return repr(_cut(field))
    return _cut(str(field))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
