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
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import regex

from planparse.errors import GrammarError

Attr = str | int | bool

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


@dataclass(frozen=True)
class Rule:
    """One compiled rule. `words` stand in the file's order, `pattern` prefers the longest word."""

    id: str
    group: str
    file: str
    source: str
    """The pattern as written, with fragments and words put in."""
    words: tuple[str, ...]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]
    how: str
    attrs: Mapping[str, Attr]

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The compiled pattern. Most rules of words are only ever looked up, so they compile when asked."""
        return _compiled(self.source)

    def holds(self, text: str) -> bool:
        """Whether the pattern takes `text`, in the way that `how` says."""
        match = {"match": self.pattern.match, "full": self.pattern.fullmatch, "search": self.pattern.search}
        return match[self.how](text) is not None


class Grammar:
    """All rules of the built-in files and of a user's packs. Immutable once made."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_id = {r.id: r for r in rules}
        self._by_group: dict[str, tuple[Rule, ...]] = {}
        for r in self._by_id.values():
            self._by_group[r.group] = (*self._by_group.get(r.group, ()), r)
        self._patterns: dict[str, regex.Pattern[str]] = {}
        self.cache: dict[str, Any] = {}
        """Tables that a stage derives from the rules once, keyed by the stage's name."""

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._by_id.values())

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError where there is none."""
        return self._by_id[rule_id]

    def pattern(self, rule_id: str) -> regex.Pattern[str]:
        """The compiled pattern of a rule; KeyError where there is none."""
        try:
            return self._patterns[rule_id]
        except KeyError:
            return self._patterns.setdefault(rule_id, self._by_id[rule_id].pattern)

    def words(self, rule_id: str) -> tuple[str, ...]:
        """The words of a rule, as written."""
        return self._by_id[rule_id].words

    def group(self, name: str) -> tuple[Rule, ...]:
        """All rules of a group, in file order; empty where there is none."""
        return self._by_group.get(name, ())


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
        if not rule.holds(text):
            raise GrammarError(rule.file, rule.id, f"does not take its own example {text!r}")
    for text in rule.rejects:
        if rule.holds(text):
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
        _compiled(source)
        tree = _parse(source)
    except (regex.error, re.error) as e:
        raise GrammarError(file, rule_id, f"not a pattern: {e}") from e
    if unsafe := unbounded(tree):
        raise GrammarError(file, rule_id, unsafe)
    return source


@cache
def _compiled(source: str) -> regex.Pattern[str]:
    return regex.compile(source)


def _parse(source: str) -> Any:
    # sre reads the same syntax but for \p{Han}; its tree is what the safety check walks.
    return sys.modules["re"]._parser.parse(source.replace(r"\p{Han}", "㐀-鿿"))


def unbounded(tree: Any, inside: bool = False) -> str:
    """Why a pattern can take more than linear time at one place, or "".

    Two shapes are refused: an unbounded repeat inside an unbounded repeat, and two
    unbounded repeats side by side that may take the same characters.
    """
    wide = 0
    for op, arg in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, high, sub = arg
            endless = str(high) == "MAXREPEAT"
            if endless and inside:
                return "an unbounded repeat inside an unbounded repeat; give one of them a bound"
            if why := unbounded(sub, inside or endless):
                return why
            wide = wide + 1 if endless and _is_wide(sub) else wide
        else:
            for sub in _children(name, arg):
                if why := unbounded(sub, inside):
                    return why
        if wide > 1:
            return "two unbounded repeats of a wide class in one row; give one of them a bound"
    return ""


def _is_wide(sub: Any) -> bool:
    """Whether a repeated piece takes nearly any character (`.`, `\\S`, a negated set)."""
    return any(
        str(op) in ("ANY", "NOT_LITERAL")
        or (str(op) == "IN" and any(str(o) == "NEGATE" or str(a).startswith("CATEGORY_NOT") for o, a in arg))
        for op, arg in sub
    )


def _children(name: str, arg: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [arg[-1]]
    if name == "BRANCH":
        return list(arg[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [arg[1]]
    if name == "ATOMIC_GROUP":
        return [arg]
    if name == "POSSESSIVE_REPEAT":
        return [arg[2]]
    return [sub for sub in arg[1:] if sub is not None] if name == "GROUPREF_EXISTS" else []


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
