"""Units: from the printed words to UCUM codes, and from a printed number to the base unit.

`grammars/units.toml` lists what cannot be put together; this module composes the
rest: multiples (万张, 亿千瓦时), quotients (微克/立方米, 人/10万, 升/人·日) and measure
words with a second one in parentheses (个（处）). Codes are UCUM (https://ucum.org);
what is counted stands in braces, money has its ISO 4217 code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import regex

from planparse.grammar import Grammar, Rule
from planparse.numerals import read_integer
from planparse.plan import Normalized, Per, Unit

_LONGEST = 30
"""No plan prints a longer unit; a longer text is not looked at."""
_MEMO = 4096
_PAIRS = {"）": "（(", ")": "（(", "】": "【", "]": "[［", "］": "[［", "〕": "〔"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one printed unit. One of it is `factor` of `base`.

    `root` is the unit without its multiple (万元: 元). `bare`: a multiple without a
    unit (万). `over`: the unit prints what it is counted per (人/10万, 册/人, 每万人).
    """

    code: str
    dimension: str
    base: str
    factor: Fraction
    root: str = ""
    bare: bool = False
    over: bool = False


class Split(NamedTuple):
    """An indicator's name as printed, taken apart: `name` + `unit` + footnote `marks`, none of them in `name`."""

    name: str
    unit: str | None
    marks: tuple[str, ...]


def find_unit(text: str, grammar: Grammar) -> Unit | None:
    """The unit that `text` prints; None where it prints none (empty, —, /).

    `Unit.text` is the text without white space and without 余 or 多 (万余元 is 万元, 余人 is 人);
    code and dimension are null where the unit is unknown.
    """
    table = _table(grammar)
    shown = "".join(text.split())
    if shown in table.none:
        return None
    if note := table.note.fullmatch(shown):
        shown = note["unit"]
    entry = table.entry(shown)
    if entry is None:
        return Unit(text=shown)
    return Unit(text=table.about.sub(r"\1", shown), code=entry.code, dimension=entry.dimension)


def known(text: str, grammar: Grammar) -> bool:
    """Whether `text` is a unit that the grammar lists or can put together."""
    return _table(grammar).entry("".join(text.split())) is not None


def unit_pattern(grammar: Grammar) -> str:
    """A pattern source, longest first, of the units that may follow a number in prose; no groups."""
    return _table(grammar).fragment


def unit_after_number(grammar: Grammar) -> regex.Pattern[str]:
    """`unit_pattern` compiled, white space before the unit allowed; the group `unit` is the unit."""
    return _table(grammar).after


def normalize(
    number: Decimal, unit: Unit | None, per: Per | None, grammar: Grammar
) -> Normalized | None:
    """`number` of `unit` in the base unit, the count of `per` divided out; None where the unit is unknown.

    A unit that prints its own base (件/万人 of a 每万人口… indicator) is not divided twice.
    Without a unit but per a base, the result is a pure number per person.
    """
    entry = _table(grammar).entry(unit.text) if unit is not None else None
    if entry is None and (unit is not None or per is None):
        return None
    if not number.is_finite():
        return None
    exact = Fraction(number) * (entry.factor if entry else 1)
    if per is not None and per.count > 0 and not (entry and entry.over):
        exact /= per.count
    return _normalized(exact, entry.base if entry else "1")


def normalize_ratio(first: Decimal, second: Decimal) -> Normalized | None:
    """first ÷ second as a pure number; None where the second is zero."""
    if not (first.is_finite() and second.is_finite() and second):
        return None
    return _normalized(Fraction(first) / Fraction(second), "1")


def scaled_by(own: Unit, column: Unit | None, grammar: Grammar) -> Unit:
    """The unit of a cell that prints only a multiple: 万 in a column of 人 or of 万人 is 万人."""
    table = _table(grammar)
    entry = table.entry(own.text)
    if entry is None or not entry.bare or column is None:
        return own
    head = table.entry(column.text)
    whole = own.text + (head.root if head else column.text)
    return find_unit(whole, grammar) or own if table.entry(whole) else own


def split_unit(name: str, grammar: Grammar) -> Split:
    """Takes the unit and the footnote marks off the end of an indicator's name or a column's header.

    White space goes. The unit stands in closing parentheses, alone or before a
    comma (亿元，五年累计), or after a stroke or comma at the end (出生率/‰, 死亡率/10万).
    Parentheses that hold no unit belong to the name.
    """
    table = _table(grammar)
    rest, marks = _cut_marks("".join(name.split()), table)
    if inner := _closing(rest):
        start, words = inner
        words, more = (words, ()) if table.entry(words) else _cut_marks(words, table)
        if start and (unit := _unit_in(words, table)):
            rest, again = _cut_marks(rest[:start], table)
            return Split(rest, unit, (*again, *more, *marks))
    for end, start in _tails(rest):
        if end and table.entry(rest[start:]):
            return Split(rest[:end], rest[start:], marks)
    return Split(rest, None, marks)


