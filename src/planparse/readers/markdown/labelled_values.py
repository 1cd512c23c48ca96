"""A table flattened to labelled values (领域：… 指标：…), one row a line or a block, as a grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from planparse.model.source import Cell, Grid, Span

_KEY = re.compile(
    r"(?:(?<=[\s；;，,|。])|^)[-*•]?\s?(?:\*\*)?([^\s：:；;，,|。*]{1,24})(?:\*\*)?\s?[：:](?:\*\*)?")
_TRIM = " \t\u3000\xa0；;，,|。*"
_LEAST_KEYS, _LEAST_ROWS = 3, 2


@dataclass(frozen=True, slots=True)
class _LabelledRecord:
    """One row: its keys with their spans, and the span of the value behind each (empty where none)."""

    keys: tuple[str, ...]
    key_spans: tuple[Span, ...]
    values: tuple[Span, ...]
    first: int
    last: int


def find_records(text: str, lines: Sequence[Span]) -> Iterator[tuple[Grid, int, int]]:
    """Grids in `text` cut into `lines`, each with its first and last line.

    A grid is a run of at least two rows with the same three or more labels in one order
    (a row may lack some). The labels become its header row, pointing at the first row's;
    its span covers the lines. Blank lines may part the rows.
    """
    run: list[_LabelledRecord] = []
    for record in _records(text, lines):
        if run and not (_fits(record, run[0]) and record.first - run[-1].last <= 2):
            yield from _grid(run, lines, text)
            run = []
        run.append(record)
    yield from _grid(run, lines, text)


def _fits(record: _LabelledRecord, first: _LabelledRecord) -> bool:
    """Whether the record's labels are those of the first one, in order, at most some missing."""
    names = iter(first.keys)
    return len(record.keys) * 2 >= len(first.keys) and all(key in names for key in record.keys)


def _records(text: str, lines: Sequence[Span]) -> Iterator[_LabelledRecord]:
    block: list[tuple[str, Span, Span, int]] = []
    for i, (start, end) in enumerate(lines):
        found = _labels(text, start, end) if end - start < 600 else []
        if len(found) >= _LEAST_KEYS:
            yield from _block(block)
            block = []
            yield _record([(*label, i) for label in found])
        elif len(found) == 1:
            if block and block[0][0] == found[0][0]:
                yield from _block(block)
                block = []
            block.append((*found[0], i))
        elif text[start:end].strip() or found:
            yield from _block(block)
            block = []
    yield from _block(block)


def _block(block: list[tuple[str, Span, Span, int]]) -> Iterator[_LabelledRecord]:
    if len(block) >= _LEAST_KEYS and len({key for key, *_ in block}) == len(block):
        yield _record(block)


def _record(labels: Iterable[tuple[str, Span, Span, int]]) -> _LabelledRecord:
    keys, key_spans, values, rows = zip(*labels, strict=True)
    return _LabelledRecord(keys, key_spans, values, rows[0], rows[-1])


def _labels(text: str, start: int, end: int) -> list[tuple[str, Span, Span]]:
    """The labels of a line that opens with one, each with the span of its value."""
    found = list(_KEY.finditer(text, start, end))
    if not found or text[start:found[0].start()].strip():
        return []
    stops = [match.start() for match in found[1:]] + [end]
    return [(match[1], match.span(1), _trimmed(text, match.end(), stop))
            for match, stop in zip(found, stops, strict=True)]


def _trimmed(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    first = start + len(body) - len(body.lstrip(_TRIM))
    return first, max(first, start + len(body.rstrip(_TRIM)))


def _grid(run: list[_LabelledRecord], lines: Sequence[Span], text: str) -> Iterator[tuple[Grid, int, int]]:
    if len(run) < _LEAST_ROWS or len(set(run[0].keys)) < len(run[0].keys):
        return
    head = run[0]
    cells = [Cell(0, col, text[a:b], ((a, b),)) for col, (a, b) in enumerate(head.key_spans)]
    for row, record in enumerate(run, 1):
        given = dict(zip(record.keys, record.values, strict=True))
        for col, key in enumerate(head.keys):
            start, end = given.get(key, (0, 0))
            cells.append(Cell(row, col, text[start:end], ((start, end),) if end > start else ()))
    span = (lines[head.first][0], lines[run[-1].last][1])
    yield Grid(span, tuple(cells), "labelled values", 1, inferred=True), head.first, run[-1].last
