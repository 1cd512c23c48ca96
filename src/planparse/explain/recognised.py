"""The rule that recognised a record, where one rule alone does."""

from __future__ import annotations

from planparse.explain.explanation import RuleHit
from planparse.grammar import Grammar, Rule
from planparse.model.draft import Draft
from planparse.model.plan import AnyRecord, Box, Indicator, Mention, Outcome, Section


def rule_of(record: AnyRecord, draft: Draft, grammar: Grammar) -> RuleHit | None:
    """The style of a heading, the label of a caption, the well-known indicator of a row or mention.

    None for records that many rules make together, and for headings that have no label.
    """
    if isinstance(record, Section):
        return _opening(draft, record, ("heading", "annex"), grammar)
    if isinstance(record, Box):
        return _opening(draft, record, ("caption", "annex"), grammar)
    if isinstance(record, (Indicator, Outcome, Mention)) and record.canonical:
        return _well_known(record.canonical, record, grammar)
    return None


def _opening(
    draft: Draft,
    record: Section | Box,
    groups: tuple[str, ...],
    grammar: Grammar,
) -> RuleHit | None:
    """The first rule of the groups that finds a label where the record begins, as the stages ask."""
    start, end = record.span
    printed = draft.source.text[start:end].strip()
    for text in (printed, "".join(printed.split())):
        for group in groups:
            for rule in grammar.candidates(group, text):
                if match := rule.apply(text):
                    return _hit(rule, match[0])
    return None


def _well_known(
    canonical: str,
    record: Indicator | Outcome | Mention,
    grammar: Grammar,
) -> RuleHit | None:
    known = {rule.id: rule for rule in grammar}
    rule = known.get(f"indicators.{canonical}") or known.get(canonical)
    if rule is None:
        return None
    name = record.subject if isinstance(record, Mention) else record.name
    return _hit(rule, name or "")


def _hit(rule: Rule, words: str) -> RuleHit:
    return RuleHit(rule.id, rule.file, "".join(words.split()))
