"""The lines of a wrapped table taken apart: the values of each row, its anchor, and the pieces of words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from planparse.grammar import Grammar
from planparse.quantity.units import known
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge, width

_VALUES = ("value", "missing", "nature", "serial", "unit")
_REST = 4
"""Characters that the rest of a value in words has at most."""


class NamePiece(NamedTuple):
    """A word beside or between the anchors: `line` among the table's printed lines, `row` where it is on an anchor."""

    token: Token
    line: int
    row: int | None
    opens: bool
    """Its serial number stands right before it."""


@dataclass(slots=True)
class Anchor:
    """The cells behind the name of one row, on the lines `first` to `last`."""

    first: int
    last: int
    tail: list[Token]
    serial: Token | None = None


@dataclass(slots=True)
class Scan:
    """The lines of a table taken apart: anchors in order, the pieces between them, and pieces that are labels."""

    anchors: list[Anchor] = field(default_factory=list)
    pieces: list[NamePiece] = field(default_factory=list)
    labels: list[NamePiece] = field(default_factory=list)
    wide: int = 0
    """Width of the widest piece, in half-width units: that of the names' column."""
    lone: bool = False
    """Only one piece is as wide: nothing says that the column ends there."""


def scan_lines(lines: Sequence[Sequence[Token]], layout: ColumnLayout, grammar: Grammar) -> Scan | None:
    """The lines taken apart; None where no row is whole."""
    return _Scanner(layout, grammar).scan(lines)


