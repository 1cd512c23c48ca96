"""Raw tables in text to grids, whatever shape a converter left them in.

Each raw shape is one finder that claims a run of lines; `geometry.py` then lays the
cells over columns. A table that the reader delivered with true geometry is left as it is.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from planparse import chunks, flattened, headlines, readings, tokens, wrapped
from planparse.boxes import match_caption
from planparse.columns import role_of
from planparse.draft import Draft
from planparse.geometry import EMPTY, RawCell, RawRow, cell_kind, clean, lay_out
from planparse.grammar import Grammar
from planparse.reflow import without
from planparse.source import Cell, Grid, Line, Span
from planparse.tablenotes import is_note
from planparse.tokens import Token

_MARKED = set("<*[_!#")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())


Lines = list[list[Token]]


@dataclass(slots=True)
class Stretch:
    """The lines as words that a flattened table from line `first` on may take, up to `end` (excluded).

    The next line that might begin a table mostly lies inside: what was read for the one before is read already.
    """

    first: int = 0
    end: int = 0
    is_open: bool = False
    """Nothing has ended the table so far."""
    lines: Lines = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """The index of each of `lines` in the source: blank ones are left out."""

    def begin(self, first: int) -> None:
        """Forget all, and begin at another line."""
        self.first, self.end, self.is_open, self.lines, self.numbers = first, first, True, [], []

    def add(self, line: list[Token]) -> None:
        """The words of the line at `end`."""
        self.lines.append(line)
        self.numbers.append(self.end)
        self.end += 1

    def between(self, first: int, end: int) -> Lines:
        """Those of the lines whose index in the source is in `[first, end)`."""
        return self.lines[bisect_left(self.numbers, first) : bisect_left(self.numbers, end)]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines that finders look at: furniture is blank here, and lines of true grids are taken."""

    draft: Draft
    grammar: Grammar
    texts: tuple[str, ...]
    taken: tuple[bool, ...]
    captioned: tuple[bool, ...]
    """Whether a line stands right under a caption, or under its unit notes, and is none of these."""
    stretch: Stretch = field(default_factory=Stretch)
    parted: dict[int, list[Token]] = field(default_factory=dict)
    """Lines that were cut at their wide gaps already."""

    @property
    def lines(self) -> Sequence[Line]:
        """The source's lines; `texts` has one entry for each."""
        return self.draft.source.lines

    def cell(self, i: int, start: int = 0, end: int | None = None) -> RawCell:
        """The stretch `[start, end)` of line i as a cell, without outer white space."""
        text = self.texts[i][start:end]
        at = self.lines[i].start + start
        pieces = [(0, len(text))] if not _MARKED & set(text) else self._unmarked(text)
        parts = [(a, b) for a, b in (_trimmed(text, a, b) for a, b in pieces) if b > a]
        return RawCell("\n".join(text[a:b] for a, b in parts), tuple((at + a, at + b) for a, b in parts)) if parts else EMPTY

    def _unmarked(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a line between the marks that a converter left in it."""
        pieces, begin = [], 0
        for mark in self.grammar.pattern("reflow.mark").finditer(text):
            pieces.append((begin, mark.start()))
            begin = mark.end()
        return [*pieces, (begin, len(text))]


class Found(NamedTuple):
    """A table that was found: its rows, the first line behind it, and cells that belong to no row."""

    rows: Sequence[RawRow]
    until: int
    notes: Sequence[RawCell] = ()
    doubt: float = 0.0
    """What speaks against this reading, where it is one of several."""


Finder = Callable[[Page, int], Found | None]
"""From a first line to the table that begins there."""


def find_grids(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.grids`: the reader's own and those recovered from the text's raw shapes, in order."""
    page = _page(draft, grammar)
    grids = list(draft.source.grids)
    i = 0
    while i < len(page.texts):
        if page.taken[i] or not _may_be_table(page.texts[i]):
            i += 1
            continue
        for shape, finder in FINDERS:
            if found := finder(page, i):
                grids.append(_grid(page, i, found, shape))
                i = found.until
                break
        else:
            i += 1
    return replace(draft, grids=tuple(sorted(grids, key=lambda g: g.span)))


def _may_be_table(text: str) -> bool:
    """A table begins with a cell: a short line, or one that tabs, bars or spaces divide."""
    words = text.strip()
    return bool(words) and (len(words) <= 24 or "\t" in text or words[0] == "|" or len(words.split(None, 1)[0]) <= 24)


def _grid(page: Page, i: int, found: Found, shape: str) -> Grid:
    furniture = _furniture(page, i, found.until, [*found.rows, found.notes])
    grid = lay_out(found.rows, _span(page, i, found.until), shape, page.grammar, furniture)
    return replace(grid, notes=tuple(Cell(-1, 0, c.text, c.spans) for c in found.notes)) if found.notes else grid


def _page(draft: Draft, grammar: Grammar) -> Page:
    text, true = draft.source.text, [g.span for g in draft.source.grids]
    at, taken = 0, []
    for line in draft.source.lines:
        while at < len(true) and true[at][1] <= line.start:
            at += 1
        taken.append(at < len(true) and line.start >= true[at][0])
    texts = tuple(
        "" if mark else text[line.start : line.end] for line, mark in zip(draft.source.lines, draft.furniture, strict=True)
    )
    return Page(draft, grammar, texts, tuple(taken), tuple(_captioned(texts, taken, grammar)))


def _captioned(texts: Sequence[str], taken: Sequence[bool], grammar: Grammar) -> Iterator[bool]:
    """For each line whether it is the first one under a caption that is neither blank nor a unit note."""
    under, unit_note = False, grammar.pattern("boxes.unit-note")
    for text, is_taken in zip(texts, taken, strict=True):
        words = text.strip()
        caption = not is_taken and _reads_as_caption(words, grammar)
        noted = (under or caption) and unit_note.search(words) is not None
        yield under and not noted
        if words and not (noted and len(text) < 40):
            under = caption


def _span(page: Page, first: int, until: int) -> tuple[int, int]:
    last = until - 1
    while last > first and not page.texts[last].strip(" \u3000"):  # a lone tab is an empty cell
        last -= 1
    return page.lines[first].start, page.lines[last].end


_RULE = set("|-:+=~ \t\u3000")


def _furniture(page: Page, first: int, until: int, rows: Sequence[RawRow]) -> tuple[Span, ...]:
    """What is printed among the cells and is none: rules between columns, and a header that comes again."""
    text = page.draft.source.text
    cells = sorted(s for row in rows for c in row for s in c.spans)
    printed = [j for j in range(first, until) if page.texts[j].strip()]
    bare = [j for j in printed if not _owns(cells, page.lines[j])]
    again = {clean(page.texts[j]) for j in printed if j not in set(bare)} if bare else set()
    out = [(page.lines[j].start, page.lines[j].end) for j in bare if clean(page.texts[j]) in again]
    for j in printed:
        line = page.lines[j]
        if "|" in page.texts[j] or (j in bare and not set(page.texts[j]) - _RULE):
            out += [g for g in without((line.start, line.end), cells) if not set(text[g[0] : g[1]]) - _RULE]
    return tuple(s for s in out if text[s[0] : s[1]].strip())


def _owns(cells: Sequence[Span], line: Line) -> bool:
    """Whether a cell is printed on the line."""
    i = bisect_right(cells, (line.start, -1))
    return (i < len(cells) and cells[i][0] < line.end) or (i > 0 and cells[i - 1][1] > line.start)


def _next_printed(page: Page, i: int) -> int:
    while i < len(page.texts) and not page.texts[i].strip():
        i += 1
    return i


def _is_caption(page: Page, i: int) -> bool:
    return _reads_as_caption(page.texts[i].strip(), page.grammar)


def _reads_as_caption(text: str, grammar: Grammar) -> bool:
    return text != "" and text[0] in "专表附续" and match_caption(text, grammar) is not None


# --------------------------------------------------- a cell per line, led by a tab


def tab_led(page: Page, i: int) -> Found | None:
    """A cell on each line that starts with a tab; lines without one go on in the cell; blank lines part rows."""
    if not _opens_cell(page, i) or not _run_of_cells(page, i):
        return None
    rows: list[list[RawCell]] = [[]]
    blanks, until = 0, i
    while i < len(page.texts):
        text = page.texts[i]
        if not text.strip() and not text.startswith("\t"):
            blanks += 1
        elif text.startswith("\t"):
            if blanks and rows[-1]:
                rows.append([])
            rows[-1].append(page.cell(i))
            blanks, until = 0, i + 1
        elif _goes_on_in_cell(page, i, blanks):
            rows[-1][-1] = _joined(rows[-1][-1], page.cell(i))
            blanks, until = 0, i + 1
        else:
            break
        i += 1
    whole = [row for row in rows if row]
    return Found(_divided(whole[0], page.grammar) if len(whole) == 1 else whole, until)


def _divided(cells: Sequence[RawCell], grammar: Grammar) -> list[RawRow]:
    """The rows of cells that no blank line divides: as many to a row as there are header cells at first."""
    n = 0
    while n < len(cells) and cells[n].text and cell_kind(cells[n].text, grammar) == "text" and role_of(clean(cells[n].text), grammar):
        n += 1
    if n < 2 or len(cells) < 2 * n:
        return [list(cells)]
    if len(cells) % n == 0:
        return [list(cells[i : i + n]) for i in range(0, len(cells), n)]
    words = [Token(clean(c.text), c.spans[0], k, 0) for k, c in enumerate(cells) if c.text]
    layout = tokens.layout_of([words[:n]], grammar)
    found = _stacked_rows([[w] for w in words[n:]], layout, grammar)
    return [*layout.header, *found[0]] if found else [list(cells)]


def _opens_cell(page: Page, i: int) -> bool:
    text = page.texts[i]
    return text.startswith("\t") and "\t" not in text.strip("\t")


def _run_of_cells(page: Page, i: int) -> bool:
    """Three cells at least before the table ends, most of their lines with a single tab."""
    run = [t for t in page.texts[i : i + 12] if t.startswith("\t")]
    return len(run) >= 3 and sum("\t" not in t.strip() for t in run) * 3 >= 2 * len(run)


def _goes_on_in_cell(page: Page, i: int, blanks: int) -> bool:
    """A further paragraph of a cell stands after one blank line at most, and cells go on behind it."""
    if blanks > 1 or _is_caption(page, i) or len(page.texts[i]) > 400:
        return False
    if page.grammar.pattern("grids.heading").match(page.texts[i].strip()):
        return False
    seen = 0
    for j in range(i + 1, min(len(page.texts), i + 12)):
        if page.texts[j].startswith("\t"):
            return True
        if page.texts[j].strip():
            seen = 0
            if _is_caption(page, j):
                return False
        else:
            seen += 1
        if seen > 1:
            return False
    return False


def _joined(a: RawCell, b: RawCell) -> RawCell:
    return RawCell(f"{a.text}\n{b.text}" if a.text else b.text, (*a.spans, *b.spans))


# -------------------------------------------------------------- tab separated rows


def tab_separated(page: Page, i: int) -> Found | None:
    """A row on each line, cells parted by tabs; a line without tabs goes on in the cell before."""
    if not _is_tabbed(page.texts[i]) or not _run_of_rows(page, i):
        return None
    rows: list[RawRow] = []
    until = i
    while i < len(page.texts):
        text = page.texts[i]
        if _is_tabbed(text):
            rows.append(_split(page, i))
            until = i + 1
        elif text.strip():
            following = _next_printed(page, i + 1)
            if _is_caption(page, i) or following >= len(page.texts) or not _is_tabbed(page.texts[following]):
                break
            if len(text) > 120 or is_note(clean(text), page.grammar):
                break
            rows.append([page.cell(i)])
            until = i + 1
        i += 1
    return Found(_mended(rows, page.grammar), until)


def _is_tabbed(text: str) -> bool:
    return "\t" in text.rstrip(" \u3000") and bool(text.strip())


def _run_of_rows(page: Page, i: int) -> bool:
    following = _next_printed(page, i + 1)
    return page.texts[i].count("\t") >= 2 or (
        following < len(page.texts) and _is_tabbed(page.texts[following])
    )


def _split(page: Page, i: int) -> list[RawCell]:
    cells, start, text = [], 0, page.texts[i]
    for part in text.split("\t"):
        cells.append(page.cell(i, start, start + len(part)))
        start += len(part) + 1
    return cells


def _mended(rows: list[RawRow], grammar: Grammar) -> list[RawRow]:
    """Lines without a tab: a category row where it reads like one, else the rest of the last cell before."""
    out: list[RawRow] = []
    for row in rows:
        words = clean(row[0].text)
        if len(row) > 1 or not out or grammar.pattern("grids.spanning-label").fullmatch(words) or len(out[-1]) == 1:
            out.append(row)
        else:
            out[-1] = [*out[-1][:-1], _joined(out[-1][-1], row[0])]
    return out


# -------------------------------------------------------------------- pipe tables


def pipes(page: Page, i: int) -> Found | None:
    """A Markdown pipe table; the rule under its header is no row."""
    if page.texts[i].count("|") < 2 or not page.texts[i].strip().startswith("|"):
        return None
    rows: list[RawRow] = []
    until = i
    while i < len(page.texts):
        text = page.texts[i].strip()
        if text.startswith("|") and text.count("|") >= 2:
            if set(text) - set("|-: \t"):
                rows.append(_piped(page, i))
            until = i + 1
        elif text:
            break
        i += 1
    return Found(rows, until) if rows else None


def _piped(page: Page, i: int) -> list[RawCell]:
    text = page.texts[i]
    start = text.index("|") + 1
    cells = []
    for at in range(start, len(text)):
        if text[at] == "|" and text[at - 1] != "\\":
            cells.append(page.cell(i, start, at))
            start = at + 1
    if text[start:].strip():
        cells.append(page.cell(i, start))
    return cells


# ------------------------------------------------------ columns aligned with spaces


def aligned(page: Page, i: int) -> Found | None:
    """A row on each line, columns padded with two spaces or more; each cell goes to the column it stands under."""
    head = _apart(page, i)
    least = 2 if page.captioned[i] else 3
    if len(head) < least or not all(len(t.text) <= 30 for t in head):
        return None
    starts = [tokens.width(page.texts[i][: t.x]) for t in head]
    lines, until = _aligned_lines(page, i, head)
    if sum(len(line) >= len(head) - 1 for _, line in lines) < 2:
        return None
    true = _is_true(page, lines, starts)
    rows: list[list[RawCell]] = [[t.raw() for t in head]]
    for j, line in lines:
        if len(line) == 1 and _is_group(line[0], rows[-1]):
            rows.append([line[0].raw()])
        elif len(line) > 1:
            rows.append(_under(line, page.texts[j], starts) if true else [t.raw() for t in line])
        else:
            _append_rest(rows[-1], line[0], tokens.width(page.texts[j][: line[0].x]), starts)
    found = Found(rows, until, doubt=readings.row_doubt(rows[1:], tokens.layout_of([head], page.grammar), page.grammar, gap=0))
    other = flat(page, i) if found.doubt else None  # pieces of wrapped cells look like rows of their own
    return other if other and other.doubt < found.doubt else found


def _aligned_lines(page: Page, i: int, head: Sequence[Token]) -> tuple[list[tuple[int, list[Token]]], int]:
    """The body lines of an aligned table, repeated headers left out, and the first line behind it."""
    lines, until = list[tuple[int, list[Token]]](), i + 1
    for j in range(i + 1, min(len(page.texts), i + REACH)):
        if not page.texts[j].strip():
            continue
        line = _apart(page, j)
        if page.taken[j] or "\t" in page.texts[j].strip() or _ends_table(page, j) or not line:
            break
        above = lines[-1][1] if lines else head
        if len(line) == 1 and not _is_rest(page, j, line[0], above):
            break
        if [t.text for t in line] != [t.text for t in head]:
            lines.append((j, line))
        until = j + 1
    return lines, until


def _is_true(page: Page, lines: Sequence[tuple[int, list[Token]]], starts: Sequence[int]) -> bool:
    """Whether the cells really stand under their headers, so that a place on the line names a column."""
    whole = [(j, line) for j, line in lines if len(line) == len(starts)]
    off = [
        abs(tokens.width(page.texts[j][: t.x]) - x) > 6 for j, line in whole for t, x in zip(line, starts, strict=True)
    ]
    return bool(off) and sum(off) * 10 <= len(off)


def _is_group(word: Token, above: Sequence[RawCell]) -> bool:
    """Whether a single word at a line's start names the rows below it: short, and no cell above breaks off."""
    broken = any(flattened.is_open(c.text) for c in above) or (
        len(above[0].text) >= 12 and not above[0].text.endswith(("）", ")"))
    )
    return word.x == 0 and len(word.text) <= 12 and not word.text.endswith(("）", ")")) and not broken


def _append_rest(row: list[RawCell], rest: Token, x: int, starts: Sequence[int]) -> None:
    """A single word on a line: the rest of the cell above that breaks off, else of the one it stands under."""
    broken = [n for n, cell in enumerate(row) if flattened.is_open(cell.text)]
    nearest = min(range(len(row)), key=lambda c: abs(starts[min(c, len(starts) - 1)] - x))
    at = broken[0] if broken else min(nearest, len(row) - 1)
    row[at] = _joined(row[at], rest.raw())


def _apart(page: Page, j: int) -> list[Token]:
    """The cells of a line as white space parts them; none of a long line that has no such gap."""
    if j not in page.parted:
        text = page.texts[j]
        is_short = "  " in text.strip() or len(text) < 80
        start, gap = page.lines[j].start, tokens.COLUMN_GAP
        page.parted[j] = tokens.tokens_of(text, start, j, page.grammar, gap) if is_short else []
    return page.parted[j]


def _under(line: Sequence[Token], text: str, starts: Sequence[int]) -> list[RawCell]:
    """The cells of a line, each under the header that starts nearest to it."""
    cells = [EMPTY] * len(starts)
    least = 0
    for n, token in enumerate(line):
        x = tokens.width(text[: token.x])
        most = len(starts) - (len(line) - n)
        col = min(range(least, max(most, least) + 1), key=lambda c: abs(starts[min(c, len(starts) - 1)] - x))
        col = min(col, len(starts) - 1)
        cells[col] = _joined(cells[col], token.raw()) if cells[col].text else token.raw()
        least = min(col + 1, len(starts) - 1)
    return cells


def _is_rest(page: Page, j: int, token: Token, above: Sequence[Token]) -> bool:
    """Whether a single word on a line is the rest of a cell above it: short, and a row below."""
    following = _next_printed(page, j + 1)
    below = following < len(page.texts) and len(_apart(page, following)) >= 3
    return len(token.text) <= 16 and (below or any(flattened.is_open(t.text) for t in above))


# ------------------------------------------------------------- blocks of lines


def blocks(page: Page, i: int) -> Found | None:
    """Cells on lines of their own, blank lines between the columns or rows: the header's block comes first."""
    if not page.captioned[i]:
        return None
    found: list[list[int]] = []
    j = i
    while j < len(page.texts) and (block := _block(page, j)):
        found.append(block)
        j = _next_printed(page, block[-1] + 1)
    n = len(found[0]) if found else 0
    if n < 2 or len(found) < 2:
        return None
    height = len(found[1])
    columns = found[1 : n + 1]
    if height > 1 and len(columns) == n and all(len(c) == height for c in columns):
        rows = [found[0], *([c[r] for c in columns] for r in range(height))]
        return Found([[page.cell(k) for k in row] for row in rows], columns[-1][-1] + 1)
    whole = [found[0], *itertools.takewhile(lambda b: len(b) == n, found[1:])]
    return Found([[page.cell(k) for k in row] for row in whole], whole[-1][-1] + 1) if len(whole) > 2 < n else None


def _block(page: Page, i: int) -> list[int]:
    """Short lines from line i on, up to a blank one; none where one of them cannot be a cell."""
    block = []
    while i < len(page.texts) and (text := page.texts[i].strip()):
        if page.taken[i] or len(text) > 60 or text.endswith("。") or "\t" in text or _is_caption(page, i):
            return []
        block.append(i)
        i += 1
    return block


# ----------------------------------------------------------- flattened by a converter

REACH = 600
"""Lines that a flattened table may take at most."""


def flat(page: Page, i: int) -> Found | None:
    """A table that is known only by its header words, or its caption, and the kinds of its cells."""
    captioned = page.captioned[i]
    if len(page.texts[i].strip()) > 120 or not (captioned or _may_open(page.texts[i].strip(), page.grammar)):
        return None
    lines = headlines.whole_natures(_body_lines(page, i), page.grammar)
    if len(lines) < 3:
        return None
    if found := chunks.by_headers(lines, page.grammar, least=2 if captioned else 3):
        rows, taken, notes = found
        return Found(rows, lines[taken - 1][0].line + 1, notes)
    return _under_header(lines, page.grammar, captioned=captioned) or (_counted(lines, page.grammar) if captioned else None)


def _under_header(lines: Lines, grammar: Grammar, *, captioned: bool) -> Found | None:
    """The table under a header that is read in one of several ways: the one under which the rows read best."""
    found = [_flat_rows(_body(lines, taken, grammar), layout, grammar) for layout, taken in _layouts(lines, grammar, captioned)]
    read = [f for f in found if f is not None]
    if not read:
        return None
    most = max(len(b.rows) for b in read)
    best = min(read, key=lambda b: b.doubt(most))  # the first of equals
    return Found([*best.layout.header, *best.rows], best.line + 1, doubt=best.doubt(most, 0))


def _layouts(lines: Lines, grammar: Grammar, captioned: bool) -> Iterator[tuple[tokens.Layout, int]]:
    """The headers that a table may have, with the lines that they take."""
    header = tokens.read_header(lines, grammar, least=2 if captioned else 3)
    layout = tokens.layout_of(header[0], grammar) if header else None
    tail = headlines.tail_of(lines, grammar)
    doubtful = layout is None or not headlines.fits(layout, tail)
    if doubtful and (header or captioned) and (woven := headlines.weave(lines, tail, grammar)):
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
        if rows := chunks.chunked_alone(whole[:until], grammar):
            return Found(rows, whole[until - 1].line + 1)
    return None


def _may_open(text: str, grammar: Grammar) -> bool:
    words = text.split(None, 4)[:4]
    return any(len(w) <= 24 and role_of(clean(w), grammar) for w in words[:2])


def _body_lines(page: Page, i: int) -> Lines:
    """Tokenised lines from the header on, up to what cannot stand in a table."""
    stretch = page.stretch
    if not stretch.first <= i < stretch.end:
        stretch.begin(i)
    while stretch.is_open and stretch.end < min(len(page.texts), i + REACH):
        j, text = stretch.end, page.texts[stretch.end]
        if not text.strip():
            stretch.end += 1
        elif page.taken[j] or "\t" in text.strip() or (j > stretch.first and _ends_table(page, j)):
            stretch.is_open = False
        else:
            stretch.add(tokens.tokens_of(text, page.lines[j].start, j, page.grammar))
    return stretch.between(i, i + REACH)


def _ends_table(page: Page, j: int) -> bool:
    text = page.texts[j].strip()
    if _is_caption(page, j) or is_note(clean(text), page.grammar):
        return True
    return (text.endswith("。") and len(text) > 60) or text.count("，") > 2


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


class Body(NamedTuple):
    """Rows under a header, and the last line that they take."""

    rows: list[RawRow]
    line: int
    layout: tokens.Layout
    grammar: Grammar
    strain: float = 0.0
    """How little the pieces of wrapped cells fit."""

    def doubt(self, most: int, gap: float = 1.0) -> float:
        """What speaks against the rows; where another reading finds more (`most`), each one that is not found."""
        return readings.row_doubt(self.rows, self.layout, self.grammar, gap=gap) + self.strain + 8.0 * (most - len(self.rows))


def _flat_rows(body: Lines, layout: tokens.Layout, grammar: Grammar) -> Body | None:
    """The rows of a body: of whole cells, or of cells that were wrapped, whichever reads better."""
    stacked = sum(len(line) == 1 for line in body[:40]) * 10 >= 9 * len(body[:40])
    found = _stacked_rows(body, layout, grammar) if stacked else _lined_rows(body, layout, grammar)
    again = wrapped.read_wrapped(body, layout, grammar)
    read = [Body(*found, layout, grammar)] if found else []
    if again:
        read.append(Body(again[0], again[1], layout, grammar, again[2]))
    most = max((len(b.rows) for b in read), default=0)
    return min(read, key=lambda b: b.doubt(most), default=None)


def _lined_rows(body: Lines, layout: tokens.Layout, grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Rows that end in their values, and the last line that they take."""
    found = flattened.read_rows(body, layout, grammar)
    return (found[0], body[found[1] - 1][-1].line) if found else None


def _stacked_rows(body: Lines, layout: tokens.Layout, grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Rows of cells that have a line each, and the last line that they take."""
    cells = [tokens.merge(line) for line in body]
    for until in _ends(body, len(layout.roles)):
        if rows := chunks.chunked(cells[:until], layout, grammar):
            return rows, cells[until - 1].line
    if found := chunks.stacked_rows(cells, layout, grammar):
        return found[0], cells[found[1] - 1].line
    lines = chunks.regrouped(cells, layout, grammar)
    found = flattened.read_rows(lines, layout, grammar, stacked=True)
    return (found[0], lines[found[1] - 1][-1].line) if found else None


def _ends(body: Lines, n_cols: int) -> Iterator[int]:
    """Where the table may end: at a heading or a paragraph of prose, the nearest first."""
    for n, line in enumerate(body):
        text = "".join(t.text for t in line)
        if n > n_cols and len(text) > 4 and ("。" in text or text[1:2] == "、" or text[:1] in "（(第" or text[:2].strip("0123456789.") != text[:2]):
            yield n
    yield len(body)


FINDERS: tuple[tuple[str, Finder], ...] = (
    ("cell per line", tab_led),
    ("tab separated", tab_separated),
    ("pipe table", pipes),
    ("blocks", blocks),
    ("aligned", aligned),
    ("flattened", flat),
)
"""The raw shapes, in the order in which they are tried at each line."""
