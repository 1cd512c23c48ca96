"""One header cell: what its words say of the column under it (`grammars/tables.toml`)."""

from __future__ import annotations

import string
from typing import cast

from msgspec import Struct

from planparse.grammar import Grammar, Rule
from planparse.model.plan import Role
from planparse.quantity.units import known

_QUOTES = '“”"「」‘’'
_SPACES = " \u3000\t\r\n\v\f\xa0"
_DROPPED = {ord(sign): "" for sign in _QUOTES + _SPACES}

# Unicode keeps the full-width signs in one block, at a fixed distance from the ASCII signs.
_FULL_WIDTH = ord("（") - ord("(")
_WIDE = "()[]:/%,-.~" + string.digits + string.ascii_letters
_NARROWED = {ord(sign) + _FULL_WIDTH: sign for sign in _WIDE} | _DROPPED
_FIRST_WIDE = "！"
# A longer cell is no header; it is not looked at.
_LONGEST = 60


def plain(text: str) -> str:
    """`text` as headers are compared: no white space or quotation marks, half-width signs and digits."""
    # Most cells print letters and digits alone, of which nothing is changed.
    if text.isalnum() and max(text) < _FIRST_WIDE:
        return text
    return text.translate(_NARROWED)


def printed_of(text: str) -> str:
    """`text` as `plain` cuts it but with its signs as printed: the same length."""
    return text.translate(_DROPPED)


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
    role = named(head, grammar).role
    if role is None and head != text:
        role = named(text, grammar).role
    if role == "investment" and unit is None:
        # A bare 合计 may as well be the label of a row; with a unit (合计（万元）) it is money.
        totals = grammar.words("tables.column.total")
        if head in totals:
            role = None
    if role is None and is_value_header(text, grammar):
        return value_role(head, grammar)
    return role


def is_value_header(text: str, grammar: Grammar) -> bool:
    """Whether a normalised cell is made of years and words for values alone, as no body cell is."""
    return grammar.remembered(_is_value_header, text)


def _is_value_header(text: str, grammar: Grammar) -> bool:
    if grammar.pattern("tables.value.no-header").fullmatch(text):
        return False
    if grammar.pattern("tables.value.header").fullmatch(text):
        # 全市 and 数 are made of such pieces, too: a year or a telling word has to be among them.
        is_dated = grammar.pattern("tables.year").search(text)
        has_telling_word = grammar.pattern("tables.value.word").search(text)
        return bool(is_dated or has_telling_word)
    further = ("tables.value.dated", "tables.value.placed")
    return any(grammar.pattern(rule).fullmatch(text) for rule in further)


def value_role(text: str, grammar: Grammar) -> Role:
    """The kind of value that a header's words name:
    baseline, target, or `value` where none does.
    """

    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.value.{rule}").search(text) is not None

    if says("completion"):
        return "value"
    if says("baseline"):
        return "baseline"
    if says("target"):
        return "target"
    if says("growth"):
        return "baseline" if says("assessed") else "target"
    # 完成 and its like say the past only where nothing says the future: 计划完成 is a target.
    if says("weak-baseline"):
        return "baseline"
    return "value"


_KINDS_OF_TWO = ("baseline", "target")


def is_head_of_two(text: str, grammar: Grammar) -> bool:
    """Whether a head says what is and what is to be: 现状值规划目标 is the words of two."""
    return all(grammar.pattern(f"tables.value.{kind}").search(text) for kind in _KINDS_OF_TWO)


def is_word(header_text: str, grammar: Grammar) -> bool:
    """Whether a header cell is, unit aside, one of the words that the grammar lists,
    or made for values alone.
    """
    head, _ = split_header_unit(header_text, grammar)
    if head in grammar.derived(_column_words):
        return True
    return is_value_header(plain(header_text), grammar)


class HeaderMeaning(Struct, frozen=True):
    """What a column rule says of a header cell."""

    role: Role | None
    loose: bool = False
    """Whether the body may say otherwise."""


_NO_MEANING = HeaderMeaning(None)


def named(text: str, grammar: Grammar) -> HeaderMeaning:
    """The meaning by the column rules, whole words before patterns."""
    return grammar.remembered(_named, text)


def _named(text: str, grammar: Grammar) -> HeaderMeaning:
    words = grammar.derived(_column_words)
    if text in words:
        return words[text]
    for rule in grammar.derived(_column_patterns):
        if rule.pattern.fullmatch(text):
            return _meaning(rule)
    return _NO_MEANING


def _meaning(rule: Rule) -> HeaderMeaning:
    role = cast(Role, rule.attrs["role"])
    is_loose = bool(rule.attrs.get("loose"))
    return HeaderMeaning(role, is_loose)


def _column_words(grammar: Grammar) -> dict[str, HeaderMeaning]:
    """The words of the column rules with their meanings."""
    found: dict[str, HeaderMeaning] = {}
    for rule in grammar.group("column"):
        for word in rule.words:
            found[plain(word)] = _meaning(rule)
    return found


def _column_patterns(grammar: Grammar) -> tuple[Rule, ...]:
    """The column rules that have no words: their patterns are tried after all words."""
    return tuple(rule for rule in grammar.group("column") if not rule.words)


def split_header_unit(text: str, grammar: Grammar) -> tuple[str, str | None]:
    """A header cell, normalised, and the unit in its closing parentheses as printed,
    if that is one.
    """
    return grammar.remembered(_split_header_unit, text)


def _split_header_unit(text: str, grammar: Grammar) -> tuple[str, str | None]:
    narrow = plain(text)
    found = grammar.pattern("tables.header-unit").fullmatch(narrow)
    if found is None and not known(narrow, grammar):  # 元/人 is a unit as a whole
        found = grammar.pattern("tables.header-unit-behind").fullmatch(narrow)
    if found is None:
        return narrow, None
    # Signs are narrowed one by one, so that places in `narrow` are places in the printed form too.
    begin, end = found.span("inner")
    unit = printed_of(text)[begin:end]
    if known(unit, grammar):
        return found["head"], unit
    return narrow, None
