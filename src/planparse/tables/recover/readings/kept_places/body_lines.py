"""The lines that a table may take, up to prose, and how its body lies over the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.recover.readings.kept_places.column import PlacedColumn
from planparse.tables.recover.readings.kept_places.laying import Words, laid_over
from planparse.tables.recover.readings.kept_places.words import LineOfWords, placed_line
from planparse.tables.recover.text_page import TextPage, ends_table

# Lines of a table at most.
REACH = 400

# Characters of a line without a wide gap that no cell takes.
LONG_LINE = 28

# Characters of a line with a comma that no cell takes.
LONG_CLAUSE = 20

# Lines under a heading one of which holds a value where it names rows, and those that are prose
# where it begins a section.
LINES_BELOW = 5
LINES_OF_PROSE = 3

# Signs that stand above or below the line of their cell in some fonts: alone they are no cell.
SPECKS = frozenset("．.、 ")

Cells = Mapping[int, Words]
"""The words of a line by the number of their column."""


class LaidBody(NamedTuple):
    """The lines of a body laid over columns, and what that costs."""

    cells: list[Cells]
    cost: float


def lines_from(page: TextPage, first: int, *, in_cells: bool) -> Iterator[LineOfWords]:
    """The lines from `first` on that no sentence, caption or note ends; as in `placed_line`."""
    sheet = 0
    blank = False
    has_words = False
    limit = min(page.reach.end(first, len(page.texts)), first + REACH)
    for i in range(first, limit):
        page.reach.note(i, i + 1)
        if has_words and _begins_sheet(page, i):
            sheet += 1
            has_words = False
        words = page.words[i]
        if not words:
            blank = True
            continue
        if page.taken[i] or "\t" in words or (i > first and ends_table(page, i)):
            return
        if "  " not in words and len(words) > LONG_LINE:
            return
        if SPECKS.issuperset(words):
            continue
        yield placed_line(page, i, sheet, in_cells=in_cells, is_after_blank=blank)
        has_words = True
        blank = False


def _begins_sheet(page: TextPage, line: int) -> bool:
    """Whether a page of the document ends above a line, or with it."""
    above = page.lines[line - 1].end
    between = page.draft.source.text[above : page.lines[line].start]
    return "\f" in between or page.draft.furniture[line] is not None


def before_prose(lines: Sequence[LineOfWords], grammar: Grammar) -> Sequence[LineOfWords]:
    """The lines up to a heading with prose, and no values, under it."""
    heading = grammar.pattern("grids.heading")
    for n, line in enumerate(lines):
        if _holds_value(line) or not heading.match(line.text):
            continue
        below = lines[n + 1 : n + 1 + LINES_BELOW]
        if not any(map(_holds_value, below)) or any(map(_is_sentence, below[:LINES_OF_PROSE])):
            return lines[:n]
    return lines


def _holds_value(line: LineOfWords) -> bool:
    kinds = [word.kind for word in line.words]
    return "value" in kinds or "nature" in kinds or "serial" in kinds[1:]


def _is_sentence(line: LineOfWords) -> bool:
    if line.pieces > 1:
        return False
    return "。" in line.text or ("，" in line.text and len(line.text) > LONG_CLAUSE)


def unrepeated(body: Sequence[LineOfWords], head: Sequence[LineOfWords]) -> list[LineOfWords]:
    """The body without the header that is printed again on a further page."""
    texts = {line.text for line in head}
    return [line for line in body if line.text not in texts]


def by_sheet(lines: Sequence[LineOfWords]) -> dict[int, list[LineOfWords]]:
    """Lines by the page of the document on which they stand."""
    sheets: dict[int, list[LineOfWords]] = {}
    for line in lines:
        sheets.setdefault(line.sheet, []).append(line)
    return sheets


def laid_body(
    lines: Sequence[LineOfWords], columns: Sequence[PlacedColumn], shifts: Mapping[int, int]
) -> LaidBody:
    """The lines laid over columns, which stand aside by what `shifts` says for their page."""
    cells: list[Cells] = []
    total = 0.0
    for line in lines:
        laid = laid_over(line.words, columns, shift=shifts[line.sheet])
        total += laid.cost
        cells.append({at: words for at, words in laid.parts if at is not None})
    return LaidBody(cells, total)
