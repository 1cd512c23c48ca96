"""Where paragraphs begin, as far as the places of lines make it certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.model.furniture import Furniture
from planparse.readers.paged_text.margins import Margins, PageSide, right_ends
from planparse.readers.pages.blocks import Aside, Block, Frame
from planparse.readers.pages.layout import PageLayout
from planparse.readers.pages.lines import TextLine

# Lengths are in characters of the line (em, its font size) where nothing else is said.

# A line of another size than the one before begins a paragraph: a heading, or what follows it.
_OTHER_SIZE = 0.12

# Steps of baselines between these are those of lines under one another, not of raised marks or of
# paragraphs set apart; with fewer on a page they tell nothing.
_LEAST_STEP = 0.5
_MOST_STEP = 3
_FEW_STEPS = 3

# A step wider than the usual one by this factor, and one point for rounding, is a gap.
_WIDE_STEP = 1.25
_ROUNDING = 1

# Chinese print indents a paragraph by two characters, which justification spreads or squeezes.
_LEAST_INDENT = 1.5
_MOST_INDENT = 2.7

# A line this near to the left margin is not indented.
_AT_MARGIN = 0.5

# A line that ends so far before the margin is short: the next word would have found room.
_SHORT = 4

# A line that ends a sentence may also end its paragraph; it is full only this near to the margin.
_FULL = 0.3
_SENTENCE_END = "。！？：；"

# Left margins may differ by so much within a paragraph: little on one page, more from a left page
# to a right one.
_SAME_MARGIN = 1
_SAME_MARGIN_OVER_PAGE = 3

# In a centred line both sides are as wide as one another within this, and the left one is more
# than a character.
_CENTRED = 1.2


class _PlacedLine(NamedTuple):
    """A line and the margins of its column."""

    line: TextLine
    margins: Margins


class _PageFlow(NamedTuple):
    """Lines of a page that follow one another; None stands for a table.

    `side` is 1 on the pages with odd numbers, 0 on the others.
    """

    side: int
    lines: list[TextLine | None]

    @property
    def prose(self) -> list[TextLine]:
        """The lines without the tables."""
        return [line for line in self.lines if line is not None]


def mark_starts(
    layouts: Sequence[PageLayout],
    furniture: Mapping[int, Furniture],
) -> None:
    """Set `starts` of every line of prose: True where it begins a paragraph, False where it goes on
    with the line before, None where its place does not tell."""
    flows = _page_flows(layouts, furniture)
    prose: tuple[list[TextLine], list[TextLine]] = ([], [])
    for flow in flows:
        prose[flow.side].extend(flow.prose)
    left_pages, right_pages = prose
    sides = PageSide(left_pages, right_pages), PageSide(right_pages, left_pages)
    before: _PlacedLine | None = None
    for flow in flows:
        before = _mark_flow(flow, sides[flow.side], before)


def _page_flows(
    layouts: Sequence[PageLayout],
    furniture: Mapping[int, Furniture],
) -> list[_PageFlow]:
    flows: list[_PageFlow] = []
    for layout in layouts:
        side = layout.number % 2
        for lines in _flows(layout.blocks, furniture):
            flows.append(_PageFlow(side, lines))
    return flows


def _mark_flow(
    flow: _PageFlow,
    side: PageSide,
    before: _PlacedLine | None,
) -> _PlacedLine | None:
    """Mark the lines of `flow`, which goes on after the line `before`; gives its last line, None
    where a table ends it."""
    pitch = _pitch(flow.prose)
    reach = right_ends(flow.prose)
    extent = _extent(flow.prose)
    last = before
    on_page = False
    for line in flow.lines:
        if line is None:
            last = None
            continue
        placed = _PlacedLine(line, side.margins(line, reach[id(line)]))
        if last is not None:
            line.starts = _starts(
                placed,
                last,
                pitch,
                on_page=on_page,
            )
            # Headings of one size that stand under one another have a margin of their own.
            if line.starts is False and _are_centred(last.line, line, extent):
                line.starts = None
        last = placed
        on_page = True
    return last


def _extent(lines: Sequence[TextLine]) -> Margins:
    """From the leftmost to the rightmost end of `lines`."""
    left = min((line.bbox[0] for line in lines), default=0.0)
    right = max((line.bbox[2] for line in lines), default=0.0)
    return Margins(left, right)


def _are_centred(last: TextLine, line: TextLine, extent: Margins) -> bool:
    """Whether two lines are centred on their page, and neither is one of its full lines."""
    return all(_is_centred(_PlacedLine(each, extent)) for each in (last, line))


def _flows(
    blocks: Sequence[Block],
    furniture: Mapping[int, Furniture],
) -> Iterator[list[TextLine | None]]:
    """Lines that follow one another, of the page and of each frame in it; None for a table."""
    flow: list[TextLine | None] = []
    for block in blocks:
        if isinstance(block, Frame):
            yield flow
            yield from _flows(block.blocks, furniture)
            # What follows a frame does not go on with the frame's words.
            flow = [None]
        elif isinstance(block, Aside):
            continue
        elif not isinstance(block, TextLine):
            flow.append(None)
        elif id(block) not in furniture:
            flow.append(block)
    yield flow


def _pitch(lines: Sequence[TextLine]) -> float:
    """Distance of baselines inside of paragraphs, 0 where it is not known.

    It is the lower quarter of those on the page: the distances between paragraphs are larger.
    """
    steps: list[float] = []
    for line, following in pairwise(lines):
        step = following.base - line.base
        if _LEAST_STEP * following.size < step < _MOST_STEP * following.size:
            steps.append(step)
    if len(steps) < _FEW_STEPS:
        return 0.0
    steps.sort()
    return steps[len(steps) // 4]


def _starts(
    placed: _PlacedLine,
    before: _PlacedLine,
    pitch: float,
    *,
    on_page: bool,
) -> bool | None:
    """Whether a line begins a paragraph, going by its place and that of the line `before` it.

    `pitch` is the distance of lines in a paragraph, 0 where it is not known; `on_page` tells that
    both lines are on one page. None where their places do not tell.
    """
    line, margins = placed
    last = before.line
    em = line.size
    if abs(last.size - em) > _OTHER_SIZE * em:
        return True
    if on_page and _leaves_gap(line, last, pitch):
        return True
    indent = line.bbox[0] - margins.left
    if _LEAST_INDENT * em <= indent <= _MOST_INDENT * em:
        # The lines of a centred heading begin anywhere, so also at two characters.
        if _is_centred(placed) and _is_centred(before):
            return None
        return True
    if abs(indent) > _AT_MARGIN * em:
        return None
    short = before.margins.right - last.bbox[2]
    if short > _SHORT * em:
        return True
    is_below = line.base > last.base or not on_page
    if is_below and _is_other_column(
        margins,
        before.margins,
        em,
        on_page=on_page,
    ):
        return None
    return _goes_on(last, short)


def _leaves_gap(
    line: TextLine,
    last: TextLine,
    pitch: float,
) -> bool:
    """Whether `line` stands further below `last` than lines of one paragraph do."""
    if not pitch:
        return False
    return line.base - last.base > _WIDE_STEP * pitch + _ROUNDING


def _is_other_column(
    margins: Margins,
    before: Margins,
    em: float,
    *,
    on_page: bool,
) -> bool:
    allowed = _SAME_MARGIN if on_page else _SAME_MARGIN_OVER_PAGE
    return abs(margins.left - before.left) > allowed * em


def _goes_on(last: TextLine, short: float) -> bool | None:
    """False where the line before is full: up to a long word where it breaks off in a sentence."""
    ends_sentence = last.text[-1:] in _SENTENCE_END
    room = _FULL if ends_sentence else _SHORT
    if short < room * last.size:
        return False
    return None


def _is_centred(placed: _PlacedLine) -> bool:
    line, margins = placed
    left = line.bbox[0] - margins.left
    right = margins.right - line.bbox[2]
    return left > line.size and abs(left - right) < _CENTRED * line.size
