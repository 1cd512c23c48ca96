"""Raw tables in text to grids, whatever shape a converter left them in.

At each line the readings are asked whether a table may begin there. Their proposals are weighed
against one another (`proposal.py`), and the cells of the one that is taken are laid over columns
(`lay_out.py`). A table that a reader delivered with true geometry is left as it is.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.doubt import Cause, Doubt
from planparse.model.draft import Draft
from planparse.model.source import Cell, Grid, Span, line_starts
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import clean
from planparse.tables.recover.between_cells import between_cells
from planparse.tables.recover.flattened_text import flattened_text
from planparse.tables.recover.label_reach import is_reach_guessed
from planparse.tables.recover.lay_out import lay_out
from planparse.tables.recover.merged.spread import with_merged_cells
from planparse.tables.recover.proposal import Chosen, TableReading, choose, have_units
from planparse.tables.recover.readings.aligned import AlignedColumns
from planparse.tables.recover.readings.blocks import Blocks
from planparse.tables.recover.readings.counted import CountedCells
from planparse.tables.recover.readings.in_columns import ColumnByColumn
from planparse.tables.recover.readings.kept_places.reading import KeptPlaces
from planparse.tables.recover.readings.line_blocks.reading import LineBlocks
from planparse.tables.recover.readings.piped import PipeTable
from planparse.tables.recover.readings.rows_under_header import (
    SpacedRows,
    StackedCells,
    WrappedRows,
)
from planparse.tables.recover.readings.signs.barred import BarredRows
from planparse.tables.recover.readings.signs.headed_bars import HeadedBars
from planparse.tables.recover.readings.signs.ruled_text import RuledText
from planparse.tables.recover.readings.stack.reading import WrappedStack
from planparse.tables.recover.readings.tabbed import TabLedCells, TabSeparatedRows
from planparse.tables.recover.text_page import TextPage, is_label_alone, reads_as_caption
from planparse.tables.recover.tokens import COLUMN_GAP, LABEL_AND_TITLE
from planparse.text.captions import is_caption_alone

LOG = logging.getLogger(__name__)

TABS_AND_PARAGRAPHS = BarredRows(
    name="tabs between cells of paragraphs",
    shape="tab separated",
    signs="",
    divider="\t",
    only_wrapped=True,
)
"""What `BarredRows` reads with tabs for bars: 指标 → 2020年 / （实际值） → 2025年."""

SLASHED_ROWS = BarredRows(
    name="slashes between cells",
    shape="slash separated",
    signs="",
    divider=" / ",
    only_headed=True,
)
"""What `BarredRows` reads with slashes for bars: 指标 / 2020年 / 2025年."""

READINGS: tuple[tuple[TableReading, ...], ...] = (
    (TabLedCells(),),
    (TABS_AND_PARAGRAPHS,),
    (TabSeparatedRows(),),
    (RuledText(),),
    (HeadedBars(),),
    (PipeTable(),),
    (BarredRows(),),
    (SLASHED_ROWS,),
    (Blocks(),),
    (
        AlignedColumns(),
        KeptPlaces(),
        ColumnByColumn(),
        SpacedRows(),
        StackedCells(),
        WrappedStack(),
        LineBlocks(),
        WrappedRows(),
    ),
    (CountedCells(),),
)
"""The ways to read a table.

