"""Rows of cells from divided lines: cells put together, and those merged over several rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.doubt import name_doubt
from planparse.tables.recover.readings.kept_places.body_lines import Cells
from planparse.tables.recover.readings.kept_places.rows import LineDivision, LineRow
from planparse.tables.recover.readings.kept_places.words import one_word
from planparse.tables.recover.readings.merged_labels import Seen, begin_rows, centred
from planparse.tables.recover.row import joined
from planparse.tables.recover.tokens import VALUES, Token

# Rows that one name or value is merged over, at most.
MOST_MERGED = 4

# By so much the pieces of several rows must read better as one name than each for itself.
MARGIN = 1.0

# For a name that ends in what only goes on: 全社会用电量及占.
UNFINISHED = 2.0

# Lines by which the middle of a merged cell may lie off the middle of its rows.
OFF_MIDDLE = 0.75

# Share of rows that fill a column in which an empty cell is part of a merged one.
MOSTLY_FILLED = 0.5


class BuiltRows(NamedTuple):
    """The rows of a body, and how many lines they take."""

    rows: list[RawRow]
    lines: int
    is_reach_guessed: bool
    """Some cell is merged over rows, and over which ones is told by its place alone."""

    @property
    def filled(self) -> list[RawRow]:
        """The rows with merged cells in each row that they stand for."""
        rows = [list(row) for row in self.rows]
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                for below in rows[number + 1 : number + cell.rows]:
                    if column < len(below):
                        below[column] = cell
        return list(rows)


class _WholeRow(Struct):
    """A row that is no group: its lines `[first, end)`, and the words of each column."""

    first: int
    end: int
    number: int
    """Which of all rows it is."""
    words: dict[int, list[Token]]
    lines: dict[int, list[int]]
    merged: dict[int, int]
    """Columns, and the number of rows that its cell is merged over; 0 where one above covers it."""

    def text(self, column: int) -> str:
        """What a cell says."""
        return "".join(token.text for token in self.words.get(column, ()))


class RowBuilder:
    """Puts the cells of each row together."""

    def __init__(
        self,
        division: LineDivision,
        cells: Sequence[Cells],
        roles: Sequence[str],
        name: int,
        grammar: Grammar,
    ) -> None:
        self.cells = cells
        self.roles = roles
        self.name = name
        self.grammar = grammar
        self.labels = [at for at, role in enumerate(roles[:name]) if role == "category"]
        self.kept = list(division.rows)
        self.is_top = division.is_top
        while self.kept and not self._has_values(self.kept[-1]):
            self.kept.pop()
        self.is_guessed = False

    def _has_values(self, row: LineRow) -> bool:
        if row.is_group:
            return False
        lines = range(row.first, row.end)
        return any(self.roles[at] in VALUES for n in lines for at in self.cells[n])

    def build(self) -> BuiltRows:
        """The rows up to the last one with values."""
        if not self.kept:
            return BuiltRows([], 0, False)
        rows: list[list[RawCell]] = []
        wholes: list[_WholeRow] = []
        for row in self.kept:
            if not row.is_group:
                wholes.append(self._whole(row, len(rows)))
                rows.append([EMPTY] * len(self.roles))
                continue
            group = self._group(row)
            if group:
                rows.append(group)
        self._merge_names(wholes)
        for column, role in enumerate(self.roles):
            if role == "nature":
                self._merge_natures(wholes, column)
            elif role in VALUES:
                self._merge_values(wholes, column)
        for whole in wholes:
            for column, tokens in whole.words.items():
                cell = joined(tokens)
                rows[whole.number][column] = replace(cell, rows=whole.merged.get(column, 1))
        self._add_labels(rows, wholes)
        return BuiltRows(list(rows), self.kept[-1].end, self.is_guessed)

    def _group(self, row: LineRow) -> list[RawCell]:
        """The name of a group: a row of one cell, or with its number of two."""
        words = self.cells[row.first]
        cells = {at: one_word(words[at]).raw() for at in words if at not in self.labels}
        if len(cells) < 2:
            return list(cells.values())
        return [cells.get(at, EMPTY) for at in range(len(self.roles))]

    def _whole(self, row: LineRow, number: int) -> _WholeRow:
        whole = _WholeRow(row.first, row.end, number, {}, {}, {})
        for n in range(row.first, row.end):
            for column, words in self.cells[n].items():
                if column not in self.labels:
                    whole.words.setdefault(column, []).append(one_word(words))
                    whole.lines.setdefault(column, []).append(n)
        return whole

    # ------------------------------------------------------------ cells over several rows

    def _merge_names(self, wholes: Sequence[_WholeRow]) -> None:
        """煤炭消费量 / 及比重 beside a row in 万吨 and one in %: one name of both rows."""
        start = 0
        while start < len(wholes):
            best, count = 0.0, 1
            for end in range(start + 2, min(len(wholes), start + MOST_MERGED) + 1):
                group = wholes[start:end]
                if not self._may_share_name(group):
                    break
                names = [whole.text(self.name) for whole in group]
                apart = sum(name_doubt(name, self.grammar) for name in names)
                apart += UNFINISHED * sum(map(self._is_unfinished, names[:-1]))
                together = "".join(names)
                gain = apart - name_doubt(together, self.grammar) - MARGIN
                if gain > best:
                    best, count = gain, end - start
            if count > 1:
                self._merge(wholes[start : start + count], self.name)
                if "number" in self.roles[: self.name]:
                    self._merge(wholes[start : start + count], self.roles.index("number"))
            start += count

    def _is_unfinished(self, name: str) -> bool:
        return self.grammar.pattern("doubts.broken-end").search(name) is not None

    def _may_share_name(self, group: Sequence[_WholeRow]) -> bool:
        """Whether rows follow one another and differ by their units, and have one number at most."""
        units = [at for at, role in enumerate(self.roles) if role == "unit"]
        if not units or group[-1].number - group[0].number >= len(group):
            return False
        texts = {whole.text(units[0]) for whole in group}
        if len(texts) < len(group) or "" in texts:
            return False
        numbers = [at for at, role in enumerate(self.roles[: self.name]) if role == "number"]
        return all(sum(at in whole.words for whole in group) <= 1 for at in numbers)

    def _merge(self, group: Sequence[_WholeRow], column: int) -> None:
        words = [token for whole in group for token in whole.words.pop(column, ())]
        if words:
            group[0].words[column] = words
            group[0].merged[column] = len(group)

    def _middle(self, whole: _WholeRow, column: int) -> float:
        lines = whole.lines[column]
        return (lines[0] + lines[-1] + 1) / 2

    def _off(self, wholes: Sequence[_WholeRow], first: int, end: int, middle: float) -> float:
        """How far the middle of a cell lies off that of the rows `[first, end)`."""
        return abs((wholes[first].first + wholes[end - 1].end) / 2 - middle)

    def _is_mostly_filled(self, wholes: Sequence[_WholeRow], column: int) -> bool:
        filled = sum(column in whole.words for whole in wholes)
        return filled > MOSTLY_FILLED * len(wholes)

    def _merge_natures(self, wholes: Sequence[_WholeRow], column: int) -> None:
        """Every row has a mark of nature: one that prints none shares that of a neighbour."""
        filled = [n for n, whole in enumerate(wholes) if column in whole.words]
        if len(filled) == len(wholes) or not self._is_mostly_filled(wholes, column):
            return
        middles = {n: self._middle(wholes[n], column) for n in filled}
        # best[end]: the cheapest division of the rows before `end`, and its last group
        best: dict[int, tuple[float, list[tuple[int, int, int]]]] = {0: (0.0, [])}
        for order, n in enumerate(filled):
            last = filled[order + 1] if order + 1 < len(filled) else len(wholes)
            ends = [last] if order + 1 == len(filled) else range(n + 1, last + 1)
            found: dict[int, tuple[float, list[tuple[int, int, int]]]] = {}
            for start, (cost, groups) in best.items():
                for end in ends:
                    off = self._off(wholes, start, end, middles[n])
                    now = cost + off * off
                    if end not in found or now < found[end][0]:
                        found[end] = (now, [*groups, (n, start, end)])
            best = found
        for n, start, end in best[len(wholes)][1]:
            if end - start > 1 and self._off(wholes, start, end, middles[n]) <= OFF_MIDDLE:
                self._merge(wholes[start:end], column)
                self.is_guessed = True

    def _merge_values(self, wholes: Sequence[_WholeRow], column: int) -> None:
        """完成上级下达任务 beside three rows: words amid rows that print nothing in their column."""
        if not self._is_mostly_filled(wholes, column):
            return
        self._join_halves(wholes, column)
        n = 0
        while n < len(wholes):
            if column not in wholes[n].words or not self._is_in_words(wholes[n].text(column)):
                n += 1
                continue
            first, end = self._reach(wholes, column, n)
            if end - first > 1:
                self._merge(wholes[first:end], column)
                self.is_guessed = True
            n = end

    def _join_halves(self, wholes: Sequence[_WholeRow], column: int) -> None:
        """完成上级下达的 beside one row, 目标任务 beside the next: one cell amid several rows."""
        for above, below in pairwise(wholes):
            texts = above.text(column), below.text(column)
            if not all(texts) or not all(map(self._is_in_words, texts)):
                continue
            if below.lines[column][0] - above.lines[column][-1] > 1 or not self._is_half(*texts):
                continue
            above.words[column] += below.words.pop(column)
            above.lines[column] += below.lines.pop(column)

    def _is_half(self, above: str, below: str) -> bool:
        """Whether words are only with the next ones a value."""
        if cell_kind(above + below, self.grammar) != "value":
            return False
        return cell_kind(below, self.grammar) == "text"

    def _is_in_words(self, text: str) -> bool:
        has_digit = any(char.isdecimal() for char in text)
        return not has_digit and cell_kind(text, self.grammar) in ("text", "value")

    def _reach(self, wholes: Sequence[_WholeRow], column: int, n: int) -> tuple[int, int]:
        """The most rows around row n whose middle is that of its cell."""
        middle = self._middle(wholes[n], column)
        low, high = n, n + 1
        while low and column not in wholes[low - 1].words:
            low -= 1
        while high < len(wholes) and column not in wholes[high].words:
            high += 1
        ways = [(first, end) for first in range(low, n + 1) for end in range(n + 1, high + 1)]
        fitting = [way for way in ways if self._off(wholes, *way, middle) <= OFF_MIDDLE]
        return max(fitting, key=lambda way: way[1] - way[0], default=(n, n + 1))

    # ------------------------------------------------------------ labels of groups

    def _add_labels(self, rows: list[list[RawCell]], wholes: Sequence[_WholeRow]) -> None:
        edges = [float(whole.first) for whole in wholes]
        last = wholes[-1].end
        edges.append(float(last))
        for column in self.labels:
            seen: list[Seen] = []
            for n in range(last):
                if column in self.cells[n]:
                    seen.append(Seen(n + 0.5, one_word(self.cells[n][column])))
            cells = self._at_first_rows(seen, edges) if self.is_top else centred(seen, edges)
            for row, cell in cells.items():
                rows[wholes[row].number][column] = cell

    def _at_first_rows(self, seen: Sequence[Seen], edges: Sequence[float]) -> dict[int, RawCell]:
        """Labels that begin on the first line of their first row."""
        by_row: list[Seen] = []
        for word in seen:
            row = max(0, bisect_right(edges, word.at) - 1)
            by_row.append(Seen(min(row, len(edges) - 2) + 0.5, word.token))
        return begin_rows(by_row, len(edges) - 1)
