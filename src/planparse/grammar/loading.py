"""The grammar that plans are read with: the built-in rules, and those of a user's packs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from planparse.errors import GrammarError
from planparse.grammar import built_in
from planparse.grammar.built_in import built_in_rules, grammar_folder
from planparse.grammar.extending import Extension
from planparse.grammar.files import check_examples, check_words, content_of, rules_of
from planparse.grammar.rules import Grammar, Rule

__all__ = ["default", "grammar_folder", "keep_compiled", "load"]


def load(*packs: str | Path) -> Grammar:
    """The built-in grammar with the user's packs added.

    A pack's rule replaces the one with the same id. Raises GrammarError, which names file and rule.
    """
    rules = {rule.id: rule for rule in built_in_rules()}
    for pack in packs:
        for found in _rules_of_pack(Path(pack)):
            _add(found, rules)
    if packs:
        check_words(rules.values())
    return Grammar(rules.values())


@lru_cache(maxsize=1)
def default() -> Grammar:
    """The built-in grammar, loaded once."""
    return load()


# ----------------------------------------------------------------------- packs


def keep_compiled(grammar: Grammar) -> None:
    """Keep for later runs what was compiled to read with the built-in grammar; others keep nothing."""
    if default.cache_info().currsize and grammar is default():
        built_in.keep_compiled(grammar)


def _rules_of_pack(path: Path) -> list[Rule | Extension]:
    return rules_of(path.name, content_of(path), built_in=False)


def _add(found: Rule | Extension, rules: dict[str, Rule]) -> None:
    """Add what a pack writes: a rule, or words to one that is there."""
    if isinstance(found, Rule):
        if found.id in rules:
            _check_replacement(found, rules[found.id])
        rules[found.id] = found
        return
    rules[found.id] = found.applied(rules)
    check_examples(rules[found.id], found.file)


def _check_replacement(rule: Rule, before: Rule) -> None:
    """A rule that takes the place of another can be asked what that one is asked."""
    asked_by_id = ("words", "pattern")
    if rule.group != before.group and not {rule.group, before.group} <= set(asked_by_id):
        reason = f"that id is one of [[{before.group}]]; a rule of another group cannot replace it"
        raise GrammarError(rule.file, rule.id, reason)
    if rule.group != "pattern" or before.group != "pattern":
        return
    missing = before.pattern.groupindex.keys() - rule.pattern.groupindex.keys()
    if missing or rule.pattern.groups < before.pattern.groups:
        named = ", ".join(sorted(missing)) or before.pattern.groups
        reason = f"the pattern that it replaces has groups which are asked for: {named}"
        raise GrammarError(rule.file, rule.id, reason)