Those in one group are weighed against one another; the next group is asked where none of a group
proposes anything. Marks between cells come first, as they leave the least to guess.
"""

# Characters of a table's first cell: its line is longer only where gaps or marks divide it.
LONGEST_FIRST_CELL = 24

# Characters of a title that stands on the line below its label.
SHORTEST_TITLE = 6
LONGEST_TITLE = 60

# Characters of a line that is a unit note and no more.
LONGEST_UNIT_NOTE = 40


SPECKS = frozenset(" \n.,:;'`\"·•°，。、；：‘’“”′″…")
"""What recognition makes of dirt: no cell holds nothing else."""

GRAVE = 1.0
"""Doubt of each row of a table that is hardly read rightly, if another way of reading is certain of it:
no name of such a table measures anything."""

# More than this part of a table's cells hold words or values.
MOSTLY = 0.5

# Said of the table that was taken, and nothing by which one is chosen: next to nothing.
LABEL_REACH = 0.01

MARKS = frozenset(mark for group in READINGS for reading in group for mark in reading.marks)
"""Marks without one of which some reading has nothing to read."""

ONLY_TABS = ("\t",)
"""The marks of what reads nothing but tabs between cells."""

SIGNS = frozenset(sign for group in READINGS for reading in group for sign in reading.signs)
"""Signs that some reading takes for dividers of cells."""

_DIVIDER = compiled(f"[{re.escape(''.join(sorted(SIGNS)))}\\s]")
"""What may stand behind the first cell of a line."""


def find_grids(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.grids`: the reader's own and those recovered from the text's raw shapes, in order."""
    page = text_page(draft, grammar)
    readings = readings_for(page)
    grids: list[Grid] = []
    for given in draft.source.grids:
        if not is_caption_alone(given, grammar) and not _is_specks(given):
            grids.append(given)
    until = 0
    for line in _likely(page):
        if line < until:  # inside of the table above
            continue
        chosen = reading_at(page, line, readings)
        if chosen is None:
            continue
        grid = _grid(page, line, chosen)
        if LOG.isEnabledFor(logging.DEBUG):
            LOG.debug("%s: %s", draft.source.name, _in_words(draft, chosen, grid))
        until = chosen.proposal.until
        if not _is_specks(grid):
            grids.append(grid)
    grids.sort(key=lambda grid: grid.span)
    return structs.replace(draft, grids=tuple(with_merged_cells(draft, grids, grammar)))


def _in_words(draft: Draft, chosen: Chosen, grid: Grid) -> str:
    """Which lines were taken for a table, by which reading, and what speaks against it."""
    starts = line_starts(draft.source.text)
    first, last = (bisect_right(starts, end) for end in grid.span)
    doubts = ", ".join(f"{cause} {weight:.2f}" for cause, weight in grid.doubt) or "no doubt"
    where = f"lines {first} to {last} are a table of {grid.n_rows} rows"
    return f"{where}, by {chosen.reading.name!r} ({doubts})"


def _is_specks(grid: Grid) -> bool:
    """Whether most cells of a grid hold dots and quotes only: dirt in which words were seen."""
    printed = [cell.text for cell in grid.cells if cell.text]
    specks = sum(map(SPECKS.issuperset, printed))
    return specks > MOSTLY * len(printed)


class Asked(NamedTuple):
    """The readings of one group that a page needs to be asked for."""

    readings: Sequence[TableReading]
    by_gaps: Sequence[TableReading]
    """Those of them that do not read flattened text, of which most lines begin none, but what wide gaps
    divide or a caption announces."""
    needs_caption: bool
    """They read nothing but what stands right under a caption."""
    needs_tab: bool
    """They read nothing but what has a tab on its first line."""


def readings_for(page: TextPage) -> list[Asked]:
    """`READINGS`, but for those whose marks the text lacks: most have no tab, bar or rule."""
    lacking = _lacking_marks(page.draft.source.text)
    asked: list[Asked] = []
    for group in READINGS:
        readings = [one for one in group if not one.marks or not lacking.issuperset(one.marks)]
        if readings:
            by_gaps = [one for one in readings if not one.is_flattened]
            needs_caption = all(one.needs_caption for one in readings)
            needs_tab = all(one.marks == ONLY_TABS for one in readings)
            asked.append(Asked(readings, by_gaps, needs_caption, needs_tab))
    return asked