class _Scanner:
    """Takes the lines apart, one after the other."""

    def __init__(self, layout: ColumnLayout, grammar: Grammar) -> None:
        self.layout, self.grammar, self.out = layout, grammar, Scan()
        self.labelled, self.numbered = layout.column("category") is not None, layout.column("number") is not None
        self.label_first = self.labelled and (layout.column("category") or 0) < (layout.column("number") or 99)
        behind = layout.tail[layout.tail.index("nature") :] if "nature" in layout.tail else VALUES
        self.natured = not any(r in VALUES for r in behind)
        self.need = sum(r in VALUES for r in layout.tail)
        self.open: Anchor | None = None
        self.serial: Token | None = None
        self.last = self.left = 0

    def scan(self, lines: Sequence[Sequence[Token]]) -> Scan | None:
        """Everything up to the last anchor, and what follows it as pieces that may belong to it."""
        self.left = self._serials_at(lines)
        for n, line in enumerate(lines):
            kinds = [kind_of(t, self.layout, self.grammar) for t in line]
            if self.open is not None and self._goes_on(n, line, kinds):
                continue
            cut = self._tail_at(line, kinds)
            if cut == len(line) or self._is_serial_line(line, kinds):
                self._words(n, line, kinds, None)
                continue
            self._anchor(n, line, kinds, cut)
        scan = self.out
        if not scan.anchors or self.open is not None:
            return None
        for anchor in scan.anchors:
            _Filler(scan, anchor, self.layout, self.grammar).fill()
        widths = [width(p.token.text) for p in scan.pieces]
        scan.wide = max(widths, default=0)
        scan.lone = sum(w >= scan.wide - 2 for w in widths) == 1
        return scan

    def _serials_at(self, lines: Sequence[Sequence[Token]]) -> int:
        """Where the column of serial numbers begins on lines that keep their places; 0 where places say nothing."""
        if not self.label_first or not self.numbered:
            return 0
        at = [t.x for line in lines for t in line[:2] if t.text.isdecimal() and len(t.text) < 3]
        return min(at) if len(at) > 2 and min(at) > 1 and max(at) - min(at) <= 4 else 0

    def _goes_on(self, n: int, line: Sequence[Token], kinds: Sequence[str]) -> bool:
        """Whether the line adds to the row whose cells have begun; it closes where the row is whole."""
        assert self.open is not None
        full = len(self.open.tail) >= len(self.layout.tail)
        if full or (not self.natured and kinds[0] not in _VALUES):
            self.open = None
            return False
        self.open.tail += line
        self.open.last = n
        if kinds[-1] == "nature" or (not self.natured and len(self.open.tail) >= len(self.layout.tail)):
            self._close(self.open)
        return True

    def _close(self, anchor: Anchor) -> None:
        """Words between values are pieces of one cell: 完成市下达 / 任务."""
        tail: list[Token] = []
        for token in anchor.tail:
            text = kind_of(token, self.layout, self.grammar) == "text"
            if text and tail and kind_of(tail[-1], self.layout, self.grammar) == "text":
                tail[-1] = merge([tail[-1], token])
            else:
                tail.append(token)
        at = self.layout.tail.index("unit") if "unit" in self.layout.tail else -1
        if 0 <= at < len(tail) - 1 and len(tail) > len(self.layout.tail):  # 亿立方 / 米
            pair = tail[at : at + 2]
            if known("".join(t.text for t in pair), self.grammar):
                tail[at : at + 2] = [merge(pair)]
        anchor.tail, self.open = tail, None

    def _tail_at(self, line: Sequence[Token], kinds: Sequence[str]) -> int:
        """Where the cells behind the name begin on a line; its length where there are none."""
        at = len(line)
        while at > 0 and len(line) - at < len(self.layout.tail) and kinds[at - 1] in _VALUES:
            at -= 1
        if kinds[-1:] == ["nature"]:  # words among the values: — 完成市下达任务 约束性
            wanted = max(0, len(line) - len(self.layout.tail))
            if at > wanted and kinds[wanted] in ("value", "missing", "unit"):
                at = wanted
        found = kinds[at:]
        values = sum(k in ("value", "missing", "serial") for k in found)
        whole = "nature" in found if self.natured else values >= (self.need if self.need < 3 else self.need - 1)
        if at == 0 and found and kinds[0] != "serial":
            return 0  # a line of nothing but values begins a row's cells even where they are not whole yet
        return at if whole and values + len(found) > 0 else len(line)

    def _is_serial_line(self, line: Sequence[Token], kinds: Sequence[str]) -> bool:
        return len(line) == 1 and self.numbered and kinds == ["serial"] and self._is_next(line[0])

    def _is_next(self, token: Token) -> bool:
        return not token.text.isdecimal() or self.last <= int(token.text) <= self.last + 2

    def _anchor(self, n: int, line: Sequence[Token], kinds: Sequence[str], cut: int) -> None:
        anchor = Anchor(n, n, list(line[cut:]))
        row = len(self.out.anchors)
        front = list(line[:cut])
        if self._takes_serial(front, anchor.tail):  # 6 — 约束性: no value, but the number of the row
            front, anchor.tail = [*front, anchor.tail[0]], anchor.tail[1:]
        self._words(n, front, [kind_of(t, self.layout, self.grammar) for t in front], row)
        anchor.serial, self.serial = self.serial, None
        self.out.anchors.append(anchor)
        whole = "nature" in kinds[cut:] if self.natured else len(anchor.tail) >= len(self.layout.tail)
        if whole:
            self._close(anchor)
        else:
            self.open = anchor

    def _takes_serial(self, front: Sequence[Token], tail: Sequence[Token]) -> bool:
        """Whether the first cell behind the name is the row's serial number: it comes next, and none was printed."""
        if not self.numbered or self.serial is not None or len(tail) < 2 or tail[0].text != str(self.last + 1):
            return False
        return not any(kind_of(t, self.layout, self.grammar) == "serial" for t in front[:2])

    def _words(self, n: int, words: Sequence[Token], kinds: Sequence[str], row: int | None) -> None:
        """Serial number, labels and pieces of names among the words of a line that are no values."""
        at = next((i for i, k in enumerate(kinds[:2]) if k == "serial" and self._is_next(words[i])), None)
        opens = False
        if self.numbered and at is not None:
            self.serial = words[at]
            self.last = int(words[at].text) if words[at].text.isdecimal() else self.last
            labels, names, opens = list(words[:at]), list(words[at + 1 :]), True
            if not self.label_first and self.labelled and len(names) > 1:
                labels, names = names[:1], names[1:]
        elif self.left:  # the text keeps the places of its columns
            labels = [t for t in words if t.x + len(t.text) <= self.left]
            names = [t for t in words if t.x + len(t.text) > self.left]
        elif self.labelled and len(words) > 1:
            labels, names = list(words[:1]), list(words[1:])
        else:
            labels, names = [], list(words)
        self.out.labels += [NamePiece(t, n, row, False) for t in labels]
        for token in names:
            self.out.pieces.append(NamePiece(token, n, row, opens))
            opens = False


