"""Tables padded with spaces: each cell goes to the column under whose header it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.model.doubt import Cause
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns.heads import VALUES
from planparse.tables.header_words import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover import tokens
from planparse.tables.recover.doubt import rows_doubt
from planparse.tables.recover.name_ends import has_unit, is_open
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, ends_table, joined, next_printed
from planparse.tables.recover.tokens import LABEL_AND_TITLE, ColumnLayout, Token

# Characters of a header's cell.
LONGEST_HEADER = 30

# Cells of a header that no caption announces.
LEAST_HEADERS = 3

# The same right under a caption.
CAPTIONED_HEADERS = 2

# Heads that some rule knows, below which only the places of the words tell a table.
LEAST_KNOWN = 2

# Share of the words under no head from which on they are prose: that of words anywhere on a line is
# about a half.
SCATTERED = 0.25

# Marks of sentences, and the share of words that are nothing else from which on all are prose.
SENTENCE_MARKS = frozenset("，。、；：,.;:()（）“”")
MOST_MARKS = 0.1

# Rows that are whole, or lack one cell, before lines are a table.
LEAST_ROWS = 2

# Half-width units by which a cell may stand beside the start of its header.
OFF = 6

# The same by which a word of the header may begin left of the head that is centred over it.
NEAR = 4

# Tenths of the cells that stand further off, from which on places say nothing.
OFTEN_OFF = 1

# Characters of a word that names the rows below it, and of a name that may end without unit.
LONGEST_GROUP = 12

# Characters of the rest of a cell, alone on its line.
LONGEST_REST = 16

# Characters of a line that is looked at as cells though no wide gap is in it.
SHORT_LINE = 80


class AlignedColumns(Struct, frozen=True):
    """A row on each line, columns padded with two spaces or more."""

    name: str = "columns at fixed places"
    shape: str = "aligned"
    signs: str = ""
    marks: tuple[str, ...] = ()
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The rows under a header on line `first`."""
        if not tokens.COLUMN_GAP.search(page.words[first]):  # as in most lines
            return
        head = _cut(page, first)
        if not _may_be_header(head, captioned=page.captioned[first]):
            return
        columns = _columns(page, first, head)
        last = max(column.line for column in columns)
        lines, until = _body(page, last, head)
        if _nearly_whole(lines, len(columns)) < LEAST_ROWS:
            return
        header = _header_rows(columns)
        starts = [column.start for column in columns]
        layout = ColumnLayout(tuple(header), tuple(_roles(columns, page.grammar)))
        by_place = _places_tell(page, lines, starts)
        if _is_list_of_words(layout, lines, page):
            return
        if not page.captioned[first] and _is_nameless(layout) and _is_prose(page, lines, starts):
            return
        rows = _rows(page, header, lines, starts, by_place=by_place)
        doubt = rows_doubt(rows[len(header) :], layout, page.grammar)
        # A cell that is empty at its place is known to be empty.
        doubt = doubt.without(Cause.EMPTY_VALUE)
        yield Proposal(
            rows,
            until,
            layout,
            doubt=doubt,
            certain=not doubt,
        )


class _AlignedColumn(Struct, frozen=True):
    """What stands above a column."""

    head: Token | None
    """The head that begins above it; None where one at its left reaches over it."""
    below: Token | None
    """What a second line of the header prints under that head."""
    line: int
    """The lowest line of the two."""
    start: int
    """Where its words begin, in half-width units."""


def _columns(page: TextPage, first: int, head: Sequence[Token]) -> list[_AlignedColumn]:
    """The columns under a header, whose second line may divide some heads: 2020年 over 全省 | 全市."""
    starts = [_place(page, first, cell) for cell in head]
    second = next_printed(page, first + 1)
    words = _cut(page, second) if second < len(page.texts) and not page.taken[second] else []
    places = [_place(page, second, word) for word in words]
    owners = [_owner(place, starts) for place in places]
    if not _is_second_line(words, [head[at] for at in owners], page.grammar):
        return [
            _AlignedColumn(cell, None, first, at) for cell, at in zip(head, starts, strict=True)
        ]
    columns: list[_AlignedColumn] = []
    for number, cell in enumerate(head):
        own = [at for at, owner in enumerate(owners) if owner == number]
        if not own:
            columns.append(_AlignedColumn(cell, None, second, starts[number]))
        for at in own:
            above = cell if at == own[0] else None
            columns.append(_AlignedColumn(above, words[at], second, places[at]))
    return columns


