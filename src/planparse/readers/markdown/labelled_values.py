"""A table flattened to labelled values (领域：… 指标：…), one row a line or a block, as a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planparse.model.source import Cell, Grid, Span

_LABEL = re.compile(
    r"(?:(?<=[\s；;，,|。])|^)[-*•]?\s?"
    r"(?:\*\*)?([^\s：:；;，,|。*]{1,24})(?:\*\*)?\s?[：:](?:\*\*)?"
)
"""A word with a colon behind it, after a separator; marks of lists and emphasis may surround it."""
_AROUND_VALUES = " \t\u3000\xa0；;，,|。*"
"""What stands between a value and its neighbours and is no part of it."""
_LEAST_LABELS = 3
"""Fewer are how prose and the head of a document write, too (联系人：… 电话：…)."""
_LEAST_ROWS = 2
"""One row of labelled values is no table."""
_LONGEST_LINE = 600
"""Characters of a line up to which it may be a row; a longer one is prose with colons in it."""
_LARGEST_STEP = 2
"""Lines from the end of one row to the next: one blank line may separate them."""


class _Label(NamedTuple):
    """A label and the value behind it."""

    key: str
    span: Span
    value: Span
    """Empty where no value is printed."""
    line: int


@dataclass(frozen=True, slots=True)
class _LabelledRecord:
    """One row: its labels in order, on the lines `first` to `last`, both included."""

    labels: tuple[_Label, ...]
    first: int
    last: int

    @property
    def keys(self) -> list[str]:
        return [label.key for label in self.labels]


class LabelledGrid(NamedTuple):
    """A grid of labelled values, and the lines that print it, both included."""

    grid: Grid
    first: int
    last: int


def find_records(text: str, lines: Sequence[Span]) -> Iterator[LabelledGrid]:
    """Grids in `text`, which is cut into `lines`, in order.

    A grid is a run of at least two rows with the same three or more labels in one order
    (a row may lack some). The labels become its header row, pointing at the first row's;
    its span covers the lines. Blank lines may stand between the rows.
    """
    run: list[_LabelledRecord] = []
    for record in _records(text, lines):
        if run and not _continues(run, record):
            yield from _grid(run, lines, text)
            run = []
        run.append(record)
    yield from _grid(run, lines, text)


def _continues(run: list[_LabelledRecord], record: _LabelledRecord) -> bool:
    """Whether the record is the next row of the run."""
    if record.first - run[-1].last > _LARGEST_STEP:
        return False
    head = run[0].keys
    keys = record.keys
    if len(keys) * 2 < len(head):
        return False
    # The iterator goes on behind each label that it found: so they must be in order.
    names = iter(head)
    return all(key in names for key in keys)


def _records(text: str, lines: Sequence[Span]) -> Iterator[_LabelledRecord]:
    """The rows: a line with several labels, or a block of lines with one label each."""
    block: list[_Label] = []
    for number, (start, end) in enumerate(lines):
        labels = _labels(text, start, end, line=number)
        if len(labels) >= _LEAST_LABELS:
            yield from _block(block)
            block = []
            yield _record(labels)
        elif len(labels) == 1:
            # The first label again begins the next block, with or without a blank line.
            if block and block[0].key == labels[0].key:
                yield from _block(block)
                block = []
            block.append(labels[0])
        elif text[start:end].strip():
            yield from _block(block)
            block = []
    yield from _block(block)


def _block(labels: list[_Label]) -> Iterator[_LabelledRecord]:
    """The row that a block of lines is, if it is one: no label may come twice."""
    if len(labels) < _LEAST_LABELS:
        return
    keys = {label.key for label in labels}
    if len(keys) == len(labels):
        yield _record(labels)


def _record(labels: list[_Label]) -> _LabelledRecord:
    return _LabelledRecord(
        tuple(labels),
        first=labels[0].line,
        last=labels[-1].line,
    )


def _labels(text: str, start: int, end: int, *, line: int) -> list[_Label]:
    """The labels of a line that opens with one, each with the span of its value."""
    if end - start >= _LONGEST_LINE:
        return []
    found = list(_LABEL.finditer(text, start, end))
    if not found:
        return []
    before = text[start : found[0].start()]
    if before.strip():
        return []
    # A value ends where the next label begins.
    stops = [match.start() for match in found[1:]]
    stops.append(end)
    labels: list[_Label] = []
    for match, stop in zip(found, stops, strict=True):
        label = _Label(
            key=match[1],
            span=match.span(1),
            value=_value_span(text, match.end(), stop),
            line=line,
        )
        labels.append(label)
    return labels


def _value_span(text: str, start: int, end: int) -> Span:
    """The span without separators at its ends; empty where there is nothing else."""
    body = text[start:end]
    first = start + len(body) - len(body.lstrip(_AROUND_VALUES))
    last = start + len(body.rstrip(_AROUND_VALUES))
    return first, max(first, last)


def _grid(
    run: list[_LabelledRecord],
    lines: Sequence[Span],
    text: str,
) -> Iterator[LabelledGrid]:
    """The table of a run of rows, if it is one."""
    if len(run) < _LEAST_ROWS:
        return
    head = run[0]
    # Two columns of one name could not be told apart in the rows.
    if len(set(head.keys)) < len(head.keys):
        return
    cells: list[Cell] = []
    for col, label in enumerate(head.labels):
        header = _cell(0, col, text, label.span)
        cells.append(header)
    for row, record in enumerate(run, 1):
        # A row may lack labels of the first one: then the cell is empty.
        values = {label.key: label.value for label in record.labels}
        for col, key in enumerate(head.keys):
            cell = _cell(row, col, text, values.get(key))
            cells.append(cell)
    first = head.first
    last = run[-1].last
    start, _ = lines[first]
    _, end = lines[last]
    grid = Grid(
        span=(start, end),
        cells=tuple(cells),
        shape="labelled values",
        header_rows=1,
        inferred=True,
    )
    yield LabelledGrid(grid, first, last)


def _cell(row: int, col: int, text: str, span: Span | None) -> Cell:
    """The cell that prints `span`; without words where that is None or empty."""
    if span is None:
        return Cell(row, col, "")
    start, end = span
    if start == end:
        return Cell(row, col, "")
    return Cell(
        row,
        col,
        text=text[start:end],
        spans=(span,),
    )
