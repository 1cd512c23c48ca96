"""Tables whose geometry is gone to rows: columns parted by spaces, a cell on each line, column by column.

All that is left is the order of the words and the kinds of the cells. The header
words say which kinds a row is made of; the body is then read back in one of four
layouts, and the first that fits is taken:

1. chunks: every N cells are a row;
2. columns: every n cells are a column;
3. columns under their own headers;
4. rows: a row is what ends in its values. Words between two rows are a merged label
   or the rest of a wrapped name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from planparse.columns import role_of
from planparse.geometry import EMPTY, RawCell, RawRow, cell_kind, clean, place
from planparse.grammar import Grammar
from planparse.units import known

VALUES = ("baseline", "target", "value", "investment")
_GAP = regex.compile(r"\s+")
_COLUMN_GAP = regex.compile(r"\s{2,}|\u3000+")


class Token(NamedTuple):
    """A word or cell of flattened text: cleaned text, span, index of its line, printed column of its start."""

    text: str
    span: tuple[int, int]
    line: int
    x: int

    def raw(self) -> RawCell:
        """The token as a cell of its own."""
        return RawCell(self.text, (self.span,))


@dataclass(frozen=True, slots=True)
class Layout:
    """What the header says of a row: a role for each column, and where the name stands among them."""

    header: tuple[RawRow, ...]
    roles: tuple[str, ...]

    @property
    def name(self) -> int:
        """Column of the name or entity."""
        for wanted in ("name", "entity"):
            if wanted in self.roles:
                return self.roles.index(wanted)
        return 0

    @property
    def tail(self) -> tuple[str, ...]:
        """Roles of the columns behind the name."""
        return self.roles[self.name + 1 :]

    def column(self, role: str) -> int | None:
        """Column of a role in front of the name, if there is one."""
        front = self.roles[: self.name]
        return front.index(role) if role in front else None


# ----------------------------------------------------------------------- tokens


def tokens_of(text: str, start: int, line: int, gap: regex.Pattern[str] = _GAP) -> list[Token]:
    """The words of a printed line; `start` is the line's offset in the source."""
    out, at = [], 0
    for piece in gap.split(text):
        at = text.index(piece, at)
        if words := clean(piece):
            left = len(piece) - len(piece.lstrip())
            out.append(Token(words, (start + at + left, start + at + left + len(piece.strip())), line, at + left))
        at += len(piece)
    return out


def kind_of(token: Token, layout: Layout, grammar: Grammar) -> str:
    """The kind of a token's text; `unit` where the table has a unit column and the text is one."""
    kind = cell_kind(token.text, grammar)
    if "unit" in layout.tail and kind in ("text", "missing") and known(token.text, grammar):
        return "unit"
    return kind


# ----------------------------------------------------------------------- header


def read_header(lines: Sequence[Sequence[Token]], grammar: Grammar) -> tuple[list[list[Token]], int] | None:
    """The header at the top of some tokenised lines: its cells by row, and the number of lines it takes.

    A header cell may be wrapped over lines (2020年 / （实际值）). None where there are
    not three cells that the grammar knows as headers.
    """
    rows: list[list[list[Token]]] = [[]]
    taken = 0
    for n, line in enumerate(lines[:24]):
        if not _is_header_line(line, rows, grammar):
            break
        for token in line:
            if rows[-1] and _belongs(rows[-1], token, grammar):
                rows[-1][-1].append(token)
            else:
                rows[-1].append([token])
        taken = n + 1
    cells = [_merge(parts) for parts in rows[0]]
    known_cells = [c for c in cells if role_of(c.text, grammar)]
    if len(known_cells) < 3 or len(known_cells) * 2 < len(cells):
        return None
    return _as_rows(cells, lines[:taken]), taken


def _is_header_line(line: Sequence[Token], rows: list[list[list[Token]]], grammar: Grammar) -> bool:
    if not line or len(line) > 40 or any(len(t.text) > 30 for t in line):
        return False
    hits = sum(_is_header_word(t, rows[-1], grammar) for t in line)
    return hits > 0 and (hits == len(line) or (hits * 2 >= len(line) and len(line) > 2))


