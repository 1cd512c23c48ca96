"""unreadable-table: what only rows and heads of indicators print, where no table was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import regex

from planparse.checks.matter import Matter
from planparse.checks.places import UNNAMED_TABLE, finding
from planparse.model.plan import Finding
from planparse.model.source import Span

APART = 16
"""Lines from one mark of nature to the next of a table: a row of one cell a line takes as many."""

LONGEST_ROW = 400
"""Characters from the label of a table, or its heads, to the end of its first row."""

LEAST_ROWS = 3
"""Fewer marks may be words of a sentence that was cut there."""


def stray_rows(matter: Matter, way_out: str) -> Iterator[Finding]:
    """Stretches of text that end in 约束性 or 预期性 again and again, or print a table's heads on one
    line, and are no part of a table that was read.

    `way_out` says what the user can do.
    """
    told: list[Span] = []
    for spans in _stretches(sorted(_stray(_natures(matter), matter))):
        if len(spans) >= LEAST_ROWS:
            told.append((spans[0][0], spans[-1][1]))
            said = f"有{len(spans)}处以“约束性”“预期性”结尾"
            yield _told(matter, told[-1], said, way_out)
    heads = matter.grammar.pattern("checks.heads-run-together")
    for _, span in _stray(heads.finditer(matter.draft.source.text), matter):
        # The rows that were told stand right below their heads.
        if not any(start - LONGEST_ROW < span[0] < end for start, end in told):
            yield _told(matter, span, "把表头连写在一行", way_out)


def _stretches(lines: list[tuple[int, Span]]) -> list[list[Span]]:
    """The lines in groups of such as may be rows of one table."""
    found: list[list[Span]] = []
    above: int | None = None
    for number, span in lines:
        if above is None or number - above > APART:
            found.append([])
        found[-1].append(span)
        above = number
    return found


def _natures(matter: Matter) -> Iterator[regex.Match[str]]:
    """The marks of nature that a row may end in, found by their words, which few characters begin."""
    text = matter.draft.source.text
    pattern = matter.grammar.pattern("checks.row-with-nature")
    for word in matter.grammar.words("checks.natures"):
        at = text.find(word)
        while at >= 0:
            if match := pattern.match(text, at):
                yield match
            at = text.find(word, at + len(word))


def _stray(matches: Iterable[regex.Match[str]], matter: Matter) -> list[tuple[int, Span]]:
    """Line and span of each match outside all tables."""
    starts = matter.places.starts_of_lines
    tables = [table.span for table in matter.draft.tables]
    begun = [start for start, _ in tables]
    found: list[tuple[int, Span]] = []
    for match in matches:
        at = bisect_right(begun, match.start()) - 1
        if at >= 0 and match.start() < tables[at][1]:  # inside of one, as most are
            continue
        number = bisect_right(starts, match.start()) - 1
        if matter.draft.furniture[number] is None:
            found.append((number, match.span()))
    return found


def _told(matter: Matter, span: Span, said: str, way_out: str) -> Finding:
    box = _box(matter, span)
    where = f"{matter.places.line(span)}起"
    return finding(
        "unreadable-table",
        "warning",
        box or UNNAMED_TABLE,
        f"{f'“{box}”（{where}）' if box else where}{said}，像是指标表，但没有读出，{way_out}。",
        span=span,
    )


def _box(matter: Matter, span: Span) -> str:
    """Label and title of the box that the text stands in, or the label that is run together with it;
    "" where there is neither."""
    for box in matter.draft.boxes:
        if box.content[0] <= span[0] < box.content[1]:
            return f"{box.label} {box.title}".strip()
    text = matter.draft.source.text
    line_start = max(text.rfind("\n", 0, span[0]) + 1, span[0] - LONGEST_ROW)
    label = matter.grammar.pattern("checks.label-run-together")
    found = [*label.finditer(text, line_start, span[0])]
    return found[-1][0] if found else ""
