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

`how` says how the pattern is compared with a text: "match" (at its start, the
default), "full" or "search". Other keys are the group's own; `GROUPS` lists
them with their types. A key that is missing or not listed, an id or a word that
stands twice in a group, an example that fails, and a pattern that could
backtrack without bound are errors that name file and rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from planparse.errors import GrammarError
from planparse.grammar.engines import compiled
from planparse.grammar.rules import Grammar, Rule
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
    "base": {"dimension": str, "si": str, "factor": str},
    "quotient": {"dimension": str},
    "comparator": {"sign": str, "place": str},
    "bound": {"sign": str, "side": str},
}
"""Rule groups and the keys that every rule of the group must have beside the general ones."""

OPTIONAL: dict[str, dict[str, type]] = {
    "column": {"loose": bool},
    "unit": {"base": str, "factor": str, "prose": bool, "under": bool, "unless": str},
    "quotient": {"base": str, "factor": str},
}
"""Keys that a rule of the group may have."""

_GENERAL = {"id", "pattern", "words", "accepts", "rejects", "note", "how"}
"""Keys that a rule of any group may have."""
_HOW = ("match", "full", "search")

FRAGMENTS_DEEP = 4
"""How deep fragments may use fragments: more would be hard to read, and a circle has no end."""


# -------------------------------------------------------------------- grammars


def grammar_folder() -> Path:
    """Where the built-in grammars are: in the installed package, else in the checkout."""
    above = Path(__file__).resolve().parents
    installed = above[1] / "grammars"
    checkout = above[3] / "grammars"
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    reason = "the built-in grammar files are missing; reinstall planparse"
    raise GrammarError("grammars/", "", reason)


def load(*packs: str | Path) -> Grammar:
    """The built-in grammar with the user's packs added.

    A pack's rule replaces the one with the same id. Raises GrammarError, which names file and rule.
    """
    rules: dict[str, Rule] = {}
    for path in sorted(grammar_folder().glob("*.toml")):
        for rule in _load_file(path):
            _check_own_id(rule, rules, path.stem)
            rules[rule.id] = rule
    for pack in packs:
        for rule in _load_file(Path(pack)):
            rules[rule.id] = rule
    _check_words(rules.values())
    return Grammar(rules.values())


@lru_cache(maxsize=1)
def default() -> Grammar:
    """The built-in grammar, loaded once."""
    return load()


def _check_own_id(rule: Rule, before: Mapping[str, Rule], stem: str) -> None:
    """A built-in rule is named after its file, so that a reader knows where it stands."""
    if not rule.id.startswith(f"{stem}."):
        reason = f"an id in this file begins with {stem!r} and a dot"
        raise GrammarError(rule.file, rule.id, reason)
    if rule.id in before:
        raise GrammarError(rule.file, rule.id, "this id stands twice")


def _check_words(rules: Iterable[Rule]) -> None:
    """An alias may name only one thing: a word stands once in its group."""
    owner: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        if rule.group in ("words", "pattern"):
            continue
        for word in rule.words:
            other = owner.setdefault((rule.group, word), rule)
            if other is not rule:
                reason = f"{word!r} stands in {other.id!r} too"
                raise GrammarError(rule.file, rule.id, reason)


# ------------------------------------------------------------------- one file


