"""What is known of an indicator by its name: its canonical id, and which way is better."""

from __future__ import annotations

import unicodedata

import regex

from planparse.grammar import Grammar, Rule


def direction_of(name: str, grammar: Grammar) -> str | None:
    """Whether more of an indicator is better ("higher") or less ("lower").

    None where that is unknown, or neither is.
    """
    return grammar.remembered(_direction_of, name)


def _direction_of(name: str, grammar: Grammar) -> str | None:
    known = grammar.remembered(_rule_id, name)
    # What a rule says of its own names goes before what their last words say.
    if known is not None:
        return _direction(grammar.rule(known))
    # A name that no rule lists: its last words often tell (死亡率).
    for rule in grammar.group("trend"):
        if rule.pattern.search(name):
            return _direction(rule)
    return None


def canonical_of(name: str, grammar: Grammar) -> str | None:
    """The id of a well-known indicator, without the file's prefix (beds-per-1000); else None."""
    known = grammar.remembered(_rule_id, name)
    if known is None:
        return None
    return known.removeprefix("indicators.")


def _direction(rule: Rule) -> str | None:
    direction = str(rule.attrs["direction"])
    return None if direction == "none" else direction


def _rule_id(name: str, grammar: Grammar) -> str | None:
    """The rule that lists an indicator by this name."""
    ids = grammar.derived(_ids)
    return ids.get(_key(name, grammar))


def _ids(grammar: Grammar) -> dict[str, str]:
    """Rule id by compared name; where two rules know a name, the first one counts."""
    found: dict[str, str] = {}
    for rule in grammar.group("indicator"):
        for word in rule.words:
            found.setdefault(_key(word, grammar), rule.id)
    return found


def _key(name: str, grammar: Grammar) -> str:
    """A name as it is compared: half-width, without region words, 常住 and a trailing 数."""
    text = "".join(name.split())
    text = unicodedata.normalize("NFKC", text)
    text = grammar.pattern("indicators.key.drop").sub("", text)
    text = grammar.pattern("indicators.key.base").sub(_same_base, text)
    same = grammar.words("indicators.key.same")
    for other in same[1:]:
        text = text.replace(other, same[0])
    tail = grammar.pattern("indicators.key.tail")
    return str(tail.sub("", text))


def _same_base(found: regex.Match[str]) -> str:
    """每千常住人口, 千人 and 每千名人口 are one base: 每千人."""
    return f"每{found['count']}人"
