"""Words and patterns that a domain expert may change, loaded from `grammars/*.toml` and checked.

`default` gives the built-in grammar, `load` that with packs of one's own added.
"""

from planparse.grammar.loading import Grammar, Rule, default, grammar_folder, load, unbounded

__all__ = ["Grammar", "Rule", "default", "grammar_folder", "load", "unbounded"]
