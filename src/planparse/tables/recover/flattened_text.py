"""Text of a table that only spaces divide, if anything: its lines as words, and its headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.header_words import is_word, plain
from planparse.tables.raw_cells import clean
from planparse.tables.recover import header_lines, tokens
from planparse.tables.recover.mended.letters_down import word_down
from planparse.tables.recover.mended.values import whole_values
from planparse.tables.recover.text_page import (
    FlattenedText,
    HeaderGuess,
    Lines,
    Stretch,
    TextPage,
    ends_table,
)
from planparse.tables.recover.tokens import ColumnLayout, Token

# Characters of the line that a table may begin with; longer ones are prose.
LONGEST_FIRST_LINE = 120

# Characters of a header's word at most, where only the word says that a table begins.
LONGEST_HEADER_WORD = 24

# Characters of a head whose letters blanks stand between: 指  标  名  称.
LONGEST_SPACED = 12

# Words that the grammar knows as headers, and that a table needs where no caption announces it.
KNOWN_HEADERS = 3

# The same under a caption.
CAPTIONED_HEADERS = 2

# Lines of a table: a header, and two rows.
LEAST_LINES = 3

# Lines that are looked at to see whether most hold one cell, and tenths of them that do.
FIRST_LINES = 60
MOSTLY = 7

# Words of a line that is a row of a table, and tenths of the lines that may be some, as the header
# of a stack is. The values of a row alone are fewer.
WHOLE_ROW = 8
MOST_ROWS = 1


def flattened_text(page: TextPage, first: int) -> FlattenedText | None:
    """What a flattened table that begins on line `first` may take; None where none can."""
    if first not in page.flattened:
        page.flattened.clear()  # several readings ask for one line, none for an earlier one
        page.flattened[first] = _flattened(page, first)
    return page.flattened[first]


def _flattened(page: TextPage, first: int) -> FlattenedText | None:
    grammar = page.grammar
    captioned = page.captioned[first]
    words = page.words[first]
    if len(words) > LONGEST_FIRST_LINE:
        return None
    if not captioned:
        opening = word_down(page.words, first, grammar) or words
        if not _may_open(opening, grammar) and not _is_spaced_head(words, grammar):
            return None
        beginning = header_lines.closed_up(_first_lines(page, first), grammar)
        if len(beginning) >= LEAST_LINES and _is_headless(beginning, page):
            return FlattenedText(beginning, captioned, KNOWN_HEADERS, headers=())
    lines = header_lines.closed_up(_body_lines(page, first), grammar)
    lines = header_lines.whole_natures(lines, grammar)
    if page.has_wrapped_values:
        lines = whole_values(lines, grammar)
    if len(lines) < LEAST_LINES:
        return None
    if not captioned and _is_title(lines, grammar):
        return None
    least = KNOWN_HEADERS
    if captioned:
        least = CAPTIONED_HEADERS
    headers = tuple(
        _headers(
            lines,
            grammar,
            captioned=captioned,
            least=least,
        )
    )
    return FlattenedText(
        lines,
        captioned,
        least,
        headers,
    )


def _may_open(words: str, grammar: Grammar) -> bool:
    """Whether one of the first two words of a line is a header."""
    for word in words.split(None, 2)[:2]:
        if len(word) <= LONGEST_HEADER_WORD and role_of(clean(word), grammar):
            break
    else:
        return False
    # （2021 年-2035 年） below a title has years, and is no header.
    if grammar.pattern("grids.line-in-brackets").fullmatch(words):
        return False
    # （一）主要指标, 2.主要指标: the heading above a table
    headings = ("grids.heading", "grids.numbered-heading")
    return not any(grammar.pattern(rule).match(words) for rule in headings)


def _is_spaced_head(words: str, grammar: Grammar) -> bool:
    """Whether a short line is a head, blanks between its letters aside: 指 标."""
    return len(words) <= LONGEST_SPACED and is_word("".join(words.split()), grammar)


def _is_headless(beginning: Lines, page: TextPage) -> bool:
    """Whether nothing below can make the first line a header's: it is prose that names a year or the like.

    Cells may stand on lines of their own without such a line, and in columns below a head of one word.
    """
    first, grammar = beginning[0], page.grammar
    if len(first) == 1 or tokens.is_header_line(first, [], grammar) or is_stacked(beginning):
        return False
    # Where pieces of cells are put together first, lines are others than those that are printed.
    return not page.has_wrapped_values and not header_lines.has_nature_halves(beginning, grammar)


def is_stacked(lines: tokens.Lines) -> bool:
    """Whether most lines hold one word, and the others no rows."""
    seen = lines[:FIRST_LINES]
    alone = sum(len(line) == 1 for line in seen)
    rows = sum(len(line) >= WHOLE_ROW for line in seen)
    return alone * 10 >= MOSTLY * len(seen) and rows * 10 < MOST_ROWS * len(seen)


def _is_title(lines: Lines, grammar: Grammar) -> bool:
    """Whether the first line only names the table, and the header stands on the next."""
    title, header = lines[:2]
    if len(title) > 1:
        return False
    # 云溪县交通运输主要指标 / 指标 / 2025年; …主要指标 / 序 目标 / 指标 单位 / 号
    reads_as_title = not is_word(title[0].text, grammar)
    if reads_as_title and is_word(header[0].text, grammar):
        return True
    if len(header) < KNOWN_HEADERS:
        return False
    return all(role_of(word.text, grammar) is not None for word in header)


# ------------------------------------------------------------------------ lines


def _first_lines(page: TextPage, first: int) -> Lines:
    """The first of `_body_lines`: those that tell whether a stack begins, and the one behind them."""
    stretch = page.stretch
    end = page.reach.end(first, len(page.texts))
    _read_on(page, first, end, most=FIRST_LINES + 1)
    return stretch.between(first, end)[: FIRST_LINES + 1]


def _body_lines(page: TextPage, first: int) -> Lines:
    """The words of the lines from the header on, up to what cannot stand in a table."""
    stretch = page.stretch
    end = page.reach.end(first, len(page.texts))
    _read_on(page, first, end, most=end - first)
    page.reach.note(first, min(stretch.end, end))
    return stretch.between(first, end)


def _read_on(page: TextPage, first: int, limit: int, most: int) -> None:
    """Read the stretch of a table that begins on line `first` on, up to `most` lines in front of `limit`."""
    stretch = page.stretch
    if not stretch.first <= first < stretch.end:
        stretch.begin(first)
    enough = stretch.lines_before(first) + most
    while stretch.is_open and stretch.end < limit and len(stretch.lines) < enough:
        i = stretch.end
        text = page.texts[i]
        if not page.words[i]:
            stretch.end += 1
        elif _is_behind(page, i, stretch):
            stretch.is_open = False
        else:
            stretch.add(
                tokens.tokens_of(
                    text,
                    page.lines[i].start,
                    i,
                    page.grammar,
                )
            )


def _is_behind(
    page: TextPage,
    line: int,
    stretch: Stretch,
) -> bool:
    """Whether a line is no part of a table that only spaces divide."""
    if page.taken[line] or "\t" in page.words[line]:
        return True
    # the table's first line may itself read as what ends one
    return line > stretch.first and ends_table(page, line)


def text_of(line: Sequence[Token]) -> str:
    """The words of a line without what stands between them."""
    return "".join([word.text for word in line])


def ends_of_body(body: Lines, n_cols: int) -> Iterator[int]:
    """Where a table may end: before a heading or prose, the nearest first, else at the last line.

    A table of `n_cols` columns, each cell on a line of its own, does not end before its second row.
    """
    for n in range(n_cols + 1, len(body)):
        if _looks_like_text(text_of(body[n])):
            yield n
    yield len(body)


# Characters of a line that says nothing of what follows: 12.5, （%）, 第一.
LONGEST_WORD = 4

# Characters of a label and a mark, behind which a heading has its words: 二、投资.
SHORTEST_HEADING = 2


def _looks_like_text(text: str) -> bool:
    """Whether a line may be a sentence or a heading: 二、…, （一）…, 第一章, 1.2…"""
    if len(text) > SHORTEST_HEADING and text[1] == "、":
        return True
    if len(text) <= LONGEST_WORD:
        return False
    if "。" in text:
        return True
    if text[0] in "（(第":
        return True
    begin = text[:2]
    return begin.strip("0123456789.") != begin


# ---------------------------------------------------------------------- headers


def _headers(
    lines: Lines,
    grammar: Grammar,
    *,
    captioned: bool,
    least: int,
) -> Iterator[HeaderGuess]:
    """The headers that a table may have."""
    header = tokens.read_header(lines, grammar, least=least)
    tail = header_lines.tail_of(lines, grammar)
    layout: ColumnLayout | None = None
    is_doubtful = True
    if header and not _is_whole(header, lines, grammar):
        header = None
    if header:
        layout = tokens.layout_of(header[0], grammar)
        is_doubtful = not header_lines.fits(layout, tail)
    if is_doubtful and (header or captioned):
        # 序 2020 指标属 / 类别 指标 2025年 / 号 年 性: its cells may have been wrapped
        woven = header_lines.weave(lines, tail, grammar)
        if woven:
            woven_layout, taken = woven
            yield HeaderGuess(woven_layout, body_below(lines, taken, grammar))
    if header and layout:
        _, taken = header
        yield HeaderGuess(layout, body_below(lines, taken, grammar))
        return
    if captioned:
        # the caption says that a table follows, whatever words its header has
        guessed = tokens.guess_header(lines, grammar)
        if guessed:
            words, taken = guessed
            body = body_below(lines, taken, grammar)
            yield HeaderGuess(tokens.guess_layout(words, body, grammar), body)


def _is_whole(
    header: tuple[Lines, int],
    lines: Lines,
    grammar: Grammar,
) -> bool:
    """Whether a header takes all heads of its table, and each for one cell.

    目标（2025年）（2030年） are pieces of two.
    """
    rows, taken = header
    if header_lines.leaves_head(lines, taken, grammar):
        return False
    date = grammar.pattern("tables.header.date")
    no_head = grammar.pattern("tables.value.no-header")
    heads = [plain(cell.text) for row in rows for cell in row]
    return not any(no_head.fullmatch(head) and date.search(head) for head in heads)


def body_below(
    lines: Lines,
    taken: int,
    grammar: Grammar,
) -> Lines:
    """The lines under a header that takes the first few."""
    header = lines[:taken]
    body = _unrepeated(lines[taken:], header)
    return _before_prose(body, grammar)


def _unrepeated(body: Lines, header: Lines) -> Lines:
    """The body without the header that is printed again on a further page."""
    head_words = _words(header)
    first = header[0][0].text
    kept: Lines = []
    n = 0
    while n < len(body):
        # Most lines do not even begin so.
        if body[n][0].text == first and _words(body[n : n + len(header)]) == head_words:
            n += len(header)
        else:
            kept.append(body[n])
            n += 1
    return kept


def _words(lines: Lines) -> list[list[str]]:
    return [[word.text for word in line] for line in lines]


def _before_prose(body: Lines, grammar: Grammar) -> Lines:
    """The body up to a heading with prose under it: 三、重点任务 is no category row."""
    heading = grammar.pattern("grids.heading")
    for n, line in enumerate(body):
        if not heading.match(text_of(line)):
            continue
        near = body[n : n + LINES_WITH_PROSE]
        if any(_is_sentence(text_of(one)) for one in near):
            return body[:n]
        below = body[n + 1 : n + 1 + LINES_WITH_VALUES]
        if not any(_holds_value(one, grammar) for one in below):
            return body[:n]
    return body


# Characters of a line that no cell takes.
LONG_TEXT = 45

# Characters of a line with a comma that no cell takes.
LONG_CLAUSE = 24

# Lines, a heading first, one of which is prose where the heading begins a section.
LINES_WITH_PROSE = 4

# Lines under a heading one of which holds a value where the heading names rows of the table.
LINES_WITH_VALUES = 5


def _is_sentence(text: str) -> bool:
    if "。" in text or len(text) > LONG_TEXT:
        return True
    return len(text) > LONG_CLAUSE and "，" in text


def _holds_value(line: Sequence[Token], grammar: Grammar) -> bool:
    for word in line:
        kind = cell_kind(word.text, grammar)
        if kind in ("value", "missing", "serial", "nature"):
            return True
    return False
