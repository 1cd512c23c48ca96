"""Lines of a table whose columns are parted by spaces at best, to rows.

A row is what ends in its values. The words in front of them are its serial number
and name; words on lines of their own are a piece of a wrapped name above or below,
or of a label merged over several rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from planparse.grammar import Grammar
from planparse.tables.cell_kinds import cell_kind
from planparse.tables.raw_cells import RawCell, RawRow
from planparse.tables.recover.readings.merged_labels import PIECE, Seen, begin_rows
from planparse.tables.recover.row import build_row, joined
from planparse.tables.recover.tokens import VALUES, ColumnLayout, Token, kind_of, merge

_NUMBERED = regex.compile(r"\d{1,2}[.．、](?=\D)|[（(]\d{1,2}[)）]")
_HAN = regex.compile(r"\p{Han}+")


@dataclass(slots=True)
class _SpacedRow:
    """A row that was read: serial number, the pieces of its name, the cells behind it."""

    serial: Token | None
    name: list[Token]
    tail: list[Token]
    split: bool = False
    """The values stand between the two halves of the name, and the second one is still to come."""
    apart: bool = False
    """The name stood on lines of its own above the values, in a table where names go on below them."""
    shared: bool = False
    """The serial number stood alone on its line, so that it may be merged over rows."""

    @property
    def text(self) -> str:
        return "".join(t.text for t in self.name)


@dataclass(slots=True)
class _RowReader:
    """What was read so far: complete rows (a category row is a single token), and words that wait for theirs."""

    layout: ColumnLayout
    grammar: Grammar
    stacked: bool
    between: bool = False
    """Names were seen whose two halves stand above and below their values."""
    rows: list[_SpacedRow | Token] = field(default_factory=list)
    labels: list[Seen] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    """Words in front of a serial number, or of a name without one."""
    name: list[Token] = field(default_factory=list)
    """Words behind a serial number."""
    serial: Token | None = None
    alone: bool = False
    lengths: Counter[int] = field(default_factory=Counter)
    """How many words of the table have each length: a column's width shows where words are cut at it again and again."""

    @property
    def last(self) -> _SpacedRow | None:
        """The row above, unless it is a category row."""
        return self.rows[-1] if self.rows and isinstance(self.rows[-1], _SpacedRow) else None

    @property
    def labelled(self) -> bool:
        return self.layout.column("category") is not None

    @property
    def numbered(self) -> bool:
        return self.layout.column("number") is not None

    # ------------------------------------------------------------ a line

    def wait(self, words: Sequence[Token]) -> bool:
        """Keep words without values until their row is complete; False where no table has such words."""
        if sum(len(t.text) for t in words) > 90 or len(self.words) + len(self.name) > 16:
            return False
        if not self.labelled and self._is_category_row(words):
            self._settle()
            self.rows.append(merge(list(words)))
            return True
        for n, token in enumerate(words):
            if n == 0 and self._is_serial(token):
                self._settle()
                self.serial, self.alone = token, len(words) == 1 and not self.stacked
            elif not self.numbered and _NUMBERED.match(token.text) and (n == 0 or self._is_piece(words[0])):
                if n:  # beside the first line of a wrapped row
                    self.labels.append(Seen(len(self.rows) + 0.25, self.words.pop()))
                self._settle()
                self.words.append(token)
            else:
                (self.words if self.serial is None else self.name).append(token)
        return True

    def opens_row(self, line: Sequence[Token]) -> bool:
        """Whether a number alone on its line is a serial number: no name waits for a value, and it comes next."""
        waiting = bool(self.words or self.name) or self.serial is not None
        return len(line) == 1 and not waiting and self._is_serial(line[0]) and self._is_next(line[0])

    def complete(self, front: Sequence[Token], tail: list[Token]) -> None:
        """A line with values ends a row; `front` are the words before them on the line."""
        waiting = bool(self.words or self.name)
        if not front and self.numbered and self.serial is None and waiting and self._is_next(tail[0]):
            front, tail = tail[:1], tail[1:]  # the serial number stands between the two halves of a name
        if front and self.labelled and self.serial is None and self._label_beside(front, waiting):
            self.labels.append(Seen(len(self.rows) + 0.5, front[0]))
            front = front[1:]
        before, split = len(self.words), False
        if len(front) == 1 and not self.name and self.serial is None and self._is_serial(front[0]):
            self.serial, front, split = front[0], [], True  # the name stands around the line, not on it
        self.wait(front)
        if self.name:
            self._settle_words()
            if self._label_inside(front):
                self.labels.append(Seen(len(self.rows) + 0.5, self.name.pop(0)))
            name = self.name
        else:
            name = self._name_of_words(len(self.words) - before)
        above = self.last
        self.between = self.between or split
        apart = self.between and not front and self.serial is None
        row = _SpacedRow(self.serial, name, tail, split, apart, self.alone)
        if self.serial is None and above is not None and above.shared:
            row.serial, row.shared = above.serial, True
        self.rows.append(row)
        self.words, self.name, self.serial, self.alone = [], [], None, False

    def finish(self) -> int:
        """Take the second half of the last name, if it stands behind its values; 1 where it does."""
        return self._continue_name()

    # ------------------------------------------------------- what words are

    def _is_serial(self, token: Token) -> bool:
        return self.numbered and cell_kind(token.text, self.grammar) == "serial"

    def _is_next(self, token: Token) -> bool:
        """Whether a number is the serial number that comes next."""
        before = next((r.serial for r in reversed(self.rows) if isinstance(r, _SpacedRow) and r.serial), None)
        last = int(before.text) if before and before.text.isdecimal() else 0
        return token.text == str(last + 1)

    def _is_category_row(self, words: Sequence[Token]) -> bool:
        if len(words) == 2 and words[0].text in "一二三四五六七八九十" and len(words[1].text) <= 12:
            return cell_kind(words[1].text, self.grammar) == "text"
        text = "".join(t.text for t in words)
        return self.grammar.pattern("grids.spanning-label").fullmatch(text) is not None

    def _is_piece(self, token: Token) -> bool:
        """Whether a word may be a piece of a label in a narrow merged column."""
        return self.labelled and len(token.text) <= PIECE and _HAN.fullmatch(token.text) is not None

    def _label_beside(self, front: Sequence[Token], waiting: bool) -> bool:
        """Whether the first word on a line of values is a merged label beside the row."""
        if len(front) > 1:
            return cell_kind(front[0].text, self.grammar) == "text" and (not self.numbered or cell_kind(front[1].text, self.grammar) == "serial")
        return waiting and not self.numbered and self._is_piece(front[0])

    def _settle(self) -> None:
        """A serial number begins a row: the words before it end the name above, then are a label."""
        self._settle_words()

    def _settle_words(self) -> None:
        while self.words and self._continue_name():
            pass
        above = self.last
        if self.labelled:
            self.labels += [Seen(float(len(self.rows)), t) for t in self.words]
        elif self.words and (above is None or not self._ends_name(self.words)):
            self.rows.append(merge(self.words))  # 绿色生态: the name of the rows below
        elif above is not None:
            above.name += self.words
        self.words = []

    def _ends_name(self, words: Sequence[Token]) -> bool:
        """Whether words that stand before a serial number can only be the end of the name above."""
        text = "".join(t.text for t in words)
        return _has_unit(text) or len(text) > 16

    def _name_of_words(self, on_line: int) -> list[Token]:
        """The name of a row without words behind a serial number: what waits, less the end of the
        name above and less a label."""
        if len(self.words) > on_line and len(self.words) > 1 and not self._is_own(on_line):
            self._continue_name()
        words = self.words
        if not on_line and len(words) > 1 and len(words[0].text) <= 8 and len(words[1].text) >= 10 and not self.labelled:
            self._group(words.pop(0))
        while self.stacked and len(words) > 1 and len(words[0].text) <= 10 and not _has_unit(words[0].text):
            self._group(words.pop(0))  # every cell has a line of its own: the name is the last one
        while self.labelled and len(words) > max(1, on_line) and self._is_piece(words[0]) and not self._all_pieces(words):
            self.labels.append(Seen(float(len(self.rows)), words.pop(0)))
        if not on_line and self._is_label_above(words):
            self.labels.append(Seen(float(len(self.rows)), words.pop(0)))
        return list(words)

    def _is_own(self, on_line: int) -> bool:
        """Whether two waiting lines are one wrapped name: the first is the longer, and the name above is whole."""
        above = self.last
        if on_line or len(self.words) != 2 or above is None or above.split or above.apart:
            return False
        first, second = (w.text for w in self.words)
        return not is_open(above.text) and len(first) >= len(second) and not _has_unit(first)

    def _label_inside(self, front: Sequence[Token]) -> bool:
        """Whether a label stands between serial number and name on the row's own line (序号, 类别, 指标)."""
        category, number = self.layout.column("category"), self.layout.column("number")
        behind = category is not None and number is not None and category > number
        return behind and len(self.name) > 1 and len(front) > 2 and len(self.name[0].text) <= 12

    def _group(self, word: Token) -> None:
        """A word that stands over the rows below: a merged label, or a row of its own."""
        if self.labelled:
            self.labels.append(Seen(float(len(self.rows)), word))
        else:
            self.rows.append(word)

    def _is_label_above(self, words: Sequence[Token]) -> bool:
        """Whether the first of some lines is a merged label, the rest a long name with its unit."""
        return (
            self.labelled and len(words) > 1 and len(words[0].text) <= 8 and words[0].line != words[1].line
            and not _has_unit(words[0].text) and _has_unit(words[-1].text) and len(words[1].text) > 12
        )

    def _all_pieces(self, words: Sequence[Token]) -> bool:
        return all(self._is_piece(w) for w in words) and len(words) > 2

    def _continue_name(self) -> int:
        """Move the first waiting word to the name above, where that name breaks off; 1 where it does."""
        above = self.last
        if not self.words or above is None or not above.name or not self._is_cut(above, self.words[0].text):
            return 0
        above.name.append(self.words.pop(0))
        above.split = above.apart = False
        return 1

    def _is_cut(self, above: _SpacedRow, rest: str) -> bool:
        """Whether the name above breaks off so that `rest` belongs to it."""
        name = above.text
        if _NUMBERED.match(rest) or self.grammar.pattern("grids.child").match(rest):
            return False
        measure = self.grammar.pattern("grids.measure")
        if len(rest) <= 12 and not _has_unit(name) and not measure.search(name) and measure.search(rest):
            return True  # 江河堤防 / 达标率: only with the rest does it say what is measured
        if above.split or is_open(name) or (above.apart and not self.labelled and not _has_unit(name)):
            return True
        if rest[:1] in "）)、，的率" and len(rest) < 20:
            return True
        others = [r.text for r in self.rows[:-1] if isinstance(r, _SpacedRow)]
        with_unit = sum(_has_unit(n) for n in others)
        if _has_unit(rest) and not _has_unit(name) and (with_unit * 2 >= len(others)):
            return not self._is_piece(self.words[0])
        far = not self.labelled or above.apart or len(name) > 2 * len(rest)
        whole = _has_unit(name) or measure.search(name) is not None
        full = sum(n for length, n in self.lengths.items() if length >= len(name) - 1) > 1
        grouped = sum(not isinstance(r, _SpacedRow) for r in self.rows) > 1 and len(rest) <= 2 * PIECE
        return len(name) >= 12 and len(rest) > PIECE and not whole and far and full and not grouped

    # --------------------------------------------------------------- rows

    def cells(self) -> list[RawRow]:
        """The rows as full rows of cells, each merged label in its first row."""
        at_row = [n for n, r in enumerate(self.rows) if isinstance(r, _SpacedRow)]
        labels = begin_rows(self.labels, len(self.rows)) if self.labelled and at_row else {}
        return [
            self._cells(row, labels.get(n)) if isinstance(row, _SpacedRow) else [row.raw()] for n, row in enumerate(self.rows)
        ]

    def _cells(self, row: _SpacedRow, label: RawCell | None) -> RawRow:
        return build_row(
            self.layout,
            self.grammar,
            label=label,
            serial=row.serial,
            name=joined(row.name),
            values=row.tail,
        )


