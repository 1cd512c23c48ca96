"""Characters that show something else than the text spells: a raised 3 is ³, `&lt;` is <.

The text of a source stays as it was read, and no offset ever moves. What a format knows of its
looks is told beside it: one character for one character. The stages read the text with its
signs; what they cut out of it is printed as it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_RAISED = {
    **dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)),
    **dict(zip("０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)),
    "(": "⁽",
    "（": "⁽",
    ")": "⁾",
    "）": "⁾",
    "-": "⁻",
    "−": "⁻",
    "－": "⁻",
}
"""What raised characters are in Unicode. Others (*, ①) say for themselves that they are marks."""


class Sign(NamedTuple):
    """One character of the text that shows another one."""

    at: int
    """Its offset."""
    shown: str
    """The character that it shows."""


def raised_signs(text: str, start: int = 0) -> tuple[Sign, ...]:
    """The signs of a raised text that begins at the offset `start`."""
    signs: list[Sign] = []
    for at, char in enumerate(text, start):
        if char in _RAISED:
            signs.append(Sign(at, _RAISED[char]))
    return tuple(signs)


def shown(text: str, signs: Sequence[Sign]) -> str:
    """The text with its signs, as long as before; `signs` in any order."""
    if not signs:
        return text
    chars = list(text)
    for at, char in signs:
        chars[at] = char
    return "".join(chars)


def moved(signs: Iterable[Sign], by: int) -> list[Sign]:
    """The signs of a text that stands `by` characters further on."""
    return [Sign(at + by, char) for at, char in signs]
