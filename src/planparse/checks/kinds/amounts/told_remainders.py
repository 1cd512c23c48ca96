"""What is reached by some of several, by what share, and how many are left.

40个断面中36个达到优良，优良比例95%; 9个县中6个已建成，其余4个.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding

A_DIGIT = 1.0
"""So many of the last digit may a printed share be off: it may be cut off there, not rounded."""

WHOLE = 100.0


@check("sum-mismatch")
def told_remainders(matter: Matter) -> Iterator[Finding]:
    """Some and the rest that are not all there are, and shares that some do not come to."""
    yield from _others(matter)
    yield from _shares(matter)


def _others(matter: Matter) -> Iterator[Finding]:
    """Those that are left and those that are not, which are not all there are."""
    pattern = matter.grammar.pattern("checks.some-and-the-rest")
    for match in matter.prose.finditer_beside("checks.rest-words", pattern):
        whole, part, rest = (float(match[name]) for name in ("whole", "part", "rest"))
        if part + rest != whole:
            said = f"{match['part']}与{match['rest']}之和不是{match['whole']}"
            yield _finding(match, said, matter)


def _shares(matter: Matter) -> Iterator[Finding]:
    """Shares that are not what so many of so many come to."""
    pattern = matter.grammar.pattern("checks.some-and-their-share")
    words = matter.grammar.words("checks.share-words")
    of_so_many = matter.grammar.words("checks.of-so-many")
    for match in matter.prose.finditer_with(words, pattern, besides=of_so_many):
        whole, part = float(match["whole"]), float(match["part"])
        if not 0 < part <= whole:
            continue
        decimals = len(match["share"].partition(".")[2])
        off = abs(WHOLE * part / whole - float(match["share"]))
        if off > A_DIGIT * 10.0**-decimals:
            said = f"{match['part']}在{match['whole']}中所占并非{match['share']}%"
            yield _finding(match, said, matter)


def _finding(match: regex.Match[str], said: str, matter: Matter) -> Finding:
    span = matter.prose.span_of(match.start("whole"), match.end())
    return finding(
        "sum-mismatch",
        "warning",
        match["whole"] + match["unit"],
        f"正文{matter.places.line(span)}：{said}。",
        sides=[span],
        span=span,
    )
