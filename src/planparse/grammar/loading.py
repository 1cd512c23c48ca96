"""Loads, checks and compiles `grammars/*.toml`: every word and pattern a domain expert may change.

A grammar file holds a `[define]` table of fragments and arrays of rules. Every
rule has an `id` that begins with the file's name, and either a `pattern` or a
list of `words` (or both: the words then stand where the pattern says `{words}`).

    [define]
    han = "[〇一二三四五六七八九十百]+"

    [[heading]]
    id = "outline.han-comma"
    pattern = '(?P<label>(?P<number>{han})、)'
    accepts = ["一、发展基础"]
    rejects = ["二〇二五年"]
    rank = 40
    note = "Why, where that is not plain."

`how` says how the pattern is held against its examples: "match" (at the start,
the default), "full" or "search". Other keys are the group's own; `GROUPS` lists
them with their types. A key that is missing or not listed, an id or a word that
stands twice in a group, an example that fails, and a pattern that could
backtrack without bound are errors that name file and rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from planparse.errors import GrammarError
from planparse.grammar.rules import Grammar, Rule, compiled
from planparse.grammar.safety import why_unsafe

GROUPS: dict[str, dict[str, type]] = {
    "words": {},
    "pattern": {},
    "column": {"role": str},
    "scope": {"level": int},
    "indicator": {"direction": str},
    "trend": {"direction": str},
    "heading": {"rank": int},
    "annex": {},
    "caption": {},
    "synonym": {},
    "territory": {"level": str},
    "unit": {"code": str, "dimension": str},
    "scale": {"factor": str, "code": str},
    "quotient": {"dimension": str},
    "comparator": {"sign": str, "place": str},
    "bound": {"sign": str, "side": str},
}
"""Rule groups and the keys that every rule of the group must have beside the general ones."""

OPTIONAL: dict[str, dict[str, type]] = {
    "column": {"loose": bool},
    "unit": {"base": str, "factor": str, "prose": bool, "under": bool, "unless": str},
}
"""Keys that a rule of the group may have."""

_GENERAL = {"id", "pattern", "words", "accepts", "rejects", "note", "how"}


def grammar_folder() -> Path:
    """Where the built-in grammars are: in the installed package, else in the checkout."""
    here = Path(__file__).resolve()
    for folder in (here.parents[1] / "grammars", here.parents[3] / "grammars"):
        if folder.is_dir():
            return folder
    raise GrammarError("grammars/", "", "the built-in grammar files are missing; reinstall planparse")


def load(*packs: str | Path) -> Grammar:
    """The built-in grammar with the user's packs added; a pack's rule replaces the one with the same id.

    Raises GrammarError, which names file and rule.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(grammar_folder().glob("*.toml")):
        for rule in _load_file(path, own=True):
            if rule.id in rules:
                raise GrammarError(rule.file, rule.id, "this id stands twice")
            rules[rule.id] = rule
    for pack in packs:
        rules.update({r.id: r for r in _load_file(Path(pack), own=False)})
    _check_words(rules.values())
    return Grammar(rules.values())


@lru_cache(maxsize=1)
def default() -> Grammar:
    """The built-in grammar, loaded once."""
    return load()


def _load_file(path: Path, *, own: bool) -> list[Rule]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise GrammarError(path.name, "", str(e)) from e
    fragments = data.pop("define", {})
    rules: list[Rule] = []
    for group, entries in data.items():
        if group not in GROUPS:
            raise GrammarError(path.name, group, f"unknown group; known are {', '.join(sorted(GROUPS))}")
        if not isinstance(entries, list):
            raise GrammarError(path.name, group, "write a rule as [[" + group + "]]")
        rules += [_rule(path.name, group, entry, fragments) for entry in entries]
    seen: set[str] = set()
    for rule in rules:
        if own and not rule.id.startswith(path.stem + "."):
            raise GrammarError(path.name, rule.id, f"an id in this file begins with {path.stem!r} and a dot")
        if rule.id in seen:
            raise GrammarError(path.name, rule.id, "this id stands twice")
        seen.add(rule.id)
    return rules


def _rule(file: str, group: str, entry: Any, fragments: Mapping[str, str]) -> Rule:
    rule_id = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(rule_id, str):
        raise GrammarError(file, group, "a rule without an id")
    required, optional = GROUPS[group], OPTIONAL.get(group, {})
    for key in entry.keys() - _GENERAL - required.keys() - optional.keys():
        raise GrammarError(file, rule_id, f"unknown key {key!r}")
    for key, kind in required.items():
        if key not in entry:
            raise GrammarError(file, rule_id, f"the key {key!r} is missing")
        if not isinstance(entry[key], kind):
            raise GrammarError(file, rule_id, f"{key!r} must be {kind.__name__}")
    for key, kind in optional.items():
        if key in entry and not isinstance(entry[key], kind):
            raise GrammarError(file, rule_id, f"{key!r} must be {kind.__name__}")
    words = _strings(file, rule_id, entry, "words")
    if len(set(words)) < len(words):
        raise GrammarError(file, rule_id, "a word stands twice")
    how = entry.get("how", "match")
    if how not in ("match", "full", "search"):
        raise GrammarError(file, rule_id, "how must be match, full or search")
    rule = Rule(
        rule_id, group, file, _compile(file, rule_id, entry, words, fragments), words,
        _strings(file, rule_id, entry, "accepts"), _strings(file, rule_id, entry, "rejects"), how,
        {k: entry[k] for k in entry.keys() - _GENERAL},
    )
    return _checked(rule)


def _checked(rule: Rule) -> Rule:
    """The rule, once its examples hold. A pattern without an example to take is not tested data."""
    if not rule.words and not rule.accepts:
        raise GrammarError(rule.file, rule.id, "a pattern needs at least one example in accepts")
    for text in rule.accepts:
        if rule.find(text) is None:
            raise GrammarError(rule.file, rule.id, f"does not take its own example {text!r}")
    for text in rule.rejects:
        if rule.find(text) is not None:
            raise GrammarError(rule.file, rule.id, f"takes {text!r}, which it should reject")
    return rule


def _strings(file: str, rule_id: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise GrammarError(file, rule_id, f"{key!r} must be a list of strings that are not empty")
    return tuple(value)


def _compile(
    file: str, rule_id: str, entry: Mapping[str, Any], words: tuple[str, ...], fragments: Mapping[str, str]
) -> str:
    union = "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
    source = entry.get("pattern", union if words else None)
    if not isinstance(source, str):
        raise GrammarError(file, rule_id, "a rule needs a pattern or words")
    if words:
        source = source.replace("{words}", union)
    for _ in range(4):  # fragments may use fragments, four deep
        for name, fragment in fragments.items():
            source = source.replace("{" + name + "}", f"(?:{fragment})")
    if missing := re.search(r"\{([a-z_]+)\}", source):
        raise GrammarError(file, rule_id, f"no fragment {missing[1]!r} in [define]")
    if source == union:  # escaped words side by side: nothing in them can be wrong or slow
        return source
    try:
        compiled(source)
        unsafe = why_unsafe(source)
    except (regex.error, re.error) as e:
        raise GrammarError(file, rule_id, f"not a pattern: {e}") from e
    if unsafe:
        raise GrammarError(file, rule_id, unsafe)
    return source


def _check_words(rules: Iterable[Rule]) -> None:
    """An alias may name only one thing: a word stands once in its group."""
    owner: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        if rule.group in ("words", "pattern"):
            continue
        for word in rule.words:
            other = owner.setdefault((rule.group, word), rule)
            if other is not rule:
                raise GrammarError(rule.file, rule.id, f"{word!r} stands in {other.id!r} too")
