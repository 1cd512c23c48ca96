"""Pictures of text to glyphs and ruling edges (extra `ocr`: rapidocr with onnxruntime, pypdfium2).

A picture is rendered, set straight, its ruling lines are found and taken out, its words
recognised; both go into the `DrawnPage` and take the same way as those of a PDF with text.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np

from planparse.model.source import BBox
from planparse.readers.pages.page import DrawnPage, Edge, Glyph
from planparse.readers.pages.rulings import RuledTable, find_tables
from planparse.readers.pdf.picture_lines import Image, dark, find_edges, set_straight, without

DPI = 200
"""Resolution at which pages are rendered to be recognised."""
_SIDE = 9000
"""Pixels of the longest side of a picture that is taken on."""
_A4 = 595.0
_SURE = 0.4
"""Words that are less sure than this are noise."""
_FAINT = 30.0
"""So many of 256 grey levels below the paper is something printed, even if it is blurred."""
_LEAST = 8
"""A picture inside a page of text counts when so many characters, or a ruled table, are in it."""



class Recogniser:
    """Reads the pictures of one PDF; the file is opened when the first is asked for."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self.data, self.password = data, password
        self.document: Any = None

    def fill(self, page: DrawnPage, boxes: Iterable[BBox], *, whole: bool) -> None:
        """Add to `page` what is recognised in `boxes`; a `whole` page loses what it had before."""
        if whole:
            page.turned, page.edges, page.areas = {0: []}, [], []
        image = self._render(page.number - 1)
        scale = image.shape[1] / page.width
        for x0, top, x1, bottom in boxes:
            part = image[int(top * scale):int(bottom * scale) + 1, int(x0 * scale):int(x1 * scale) + 1]
            glyphs, edges = recognise(part, scale)
            if whole or len(edges) >= 6 or len(glyphs) >= _LEAST:
                page.turned[0] += [g._replace(x0=g.x0 + x0, x1=g.x1 + x0, base=g.base + top) for g in glyphs]
                page.edges += [Edge(e.x0 + x0, e.top + top, e.x1 + x0, e.bottom + top) for e in edges]

    def picture(self) -> DrawnPage | None:
        """The page that the file shows when it is a picture itself, None where it is none.

        One of a page's shape is taken for A4, so that a point is what it is in print; a part of a
        page for a scan at `DPI`.
        """
        image = _decoded(self.data)
        if image is None:
            return None
        high, wide = image.shape[:2]
        is_page = 1.25 <= max(high, wide) / min(high, wide) <= 1.6 and min(high, wide) >= 2 * _A4
        scale = min(high, wide) / _A4 if is_page else DPI / 72
        page = DrawnPage(1, wide / scale, high / scale)
        page.turned[0], page.edges = recognise(image, scale)
        return page

    def _render(self, index: int) -> Image:
        import pypdfium2 as pdfium
        if self.document is None:
            self.document = pdfium.PdfDocument(self.data, password=self.password)
        loaded = self.document[index]
        try:
            scale = min(DPI / 72, _SIDE / max(loaded.get_size()))
            return np.ascontiguousarray(loaded.render(scale=scale).to_numpy()[:, :, :3])
        finally:
            loaded.close()


def _decoded(data: bytes) -> Image | None:
    """The picture in `data`, None where there is none, or not all of it, or one beyond `_SIDE` squared in pixels."""
    from PIL import Image as Pictures
    from PIL import ImageOps
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the caller gives one error for all that is wrong with the file
            opened = Pictures.open(io.BytesIO(data))
            if opened.width * opened.height > _SIDE ** 2:
                return None
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return None
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])


def recognise(image: Image, scale: float) -> tuple[list[Glyph], list[Edge]]:
    """Glyphs and edges of `image` in points from its upper left corner; `scale` is pixels per point."""
    image = set_straight(image)
    edges = find_edges(image, scale)
    cleared = without(image, edges, scale)
    glyphs = find_glyphs(cleared, scale, edges)
    return glyphs + find_missed(cleared, find_tables(edges), glyphs, scale), edges


def find_missed(image: Image, tables: Iterable[RuledTable], glyphs: Iterable[Glyph],
                scale: float) -> list[Glyph]:
    """What recognition takes for no text in cells: dashes that stand alone, and what is smudged (U+FFFD)."""
    places = [((g.x0 + g.x1) / 2, g.base - 0.3 * g.size) for g in glyphs]
    ink, found = None, list[Glyph]()
    for cell in (cell for table in tables for cell in table.cells):
        x0, top, x1, bottom = cell.bbox
        if any(x0 < x < x1 and top < y < bottom for x, y in places):
            continue
        ink = dark(image) if ink is None else ink
        inner = (slice(round((top + 3) * scale), round((bottom - 3) * scale)),
                 slice(round((x0 + 3) * scale), round((x1 - 3) * scale)))
        if (box := _dash(ink[inner], scale)) is not None:
            text = "—" if box[2] - box[0] <= 16 else "——"
            found.append(Glyph(text, x0 + 3 + box[0], x0 + 3 + box[2], top + 7 + box[1], 10.5, 0.9))
        elif _is_smudged(image[inner], scale):
            middle, base = (x0 + x1) / 2, (top + bottom) / 2 + 4
            found.append(Glyph("\ufffd", middle - 5, middle + 5, base, 10.5, 0.0))
    return found


