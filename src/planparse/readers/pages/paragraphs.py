"""Where paragraphs begin, as far as the places of lines make it certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import nan

from planparse.model.furniture import Furniture
from planparse.readers.pages.layout import Block, Frame, PageLayout
from planparse.readers.pages.lines import TextLine

Margins = tuple[float, float]
"""Left and right end of a full line."""
_AROUND = 3
"""So many lines above and below a line say how wide its column is."""
_COLUMN = 0.3
"""Share of the lines that end at one place before the margin, from which on that is the end of a column."""
_FEW = 8
"""With fewer lines on the left or right pages, those of both tell the margins."""


def mark_starts(layouts: Sequence[PageLayout], furniture: Mapping[int, Furniture]) -> None:
    """Set `starts` of every line of prose: True where it begins a paragraph, False where it goes on
    with the line before, None where its place does not tell."""
    flows = [(layout.number % 2, flow) for layout in layouts for flow in _flows(layout.blocks, furniture)]
    even, odd_lines = ([x for odd, flow in flows if odd == side for x in flow if x] for side in (0, 1))
    sides = _Side(even, odd_lines), _Side(odd_lines, even)
    before: tuple[TextLine, Margins] | None = None
    for odd, flow in flows:
        pitch = _pitch([line for line in flow if line is not None])
        last, on_page, reach = before, False, _reaches(flow)
        for line in flow:
            if line is None:
                last = None
                continue
            margins = sides[odd].margins(line, reach[id(line)])
            if last is not None:
                line.starts = _starts((line, margins), last, pitch, on_page=on_page)
            last, on_page = (line, margins), True
        before = last


def _flows(blocks: Sequence[Block], furniture: Mapping[int, Furniture]) -> Iterator[list[TextLine | None]]:
    """Lines that follow one another, of the page and of each frame in it; None stands for a table."""
    flow: list[TextLine | None] = []
    for block in blocks:
        if isinstance(block, Frame):
            yield flow
            yield from _flows(block.blocks, furniture)
            flow = [None]
        elif isinstance(block, TextLine):
            flow += [] if id(block) in furniture else [block]
        else:
            flow.append(None)
    yield flow


def _pitch(lines: Sequence[TextLine]) -> float:
    """Distance of baselines inside of paragraphs: the lower quarter of those on the page."""
    steps = sorted(b.base - a.base for a, b in pairwise(lines)
                   if 0.5 * b.size < b.base - a.base < 3 * b.size)
    return steps[len(steps) // 4] if len(steps) >= 3 else 0.0


def _reaches(flow: Sequence[TextLine | None]) -> dict[int, float]:
    """By the `id` of each line how far to the right it and its neighbours in the same column go."""
    lines = [line for line in flow if line is not None]
    return {id(line): max(x.bbox[2] for x in lines[max(0, i - _AROUND):i + _AROUND + 1] if _is_near(x.bbox[0], line))
            for i, line in enumerate(lines)}


class _Side:
    """Ends of full lines on the left or on the right pages.

    `lines` are the prose on these pages, `others` that on the opposite ones, which stand in where
    there are too few.
    """

    def __init__(self, lines: Sequence[TextLine], others: Sequence[TextLine]) -> None:
        self.lines = [(x.size, x.bbox[0], x.bbox[2]) for x in lines]
        self.others = [(x.size, x.bbox[0], x.bbox[2]) for x in others]
        self.known: dict[tuple[int, int], tuple[float, float, float]] = {}

    def margins(self, line: TextLine, reach: float) -> Margins:
        """Ends of the full lines of the column where `line` stands, indented by four characters or less.

        The right end is not a number where too few lines end there to make it a margin. Where lines of
        the page's width and those of a column begin at one place, `reach` tells which `line` is.
        """
        key = round(line.size), round(line.bbox[0])
        if key not in self.known:
            near = _near(line, self.lines)
            self.known[key] = _ends(line, near if len(near) >= _FEW else near + _near(line, self.others))
        left, narrow, wide = self.known[key]
        return left, narrow if reach <= narrow + 0.5 * line.size else wide


def _near(line: TextLine, lines: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Ends of lines of about the same size that begin about where `line` does."""
    em = line.size
    return [(x0, x1) for size, x0, x1 in lines
            if abs(size - em) < 0.15 * em and _is_near(x0, line)]


def _is_near(x0: float, line: TextLine) -> bool:
    return -4.5 * line.size <= x0 - line.bbox[0] <= 3 * line.size


def _ends(line: TextLine, near: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Left end, right end of a column that is narrower than the page (0 where there is none), right end."""
    em, x = line.size, line.bbox[0]
    places = Counter(round(x0 / 2) for x0, _ in near if x0 - x <= 0.6 * em)
    left = min((place for place, n in places.items() if n >= min(2, max(places.values()))
                and n >= 0.08 * len(near)), default=round(x / 2))
    rights = sorted(x1 for _, x1 in near)
    right = rights[int(len(rights) * 0.95)] if rights else nan
    inner = Counter(round(x1 / em) for x1 in rights if x1 < right - 6 * em)
    column, lines = inner.most_common(1)[0] if inner else (0, 0)
    narrow = max(x1 for x1 in rights if round(x1 / em) == column) if lines >= _COLUMN * len(rights) else 0.0
    return 2.0 * left, narrow, right if sum(abs(x1 - right) <= 2 * em for x1 in rights) >= 3 else nan


_Placed = tuple[TextLine, Margins]


def _starts(placed: _Placed, before: _Placed, pitch: float, *, on_page: bool) -> bool | None:
    (line, margins), (last, last_margins) = placed, before
    em = line.size
    if abs(last.size - em) > 0.12 * em:
        return True
    if on_page and pitch and line.base - last.base > 1.25 * pitch + 1:
        return True
    indent, short = line.bbox[0] - margins[0], last_margins[1] - last.bbox[2]
    if 1.5 * em <= indent <= 2.7 * em:
        return None if _centred(*placed) and _centred(*before) else True
    if abs(indent) > 0.5 * em or short > 4 * em:
        return True if abs(indent) <= 0.5 * em else None
    below = line.base > last.base or not on_page
    if below and abs(margins[0] - last_margins[0]) > (1 if on_page else 3) * em:
        return None
    return _goes_on(last, short)


def _goes_on(last: TextLine, short: float) -> bool | None:
    """False where the line before is full: up to a number's length where it breaks off in a sentence."""
    return False if short < (0.3 if last.text[-1:] in "。！？：；" else 4) * last.size else None


def _centred(line: TextLine, margins: Margins) -> bool:
    left, right = line.bbox[0] - margins[0], margins[1] - line.bbox[2]
    return left > line.size and abs(left - right) < 1.2 * line.size
