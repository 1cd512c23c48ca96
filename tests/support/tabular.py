"""Prints one table in each raw shape that converters leave behind.

Every printer takes a `Sheet` and gives lines without line ends; a table of two
header rows, merged cells and cells of several paragraphs is welcome everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from plans import Sheet, filled, printed, tight

Printer = Callable[[Sheet], list[str]]
PAGE_BREAK = "\f"
"""A line that stands where a page ends inside a table."""
_WIDE = 15
"""Characters that fit into one line of a name cell before it wraps."""


def cell_per_line(sheet: Sheet) -> list[str]:
    """Word's text export: a tab before each cell, paragraphs of a cell separated by blank lines."""
    lines: list[str] = []
    for row in _texts(sheet):
        lines.append("")
        for text in row:
            if text is not None:
                lines += ("\t" + text.replace("\n", "\n\n")).split("\n")
    return lines


def tab_separated(sheet: Sheet) -> list[str]:
    """A row per line; long words broken by a space; a page break is a blank line."""
    return _tabbed(sheet, keep_merged=True)


def tab_ragged(sheet: Sheet) -> list[str]:
    """As `tab_separated`, but a merged label is missing together with its tab."""
    return _tabbed(sheet, keep_merged=False)


def _tabbed(sheet: Sheet, *, keep_merged: bool) -> list[str]:
    rows = [*sheet.header, *sheet.body]
    lines: list[str] = []
    for i, row in enumerate(rows):
        cells: list[str | None]
        if i > len(sheet.header) and i == 2 + len(rows) // 2:
            lines.append("")
        head = i < len(sheet.header)
        cells = [shown(sheet, row, col, head) for col in range(len(row))]
        if not keep_merged and not head:
            cells = [c if c or row[k] != "^" else None for k, c in enumerate(cells)]
        lines.append("\t".join(_broken(c or "") for c in cells if c is not None))
    return lines


def space_flattened(sheet: Sheet) -> list[str]:
    """A PDF's text layer: columns separated by one space, labels before their rows, header again midway."""
    return _flattened(sheet, between=False, centred=False)


def space_flattened_between(sheet: Sheet) -> list[str]:
    """As `space_flattened`, but the values stand between the two lines of a wrapped name."""
    return _flattened(sheet, between=True, centred=False)


def space_flattened_centred(sheet: Sheet) -> list[str]:
    """As `space_flattened`, but a merged label stands in the middle of its rows."""
    return _flattened(sheet, between=False, centred=True)


def _flattened(sheet: Sheet, *, between: bool, centred: bool) -> list[str]:
    sheet = dashed(sheet)
    header = _flat_header(sheet)
    lines = list(header)
    half = len(sheet.body) // 2 if len(sheet.body) >= 6 else -1
    labels = _label_lines(sheet, centred)
    for i, row in enumerate(sheet.body):
        if i == half and not centred:
            lines += [PAGE_BREAK, *header]
        lines += labels.get(i, [])
        lines += _flat_row(sheet, row, between, _shared(sheet, i))
    return lines


def _flat_header(sheet: Sheet) -> list[str]:
    lines: list[str] = []
    for row in _texts(sheet)[: len(sheet.header)]:
        run: list[str] = []
        for text in row:
            if text and "\n" in text:
                lines += [" ".join(run)] * bool(run) + text.split("\n")
                run = []
            elif text:
                run.append(text)
        lines += [" ".join(run)] * bool(run)
    return lines


