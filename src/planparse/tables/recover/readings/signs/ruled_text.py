"""Tables whose rules are drawn with signs, as pandoc writes them: +---+ around cells, or ---- over columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex
from msgspec import Struct

from planparse.grammar.engines import compiled
from planparse.model.source import Span
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage, joined
from planparse.text.line_width import width

# Lines of a header above its rule.
MOST_HEADER_LINES = 6

# Columns that a rule draws at least.
LEAST_COLUMNS = 2

HEAD_AND_BODY = 2
"""Parts of a grid that has no rules between its rows."""

_GRID_RULE = compiled(r"\s*\+(?:[-=:]{2,}\+){1,40}\s*")
_COLUMN_RULE = compiled(r"\s*-{3,}(?:[ \t]+-{3,}){1,40}\s*")
_FULL_RULE = compiled(r"\s*-{5,}\s*")
# An indented paragraph of a cell becomes a quotation; > before a number is a value's own.
_QUOTE = compiled(r"\s*>(?:\s+|$)")
_WORD = compiled(r"\S+")

_Columns = Sequence[Span]
"""Where each column begins and ends, in half-width units."""


class RuledText(Struct, frozen=True):
    """Rules of signs say where the columns are, and where a row ends."""

    name: str = "rules of signs"
    shape: str = "ruled text"
    signs: str = ""
    marks: tuple[str, ...] = ("---", "+-", "+=", "+:")
    is_flattened: bool = False
    needs_caption: bool = False

    def propose(self, page: TextPage, first: int) -> Iterator[Proposal]:
        """The table that begins with a rule, or with the header above one."""
        found = _grid_rows(page, first) or _dashed_rows(page, first)
        if found is not None:
            rows, until = found
            yield Proposal(rows, until, certain=True)


def _raw(page: TextPage, line: int) -> str:
    """What the file has on a line, furniture and indentation too: Markdown knows them as marks."""
    text = page.draft.source.text
    start, end = _bounds(page, line)
    return text[start:end]


def _bounds(page: TextPage, line: int) -> Span:
    """From behind the line break above a line to the one at its end."""
    source = page.draft.source
    own = source.lines[line]
    begin = source.text.rfind("\n", 0, own.start) + 1
    end = source.text.find("\n", own.end)
    return begin, len(source.text) if end < 0 else end


def _cell(page: TextPage, line: int, start: int, end: int) -> RawCell:
    """What stands between two places of a line as `_raw` has it."""
    begin, _ = _bounds(page, line)
    quote = _QUOTE.match(_raw(page, line), start, end)
    if quote is not None:
        start = quote.end()
    indent = page.lines[line].start - begin
    return page.cell(line, max(0, start - indent), max(0, end - indent))


# --------------------------------------------------------------------- +---+---+


def _grid_rows(page: TextPage, first: int) -> tuple[list[RawRow], int] | None:
    """The rows between the rules of a grid, and the first line behind it."""
    line = first
    # Markdown may have set the rule above aside
    if first > 0 and not _GRID_RULE.fullmatch(_raw(page, first)):
        line = first - 1
    if not _GRID_RULE.fullmatch(_raw(page, line)):
        return None
    columns = _raw(page, line).strip().count("+") - 1
    blocks: list[list[RawRow]] = []
    block: list[RawRow] = []
    while line < len(page.texts):
        text = _raw(page, line)
        if _GRID_RULE.fullmatch(text):
            blocks.append(block)
            block = []
        else:
            bars = [n for n, sign in enumerate(text) if sign == "|"]
            if len(bars) != columns + 1:
                break
            block.append([_cell(page, line, start + 1, end) for start, end in pairwise(bars)])
        line += 1
    rows = _rows_of_blocks([lines for lines in blocks if any(map(_prints, lines))])
    if columns < LEAST_COLUMNS or len(rows) < 2:
        return None
    return rows, line


def _prints(row: RawRow) -> bool:
    return any(cell.text for cell in row)


def _rows_of_blocks(blocks: Sequence[Sequence[RawRow]]) -> list[RawRow]:
    """The rows of a grid, whose rules stand between all of them, or only around head and body."""
    if len(blocks) == HEAD_AND_BODY and _are_rows(blocks[-1]):
        return [_one_row(blocks[0]), *blocks[-1]]
    return [_one_row(lines) for lines in blocks]


def _are_rows(lines: Sequence[RawRow]) -> bool:
    """Whether each line is a row of its own: where one only goes on, few cells print any more."""
    return all(row[0].text and sum(bool(cell.text) for cell in row) > len(row) / 2 for row in lines)


def _one_row(lines: Sequence[RawRow]) -> RawRow:
    """The lines of one row, cell by cell."""
    row: list[RawCell] = [EMPTY] * len(lines[0])
    for line in lines:
        for column, cell in enumerate(line):
            if cell.text:
                row[column] = joined(row[column], cell)
    return row


# ------------------------------------------------------------------- ---- -- ----


def _dashed_rows(page: TextPage, first: int) -> tuple[list[RawRow], int] | None:
    """The rows under a rule that is broken between columns, and the first line behind them."""
    rule = _column_rule(page, first)
    if rule is None:
        return None
    begin = first
    if _FULL_RULE.fullmatch(_raw(page, first)):
        begin += 1
    columns = _columns_of(_raw(page, rule))
    header = _row(page, range(begin, rule), columns)
    rows: list[RawRow] = [header]
    until = rule + 1
    open_rows: list[int] = []
    # rows of several lines stand apart; the first line of others is followed by the next
    apart = _stand_apart(page, rule + 1)
    for line in range(rule + 1, len(page.texts)):
        raw = _raw(page, line)
        if _FULL_RULE.fullmatch(raw) or _COLUMN_RULE.fullmatch(raw):
            until = line + 1
            break
        if not raw.strip():
            if not apart:
                break
            rows += _rows(page, open_rows, columns)
            open_rows = []
            continue
        if not _stands_in(raw, columns):
            break
        open_rows.append(line)
        until = line + 1
        if not apart:
            rows += _rows(page, open_rows, columns)
            open_rows = []
    rows += _rows(page, open_rows, columns)
    if len(rows) < 2:
        return None
    return rows, until


def _column_rule(page: TextPage, first: int) -> int | None:
    """The line of the rule under a header that begins on a line, if one is near."""
    most = min(len(page.texts), first + MOST_HEADER_LINES + 1)
    for line in range(first + 1, most):
        raw = _raw(page, line)
        if _COLUMN_RULE.fullmatch(raw):
            return line
        if not raw.strip():
            return None
    return None


def _columns_of(rule: str) -> _Columns:
    """Where the columns are that a rule draws."""
    return [
        (width(rule[: found.start()]), width(rule[: found.end()]))
        for found in regex.finditer("-+", rule)
    ]


def _stand_apart(page: TextPage, line: int) -> bool:
    """Whether the rows from a line on have blank lines between them."""
    for n in range(line, min(len(page.texts), line + MOST_HEADER_LINES)):
        raw = _raw(page, n)
        if _FULL_RULE.fullmatch(raw):
            return False
        if not raw.strip():
            following = n + 1
            return following < len(page.texts) and _raw(page, following).startswith(" ")
    return False


def _stands_in(raw: str, columns: _Columns) -> bool:
    """Whether a line begins under the rule: prose begins further to the left or reads on."""
    indent = width(raw[: len(raw) - len(raw.lstrip())])
    return (indent >= columns[0][0] and not raw.rstrip().endswith("。")) or indent > columns[0][0]


def _rows(
    page: TextPage,
    lines: Sequence[int],
    columns: _Columns,
) -> list[RawRow]:
    return [_row(page, lines, columns)] if lines else []


def _row(
    page: TextPage,
    lines: Sequence[int],
    columns: _Columns,
) -> RawRow:
    """The cells of a row that stands on some lines."""
    row: list[RawCell] = [EMPTY] * len(columns)
    for line in lines:
        for column, (start, end) in _places(_raw(page, line), columns).items():
            row[column] = joined(row[column], _cell(page, line, start, end))
    return row


def _places(text: str, columns: _Columns) -> dict[int, Span]:
    """For each column what of a line stands in it, as offsets in the line."""
    found: dict[int, Span] = {}
    for word in _WORD.finditer(text):
        begin = width(text[: word.start()])
        end = begin + width(word[0])

        def shared(column: int, begin: int = begin, end: int = end) -> int:
            left, right = columns[column]
            return min(end, right) - max(begin, left)

        column = max(range(len(columns)), key=shared)
        start = found[column][0] if column in found else word.start()
        found[column] = (start, word.end())
    return found