def _owner(place: int, starts: Sequence[int]) -> int:
    """The head that stands over a place: the last one that begins before it."""
    before = [at for at, start in enumerate(starts) if start <= place + NEAR]
    return before[-1] if before else 0


def _is_second_line(words: Sequence[Token], heads: Sequence[Token], grammar: Grammar) -> bool:
    """Whether words can stand in a header, all of them under heads of values."""
    if not words or any(cell_kind(word.text, grammar) != "text" for word in words):
        return False
    return all(role_of(head.text, grammar) in VALUES for head in heads)


def _header_rows(columns: Sequence[_AlignedColumn]) -> list[RawRow]:
    """The header in one row or two."""
    upper = [column.head.raw() if column.head else EMPTY for column in columns]
    if not any(column.below for column in columns):
        return [upper]
    lower = [column.below.raw() if column.below else EMPTY for column in columns]
    return [upper, lower]


def _roles(columns: Sequence[_AlignedColumn], grammar: Grammar) -> Iterator[str]:
    """What each column holds, by the words next to it that say so."""
    reaching: Token | None = None
    for column in columns:
        reaching = column.head or reaching
        told = [role_of(cell.text, grammar) for cell in (column.below, reaching) if cell]
        yield next((role for role in told if role), "text")


def _is_list_of_words(layout: ColumnLayout, lines: Sequence[_CutLine], page: TextPage) -> bool:
    """Whether wide gaps divide words that no header names and no number stands among: a list of
    people and their offices, which is padded as tables are.
    """
    if any(role != "text" for role in layout.roles):
        return False
    words = (word.text for line in lines for word in line.words)
    return all(cell_kind(text, page.grammar) in ("text", "empty") for text in words)


def _is_prose(page: TextPage, lines: Sequence[_CutLine], starts: Sequence[int]) -> bool:
    """Whether the words are those of sentences: many stand under no head, or their marks stand alone."""
    words = [(line, word) for line in lines for word in line.words]
    marks = sum(SENTENCE_MARKS.issuperset(word.text) for _, word in words)
    if marks > MOST_MARKS * len(words):
        return True
    places = [_place(page, line.index, word) for line, word in words]
    off = sum(all(abs(place - start) > OFF for start in starts) for place in places)
    return off > SCATTERED * len(places)


def _is_nameless(layout: ColumnLayout) -> bool:
    """Whether hardly any head is known: prose has such gaps around its marks and numbers."""
    return sum(role != "text" for role in layout.roles) < LEAST_KNOWN


class _CutLine(Struct, frozen=True):
    """A line of the page and its cells."""

    index: int
    words: list[Token]


def _may_be_header(head: Sequence[Token], *, captioned: bool) -> bool:
    """Whether the cells of a line are short enough to be headers, and enough of them."""
    least = LEAST_HEADERS
    if captioned:
        least = CAPTIONED_HEADERS
    if len(head) < least:
        return False
    return all(len(cell.text) <= LONGEST_HEADER for cell in head)


def _nearly_whole(lines: Sequence[_CutLine], width: int) -> int:
    """How many lines have a cell in all columns but one at least."""
    found = 0
    for line in lines:
        if len(line.words) >= width - 1:
            found += 1
    return found


def _place(
    page: TextPage,
    line: int,
    word: Token,
) -> int:
    """Where a word begins on its line, in half-width units."""
    return tokens.width(page.texts[line][: word.x])


def _cut(page: TextPage, line: int) -> list[Token]:
    """The cells of a line as wide gaps divide it; none of a long line that has no such gap."""
    if line not in page.cut_lines:
        text = page.texts[line]
        words: list[Token] = []
        has_gap = "  " in text.strip()
        if has_gap or len(text) < SHORT_LINE:
            start = page.lines[line].start
            words = tokens.tokens_of(
                text,
                start,
                line,
                page.grammar,
                tokens.COLUMN_GAP,
            )
        page.cut_lines[line] = words
    return page.cut_lines[line]


# -------------------------------------------------------------------- the body


def _body(
    page: TextPage,
    first: int,
    head: Sequence[Token],
) -> tuple[list[_CutLine], int]:
    """The lines below the header without repeated ones, and the first line behind the table."""
    lines: list[_CutLine] = []
    until = first + 1
    header_words = [cell.text for cell in head]
    above = head
    limit = page.reach.end(first, len(page.texts))
    for i in range(first + 1, limit):
        if not page.words[i]:
            continue
        if page.taken[i] or _is_behind(page, i):
            break
        words = _cut(page, i)
        if not words or _is_chapter(words, len(head), page.grammar):
            break
        is_alone = len(words) == 1
        if is_alone and not _is_rest(
            page,
            i,
            words[0],
            above,
        ):
            break
        until = i + 1
        # a header that is printed again on the next page
        if [word.text for word in words] == header_words:
            continue
        lines.append(_CutLine(i, words))
        above = words
    page.reach.note(first, until)
    return lines, until


