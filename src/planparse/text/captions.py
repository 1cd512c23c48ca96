"""Paragraphs and first rows of grids to captions: 专栏1, 表 3-1, 附表, and 附件1 above a table.

A caption is read as it is printed: a label with its number, and a title on the same line
or the next one. What a caption stands above, and where that ends, is told by `boxes`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import regex
from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Cell, Grid, Span
from planparse.model.spans import without
from planparse.text.headings import LONGEST_TITLE, following_text, read_annex, read_label

LONGEST_CAPTION = 2 * LONGEST_TITLE
"""Characters of a caption's line at most, label, title and unit note together."""
LONGEST_BETWEEN = 30
"""Characters of a line between a caption and its table: a unit note, or （续表）."""


class CaptionLabel(Struct, frozen=True):
    """What a printed line is, where it is a caption."""

    text: str
    """The label without white space: 专栏1."""
    number: int | None
    title: str
    """What is printed behind the label, without a unit note and without white space."""


class Caption(Struct, frozen=True):
    """A caption that stands in the text, outside of every grid."""

    paragraph: int
    """Index of its paragraph in `Draft.paragraphs`."""
    label: str
    number: int | None
    title: str
    span: Span
    last: int
    """Index of the last paragraph that the caption's words take."""


# --------------------------------------------------------------- printed lines


_BEHIND_LABEL = "】] \u3000"
"""What closes a label's brackets or separates it from the title."""
_PARTS_OF_NUMBER = re.compile("[-.．—–]")


def match_caption(printed: str, grammar: Grammar) -> CaptionLabel | None:
    """Label, number and the rest of the line, where a printed line is a caption."""
    for rule in grammar.candidates("caption", printed):
        match = rule.apply(printed)
        if match is None:
            continue
        unit_note = grammar.pattern("boxes.unit-note")
        rest = unit_note.sub("", printed[match.end() :])
        rest = rest.strip(_BEHIND_LABEL)
        # A sentence that speaks of 表1 is no caption, whatever it begins with.
        if grammar.find("boxes.not-a-caption", rest):
            return None
        return CaptionLabel(
            text=_squeezed(match["label"]),
            number=_number(match),
            title=_squeezed(rest),
        )
    return None


def _number(match: regex.Match[str]) -> int | None:
    """The number of a caption; None where its rule knows none, or none is printed."""
    printed = match.groupdict().get("number")
    if printed is None:
        return None
    # 表3-1 is the first table of chapter 3: the number that counts is the last one.
    parts = _PARTS_OF_NUMBER.split(printed)
    return read_integer(_squeezed(parts[-1]))


def _squeezed(text: str) -> str:
    return "".join(text.split())


# ----------------------------------------------------------- captions in the text


def read_caption(draft: Draft, i: int, grammar: Grammar) -> Caption | None:
    """The caption that paragraph i is, if it is one."""
    paragraph = draft.paragraphs[i]
    if len(paragraph.text) > LONGEST_CAPTION:
        return None
    label = None
    # The first character says of most paragraphs that they are no caption.
    if grammar.candidates("caption", paragraph.text):
        label = match_caption(_printed(draft, paragraph), grammar)
    if label is None:
        return _annex_table(draft, i, grammar)
    return _caption(draft, i, label, grammar)


def _printed(draft: Draft, paragraph: Paragraph) -> str:
    """The text of a paragraph with the white space that is printed in it, without marks."""
    kept = without(paragraph.span, draft.inline)
    printed = map(draft.source.printed, kept)
    return "".join(printed).strip()


def _caption(draft: Draft, i: int, label: CaptionLabel, grammar: Grammar) -> Caption:
    """The caption that begins with paragraph i; its title may stand on the line below."""
    first = draft.paragraphs[i]
    title = label.title
    last = i
    if not title and _is_title(draft, i + 1, grammar):
        last = i + 1
        title = draft.paragraphs[last].text
    end = draft.paragraphs[last].end
    return Caption(
        paragraph=i,
        label=label.text,
        number=label.number,
        title=title,
        span=(first.start, end),
        last=last,
    )


def _is_title(draft: Draft, i: int, grammar: Grammar) -> bool:
    """Whether paragraph i can be the title of a caption that stands alone on the line before."""
    text = following_text(draft, i - 1)
    if not text or len(text) > LONGEST_TITLE:
        return False
    if "。" in text or "；" in text:
        return False
    if read_label(text, grammar) or grammar.find("boxes.unit-note", text):
        return False
    return not grid_between(draft, i - 1, i)


def _annex_table(draft: Draft, i: int, grammar: Grammar) -> Caption | None:
    """附件1 is a caption too, where a table is all that follows it."""
    heading = read_annex(draft, i, grammar)
    if heading is None:
        return None
    behind_label = draft.paragraphs[i].text[heading.label.end :]
    label = CaptionLabel(
        text=heading.label.text,
        number=heading.label.number,
        title=behind_label.lstrip("：:"),
    )
    caption = _caption(draft, i, label, grammar)
    if grid_after(draft, caption, grammar) is None:
        return None
    return caption


# --------------------------------------------------------------- grids nearby


