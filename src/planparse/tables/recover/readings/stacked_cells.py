"""Cells that stand on lines of their own, to rows: by counting, and by the kinds of the cells.

Every N cells are a row, or every n cells a column, or each column stands under its
own header; where merged labels or empty cells are missing, serial numbers and marks
of nature say where rows begin and end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.columns import role_of
from planparse.tables.raw_cells import EMPTY, RawCell, RawRow
from planparse.tables.recover.flattened_text import ends_of_body
from planparse.tables.recover.readings.spaced_rows import read_rows
from planparse.tables.recover.row import build_row, joined
from planparse.tables.recover.text_page import Lines
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge


def chunked_alone(tokens: Sequence[Token], grammar: Grammar) -> list[RawRow] | None:
    """A table with a header nobody knows, found by the kinds of its cells: every N are a row, the header's too."""
    kinds = [cell_kind(t.text, grammar) for t in tokens]
    kinds = ["value" if k in ("serial", "missing") else k for k in kinds]
    first = next((n for n, k in enumerate(kinds) if k in ("value", "nature")), 0)
    for size in range(min(first, 24), 1, -1):
        for header in _headers(tokens[:size]):
            n = len(header[-1])
            rest = tokens[size:]
            if len(rest) % n or len(rest) < 2 * n or not _are_columns(kinds[size:], n):
                continue
            return [*header, *([t.raw() for t in rest[r : r + n]] for r in range(0, len(rest), n))]
    return None