def is_open(name: str) -> bool:
    """Whether a bracket of the name is not closed yet."""
    return any(name.count(a) > name.count(b) for a, b in ("（）", "()", "《》", "“”")) or (
        name.count("（") + name.count("(") > name.count("）") + name.count(")")
    )


def _has_unit(name: str) -> bool:
    return name.endswith(("）", ")"))


def read_rows(
    lines: Sequence[Sequence[Token]], layout: ColumnLayout, grammar: Grammar, *, stacked: bool = False
) -> tuple[list[RawRow], int] | None:
    """Body rows of flattened lines, and how many lines they take; None where hardly a row is found.

    `stacked`: every cell had a line of its own, so a serial number that stands alone tells nothing.
    """
    reader, used = _RowReader(layout, grammar, stacked), 0
    reader.lengths.update(len(t.text) for line in lines for t in line)
    for n, line in enumerate(lines):
        if whole := _whole(line, layout, grammar):
            reader.complete(*whole)
            used = n + 1
            continue
        front, tail = split_tail(line, layout, grammar)
        if tail and reader.opens_row(line):
            front, tail = list(line), []
        if tail:
            reader.complete(front, tail)
            used = n + 1
        elif _ends_here(lines, n, layout, grammar) or not reader.wait(front):
            break
    if reader.words and reader.serial is None:
        used += reader.finish()
    rows = [r for r in reader.rows if isinstance(r, _SpacedRow)]
    return (reader.cells(), used) if len(rows) >= 2 else None


