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

import regex

from planparse.errors import GrammarError
from planparse.grammar import Grammar, Rule
from planparse.grammar.numerals import read_integer

LONGEST = 30
"""No plan prints a longer unit; a longer text is not looked at."""

_MOST_REMEMBERED = 4096
"""Answers kept: more than a long plan has units, and a bound for a document of endless words."""

_DECIMAL_AHEAD = regex.compile(r"[\d.]*")
_INTEGER_AHEAD = regex.compile(r"\d{0,9}")
_TWO_MEASURE_WORDS = regex.compile(r"(\p{Han}{1,4})\((\p{Han}{1,4})\)")

_ONE_SIGN = {
    ord("\u2215"): "/",  # division slash
    ord("\u2044"): "/",  # fraction slash
    ord("\u2022"): "·",  # bullet
    ord("\u22c5"): "·",  # dot operator
    ord("\u30fb"): "·",  # Japanese middle dot
}
"""Strokes and dots that NFKC leaves apart, though fonts and keyboards mix them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one printed unit: one of it is `factor` of `base`."""

    code: str
    """In UCUM."""
    dimension: str
    """In one word: count, money, mass."""
    base: str
    """UCUM code of the unit that values are normalised to."""
    factor: Fraction
    root: str = ""
    """The unit without its multiple: 元 of 万元."""
    bare: bool = False
    """A multiple without a unit: 万."""
    over: bool = False
    """The unit prints what it is counted per: 人/10万, 册/人, 每万人."""
    under: bool = False
    """A noun that is a unit only below the line of a quotient: 人口 in 件/万人口."""


class UnitTable:
    """The lookup tables of one grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self.exact = _listed_units(grammar)
        self.folded: dict[str, Entry] = {}
        for word, entry in self.exact.items():
            self.folded.setdefault(word.casefold(), entry)
        self._scales = _scales(grammar)
        # 万亿元 is no 万 of 亿元: the code names the multiple that is printed.
        self._longest_scale_first = sorted(self._scales, key=len, reverse=True)
        self._quotients = _dimensions_of_quotients(grammar)
        self.none = {"", *grammar.words("units.no-unit")}
        self.note = grammar.pattern("units.note")
        self.mark = grammar.pattern("units.mark")
        self.power = grammar.pattern("units.power")
        self.per = grammar.pattern("units.per")
        scale = one_of(self._scales)
        about = one_of(grammar.words("units.about"))
        self._about = regex.compile(f"({scale}?){about}")
        self._memo: dict[str, Entry | None] = {}

    def entry(self, text: str) -> Entry | None:
        """What is known of a printed unit; None where it is none."""
        if text in self._memo:
            return self._memo[text]
        found = None
        if 0 < len(text) <= LONGEST:
            found = self._find(_key(text))
        # Nearly every cell of every table is asked whether it is a unit.
        if len(self._memo) < _MOST_REMEMBERED:
            self._memo[text] = found
        return found

    def exactly(self, text: str) -> str:
        """A unit without 余 or 多 behind its multiple: 万余元 is 万元."""
        about = self._about.match(text)
        if about is None:
            return text
        return about[1] + text[about.end() :]

    def count(self, text: str) -> int | None:
        """The integer of 千, 十万, 10万, 1.5万, 80 or 三; None where it is none."""
        digits = _lead(_DECIMAL_AHEAD, text)
        scale = self._scales.get(text[len(digits) :])
        if scale is None:  # 80 and 三, but also 三千
            return read_integer(text)
        if not digits:
            return int(scale.factor) or None
        number = Fraction(digits) * scale.factor
        return int(number) or None

    def _find(self, key: str) -> Entry | None:
        key = self.exactly(key)
        found = self._simple(key)
        if found is None:
            return self._base(key) or self._quotient(key)
        return None if found.under else found

    def _simple(self, key: str) -> Entry | None:
        """A listed unit, a multiple of one, or a bare multiple."""
        found = self._unscaled(key) or self._scaled(key)
        if found is not None:
            return found
        # Capitals are forgiven only where no exact spelling is known: mbps is Mbit/s.
        return self.folded.get(key.casefold())

    def _unscaled(self, key: str) -> Entry | None:
        """A listed unit, or a measure word with another one in parentheses: 个(处)."""
        listed = self.exact.get(key)
        if listed is not None or not key.endswith(")"):
            return listed
        pair = _TWO_MEASURE_WORDS.fullmatch(key)
        if pair is None or pair[2] not in self.exact:
            return None
        return self.exact.get(pair[1])

    def _scaled(self, key: str) -> Entry | None:
        """A multiple, alone or of a unit."""
        for word in self._longest_scale_first:
            if not key.startswith(word):
                continue
            scale = self._scales[word]
            rest = key[len(word) :]
            if not rest:
                return scale
            unit = self._unscaled(rest)
            if unit is not None:
                return _times(scale, unit)
        return None

    def _base(self, key: str) -> Entry | None:
        """每万人 in the place of a unit: one in ten thousand."""
        if not key.startswith("每"):
            return None
        match = self.per.fullmatch(key)
        if match is None or not match["count"]:
            return None
        count = self.count(match["count"])
        if not count:
            return None
        return Entry(
            code=f"1/{count}",
            dimension="count",
            base="1",
            factor=Fraction(1, count),
            root=key,
            over=True,
        )

    def _quotient(self, key: str) -> Entry | None:
        """吨/日, 人/10万, 升/人·日, 千克/(平方米·年), 人每平方公里."""
        # 人每平方公里 is 人/平方公里.
        with_lines = key.replace("每", "/")
        upper, *lower = with_lines.split("/")
        if not lower:
            return None
        result = self._simple(upper)
        if result is None:
            return None
        for piece in lower:
            # Some plans print brackets around what stands below the line: 千克/(平方米·年).
            for part in piece.strip("()").split("·"):
                divisor = self._divisor(part)
                if divisor is None:
                    return None
                result = self._over(result, divisor)
        return result

    def _divisor(self, part: str) -> Entry | None:
        """What stands below a line: a unit, a number, or a number of units (10万人)."""
        digits = _lead(_INTEGER_AHEAD, part)
        if not digits:
            return self._simple(part)
        if int(digits) == 0:
            return None
        count = Entry(
            code=digits,
            dimension="number",
            base="1",
            factor=Fraction(digits),
            bare=True,
        )
        if digits == part:
            return count
        unit = self._simple(part[len(digits) :])
        if unit is None:
            return None
        return _times(count, unit)

    def _over(self, top: Entry, below: Entry) -> Entry:
        """`top` divided by `below`; a number below the line changes the factor, not the base."""
        code = below.code
        if "." in code or "/" in code:
            code = f"({code})"
        if below.bare:
            base = top.base
            dimension = top.dimension
        else:
            base = f"{top.base}/{below.base}"
            pair = f"{top.dimension}/{below.dimension}"
            dimension = self._quotients.get(pair, "rate")
        # 元/吨 is a price, but 人/10万 and 册/人 have said already what they count per.
        counted = below.bare or below.dimension == "count"
        return Entry(
            code=f"{top.code}/{code}",
            dimension=dimension,
            base=base,
            factor=top.factor / below.factor,
            over=top.over or counted,
        )


def _times(scale: Entry, unit: Entry) -> Entry:
    return replace(
        unit,
        code=f"{scale.code}.{unit.code}",
        factor=scale.factor * unit.factor,
    )


def _key(text: str) -> str:
    """One spelling of many: NFKC, no white space, one kind of stroke and of middle dot."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).translate(_ONE_SIGN)


