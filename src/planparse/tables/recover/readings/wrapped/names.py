"""How well pieces look like one name that was wrapped to its column's width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.readings.wrapped.scan import NamePiece, Scan
from planparse.tables.recover.row import joined
from planparse.tables.recover.tokens import width

# Half-width units that a piece of a merged label takes at most.
WIDEST_LABEL = 12

# Pieces of a merged label that may stand together inside a row.
MOST_LABELS = 3

# What it costs to take a piece out of a name as one of a label: as much as a piece that is one unit
# short. For less the plan culture-dongting, printed “space flattened, between”, is read otherwise.
LABEL_PIECE = 0.3

# For each piece, where only one is as wide: then nothing says that any of them was wrapped. Much
# more tears names apart: “A short piece of a label stays out of a name that fills its column”.
LONE_WIDTH = 0.5

# For each half-width unit by which a piece ends short of the column, beyond the slack. Much more
# tears names apart: “Words for a value above and below the line of their row”.
SHORT_PIECE = 0.3

# Half-width units that a piece may fall short: a character that did not fit.
SLACK = 2

# Half-width units that count: beyond that a piece is only short.
MOST_SHORT = 8

# A piece behind a serial number inside a name: another row begins there.
SECOND_SERIAL = 3.0

LabelPlace = Literal["front", "back", "any"]
"""Where a label may stand among the pieces of a row."""


class WrapReading(Struct, frozen=True):
    """One way to read the rows: pieces of names by row, labels by first row, and what it costs."""

    names: list[list[NamePiece]]
    labels: dict[int, RawCell]
    cost: float
    pieces: int
    """How many of the pieces it takes; what stands behind the last row may be no table's."""


class BestName(NamedTuple):
    """The cheapest way to read the pieces of a row as a name."""

    cost: float
    labels: Sequence[NamePiece]
    """Those of the pieces that are a label instead."""


def one_cell(pieces: Sequence[NamePiece]) -> RawCell:
    """Pieces as one cell."""
    return joined([piece.token for piece in pieces])


class WrappedNames:
    """Names of one table, by the width of its column."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self.scan = scan
        self.grammar = grammar
        # Rows are tried with the same pieces again and again.
        self._doubts: dict[str, float] = {}
        """What speaks against a text as a name."""
        self._shorts: dict[str, float] = {}
        """What speaks against a text as a line of a name that is not its last."""

    def _doubt(self, text: str) -> float:
        known = self._doubts.get(text)
        if known is None:
            known = self._doubts[text] = name_doubt(text, self.grammar)
        return known

    def _short(self, text: str) -> float:
        known = self._shorts.get(text)
        if known is None:
            short = max(0, self.scan.wide - SLACK - width(text))
            known = self._shorts[text] = SHORT_PIECE * min(MOST_SHORT, short)
        return known

    def cost(self, name: Sequence[NamePiece]) -> float:
        """How little some pieces look like one name."""
        texts = [piece.token.text for piece in name]
        cost = self._doubt("".join(texts))
        # 养老机构护理型床位 / 占比（%）: the last line may be short
        for text in texts[:-1]:
            if self.scan.lone:
                cost += LONE_WIDTH
            cost += self._short(text)
        # 1 森林覆盖 率 2 湿地: another row begins inside
        second_serials = sum([piece.opens for piece in name[1:]])
        return cost + SECOND_SERIAL * second_serials

    def best_name(
        self,
        row: Sequence[NamePiece],
        where: LabelPlace,
        cost: Callable[[Sequence[NamePiece]], float] | None = None,
    ) -> BestName:
        """The least cost of the pieces as a name, where needed without those of a label."""
        cost = cost or self.cost
        best = BestName(cost(row), row[:0])
        starts = range(len(row))
        if where == "front":
            starts = range(1)
        for start in starts:
            most = min(len(row), start + MOST_LABELS)
            for end in range(start + 1, most + 1):
                if not _may_be_label(row[end - 1]):
                    break
                taken = LABEL_PIECE * (end - start)
                # no name costs less than nothing
                if taken >= best.cost:
                    break
                # the group of the rows below stands behind the whole name
                if where == "back" and end < len(row):
                    continue
                name = [*row[:start], *row[end:]]
                now = taken + cost(name)
                if now < best.cost:
                    best = BestName(now, row[start:end])
        return best


def _may_be_label(piece: NamePiece) -> bool:
    """A short word of Chinese characters alone, with no serial number before it."""
    text = piece.token.text
    if piece.opens or width(text) > WIDEST_LABEL:
        return False
    return text.isalpha() and not text.isascii()
