"""Words that rapidocr recognises in a picture, as glyphs at their places (extra `ocr`)."""

from __future__ import annotations

import logging
import os
import re
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from planparse.model.source import BBox
from planparse.readers.cores import cores
from planparse.readers.pages.page import Edge, Glyph
from planparse.readers.pdf.percent_signs import looked_at
from planparse.readers.pdf.picture_ink import Image
from planparse.readers.pdf.picture_turns import UPRIGHT, turns_to_upright

# How onnxruntime and OpenCV say that there is no memory; they have no type of error for it.
_NO_MEMORY = re.compile(r"bad_alloc|[Ff]ailed to allocate|Insufficient memory")

# Words that are less sure than this are noise.
_SURE = 0.4
# Points that a word must reach over a ruling line to both sides, to be cut there.
_WALL_MARGIN = 4

# ‰ is taken for %o, %0 and the like, but not before letters or a number's other digits.
_PER_MILLE = re.compile(
    r"%[oO〇]{1,2}(?![A-Za-z])|%0{1,2}(?![\d.])|(?:^|(?<=[\s(（]))[0oO]/[0oO]{2}(?!\d)"
)
_LABEL = re.compile(r"^(\d{1,2})[·•・](?=[\u4e00-\u9fff])")

# Recognition now and then takes a simplified character for its traditional form.
_OLD = str.maketrans(
    "類標單項屬預約實數萬億畝設備醫療衛農業產經濟發總長達國際會機構員學習師護險環優質創協調綠開區縣鎮鄉積極動態識別應對級規劃資費穩",
    "类标单项属预约实数万亿亩设备医疗卫农业产经济发总长达国际会机构员学习师护险环优质创协调绿开区县镇乡积极动态识别应对级规划资费稳",
)
# Share of traditional characters up to which they are slips; a text full of them is meant so.
_SLIPS = 0.02

# Signs that are as wide as Chinese characters, though their codes are lower.
_WIDE = "“”‘’—…‰①②③④⑤⑥⑦⑧⑨"
_FIRST_CHINESE = "\u2e80"
# Width of Latin letters and digits, in those of a Chinese character.
_NARROW = 0.55
# Font sizes to the height of a word's box.
_HEIGHT = 0.9
# Font sizes to the width of a character: boxes are drawn close around the ink.
_WIDTH = 1.25
# Depth of the baseline below the middle of a word's box, in font sizes.
_BASE = 0.36


class _Part(NamedTuple):
    """A stretch of a recognised word, and its box in points."""

    text: str
    box: BBox


_idle: dict[int, list[Any]] = {}
"""Engines that nobody uses, by the number of their threads: to load one takes time and memory."""
_here = threading.local()
"""The engine that this thread has been lent."""


@contextmanager
def lent_engine(threads: int) -> Iterator[Any]:
    """What recognises, with so many threads, for this thread alone: `find_words` uses it inside."""
    idle = _idle.setdefault(threads, [])
    try:
        engine = idle.pop()
    except IndexError:
        engine = _made_engine(threads)
    _here.engine = engine
    try:
        yield engine
    finally:
        _here.engine = None
        idle.append(engine)


def _made_engine(threads: int) -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    from rapidocr import RapidOCR

    params: dict[str, Any] = {"Global.log_level": "error"}
    # With all processors it divides its work in its own way.
    if threads < (os.cpu_count() or 1):
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = threads
    return RapidOCR(params=params)


def _seen_by_engine(image: Image) -> Any:
    """What the engine says of `image`; raises `MemoryError` where it lacks memory."""
    engine = getattr(_here, "engine", None)
    if engine is None:
        with lent_engine(cores()):
            return _seen_by_engine(image)
    try:
        return engine(
            image,
            use_cls=False,
            return_word_box=True,
            return_single_char_box=True,
        )
    except Exception as error:
        if _NO_MEMORY.search(str(error)):
            raise MemoryError(str(error)) from error
        raise


class RecognisedWords(NamedTuple):
    """What is recognised in a picture."""

    glyphs: list[Glyph]
    weight: float = 0.0
    """How many characters there are, each counted by how sure recognition is of it."""
    turns: int = UPRIGHT
    """Quarter turns, counter-clockwise, that may set the picture upright."""