def _label_lines(sheet: Sheet, centred: bool) -> dict[int, list[str]]:
    """The lines of each merged label of the first column, by the row that they stand before."""
    if "category" not in sheet.roles:
        return {}
    col = sheet.roles.index("category")
    starts = [i for i, row in enumerate(sheet.body) if row[col] not in ("^", "<")]
    out: dict[int, list[str]] = {}
    for start, end in zip(starts, [*starts[1:], len(sheet.body)], strict=True):
        place = start + (end - start) // 2 if centred else start
        label = tight(printed(sheet.body[start][col]))
        out[place] = (
            [label] if len(label) < 5 else [label[: len(label) // 2], label[len(label) // 2 :]]
        )
    return out


def _shared(sheet: Sheet, row: int) -> bool:
    """Whether the row opens a serial that goes on in the rows below."""
    col = sheet.roles.index("number") if "number" in sheet.roles else -1
    return col >= 0 and sheet.body[row][col] != "^" and extent(sheet.body, row, col)[0] > 1


def _flat_row(sheet: Sheet, row: Sequence[str], between: bool, shared: bool) -> list[str]:
    """A row as lines; a serial that is merged over several rows stands on a line of its own."""
    name_at = next((i for i, r in enumerate(sheet.roles) if r == "name"), 0)
    skip = sheet.roles.index("category") if "category" in sheet.roles else -1
    if "<" in row[1:2] and all(c == "<" for c in row[1:]):
        return [_one_line(sheet, row, 0)]
    cells = {
        c: _one_line(sheet, row, c)
        for c in range(len(row))
        if row[c] not in ("^", "<") and c != skip
    }
    before = [cells[c] for c in cells if c < name_at and cells[c]]
    after = [cells[c] for c in cells if c > name_at and cells[c]]
    name = cells.get(name_at, "")
    if shared:
        at = sheet.roles.index("number")
        return [cells[at], *_flat_row(sheet, [*row[:at], "^", *row[at + 1 :]], between, False)]
    if len(name) <= _WIDE or not sheet.roles:
        return [" ".join([*before, name, *after])]
    cut = _cut(name)
    if between:
        return [name[:cut], " ".join([*before, *after]), name[cut:]]
    return [" ".join([*before, name[:cut]]), name[cut:], " ".join(after)]


def _cut(name: str) -> int:
    """Where a long name wraps: not inside a number or a Latin word."""
    cut = max(_WIDE - 2, len(name) - _WIDE)
    closing, opening = "）》”、，（", "（《“"
    while (
        name[cut].isascii()
        or name[cut - 1].isascii()
        or name[cut] in closing
        or name[cut - 1] in opening
    ):
        cut -= 1
    return cut


def aligned(sheet: Sheet) -> list[str]:
    """`pdftotext -layout`: columns padded with spaces, at least two between cells."""
    rows = [[t.replace("\n", "") for t in row] for row in _full_texts(sheet)]
    widths = [max(_width(row[c]) for row in rows) + 3 for c in range(len(rows[0]))]
    padded = [[t + " " * (w - _width(t)) for t, w in zip(row, widths, strict=True)] for row in rows]
    return ["".join(row).rstrip() for row in padded]


def line_per_cell(sheet: Sheet) -> list[str]:
    """Every cell on a line of its own, row by row; nothing is printed for a merged one."""
    sheet = dashed(sheet)
    return [text.replace("\n", "") for row in _texts(sheet) for text in row if text]


def column_by_column(sheet: Sheet) -> list[str]:
    """One column after the other, its header first; a table of two header rows goes cell by cell."""
    if len(sheet.header) > 1:
        return line_per_cell(sheet)
    rows = _texts(dashed(sheet, also="note"))
    lines: list[str] = []
    for col in range(len(rows[0])):
        lines += [text.replace("\n", "") for row in rows if (text := row[col])]
    return lines


def pipe(sheet: Sheet) -> list[str]:
    """A Markdown table; a second header row stands in the body, a merged cell is empty."""
    return _piped([[t.replace("\n", "<br>") for t in row] for row in _full_texts(sheet)])


def pipe_repeated(sheet: Sheet) -> list[str]:
    """A Markdown table as Docling writes it: a merged cell is printed again in each place."""
    head = filled(sheet.header, sideways=True)
    body = filled(sheet.body, sideways=True)
    rows = [[printed(c) for c in r] for r in head]
    rows += [[_print(sheet, c, col) for col, c in enumerate(r)] for r in body]
    return _piped([[c.replace("\n", " ") for c in row] for row in rows])


def _piped(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return ["", lines[0], "|" + " --- |" * len(rows[0]), *lines[1:], ""]


def html_line(sheet: Sheet) -> list[str]:
    """MinerU's HTML table in Markdown: all in one line."""
    return ["", "<html><body>" + "".join(html_rows(sheet)) + "</body></html>", ""]


def html_block(sheet: Sheet) -> list[str]:
    """An HTML table over several lines, with thead, th and br."""
    return html_rows(sheet, thead=True)


def html_rows(sheet: Sheet, *, thead: bool = False) -> list[str]:
    """The lines of an HTML table with rowspan and colspan."""
    rows = [*sheet.header, *sheet.body]
    lines = ["<table>"]
    for i, row in enumerate(rows):
        head = i < len(sheet.header)
        tag = "th" if head and thead else "td"
        texts = {
            c: escape(shown(sheet, row, c, head)).replace("\n", "<br>") for c in range(len(row))
        }
        cells = "".join(
            f"<{tag}{spans(rows, i, c)}>{text}</{tag}>"
            for c, text in texts.items()
            if row[c] not in ("^", "<")
        )
        opening = "<thead>" * (thead and i == 0) + "<tr>"
        lines.append(
            opening + cells + "</tr>" + "</thead>" * (thead and i + 1 == len(sheet.header))
        )
    return [*lines, "</table>"]


def spans(rows: Sequence[Sequence[str]], row: int, col: int) -> str:
    """The rowspan and colspan attributes of a cell, with a leading space each; "" for none."""
    down, right = extent(rows, row, col)
    return f' rowspan="{down}"' * (down > 1) + f' colspan="{right}"' * (right > 1)


def extent(rows: Sequence[Sequence[str]], row: int, col: int) -> tuple[int, int]:
    """How many rows and columns a cell covers."""
    right = down = 1
    while col + right < len(rows[row]) and rows[row][col + right] == "<":
        right += 1
    while row + down < len(rows) and rows[row + down][col] == "^":
        down += 1
    return down, right


def dashed(sheet: Sheet, *, also: str = "") -> Sheet:
    """The sheet with a dash in each empty cell of a value or unit: where columns are lost, it is printed."""
    where = [":" in role or role in ("annual", "unit", also) for role in sheet.roles]
    body = tuple(
        tuple("—" if dash and not c else c for c, dash in zip(row, where, strict=True))
        for row in sheet.body
    )
    return replace(sheet, body=body) if sheet.roles else sheet


def _texts(sheet: Sheet) -> list[list[str | None]]:
    """Printed cells: "" where merged downwards, None where merged to the right."""
    rows: list[list[str | None]] = []
    for i, row in enumerate([*sheet.header, *sheet.body]):
        cells = [shown(sheet, row, c, i < len(sheet.header)) for c in range(len(row))]
        rows.append([None if row[c] == "<" else text for c, text in enumerate(cells)])
    return rows


def _full_texts(sheet: Sheet) -> list[list[str]]:
    return [[t or "" for t in row] for row in _texts(sheet)]


def shown(sheet: Sheet, row: Sequence[str], col: int, head: bool) -> str:
    """A cell of `row` as it is printed; "" for a place that a merged cell covers."""
    if row[col] in ("^", "<"):
        return ""
    return printed(row[col]) if head else _print(sheet, row[col], col)


def _print(sheet: Sheet, cell: str, col: int) -> str:
    role = sheet.roles[col].partition(":")[0] if sheet.roles else ""
    return printed(cell, role=role)


def _one_line(sheet: Sheet, row: Sequence[str], col: int) -> str:
    return tight(shown(sheet, row, col, False))


def _broken(text: str) -> str:
    """A long cell with a space where the narrow column broke its line."""
    text = text.replace("\n", "")
    if len(text) <= _WIDE or " " in text:
        return text
    cut = _cut(text)
    return text[:cut] + " " + text[cut:]


def _width(text: str) -> int:
    return sum(1 if c.isascii() else 2 for c in text)
