"""What one printed unit is: its code, its dimension, and how many of the customary unit it makes.

The units that `grammars/units.toml` lists, their multiples, and the quotient of two.
Factors are exact fractions.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from planparse.errors import GrammarError
from planparse.grammar import Grammar, Rule
from planparse.grammar.engines import compiled

_RAISED_POWER = compiled("(?<=10)[⁰¹²³⁴-⁹]{1,2}")
"""The power of 10⁴m³, which NFKC would make a number of its own (104m3)."""

_ONE_SIGN = {
    ord("\u2215"): "/",  # division slash
    ord("\u2044"): "/",  # fraction slash
    ord("\u2022"): "·",  # bullet
    ord("\u22c5"): "·",  # dot operator
    ord("\u30fb"): "·",  # Japanese middle dot
}
"""Strokes and dots that NFKC leaves apart, though fonts and keyboards mix them."""


class Entry(Struct, frozen=True):
    """What is known of one printed unit: one of it is `factor` of `base`."""

    code: str
    """In UCUM. That of the unit alone, without its multiple, is `own`."""
    dimension: str
    """In one word: count, money, mass; "" for a quotient that measures nothing (μm/m³)."""
    base: str
    """UCUM code of the unit that values are normalised to: the customary one of the dimension."""
    factor: Fraction
    own: str = ""
    multiple: Fraction = Fraction(1)
    """10000 of 万吨."""
    root: str = ""
    """The unit without its multiple: 元 of 万元."""
    bare: bool = False
    """A multiple without a unit: 万."""
    over: bool = False
    """The unit prints what it is counted per: 人/10万, 册/人, 每万人."""
    under: bool = False
    """A noun that is a unit only below the line of a quotient: 人口 in 件/万人口."""


def spelled(text: str) -> str:
    """One spelling of many: NFKC, no white space, one kind of stroke and of middle dot."""
    with_powers = _RAISED_POWER.sub(r"^\g<0>", text)
    plain = unicodedata.normalize("NFKC", with_powers)
    return "".join(plain.split()).translate(_ONE_SIGN)


# ------------------------------------------------------------------ multiples and quotients


class Quotient(Struct, frozen=True):
    """What is known of the quotients of two dimensions."""

    dimension: str
    base: str = ""
    """What they are normalised to; "" where that is the quotient of both bases."""
    factor: Fraction = Fraction(1)
    """How many of `base` the quotient of both bases is."""


_PLAIN_QUOTIENT = Quotient("rate")


def _base_over(top: Entry, below: Entry, kind: Quotient) -> tuple[str, Fraction]:
    """The unit that a quotient is normalised to, and its factor to that."""
    factor = top.factor / below.factor
    if below.bare or _is_one_of(top, below):
        return top.base, factor
    if kind.base:
        return kind.base, factor * kind.factor
    if below.dimension == "time":
        # A yearly amount is not spread over seconds, nor a daily one summed up to a year.
        return f"{top.base}/{below.own}", top.factor / below.multiple
    if top.base == below.base and top.dimension != "count":
        return "1", factor
    return f"{top.base}/{below.base}", factor


def _is_one_of(top: Entry, below: Entry) -> bool:
    """One in 100,000 people is a number, as one in 100,000 is."""
    return top.dimension == "fraction" and below.dimension == "count"


def quotient(top: Entry, below: Entry, kind: Quotient | None) -> Entry:
    """`top` divided by `below`; a number below the line changes the factor, not the base."""
    if kind is None or below.bare:
        kind = _PLAIN_QUOTIENT
    code = below.code
    if "." in code or "/" in code:
        code = f"({code})"
    is_share = below.bare or _is_one_of(top, below)
    base, factor = _base_over(top, below, kind)
    # 元/吨 is a price, but 人/10万 and 册/人 have said already what they count per.
    counted = below.bare or below.dimension == "count"
    return Entry(
        code=f"{top.code}/{code}",
        dimension=top.dimension if is_share else kind.dimension,
        base=base,
        factor=factor,
        over=top.over or counted,
    )


def times(scale: Entry, unit: Entry) -> Entry:
    """A multiple of a unit: 万吨."""
    return replace(
        unit,
        code=f"{scale.code}.{unit.code}",
        factor=scale.factor * unit.factor,
        multiple=scale.factor * unit.multiple,
    )


def power_of_ten(power: str) -> Entry:
    """The multiple that is printed as 10⁴."""
    return multiple_of(f"10*{int(power)}", Fraction(10 ** int(power)))


def multiple_of(code: str, factor: Fraction) -> Entry:
    """A multiple without a unit: 万."""
    return Entry(
        code=code,
        dimension="count",
        base="1",
        factor=factor,
        bare=True,
    )


# ------------------------------------------------------------------ what the grammar lists


def listed_units(grammar: Grammar) -> dict[str, Entry]:
    """Every listed spelling, in the one form that `spelled` gives it."""
    found: dict[str, Entry] = {}
    for rule in grammar.group("unit"):
        for word in rule.words:
            key = spelled(word)
            found[key] = _unit(rule, key)
    return found


def scales(grammar: Grammar) -> dict[str, Entry]:
    """Every multiple by its word: 万, 亿."""
    found: dict[str, Entry] = {}
    for rule in grammar.group("scale"):
        scale = multiple_of(str(rule.attrs["code"]), _factor(rule))
        found |= dict.fromkeys(rule.words, scale)
    return found


def quotients_of(grammar: Grammar) -> dict[str, Quotient]:
    """What is known of `mass/volume` and the like."""
    found: dict[str, Quotient] = {}
    for rule in grammar.group("quotient"):
        kind = Quotient(
            dimension=str(rule.attrs["dimension"]),
            base=str(rule.attrs.get("base", "")),
            factor=_factor(rule),
        )
        found |= dict.fromkeys(rule.words, kind)
    found |= dict.fromkeys(grammar.words("units.of-nothing"), Quotient(""))
    return found


def _unit(rule: Rule, word: str) -> Entry:
    code = str(rule.attrs["code"])
    return Entry(
        code=code,
        dimension=str(rule.attrs["dimension"]),
        base=str(rule.attrs.get("base", code)),
        factor=_factor(rule),
        own=code,
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