def _lacking_marks(text: str) -> set[str]:
    """Those of `MARKS` that a text lacks."""
    # One sign is looked for much faster than several in a row, and most texts lack most of them.
    lacking_signs = {sign for sign in set().union(*MARKS) if sign not in text}
    return {mark for mark in MARKS if not lacking_signs.isdisjoint(mark) or mark not in text}


def reading_at(page: TextPage, line: int, asked: Sequence[Asked]) -> Chosen | None:
    """The table that begins on a line, as the likeliest reading sees it; None where none begins.

    `line` is one of those that may begin one, and `asked` what `readings_for` gives for the page.
    """
    captioned = page.captioned[line]
    if page.captions[line] and _is_label_and_title(page, line):
        return None
    is_under = captioned or line in page.announced
    has_tab = "\t" in page.texts[line]
    doubtful: Chosen | None = None
    for readings, by_gaps, needs_caption, needs_tab in asked:
        if (needs_caption and not is_under) or (needs_tab and not has_tab):
            continue
        if len(by_gaps) < len(readings) and flattened_text(page, line) is None:
            if not captioned and not _has_gap(page.words[line]):  # as of most lines
                continue
            readings = by_gaps
        chosen = choose(readings, page, line)
        if chosen is not None and (doubtful is None or _is_surer(chosen, doubtful)):
            if not _is_gravely_doubted(chosen):
                return chosen
            doubtful = chosen
    return doubtful


def _has_gap(words: str) -> bool:
    """Whether a wide gap divides the words of a line; most lines have no white space inside at all."""
    return len(words.split(None, 1)) > 1 and COLUMN_GAP.search(words) is not None


def _is_gravely_doubted(chosen: Chosen) -> bool:
    """Whether so much speaks against a table that readings are asked which are else left out."""
    proposal = chosen.proposal
    rows = len(proposal.rows) - (len(proposal.layout.header) if proposal.layout else 0)
    return not proposal.certain and proposal.doubt.total >= GRAVE * max(1, rows)


def _is_surer(chosen: Chosen, doubtful: Chosen) -> bool:
    """Whether a table is certain that takes all lines which a doubtful one takes."""
    return chosen.proposal.certain and chosen.proposal.until >= doubtful.proposal.until


def _is_label_and_title(page: TextPage, line: int) -> bool:
    """Whether a wide gap divides the label and the title of a caption: 专栏1  主要指标, and no head."""
    pieces = COLUMN_GAP.split(page.words[line])
    return len(pieces) == LABEL_AND_TITLE and is_label_alone(pieces[0], page.grammar)


def _likely(page: TextPage) -> list[int]:
    """The lines that a table may begin with: short ones, or such as tabs, bars or spaces divide."""
    lines = zip(page.words, page.texts, page.taken, strict=True)
    # 指标名称   2020年   2025年   …, 指标|2020年|2025年|…: a long line of short words
    divides_first = _DIVIDER.search
    first_cell = LONGEST_FIRST_CELL + 1
    return [
        line
        for line, (words, text, is_taken) in enumerate(lines)
        if words
        and not is_taken
        and (len(words) < first_cell or divides_first(words, 0, first_cell) or "\t" in text)
    ]


# ------------------------------------------------------------------------ a page


def text_page(draft: Draft, grammar: Grammar) -> TextPage:
    """The lines of a draft as the readings look at them."""
    texts = tuple(_without_furniture(draft, draft.source.line_texts))
    words = tuple(_without_furniture(draft, draft.source.line_words))
    taken = tuple(_taken(draft))
    captions = _captions(words, grammar)
    captioned = _captioned(
        texts,
        words,
        taken,
        captions,
        grammar,
    )
    return TextPage(
        draft,
        grammar,
        texts,
        words,
        taken,
        captions,
        tuple(captioned),
    )


def _without_furniture(draft: Draft, texts: Sequence[str]) -> list[str]:
    """What each line prints; nothing where it is furniture."""
    return ["" if mark else text for text, mark in zip(texts, draft.furniture, strict=True)]


