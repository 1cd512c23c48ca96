"""Lines to blocks, each a row: of all ways to part the lines the one that costs least."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.line_cells import FILLED
from planparse.tables.recover.readings.cell_costs import cost_of_group
from planparse.tables.recover.readings.line_blocks.block import BlockPiece, BlockReader, LineBlock
from planparse.tables.recover.tokens import ColumnLayout, Token, kind_of, merge, width

# Lines of one row at most.
MOST_LINES = 7

# Lines of a table that are looked at.
MOST_READ = 300

# Rows before lines are a table.
LEAST_ROWS = 2

# For each word behind the last row.
LEFT_OVER = 1.0

# Characters of a line that no row takes.
LONGEST_LINE = 120

_FAR = float("inf")


class BlockRows(Struct, frozen=True):
    """Rows of lines."""

    rows: list[RawRow]
    last: int
    """Index of the line of the page where they end."""
    cost: float
    wide: int
    """Width of the widest piece of a name, in half-width units."""
    strain: float
    """How badly the pieces fit together, whatever the names say."""
    reaches: list[tuple[int, int]]
    """The first and the last line of each row, as indexes of lines of the page."""


class _BlockStep(Struct, frozen=True):
    """The lines `[start, end)` as a row; without a block they name the rows below."""

    start: int
    end: int
    block: LineBlock | None


def rows_of_lines(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
    *,
    groups: bool,
) -> BlockRows | None:
    """The rows that lines make up, their cells centred or not; None where hardly any are found.

    `groups`: words on a line of their own may name the rows below it.
    """
    lines = _up_to_prose(lines)
    if len(lines) < LEAST_ROWS:
        return None
    wide = _full_width(lines, layout, grammar)
    found = [
        rows
        for centred in (True, False)
        if (
            rows := _best_rows(
                lines, BlockReader(layout, grammar, wide, centred=centred, groups=groups)
            )
        )
    ]
    return min(found, key=lambda rows: rows.cost, default=None)


def _best_rows(lines: Sequence[Sequence[Token]], reader: BlockReader) -> BlockRows | None:
    """The rows, read again with the width of the names' column that the first time has shown."""
    found = _Parting(lines, reader).rows()
    if found is None or found.wide in (0, reader.full):
        return found
    again = BlockReader(
        reader.layout, reader.grammar, found.wide, centred=reader.centred, groups=reader.groups
    )
    return _Parting(lines, again).rows()


def _up_to_prose(lines: Sequence[Sequence[Token]]) -> list[Sequence[Token]]:
    kept: list[Sequence[Token]] = []
    for line in lines[:MOST_READ]:
        text = "".join(word.text for word in line)
        if len(text) > LONGEST_LINE or text.endswith("。"):
            break
        kept.append(line)
    return kept


def _full_width(
    lines: Sequence[Sequence[Token]],
    layout: ColumnLayout,
    grammar: Grammar,
) -> int:
    """How wide the column of names is: as wide as the second widest words."""
    widths: list[int] = []
    for line in lines:
        for word in line:
            if kind_of(word.text, layout, grammar) == "text":
                widths.append(width(word.text))
    widths.sort()
    return widths[-2] if len(widths) > 1 else 0


class _Parting:
    """The cheapest way to part the lines into rows; a state is a number of lines that are read."""

    def __init__(self, lines: Sequence[Sequence[Token]], reader: BlockReader) -> None:
        self.lines = lines
        self.reader = reader
        self.layout = reader.layout
        self.grammar = reader.grammar
        self.kinds = [
            [kind_of(word.text, self.layout, self.grammar) for word in line] for line in lines
        ]
        self.best = [0.0, *([_FAR] * len(lines))]
        self.steps: list[_BlockStep | None] = [None] * (len(lines) + 1)

    def rows(self) -> BlockRows | None:
        """The rows, up to the last that is whole."""
        left = sum(map(len, self.lines))
        most = _FAR
        for start, line in enumerate(self.lines):
            # What is dearer than to end here is on no cheapest way: no row costs less than nothing.
            most = min(most, self.best[start] + LEFT_OVER * left)
            left -= len(line)
            if self.best[start] <= most and self.best[start] < _FAR:
                self._group_from(start)
                self._rows_from(start)
        left = 0
        ends: list[tuple[float, int]] = []
        for end in reversed(range(len(self.lines) + 1)):
            ends.append((self.best[end] + LEFT_OVER * left, end))
            if end > 0:
                left += len(self.lines[end - 1])
        cost, end = min(ends)
        return self._found(end, cost)

    def _group_from(self, start: int) -> None:
        """A line that names the rows below it."""
        if not self.reader.groups:
            return
        text = "".join(word.text for word in self.lines[start])
        self._reach(start, start + 1, cost_of_group(text, self.grammar), None)

    def _rows_from(self, start: int) -> None:
        """All rows that begin on a line."""
        natures = 0
        most = min(len(self.lines), start + MOST_LINES)
        for end in range(start + 1, most + 1):
            natures += self.kinds[end - 1].count("nature")
            # a second mark of nature is another row's
            if natures > 1 and "nature" in self.layout.roles:
                return
            main = self._main(start, end)
            if main is None:
                continue
            block = self.reader.read(self.lines[start:end], main - start)
            if block is not None:
                self._reach(start, end, block.cost, block)

    def _main(self, start: int, end: int) -> int | None:
        """The line that prints most of a row; None where none prints a value or its like."""

        def printed(n: int) -> tuple[bool, int]:
            filled = sum(kind in FILLED for kind in self.kinds[n])
            return "nature" in self.kinds[n], filled

        main = max(range(start, end), key=printed)
        return main if any(printed(main)) else None

    def _reach(
        self,
        start: int,
        end: int,
        cost: float,
        block: LineBlock | None,
    ) -> None:
        cost += self.best[start]
        if cost < self.best[end]:
            self.best[end] = cost
            self.steps[end] = _BlockStep(start, end, block)

    def _found(self, end: int, cost: float) -> BlockRows | None:
        """The rows on the way to a number of lines."""
        rows: list[RawRow] = []
        reaches: list[tuple[int, int]] = []
        whole = 0
        wide = 0
        strain = self.best[end]
        at = end
        while at > 0:
            step = self.steps[at]
            if step is None:
                break
            rows.append(self._row(step))
            reaches.append((self.lines[step.start][0].line, self.lines[step.end - 1][-1].line))
            if step.block is not None:
                whole += 1
                name = step.block.cells[self.layout.name]
                # what speaks against names is said again of the rows
                strain -= name_doubt(_cell(name).text, self.grammar)
                for piece in name:
                    wide = max(wide, width(piece.token.text))
            at = step.start
        if whole < LEAST_ROWS:
            return None
        return BlockRows(
            rows[::-1], self.lines[end - 1][-1].line, cost, wide, strain, reaches[::-1]
        )

    def _row(self, step: _BlockStep) -> RawRow:
        if step.block is None:
            words = [word for line in self.lines[step.start : step.end] for word in line]
            return [merge(words).raw()]
        return [_cell(pieces) for pieces in step.block.cells]


def _cell(pieces: Sequence[BlockPiece]) -> RawCell:
    if not pieces:
        return EMPTY
    return merge([piece.token for piece in pieces]).raw()