def _is_header_word(token: Token, cells: list[list[Token]], grammar: Grammar) -> bool:
    if role_of(token.text, grammar):
        return True
    if not cells or cell_kind(token.text, grammar) in ("value", "serial"):
        return False
    return token.text[:1] in "（(" or role_of(_merge(cells[-1]).text + token.text, grammar) is not None


def _belongs(cells: list[list[Token]], token: Token, grammar: Grammar) -> bool:
    """Whether a header word goes on in the header cell before it."""
    before = _merge(cells[-1])
    if token.text[:1] in "（(":
        return True
    own, joined = role_of(token.text, grammar), role_of(before.text + token.text, grammar)
    if joined is None:
        return False
    if own is None or role_of(before.text, grammar) is None:
        return True
    if before.text[:2] in ("20", "19") and before.text.rstrip("年").isdigit():  # 2020年 / 实际值
        return token.text[:2] not in ("20", "19") and own in VALUES
    names = [c for c in cells[:-1] if role_of(_merge(c).text, grammar) in ("name", "entity")]
    return bool(names) and joined in ("nature", "note") and role_of(before.text, grammar) in ("name", "entity")


def _merge(parts: Sequence[Token]) -> Token:
    first, last = parts[0], parts[-1]
    return Token("".join(p.text for p in parts), (first.span[0], last.span[1]), first.line, first.x)


