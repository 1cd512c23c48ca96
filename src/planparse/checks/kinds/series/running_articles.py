"""Articles that run through the document, of which one is left out, stands twice or comes too late.

They may be headings or begin paragraphs, whichever chapter they stand in: 第六条, 第八条, 第七条.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.running_counts import (
    RunningItem,
    running_counts,
    twice_in_a_row,
)
from planparse.checks.places import finding
from planparse.checks.running_text import LINE_ENDS, SHORTEST_LINE
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, FindingKind

FEWEST_ARTICLES = 6
"""Articles of one count; fewer may be quoted from another document."""


@check("missing-number", "duplicate-number", "heading-out-of-order")
def running_articles(matter: Matter) -> Iterator[Finding]:
    """The one article that is out of its place in a count whose all others follow one another."""
    for articles in running_counts(_articles(matter)):
        if len(articles) >= FEWEST_ARTICLES:
            yield from _left_out(articles, matter)
            yield from _twice(articles, matter)
            yield from _late(articles, matter)


def _left_out(articles: Sequence[RunningItem], matter: Matter) -> Iterator[Finding]:
    gaps = [(a, b) for a, b in pairwise(articles) if b.number != a.number + 1]
    if len(gaps) != 1:
        return
    before, behind = gaps[0]
    # Of more that are missing some were left out on purpose.
    if behind.number != before.number + 2 or not _begins_anew(behind, matter):
        return
    if _is_printed_between(before, behind, matter) or _are_siblings(gaps[0], matter):
        return
    if not matter.prose.prints("checks.words-of-excerpts"):
        yield _finding(before, behind, matter)


def _twice(articles: Sequence[RunningItem], matter: Matter) -> Iterator[Finding]:
    """The one number that stands twice in a row, whether the count goes on with the next or leaves it out."""
    at = twice_in_a_row([article.number for article in articles])
    if at is None:
        return
    first, second = articles[at - 1 : at + 1]
    if _begins_anew(second, matter) and not _are_siblings((first, second), matter):
        yield _slip(
            "duplicate-number",
            first,
            second,
            matter,
            "条文序号“{second}”（{there}）与前一条（{here}）重复。",
        )


def _late(articles: Sequence[RunningItem], matter: Matter) -> Iterator[Finding]:
    """The one article that stands in another place than its number says."""
    numbers = [article.number for article in articles]
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        return
    falls = [at for at in range(1, len(numbers)) if numbers[at] < numbers[at - 1]]
    if len(falls) != 1:
        return
    before, late = articles[falls[0] - 1 : falls[0] + 1]
    if not _is_one_moved(numbers, falls[0]) or not _begins_anew(late, matter):
        return
    if not _are_siblings((before, late), matter):
        yield _slip(
            "heading-out-of-order",
            before,
            late,
            matter,
            "条文“{second}”（{there}）排在“{first}”（{here}）之后，序号倒退。",
        )


def _is_one_moved(numbers: Sequence[int], fall: int) -> bool:
    """Whether the numbers run on once one of the two is taken out where they fall."""
    rests = ([*numbers[:at], *numbers[at + 1 :]] for at in (fall - 1, fall))
    return any(all(a < b for a, b in pairwise(rest)) for rest in rests)


def _begins_anew(article: RunningItem, matter: Matter) -> bool:
    """Whether the paragraph before is no line that goes on with this one: 按照本办法 / 第七条."""
    above = matter.prose.text[: article.at].rstrip("\n")
    return above[-1:] in LINE_ENDS or len(above) - above.rfind("\n") - 1 < SHORTEST_LINE


def _articles(matter: Matter) -> Iterator[RunningItem]:
    pattern = matter.grammar.pattern("checks.line-of-an-article")
    for begun in matter.prose.finditer_beside("checks.article-words", pattern):
        number = read_integer(begun["number"])
        if number is not None:
            yield RunningItem(number, begun["label"], begun.start())


def _is_printed_between(before: RunningItem, behind: RunningItem, matter: Matter) -> bool:
    """Whether the one that is missing stands inside of a paragraph."""
    between = matter.prose.text[before.at + len(before.label) : behind.at]
    numbers = matter.grammar.pattern("checks.article-inside").finditer(between)
    return any(
        before.number < (read_integer(one["number"]) or 0) < behind.number for one in numbers
    )


def _are_siblings(articles: Sequence[RunningItem], matter: Matter) -> bool:
    """Whether both are headings under one parent, of which another check tells."""
    begins = [article.span(matter.prose)[0] for article in articles]
    parents = [one.parent for one in matter.draft.sections if one.span[0] in begins]
    return len(parents) == len(begins) and len(set(parents)) == 1


def _finding(before: RunningItem, behind: RunningItem, matter: Matter) -> Finding:
    missing = before.number + 1
    words = f"条文缺第{missing}条：“{{first}}”（{{here}}）之后即为“{{second}}”（{{there}}）。"
    return _slip("missing-number", before, behind, matter, words)


def _slip(
    kind: FindingKind,
    first: RunningItem,
    second: RunningItem,
    matter: Matter,
    words: str,
) -> Finding:
    """A finding at the second of two articles; `words` have places for both labels and where they stand."""
    spans = [one.span(matter.prose) for one in (first, second)]
    here, there = (matter.places.line(span) for span in spans)
    return finding(
        kind,
        "warning",
        second.label,
        words.format(first=first.label, second=second.label, here=here, there=there),
        sides=spans,
        span=spans[1],
    )
