"""Running heads, running feet and page numbers, told by standing at the same place on many pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import regex

from planparse.model.furniture import Furniture
from planparse.readers.pages.layout import PageLayout
from planparse.readers.pages.lines import TextLine

_NUMBER = regex.compile(r"\d+")
_PAGE_NUMBER = regex.compile(r"[\W_]*(?:第\s*)?#\s*(?:页)?(?:[\W_]*(?:共\s*)?#\s*页?)?[\W_]*")
_MARGIN = 0.2
"""Part of the page's height, above and below, in which furniture stands."""
_SHIFT = 4.0

Key = tuple[bool, str]


def find_furniture(layouts: Sequence[PageLayout]) -> dict[int, Furniture]:
    """Why a line is furniture, by the `id` of its `TextLine`.

    Lines are peeled off a page from its upper and lower end, as long as the same words (numbers
    aside) stand at the same height of enough pages.
    """
    ends = [(layout, at_top, _peel(layout, at_top)) for layout in layouts for at_top in (True, False)]
    seen: dict[Key, list[tuple[int, float, str]]] = defaultdict(list)
    for layout, at_top, lines in ends:
        for line in lines:
            seen[at_top, _key(line)].append((layout.number, line.bbox[1], line.text))
    found: dict[int, Furniture] = {}
    for layout, at_top, lines in ends:
        for line in lines:
            why = _why(seen[at_top, _key(line)], line, layout.number, len(layouts), at_top)
            if not why:
                break
            found[id(line)] = why
    return found


def _peel(layout: PageLayout, at_top: bool) -> list[TextLine]:
    """Up to three outermost lines in the margin, the outermost first."""
    blocks = sorted(layout.blocks, key=lambda b: b.bbox[1] if at_top else -b.bbox[3])
    lines: list[TextLine] = []
    for block in blocks[:3]:
        far = block.bbox[3] if at_top else layout.height - block.bbox[1]
        if not isinstance(block, TextLine) or far > _MARGIN * layout.height:
            break
        lines.append(block)
    return lines


def _key(line: TextLine) -> str:
    return _NUMBER.sub("#", line.text.replace(" ", "").replace("\u3000", ""))


def _why(places: list[tuple[int, float, str]], line: TextLine, page: int, pages: int, at_top: bool) -> Furniture | None:
    same = [(number, text) for number, top, text in places if abs(top - line.bbox[1]) <= _SHIFT]
    if _PAGE_NUMBER.fullmatch(_key(line)):
        first = _first_number(line.text) - page
        if sum(_first_number(text) - number == first for number, text in same) >= 2:
            return Furniture.PAGE_NUMBER
    words = len({number for number, _ in same})
    if words < min(3, pages) or words < 2:
        return None
    return Furniture.HEADER if at_top else Furniture.FOOTER


def _first_number(text: str) -> int:
    number = _NUMBER.search(text)
    return int(number[0]) if number else 0
