"""Which engine compiles a pattern, and that it makes no difference to what is found."""

from __future__ import annotations

import re

import pytest
import regex

from planparse import grammar
from planparse.grammar.engines import compiled
from planparse.grammar.rules import Rule

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
        (r"\p{Han}{2}", False),
        ("(?<=至|截至)底", False),
        ("(?:年底|年末){1,3}+", False),
        ("(?>年底|年)", False),
        (r"≥?\d", False),
        (r"(?P<sign>≥)?\d", False),
        (r"年|(?:近)?\d", False),
    ],
)
def test_an_engine_is_chosen_by_what_it_reads_and_reads_quickly(source: str, is_own: bool) -> None:
    assert isinstance(compiled(source), re.Pattern) is is_own


def test_what_is_asked_of_whole_texts_may_begin_with_nothing() -> None:
    assert isinstance(compiled(r"≥?\d", whole=True), re.Pattern)
    assert not isinstance(compiled(r"\p{Han}?\d", whole=True), re.Pattern)
