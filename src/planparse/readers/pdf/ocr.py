"""Pictures of text to glyphs and ruling edges (extra `ocr`: rapidocr with onnxruntime, pypdfium2).

A picture is rendered, set straight, its ruling lines are found and taken out, its words
recognised; both go into the `DrawnPage` and take the same way as those of a PDF with text.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from planparse.model.source import BBox
from planparse.readers import progress
from planparse.readers.at_once import Job, pages_at_once
from planparse.readers.pages.page import DrawnPage, Edge, Glyph, turn_back, turn_box
from planparse.readers.pages.rulings import find_tables
from planparse.readers.pdf.missed_marks import find_missed
from planparse.readers.pdf.old_layer import compared, count_glyphs
from planparse.readers.pdf.picture_ink import Image, set_straight
from planparse.readers.pdf.picture_lines import find_edges, without
from planparse.readers.pdf.picture_turns import UPRIGHT
from planparse.readers.pdf.recognised_words import RecognisedWords, find_words, lent_engine

DPI = 200
"""Resolution at which pages are rendered to be recognised."""
_POINTS_PER_INCH = 72
# Pixels of the longest side of a picture that is taken on.
_LONGEST_SIDE = 9000

_A4_WIDTH = 595.0  # points
# Longer side over shorter side of a page; of A4 it is 1.41, of Letter 1.29.
_PAGE_SHAPE = (1.25, 1.6)
# Pixels of the shorter side below which a picture is taken for a part of a page.
_LEAST_PAGE = 2 * _A4_WIDTH

# Bytes of address space that libraries take (350 MB), and a page with its models (0.9 to 1.4 GB).
_MEMORY_OF_LIBRARIES = 512 * 1024**2
_MEMORY_OF_PAGE = 1536 * 1024**2

# A picture in a page of text counts when so many characters, or a ruled table, are in it.
_LEAST_GLYPHS = 8
_LEAST_EDGES = 6

# Of the characters of an old text so many are recognised again, at least.
_ENOUGH = 0.7

# The middle of a character above its baseline, and the font sizes before a drawn word in which
# characters are part of it.
_MIDDLE = 0.35
_BESIDE = 2.5


class Recognised(NamedTuple):
    """What is seen in a picture, in points from its upper left corner.

    The glyphs are in the frame in which their writing, at `angle`, is upright.
    """

    glyphs: list[Glyph]
    edges: list[Edge]
    angle: int = 0


class Recogniser:
    """Reads the pictures of one PDF; the file is opened when the first is asked for."""

    def __init__(self, data: bytes, password: str | None) -> None:
        progress.take_memory(_MEMORY_OF_LIBRARIES + pages_at_once() * _MEMORY_OF_PAGE)
        self.data = data
        self.password = password
        self.document: Any = None

    def seen(
        self,
        page: DrawnPage,
        boxes: Sequence[BBox],
        letters: Collection[BBox],
        *,
        whole: bool,
    ) -> Job:
        """The job that adds to `page` what is recognised in `boxes`, and words drawn in `letters`.

        It gives the page. A `whole` page loses what it had before. The page is rendered here, in the
        thread of the caller, as PDFium must not be called by two; what the job does needs it no more.
        """
        image = self._render(page.number - 1)

        def recognised(threads: int) -> DrawnPage:
            with lent_engine(threads):
                _fill(page, image, boxes, whole=whole)
                _spell(page, image, letters)
            return page

        return recognised

    def again(self, page: DrawnPage) -> Job:
        """The job that gives a scan with its text recognised anew; the old one where that is much
        less than it had."""
        seen = DrawnPage(page.number, page.width, page.height)
        everything = [(0.0, 0.0, page.width, page.height)]
        job = self.seen(seen, everything, (), whole=True)

        def recognised(threads: int) -> DrawnPage:
            job(threads)
            return _better(seen, page)

        return recognised

    def picture(self) -> DrawnPage | None:
        """The page that the file shows when it is a picture itself, None where it is none.

        One of a page's shape is taken for A4, so that a point is what it is in print; a part of a
        page for a scan at `DPI`.
        """
        image = _decoded(self.data)
        if image is None:
            return None
        scale = _scale(image)
        high, wide = image.shape[:2]
        page = DrawnPage(1, wide / scale, high / scale)
        seen = recognise(image, scale)
        page.turned[seen.angle] = seen.glyphs
        page.edges = seen.edges
        return page

    def _render(self, index: int) -> Image:
        import pypdfium2 as pdfium

        if self.document is None:
            self.document = pdfium.PdfDocument(self.data, password=self.password)
        loaded = self.document[index]
        try:
            largest = _LONGEST_SIDE / max(loaded.get_size())
            scale = min(DPI / _POINTS_PER_INCH, largest)
            shown = loaded.render(scale=scale).to_numpy()
            return np.ascontiguousarray(shown[:, :, :3])
        finally:
            loaded.close()


def _fill(
    page: DrawnPage,
    image: Image,
    boxes: Iterable[BBox],
    *,
    whole: bool,
) -> None:
    """Add to `page`, whose picture is `image`, what is recognised in `boxes`."""
    if whole:
        page.turned = {0: []}
        page.edges = []
        page.areas = []
    scale = image.shape[1] / page.width
    for box in boxes:
        seen = recognise(_part(image, box, scale), scale)
        if whole or _counts(seen):
            _add(page, seen, box)


def _better(seen: DrawnPage, page: DrawnPage) -> DrawnPage:
    """What was `seen` on a scan, compared with its old text; `page` itself where that is more."""
    if count_glyphs(seen) < _ENOUGH * count_glyphs(page):
        return page
    seen.turned = {
        angle: compared(glyphs, page.turned.get(angle, ())) for angle, glyphs in seen.turned.items()
    }
    return seen


def _spell(page: DrawnPage, image: Image, boxes: Collection[BBox]) -> None:
    """Add to `page` the words that are painted as outlines in `boxes`.

    The page is read as a whole, as words are recognised better among others.
    """
    if not boxes:
        return
    scale = image.shape[1] / page.width
    edges = find_edges(image, scale)
    for glyph in find_words(without(image, edges, scale), scale, edges).glyphs:
        if any(_is_of_word(glyph, box) for box in boxes):
            page.turned[0].append(glyph)


def _is_of_word(glyph: Glyph, box: BBox) -> bool:
    """Whether a recognised glyph stands in the box of a word, or directly before it: strokes that
    are straight lines (一) are no part of the box."""
    x0, top, x1, bottom = box
    middle = (glyph.x0 + glyph.x1) / 2
    height = glyph.base - _MIDDLE * glyph.size
    return x0 - _BESIDE * glyph.size < middle < x1 + glyph.size and top < height < bottom


def _part(
    image: Image,
    box: BBox,
    scale: float,
) -> Image:
    """What of a page's picture lies in a box in points."""
    x0, top, x1, bottom = box
    rows = slice(int(top * scale), int(bottom * scale) + 1)
    cols = slice(int(x0 * scale), int(x1 * scale) + 1)
    return image[rows, cols]