def _as_rows(cells: list[Token], lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Header cells in two rows, where the last line repeats its labels under those of the first."""
    if len(lines) < 2 or not cells:
        return [cells]
    last = lines[-1][0].line
    lower = [c for c in cells if c.line == last]
    again = Counter(c.text for c in lower)
    if len(lower) > 1 and len(lower) < len(cells) and min(again.values()) > 1:
        return [[c for c in cells if c.line != last], lower]
    return [cells]


def layout_of(rows: Sequence[Sequence[Token]], grammar: Grammar) -> Layout:
    """Roles of the columns of a header; with two rows the lower one stands at the right."""
    cells = [RawCell(t.text, (t.span,)) for t in rows[-1]]
    if len(rows) == 1:
        return Layout((cells,), tuple(role_of(c.text, grammar) or "text" for c in cells))
    upper = [RawCell(t.text, (t.span,)) for t in rows[0]]
    parents = len({c.text for c in cells})
    stay = max(1, len(upper) - len(cells) // max(1, parents))
    lower = [*([EMPTY] * stay), *cells]
    roles = [role_of(c.text, grammar) or "text" for c in (*upper[:stay], *cells)]
    return Layout((upper, lower), tuple(roles))


# ------------------------------------------------------------- chunks and columns


def chunked(tokens: Sequence[Token], layout: Layout, grammar: Grammar) -> list[RawRow] | None:
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


def _agree(rows: Sequence[Sequence[Token]], layout: Layout, grammar: Grammar) -> bool:
    """Whether nine tenths of the cells of each column are of a kind that its role expects."""
    for col, role in enumerate(layout.roles):
        expected = _EXPECTED.get(role)
        if expected is None:
            continue
        good = sum(kind_of(row[col], layout, grammar) in expected for row in rows)
        if good * 10 < 9 * len(rows) and not (role in VALUES and good * 10 >= 7 * len(rows)):
            return False
    return True


def by_headers(lines: Sequence[Sequence[Token]], grammar: Grammar) -> tuple[list[RawRow], int] | None:
    """Columns printed one under the other, each under its own header; the rows and the lines taken."""
    columns: list[list[Token]] = []
    taken = 0
    for n, line in enumerate(lines):
        if len(line) != 1 or len(line[0].text) > 60 or line[0].text.endswith("。"):
            break
        role = role_of(line[0].text, grammar)
        if role and not (columns and len(columns[-1]) == 1):
            columns.append([line[0]])
        elif not columns:
            return None
        elif role and len(columns[-1]) == 1:
            return None  # two headers in one: not this layout
        else:
            if len(columns) > 2 and len(columns[-1]) > max(len(c) for c in columns[:-1]):
                break
            columns[-1].append(line[0])
        taken = n + 1
    return _stood_up(columns, grammar, taken)


def _stood_up(columns: list[list[Token]], grammar: Grammar, taken: int) -> tuple[list[RawRow], int] | None:
    if len(columns) < 3:
        return None
    height = Counter(len(c) for c in columns).most_common(1)[0][0]
    surplus = len(columns[-1]) - height
    if height < 3 or surplus < 0 or sum(len(c) == height for c in columns) < len(columns) - 1 - (surplus > 0):
        return None
    columns[-1] = columns[-1][:height]
    full = [c for c in columns if len(c) == height]
    lost = [c for c in columns if len(c) != height]
    if len(full) < 3 or not any(role_of(c[0].text, grammar) in VALUES for c in full):
        return None
    rows: list[RawRow] = [[c[r].raw() for c in full] for r in range(height)]
    # A merged label tells nothing of the rows that it spans: it stays in the table as a note.
    notes = [RawCell("、".join(t.text for t in c), tuple(t.span for t in c)) for c in lost]
    return [*rows, *([n] for n in notes)], taken - surplus


# ------------------------------------------------------------------------- rows


@dataclass(slots=True)
class _Row:
    """A row that is being read: serial number, pieces of its name, and the cells behind the name."""

    serial: Token | None = None
    name: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    shares_serial: bool = False


@dataclass(slots=True)
class _State:
    """What was read since the last row was complete."""

    rows: list[_Row | Token] = field(default_factory=list)
    """Complete rows, and category rows as single tokens."""
    labels: list[tuple[int, Token]] = field(default_factory=list)
    """Merged labels with the number of rows before them."""
    words: list[Token] = field(default_factory=list)
    after: list[Token] = field(default_factory=list)
    """Words behind the serial number."""
    serial: Token | None = None
    stacked: bool = False
    alone: bool = False
    """The serial number stands alone on its line, so it may be merged over rows."""


def read_rows(
    lines: Sequence[Sequence[Token]], layout: Layout, grammar: Grammar, *, stacked: bool = False
) -> tuple[list[RawRow], int] | None:
    """Body rows of flattened lines, and how many lines they take; None where hardly a row is found.

    `stacked`: every cell had a line of its own, so a serial number that stands alone tells nothing.
    """
    state, used = _State(stacked=stacked), 0
    for n, line in enumerate(lines):
        front, tail = _split_tail(line, layout, grammar)
        if tail:
            _complete(state, front, tail, layout, grammar)
            used = n + 1
        elif not _hold(state, front, layout, grammar):
            break
    if state.words and isinstance(state.rows[-1] if state.rows else None, _Row):
        used += _finish_name(state, lines[used:], layout, grammar)
    rows = [r for r in state.rows if isinstance(r, _Row)]
    return (_cells(state, layout, grammar), used) if len(rows) >= 2 else None


def _split_tail(line: Sequence[Token], layout: Layout, grammar: Grammar) -> tuple[list[Token], list[Token]]:
    """A line's words before its values, and the cells behind the name at its end."""
    kinds = [kind_of(t, layout, grammar) for t in line]
    width = len(layout.tail)
    at = len(line)
    while at > 0 and len(line) - at < width and kinds[at - 1] in ("value", "missing", "nature", "serial", "unit"):
        at -= 1
    if "note" in layout.tail[-1:] and kinds[-1:] == ["text"] and len(line) > width:
        shorter, rest = _split_tail(line[:-1], Layout(layout.header, layout.roles[:-1]), grammar)
        return (shorter, [*rest, line[-1]]) if rest else (list(line), [])
    need = sum(r in VALUES for r in layout.tail)
    values = sum(k in ("value", "missing", "serial") for k in kinds[at:])
    whole = len(line) - at == width
    if at == len(line) or not values and not whole:
        return list(line), []
    if at == 0 and len(line) < width and values < need:  # a lone serial number, not a value
        return list(line), []
    return list(line[:at]), list(line[at:])


def _hold(state: _State, words: Sequence[Token], layout: Layout, grammar: Grammar) -> bool:
    """Keep a line without values until the row that it belongs to is complete; False ends the table."""
    if sum(len(t.text) for t in words) > 90 or len(state.words) + len(state.after) > 16:
        return False
    joined = "".join(t.text for t in words)
    if layout.column("category") is None and grammar.pattern("grids.spanning-label").fullmatch(joined):
        _settle(state, layout, grammar)
        state.rows.append(_merge(list(words)))
        return True
    for n, token in enumerate(words):
        if n == 0 and layout.column("number") is not None and cell_kind(token.text, grammar) == "serial":
            _settle(state, layout, grammar)
            state.serial, state.alone = token, len(words) == 1 and not state.stacked
        elif state.serial is not None:
            state.after.append(token)
        else:
            state.words.append(token)
    return True


def _complete(state: _State, front: Sequence[Token], tail: Sequence[Token], layout: Layout, grammar: Grammar) -> None:
    """A line with values ends a row: words behind its serial number are its name."""
    if front:
        _hold(state, front, layout, grammar)
    if state.serial is None and layout.column("number") is None and len(front) > 1 and layout.column("category") is not None:
        state.labels.append((len(state.rows), state.words.pop(len(state.words) - len(front))))
    name, words = list(state.after), list(state.words)
    if state.serial is None or not name:
        name, words = _own_name(state, layout, grammar) if not name else (name, words)
    row = _Row(state.serial, name, list(tail))
    if state.serial is None and state.rows and isinstance(state.rows[-1], _Row) and state.rows[-1].shares_serial:
        row.serial, row.shares_serial = state.rows[-1].serial, True
    elif state.serial is not None:
        row.shares_serial = state.alone
    state.rows.append(row)
    state.words, state.after, state.serial, state.alone = [], [], None, False


def _own_name(state: _State, layout: Layout, grammar: Grammar) -> tuple[list[Token], list[Token]]:
    """The name of a row without words behind a serial number: the words before it, less a merged label."""
    words = state.words
    cut = _continuation(state, grammar)
    words = words[cut:]
    while len(words) > 1 and layout.column("category") is not None and len(words[0].text) <= 4 and not _has_unit(words[0]):
        state.labels.append((len(state.rows), words.pop(0)))
    return list(words), []


def _settle(state: _State, layout: Layout, grammar: Grammar) -> None:
    """Words that stand before a serial number: the rest of the name above, then a merged label."""
    cut = _continuation(state, grammar)
    rest = state.words[cut:]
    if rest and layout.column("category") is None and state.rows and isinstance(state.rows[-1], _Row):
        state.rows[-1].name += rest
    else:
        state.labels += [(len(state.rows), t) for t in rest]
    state.words = []


def _continuation(state: _State, grammar: Grammar) -> int:
    """How many of the waiting words are the rest of the last row's name; they are moved there."""
    if not state.words or not state.rows or not isinstance(state.rows[-1], _Row):
        return 0
    row = state.rows[-1]
    printed = "".join(t.text for t in row.name)
    first = state.words[0].text
    if not printed or not _is_cut(printed, first, state):
        return 0
    row.name.append(state.words[0])
    return 1


def _is_cut(name: str, rest: str, state: _State) -> bool:
    """Whether a name breaks off so that `rest` belongs to it."""
    if name.count("（") + name.count("(") > name.count("）") + name.count(")"):
        return True
    if rest[:1] in "）)、，的比率数量和与及" and len(rest) < 20:
        return True
    names = [n for r in state.rows if isinstance(r, _Row) and (n := "".join(t.text for t in r.name))]
    with_unit = sum(n.endswith(("）", ")")) for n in names[:-1])
    if rest.endswith(("）", ")")) and not name.endswith(("）", ")")) and with_unit * 2 >= len(names) - 1:
        return True
    return len(name) >= 12 and len(rest) > 4 and not name.endswith(("）", ")"))


def _has_unit(token: Token) -> bool:
    return token.text.endswith(("）", ")"))


def _finish_name(state: _State, lines: Sequence[Sequence[Token]], layout: Layout, grammar: Grammar) -> int:
    """The second line of the last row's name stands behind its values, and ends the table."""
    return 1 if _continuation(state, grammar) else 0


def _cells(state: _State, layout: Layout, grammar: Grammar) -> list[RawRow]:
    """The rows as full rows of cells, merged labels put where their rows begin."""
    rows = [r for r in state.rows if isinstance(r, _Row)]
    labels = _spread_labels(state, len(state.rows)) if layout.column("category") is not None else {}
    out: list[RawRow] = []
    for at, row in enumerate(state.rows):
        if isinstance(row, Token):
            out.append([row.raw()])
            continue
        cells = [EMPTY] * len(layout.roles)
        if (col := layout.column("category")) is not None and at in labels:
            cells[col] = labels[at]
        if (col := layout.column("number")) is not None and row.serial is not None:
            cells[col] = row.serial.raw()
        cells[layout.name] = RawCell("".join(t.text for t in row.name), tuple(t.span for t in row.name))
        for col, token in zip(_tail_columns(row.tail, layout, grammar), row.tail, strict=False):
            cells[col] = token.raw()
        out.append(cells)
    return out if rows else []


def _tail_columns(tail: Sequence[Token], layout: Layout, grammar: Grammar) -> list[int]:
    """Column of each cell behind the name; where some are missing, by their kinds."""
    first = layout.name + 1
    if len(tail) >= len(layout.tail):
        return list(range(first, first + len(tail)))
    profile = [{("value" if r in VALUES else r if r in ("nature", "unit") else "text"): 1.0} for r in layout.tail]
    return [first + c for c in place([kind_of(t, layout, grammar) for t in tail], profile)]


def _spread_labels(state: _State, count: int) -> dict[int, RawCell]:
    """Row at which each merged label begins.

    Labels stand before their rows, or, where rows come before the first label, in
    the middle of them: then each group reaches as far behind its label as before it.
    """
    merged: list[tuple[int, list[Token]]] = []
    for at, token in state.labels:
        if merged and (merged[-1][0] == at):
            merged[-1][1].append(token)
        else:
            merged.append((at, [token]))
    if not merged:
        return {}
    places = [at for at, _ in merged]
    begins = (_centred(places, count) if places[0] > 0 else None) or [0, *places[1:]] if places[0] > 0 else places
    return {
        start: RawCell("".join(t.text for t in parts), tuple(t.span for t in parts))
        for start, (_, parts) in zip(begins, merged, strict=True)
    }


def _centred(places: Sequence[int], count: int) -> list[int] | None:
    """First rows of groups that have their labels in the middle, at `places`, and fill `count` rows.

    With d rows before its label a group has 2d or 2d + 1 rows (2d - 1 where the label
    of an odd group is printed behind its middle row).
    """
    failed: set[tuple[int, int]] = set()

    def fill(i: int, begin: int) -> list[int] | None:
        if i == len(places):
            return [] if begin == count else None
        d = places[i] - begin
        if d < 0 or (i, begin) in failed:
            return None
        for size in (2 * d, 2 * d + 1, 2 * d - 1):
            if size > 0 and (rest := fill(i + 1, begin + size)) is not None:
                return [begin, *rest]
        failed.add((i, begin))
        return None

    return fill(0, 0)


def regrouped(lines: Sequence[Sequence[Token]], layout: Layout, grammar: Grammar) -> list[list[Token]]:
    """Cells that stand on lines of their own, put together: the values of a row make one line."""
    out: list[list[Token]] = []
    run: list[Token] = []
    tokens = [t for line in lines for t in line]
    last = 0
    for n, token in enumerate(tokens):
        kind = kind_of(token, layout, grammar)
        following = kind_of(tokens[n + 1], layout, grammar) if n + 1 < len(tokens) else "text"
        serial = kind == "serial" and layout.column("number") is not None and following == "text"
        starts = serial and (not run or len(run) >= len(layout.tail) or token.text == str(last + 1))
        if kind in ("text", "empty") or starts:
            if run:
                out.append(run)
            run = []
            out.append([token])
            last = int(token.text) if starts and token.text.isdecimal() else last
            continue
        run.append(token)
        if len(run) >= len(layout.tail) or (kind == "nature" and layout.roles[-1] == "nature"):
            out.append(run)
            run = []
    return [*out, run] if run else out


def printed_lines(texts: Sequence[str], starts: Sequence[int], first: int, limit: int) -> Iterator[list[Token]]:
    """Tokenised lines from `first` on, blank ones left out."""
    for i in range(first, min(len(texts), first + limit)):
        if texts[i].strip():
            yield tokens_of(texts[i], starts[i], i)
