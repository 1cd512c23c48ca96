"""missing-number of articles that run through the document: 第六条, 第八条.

They may be headings or begin paragraphs, whichever chapter they stand in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding
from planparse.model.source import Span

FEWEST_ARTICLES = 6
"""Articles of one count; fewer may be quoted from another document."""

FARTHEST = 2
"""Of more that are missing some were left out on purpose."""


class _Article(NamedTuple):
    number: int
    label: str
    at: int
    """Where its label begins in the running text."""


@check("missing-number")
def running_articles(matter: Matter) -> Iterator[Finding]:
    """The one article that is left out of a count whose all others follow one another."""
    for articles in _counts(matter):
        gaps = [(a, b) for a, b in pairwise(articles) if b.number != a.number + 1]
        if len(articles) < FEWEST_ARTICLES or len(gaps) != 1:
            continue
        before, behind = gaps[0]
        if not 1 < behind.number - before.number <= FARTHEST:
            continue
        if _is_printed_between(before, behind, matter) or _are_siblings(gaps[0], matter):
            continue
        if not matter.prose.prints("checks.words-of-excerpts"):
            yield _finding(before, behind, matter)


def _counts(matter: Matter) -> Iterator[list[_Article]]:
    """Articles from each first one to the next first one."""
    articles: list[_Article] = []
    pattern = matter.grammar.pattern("checks.line-of-an-article")
    for begun in matter.prose.finditer_beside("checks.article-words", pattern):
        number = read_integer(begun["number"])
        if number == 1 and articles:
            yield articles
            articles = []
        if number is not None and (number == 1 or articles):
            articles.append(_Article(number, begun["label"], begun.start()))
    if articles:
        yield articles


def _is_printed_between(before: _Article, behind: _Article, matter: Matter) -> bool:
    """Whether the one that is missing stands inside of a paragraph."""
    between = matter.prose.text[before.at + len(before.label) : behind.at]
    numbers = matter.grammar.pattern("checks.article-inside").finditer(between)
    return any(
        before.number < (read_integer(one["number"]) or 0) < behind.number for one in numbers
    )


def _are_siblings(articles: Sequence[_Article], matter: Matter) -> bool:
    """Whether both are headings under one parent, of which another check tells."""
    begins = [_span(article, matter)[0] for article in articles]
    parents = [one.parent for one in matter.draft.sections if one.span[0] in begins]
    return len(parents) == len(begins) and len(set(parents)) == 1


def _span(article: _Article, matter: Matter) -> Span:
    return matter.prose.span_of(article.at, article.at + len(article.label))


def _finding(before: _Article, behind: _Article, matter: Matter) -> Finding:
    spans = [_span(one, matter) for one in (before, behind)]
    first, second = (matter.places.line(span) for span in spans)
    return finding(
        "missing-number",
        "warning",
        behind.label,
        f"条文缺第{before.number + 1}条：“{before.label}”（{first}）之后即为“{behind.label}”（{second}）。",
        sides=spans,
        span=spans[1],
    )
