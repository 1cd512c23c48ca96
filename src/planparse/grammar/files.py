"""Reads and checks files as `grammars/*.toml` are written: every word and pattern a domain expert may change.

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
default), "full" or "search". Other keys are the group's own; `keys` says what
may stand under each. `extends` in place of `id` adds words to a rule that is
there. A key that is missing, not listed or holds what it cannot, an id or a word
that stands twice in a group, an example that fails, and a pattern that could
backtrack without bound are errors that name file and rule.
"""

from __future__ import annotations

import os
import re
import select
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import regex
from msgspec import Struct

from planparse.errors import GrammarError
from planparse.grammar.engines import compiled
from planparse.grammar.extending import Extension
from planparse.grammar.keys import NAMED, OF_WORDS, OPTIONAL, REQUIRED
from planparse.grammar.rules import Rule
from planparse.grammar.safety import union, why_too_large, why_unsafe, with_fragments

_GENERAL = {"id", "pattern", "words", "accepts", "rejects", "note", "how"}
"""Keys that a rule of any group may have."""
_HOW = ("match", "full", "search")

_EXTENDING = {"extends", "words", "accepts", "rejects", "note"}
"""Keys of an entry that adds words to a rule that is there."""
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_AS_BYTES = getattr(os, "O_BINARY", 0)
_PIPE_WAIT = 2.0
"""Seconds that a pipe is waited for."""
MOST_BYTES = 4 * 1024 * 1024
"""Size of a file; the largest built-in one has 60,000 bytes."""


# ------------------------------------------------------------------- one file


def content_of(path: Path) -> bytes:
    """The bytes of a grammar file; raises GrammarError where it cannot be read."""
    try:
        # Path.open would wait for whoever writes to a named pipe.
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_WAIT | _AS_BYTES), "rb") as file:
            _wait_for_writer(file.fileno())
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as e:  # ValueError: no path
        raise _unreadable(path.name, e) from e
    if len(data) > MOST_BYTES:
        raise GrammarError(path.name, "", f"the file is larger than {MOST_BYTES} bytes")
    return data


def _wait_for_writer(descriptor: int) -> None:
    """Wait for what is written to a pipe, as `--grammar <(cat my.toml)` has one; raises OSError."""
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        return
    ready, _, _ = select.select([descriptor], [], [], _PIPE_WAIT)
    if not ready:
        raise OSError(f"nobody has written to this pipe for {_PIPE_WAIT:g} seconds")
    os.set_blocking(descriptor, True)


def _unreadable(file: str, error: Exception) -> GrammarError:
    return GrammarError(file, "", str(error).replace("\n", " "))


def rules_of(file: str, data: bytes, *, built_in: bool) -> list[Rule | Extension]:
    """The rules of a file, in its order, each checked by itself."""
    import tomllib  # here, as most runs find the rules kept

    try:
        groups = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:  # ValueError: no UTF-8, no TOML
        raise _unreadable(file, e) from e
    fragments = _fragments(file, groups.pop("define", {}))
    found: list[Rule | Extension] = []
    ids: set[tuple[str, bool]] = set()
    for entry in _entries(file, groups):
        key = (entry.id, entry.extends)
        if key in ids:
            raise entry.error("this id stands twice")
        ids.add(key)
        if entry.extends:
            found.append(_extension(entry))
        else:
            found.append(_rule(entry, fragments, built_in=built_in))
    return found


def _fragments(file: str, define: object) -> dict[str, str]:
    """The table [define]: patterns by name."""
    if not isinstance(define, dict):
        raise GrammarError(
            file, "define", "write it as [define], with a pattern by its name a line"
        )
    for name, fragment in define.items():
        if not isinstance(fragment, str):
            raise GrammarError(file, f"define.{name}", "must be a pattern in quotes")
    return define


class RuleEntry(Struct, frozen=True):
    """A rule as a grammar file writes it, before anything in it is checked but its id."""

    file: str
    group: str
    id: str
    keys: Mapping[str, Any]
    extends: bool = False
    """Whether it adds words to the rule that its id names."""

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
        if group not in REQUIRED:
            known = ", ".join(sorted(REQUIRED))
            raise GrammarError(file, group, f"unknown group; known are {known}")
        if not isinstance(entries, list):
            raise GrammarError(file, group, f"write a rule as [[{group}]]")
        for keys in entries:
            found.append(_entry(file, group, keys))
    return found


def _entry(file: str, group: str, keys: object) -> RuleEntry:
    if not isinstance(keys, dict):
        raise GrammarError(file, group, f"write a rule as [[{group}]]")
    extends = "extends" in keys
    rule_id = keys.get("extends" if extends else "id")
    if not isinstance(rule_id, str) or not rule_id.strip():
        raise GrammarError(file, group, "a rule without an id")
    if extends and "id" in keys:
        reason = "a rule has an id, or extends another one; not both"
        raise GrammarError(file, rule_id, reason)
    return RuleEntry(file, group, rule_id, keys, extends)


# ------------------------------------------------------------------- one rule


