"""Values: what one cell of a table prints, as a `Value`.

A cell is taken apart from outside in: footnote marks and remarks, a year of its
own, the brackets of a five-year total, the words before the number, the number
itself, its unit, the words after it. Whatever is left over makes the cell `text`:
a number is claimed only where every character has been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, cast, get_args

import regex

from planparse.errors import GrammarError
from planparse.grammar import Grammar
from planparse.model.plan import Basis, Comparator, Per, Unit, Value, ValueKind
from planparse.model.source import Span
from planparse.quantity.units import find_unit, known, normalize, normalize_ratio, scaled_by

_LONGEST = 48
"""A longer cell is words. Bounds the work on one cell."""
_BASES: tuple[Basis, ...] = ("annual", "cumulative")
_STOPS = "。；;，,、"
_DIGITS = regex.compile(r"\d")
_PLAIN = regex.compile(r"[0-9]{1,15}(?:\.[0-9]{1,12})?")
_FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {
    ord(c): ord(to)
    for to, many in {
        "-": "‐‑‒–—―−─━﹣－⸺⸻", "~": "〜∼˜～", "[": "〔【［", "]": "〕】］", ":": "∶︰：", "≥": "≧⩾", "≤": "≦⩽",
        ">": "﹥", "<": "﹤", "%": "﹪", "·": "•・",
    }.items()
    for c in many
}
"""Spellings of one sign, each one character for one, so that offsets stay those of the printed text."""


_NUMBERS: dict[ValueKind, tuple[str, ...]] = {
    "ratio": ("first", "second"), "range": ("low", "high"), "number": ("number",),
}
"""The shapes of numbers in the order in which they are tried, and the groups of their patterns."""


@dataclass(frozen=True, slots=True)
class _CellReading:
    """What is known of a cell while it is taken apart."""

    kind: ValueKind = "text"
    numbers: tuple[Decimal, ...] = ()
    comparator: Comparator | None = None
    sign: int = 0
    basis: Basis | None = None
    reference: str | None = None
    year: int | None = None
    unit: Unit | None = None


_Read = tuple[_CellReading, tuple[str, ...]]
"""What a cell says, and the footnote marks and remarks behind it."""
_WORDS: _Read = (_CellReading(), ())
_MANY = 20_000
"""So many cells are remembered at most."""


class _Word(NamedTuple):
    """What a word before a number says."""

    what: str
    sign: str | int


def read_value(
    text: str, grammar: Grammar, *, year: int | None = None, unit: Unit | None = None, per: Per | None = None
) -> Value:
    """The value that a cell prints; `year`, `unit` and `per` are those of its row and column.

    Never raises. `Value.text` is the cell without white space, `Value.unit` only what
    the cell itself prints, `Value.year` the cell's own year before the column's.
    `normalized` is set for numbers, ratios and changes whose unit is known.
    """
    return read_cell(text, grammar, year=year, unit=unit, per=per)[0]


def read_cell(
    text: str, grammar: Grammar, *, year: int | None = None, unit: Unit | None = None, per: Per | None = None,
    span: Span | None = None,
) -> tuple[Value, tuple[str, ...]]:
    """`read_value` with its `span`, and the footnote marks and remarks in parentheses behind the number."""
    shown = "".join(text.split())
    cells = grammar.derived(_Cells)
    whole = len(shown) == len(text) or len(text) > 4 * _LONGEST or cells.one(text)
    reading, marks = cells.read(shown) if whole else _WORDS
    return _value(shown, reading, year, unit, per, span, grammar), marks


def _value(
    shown: str, r: _CellReading, year: int | None, unit: Unit | None, per: Per | None, span: Span | None,
    grammar: Grammar,
) -> Value:
    if r.kind in ("text", "missing"):
        return Value(text=shown, kind=r.kind, year=year, span=span)
    first, last, sign = r.numbers[0], r.numbers[-1], r.comparator or "="
    dated = r.year or year
    if len(r.numbers) == 1:
        own = scaled_by(r.unit, unit, grammar) if r.unit else unit
        return Value(
            text=shown, kind=r.kind, comparator=sign, value=float(first), year=dated, basis=r.basis,
            reference=r.reference, unit=r.unit, normalized=normalize(first, own, per, grammar), span=span,
        )
    pair, ratio = (float(first), float(last)), r.kind == "ratio"
    return Value(
        text=shown, kind=r.kind, comparator=sign, low=None if ratio else pair[0], high=None if ratio else pair[1],
        ratio=pair if ratio else None, year=dated, basis=r.basis, reference=r.reference, unit=r.unit,
        normalized=normalize_ratio(first, last) if ratio else None, span=span,
    )


class _Cells:
    """The reader of cells that one grammar describes."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.words = _words(grammar)
        self.before = _union(self.words)
        self.after = {w: sign for w, place, sign in _comparators(grammar) if place == "after"}
        self.level = _union(grammar.words("values.level"))
        self.seen: dict[str, _Read] = {}

    def one(self, text: str) -> bool:
        """Whether white space may be taken out of `text` without making one number of two."""
        if self.grammar.pattern("values.gap").search(text) is None:
            return True
        return self.grammar.pattern("values.spaced-thousands").fullmatch(text.strip()) is not None

    def read(self, shown: str) -> _Read:
        """What `shown` says, and the marks and remarks that had to be taken off for it.

        A cell is asked for again once its row's unit is known, and many cells print the same.
        """
        if shown not in self.seen:
            if len(self.seen) >= _MANY:
                self.seen.clear()
            self.seen[shown] = self._read(shown)
        return self.seen[shown]

    def _read(self, shown: str) -> _Read:
        if _PLAIN.fullmatch(shown):
            return _CellReading("number", (Decimal(shown),)), ()
        off: list[str] = []
        rest = shown
        while rest and len(off) < 5:
            reading = self._shape(rest)
            if reading.kind != "text":
                return self._based(reading, off), tuple(m for m in off if m not in _STOPS)
            cut = self._cut(rest)
            if cut is None:
                break
            rest, mark = cut
            off.insert(0, mark)
        if not shown:
            return _CellReading("missing"), ()
        return _CellReading(), tuple(m for m in off if self.grammar.pattern("units.mark").fullmatch(m))

    def _cut(self, text: str) -> tuple[str, str] | None:
        """`text` without the mark, remark or stop at its end or the mark at its start, and what was cut."""
        mark = self.grammar.pattern("units.mark")
        for i in range(len(text) if text[-1].isalpha() else max(1, len(text) - 6), len(text)):
            if mark.fullmatch(text, i) and not (text[i].isdecimal() and text[i - 1].isdecimal()):
                return text[:i], text[i:]
        aside = self.grammar.pattern("values.aside").search(text.translate(_FOLD))
        if aside and aside.start() and not _DIGITS.search(aside["aside"]):
            return text[: aside.start()], text[aside.start():]
        if len(text) > 1 and text[-1] in _STOPS:
            return text[:-1], text[-1]
        return (text[1:], text[0]) if len(text) > 1 and mark.fullmatch(text, 0, 1) else None

    def _based(self, reading: _CellReading, remarks: list[str]) -> _CellReading:
        """The reading with the basis that a remark gives: 6%（年均）."""
        if reading.kind in ("number", "range", "relative") and reading.basis is None:
            for basis in _BASES:
                if any(self.grammar.pattern(f"values.{basis}").search(r) for r in remarks):
                    return replace(reading, basis=basis)
        return reading

    def _shape(self, text: str) -> _CellReading:
        """The reading of a cell whose every character must be accounted for."""
        plain = text.translate(_FOLD)
        pattern = self.grammar.pattern
        if pattern("values.missing").fullmatch(plain):
            return _CellReading("missing")
        if len(text) > _LONGEST or not _DIGITS.search(plain) or pattern("values.date").fullmatch(plain):
            return _CellReading()
        year = None
        if found := pattern("values.year-after").search(plain):
            year, text, plain = int(found["year"]), text[: found.start()], plain[: found.start()]
        elif found := pattern("values.year-before").match(plain):
            year, text, plain = int(found["year"]), text[found.end():], plain[found.end():]
        if box := pattern("values.bracketed").fullmatch(plain):
            open_, close = box.end("before"), box.start("after") - 1
            text, plain = (t[:open_] + t[open_ + 1 : close] + t[close + 1 :] for t in (text, plain))
            return replace(self._phrase(text, plain), year=year, basis="cumulative")
        return replace(self._phrase(text, plain), year=year)

    def _phrase(self, text: str, plain: str) -> _CellReading:
        """The words before a number, one by one, then the number."""
        reading, at = _CellReading(), 0
        for _ in range(8):
            step = self._against(text, plain, at, reading) or self._word(plain, at, reading)
            if step is None:
                break
            reading, at = step
        return self._number(text, plain, at, reading)

    def _against(self, text: str, plain: str, at: int, reading: _CellReading) -> tuple[_CellReading, int] | None:
        """比…, 较…: what a change is measured against; 高于… and 低于… when words follow."""
        if reading.reference is not None:
            return None
        for name in ("reference", "above"):
            if found := self.grammar.pattern(f"values.{name}").match(plain, at):
                start, end = found.span("reference")
                sign = 0 if name == "reference" else 1 if found["rise"] else -1
                return replace(reading, reference=text[start:end], sign=sign), found.end()
        return None

    def _word(self, plain: str, at: int, reading: _CellReading) -> tuple[_CellReading, int] | None:
        """One word before the number, and where it ends."""
        found = self.before.match(plain, at)
        if found is None:
            return None
        word, end = self.words[found[0]], found.end()
        if word.what == "compare":
            comparator = reading.comparator or cast(Comparator, word.sign)
            return replace(reading, comparator=comparator), end
        if word.what == "basis":
            return replace(reading, basis=cast(Basis, word.sign)), end
        if word.what == "lead":
            return reading, end
        if word.what == "degree" and reading.reference is None:
            return None
        if level := self.level.match(plain, end):
            return replace(reading, sign=0, reference=None), level.end()
        return replace(reading, sign=int(word.sign)), end

    def _number(self, text: str, plain: str, at: int, reading: _CellReading) -> _CellReading:
        """The ratio, range or number at `at`; the empty reading where more follows than can be read."""
        for kind in _NUMBERS:
            if found := self.grammar.pattern(f"values.{kind}").match(plain, at):
                break
        else:
            return _CellReading()
        tail = self._tail(text[found.end():], plain[found.end():])
        numbers = tuple(Decimal(found[n].replace(",", "")) for n in _NUMBERS[kind])
        if tail is None or (kind == "range" and numbers[0] > numbers[1]):
            return _CellReading()
        unit, after = tail
        if kind == "range" and (first := text[slice(*found.span("unit"))]):
            if not known(first, self.grammar):
                return _CellReading()
            unit = unit or find_unit(first, self.grammar)
        return _directed(replace(
            reading, kind=kind, numbers=numbers, unit=unit, comparator=_joined(reading.comparator, after)))

    def _tail(self, text: str, plain: str) -> tuple[Unit | None, Comparator | None] | None:
        """Unit and comparator that follow a number; None where anything else does."""
        for start, end, sign in self._tails(plain):
            body = text[start:end]
            if len(body) > 2 and plain[start] == "(" and plain[end - 1] == ")":
                body = body[1:-1]
            if body and not known(body, self.grammar):
                continue
            unit = find_unit(body, self.grammar) if body else None
            if unit and unit.text != body and not sign:  # 万余元
                sign = ">"
            return unit, sign
        return None

    def _tails(self, plain: str) -> list[tuple[int, int, Comparator | None]]:
        """Where the unit in a tail may begin and end, and the comparator beside it; longest word first."""
        found: list[tuple[int, int, Comparator | None]] = []
        for word, sign in self.after.items() if plain else ():
            if plain.endswith(word):
                found.append((0, len(plain) - len(word), sign))
            elif plain.startswith(word):
                found.append((len(word), len(plain), sign))
        return [(0, len(plain), None), *sorted(found, key=lambda f: f[1] - f[0])]