def _headers(words: Sequence[Token]) -> list[list[RawRow]]:
    """The headers that some words may be: one row, or two where the last labels come again and again."""
    cells = [t.raw() for t in words]
    out: list[list[RawRow]] = [[cells]] if len(cells) < 15 else []
    for k in range(1, len(cells) // 2 + 1):
        for m in range(2, len(cells) // k + 1):
            lower, upper = cells[len(cells) - k * m :], cells[: len(cells) - k * m]
            again = [c.text for c in lower] == [c.text for c in lower[:k]] * m
            if again and len(upper) >= m + 1 and len({c.text for c in upper}) == len(upper):
                out.append([upper, [*([EMPTY] * (len(upper) - m)), *lower]])
    return out


def _are_columns(kinds: Sequence[str], n: int) -> bool:
    """Whether every n-th kind is nearly always the same, and some column holds values."""
    columns = [Counter(kinds[c::n]) for c in range(n)]
    count = len(kinds) // n
    return any(c["value"] >= 0.6 * count for c in columns) and all(
        c.most_common(1)[0][1] >= 0.85 * count for c in columns
    )


def chunked(tokens: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> list[RawRow] | None:
    """Rows where every N tokens, or every n tokens of a column, agree in kind with their column."""
    n = len(layout.roles)
    if n < 2 or len(tokens) < 2 * n or len(tokens) % n:
        return None
    count = len(tokens) // n
    by_row = [tokens[i * n : (i + 1) * n] for i in range(count)]
    if _agree(by_row, layout, grammar):
        return [[t.raw() for t in row] for row in by_row]
    by_column = [[tokens[c * count + r] for c in range(n)] for r in range(count)]
    if _agree(by_column, layout, grammar):
        return [[t.raw() for t in row] for row in by_column]
    return None


_EXPECTED = {
    "number": ("serial",), "baseline": ("value", "missing", "serial"), "target": ("value", "missing", "serial"),
    "value": ("value", "missing", "serial"), "investment": ("value", "missing", "serial"), "nature": ("nature",),
    "unit": ("unit", "text", "missing"), "name": ("text",), "entity": ("text",), "category": ("text",),
}


def _agree(rows: Sequence[Sequence[Token]], layout: ColumnLayout, grammar: Grammar) -> bool:
    """Whether nine tenths of the cells of each column are of a kind that its role expects."""
    for col, role in enumerate(layout.roles):
        expected = _EXPECTED.get(role)
        if expected is None:
            continue
        good = sum(kind_of(row[col], layout, grammar) in expected for row in rows)
        if good * 10 < 9 * len(rows) and not (role in VALUES and good * 10 >= 7 * len(rows)):
            return False
    return True


def _header_role(text: str, grammar: Grammar) -> str | None:
    """The role of a word as a header; a value (-1953) and a mark of nature (约束性) are none."""
    kind = cell_kind(text, grammar)
    return None if kind == "nature" or (kind == "value" and not text.isdecimal()) else role_of(text, grammar)


Columns = tuple[list[RawRow], int, list[RawCell]]
"""Rows, the number of lines that they take, and cells that belong to no row."""


def by_headers(lines: Sequence[Sequence[Token]], grammar: Grammar, *, least: int = 3) -> Columns | None:
    """Columns printed one under the other, each under its own header; `least` of them at least."""
    columns: list[list[Token]] = []
    taken = longest = 0  # the longest column but the last one
    for n, line in enumerate(lines):
        if len(line) != 1 or len(line[0].text) > 60 or line[0].text.endswith("。"):
            break
        role = _header_role(line[0].text, grammar)
        named = bool(columns) and role_of(columns[-1][0].text, grammar) in ("category", "name", "entity")
        if role and not (columns and len(columns[-1]) == 1):
            longest = max(longest, len(columns[-1]) if columns else 0)
            columns.append([line[0]])
        elif not columns:
            return None
        elif role and len(columns[-1]) == 1 and not named:
            return None  # two headers in one: not this layout
        else:
            if len(columns) > 2 and len(columns[-1]) > longest:
                break
            columns[-1].append(line[0])
        taken = n + 1
    return _stood_up(columns, grammar, taken, least)


def _stood_up(columns: list[list[Token]], grammar: Grammar, taken: int, least: int) -> Columns | None:
    """Columns, their headers first, to rows; the last column may run on into what follows the table."""
    if len(columns) < least:
        return None
    named = [len(c) for c in columns[:-1] if role_of(c[0].text, grammar) in ("name", "entity")]
    height = named[0] if named else Counter(len(c) for c in columns).most_common(1)[0][0]
    surplus = max(0, len(columns[-1]) - height)
    columns[-1] = columns[-1][:height]
    columns = [_with_gaps(c, columns[0], grammar) if len(c) < height else c for c in columns]
    full = [c for c in columns if len(c) == height]
    lost = [c for c in columns if len(c) != height]
    if height < 3 or len(full) < least or len(lost) > 2 or any(len(c) > height for c in lost):
        return None
    if not any(role_of(c[0].text, grammar) in VALUES for c in full):
        return None
    rows: list[RawRow] = [[c[r].raw() if c[r].text else EMPTY for c in full] for r in range(height)]
    # Which rows a merged label or number spans is lost: it stays in the table as a note.
    notes = [RawCell("、".join(t.text for t in c), tuple(s for t in c for s in t.spans)) for c in lost]
    return rows, taken - surplus, notes


def _with_gaps(column: list[Token], names: Sequence[Token], grammar: Grammar) -> list[Token]:
    """A column that is short by its table's total rows: nothing is printed for them."""
    totals = [r for r, t in enumerate(names) if grammar.pattern("grids.total").fullmatch(t.text)]
    if len(column) + len(totals) != len(names):
        return column
    out = list(column)
    for r in totals:
        out.insert(r, Token("", (0, 0), column[0].line, 0))
    return out


# ------------------------------------------------------------- rows of unequal length


def stacked_rows(tokens: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Rows whose merged labels or empty cells are missing, and the tokens that they take."""
    if layout.column("number") is not None:
        bounds = _serials(tokens, layout, grammar)
    elif layout.roles[-1] == "nature":
        bounds = [0, *(n + 1 for n, t in enumerate(tokens) if kind_of(t, layout, grammar) == "nature")]
    else:
        return None
    if len(bounds) < 3:
        return None
    numbered = layout.column("number") is not None
    labels = list(tokens[: bounds[0]]) if numbered else []
    rows: list[RawRow] = []
    if any(kind_of(t, layout, grammar) == "value" for t in labels[1:]):  # 合计 stands above the first row
        rows, labels = [_full_row(labels, None, (), layout, grammar)], []
    used = 0
    for start, end in zip(bounds, [*bounds[1:], len(tokens)], strict=True):
        part = list(tokens[start:end])
        if not numbered and (end == len(tokens) and bounds[-1] == start):
            break
        serial = part.pop(0) if numbered else None
        final = end == len(tokens)
        got, labels, taken = _rows_of(part, serial, labels, layout, grammar, final=final)
        rows += got
        used = start + numbered + taken
    return (rows, used) if len(rows) >= 2 else None


def _serials(tokens: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> list[int]:
    """Where serial numbers stand: one up each time (or the same again), with words behind."""
    bounds: list[int] = []
    last = 0
    for n, token in enumerate(tokens[:-1]):
        if cell_kind(token.text, grammar) != "serial" or kind_of(tokens[n + 1], layout, grammar) not in ("text", "unit"):
            continue
        if not token.text.isdecimal() and n + 2 < len(tokens) and tokens[n + 2].text.isdecimal():
            continue  # 一 / 基础设施 / 1: the number of a group, whose first row follows
        number = int(token.text) if token.text.isdecimal() else last + 1
        since = n - bounds[-1] if bounds else len(layout.roles)
        if number in (last + 1, last, last + 2) and since >= min(3, len(layout.tail)):
            bounds.append(n)
            last = number
    return bounds


def _rows_of(
    part: list[Token], serial: Token | None, labels: list[Token], layout: ColumnLayout, grammar: Grammar, *, final: bool
) -> tuple[list[RawRow], list[Token], int]:
    """The rows that one stretch of tokens holds, the labels of the next rows at its end, and the tokens taken."""
    width = 1 + len(layout.tail)
    rows: list[RawRow] = []
    taken = 0
    if serial is None and len(part) > width:  # without serial numbers a surplus in front is a label
        labels, part, taken = part[: len(part) - width], part[len(part) - width :], len(part) - width
    elif _label_comes_first(part, width, layout, grammar):  # 序号, 类别, 指标: the label stands behind the number
        labels, part, taken = part[:1], part[1:], 1
    while part:
        size = _row_size(part, width, layout, grammar) if rows else _first_size(part, width, layout, grammar)
        if not size:
            break
        if labels and layout.column("category") is None:  # a category row that spans the table
            numbered = len(labels) == 2 and len(layout.roles) > 2 and cell_kind(labels[0].text, grammar) == "serial"
            rows.append([t.raw() for t in labels] if numbered else [
                RawCell("".join(t.text for t in labels), tuple(s for t in labels for s in t.spans))])
        rows.append(_full_row(part[:size], serial, labels, layout, grammar))
        part, taken = part[size:], taken + size
        serial, labels = None, []
    return rows, [] if final else part, taken


def _label_comes_first(part: Sequence[Token], width: int, layout: ColumnLayout, grammar: Grammar) -> bool:
    """Whether the first token is a label: the cells behind the second one fit their columns better."""
    category, number = layout.column("category"), layout.column("number")
    if category is None or number is None or category < number or len(part) <= width:
        return False
    return _fits(part[2 : width + 1], layout, grammar) > _fits(part[1:width], layout, grammar)


def _fits(tail: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> int:
    """How many cells behind a name are of the kind that their columns hold."""
    return sum(
        kind_of(t, layout, grammar) in _EXPECTED.get(r, ("text",)) for t, r in zip(tail, layout.tail, strict=False)
    )


def _first_size(part: Sequence[Token], width: int, layout: ColumnLayout, grammar: Grammar) -> int:
    """How many tokens the first row behind a serial number takes: up to its mark of nature, or all it has columns for."""
    if layout.roles[-1] == "nature":
        for n, token in enumerate(part[: width + 1], 1):
            if kind_of(token, layout, grammar) == "nature":
                return n
    return min(width, len(part))


def _row_size(part: Sequence[Token], width: int, layout: ColumnLayout, grammar: Grammar) -> int:
    """As `_first_size` for a row without a serial number: 0 where the tokens are labels or what follows the table."""
    size = _first_size(part, width, layout, grammar)
    values = sum(r in VALUES for r in layout.tail)
    found = sum(kind_of(t, layout, grammar) in ("value", "missing", "serial") for t in part[1:size])
    return size if found and found * 2 >= values and size > 1 else 0


def _full_row(
    part: Sequence[Token],
    serial: Token | None,
    labels: Sequence[Token],
    layout: ColumnLayout,
    grammar: Grammar,
) -> RawRow:
    return build_row(
        layout,
        grammar,
        label=joined(labels) if labels else None,
        serial=serial,
        name=part[0].raw() if part else EMPTY,
        values=part[1:],
    )


def regrouped(tokens: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> list[list[Token]]:
    """Lines as if the values of each row stood on one: words and runs of values by turns."""
    out: list[list[Token]] = []
    run: list[Token] = []
    for token in tokens:
        kind = kind_of(token, layout, grammar)
        if kind in ("text", "empty") and run:
            out.append(run)
            run = []
        if kind in ("text", "empty"):
            out.append([token])
            continue
        run.append(token)
        if len(run) >= len(layout.tail):
            out.append(run)
            run = []
    return [*out, run] if run else out


def rows_of_stack(
    body: Lines, layout: ColumnLayout, grammar: Grammar
) -> tuple[list[RawRow], int] | None:
    """Rows of cells that have a line each, and the last line that they take."""
    cells = [merge(line) for line in body]
    for end in ends_of_body(body, len(layout.roles)):
        rows = chunked(cells[:end], layout, grammar)
        if rows:
            return rows, cells[end - 1].line
    found = stacked_rows(cells, layout, grammar)
    if found:
        return found[0], cells[found[1] - 1].line
    lines = regrouped(cells, layout, grammar)
    by_values = read_rows(lines, layout, grammar, stacked=True)
    if by_values:
        return by_values[0], lines[by_values[1] - 1][-1].line
    return None