def _has_digit(text: str) -> bool:
    return any(c.isdecimal() for c in text)


class _Filler:
    """Finds the pieces of a value in words that was wrapped beside its row: 完成市下达 above, 任务 below."""

    def __init__(self, scan: Scan, anchor: Anchor, layout: ColumnLayout, grammar: Grammar) -> None:
        self.scan, self.anchor, self.layout, self.grammar = scan, anchor, layout, grammar
        kinds = [kind_of(t, layout, grammar) for t in anchor.tail]
        in_words = (i for i, k in enumerate(kinds) if k == "text" or (k == "value" and not _has_digit(anchor.tail[i].text)))
        self.words = next(in_words, None)
        self.hole = len(layout.tail) - len(anchor.tail)

    def fill(self) -> None:
        """Move such pieces into the row's cells."""
        above, below = self._outer(self.anchor.first - 1), self._outer(self.anchor.last + 1)
        own = self._own()
        for pair in ((above, below), (None, below), (above, None)):
            found = [p for p in pair if p is not None]
            if not found or len(found) + (own is not None) < 2:
                continue
            parts = [t for t in (pair[0] and pair[0].token, own, pair[1] and pair[1].token) if t is not None]
            beside = all(self._beside(p) for p in found)
            whole = own is not None and cell_kind(own.text, self.grammar) == "value"  # 同比例提高 wants no more
            if (self._is_cell(parts) and (beside or not whole)) or (own is None and beside):
                self._take(found, parts)
                return

    def _own(self) -> Token | None:
        """The cell on the anchor that may be a piece: a value in words; None where a cell is missing."""
        return self.anchor.tail[self.words] if self.words is not None else None

    def _is_cell(self, parts: Sequence[Token]) -> bool:
        if any(len(t.text) > _REST for t in parts[1:]):
            return False
        text = "".join(t.text for t in parts)
        return cell_kind(text, self.grammar) == "value" or ("unit" in self.layout.tail and known(text, self.grammar))

    def _beside(self, piece: NamePiece) -> bool:
        """Whether other pieces stand on its line, so that it is the last of several."""
        return sum(p.line == piece.line for p in (*self.scan.labels, *self.scan.pieces)) > 1

    def _outer(self, line: int) -> NamePiece | None:
        """The last piece on a line between anchors."""
        there = [p for p in (*self.scan.labels, *self.scan.pieces) if p.line == line and p.row is None]
        return max(there, key=lambda p: p.token.span) if there and (self.words is not None or self.hole == 1) else None

    def _take(self, found: Sequence[NamePiece], parts: list[Token]) -> None:
        cell = merge(parts)
        tail = self.anchor.tail
        if self.words is not None:
            tail[self.words] = cell
        else:
            values = [i for i, t in enumerate(tail) if kind_of(t, self.layout, self.grammar) in ("value", "missing", "serial")]
            unit = known(cell.text, self.grammar) and "unit" in self.layout.tail
            tail.insert(self.layout.tail.index("unit") if unit else values[-1] + 1 if values else 0, cell)
        for piece in found:
            self.scan.pieces = [p for p in self.scan.pieces if p is not piece]
            alone = [p for p in self.scan.labels if p.line == piece.line]
            rest = [p for p in self.scan.pieces if p.line == piece.line]
            if len(alone) == 1 and not rest:  # it stood before the value, and is a piece of the name
                self.scan.labels = [p for p in self.scan.labels if p is not alone[0]]
                self.scan.pieces = sorted([*self.scan.pieces, alone[0]], key=lambda p: (p.line, p.token.span))
