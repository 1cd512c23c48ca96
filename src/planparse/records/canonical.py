"""What is known of an indicator by its name: its canonical id, and which way is better."""

from __future__ import annotations

import unicodedata

from planparse.grammar import Grammar


def direction_of(name: str, grammar: Grammar) -> str | None:
    """Whether more of an indicator is better ("higher") or less ("lower"); None where unknown or neither."""
    names, directions = _known(grammar)
    if (known := names.get(_key(name, grammar))) is not None:
        return directions[known] if directions[known] != "none" else None
    for rule in grammar.group("trend"):
        if rule.pattern.search(name):
            direction = str(rule.attrs["direction"])
            return direction if direction != "none" else None
    return None


def canonical_of(name: str, grammar: Grammar) -> str | None:
    """The id of a well-known indicator, without the file's prefix (beds-per-1000); None where unknown."""
    known = _known(grammar)[0].get(_key(name, grammar))
    return known.removeprefix("indicators.") if known else None


def _known(grammar: Grammar) -> tuple[dict[str, str], dict[str, str]]:
    """Rule id by compared name, and direction by rule id."""
    tables: tuple[dict[str, str], dict[str, str]] | None = grammar.cache.get("indicators")
    if tables is None:
        rules = grammar.group("indicator")
        names = {_key(w, grammar): r.id for r in reversed(rules) for w in reversed(r.words)}
        tables = names, {r.id: str(r.attrs["direction"]) for r in rules}
        grammar.cache["indicators"] = tables
    return tables


def _key(name: str, grammar: Grammar) -> str:
    """A name as it is compared: half-width, without region words, 常住 and a trailing 数."""
    text = unicodedata.normalize("NFKC", "".join(name.split()))
    text = grammar.pattern("indicators.key.drop").sub("", text)
    if "人" in text:
        text = grammar.pattern("indicators.key.base").sub(lambda m: f"每{m['count']}人", text)
    text = text.replace("医生", "医师")
    short: str = grammar.pattern("indicators.key.tail").sub("", text)
    return short
