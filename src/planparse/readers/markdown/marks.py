"""The marks of Markdown on one line, and the front matter of a file."""

from __future__ import annotations

from typing import NamedTuple

import regex

from planparse.model.source import Span

_HEADING = regex.compile(
    r"[ ]{0,3}(#{1,6})[ \t]+"
    # Marker puts an empty anchor before each heading.
    r"(?:<span\b[^<>\n]{0,200}></span>\s?)*(?=\S)"
)
# Not before 12 - 15: that is a range, whose dash stands at the beginning of a cut line.
_BULLET = r"\s{0,12}[-*+•][ \t]+(?=\S)(?!\d{1,4}[ \t]*-)"
# Not before a number that fills the line: that is a bound, printed in a cell of its own.
_QUOTE = r">(?!\s?\d[\d.,]{0,12}\s?(?:[%％‰]|\p{Han}{0,4})\s{0,9}$)\s?"
_OPENER = regex.compile(
    rf"\s{{0,8}}(?:{_QUOTE}){{1,5}}(?:{_BULLET})?"
    rf"|{_BULLET}"
    r"|(?:<span\b[^<>\n]{0,200}></span>)+"
)
_CLOSER = regex.compile(r"[ \t]+#{1,6}[ \t]*$")
_DEBRIS = regex.compile(
    r"\s{0,9}(?:!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)[ \t]*"  # a picture
    r"|<!--(?:(?!-->).){0,500}-->[ \t]*"  # a comment
    r"|<img\b[^<>\n]{0,800}>[ \t]*)+"
    r"|\s{0,3}(?:[-*_][ \t]*){3,120}"  # a rule
    r"|\s{0,3}:?-+:?(?:[ \t]*\|[ \t]*:?-+:?){1,60}[ \t]*"  # the rule under a header
    r"|\s{0,3}(?:```|~~~)\S{0,20}\s{0,9}"  # a fence
    r"|\{\d{1,5}\}-{3,200}"  # a page separator of Marker
    r"|</?(?:div|center|details|summary|p|span|a|br|hr)\b[^<>\n]{0,200}>\s{0,9}"
)
_FRONT_MATTER = regex.compile(
    r"---[ \t]*\r?\n"
    r"(?:[\w-]{1,40}:[^\n]{0,500}\n|[ \t-][^\n]{0,500}\n){0,60}"
    r"---[ \t]*(?=\r?\n)"
)
_TITLE = regex.compile(r"^title:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*\r?$", regex.M)


class MarkedLine(NamedTuple):
    """Where the words of a line stand between its marks."""

    words: Span
    heading: int
    """Level from 1; 0 is none."""


class FrontMatter(NamedTuple):
    """What a converter says of the document, before its text."""

    end: int
    """Offset behind it; 0 where there is none."""
    title: str | None


def is_debris(text: str, span: Span) -> bool:
    """Whether a line prints nothing: pictures, comments, rules, fences, tags, page separators."""
    return _DEBRIS.fullmatch(text, *span) is not None


def read_marks(text: str, span: Span) -> MarkedLine:
    """The words of the line `span`, without marks of headings, lists and quotations."""
    start, end = span
    heading = _HEADING.match(text, start, end)
    if heading is None:
        opener = _OPENER.match(text, start, end)
        if opener is not None:
            start = opener.end()
        return MarkedLine((start, end), heading=0)
    start = heading.end()
    closer = _CLOSER.search(text, start, end)
    if closer is not None:
        end = closer.start()
    return MarkedLine((start, end), heading=len(heading[1]))


def front_matter(text: str) -> FrontMatter:
    """The front matter that `text` opens with."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return FrontMatter(0, None)
    title = _TITLE.search(found[0])
    if title is None:
        return FrontMatter(found.end(), None)
    return FrontMatter(found.end(), title[1])
