"""Labels that stand once for several rows, in the first column of a table that no line divides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from planparse.readers.pages.lines import set_line
from planparse.readers.pages.open.rows import ColumnSpan, Piece, column_of, is_full

_SERIAL = regex.compile(r"[\d（）().、．]+")
"""The words of a column of serial numbers: those are no labels of several rows."""

# Lines of one label follow one another within so many font sizes, baseline to baseline: set close,
# or at a line and a half. Which it is, the places of the labels tell.
_PITCHES = (1.6, 2.4)

# A label is centred on its rows, or stands at the height of the first, within so many font sizes.
_SAME_HEIGHT = 0.5

# Columns beside the labels, at least: with fewer the labels may be names.
_LEAST_COLUMNS = 3


class SpanningLabel(NamedTuple):
    """Lines of a label, from the top."""

    pieces: list[Piece]

    @property
    def size(self) -> float:
        """Its font size."""
        return self.pieces[0][0].size

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.pieces[0][0].middle + self.pieces[-1][0].middle) / 2


class PartedLines(NamedTuple):
    """Lines without the labels at their beginning, and the labels from the top."""

    lines: list[list[Piece]]
    labels: list[SpanningLabel]


def part_labels(
    lines: Sequence[list[Piece]],
    columns: Sequence[ColumnSpan],
) -> Iterator[PartedLines]:
    """`lines` of a table's body and the labels that stood in its first column, as often as the
    lines of labels can be joined; nothing where there are none, or as many as there are rows."""
    if len(columns) <= _LEAST_COLUMNS:
        return
    rest: list[list[Piece]] = []
    first: list[Piece] = []
    heights: list[float] = []
    for line in lines:
        beside = [piece for piece in line if column_of(piece, columns) > 0]
        first += line[: len(line) - len(beside)]
        if is_full(len(beside), len(columns) - 1):
            heights.append(beside[0][0].base)
        if beside:
            rest.append(beside)
    for labels in labels_of(first, heights):
        yield PartedLines(rest, labels)


def labels_of(
    pieces: Sequence[Piece],
    heights: Sequence[float],
) -> Iterator[list[SpanningLabel]]:
    """The labels that `pieces` of the first column make, as they can be joined: fewer than there
    are rows, whose main lines stand at `heights`."""
    before: list[SpanningLabel] = []
    # A line at the height of each row may be a cell of it: then only close ones are one label.
    may_be_cells = len(pieces) >= len(heights) and all(_is_level(p, heights) for p in pieces)
    for pitch in _PITCHES[:1] if may_be_cells else _PITCHES:
        labels: list[SpanningLabel] = []
        for piece in pieces:
            _add(labels, piece, pitch)
        is_new = labels != before
        if is_new and 0 < len(labels) < len(heights) and not any(map(_is_serial, labels)):
            yield labels
        before = labels


def _is_level(piece: Piece, heights: Sequence[float]) -> bool:
    near = _SAME_HEIGHT * piece[0].size
    return any(abs(piece[0].base - height) < near for height in heights)


def _add(labels: list[SpanningLabel], piece: Piece, pitch: float) -> None:
    if labels:
        last = labels[-1].pieces[-1][0]
        if piece[0].base - last.base < pitch * last.size:
            labels[-1].pieces.append(piece)
            return
    labels.append(SpanningLabel([piece]))


def _is_serial(label: SpanningLabel) -> bool:
    return _SERIAL.fullmatch(set_line(label.pieces[0]).text) is not None


def label_spans(labels: Sequence[SpanningLabel], bounds: Sequence[float]) -> list[range] | None:
    """The rows of each label, where `bounds` are those of the rows; None where the places of the
    labels do not tell."""
    return _centred(labels, bounds) or _at_first_row(labels, bounds)


def _centred(labels: Sequence[SpanningLabel], bounds: Sequence[float]) -> list[range] | None:
    """The rows on which the labels are centred, one after the other."""
    last = len(bounds) - 1
    spans: list[range] = []
    start = 0
    for number, label in enumerate(labels, start=1):
        is_last = number == len(labels)
        ends = range(last, last + 1) if is_last else range(start + 1, last)
        distances = {end: abs((bounds[start] + bounds[end]) / 2 - label.middle) for end in ends}
        end = min(distances, key=distances.__getitem__, default=last)
        if distances.get(end, label.size) > _SAME_HEIGHT * label.size:
            return None
        spans.append(range(start, end))
        start = end
    return spans


def _at_first_row(labels: Sequence[SpanningLabel], bounds: Sequence[float]) -> list[range] | None:
    """The rows from each label to the next, where each stands in a row of its own."""
    rows = list(pairwise(bounds))
    starts: list[int] = []
    for label in labels:
        inside = [n for n, (top, bottom) in enumerate(rows) if top <= label.middle < bottom]
        starts += inside
    if len(set(starts)) < len(labels) or starts[0] != 0:
        return None
    return [range(start, end) for start, end in pairwise([*starts, len(rows)])]
