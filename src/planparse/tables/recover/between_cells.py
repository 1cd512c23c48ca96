"""What is printed among the cells of a table and is none: rules, and a header that comes again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from planparse.model.source import Line, Span
from planparse.model.spans import without
from planparse.tables.raw_cells import clean
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage

RULE = set("|-:+=~ \t\u3000")
"""Signs that rules between rows and columns are drawn with."""


def between_cells(page: TextPage, first: int, proposal: Proposal) -> tuple[Span, ...]:
    """The spans of such furniture on the lines of a table that begins on line `first`."""
    cells = sorted(
        span for row in [*proposal.rows, proposal.notes] for cell in row for span in cell.spans
    )
    printed = [i for i in range(first, proposal.until) if page.texts[i].strip()]
    bare = {i for i in printed if not _holds_a_cell(page.lines[i], cells)}
    spans = [*_repeated(page, printed, bare), *_rules(page, printed, bare, cells)]
    text = page.draft.source.text
    return tuple((start, end) for start, end in spans if text[start:end].strip())


def _holds_a_cell(line: Line, cells: Sequence[Span]) -> bool:
    """Whether a piece of a cell is printed on the line; `cells` are in order."""
    following = bisect_right(cells, (line.start, -1))
    if following < len(cells) and cells[following][0] < line.end:
        return True
    return following > 0 and cells[following - 1][1] > line.start


def _repeated(page: TextPage, printed: Sequence[int], bare: set[int]) -> Iterator[Span]:
    """Lines without a cell that say what a line with cells says: a header that is printed again."""
    if not bare:
        return
    said = {clean(page.texts[i]) for i in printed if i not in bare}
    for i in printed:
        if i in bare and clean(page.texts[i]) in said:
            yield page.lines[i].start, page.lines[i].end


def _rules(
    page: TextPage, printed: Sequence[int], bare: set[int], cells: Sequence[Span]
) -> Iterator[Span]:
    """Stretches between the cells that nothing but rules stand on."""
    text = page.draft.source.text
    for i in printed:
        is_rule_line = i in bare and not set(page.texts[i]) - RULE
        if "|" not in page.texts[i] and not is_rule_line:
            continue
        for start, end in without((page.lines[i].start, page.lines[i].end), cells):
            if not set(text[start:end]) - RULE:
                yield start, end
