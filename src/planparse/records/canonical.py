"""What is known of an indicator by its name: its canonical id, and which way is better."""

from __future__ import annotations

import unicodedata

from planparse.grammar import Grammar, Rule


def direction_of(name: str, grammar: Grammar) -> str | None:
    """Whether more of an indicator is better ("higher") or less ("lower"); None where unknown or neither."""
    known = grammar.derived(_ids).get(_key(name, grammar))
    if known is not None:
        return _direction(grammar.rule(known))
    for rule in grammar.group("trend"):
        if rule.pattern.search(name):
            return _direction(rule)
    return None


def _direction(rule: Rule) -> str | None:
    direction = str(rule.attrs["direction"])
    return None if direction == "none" else direction


def canonical_of(name: str, grammar: Grammar) -> str | None:
    """The id of a well-known indicator, without the file's prefix (beds-per-1000); None where unknown."""
    known = grammar.derived(_ids).get(_key(name, grammar))
    return known.removeprefix("indicators.") if known else None


def _ids(grammar: Grammar) -> dict[str, str]:
    """Rule id by compared name; where two rules know a name, the first one counts."""
    found: dict[str, str] = {}
    for rule in grammar.group("indicator"):
        for word in rule.words:
            found.setdefault(_key(word, grammar), rule.id)
    return found


def _key(name: str, grammar: Grammar) -> str:
    """A name as it is compared: half-width, without region words, 常住 and a trailing 数."""
    text = unicodedata.normalize("NFKC", "".join(name.split()))
    text = grammar.pattern("indicators.key.drop").sub("", text)
    if "人" in text:
        text = grammar.pattern("indicators.key.base").sub(lambda m: f"每{m['count']}人", text)
    text = text.replace("医生", "医师")
    short: str = grammar.pattern("indicators.key.tail").sub("", text)
    return short
