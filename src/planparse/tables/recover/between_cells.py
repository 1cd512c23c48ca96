"""What is printed among the cells of a table and is none: rules, and a header that comes again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.model.source import Line, Span
from planparse.model.spans import without
from planparse.tables.raw_cells import clean
from planparse.tables.recover.proposal import Proposal
from planparse.tables.recover.text_page import TextPage

RULE = frozenset("-:+=~ \t\u3000")
"""Signs that rules between rows are drawn with, beside those that divide cells."""


def between_cells(
    page: TextPage,
    first: int,
    proposal: Proposal,
    signs: frozenset[str],
) -> tuple[Span, ...]:
    """The spans of such furniture on the lines of a table that begins on line `first`.

    `signs` are those that some way of reading takes for dividers of cells.
    """
    cells = _spans_of_cells(proposal)
    lines = page.lines
    words = page.words
    printed = [i for i in range(first, proposal.until) if words[i]]
    bare = _bare(lines, printed, cells)
    spans = [
        *_repeated(page, printed, bare),
        *_rules(
            page,
            printed,
            bare,
            cells,
            signs,
        ),
    ]
    text = page.draft.source.text
    return tuple(span for span in spans if text[slice(*span)].strip())


def _spans_of_cells(proposal: Proposal) -> list[Span]:
    """Where pieces of cells are printed, in order."""
    found: list[Span] = []
    for row in (*proposal.rows, proposal.notes):
        for cell in row:
            found += cell.spans
    return sorted(found)


def _bare(lines: Sequence[Line], printed: Sequence[int], cells: Sequence[Span]) -> set[int]:
    """Those of the lines on which no piece of a cell is printed; all are in order, and `cells` too."""
    bare: set[int] = set()
    behind = len(cells)
    following = 0
    for i in printed:
        line = lines[i]
        while following < behind and cells[following][0] < line.start:
            following += 1
        if following < behind and cells[following][0] < line.end:
            continue
        # a piece of a cell may have begun on the line above
        if not following or cells[following - 1][1] <= line.start:
            bare.add(i)
    return bare


def _repeated(
    page: TextPage,
    printed: Sequence[int],
    bare: set[int],
) -> Iterator[Span]:
    """Lines without a cell that say what a line with cells says: a header that is printed again."""
    if not bare:
        return
    said: set[str] = set()
    for i in printed:
        if i not in bare:
            said.add(clean(page.texts[i]))
    for i in printed:
        if i not in bare:
            continue
        if clean(page.texts[i]) in said:
            line = page.lines[i]
            yield line.start, line.end


def _rules(
    page: TextPage,
    printed: Sequence[int],
    bare: set[int],
    cells: Sequence[Span],
    signs: frozenset[str],
) -> Iterator[Span]:
    """Stretches between the cells that nothing but rules stand on."""
    text = page.draft.source.text
    rule = RULE | signs
    texts = page.texts
    # In most tables no sign divides cells, and rules have lines of their own.
    stretch = text[page.lines[printed[0]].start : page.lines[printed[-1]].end]
    is_divided = any(sign in stretch for sign in signs)
    for i in printed if is_divided else sorted(bare):
        printed_text = texts[i]
        # |---|---| under a header; a + or - beside cells may be a sign of a value
        is_rule_line = i in bare and rule.issuperset(printed_text)
        if signs.isdisjoint(printed_text) and not is_rule_line:
            continue
        line = page.lines[i]
        own = (line.start, line.end)
        for start, end in without(own, cells):
            if rule.issuperset(text[start:end]):
                yield start, end
