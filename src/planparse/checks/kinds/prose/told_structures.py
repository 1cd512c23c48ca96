"""sum-mismatch of a structure: 三次产业结构调整为8.2：41.5：52.3 makes up 102."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

WHOLE = 100.0

FARTHEST = 10.0
"""Ratios that miss the whole by more are none of shares (6：3：2)."""

FARTHEST_APART = 5.0
"""Shares that are told side by side (分别为) and miss it by more may overlap, or leave some out."""

LONGEST_BEFORE = 40
"""Characters before the numbers that say what is made up of them."""


@check("sum-mismatch")
def told_structures(matter: Matter) -> Iterator[Finding]:
    """Shares that one sentence says make up a structure, and that are not 100 together."""
    forms = {
        "checks.structure-in-colons": FARTHEST,
        "checks.structure-in-shares": FARTHEST_APART,
    }
    for name, farthest in forms.items():
        pattern = matter.grammar.pattern(name)
        # Of the two ways to print a structure, most paragraphs have the marks of neither.
        words = matter.grammar.words("checks.structures")
        marks = matter.grammar.words(f"{name}-marks")
        for found in matter.prose.finditer_with(words, pattern, besides=marks):
            shares = matter.grammar.pattern("checks.share-number").findall(found["shares"])
            if _misses(shares, farthest) and _is_of_structure(found, matter):
                yield _finding(found, shares, matter)
    pattern = matter.grammar.pattern("checks.three-industries")
    for found in matter.prose.finditer_beside("checks.industries", pattern):
        shares = matter.grammar.pattern("checks.share-number").findall(found["shares"])
        if _misses(shares, FARTHEST):
            yield _finding(found, shares, matter)


def _misses(shares: list[str], farthest: float) -> bool:
    """Whether the sum is near 100, and farther from it than rounding explains."""
    added = sum(map(float, shares))
    slack = sum(0.5 * 10.0 ** -len(share.partition(".")[2]) for share in shares)
    return slack + 1e-9 < abs(added - WHOLE) <= farthest


def _is_of_structure(found: regex.Match[str], matter: Matter) -> bool:
    before = matter.prose.sentence_before(found.start("shares"))[-LONGEST_BEFORE:]
    return matter.grammar.pattern("checks.structure").search(before) is not None


def _finding(found: regex.Match[str], shares: list[str], matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span("shares"))
    before = matter.prose.sentence_before(found.start("shares"))[-LONGEST_BEFORE:]
    told = matter.grammar.pattern("checks.structure").search(before)
    name = told[0] if told is not None else "三次产业"
    added = round(sum(map(float, shares)), 2)
    return finding(
        "sum-mismatch",
        "warning",
        name,
        f"正文{matter.places.line(span)}“{name}”各项（{'、'.join(shares)}）相加为{added:g}，不是100。",
        sides=[span],
        span=span,
    )
