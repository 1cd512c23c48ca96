"""Tables that a converter has flattened: known only by their header words, or a caption, and the kinds of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import RawRow, clean
from planparse.tables.recover import doubt, header_lines, tokens
from planparse.tables.recover.readings import spaced_rows, stacked_cells, wrapped_rows
from planparse.tables.recover.text_page import Found, Lines, TextPage, ends_table
from planparse.tables.recover.tokens import Token

REACH = 600
"""Lines that a flattened table may take at most."""


def flat(page: TextPage, i: int) -> Found | None:
    """A table that is known only by its header words, or its caption, and the kinds of its cells."""
    captioned = page.captioned[i]
    if len(page.texts[i].strip()) > 120 or not (captioned or _may_open(page.texts[i].strip(), page.grammar)):
        return None
    lines = header_lines.whole_natures(_body_lines(page, i), page.grammar)
    if len(lines) < 3 or (not captioned and _is_title(lines, page.grammar)):
        return None
    if found := stacked_cells.by_headers(lines, page.grammar, least=2 if captioned else 3):
        rows, taken, notes = found
        return Found(rows, lines[taken - 1][0].line + 1, notes)
    return _under_header(lines, page.grammar, captioned=captioned) or (_counted(lines, page.grammar) if captioned else None)


def _is_title(lines: Lines, grammar: Grammar) -> bool:
    """Whether the first line only names the table, and the header stands on the next."""
    known = sum(role_of(t.text, grammar) is not None for t in lines[1])
    return len(lines[0]) == 1 and len(lines[1]) > 2 and known == len(lines[1])


def _under_header(lines: Lines, grammar: Grammar, *, captioned: bool) -> Found | None:
    """The table under a header that is read in one of several ways: the one under which the rows read best."""
    layouts = list(_layouts(lines, grammar, captioned))
    found = [_flat_rows(_body(lines, taken, grammar), layout, grammar) for layout, taken in layouts]
    best = _best([f for f in found if f is not None], lines[0][0].line)
    return Found([*best.layout.header, *best.rows], best.line + 1, doubt=best.doubt(0)) if best else None


def _layouts(lines: Lines, grammar: Grammar, captioned: bool) -> Iterator[tuple[tokens.ColumnLayout, int]]:
    """The headers that a table may have, with the lines that they take."""
    header = tokens.read_header(lines, grammar, least=2 if captioned else 3)
    layout = tokens.layout_of(header[0], grammar) if header else None
    tail = header_lines.tail_of(lines, grammar)
    doubtful = layout is None or not header_lines.fits(layout, tail)
    if doubtful and (header or captioned) and (woven := header_lines.weave(lines, tail, grammar)):
        yield woven
    if header and layout:
        yield layout, header[1]
    elif captioned and (guessed := tokens.guess_header(lines, grammar)):
        yield tokens.guess_layout(guessed[0], _body(lines, guessed[1], grammar), grammar), guessed[1]


def _body(lines: Lines, taken: int, grammar: Grammar) -> Lines:
    """The lines under a header that takes the first few."""
    return _before_prose(_unrepeated(lines[taken:], lines[:taken]), grammar)


def _counted(lines: Lines, grammar: Grammar) -> Found | None:
    """A cell on each line, and not one header word that anyone knows."""
    if any(len(line) > 2 for line in lines[:6]):
        return None
    whole = [tokens.merge(line) for line in lines]
    for until in _ends(lines, 2):
        if rows := stacked_cells.chunked_alone(whole[:until], grammar):
            return Found(rows, whole[until - 1].line + 1)
    return None


def _may_open(text: str, grammar: Grammar) -> bool:
    words = text.split(None, 4)[:4]
    return any(len(w) <= 24 and role_of(clean(w), grammar) for w in words[:2])


def _body_lines(page: TextPage, i: int) -> Lines:
    """Tokenised lines from the header on, up to what cannot stand in a table."""
    stretch = page.stretch
    if not stretch.first <= i < stretch.end:
        stretch.begin(i)
    while stretch.is_open and stretch.end < min(len(page.texts), i + REACH):
        j, text = stretch.end, page.texts[stretch.end]
        if not text.strip():
            stretch.end += 1
        elif page.taken[j] or "\t" in text.strip() or (j > stretch.first and ends_table(page, j)):
            stretch.is_open = False
        else:
            stretch.add(tokens.tokens_of(text, page.lines[j].start, j, page.grammar))
    return stretch.between(i, i + REACH)


def _before_prose(body: Lines, grammar: Grammar) -> Lines:
    """The body up to a heading with prose under it: 三、重点任务 is no category row."""
    heading = grammar.pattern("grids.heading")
    for n, line in enumerate(body):
        if not heading.match("".join(t.text for t in line)):
            continue
        below = body[n + 1 : n + 6]
        if any(_is_sentence(x) for x in body[n : n + 4]) or not any(_holds_value(x, grammar) for x in below):
            return body[:n]
    return body


def _holds_value(line: Sequence[Token], grammar: Grammar) -> bool:
    return any(cell_kind(t.text, grammar) in ("value", "missing", "serial", "nature") for t in line)


def _is_sentence(line: Sequence[Token]) -> bool:
    text = "".join(t.text for t in line)
    return text.endswith("。") or "。" in text or len(text) > 45 or (len(text) > 24 and "，" in text)


def _unrepeated(body: Lines, header: Lines) -> Lines:
    """The body without the header that is printed again on a further page."""
    head, words = ([[t.text for t in line] for line in lines] for lines in (header, body))
    out: Lines = []
    n = 0
    while n < len(body):
        if words[n : n + len(head)] == head:
            n += len(head)
        else:
            out.append(body[n])
            n += 1
    return out


class FlatBody(NamedTuple):
    """Rows under a header, and the last line that they take."""

    rows: list[RawRow]
    line: int
    layout: tokens.ColumnLayout
    grammar: Grammar
    strain: float = 0.0
    """How little the pieces of wrapped cells fit."""

    def doubt(self, gap: float = 1.0) -> float:
        """What speaks against the rows, summed up; `gap` is what an empty cell of a value counts."""
        return doubt.row_doubt(self.rows, self.layout, self.grammar, gap=gap) + 0.4 * self.strain

    def badness(self, first: int, last: int) -> float:
        """How badly the rows read: the doubt of a row, and the share of the lines up to `last` that are left unread."""
        left = (last - self.line) / max(1, last - first)
        return self.doubt() / max(1, len(self.rows)) + 4.0 * left


def _best(read: Sequence[FlatBody], first: int) -> FlatBody | None:
    """The reading that reads best, the first of equals; `first` is the line on which the table begins."""
    last = max((b.line for b in read), default=0)
    return min(read, key=lambda b: b.badness(first, last), default=None)


def _flat_rows(body: Lines, layout: tokens.ColumnLayout, grammar: Grammar) -> FlatBody | None:
    """The rows of a body: of whole cells, or of cells that were wrapped, whichever reads better."""
    stacked = sum(len(line) == 1 for line in body[:40]) * 10 >= 9 * len(body[:40])
    found = stacked_rows(body, layout, grammar) if stacked else _lined_rows(body, layout, grammar)
    again = wrapped_rows.read_wrapped(body, layout, grammar)
    read = [FlatBody(*found, layout, grammar)] if found else []
    if again:
        read.append(FlatBody(again[0], again[1], layout, grammar, again[2]))
    return _best(read, body[0][0].line) if read else None


def _lined_rows(body: Lines, layout: tokens.ColumnLayout, grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Rows that end in their values, and the last line that they take."""
    found = spaced_rows.read_rows(body, layout, grammar)
    return (found[0], body[found[1] - 1][-1].line) if found else None


def stacked_rows(body: Lines, layout: tokens.ColumnLayout, grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Rows of cells that have a line each, and the last line that they take."""
    cells = [tokens.merge(line) for line in body]
    for until in _ends(body, len(layout.roles)):
        if rows := stacked_cells.chunked(cells[:until], layout, grammar):
            return rows, cells[until - 1].line
    if found := stacked_cells.stacked_rows(cells, layout, grammar):
        return found[0], cells[found[1] - 1].line
    lines = stacked_cells.regrouped(cells, layout, grammar)
    found = spaced_rows.read_rows(lines, layout, grammar, stacked=True)
    return (found[0], lines[found[1] - 1][-1].line) if found else None


def _ends(body: Lines, n_cols: int) -> Iterator[int]:
    """Where the table may end: at a heading or a paragraph of prose, the nearest first."""
    for n, line in enumerate(body):
        text = "".join(t.text for t in line)
        if n > n_cols and len(text) > 4 and ("。" in text or text[1:2] == "、" or text[:1] in "（(第" or text[:2].strip("0123456789.") != text[:2]):
            yield n
    yield len(body)
