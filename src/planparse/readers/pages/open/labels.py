"""Labels that stand once for several rows, in the first column of a table that no line divides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from planparse.readers.pages.lines import set_line
from planparse.readers.pages.open.rows import ColumnSpan, Piece, column_of, is_full

_SERIAL = regex.compile(r"[\d（）().、．]+")
"""The words of a column of serial numbers: those are no labels of several rows."""

# Lines of one label follow one another within so many font sizes, baseline to baseline.
_NEXT = 1.6

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
) -> PartedLines | None:
    """`lines` of a table's body and the labels that stood in its first column; None where there
    are none, or as many as there are rows."""
    if len(columns) <= _LEAST_COLUMNS:
        return None
    rest: list[list[Piece]] = []
    labels: list[SpanningLabel] = []
    rows = 0
    for line in lines:
        beside = [piece for piece in line if column_of(piece, columns) > 0]
        for piece in line[: len(line) - len(beside)]:
            _add(labels, piece)
        rows += is_full(len(beside), len(columns) - 1)
        if beside:
            rest.append(beside)
    if not 0 < len(labels) < rows or any(map(_is_serial, labels)):
        return None
    return PartedLines(rest, labels)


def _add(labels: list[SpanningLabel], piece: Piece) -> None:
    if labels:
        last = labels[-1].pieces[-1][0]
        if piece[0].base - last.base < _NEXT * last.size:
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