def _captions(words: Sequence[str], grammar: Grammar) -> tuple[bool, ...]:
    """For each line whether it reads as a caption."""
    # Few characters begin a caption, and most lines need no more than the look at their first one.
    by_first = grammar.by_first("caption")
    captions = [False] * len(words)
    for line, printed in enumerate(words):
        if printed and by_first[printed[0]]:
            captions[line] = reads_as_caption(printed, grammar)
    return tuple(captions)


def _taken(draft: Draft) -> list[bool]:
    """For each line whether it lies in a grid that the reader delivered."""
    if not draft.source.grids:  # as in every text file
        return [False] * len(draft.source.lines)
    taken: list[bool] = []
    spans = iter([grid.span for grid in draft.source.grids])
    nothing_more = len(draft.source.text) + 1
    start, end = next(spans, (nothing_more, nothing_more))
    for line in draft.source.lines:
        # both are in order: grids that end above the line are passed for good
        while end <= line.start:
            start, end = next(spans, (nothing_more, nothing_more))
        taken.append(line.start >= start)
    return taken


def _captioned(
    texts: Sequence[str],
    words: Sequence[str],
    taken: Sequence[bool],
    captions: Sequence[bool],
    grammar: Grammar,
) -> list[bool]:
    """For each line whether it is the first under a caption that is not blank or a unit note.

    `words` are the texts of the lines without outer white space.
    """
    unit_note = grammar.pattern("boxes.unit-note")
    captioned = [False] * len(texts)
    if True not in captions:  # as in many texts
        return captioned
    under = False
    labelled = False
    for line, printed in enumerate(words):
        is_caption = captions[line] and not taken[line]
        # Most lines are no caption, and under none.
        if not under and not is_caption:
            continue
        has_note = unit_note.search(printed) is not None
        captioned[line] = under and not has_note
        # 专栏1 主要指标 / 单位：万元 / 指标 …: the header stands under both
        is_only_note = has_note and len(texts[line]) < LONGEST_UNIT_NOTE
        if not printed or is_only_note:
            continue
        is_title = under and labelled and _may_be_title(printed, grammar)
        labelled = is_caption and is_label_alone(printed, grammar)
        under = is_caption or is_title
    return captioned


def _may_be_title(words: str, grammar: Grammar) -> bool:
    """Whether a line below 表2 may be its title, and no header."""
    if not SHORTEST_TITLE <= len(words) <= LONGEST_TITLE or words.endswith("。"):
        return False
    first_word = words.split(None, 1)[0]
    return "\t" not in words and role_of(clean(first_word), grammar) is None


# ------------------------------------------------------------------------ a grid


def _grid(
    page: TextPage,
    first: int,
    chosen: Chosen,
) -> Grid:
    proposal = chosen.proposal
    span = _span(page, first, proposal.until)
    furniture = between_cells(page, first, proposal, SIGNS)
    shape = chosen.reading.shape
    grid = lay_out(
        proposal.rows,
        span,
        shape,
        page.grammar,
        furniture,
    )
    notes = tuple(
        Cell(
            -1,
            0,
            cell.text,
            cell.spans,
        )
        for cell in proposal.notes
    )
    doubt = proposal.doubt
    if is_reach_guessed(proposal, page.draft.source.text):
        doubt += Doubt(((Cause.LABEL_REACH, LABEL_REACH),))
    # Which reading is right was told by names too; of the one that was chosen units say more.
    if have_units(proposal, page.grammar):
        doubt = doubt.without(Cause.MEASURES_NOTHING)
    return replace(grid, notes=notes, doubt=doubt)


def _span(
    page: TextPage,
    first: int,
    until: int,
) -> Span:
    """From the first line of a table to the last one that is not blank."""
    last = until - 1
    # a lone tab is no blank line, but an empty cell
    while last > first and not page.texts[last].strip(" \u3000"):
        last -= 1
    start = page.lines[first].start
    end = page.lines[last].end
    return start, end