def _lead(pattern: regex.Pattern[str], text: str) -> str:
    """What `text` begins with; "" where the pattern does not match there."""
    found = pattern.match(text)
    return "" if found is None else found[0]


def one_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first, so that 万亿 is not read as 万."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    alternatives = "|".join(regex.escape(word) for word in longest_first)
    return f"(?:{alternatives})"


# ------------------------------------------------------------------ what the grammar lists


def _listed_units(grammar: Grammar) -> dict[str, Entry]:
    """Every listed spelling, in the one form that `_key` gives it."""
    found: dict[str, Entry] = {}
    for rule in grammar.group("unit"):
        for word in rule.words:
            key = _key(word)
            found[key] = _unit(rule, key)
    return found


def _scales(grammar: Grammar) -> dict[str, Entry]:
    """Every multiple by its word: 万, 亿."""
    found: dict[str, Entry] = {}
    for rule in grammar.group("scale"):
        scale = Entry(
            code=str(rule.attrs["code"]),
            dimension="count",
            base="1",
            factor=_factor(rule),
            bare=True,
        )
        found |= dict.fromkeys(rule.words, scale)
    return found


def _dimensions_of_quotients(grammar: Grammar) -> dict[str, str]:
    """The dimension of `mass/volume` and the like."""
    found: dict[str, str] = {}
    for rule in grammar.group("quotient"):
        dimension = str(rule.attrs["dimension"])
        found |= dict.fromkeys(rule.words, dimension)
    return found


def _unit(rule: Rule, word: str) -> Entry:
    code = str(rule.attrs["code"])
    return Entry(
        code=code,
        dimension=str(rule.attrs["dimension"]),
        base=str(rule.attrs.get("base", code)),
        factor=_factor(rule),
        root=word,
        under=rule.attrs.get("under") is True,
    )


def _factor(rule: Rule) -> Fraction:
    """The rule's exact factor; GrammarError where it is no positive number."""
    text = str(rule.attrs.get("factor", "1"))
    try:
        factor = Fraction(text)
    except (ValueError, ZeroDivisionError) as e:
        reason = f"factor {text!r} is no number such as 0.01 or 2000/3"
        raise GrammarError(rule.file, rule.id, reason) from e
    if factor <= 0:
        raise GrammarError(rule.file, rule.id, f"factor {text!r} must be above zero")
    return factor
