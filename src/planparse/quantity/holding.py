"""What holds for a cell, whatever it prints."""

from __future__ import annotations

from msgspec import Struct

from planparse.model.plan import Basis, Per, Period, Unit
from planparse.quantity.brackets import NO_NOTES, BracketNotes
from planparse.quantity.measures import NOTHING_SAID, Sense


class Holding(Struct, frozen=True):
    """What holds for a cell: from its column, else from its row."""

    year: int | None = None
    unit: Unit | None = None
    per: Per | None = None
    basis: Basis | None = None
    period: Period | None = None
    """The years of a total or an average, where the cell is one."""
    said: Sense = NOTHING_SAID
    brackets: BracketNotes = NO_NOTES
    """What the notes under the table say of numbers in brackets."""


NOTHING_HOLDS = Holding()