def unit_aside(name: str, grammar: Grammar) -> str | None:
    """What stands beside the unit in the closing parentheses (五年累计 in 投资（亿元，五年累计）), or None."""
    table = _table(grammar)
    rest, _ = _cut_marks("".join(name.split()), table)
    inner = _closing(rest)
    if not inner or not _unit_in(inner[1], table):
        return None
    first, comma, other = _at_comma(inner[1])
    return other if comma and table.entry(first) and not table.entry(other) else None


def read_per(name: str, grammar: Grammar) -> Per | None:
    """The base of a rate in a name, a header or a unit (每千人口…, …（每万人）); None where there is none.

    人均 and 户均 are words of the name and give none.
    """
    if "每" not in name:
        return None
    match = _table(grammar).per.search("".join(name.split()))
    if match is None:
        return None
    if match["count"] is None:
        return Per(count=1, of=match["one"])
    count = _table(grammar).count(match["count"])
    return Per(count=count, of=match["of"]) if count else None


def _normalized(exact: Fraction, unit: str) -> Normalized | None:
    try:
        return Normalized(value=float(exact), unit=unit)
    except OverflowError:
        return None


def _cut_marks(text: str, table: _Table) -> tuple[str, tuple[str, ...]]:
    """`text` without the footnote marks at its end, and the marks in printed order."""
    marks: list[str] = []
    while text and len(marks) < 4:
        start = next((i for i in range(max(0, len(text) - 6), len(text)) if table.mark.fullmatch(text, i)), 0)
        if not start or table.entry(text[start:].strip("（）()[]")):
            break
        marks.insert(0, text[start:])
        text = text[:start]
    return text, tuple(marks)


def _closing(text: str) -> tuple[int, str] | None:
    """Where the parentheses that close `text` open, and what they hold; None where it ends otherwise."""
    opening = _PAIRS.get(text[-1:])
    if opening is None:
        return None
    depth = 0
    for i in range(len(text) - 1, max(-1, len(text) - 2 - _LONGEST), -1):
        depth += (text[i] in _PAIRS and _PAIRS[text[i]] == opening) - (text[i] in opening)
        if depth == 0:
            return i, text[i + 1 : -1]
    return None


def _unit_in(words: str, table: _Table) -> str | None:
    """The unit that parentheses hold: all of them, or what stands before or after a comma."""
    if note := table.note.fullmatch(words):
        words = note["unit"]
    if table.entry(words):
        return words
    first, comma, other = _at_comma(words)
    if comma and table.entry(first):
        return first
    return other if comma and table.entry(other) else None


def _at_comma(words: str) -> tuple[str, str, str]:
    parts = regex.split(r"([,，、;；])", words, maxsplit=1)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (words, "", "")


def _tails(text: str) -> Iterator[tuple[int, int]]:
    """Where a name may end and its unit begin without parentheses: 出生率/‰, 死亡率/10万, 城镇化率，%."""
    for i in range(max(1, len(text) - _LONGEST), len(text)):
        if text[i] in "/／,，":
            yield i, i + 1
            yield i, i
    if text.endswith(("%", "％", "‰")):
        yield len(text) - 1, len(text) - 1


