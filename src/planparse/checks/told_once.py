"""What several checks find in one place or of the same numbers: one finding of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.model.plan import Finding
from planparse.model.source import Span

RECKONED = ("stock-mismatch", "prose-contradicts-prose", "target-weaker-than-superior")
"""Kinds of findings that say of some numbers that they do not fit one another."""


def told_once(found: Sequence[Finding]) -> list[Finding]:
    """The findings in their order, without those that another one tells as well."""
    of_numbers = list(_once_of_numbers(found))
    return _once_at_a_place(_without_slipped_counts(of_numbers))


def _once_of_numbers(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of numbers that do not fit one another the first finding, whichever equation it sets up of them."""
    reckoned: list[frozenset[str]] = []
    for finding in found:
        numbers = frozenset(finding.records)
        if finding.kind in RECKONED and len(numbers) > 1:
            if any(numbers <= told or told <= numbers for told in reckoned):
                continue
            reckoned.append(numbers)
        yield finding


def _without_slipped_counts(found: Sequence[Finding]) -> Iterator[Finding]:
    """Without 8.2人 that cannot be, where it is told as a slip of 8.2万人."""
    slipped = {
        record for finding in found if finding.kind == "unit-mismatch" for record in finding.records
    }
    for finding in found:
        is_count = finding.kind == "impossible-value" and finding.records
        if not (is_count and slipped.issuperset(finding.records)):
            yield finding


def _once_at_a_place(found: Iterator[Finding]) -> list[Finding]:
    """One finding of each matter at each place: the more severe one, and of equals the first."""
    best: dict[tuple[str, str, Span], Finding] = {}
    for finding in found:
        # A row may be told of twice, for two of its years; a sum is told of once.
        matter = finding.about if finding.kind == "sum-mismatch" else ""
        key = (finding.kind, matter or finding.message, finding.span)
        known = best.setdefault(key, finding)
        if known.severity == "info" != finding.severity:
            best[key] = finding
    return list(best.values())
