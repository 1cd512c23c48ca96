"""Cells that are no single number: words that name a goal, doublings, and several values in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.grammar.numerals import read_integer
from planparse.quantity.cell_numbers import LONGEST, CellReading
from planparse.quantity.spellings import one_spelling
from planparse.quantity.units import find_unit

_MOST_PARTS = 6
"""Values in one cell; more are a list of things."""
_LONGEST_LABEL = 12
"""Characters before the number of a part that say whose it is: 县城, 粮食主产区."""
_LARGEST_FRACTION_TERM = 9
"""2/3 may be two thirds; 12/18 is two values."""
_NUMBERS = ("number", "range", "relative")
_DIGIT = compiled(r"\d")


class CellPart(Struct, frozen=True):
    """One of several values in a cell."""

    text: str
    label: str | None
    """Whose value it is, as printed before it: 县城."""
    reading: CellReading


class PhraseReader:
    """Reads such cells with the patterns of one grammar, and single numbers with `number`."""

    def __init__(self, grammar: Grammar, number: Callable[[str], CellReading]) -> None:
        self.number = number
        self.delegated = grammar.pattern("values.delegated")
        self.unchanged = grammar.pattern("values.unchanged")
        self.doubling = grammar.pattern("values.doubling")
        self.joint = grammar.pattern("values.joint")
        self.label = grammar.pattern("values.label")
        self.joint_label = grammar.pattern("values.joint-label")
        self.label_alone = grammar.pattern("values.label-alone")
        self.percent = find_unit("%", grammar)

    def words(self, text: str) -> CellReading:
        """What a cell without a number says; `text` where it is none of the known kinds."""
        plain = one_spelling(text)
        if len(plain) > LONGEST:
            return CellReading()
        doubling = self.doubling.fullmatch(plain)
        if doubling is not None:
            return self._doubled(text, doubling)
        if not _DIGIT.search(plain) and self.delegated.fullmatch(plain):
            return CellReading("delegated")
        if self.unchanged.fullmatch(plain.strip("[]")):  # brackets are of the column's total
            return CellReading("unchanged")
        return CellReading()

    def _doubled(self, text: str, found: regex.Match[str]) -> CellReading:
        """翻一番 is 100 % more, 翻两番 300 %."""
        times = read_integer(found["times"]) if found["times"] else 1
        if not times:
            return CellReading()
        start, end = found.span("reference")
        return CellReading(
            "relative",
            (Decimal(100 * (2**times - 1)),),
            comparator="≥" if found["more"] else None,
            sign=1,
            reference=text[start:end] if start >= 0 else None,
            unit=self.percent,
        )

    # ------------------------------------------------------------------ several values

    def parts(self, text: str) -> tuple[CellPart, ...]:
        """The values of ≤0.7/≤1.8 and 县城≥40、乡镇≥25; none where not every part is a value."""
        plain = one_spelling(text)
        if len(plain) > 2 * LONGEST:
            return ()
        # Without a sign between them only places tell the parts: 城区≥90县域≥80.
        is_joined = self.joint.search(plain) is not None
        joint = self.joint if is_joined else self.joint_label
        found: list[CellPart] = []
        for piece in _pieces(text, plain, joint):
            part = self._part(piece)
            if part is None or len(found) == _MOST_PARTS:
                return ()
            if part.label is None and not is_joined:
                return ()
            found.append(part)
        if "/" in plain and _may_be_fraction(found):
            return ()
        if len(found) < 2 or all(_is_year(part) for part in found):
            return ()
        return tuple(found)

    def labelled(self, text: str) -> CellPart | None:
        """The one value of a cell behind a label: 山区：40, ΔE≥0; None where there is none."""
        found = self.label_alone.match(one_spelling(text))
        if found is None:
            return None
        end = found.end()
        reading = self.number(text[end:])
        if reading.kind not in _NUMBERS:
            return None
        return CellPart(text[end:], text[:end].rstrip("：:"), reading)

    def _part(self, piece: str) -> CellPart | None:
        """A value, with the words before it that say whose it is."""
        reading = self.number(piece)
        if reading.kind not in ("text", "missing"):
            return CellPart(piece, None, reading)
        plain = one_spelling(piece)
        for start in range(1, min(_LONGEST_LABEL, len(piece) - 1) + 1):
            if plain[start - 1].isdecimal():
                return None
            if not self.label.fullmatch(plain, 0, start):
                continue
            reading = self.number(piece[start:])
            if reading.kind not in ("text", "missing"):
                label = piece[:start].rstrip("：:")
                return CellPart(piece[start:], label, reading)
        return None


def _pieces(text: str, plain: str, joint: regex.Pattern[str]) -> Iterator[str]:
    start = 0
    for found in joint.finditer(plain):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _may_be_fraction(parts: list[CellPart]) -> bool:
    """1/3 and 2/3 may be parts of a whole, or two values: nobody knows."""
    if len(parts) != 2:
        return False
    first, second = (part.text for part in parts)
    if not (first.isdecimal() and second.isdecimal()):
        return False
    return int(first) == 1 or max(int(first), int(second)) <= _LARGEST_FRACTION_TERM


def _is_year(part: CellPart) -> bool:
    return len(part.text) == 4 and part.text[:2] in ("19", "20") and part.text.isdecimal()
