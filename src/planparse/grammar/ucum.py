"""Whether a unit code is one of UCUM, the Unified Code for Units of Measure (case sensitive).

Its syntax is whole; of its atoms those are listed that a plan, a statistic or a standard may
print, and currencies are the three letters of ISO 4217, as UCUM itself has none.
"""

from __future__ import annotations

import re

_WITH_PREFIX = """
m g s A K mol cd rad sr L l Hz N Pa J W C V F Ohm S Wb T H lm lx Bq Gy Sv kat Cel eV pc ar t u B Np
bit By Bd cal cal_IT cal_th bar st bit_s kg dyn erg G Oe Mx Gal P St Ci R RAD REM
"""
_WITHOUT_PREFIX = """
10* 10^ % [ppth] [ppm] [ppb] [pptr] [pi] min h d a mo wk a_j a_g a_t mo_j mo_g mo_s mo_t deg ' ''
gon circ sph AU atm har b att [nmi_i] [kn_i] [in_i] [ft_i] [yd_i] [mi_i] [acr_us] [gal_us] [lb_av]
[oz_av] [ton_i] [car_m] [car_Au] [degF] [Btu] [HP] [pH] [psi] mm[Hg] m[Hg] m[H2O] [iU] [arb'U]
[CFU] [PFU] [c] [g] [mu_0] [tbl_us]
"""
_METRIC = frozenset(_WITH_PREFIX.split())
_OTHER = frozenset(_WITHOUT_PREFIX.split())
_PREFIX_NAMES = "Y Z E P T G M k h da d c m u n p f a z y Ki Mi Gi Ti"
_PREFIXES = frozenset(_PREFIX_NAMES.split())
_DECIBEL = frozenset(("dB", "B[SPL]", "dB[SPL]"))
_CURRENCY = re.compile(r"[A-Z]{3}")
_ANNOTATION = re.compile(r"\{[!-z|~]{0,60}\}")
_NUMBER = re.compile(r"[1-9]\d{0,20}(?:\.\d{1,20})?(?:/[1-9]\d{0,8}(?=\.|$))?")
_EXPONENT = re.compile(r"[+-]?[1-9]\d?$")
_LONGEST = 80
"""Characters of a code; none of the built-in ones has half as many."""


def is_ucum(code: str) -> bool:
    """Whether the code can be read as UCUM: `kW.h`, `kg/m3`, `{bed}`, `10*4.CNY`."""
    if not 0 < len(code) <= _LONGEST:
        return False
    number = _NUMBER.match(code)
    if number and "/" in number[0]:  # a fraction as a factor: 2000/3.m2
        code = "1" + code[number.end() :]
    code = code.removeprefix("/")  # per something: /a
    terms = _ANNOTATION.sub(lambda found: "{" + "x" * (len(found[0]) - 2) + "}", code)
    return all(map(_is_component, _components(terms)))


def _components(code: str) -> list[str]:
    """What stands between the points and strokes; the point of a decimal number is none of them."""
    return re.split(r"(?<!\d)[./]|[./](?!\d)", code)


def _is_component(component: str) -> bool:
    annotation = _ANNOTATION.search(component)
    atom = component
    if annotation:
        if annotation.end() != len(component):
            return False
        atom = component[: annotation.start()]
        if not atom:
            return True
    return _is_power(atom)


def _is_power(text: str) -> bool:
    if not text:
        return False
    if _NUMBER.fullmatch(text) or _is_atom(text):
        return True
    exponent = _EXPONENT.search(text)
    return exponent is not None and _is_atom(text[: exponent.start()])


def _is_atom(text: str) -> bool:
    if text in _METRIC or text in _OTHER or text in _DECIBEL or _CURRENCY.fullmatch(text):
        return True
    return any(text.startswith(prefix) and text[len(prefix) :] in _METRIC for prefix in _PREFIXES)