def _joined(before: Comparator | None, after: Comparator | None) -> Comparator | None:
    """One comparator of two: 约 gives way to 以上, any other word before the number holds."""
    return after or before if before in (None, "≈") else before


def _directed(reading: _CellReading) -> _CellReading:
    """A number with a direction is a change: its sign is the direction's."""
    if not reading.sign:
        return reading if reading.reference is None else _CellReading()
    if reading.kind == "ratio":
        return _CellReading()
    numbers = sorted(abs(n) * reading.sign for n in reading.numbers)
    return replace(reading, kind="relative", numbers=tuple(numbers))


def _words(grammar: Grammar) -> dict[str, _Word]:
    """Every word that may stand before a number, and what it says."""
    found = {w: _Word("lead", 0) for w in grammar.words("values.lead")}
    for rule, word in (("annual", _Word("basis", "annual")), ("cumulative", _Word("basis", "cumulative")),
                       ("rise", _Word("change", 1)), ("fall", _Word("change", -1)),
                       ("higher", _Word("degree", 1)), ("lower", _Word("degree", -1))):
        found |= dict.fromkeys(grammar.words(f"values.{rule}"), word)
    before = {w: _Word("compare", sign) for w, place, sign in _comparators(grammar) if place == "before"}
    return found | before


def _comparators(grammar: Grammar) -> Iterator[tuple[str, str, Comparator]]:
    """Word, place and sign of every comparator; GrammarError where a rule names no place or sign."""
    for rule in grammar.group("comparator"):
        place, sign = str(rule.attrs["place"]), str(rule.attrs["sign"])
        if place not in ("before", "after") or sign not in get_args(Comparator):
            raise GrammarError(rule.file, rule.id, "place is before or after, sign one of = ≥ ≤ > < ≈")
        for word in rule.words:
            yield word, place, cast(Comparator, sign)


def _union(words: Iterable[str]) -> regex.Pattern[str]:
    return regex.compile("|".join(regex.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))
