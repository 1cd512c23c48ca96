"""Tables whose cells tabs part: a cell on each line, led by a tab, or a row on each line, as Word exports them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import RawCell, RawRow, clean
from planparse.tables.recover import tokens
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.readings.stacked_cells import rows_of_stack
from planparse.tables.recover.text_page import TextPage, is_caption, joined, next_printed
from planparse.tables.recover.tokens import Token
from planparse.text.table_notes import is_note


@dataclass(frozen=True, slots=True)
class TabLedCells:
    """A cell on each line that a tab begins, blank lines between rows."""

    name: str = "cells led by tabs"
    shape: str = "cell per line"

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on."""
        found = _tab_led(page, first)
        if found:
            yield found


@dataclass(frozen=True, slots=True)
class TabSeparatedRows:
    """A row on each line, a tab between its cells."""

    name: str = "tabs between cells"
    shape: str = "tab separated"

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows from line `first` on."""
        found = _tab_separated(page, first)
        if found:
            yield found


def _tab_led(page: TextPage, i: int) -> Proposal | None:
    """A cell on each line that starts with a tab; lines without one go on in the cell; blank lines part rows."""
    if not _opens_cell(page, i) or not _run_of_cells(page, i):
        return None
    rows: list[list[RawCell]] = [[]]
    blanks, until = 0, i
    while i < len(page.texts):
        text = page.texts[i]
        if not text.strip() and not text.startswith("\t"):
            blanks += 1
        elif text.startswith("\t"):
            if blanks and rows[-1]:
                rows.append([])
            rows[-1].append(page.cell(i))
            blanks, until = 0, i + 1
        elif _goes_on_in_cell(page, i, blanks):
            rows[-1][-1] = joined(rows[-1][-1], page.cell(i))
            blanks, until = 0, i + 1
        else:
            break
        i += 1
    whole = [row for row in rows if row]
    return Proposal(_divided(whole[0], page.grammar) if len(whole) == 1 else whole, until, certain=True)


def _divided(cells: Sequence[RawCell], grammar: Grammar) -> list[RawRow]:
    """The rows of cells that no blank line divides: as many to a row as there are header cells at first."""
    n = 0
    while (
        n < len(cells)
        and cells[n].text
        and cell_kind(cells[n].text, grammar) == "text"
        and role_of(clean(cells[n].text), grammar)
    ):
        n += 1
    if n < 2 or len(cells) < 2 * n:
        return [list(cells)]
    if len(cells) % n == 0:
        return [list(cells[i : i + n]) for i in range(0, len(cells), n)]
    words = [Token(clean(c.text), c.spans[0], k, 0) for k, c in enumerate(cells) if c.text]
    layout = tokens.layout_of([words[:n]], grammar)
    found = rows_of_stack([[w] for w in words[n:]], layout, grammar)
    return [*layout.header, *found[0]] if found else [list(cells)]


def _opens_cell(page: TextPage, i: int) -> bool:
    text = page.texts[i]
    return text.startswith("\t") and "\t" not in text.strip("\t")


def _run_of_cells(page: TextPage, i: int) -> bool:
    """Three cells at least before the table ends, most of their lines with a single tab."""
    run = [t for t in page.texts[i : i + 12] if t.startswith("\t")]
    return len(run) >= 3 and sum("\t" not in t.strip() for t in run) * 3 >= 2 * len(run)


def _goes_on_in_cell(page: TextPage, i: int, blanks: int) -> bool:
    """A further paragraph of a cell stands after one blank line at most, and cells go on behind it."""
    if blanks > 1 or is_caption(page, i) or len(page.texts[i]) > 400:
        return False
    if page.grammar.pattern("grids.heading").match(page.texts[i].strip()):
        return False
    seen = 0
    for j in range(i + 1, min(len(page.texts), i + 12)):
        if page.texts[j].startswith("\t"):
            return True
        if page.texts[j].strip():
            seen = 0
            if is_caption(page, j):
                return False
        else:
            seen += 1
        if seen > 1:
            return False
    return False


# -------------------------------------------------------------- tab separated rows


def _tab_separated(page: TextPage, i: int) -> Proposal | None:
    """A row on each line, cells parted by tabs; a line without tabs goes on in the cell before."""
    if not _is_tabbed(page.texts[i]) or not _run_of_rows(page, i):
        return None
    rows: list[RawRow] = []
    until = i
    while i < len(page.texts):
        text = page.texts[i]
        if _is_tabbed(text):
            rows.append(_split(page, i))
            until = i + 1
        elif text.strip():
            if not _is_part_of_cell(page, i):
                break
            rows.append([page.cell(i)])
            until = i + 1
        i += 1
    return Proposal(regrouped(rows, page.grammar), until, certain=True)


def _is_tabbed(text: str) -> bool:
    return "\t" in text.rstrip(" \u3000") and bool(text.strip())


def _run_of_rows(page: TextPage, i: int) -> bool:
    following = next_printed(page, i + 1)
    return page.texts[i].count("\t") >= 2 or (
        following < len(page.texts) and _is_tabbed(page.texts[following])
    )


def _split(page: TextPage, i: int) -> list[RawCell]:
    cells, start, text = [], 0, page.texts[i]
    for part in text.split("\t"):
        cells.append(page.cell(i, start, start + len(part)))
        start += len(part) + 1
    return cells


_PARAGRAPHS = 4
"""Lines without a tab that may stand together inside a cell."""


def _is_part_of_cell(page: TextPage, i: int) -> bool:
    """Whether a line without a tab is a paragraph of a cell: rows go on behind it, and it is no caption or note."""
    for j in range(i, min(len(page.texts), i + 2 * _PARAGRAPHS)):
        text = page.texts[j]
        if _is_tabbed(text):
            return True
        if text.strip() and (
            is_caption(page, j) or len(text) > 120 or is_note(clean(text), page.grammar)
        ):
            return False
        if text.strip() and j > i and len(text) > 40:
            return False
    return False


def regrouped(lines: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """Lines of tab separated cells as rows, where paragraphs of cells have cut rows into several lines.

    A row holds as many cells as the table has columns, less those of merged labels that
    are not printed. Of all ways to put lines together the one is taken that leaves the
    fewest gaps, and whose cells are most alike in kind to their columns.
    """
    width = max(len(row) for row in lines)
    cut = any(
        len(a) == 1 or (len(a) < width > len(b) and len(a) + len(b) == width + 1)
        for a, b in pairwise(lines)
    )
    if width < 3 or not cut:
        return _mended(lines, grammar)
    kinds, ending = _kinds(lines, width, grammar), _usual_end(lines, width)
    best: list[tuple[float, int, RawRow]] = [(0.0, 0, [])]
    for end in range(1, len(lines) + 1):
        best.append((float("inf"), 0, []))
        for begin in range(end - 1, max(-1, end - 2 * _PARAGRAPHS - 1), -1):
            row = _glued(lines[begin:end])
            if len(row) > width:
                break
            cost = (
                best[begin][0] + 0.15 * (end - begin - 1) + _misfit(row, kinds, begin == 0, grammar)
            )
            if len(row) > 1 and "\n" in row[-1].text:
                cost += -0.05 if row[-1].text[-1] in ending else 0.4
            if cost < best[end][0]:
                best[end] = cost, begin, row
    rows: list[RawRow] = []
    end = len(lines)
    while end:
        rows.insert(0, best[end][2])
        end = best[end][1]
    return rows


def _glued(lines: Sequence[RawRow]) -> list[RawCell]:
    """Lines as one row: the last cell of a line goes on in the first of the next."""
    row = list(lines[0])
    for line in lines[1:]:
        row = [*row[:-1], joined(row[-1], line[0]) if line[0].text else row[-1], *line[1:]]
    return row


def _kinds(lines: Sequence[RawRow], width: int, grammar: Grammar) -> list[str]:
    """What most whole lines print in each column; "" where that is nothing certain."""
    whole = [row for row in lines[1:] if len(row) == width]
    out = []
    for column in zip(*whole, strict=True):
        kinds = Counter(_kind(c, grammar) for c in column if c.text)
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        out.append(kind if count >= 2 and count >= 0.6 * sum(kinds.values()) else "")
    return out or [""] * width


def _usual_end(lines: Sequence[RawRow], width: int) -> str:
    """The character with which most cells of the last column end (局 of offices in charge); all where none does."""
    ends = Counter(row[-1].text[-1] for row in lines[1:] if len(row) > width // 2 and row[-1].text)
    last, count = ends.most_common(1)[0] if ends else ("", 0)
    return last if count >= 0.6 * sum(ends.values()) else "".join(ends)


def _kind(cell: RawCell, grammar: Grammar) -> str:
    kind = cell_kind(clean(cell.text), grammar)
    return "value" if kind in ("missing", "serial") else kind


def _misfit(row: RawRow, kinds: Sequence[str], head: bool, grammar: Grammar) -> float:
    """What speaks against a row: cells that are wanting, cells unlike their columns, a header of unknown words."""
    if len(row) == 1:  # a label that spans the table
        return 0.3 if grammar.pattern("grids.spanning-label").fullmatch(clean(row[0].text)) else 2.0
    cost = 0.5 * (len(row) < len(kinds)) + 0.1 * (len(kinds) - len(row))
    if head:
        return cost + 0.3 * sum(role_of(clean(c.text), grammar) is None for c in row if c.text)
    cost += 0.1 * (len(row) < len(kinds) and "\n" in row[0].text)  # a wrapped label is no name
    for cell in row:
        parts = [clean(t) for t in cell.text.split("\n")] if "\n" in cell.text else []
        cost += 1.5 * any(
            cell_kind(t, grammar) not in ("text", "empty") for t in parts
        )  # a value is one paragraph
    for cell, kind in zip(
        reversed(row), reversed(kinds), strict=False
    ):  # merged labels are missing at the left
        own = _kind(cell, grammar)
        if cell.text and kind and own != kind:
            cost += 1.5 if "\n" in cell.text else 0.2
    return cost


def _mended(rows: Sequence[RawRow], grammar: Grammar) -> list[RawRow]:
    """Lines without a tab: a category row where it reads like one, else the rest of the last cell before."""
    out: list[RawRow] = []
    for row in rows:
        words = clean(row[0].text)
        if (
            len(row) > 1
            or not out
            or grammar.pattern("grids.spanning-label").fullmatch(words)
            or len(out[-1]) == 1
        ):
            out.append(row)
        else:
            out[-1] = [*out[-1][:-1], joined(out[-1][-1], row[0])]
    return out