def _is_smudged(part: Image, scale: float) -> bool:
    """Whether something of a character's size and more is printed in a part of the picture, clear or not."""
    if min(part.shape[:2]) < 6 * scale:
        return False
    grey = cv2.blur(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY) if part.ndim == 3 else part, (5, 5)).astype(float)
    ys, xs = np.nonzero(grey < np.percentile(grey, 95) - _FAINT)
    if len(ys) < (4 * scale) ** 2 / 2:
        return False
    return bool(np.ptp(ys) > 5 * scale and np.ptp(xs) > 4 * scale)


def _dash(ink: Image, scale: float) -> tuple[float, float, float, float] | None:
    """Box in points of the one level stroke in `ink`, None where there is more or less."""
    if not ink.size:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = [s for s in stats[1:count].tolist() if s[4] > 2.5 * scale * scale]
    if not 1 <= len(large) <= 2:
        return None
    x0, top = min(s[0] for s in large) / scale, min(s[1] for s in large) / scale
    x1, bottom = max(s[0] + s[2] for s in large) / scale, max(s[1] + s[3] for s in large) / scale
    return (x0, top, x1, bottom) if bottom - top < 3 and 3 * (bottom - top) < x1 - x0 < 36 else None


# ------------------------------------------------------------------ words

@cache
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR
    return RapidOCR(params={"Global.log_level": "error"})


def find_glyphs(image: Image, scale: float, edges: Iterable[Edge] = ()) -> list[Glyph]:
    """Recognised characters in points, words from the top; a character gets its share of its word's box.

    Words that recognition has joined across one of the vertical `edges` are taken apart there.
    """
    found = _engine()(image, use_cls=False, return_word_box=True, return_single_char_box=True)
    if found.boxes is None:
        return []
    walls = [e for e in edges if e.x0 == e.x1]
    glyphs: list[Glyph] = []
    for box, text, sure, single in zip(found.boxes, _simplified(found.txts), found.scores,
                                       found.word_results, strict=True):
        if sure >= _SURE and text.strip():
            place = np.asarray(box, dtype=float) / scale
            for part, its in _parts(text, _around(place), single, walls, scale):
                glyphs += _spread(mended(part), its, float(sure))
    return glyphs


def _around(corners: Any) -> BBox:
    (x0, top), (x1, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return x0, top, x1, bottom


def _parts(text: str, box: BBox, single: Any, walls: list[Edge], scale: float) -> list[tuple[str, BBox]]:
    """`text` with its box, cut at the walls that go through it, by the boxes of single characters."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    cuts = sorted(w.x0 for w in walls if x0 + 4 < w.x0 < x1 - 4 and w.top < middle < w.bottom)
    places = [_around(np.asarray(s[2], dtype=float) / scale) for s in single or ()]
    if not cuts or len(places) != len(text.replace(" ", "")):
        return [(text, box)]
    parts: dict[int, list[tuple[str, BBox]]] = {}
    for char, place in zip(text.replace(" ", ""), places, strict=True):
        parts.setdefault(bisect_left(cuts, (place[0] + place[2]) / 2), []).append((char, place))
    return [("".join(char for char, _ in some), (some[0][1][0], top, some[-1][1][2], bottom))
            for _, some in sorted(parts.items())]


_PER_MILLE = re.compile(r"%[oO〇]{1,2}(?![A-Za-z])|%0{1,2}(?![\d.])|(?:^|(?<=[\s(（]))[0oO]/[0oO]{2}(?!\d)")
_LABEL = re.compile(r"^(\d{1,2})[·•・](?=[\u4e00-\u9fff])")


# Recognition now and then takes a simplified character for its traditional form.
_OLD = str.maketrans(
    "類標單項屬預約實數萬億畝設備醫療衛農業產經濟發總長達國際會機構員學習師護險環優質創協調綠開區縣鎮鄉積極動態識別應對級規劃資費穩",
    "类标单项属预约实数万亿亩设备医疗卫农业产经济发总长达国际会机构员学习师护险环优质创协调绿开区县镇乡积极动态识别应对级规划资费稳")


def _simplified(texts: Sequence[str]) -> list[str]:
    """`texts` with the few traditional characters simplified, as they were where nearly all the others are."""
    old = sum(ord(c) in _OLD for text in texts for c in text)
    if old > 0.02 * sum(map(len, texts)):
        return list(texts)
    return [text.translate(_OLD) for text in texts]


def mended(text: str) -> str:
    """`text` with the signs that recognition splits or takes for others: ‰, and the point after a label."""
    return _LABEL.sub("\\1．", _PER_MILLE.sub("‰", text))


def _spread(text: str, box: BBox, sure: float) -> list[Glyph]:
    x0, top, x1, bottom = box
    widths = [0.55 if c < "\u2e80" and c not in "“”‘’—…‰①②③④⑤⑥⑦⑧⑨" else 1.0 for c in text]
    unit = (x1 - x0) / sum(widths)
    size = min((bottom - top) * 0.9, unit * 1.25)
    base = (top + bottom) / 2 + 0.36 * size
    glyphs: list[Glyph] = []
    at = x0
    for char, width in zip(text, widths, strict=True):
        glyphs.append(Glyph(char, at, at + width * unit, base, size, sure))
        at += width * unit
    return glyphs
