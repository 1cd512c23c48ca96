"""One header cell: what its words say of the column under it (`grammars/tables.toml`)."""

from __future__ import annotations

from typing import cast

from planparse.grammar import Grammar, Rule
from planparse.model.plan import Role
from planparse.quantity.units import known

_DROP = dict.fromkeys(map(ord, "“”\"「」‘’ \u3000\t\r\n\v\f\xa0"), "")
_NARROW = {ord(c) + 0xFEE0: c for c in "()[]:/%,-.~"} | _DROP
_LONGEST = 60
"""A longer cell is no header; it is not looked at."""


def plain(text: str) -> str:
    """`text` as headers are compared: no white space or quotation marks, half-width signs."""
    return text.translate(_NARROW)


def printed_of(text: str) -> str:
    """`text` as `plain` cuts it but with its signs as printed: the same length."""
    return text.translate(_DROP)


def role_of(header_text: str, grammar: Grammar) -> Role | None:
    """What a column under this one header cell holds; None where that is no known header.

    A value header whose kind only other columns can tell (2025年) is `value`.
    """
    return grammar.remembered(_role, header_text)


def _role(header_text: str, grammar: Grammar) -> Role | None:
    if len(header_text) > _LONGEST:
        return None
    text = plain(header_text)
    if not text:
        return None
    head, unit = split_header_unit(header_text, grammar)
    role, _ = named(head, grammar)
    if role is None and head != text:
        role, _ = named(text, grammar)
    if role is None or (role == "investment" and unit is None and _is_total(head, grammar)):
        return value_role(head, grammar) if is_value_header(text, grammar) else None
    return role


def _is_total(text: str, grammar: Grammar) -> bool:
    return text in grammar.words("tables.column.total")


def is_value_header(text: str, grammar: Grammar) -> bool:
    """Whether a normalised cell is made of years and words for values alone, as no body cell is."""
    if grammar.pattern("tables.value.no-header").fullmatch(text):
        return False
    if grammar.pattern("tables.value.header").fullmatch(text):
        dated = grammar.pattern("tables.year").search(text)
        return dated is not None or grammar.pattern("tables.value.word").search(text) is not None
    return grammar.pattern("tables.value.dated").fullmatch(text) is not None


def value_role(text: str, grammar: Grammar) -> Role:
    """The kind of value that a header's words name: baseline, target, or `value` where none does."""

    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.value.{rule}").search(text) is not None

    if says("baseline"):
        return "baseline"
    if says("target") or says("growth"):
        return "target"
    return "baseline" if says("weak-baseline") else "value"


def is_word(header_text: str, grammar: Grammar) -> bool:
    """Whether a header cell is, unit aside, one of the words that the grammar lists, or made for values alone."""
    head, _ = split_header_unit(header_text, grammar)
    return head in grammar.derived(_column_words) or is_value_header(plain(header_text), grammar)


def named(text: str, grammar: Grammar) -> tuple[Role | None, bool]:
    """Role by the column rules, whole words before patterns, and whether the rule is loose."""
    words = grammar.derived(_column_words)
    if text in words:
        return words[text]
    for rule in grammar.derived(_column_patterns):
        if rule.pattern.fullmatch(text):
            return cast(Role, rule.attrs["role"]), bool(rule.attrs.get("loose"))
    return None, False


def _column_words(grammar: Grammar) -> dict[str, tuple[Role, bool]]:
    """The words of the column rules, with the role and whether the rule is loose."""
    found: dict[str, tuple[Role, bool]] = {}
    for rule in grammar.group("column"):
        meaning = cast(Role, rule.attrs["role"]), bool(rule.attrs.get("loose"))
        found.update((plain(word), meaning) for word in rule.words)
    return found


def _column_patterns(grammar: Grammar) -> tuple[Rule, ...]:
    """The column rules that have no words: their patterns are tried after all words."""
    return tuple(rule for rule in grammar.group("column") if not rule.words)


def split_header_unit(text: str, grammar: Grammar) -> tuple[str, str | None]:
    """A header cell, normalised, and the unit in its closing parentheses as printed, if that is one."""
    narrow, printed = plain(text), printed_of(text)  # the same length: signs are narrowed one by one
    if m := grammar.pattern("tables.header-unit").fullmatch(narrow):
        unit = printed[m.start("inner"):m.end("inner")]
        if known(unit, grammar):
            return m["head"], unit
    return narrow, None