def _load_file(path: Path) -> list[Rule]:
    """The rules of a file, in its order, each checked by itself."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise GrammarError(path.name, "", str(e)) from e
    fragments = data.pop("define", {})
    rules: dict[str, Rule] = {}
    for entry in _entries(path.name, data):
        if entry.id in rules:
            raise entry.error("this id stands twice")
        rules[entry.id] = _rule(entry, fragments)
    return list(rules.values())


@dataclass(frozen=True)
class RuleEntry:
    """A rule as a grammar file writes it, before anything in it is checked but its id."""

    file: str
    group: str
    id: str
    keys: Mapping[str, Any]

    def error(self, reason: str) -> GrammarError:
        """What is wrong with the rule, to be raised."""
        return GrammarError(self.file, self.id, reason)

    def strings(self, key: str) -> tuple[str, ...]:
        """The list of strings under a key; empty where the key is missing."""
        value = self.keys.get(key, [])
        # An empty word would stand everywhere.
        if not isinstance(value, list) or not all(_is_filled(item) for item in value):
            raise self.error(f"{key!r} must be a list of strings that are not empty")
        return tuple(value)


def _is_filled(item: object) -> bool:
    return isinstance(item, str) and item != ""


def _entries(file: str, data: Mapping[str, Any]) -> list[RuleEntry]:
    """The rules of all groups in a file, in order."""
    found: list[RuleEntry] = []
    for group, entries in data.items():
        if group not in GROUPS:
            known = ", ".join(sorted(GROUPS))
            raise GrammarError(file, group, f"unknown group; known are {known}")
        if not isinstance(entries, list):
            raise GrammarError(file, group, f"write a rule as [[{group}]]")
        for keys in entries:
            rule_id = keys.get("id") if isinstance(keys, dict) else None
            if not isinstance(rule_id, str):
                raise GrammarError(file, group, "a rule without an id")
            entry = RuleEntry(file, group, rule_id, keys)
            found.append(entry)
    return found


# ------------------------------------------------------------------- one rule


def _rule(entry: RuleEntry, fragments: Mapping[str, str]) -> Rule:
    """The rule that an entry writes, compiled and compared with its own examples."""
    _check_keys(entry)
    words = entry.strings("words")
    if len(set(words)) < len(words):
        raise entry.error("a word stands twice")
    how = entry.keys.get("how", "match")
    if how not in _HOW:
        raise entry.error("how must be match, full or search")
    own = entry.keys.keys() - _GENERAL
    rule = Rule(
        id=entry.id,
        group=entry.group,
        file=entry.file,
        source=_source(entry, words, fragments),
        words=words,
        accepts=entry.strings("accepts"),
        rejects=entry.strings("rejects"),
        how=how,
        attrs={key: entry.keys[key] for key in sorted(own)},
    )
    _check_examples(rule)
    return rule


def _check_keys(entry: RuleEntry) -> None:
    """The keys of a rule are those of its group, of the right type: none missing, none new."""
    required = GROUPS[entry.group]
    optional = OPTIONAL.get(entry.group, {})
    kinds = required | optional
    for key in entry.keys:
        if key not in _GENERAL and key not in kinds:
            raise entry.error(f"unknown key {key!r}")
    for key in required:
        if key not in entry.keys:
            raise entry.error(f"the key {key!r} is missing")
    for key, kind in kinds.items():
        if key in entry.keys and not isinstance(entry.keys[key], kind):
            raise entry.error(f"{key!r} must be {kind.__name__}")


def _check_examples(rule: Rule) -> None:
    """A rule's examples hold. A pattern without an example to take is not tested data."""
    if not rule.words and not rule.accepts:
        reason = "a pattern needs at least one example in accepts"
        raise GrammarError(rule.file, rule.id, reason)
    for text in rule.accepts:
        if rule.apply(text) is None:
            reason = f"does not take its own example {text!r}"
            raise GrammarError(rule.file, rule.id, reason)
    for text in rule.rejects:
        if rule.apply(text) is not None:
            reason = f"takes {text!r}, which it should reject"
            raise GrammarError(rule.file, rule.id, reason)


# -------------------------------------------------------------------- patterns


def _source(entry: RuleEntry, words: tuple[str, ...], fragments: Mapping[str, str]) -> str:
    """The rule's pattern with words and fragments put in; one that is safe to use."""
    union = _union(words)
    source = entry.keys.get("pattern")
    if source is None and words:
        source = union
    if not isinstance(source, str):
        raise entry.error("a rule needs a pattern or words")
    if words:
        source = source.replace("{words}", union)
    source = _with_fragments(source, fragments)
    if missing := re.search(r"\{([a-z_]+)\}", source):
        raise entry.error(f"no fragment {missing[1]!r} in [define]")
    # Escaped words side by side: nothing in them can be wrong or slow.
    if source != union:
        _check_pattern(entry, source)
    return source


def _union(words: Iterable[str]) -> str:
    """A pattern for any of the words, which prefers the longest."""
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return f"(?:{either})"


def _with_fragments(source: str, fragments: Mapping[str, str]) -> str:
    for _ in range(FRAGMENTS_DEEP):
        for name, fragment in fragments.items():
            group = f"(?:{fragment})"
            source = source.replace(f"{{{name}}}", group)
    return source


def _check_pattern(entry: RuleEntry, source: str) -> None:
    """A pattern compiles and cannot backtrack without bound."""
    try:
        compiled(source)
        unsafe = why_unsafe(source)
    except (regex.error, re.error) as e:
        raise entry.error(f"not a pattern: {e}") from e
    if unsafe:
        raise entry.error(unsafe)