def _counts(seen: Recognised) -> bool:
    """Whether a picture is more than an ornament or a seal."""
    return len(seen.edges) >= _LEAST_EDGES or len(seen.glyphs) >= _LEAST_GLYPHS


def _add(
    page: DrawnPage,
    seen: Recognised,
    box: BBox,
) -> None:
    """Add to the page what is seen in the picture that stands at `box`."""
    x, y, _, _ = turn_box(box, seen.angle, width=page.width, height=page.height)
    writing = page.turned.setdefault(seen.angle, [])
    for glyph in seen.glyphs:
        moved = glyph._replace(
            x0=glyph.x0 + x,
            x1=glyph.x1 + x,
            base=glyph.base + y,
        )
        writing.append(moved)
    x, y, _, _ = box
    for edge in seen.edges:
        page.edges.append(
            Edge(
                edge.x0 + x,
                edge.top + y,
                edge.x1 + x,
                edge.bottom + y,
            )
        )


def _scale(image: Image) -> float:
    """Pixels per point of a picture file, by its shape."""
    shorter, longer = sorted(image.shape[:2])
    least, most = _PAGE_SHAPE
    is_page = least <= longer / shorter <= most and shorter >= _LEAST_PAGE
    if is_page:
        return float(shorter / _A4_WIDTH)
    return DPI / _POINTS_PER_INCH


def _decoded(data: bytes) -> Image | None:
    """The picture in `data`, None where there is none, not all of it, or too large a one."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            # The caller gives one error for all that is wrong with the file.
            warnings.simplefilter("ignore")
            opened = Pictures.open(io.BytesIO(data))
            if opened.width * opened.height > _LONGEST_SIDE**2:
                return None
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return None
    blue_first = np.asarray(upright)[:, :, ::-1]
    return np.ascontiguousarray(blue_first)


class _Sight(NamedTuple):
    """What is seen in a picture, and how its words lie."""

    seen: Recognised
    words: RecognisedWords


def recognise(image: Image, scale: float) -> Recognised:
    """Glyphs and edges of `image`, however it lies; `scale` is pixels per point."""
    first = _look(image, scale)
    turns = first.words.turns
    if turns == UPRIGHT:
        return first.seen
    turned = np.ascontiguousarray(np.rot90(image, turns))
    second = _look(turned, scale)
    is_upright = second.words.turns == UPRIGHT
    if not is_upright and second.words.weight <= first.words.weight:
        return first.seen
    # The picture was turned counter-clockwise: its writing goes so far in the other direction.
    angle = -90 * turns % 360
    high, wide = image.shape[:2]
    edges: list[Edge] = []
    for edge in second.seen.edges:
        box = turn_back(edge, angle, wide / scale, high / scale)
        edges.append(Edge(*box))
    return Recognised(second.seen.glyphs, edges, angle)


def _look(image: Image, scale: float) -> _Sight:
    straight = set_straight(image)
    edges = find_edges(straight, scale)
    cleared = without(straight, edges, scale)
    words = find_words(cleared, scale, edges)
    missed = find_missed(cleared, find_tables(edges), words.glyphs, scale)
    return _Sight(Recognised(words.glyphs + missed, edges), words)
