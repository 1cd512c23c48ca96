"""One document that is issued in two years: 2021年印发《…》 in one place, 2023年印发的《…》 in another."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding


@check("prose-contradicts-prose")
def told_documents(matter: Matter) -> Iterator[Finding]:
    """Documents of which two places say the same, and another year."""
    grammar = matter.grammar
    words = grammar.words("checks.issuing")
    known: dict[tuple[str, str], regex.Match[str]] = {}
    for rule in ("checks.issued-document", "checks.document-issued"):
        for found in matter.prose.finditer_with(words, grammar.pattern(rule), besides=("《",)):
            first = known.setdefault((found["name"], found["verb"]), found)
            if first["year"] != found["year"]:
                yield _finding(first, found, matter)
                return


def _finding(first: regex.Match[str], second: regex.Match[str], matter: Matter) -> Finding:
    places = matter.places
    spans = [matter.prose.span_of(*found.span()) for found in (first, second)]
    return finding(
        "prose-contradicts-prose",
        "warning",
        first["name"],
        f"《{first['name']}》的{first['verb']}时间前后不一：正文{places.line(spans[0])}为{first['year']}年，"
        f"而正文{places.line(spans[1])}为{second['year']}年。",
        sides=spans,
        span=max(spans),
    )
