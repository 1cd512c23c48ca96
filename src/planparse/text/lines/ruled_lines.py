"""Lines of nothing but a rule (──────), which text drawn with signs has above and below a table."""

from __future__ import annotations

from planparse.grammar import Grammar
from planparse.model.furniture import Furniture
from planparse.text.lines.marked_lines import MarkedLines


def mark_rules(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark the lines that are only drawn; in a drawn grid (│ between cells) they divide its rows."""
    rule = grammar.rule("reflow.drawn-rule")
    drawn = [i for i, text in marked.likely(rule) if rule.find(text)]
    if not drawn:
        return
    upright = grammar.words("reflow.upright")
    if any(sign in text for text in marked.texts for sign in upright):
        return
    for i in drawn:
        marked.marks[i] = Furniture.MARKUP