def grid_after(draft: Draft, caption: Caption, grammar: Grammar) -> Grid | None:
    """The grid that follows a caption with nothing but unit notes between."""
    after = caption.last + 1
    while after < len(draft.paragraphs) and _may_stand_between(draft, after, grammar):
        after += 1
    grid = _first_grid(draft, caption.span[1])
    if grid is None or after == len(draft.paragraphs):
        return grid
    # Prose comes first: the grid belongs to something further down.
    if draft.paragraphs[after].start <= grid.span[0]:
        return None
    return grid


def grid_between(draft: Draft, i: int, j: int) -> bool:
    """Whether a grid stands between the beginnings of the paragraphs i and j."""
    grid = _first_grid(draft, draft.paragraphs[i].start)
    if grid is None:
        return False
    return grid.span[0] < draft.paragraphs[j].start


def _first_grid(draft: Draft, offset: int) -> Grid | None:
    """The first grid that begins at `offset` or behind it."""
    at = bisect_left(draft.grids, offset, key=_start)
    if at == len(draft.grids):
        return None
    return draft.grids[at]


def _start(grid: Grid) -> int:
    return grid.span[0]


def _may_stand_between(draft: Draft, i: int, grammar: Grammar) -> bool:
    """Whether paragraph i may stand between a caption and its table."""
    text = draft.paragraphs[i].text
    if len(text) > LONGEST_BETWEEN:
        return False
    return is_unit_note(text, grammar) or grammar.find("boxes.continued", text) is not None


# --------------------------------------------------------- what is printed again


def says_again(text: str, caption: str, grammar: Grammar) -> bool:
    """Whether a line says that what stands under `caption`, label and title, goes on: 续表, the
    caption once more, or its label or its title alone.
    """
    if grammar.pattern("boxes.continued").fullmatch(text):
        return True
    line = _squeezed(text)
    continued = grammar.pattern("boxes.goes-on").search(line)
    if continued:
        line = line[: continued.start()]
    own = match_caption(caption, grammar)
    if own is None or not line:
        return False
    if line == own.title:
        return True
    found = match_caption(line, grammar)
    return found is not None and found.text == own.text and found.title in ("", own.title)


def is_unit_note(text: str, grammar: Grammar) -> bool:
    """Whether a line only names the unit of the table below it."""
    return len(text) <= LONGEST_BETWEEN and grammar.find("boxes.unit-note", text) is not None


# ------------------------------------------------------------ captions in grids


MOST_CELLS = 3
"""Cells of a first row that is a caption: the label, the title, and a unit note."""


def caption_cells(grid: Grid, grammar: Grammar) -> tuple[Cell, ...]:
    """The cells of a grid's first row that are its caption, where it has one; else none.

    It is the only cell, or a label (专栏4) and the title beside it. They cover the row, or a
    unit note (单位：万元) stands beside them; and there are further rows.
    """
    printed = _first_row(grid)
    if grid.n_rows < 2 or not 0 < len(printed) <= MOST_CELLS:
        return ()
    if not all(cell.spans for cell in printed):
        return ()
    # A caption beside its unit note need not cover the row; alone it must, or it is a header.
    note = note_cell(grid, grammar)
    caption = tuple([cell for cell in printed if cell is not note])
    covers_row = sum(cell.colspan for cell in caption) >= grid.n_cols
    if note is None and not covers_row:
        return ()
    if len(caption) == 1:
        return caption
    if len(caption) == 2 and _is_label_and_title(caption, grammar):
        return caption
    return ()


def is_caption_alone(grid: Grid, grammar: Grammar) -> bool:
    """Whether a grid is no table but a caption that was put in cells: 专栏二 | 重点项目."""
    if grid.n_rows != 1:
        return False
    printed = _first_row(grid)
    if len(printed) == 1:
        return grid_caption(printed, grammar) is not None
    return len(printed) == 2 and _is_label_and_title(printed, grammar)


def _first_row(grid: Grid) -> list[Cell]:
    first_row = [cell for cell in grid.cells if cell.row == 0]
    return [cell for cell in first_row if cell.text.strip()]


def note_cell(grid: Grid, grammar: Grammar) -> Cell | None:
    """The unit note that stands as the last of two or three cells in a grid's first row."""
    printed = _first_row(grid)
    if not 1 < len(printed) <= MOST_CELLS or printed[0].col > 0:
        return None
    last = printed[-1]
    unit_note = grammar.pattern("boxes.unit-note")
    if not unit_note.fullmatch(last.text.strip()):
        return None
    return last


def _is_label_and_title(cells: Sequence[Cell], grammar: Grammar) -> bool:
    """Whether two cells are the label of a caption with its number, and its title."""
    texts = [cell.text.split() for cell in cells]
    label, title = map(" ".join, texts)
    found = match_caption(label, grammar)
    if found is None or found.number is None or found.title:
        return False
    whole = match_caption(f"{label} {title}", grammar)
    return len(title) <= LONGEST_TITLE and whole is not None


def grid_caption(cells: Sequence[Cell], grammar: Grammar) -> CaptionLabel | None:
    """The caption that the cells of a grid's first row print."""
    printed: list[str] = []
    for cell in cells:
        line = cell.text.replace("\n", " ")
        printed.append(line.strip())
    return match_caption(" ".join(printed), grammar)
