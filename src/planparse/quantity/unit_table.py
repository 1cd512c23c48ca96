"""The units of one grammar as lookup tables: listed ones, and those put together.

`UnitTable.entry` composes what `grammars/units.toml` does not list: multiples (万张,
亿千瓦时), quotients (微克/立方米, 人/10万, 升/人·日) and measure words with a second one in
parentheses (个（处）). Factors are exact fractions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import regex

from planparse.errors import GrammarError
from planparse.grammar import Grammar, Rule
from planparse.grammar.numerals import read_integer

LONGEST = 30
"""No plan prints a longer unit; a longer text is not looked at."""
_MEMO = 4096
_NUMBER, _WHOLE = regex.compile(r"[\d.]*"), regex.compile(r"\d{0,9}")
_PAIR = regex.compile(r"(\p{Han}{1,4})\((\p{Han}{1,4})\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one printed unit. One of it is `factor` of `base`.

    `root` is the unit without its multiple (万元: 元). `bare`: a multiple without a
    unit (万). `over`: the unit prints what it is counted per (人/10万, 册/人, 每万人).
    `under`: a noun that is a unit only below the line of a quotient (件/万人口).
    """

    code: str
    dimension: str
    base: str
    factor: Fraction
    root: str = ""
    bare: bool = False
    over: bool = False
    under: bool = False


class UnitTable:
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
        self._about = regex.compile(f"({scale}?){about}")
        self._scales = dict(self.scales)
        self._parts = (rules, scale, about)
        self._memo: dict[str, Entry | None] = {}

    @cached_property
    def fragment(self) -> str:
        """The pattern source of units in prose, made on first use."""
        return _fragment(*self._parts)

    @cached_property
    def after(self) -> regex.Pattern[str]:
        """`fragment` behind a number, as the group `unit`."""
        return regex.compile(rf"\s{{0,4}}(?P<unit>{self.fragment})")

    def entry(self, text: str) -> Entry | None:
        """What is known of a printed unit."""
        if text in self._memo:
            return self._memo[text]
        found = self._find(_key(text)) if 0 < len(text) <= LONGEST else None
        if len(self._memo) < _MEMO:
            self._memo[text] = found
        return found

    def exactly(self, text: str) -> str:
        """A unit without 余 or 多 behind its multiple: 万余元 is 万元."""
        about = self._about.match(text)
        return about[1] + text[about.end():] if about else text

    def count(self, text: str) -> int | None:
        """The integer of 千, 十万, 10万, 1.5万, 80 or 三; None where it is none."""
        digits = _NUMBER.match(text)[0]  # type: ignore[index]
        scale = self._scales.get(text[len(digits):])
        if scale is None:
            return read_integer(text)
        return int(Fraction(digits or "1") * scale.factor) or None

    def _find(self, key: str) -> Entry | None:
        key = self.exactly(key)
        found = self._simple(key)
        if found is not None:
            return None if found.under else found
        return self._base(key) or self._quotient(key)

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
        match = _PAIR.fullmatch(key) if key[-1:] == ")" else None
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
        digits = _WHOLE.match(part)[0]  # type: ignore[index]
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


def _key(text: str) -> str:
    """One spelling of many: NFKC, no white space, one kind of stroke and of middle dot."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).translate({0x2215: "/", 0x2044: "/", 0x2022: "·", 0x22C5: "·", 0x30FB: "·"})


def _entry(rule: Rule, word: str) -> Entry:
    code = str(rule.attrs["code"])
    base = str(rule.attrs.get("base", code))
    return Entry(code, str(rule.attrs["dimension"]), base, _factor(rule), word,
                 under=rule.attrs.get("under") is True)


def _scale(rule: Rule) -> Entry:
    return Entry(str(rule.attrs["code"]), "count", "1", _factor(rule), bare=True)


def _factor(rule: Rule) -> Fraction:
    """The rule's exact factor; GrammarError where it is no positive number."""
    text = str(rule.attrs.get("factor", "1"))
    try:
        factor = Fraction(text)
    except (ValueError, ZeroDivisionError) as e:
        raise GrammarError(rule.file, rule.id, f"factor {text!r} is no number such as 0.01 or 2000/3") from e
    if factor <= 0:
        raise GrammarError(rule.file, rule.id, f"factor {text!r} must be above zero")
    return factor


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
            unless = f"(?![{regex.escape(stop)}])" if stop else ""
            ends += [(w, unless) for w in rule.words if not w[0].isdigit()]
    ends = [(w, s + ("(?![A-Za-z])" if w[-1].isascii() and w[-1].isalpha() else "")) for w, s in ends]
    ends.sort(key=lambda e: (-len(e[0]), e[0]))
    word = "(?:" + "|".join(regex.escape(w) + s for w, s in ends) + ")"
    below = f"(?:(?:10{{0,5}})?{scale}?{word}|10{{0,5}}{scale}?|{scale})"
    return f"(?:{scale}?{about}?{word}(?:[/／]{below}(?:[·/／]{below})?)?|{scale}{about}?)"