def find_words(
    image: Image,
    scale: float,
    edges: Iterable[Edge] = (),
) -> RecognisedWords:
    """Recognised characters in points, words from the top.

    A character gets its share of its word's box. Words that recognition has joined across one of
    the vertical `edges` are taken apart there. `scale` is pixels per point.
    """
    found = _seen_by_engine(image)
    if found.boxes is None:
        return RecognisedWords([])
    walls = [edge for edge in edges if edge.x0 == edge.x1]
    texts = simplified(found.txts)
    words = zip(
        found.boxes,
        texts,
        found.scores,
        found.word_results,
        strict=True,
    )
    glyphs: list[Glyph] = []
    for corners, text, sure, single in words:
        if sure < _SURE or not text.strip():
            continue
        boxes = _character_boxes(single, scale)
        text, sure = looked_at(text, float(sure), boxes, image, scale)
        word = _Part(text, _around(corners, scale))
        for part in _cut_at_walls(word, boxes, walls):
            glyphs += _spread(mended(part.text), part.box, sure)
    return RecognisedWords(
        glyphs,
        weight=sum(sure * len(text) for sure, text in zip(found.scores, texts, strict=True)),
        turns=turns_to_upright([_around(box, scale) for box in found.boxes], found.scores),
    )


def _around(corners: Any, scale: float) -> BBox:
    """The upright box in points around corners in pixels."""
    places = np.asarray(corners, dtype=float) / scale
    x0, top = places.min(axis=0).tolist()
    x1, bottom = places.max(axis=0).tolist()
    return x0, top, x1, bottom


def _character_boxes(single: Any, scale: float) -> list[BBox]:
    """Boxes of a word's characters; recognition gives `(text, sureness, corners)` of each."""
    return [_around(corners, scale) for _, _, corners in single or ()]


def _cut_at_walls(
    word: _Part,
    boxes: list[BBox],
    walls: list[Edge],
) -> list[_Part]:
    """The word cut at the walls that go through it; its blanks have none of the `boxes`."""
    _, top, _, bottom = word.box
    cuts = sorted(wall.x0 for wall in walls if _goes_through(wall, word.box))
    characters = word.text.replace(" ", "")
    if not cuts or len(boxes) != len(characters):
        return [word]
    parts: dict[int, list[_Part]] = {}
    for char, box in zip(characters, boxes, strict=True):
        middle = (box[0] + box[2]) / 2
        number = bisect_left(cuts, middle)
        parts.setdefault(number, []).append(_Part(char, box))
    joined: list[_Part] = []
    for _, pieces in sorted(parts.items()):
        text = "".join(piece.text for piece in pieces)
        left = pieces[0].box[0]
        right = pieces[-1].box[2]
        joined.append(_Part(text, (left, top, right, bottom)))
    return joined


def _goes_through(wall: Edge, box: BBox) -> bool:
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    is_within = x0 + _WALL_MARGIN < wall.x0 < x1 - _WALL_MARGIN
    return is_within and wall.top < middle < wall.bottom


def simplified(texts: Sequence[str]) -> list[str]:
    """`texts` with single traditional characters simplified, which are slips of recognition."""
    old = sum(ord(char) in _OLD for text in texts for char in text)
    if old > _SLIPS * sum(map(len, texts)):
        return list(texts)
    return [text.translate(_OLD) for text in texts]


def mended(text: str) -> str:
    """`text` with the signs mended that recognition splits: ‰, and the point after a label."""
    return _LABEL.sub("\\1．", _PER_MILLE.sub("‰", text))


def _spread(
    text: str,
    box: BBox,
    sure: float,
) -> list[Glyph]:
    """The characters of a word side by side in its box."""
    x0, top, x1, bottom = box
    widths = [_relative_width(char) for char in text]
    unit = (x1 - x0) / sum(widths)
    size = min((bottom - top) * _HEIGHT, unit * _WIDTH)
    base = (top + bottom) / 2 + _BASE * size
    glyphs: list[Glyph] = []
    left = x0
    for char, width in zip(text, widths, strict=True):
        right = left + width * unit
        glyphs.append(
            Glyph(
                char,
                left,
                right,
                base,
                size,
                sure,
            )
        )
        left = right
    return glyphs


def _relative_width(char: str) -> float:
    if char < _FIRST_CHINESE and char not in _WIDE:
        return _NARROW
    return 1.0
