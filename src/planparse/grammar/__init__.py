"""Words and patterns that a domain expert may change, loaded from `grammars/*.toml` and checked.

`default` gives the built-in grammar, `load` that with packs of one's own added.
"""

from planparse.grammar.loading import default, grammar_folder, keep_compiled, load
from planparse.grammar.rules import Grammar, Rule

__all__ = ["Grammar", "Rule", "default", "grammar_folder", "keep_compiled", "load"]
