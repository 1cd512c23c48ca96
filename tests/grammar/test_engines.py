"""Which engine compiles a pattern, and that it makes no difference to what is found."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
import regex

from planparse import grammar
from planparse.grammar.engines import compiled
from planparse.grammar.rules import Rule
from planparse.grammar.safety import with_han

RULES = [pytest.param(rule, id=rule.id) for rule in grammar.default() if rule.accepts]


@pytest.mark.parametrize("rule", RULES)
def test_both_engines_find_the_same_in_the_examples(rule: Rule) -> None:
    other = regex.compile(rule.source)
    for text in (*rule.accepts, *rule.rejects):
        ours = [(found.span(), found.groupdict()) for found in rule.pattern.finditer(text)]
        theirs = [(found.span(), found.groupdict()) for found in other.finditer(text)]
        assert ours == theirs


@pytest.mark.parametrize(
    ("source", "is_own"),
    [
        ("[年月]底", True),
        (r"第\d{1,3}[章节]", True),
        (r"\p{Han}{2}", True),
        (r"\p{Latin}{2}", False),
        ("(?<=至|截至)底", False),
        ("(?:年底|年末){1,3}+", False),
        ("(?>年底|年)", False),
        (r"≥?\d", True),
        (r"(?:近)?.年", False),
        (r"(?:近)?年?", False),
    ],
)
def test_an_engine_is_chosen_by_what_it_reads_and_reads_quickly(source: str, is_own: bool) -> None:
    assert isinstance(compiled(source), re.Pattern) is is_own


def test_what_is_asked_of_whole_texts_may_begin_with_nothing() -> None:
    assert isinstance(compiled(r"近?.年", whole=True), re.Pattern)
    assert not isinstance(compiled(r"\p{Latin}?\d", whole=True), re.Pattern)


@pytest.mark.parametrize(
    "source",
    [
        r"≥?\d",
        r"(?P<sign>≥)?(?P<number>\d)",
        r"年|(?:近)?\d",
        r"(?:(?=较)|从)?[\]2-4年]{1,2}",
        r"(?<=近)年|\s{2}|$",
        r"[\p{Han}\]]\d|^\p{Han}",
        r"\[\p{Han}|较?\p{Han}{3}",
    ],
)
def test_a_look_at_the_first_character_hides_no_match(source: str) -> None:
    text = "≥3，近年2较从]2，[年 \t  较较从年2"
    other = regex.compile(source)
    ours = [(found.span(), found.groupdict()) for found in compiled(source).finditer(text)]
    theirs = [(found.span(), found.groupdict()) for found in other.finditer(text)]
    assert ours == theirs


def test_han_is_what_regex_takes_for_it() -> None:
    han = re.compile(with_han(r"\p{Han}"))
    other = regex.compile(r"\p{Han}")
    known = [chr(code) for code in range(sys.maxunicode + 1) if _is_known(chr(code))]
    assert [one for one in known if han.match(one)] == [one for one in known if other.match(one)]


def _is_known(character: str) -> bool:
    """Whether this Python's Unicode has the character: a later one may give more to Han."""
    return unicodedata.category(character) not in ("Cn", "Cs")
