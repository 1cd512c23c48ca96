"""Tables padded with spaces: each cell goes to the column under whose header it stands."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.tables.raw_cells import EMPTY, RawCell
from planparse.tables.recover import doubt, tokens
from planparse.tables.recover.open_text import REACH, flat
from planparse.tables.recover.readings import spaced_rows
from planparse.tables.recover.text_page import Found, TextPage, ends_table, joined, next_printed
from planparse.tables.recover.tokens import Token


def aligned(page: TextPage, i: int) -> Found | None:
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
    layout = tokens.layout_of([head], page.grammar)
    found = Found(rows, until, doubt=doubt.row_doubt(rows[1:], layout, page.grammar, gap=0))
    other = flat(page, i) if found.doubt else None  # pieces of wrapped cells look like rows of their own
    if other is None or other.until < until - 2:  # a reading that stops early has not seen the table
        return found
    return other if _per_row(other) < _per_row(found) + (other.until > until + 2) else found


def _per_row(found: Found) -> float:
    """What speaks against a row of the table, on the average."""
    return found.doubt / max(1, len(found.rows) - 1)


def _aligned_lines(page: TextPage, i: int, head: Sequence[Token]) -> tuple[list[tuple[int, list[Token]]], int]:
    """The body lines of an aligned table, repeated headers left out, and the first line behind it."""
    lines, until = list[tuple[int, list[Token]]](), i + 1
    for j in range(i + 1, min(len(page.texts), i + REACH)):
        if not page.texts[j].strip():
            continue
        line = _apart(page, j)
        if page.taken[j] or "\t" in page.texts[j].strip() or ends_table(page, j) or not line:
            break
        above = lines[-1][1] if lines else head
        if len(line) == 1 and not _is_rest(page, j, line[0], above):
            break
        if [t.text for t in line] != [t.text for t in head]:
            lines.append((j, line))
        until = j + 1
    return lines, until


def _is_true(page: TextPage, lines: Sequence[tuple[int, list[Token]]], starts: Sequence[int]) -> bool:
    """Whether the cells really stand under their headers, so that a place on the line names a column."""
    whole = [(j, line) for j, line in lines if len(line) == len(starts)]
    off = [
        abs(tokens.width(page.texts[j][: t.x]) - x) > 6 for j, line in whole for t, x in zip(line, starts, strict=True)
    ]
    return bool(off) and sum(off) * 10 <= len(off)


def _is_group(word: Token, above: Sequence[RawCell]) -> bool:
    """Whether a single word at a line's start names the rows below it: short, and no cell above breaks off."""
    broken = any(spaced_rows.is_open(c.text) for c in above) or (
        len(above[0].text) >= 12 and not above[0].text.endswith(("）", ")"))
    )
    return word.x == 0 and len(word.text) <= 12 and not word.text.endswith(("）", ")")) and not broken


def _append_rest(row: list[RawCell], rest: Token, x: int, starts: Sequence[int]) -> None:
    """A single word on a line: the rest of the cell above that breaks off, else of the one it stands under."""
    broken = [n for n, cell in enumerate(row) if spaced_rows.is_open(cell.text)]
    nearest = min(range(len(row)), key=lambda c: abs(starts[min(c, len(starts) - 1)] - x))
    at = broken[0] if broken else min(nearest, len(row) - 1)
    row[at] = joined(row[at], rest.raw())


def _apart(page: TextPage, j: int) -> list[Token]:
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
        cells[col] = joined(cells[col], token.raw()) if cells[col].text else token.raw()
        least = min(col + 1, len(starts) - 1)
    return cells


def _is_rest(page: TextPage, j: int, token: Token, above: Sequence[Token]) -> bool:
    """Whether a single word on a line is the rest of a cell above it: short, and a row below."""
    following = next_printed(page, j + 1)
    below = following < len(page.texts) and len(_apart(page, following)) >= 3
    return len(token.text) <= 16 and (below or any(spaced_rows.is_open(t.text) for t in above))
