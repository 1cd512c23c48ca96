"""Findings that a person's marks in the text silence: `<!-- planparse: ignore[sum-mismatch] -->`.

A mark beside words covers its line. One on a line of its own covers what comes next: a paragraph,
a heading, or a table as a whole; inside of a table the next row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple, get_args

from planparse.model.ignore_marks import IgnoreMark, ignore_marks, misspelt_marks
from planparse.model.plan import Finding, FindingKind, Leaf, Plan, Table
from planparse.model.source import Span
from planparse.outputs.findings.places import is_plain_text, line_around


class Ignoring(NamedTuple):
    """A stretch of text of which nothing is told, and for which kinds; none stands for all."""

    span: Span
    kinds: tuple[str, ...]

    def silences(self, finding: Finding) -> bool:
        """Whether the finding is of these kinds and has a side in the stretch."""
        if self.kinds and finding.kind not in self.kinds:
            return False
        sides = [finding.span, *(passage.span for passage in finding.passages)]
        return any(start < self.span[1] and self.span[0] < end for start, end in sides)


def ignorings(plan: Plan) -> tuple[Ignoring, ...]:
    """What the marks in a plan's text cover; empty for formats other than text and Markdown."""
    if not is_plain_text(plan):
        return ()
    return tuple(Ignoring(_covered(mark, plan), mark.kinds) for mark in ignore_marks(plan.text))


def wrong_marks(plan: Plan) -> Iterator[tuple[Span, str]]:
    """Marks that do nothing, each with what is wrong: an unknown kind, or one that is no mark."""
    if not is_plain_text(plan):
        return
    known = get_args(FindingKind)
    for mark in ignore_marks(plan.text):
        for kind in mark.kinds:
            if kind not in known:
                yield mark.span, f"{kind!r} is no kind of finding{_meant(kind)}"
    for start, end in misspelt_marks(plan.text):
        reason = f"{plan.text[start:end]!r} is no mark; write <!-- planparse: ignore[KIND] -->"
        yield (start, end), reason


def _meant(kind: str) -> str:
    alike = get_close_matches(kind, get_args(FindingKind), n=1)
    return f"; did you mean {alike[0]}?" if alike else ""


def _covered(mark: IgnoreMark, plan: Plan) -> Span:
    line = line_around(plan.text, mark.span[0])
    behind = bisect_right(plan.leaves, mark.span[0], key=lambda leaf: leaf.span[0])
    if any(_is_printed_on(line, leaf) for leaf in plan.leaves[max(0, behind - 2) : behind + 1]):
        return line
    following = next((leaf for leaf in plan.leaves[behind:] if leaf.kind != "furniture"), None)
    if following is None:
        return line
    return _block_at(following, mark, plan)


def _is_printed_on(line: Span, leaf: Leaf) -> bool:
    start, end = leaf.span
    return leaf.kind != "furniture" and start < line[1] and line[0] < end


def _block_at(leaf: Leaf, mark: IgnoreMark, plan: Plan) -> Span:
    """What begins with the leaf: its table with caption and notes, its row, else its lines."""
    start = leaf.span[0]
    for box in plan.boxes:
        if _holds(box.content, start) and not _holds(box.content, mark.span[0]):
            return min(box.span[0], box.content[0]), box.content[1]
    for table in plan.tables:
        if not _holds(table.span, start):
            continue
        if not _holds(table.span, mark.span[0]):
            return table.span
        return _row_at(start, table) or leaf.span
    # A heading may be run in: what goes on in its line belongs to it.
    return start, max(leaf.span[1], line_around(plan.text, start)[1])


def _row_at(start: int, table: Table) -> Span | None:
    spans = (table.row_span(row) for row in range(len(table.rows)))
    return next((span for span in spans if span and _holds(span, start)), None)


def _holds(span: Span, offset: int) -> bool:
    return span[0] <= offset < span[1]
