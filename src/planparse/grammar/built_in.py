"""The rules of `grammars/*.toml`: read and checked once, and kept for the runs that follow.

What is kept is what every run would come to: the rules, and their patterns as they were compiled.
What a reading compiles besides (patterns that stages put together from the words of rules) is added
when it is over.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import regex

from planparse import __version__
from planparse.errors import GrammarError
from planparse.grammar import engines, kept
from planparse.grammar.files import check_words, content_of, rules_of
from planparse.grammar.rules import Rule

_NAME_BYTES = 16
"""Bytes of the hash that the kept file is named after."""


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


_taken_as: list[str] = []
"""The name of the rules that this process has taken: the files may be others by now, of an update."""


def built_in_rules() -> list[Rule]:
    """The rules of the built-in files, as an earlier run has kept them, or else read anew and kept."""
    files = _built_in_files()
    name = _kept_name(files)
    _taken_as[:] = [name]
    known = kept.recall(name)
    if known is not None:
        states, forms = known
        engines.take_over(forms)
        return [Rule(*state) for state in states]
    rules = _checked(files)
    if kept.cache_folder() is not None:
        for rule in rules:
            rule.compile()
        _keep(rules, name)
    return rules


def keep_compiled(rules: Iterable[Rule]) -> None:
    """Keep what was compiled since the built-in `rules` were taken, if anything was."""
    if kept.cache_folder() is not None and engines.has_compiled():
        _keep(rules, _taken_as[0])


def _keep(rules: Iterable[Rule], name: str) -> None:
    states = [tuple(rule.__getstate__().values()) for rule in rules]
    kept.keep(name, (states, engines.forms()))


def _built_in_files() -> dict[str, bytes]:
    """What stands in each file, by its name without its ending."""
    return {path.stem: content_of(path) for path in sorted(grammar_folder().glob("*.toml"))}


def _kept_name(files: Mapping[str, bytes]) -> str:
    """A name that says of what the kept file is made: planparse, Python, regex and the grammar."""
    told = blake2b(digest_size=_NAME_BYTES)
    fields = tuple(Rule.__dataclass_fields__)
    versions = (__version__, engines.EDITION, sys.version, regex.__version__)
    told.update(repr((versions, fields)).encode())
    for stem, data in files.items():
        told.update(repr((stem, len(data))).encode())
        told.update(data)
    return f"grammar-{told.hexdigest()}"


def _checked(files: Mapping[str, bytes]) -> list[Rule]:
    """The rules of the built-in files, checked."""
    rules: dict[str, Rule] = {}
    for stem, data in files.items():
        for rule in rules_of(f"{stem}.toml", data, built_in=True):
            assert isinstance(rule, Rule)
            _check_own_id(rule, rules, stem)
            rules[rule.id] = rule
    check_words(rules.values())
    return list(rules.values())


def _check_own_id(rule: Rule, before: Mapping[str, Rule], stem: str) -> None:
    """A built-in rule is named after its file, so that a reader knows where it stands."""
    if not rule.id.startswith(f"{stem}."):
        reason = f"an id in this file begins with {stem!r} and a dot"
        raise GrammarError(rule.file, rule.id, reason)
    if rule.id in before:
        raise GrammarError(rule.file, rule.id, "this id stands twice")
