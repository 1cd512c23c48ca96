"""count-mismatch of chapters: 本规划共分六章 in a plan of four."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import style_of
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

CHAPTERS = {"章": "第#章", "篇": "第#篇", "部分": "第#部分"}
"""The styles of headings, by what a plan says that it falls into."""

FEWEST = 3


@check("count-mismatch")
def counted_chapters(matter: Matter) -> Iterator[Finding]:
    """Numbers of chapters that the plan says it has, where it has numbered ones."""
    grammar = matter.grammar
    words = grammar.words("checks.chapters-words")
    for found in matter.prose.finditer_with(words, grammar.pattern("checks.chapters-announced")):
        style = CHAPTERS[found["unit"]]
        numbers = [
            section.number
            for section in matter.draft.sections
            if style_of("".join(section.label.split())) == style
        ]
        announced = read_integer(found["number"])
        # A chapter that was not read leaves a gap, or is none.
        if len(numbers) < FEWEST or numbers != list(range(1, len(numbers) + 1)):
            continue
        if announced is None or announced == len(numbers):
            continue
        span = matter.prose.span_of(*found.span())
        yield finding(
            "count-mismatch",
            "warning",
            found[0],
            f"正文{matter.places.line(span)}说“{found[0]}”，而全文有{len(numbers)}{found['unit']}。",
            sides=[span],
            span=span,
        )