def _extension(entry: RuleEntry) -> Extension:
    """What an entry adds to the rule that it names."""
    for key in entry.keys:
        if key not in _EXTENDING:
            raise entry.error(f"{key!r} cannot be changed by extends; it adds words")
    words = entry.strings("words")
    if not words:
        raise entry.error("extends needs words to add")
    if len(set(words)) < len(words):
        raise entry.error("a word stands twice")
    return Extension(
        id=entry.id,
        group=entry.group,
        file=entry.file,
        words=words,
        accepts=entry.strings("accepts"),
        rejects=entry.strings("rejects"),
    )


def _rule(entry: RuleEntry, fragments: Mapping[str, str], *, built_in: bool) -> Rule:
    """The rule that an entry writes, compiled and compared with its own examples."""
    _check_keys(entry)
    words = entry.strings("words")
    if len(set(words)) < len(words):
        raise entry.error("a word stands twice")
    how = entry.keys.get("how", "match")
    if how not in _HOW:
        raise entry.error("how must be match, full or search")
    own = entry.keys.keys() - _GENERAL
    source = _source(entry, words, fragments)
    rule = Rule(
        id=entry.id,
        group=entry.group,
        file=entry.file,
        source=source,
        words=words,
        accepts=entry.strings("accepts"),
        rejects=entry.strings("rejects"),
        how=how,
        attrs={key: entry.keys[key] for key in sorted(own)},
        guarded=not built_in and source != union(words),
        note=str(entry.keys.get("note", "")),
    )
    _check_named(entry, source)
    if rule.guarded:
        _check_engine(entry, rule)
    check_examples(rule, rule.file)
    return rule


def _check_engine(entry: RuleEntry, rule: Rule) -> None:
    """The engine that runs with a budget takes the pattern, too: {end-of} is a word to the other."""
    try:
        rule.compile()
    except (regex.error, OverflowError, RecursionError) as e:
        raise entry.error(f"not a pattern: {e}") from e


def _check_keys(entry: RuleEntry) -> None:
    """The keys of a rule are those of its group, of the right type: none missing, none new."""
    required = REQUIRED[entry.group]
    optional = OPTIONAL.get(entry.group, {})
    checks = required | optional
    for key in entry.keys:
        if key not in _GENERAL and key not in checks:
            raise entry.error(f"unknown key {key!r}")
    for key in required:
        if key not in entry.keys:
            raise entry.error(f"the key {key!r} is missing")
    for key, check in checks.items():
        if key in entry.keys and (reason := check(entry.keys[key])):
            raise entry.error(f"{key!r}: {reason}")
    if entry.group in OF_WORDS and not entry.keys.get("words"):
        raise entry.error("the rules of this group are lists of words; 'words' is missing")
    if not isinstance(entry.keys.get("note", ""), str):
        raise entry.error("'note' must be a text")


def _check_named(entry: RuleEntry, source: str) -> None:
    """The pattern has the groups by which a stage asks for its parts."""
    for name in NAMED.get(entry.group, ()):
        if f"(?P<{name}>" not in source:
            raise entry.error(f"the pattern needs a group (?P<{name}>…)")


def check_examples(rule: Rule, file: str) -> None:
    """A rule's examples hold. A pattern without an example to take is not tested data."""
    if not rule.words and not rule.accepts:
        reason = "a pattern needs at least one example in accepts"
        raise GrammarError(file, rule.id, reason)
    for text in rule.accepts:
        if rule.apply(text) is None:
            reason = f"does not take its own example {text!r}"
            raise GrammarError(file, rule.id, reason)
    for text in rule.rejects:
        if rule.apply(text) is not None:
            reason = f"takes {text!r}, which it should reject"
            raise GrammarError(file, rule.id, reason)


# -------------------------------------------------------------------- patterns


def _source(entry: RuleEntry, words: tuple[str, ...], fragments: Mapping[str, str]) -> str:
    """The rule's pattern with words and fragments put in; one that is safe to use."""
    either = union(words)
    source = entry.keys.get("pattern")
    if source is None and words:
        source = either
    if not isinstance(source, str):
        raise entry.error("a rule needs a pattern or words")
    if words:
        source = source.replace("{words}", either)
    source = with_fragments(source, fragments)
    if too_large := why_too_large(source):
        raise entry.error(too_large)
    if missing := re.search(r"\{([a-z_]+)\}", source):
        raise entry.error(f"no fragment {missing[1]!r} in [define]")
    # Escaped words side by side: nothing in them can be wrong or slow.
    if source != either:
        _check_pattern(entry, source)
    return source


def _check_pattern(entry: RuleEntry, source: str) -> None:
    """A pattern compiles and cannot backtrack without bound."""
    try:
        # Before it is compiled, which takes as much memory as its repeats ask for.
        unsafe = why_unsafe(source)
        if not unsafe:
            compiled(source)
    except (regex.error, re.error, OverflowError, RecursionError) as e:
        raise entry.error(f"not a pattern: {e}") from e
    if unsafe:
        raise entry.error(unsafe)


# -------------------------------------------------------------- several files


def check_words(rules: Iterable[Rule]) -> None:
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