def _is_chapter(words: Sequence[Token], width: int, grammar: Grammar) -> bool:
    """Whether the words are a chapter's label and its title (第二节  线路串联), and no row."""
    if len(words) != LABEL_AND_TITLE or width <= LABEL_AND_TITLE:
        return False
    return grammar.pattern("grids.chapter-label").fullmatch(words[0].text) is not None


def _is_behind(page: TextPage, line: int) -> bool:
    """Whether a line is none of a table that spaces divide."""
    return "\t" in page.words[line] or ends_table(page, line)


def _is_rest(
    page: TextPage,
    line: int,
    word: Token,
    above: Sequence[Token],
) -> bool:
    """Whether a single word on a line is the rest of a cell above it: short, and a row below."""
    if len(word.text) > LONGEST_REST:
        return False
    # 社区养老服务设施（含日间照 / 料中心）: a bracket above says so
    if any(is_open(cell.text) for cell in above):
        return True
    following = next_printed(page, line + 1)
    if following == len(page.texts):
        return False
    return len(_cut(page, following)) >= LEAST_HEADERS


# -------------------------------------------------------------------- the rows


def _rows(
    page: TextPage,
    header: Sequence[RawRow],
    lines: Sequence[_CutLine],
    starts: Sequence[int],
    *,
    by_place: bool,
) -> list[RawRow]:
    """The header and the rows below it, each cell in its column; `by_place` that it stands under."""
    rows: list[list[RawCell]] = [list(row) for row in header]
    for line in lines:
        first_word = line.words[0]
        if len(line.words) > 1:
            cells = [word.raw() for word in line.words]
            if by_place:
                cells = _under(page, line, starts)
            rows.append(cells)
        elif _is_group(first_word, rows[-1]):
            rows.append([first_word.raw()])
        else:
            _append_rest(
                rows[-1],
                first_word,
                _place(page, line.index, first_word),
                starts,
            )
    return list(rows)


def _places_tell(
    page: TextPage,
    lines: Sequence[_CutLine],
    starts: Sequence[int],
) -> bool:
    """Whether the cells stand under their headers, so that a place on a line names a column."""
    cells = 0
    off = 0
    for line in lines:
        if len(line.words) != len(starts):
            continue
        for word, start in zip(line.words, starts, strict=True):
            distance = abs(_place(page, line.index, word) - start)
            cells += 1
            if distance > OFF:
                off += 1
    return cells > 0 and off * 10 <= OFTEN_OFF * cells


def _is_group(word: Token, above: Sequence[RawCell]) -> bool:
    """Whether a single word names the rows below it: short, and no cell above breaks off."""
    if word.x != 0 or len(word.text) > LONGEST_GROUP:
        return False
    if has_unit(word.text):
        return False
    if any(is_open(cell.text) for cell in above):
        return False
    # the name above may be cut at its column's width, unless it is short or ends in its unit
    name = above[0].text
    return len(name) < LONGEST_GROUP or has_unit(name)


def _append_rest(
    row: list[RawCell],
    rest: Token,
    x: int,
    starts: Sequence[int],
) -> None:
    """A single word: the rest of a cell above that breaks off, else of the one it stands under."""
    at = min(range(len(row)), key=lambda column: _distance(column, x, starts))
    for column, cell in enumerate(row):
        if is_open(cell.text):
            at = column
            break
    row[at] = joined(row[at], rest.raw())


def _distance(
    column: int,
    x: int,
    starts: Sequence[int],
) -> int:
    """How far a place is from the start of a column; behind the last one, from that."""
    known = min(column, len(starts) - 1)
    return abs(starts[known] - x)


def _under(
    page: TextPage,
    line: _CutLine,
    starts: Sequence[int],
) -> list[RawCell]:
    """The cells of a line, each under the header that starts nearest to it."""
    cells = [EMPTY] * len(starts)
    last_column = len(starts) - 1
    least = 0
    for n, word in enumerate(line.words):
        x = _place(page, line.index, word)
        # the words behind it need a column each
        words_left = len(line.words) - n
        most = max(len(starts) - words_left, least)
        candidates = range(least, most + 1)
        nearest = min(candidates, key=lambda column: _distance(column, x, starts))
        cells[nearest] = joined(cells[nearest], word.raw())
        least = min(nearest + 1, last_column)
    return cells