class _Table:
    """The lookup tables of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        rules = grammar.group("unit")
        self.exact = {_key(w): _entry(r, _key(w)) for r in rules for w in r.words}
        self.folded: dict[str, Entry] = {}
        for word, entry in self.exact.items():
            self.folded.setdefault(word.casefold(), entry)
        scales = [(w, _scale(r)) for r in grammar.group("scale") for w in r.words]
        self.scales = tuple(sorted(scales, key=lambda s: -len(s[0])))
        self.dimensions = {w: str(r.attrs["dimension"]) for r in grammar.group("quotient") for w in r.words}
        self.none = {"", *grammar.words("units.no-unit")}
        self.note = grammar.pattern("units.note")
        self.mark = grammar.pattern("units.mark")
        self.per = grammar.pattern("units.per")
        scale, about = _union(w for w, _ in self.scales), _union(grammar.words("units.about"))
        self.about = regex.compile(f"^({scale}?){about}")
        self.fragment = _fragment(rules, scale, about)
        self.after = regex.compile(rf"\s{{0,4}}(?P<unit>{self.fragment})")
        self._memo: dict[str, Entry | None] = {}

    def entry(self, text: str) -> Entry | None:
        """What is known of a printed unit."""
        if text in self._memo:
            return self._memo[text]
        found = self._find(_key(text)) if 0 < len(text) <= _LONGEST else None
        if len(self._memo) < _MEMO:
            self._memo[text] = found
        return found

    def count(self, text: str) -> int | None:
        """The integer of 千, 十万, 10万, 1.5万, 80 or 三; None where it is none."""
        digits = regex.match(r"[\d.]*", text)[0]  # type: ignore[index]
        scale = dict(self.scales).get(text[len(digits):])
        if scale is None:
            return read_integer(text)
        return int(Fraction(digits or "1") * scale.factor) or None

    def _find(self, key: str) -> Entry | None:
        key = self.about.sub(r"\1", key)
        return self._simple(key) or self._base(key) or self._quotient(key)

    def _simple(self, key: str) -> Entry | None:
        """A listed unit, a multiple of one, or a bare multiple."""
        if found := self.exact.get(key) or self._paired(key):
            return found
        for word, scale in self.scales:
            if key.startswith(word):
                rest = key[len(word):]
                if not rest:
                    return scale
                if root := self.exact.get(rest) or self._paired(rest):
                    return _times(scale, root)
        return self.folded.get(key.casefold())

    def _paired(self, key: str) -> Entry | None:
        """A measure word with another one in parentheses: 个(处)."""
        match = regex.fullmatch(r"(\p{Han}{1,4})\((\p{Han}{1,4})\)", key)
        if match is None or match[2] not in self.exact:
            return None
        return self.exact.get(match[1])

    def _base(self, key: str) -> Entry | None:
        """每万人 in the place of a unit: one in ten thousand."""
        match = self.per.fullmatch(key) if key.startswith("每") else None
        count = self.count(match["count"]) if match and match["count"] else None
        if not count:
            return None
        return Entry(f"1/{count}", "count", "1", Fraction(1, count), key, over=True)

    def _quotient(self, key: str) -> Entry | None:
        """吨/日, 人/10万, 升/人·日, 千克/(平方米·年), 人每平方公里."""
        upper, *lower = key.replace("每", "/").split("/")
        result = self._simple(upper) if lower else None
        for part in (p for piece in lower for p in piece.strip("()").split("·")):
            divisor = self._divisor(part)
            if result is None or divisor is None:
                return None
            result = self._over(result, divisor)
        return result

    def _divisor(self, part: str) -> Entry | None:
        """What stands below a line: a unit, a number, or a number of units (10万人)."""
        digits = regex.match(r"\d{0,9}", part)[0]  # type: ignore[index]
        unit = self._simple(part[len(digits):])
        if not digits:
            return unit
        count = Entry(digits, "number", "1", Fraction(digits), bare=True)
        if len(digits) == len(part):
            return count if int(digits) else None
        return _times(count, unit) if unit and int(digits) else None

    def _over(self, top: Entry, below: Entry) -> Entry:
        counted = below.bare or below.dimension == "count"
        pair = f"{top.dimension}/{below.dimension}"
        dimension = top.dimension if below.bare else self.dimensions.get(pair, "rate")
        code = f"({below.code})" if "." in below.code or "/" in below.code else below.code
        base = top.base if below.bare else f"{top.base}/{below.base}"
        return Entry(f"{top.code}/{code}", dimension, base, top.factor / below.factor,
                     over=top.over or counted)


def _table(grammar: Grammar) -> _Table:
    found = grammar.cache.get("units")
    if not isinstance(found, _Table):
        found = grammar.cache["units"] = _Table(grammar)
    return found


def _key(text: str) -> str:
    """One spelling of many: NFKC, no white space, one kind of stroke and of middle dot."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).translate({0x2215: "/", 0x2044: "/", 0x2022: "·", 0x22C5: "·", 0x30FB: "·"})


def _entry(rule: Rule, word: str) -> Entry:
    code = str(rule.attrs["code"])
    base = str(rule.attrs.get("base", code))
    factor = Fraction(str(rule.attrs.get("factor", "1")))
    return Entry(code, str(rule.attrs["dimension"]), base, factor, word)


def _scale(rule: Rule) -> Entry:
    return Entry(str(rule.attrs["code"]), "count", "1", Fraction(str(rule.attrs["factor"])), bare=True)


def _times(scale: Entry, unit: Entry) -> Entry:
    return replace(unit, code=f"{scale.code}.{unit.code}", factor=scale.factor * unit.factor, bare=unit.bare)


def _union(words: Iterable[str]) -> str:
    return "(?:" + "|".join(regex.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _fragment(rules: tuple[Rule, ...], scale: str, about: str) -> str:
    """Units after a number: a multiple or none, the unit, what it is counted per; last a bare multiple."""
    ends: list[tuple[str, str]] = []
    for rule in rules:
        if rule.attrs.get("prose", True):
            stop = str(rule.attrs.get("unless", ""))
            ends += [(w, f"(?![{regex.escape(stop)}])" if stop else "") for w in rule.words if not w[0].isdigit()]
    ends = [(w, s + ("(?![A-Za-z])" if w[-1].isascii() and w[-1].isalpha() else "")) for w, s in ends]
    ends.sort(key=lambda e: (-len(e[0]), e[0]))
    word = "(?:" + "|".join(regex.escape(w) + s for w, s in ends) + ")"
    below = f"(?:(?:10{{0,5}})?{scale}?{word}|10{{0,5}}{scale}?|{scale})"
    return f"(?:{scale}?{about}?{word}(?:[/／]{below}(?:[·/／]{below})?)?|{scale}{about}?)"