def _whole(line: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> tuple[list[Token], list[Token]] | None:
    """A line that prints every cell of its row, or all but the merged label: what is in front of the cells
    behind the name, and these. Words (建设内容) may then stand among the values."""
    kinds = [kind_of(t, layout, grammar) for t in line]
    for missing in ((), ("category",)):
        roles = [r for n, r in enumerate(layout.roles) if not (r in missing and n < layout.name)]
        if len(line) == len(roles) and all(_takes(r, k) for r, k in zip(roles, kinds, strict=True)):
            cut = len(line) - len(layout.tail)
            return list(line[:cut]), list(line[cut:])
    return None


def _takes(role: str, kind: str) -> bool:
    """Whether a column of this role may hold a cell of this kind."""
    if role in VALUES:
        return kind in ("value", "missing", "serial")
    if role in ("number", "nature", "unit"):
        return kind in {"number": ("serial",), "nature": ("nature", "text"), "unit": ("unit", "missing")}[role]
    return role not in ("name", "entity", "category") or kind == "text"


def _ends_here(lines: Sequence[Sequence[Token]], n: int, layout: ColumnLayout, grammar: Grammar) -> bool:
    """Whether a line without values is what follows the table: prose, or a heading that no row stands under."""
    text = "".join(t.text for t in lines[n])
    if "。" in text and len(text) > 16:
        return True
    if not grammar.pattern("reflow.opener").match(text) or _NUMBERED.match(text):
        return False
    return not any(
        _whole(line, layout, grammar) or split_tail(line, layout, grammar)[1] for line in lines[n + 1 : n + 5]
    )


def split_tail(line: Sequence[Token], layout: ColumnLayout, grammar: Grammar) -> tuple[list[Token], list[Token]]:
    """A line's words before its values, and the cells behind the name at its end."""
    kinds = [kind_of(t, layout, grammar) for t in line]
    width = len(layout.tail)
    at = len(line)
    while at > 0 and len(line) - at < width and kinds[at - 1] in ("value", "missing", "nature", "serial", "unit"):
        at -= 1
    if kinds[-1:] == ["text"] and layout.tail[-1:] == ("note",) and len(line) > 1:
        shorter, rest = split_tail(line[:-1], ColumnLayout(layout.header, layout.roles[:-1]), grammar)
        return (shorter, [*rest, line[-1]]) if rest else (list(line), [])
    at = _with_words(line, kinds, at, layout)
    if at == len(line) or not _is_tail(kinds[at:], layout) or _is_prose(line[:at]):
        return list(line), []
    if kinds == ["serial"] and width > 1 and layout.column("number") is not None:  # a serial number, not a value
        return list(line), []
    return list(line[:at]), list(line[at:])


def _is_tail(kinds: Sequence[str], layout: ColumnLayout) -> bool:
    """Whether the kinds at a line's end are a row's: its mark of nature, or all of its values but one of many."""
    values = sum(k in ("value", "missing", "serial") for k in kinds)
    need = sum(r in VALUES for r in layout.tail)
    if "nature" in layout.tail:
        return "nature" in kinds and (values > 0 or len(kinds) == len(layout.tail))
    return values >= (need if need < 3 else need - 1) > 0 or len(kinds) == len(layout.tail) > 1


def _is_prose(words: Sequence[Token]) -> bool:
    text = "".join(t.text for t in words)
    return "。" in text or text.count("，") > 1 or len(text) > 80


def _with_words(line: Sequence[Token], kinds: Sequence[str], at: int, layout: ColumnLayout) -> int:
    """Values in words (稳中向好) between the name and a mark of nature belong to the cells behind the name."""
    wanted = len(line) - len(layout.tail)
    front = 1 + (layout.column("number") is not None and kinds[:1] == ["serial"])
    if kinds[-1:] == ["nature"] and at > wanted and (wanted >= front or (wanted == 0 and kinds[0] in ("value", "missing"))):
        return wanted
    return at
