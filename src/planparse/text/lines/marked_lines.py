"""The lines of a source while it is being found out which of them are no content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from planparse.grammar import Grammar, Rule
from planparse.grammar.rules import Answers
from planparse.model.furniture import Furniture
from planparse.model.source import Line

_ASKED = (
    "reflow.drawn-rule",
    "reflow.imprint",
    "reflow.web",
    "reflow.bare-number",
    "reflow.page-number",
    "reflow.contents-title",
    "reflow.several-chapters",
    "reflow.glued-digits",
)
"""The rules that are asked of lines by what these begin with."""


class _AskedByFirst(Answers[str, tuple[str, ...]]):
    """By the first character of a line which of the rules a match may begin with it."""

    def __init__(self, grammar: Grammar) -> None:
        rules = [grammar.rule(rule_id) for rule_id in _ASKED]
        super().__init__(lambda first: tuple([rule.id for rule in rules if rule.begins[first]]))
        # No empty line is furniture by what it prints.
        self[""] = ()


class MarkedLines(Struct, frozen=True):
    """The lines of a source while they are being marked; each list has one entry a line."""

    lines: Sequence[Line]
    texts: list[str]
    """What a line prints, without what stands around it; "" for an empty line."""
    joined: str
    """The same as one text, each with a line end: what most texts have nowhere is looked for at once."""
    marks: list[Furniture | None]
    """Why a line is no content, as far as the steps before have found."""
    openings: Mapping[str, list[int]]
    """The lines with which a match of a rule may begin, in order, by the rule's id."""

    def likely(self, rule: Rule) -> list[tuple[int, str]]:
        """Index and text of the lines with which a match of `rule` may begin, in order.

        Lines that the steps before have marked are not among them.
        """
        return [(i, self.texts[i]) for i in self.openings[rule.id] if not self.marks[i]]


def lines_to_mark(lines: Sequence[Line], texts: list[str], grammar: Grammar) -> MarkedLines:
    """The lines of a source, which print `texts`, with the marks that the reader has made."""
    openings: dict[str, list[int]] = {rule_id: [] for rule_id in _ASKED}
    asked = grammar.derived(_AskedByFirst)
    # Most lines begin as no furniture does, and are never looked at again.
    for i, text in enumerate(texts):
        if text and (rule_ids := asked[text[0]]):
            for rule_id in rule_ids:
                openings[rule_id].append(i)
    return MarkedLines(
        lines=lines,
        texts=texts,
        joined="\n".join([*texts, ""]),
        marks=[line.furniture for line in lines],
        openings=openings,
    )
