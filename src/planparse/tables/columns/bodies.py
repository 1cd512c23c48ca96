"""What the cells under one header look like: the evidence that decides what words leave open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.tables.header_words import plain

EVIDENCE_ROWS = 60
"""Body rows that are looked at: enough to tell numbers from words."""

MOSTLY = 0.6
"""Share of the cells from which on a column is of one kind;
the rest are gaps, notes and misreadings.
"""

_LEAST_COUNTED = 2
"""Cells from which on running numbers below an empty head are no coincidence."""


def _filled(cell: str, grammar: Grammar) -> str:
    """What a cell prints, as headers are compared; "" where it says that there is nothing (—)."""
    text = plain(cell)
    is_missing = grammar.pattern("tables.body.missing").fullmatch(text) is not None
    return "" if is_missing else text


def _is_nature(cell: str, grammar: Grammar) -> bool:
    """Whether a cell prints 约束性 or 预期性, or 约束性★: a note says what the sign stands for."""
    word = grammar.pattern("tables.cell-sign").sub("", cell)
    return word in grammar.words("tables.body.nature")


class ColumnBody:
    """The filled cells under a header; shares go from 0 to 1, and are worked out when first asked
    for.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        col: int,
        grammar: Grammar,
    ) -> None:
        self.grammar = grammar
        printed = [row[col] for row in rows[:EVIDENCE_ROWS] if col < len(row)]
        filled = grammar.memory(_filled)
        self.cells = [text for cell in printed if (text := filled[cell])]
        self._shares: dict[str, float] = {}

    @property
    def filled(self) -> int:
        """How many cells print something."""
        return len(self.cells)

    @property
    def distinct(self) -> int:
        """How many different texts the cells print."""
        return len(set(self.cells))

    @property
    def counts_rows(self) -> bool:
        """Whether the cells go up by one from row to row, as serial numbers do."""
        numbers = [int(cell) for cell in self.cells if cell.isdecimal()]
        steps = sum(after == before + 1 for before, after in pairwise(numbers))
        return len(numbers) > 1 and steps >= MOSTLY * (len(numbers) - 1)

    def share(self, rule: str) -> float:
        """The share of cells that the rule `tables.body.<rule>` takes as a whole;
        0 where none is filled.
        """
        if not self.cells:
            return 0.0
        if rule not in self._shares:
            match = self.grammar.pattern(f"tables.body.{rule}").fullmatch
            taken = [cell for cell in self.cells if match(cell)]
            self._shares[rule] = len(taken) / len(self.cells)
        return self._shares[rule]

    @property
    def natures(self) -> bool:
        """Whether most cells print 约束性 or 预期性."""
        is_nature = self.grammar.memory(_is_nature)
        marks = [cell for cell in self.cells if is_nature[cell]]
        return bool(marks) and len(marks) >= MOSTLY * len(self.cells)

    @property
    def counted_from(self) -> int | None:
        """The number that the cells count on from, row by row; None where they don't count."""
        first = int(self.cells[0]) if self.cells and self.cells[0].isdecimal() else None
        if first is None or len(self.cells) < _LEAST_COUNTED:
            return None
        counted = [str(first + i) for i in range(len(self.cells))]
        return first if self.cells == counted else None
