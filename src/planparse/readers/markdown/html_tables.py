"""HTML tables inside a text that stays as it is: grids whose cells point at the words between the tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planparse.model.source import Cell, Grid, Span
from planparse.readers.canvas import Canvas, WrittenCell, compact
from planparse.readers.web.table_cells import places, span_of

_TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|td|th|br|p|div|li|caption)\b([^<>]{0,400})>", re.I)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,200}-->")
_ATTRIBUTE = re.compile(r"\b(rowspan|colspan)\s{0,5}=\s{0,5}[\"']?(\d{1,6})", re.I)
_MARKS = re.compile(r"\*\*|__(?=\S)|\$")
_TEX = (
    (re.compile(r"\\(?:geq|geqslant|ge)\b\s?"), "≥"), (re.compile(r"\\(?:leq|leqslant|le)\b\s?"), "≤"),
    (re.compile(r"\\(?:sim|thicksim)\b\s?"), "~"), (re.compile(r"\\times\b\s?"), "×"),
    (re.compile(r"\\pm\b\s?"), "±"), (re.compile(r"\\(?:textperthousand|permil)\b\s?"), "‰"),
    (re.compile(r"\\textcircled\s?\{\s?(\d)\s?\}"), lambda m: chr(0x2460 + (int(m[1]) or 10) - 1)),
    (re.compile(r"\\(?:mathrm|text|textrm|mathbf|bf|rm|left|right|mathsf|operatorname)\b\s?"), ""),
    (re.compile(r"\\([%#&_$])"), r"\1"), (re.compile(r"[{}^]|\\[,;! ]"), ""),
    (re.compile(r"(?<=[\d.])\s(?=[\d.%‰])|(?<=[≥≤])\s|(?<=[A-Za-z])\s(?=\d)"), ""),
)
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$")


@dataclass(slots=True)
class MarkupTable:
    """A table found in text: `span` runs from the first tag to the last; `grid` is None where it has one
    cell in each row, whose lines (`frame`) then are ordinary lines of a box."""

    span: Span
    grid: Grid | None
    frame: list[Span]


@dataclass(slots=True)
class _Open:
    """A table while its tags are read: rows of (rowspan, colspan, lines)."""

    start: int
    rows: list[list[tuple[int, int, list[Span]]]] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    caption: list[Span] = field(default_factory=list)
    depth: int = 1
    in_head: bool = False


def find_tables(text: str, canvas: Canvas) -> Iterator[MarkupTable]:
    """The outermost HTML tables of `text`, in order, in time linear in the text.

    A nested table is flattened into its cell. Tables that nothing closes end with the text.
    `canvas` counts the grid places against the limits.
    """
    table: _Open | None = None
    at = 0
    for tag in _TAG.finditer(text):
        name, closing = tag[2].lower(), bool(tag[1])
        if table is None:
            if name == "table" and not closing:
                table = _Open(tag.start())
                at = tag.end()
            continue
        _take(table, text, at, tag.start())
        at = tag.end()
        if name == "table":
            table.depth += -1 if closing else 1
            if table.depth == 0:
                yield _finished(table, tag.end(), text, canvas)
                table = None
        elif table.depth == 1:
            _structure(table, name, closing, tag[3])
    if table is not None:
        _take(table, text, at, len(text))
        yield _finished(table, len(text), text, canvas)


def _take(table: _Open, text: str, start: int, end: int) -> None:
    """Keep the words between two tags as lines of the open cell, or as the caption."""
    for first, last in _lines(text, start, end):
        if table.rows and table.rows[-1]:
            table.rows[-1][-1][2].append((first, last))
        else:
            table.caption.append((first, last))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches of `text[start:end]` on one line each, without outer white space and marks."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        first, last = trimmed(text, start, stop)
        if first < last:
            yield first, last
        start = stop + 1


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without outer white space, inline tags and emphasis marks."""
    while True:
        before = start, end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        tag = _ANY_TAG.match(text, start, end)
        start = tag.end() if tag else start
        if end > start and text[end - 1] == ">":
            opening = text.rfind("<", start, end)
            end = opening if opening >= 0 and _ANY_TAG.fullmatch(text, opening, end) else end
        if end - start > 4 and text.startswith("**", start) and text.endswith("**", start, end):
            start, end = start + 2, end - 2
        if (start, end) == before:
            return start, end


def _structure(table: _Open, name: str, closing: bool, attributes: str) -> None:
    if name == "thead":
        table.in_head = not closing
    elif name == "tr" and not closing:
        table.rows.append([])
        table.heads.append(table.in_head)
    elif name in ("td", "th") and not closing:
        if not table.rows:
            table.rows.append([])
            table.heads.append(table.in_head)
        given = {key.lower(): span_of(number) for key, number in _ATTRIBUTE.findall(attributes)}
        table.rows[-1].append((given.get("rowspan", 1), given.get("colspan", 1), []))


def _finished(table: _Open, end: int, text: str, canvas: Canvas) -> MarkupTable:
    rows = table.rows
    flat = [lines for row in rows for _, _, lines in row]
    if all(len(row) < 2 for row in rows):
        return MarkupTable((table.start, end), None, table.caption + [s for lines in flat for s in lines])
    found = places(([(down, right) for down, right, _ in row] for row in rows), canvas)
    raw = compact([WrittenCell(p.row, p.col, (), p.rowspan, p.colspan) for p in found])
    cells = tuple(
        Cell(cell.row, cell.col, "\n".join(plain(text[a:b]) for a, b in lines), tuple(lines), cell.rowspan,
             cell.colspan)
        for cell, lines in zip(raw, flat, strict=True)
    )
    heads = table.heads.index(False) if False in table.heads else 0
    grid = Grid((table.start, end), cells, "html in markdown", heads or None)
    return MarkupTable((table.start, end), grid, table.caption)


def plain(text: str) -> str:
    """The words of a cell without tags, emphasis and entities; simple TeX as its characters."""
    if "<" in text:
        text = _ANY_TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if "$" in text or "\\" in text:
        text = _FORMULA.sub(lambda formula: _untex(formula[0]), text)
    return _MARKS.sub("", text).strip() if "*" in text or "_" in text or "$" in text else text.strip()


def _untex(formula: str) -> str:
    text = formula.strip("$ ")
    for pattern, sign in _TEX:
        text = pattern.sub(sign, text)
    return text.strip()
