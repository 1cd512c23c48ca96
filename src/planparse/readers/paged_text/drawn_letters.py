"""Letters that are painted as outlines: they look like print, and no file says which they are.

Some programs paint bold letters, or letters of a font that they may not embed, as filled paths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planparse.model.source import BBox
from planparse.readers.groups import Groups
from planparse.readers.paged_text.health import has_text
from planparse.readers.pages.page import DrawnPage, bounds

# All lengths are in points.

# Contours of letters are no wider and no higher than this; smaller ones are dots of a pattern.
_LARGEST_LETTER = 48.0
_LEAST_CONTOUR = 1.0

# Contours nearer to one another than a character's width, at one height, are of one word. What
# lies in one stripe of the page is at one height: it is lower than the space between two lines.
_NEXT = 12.0
_STRIPE = 1.5

# A line of letters is so many times as wide as it is high, at least: ornaments and emblems aren't.
_SLENDER = 1.5
# It is at least so high: less is a dotted or a wavy line.
_LEAST_HEIGHT = 5.0

# A letter has at least a contour for each square of the line's height; a border of bows has fewer.
_CONTOURS_A_SQUARE = 0.7

# A page has drawn letters from so many contours of words on. Once it has, shorter words count too.
_LEAST_OF_PAGE = 24
_LEAST_OF_WORD = 2


def find_drawn_letters(page: DrawnPage) -> list[BBox]:
    """Boxes of the words on `page` that are painted as outlines, from the top."""
    contours = [box for box in page.outlines if _may_be_of_letter(box)]
    if len(contours) < _LEAST_OF_PAGE:
        return []
    contours += [box for box in page.areas if _may_be_of_letter(box)]
    words: list[BBox] = []
    count = 0
    for cluster in _clusters(contours):
        corners = [
            corner for x0, top, x1, bottom in cluster for corner in ((x0, top), (x1, bottom))
        ]
        word = bounds(corners)
        if _is_word(word, len(cluster)) and not has_text(page, word):
            words.append(word)
            count += len(cluster)
    if count < _LEAST_OF_PAGE:
        return []
    words.sort(key=lambda box: (box[1], box[0]))
    return words


def _may_be_of_letter(box: BBox) -> bool:
    x0, top, x1, bottom = box
    largest = max(x1 - x0, bottom - top)
    return _LEAST_CONTOUR < largest <= _LARGEST_LETTER


def _is_word(box: BBox, contours: int) -> bool:
    x0, top, x1, bottom = box
    high = bottom - top
    wide = x1 - x0
    if not _LEAST_HEIGHT <= high <= _LARGEST_LETTER or wide < _SLENDER * high:
        return False
    return contours >= max(_LEAST_OF_WORD, _CONTOURS_A_SQUARE * wide / high)


def _clusters(boxes: list[BBox]) -> Iterator[list[BBox]]:
    """Boxes that lie beside or upon one another, by the words that they make."""
    groups = Groups(len(boxes))
    for one, other in _neighbours(boxes):
        groups.tie(one, other)
    clusters: dict[int, list[BBox]] = defaultdict(list)
    for number, box in enumerate(boxes):
        clusters[groups.root(number)].append(box)
    yield from clusters.values()


def _neighbours(boxes: list[BBox]) -> Iterator[tuple[int, int]]:
    """Numbers of boxes at one height that follow one another nearly enough to be of one word.

    They are looked for in low stripes of the page, so that not every pair is compared.
    """
    stripes: dict[int, list[int]] = defaultdict(list)
    for number, (_, top, _, bottom) in enumerate(boxes):
        for stripe in range(int(top / _STRIPE), int(bottom / _STRIPE) + 1):
            stripes[stripe].append(number)
    for numbers in stripes.values():
        numbers.sort(key=boxes.__getitem__)
        # The box that goes furthest to the right so far.
        last = numbers[0]
        for number in numbers[1:]:
            if boxes[number][0] - boxes[last][2] <= _NEXT:
                yield last, number
            if boxes[number][2] > boxes[last][2]:
                last = number
