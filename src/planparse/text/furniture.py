"""Lines to furniture: which lines are no content, and why.

Furniture is what a page prints around a plan: page numbers, running heads, the table of
contents, the printer's line, a web page's navigation. Nothing is deleted and no offset
moves: a furniture line keeps its place in `Source.lines` and gets a reason in
`Draft.furniture`; marks inside lines stand in `Draft.inline`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import regex
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.furniture import Furniture
from planparse.model.source import Source, Span
from planparse.model.spans import without
from planparse.text.line_width import is_wider
from planparse.text.lines.contents import mark_contents
from planparse.text.lines.glued_numbers import glued_numbers
from planparse.text.lines.marked_lines import MarkedLines, lines_to_mark
from planparse.text.lines.ruled_lines import mark_rules

_AROUND = "*# \t\u3000\xa0\r"
"""White space and Markdown's marks around a line, which are looked past."""


def mark_furniture(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.furniture`: for every line why it is no content, or None; and `Draft.inline`."""
    source = draft.source
    texts = [text.strip(_AROUND) for text in source.line_texts]
    marked = lines_to_mark(source.lines, texts, grammar)
    for step in _STEPS:
        step(marked, grammar)
    _free_cells(source, marked)
    return replace(
        draft,
        furniture=tuple(marked.marks),
        inline=_inline(source, marked, grammar),
    )


def _inline(source: Source, marked: MarkedLines, grammar: Grammar) -> tuple[Span, ...]:
    """Marks inside lines: those that the reader knows, those that any converter leaves, and
    page numbers glued to the first words of their page."""
    found = _converters_marks(source, grammar)
    glued = glued_numbers(source, marked, grammar)
    if glued:
        found = tuple(sorted([*found, *glued]))
    if not source.marks:
        return found
    apart = [mark for mark in found if without(mark, source.marks) == [mark]]
    return tuple(sorted([*apart, *source.marks]))


def _converters_marks(source: Source, grammar: Grammar) -> tuple[Span, ...]:
    text = source.text
    # Most texts have none of the signs, and need not be gone through.
    places = [text.find(sign) for sign in grammar.words("reflow.mark-sign")]
    signs = [at for at in places if at >= 0]
    if not signs:
        return ()
    # White space before a sign may be part of the mark.
    first_line = text.rfind("\n", 0, min(signs)) + 1
    marks = grammar.pattern("reflow.mark").finditer(text, first_line)
    cells = _cell_starts(source)
    if not cells:
        return tuple([mark.span() for mark in marks])
    # A cell has no heading: # there is what it prints.
    return tuple(
        [mark.span() for mark in marks if not (_is_heading(mark) and mark.start() in cells)]
    )


def _is_heading(mark: regex.Match[str]) -> bool:
    return mark[0].lstrip().startswith("#")


def _cell_starts(source: Source) -> set[int]:
    """Where the stretches of cells begin that a reader has told."""
    cells: set[int] = set()
    for grid in source.grids:
        for cell in grid.cells:
            cells.update(start for start, _ in cell.spans)
    return cells


def _free_cells(source: Source, marked: MarkedLines) -> None:
    """Take the marks off lines that a reader gave to a cell: content, whatever they look like."""
    cells = _cell_starts(source)
    if not cells:
        return
    for i, line in enumerate(source.lines):
        if line.start in cells:
            marked.marks[i] = line.furniture


# ------------------------------------------------------------ imprint and web


def _imprint(marked: MarkedLines, grammar: Grammar) -> None:
    imprint = grammar.rule("reflow.imprint")
    printed_by = grammar.rule("reflow.printed-by")
    printed = grammar.words("reflow.printed")
    for i, text in marked.likely(imprint):
        if imprint.find(text):
            marked.marks[i] = Furniture.IMPRINT
    # Any character may begin the name of the printer, so that first the end is looked at: in most
    # texts no line ends so.
    if not any(f"{word}\n" in marked.joined for word in printed):
        return
    likely = [i for i, text in enumerate(marked.texts) if text.endswith(printed)]
    for i in likely:
        if not marked.marks[i] and printed_by.find(marked.texts[i]):
            marked.marks[i] = Furniture.IMPRINT


LONGEST_NAVIGATION = 159
"""Characters of a line of navigation at most; longer ones are prose."""


def _navigation(marked: MarkedLines, grammar: Grammar) -> None:
    web = grammar.rule("reflow.web")
    for i, text in marked.likely(web):
        if len(text) <= LONGEST_NAVIGATION and web.find(text):
            marked.marks[i] = Furniture.NAVIGATION


LONGEST_SITE_FOOT = 200
"""Characters of a line that says who runs the site: sponsor, operator and numbers in one line."""


def _site_foot(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark who runs the site, in the last lines of a page that was taken from it."""
    foot = grammar.rule("reflow.site-foot")
    for i in reversed(range(len(marked.texts))):
        text = marked.texts[i]
        if not text or marked.marks[i]:
            continue
        # The first line from below that says something else ends the foot.
        if len(text) > LONGEST_SITE_FOOT or not foot.find(text):
            return
        marked.marks[i] = Furniture.NAVIGATION


# --------------------------------------------------------------- page numbers


LONGEST_PAGE_NUMBER = 24
"""Characters of a page number with all that dresses it: 第 3 页 共 20 页."""
PAGE_LEAST = 220
"""Characters between two page numbers at least; serial numbers of a table stand closer."""
FEWEST_PAGES = 3
"""Numbers that count up one by one before they are taken for page numbers: two may be chance."""
OPEN_COUNTS = 12
"""Counts that a number is compared with, the latest ones: a text full of numbers stays linear."""
_DASHES = "—–-－ "
"""What dresses a page number; a line of nothing else is a rule."""


def _page_numbers(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark dressed numbers (— 12 —) wherever they stand, and bare ones where they count pages."""
    dressed = grammar.rule("reflow.page-number")
    bare = grammar.rule("reflow.bare-number")
    # A bare number may be a cell: whether it counts pages is seen from all of them.
    numbers = [i for i, text in marked.likely(bare) if text.isdecimal() and bare.find(text)]
    for i, text in marked.likely(dressed):
        if len(text) > LONGEST_PAGE_NUMBER or text.isdecimal():
            continue
        if dressed.find(text) and text.strip(_DASHES):
            marked.marks[i] = Furniture.PAGE_NUMBER
    for i in _counting_pages(marked, numbers):
        marked.marks[i] = Furniture.PAGE_NUMBER
    for i in _beside_running_heads(marked, numbers):
        marked.marks[i] = Furniture.PAGE_NUMBER


def _counting_pages(marked: MarkedLines, numbers: list[int]) -> list[int]:
    """Those of the bare `numbers` that count pages: beside a page break, or in a row."""
    lines = marked.lines
    # Most texts have no pages.
    paged = [i for i in numbers if lines[i].page is not None]
    pages = [i for i in paged if _beside_page_break(marked, i)]
    for count in _counts(marked, numbers):
        if len(count) >= FEWEST_PAGES:
            pages += count
    return pages


def _counts(marked: MarkedLines, numbers: list[int]) -> list[list[int]]:
    """The bare `numbers` as counts: one up each time, and a page apart."""
    lines = marked.lines
    printed = {i: int(marked.texts[i]) for i in numbers}
    counts: list[list[int]] = []
    seen: set[int] = set()
    for i in numbers:
        before = printed[i] - 1
        latest_end = lines[i].start - PAGE_LEAST
        # Most numbers are cells, and count on from none.
        for count in reversed(counts[-OPEN_COUNTS:]) if before in seen else ():
            last = count[-1]
            if printed[last] == before and lines[last].end <= latest_end:
                count.append(i)
                break
        else:
            counts.append([i])
        seen.add(printed[i])
    return counts


def _beside_running_heads(marked: MarkedLines, numbers: list[int]) -> list[int]:
    """Bare `numbers` beside the words that stand beside page numbers: those of short pages."""
    page_number = Furniture.PAGE_NUMBER
    pages = [i for i in numbers if marked.marks[i] is page_number]
    if not pages:
        return []
    beside = Counter(text for i in pages for text in _neighbours(marked, i))
    heads = {text for text, times in beside.items() if times >= OFTEN}
    return [i for i in numbers if not heads.isdisjoint(_neighbours(marked, i))]


def _neighbours(marked: MarkedLines, i: int) -> set[str]:
    """What the lines above and below line i print, but for bare numbers."""
    near = marked.texts[max(0, i - 1) : i] + marked.texts[i + 1 : i + 2]
    return {text for text in near if text and not text.isdecimal()}


def _beside_page_break(marked: MarkedLines, i: int) -> bool:
    """Whether line i is the first or last printed line of its page and another page adjoins."""
    return any(_page_ends(marked, i, step) for step in (-1, 1))


def _page_ends(marked: MarkedLines, i: int, step: int) -> bool:
    """Whether only empty lines stand between line i and another page, back (-1) or on (1)."""
    lines = marked.lines
    at = i + step
    while 0 <= at < len(lines):
        if lines[at].page != lines[i].page:
            return True
        if marked.texts[at]:
            return False
        at += step
    return False


# -------------------------------------------------------------- running heads


OFTEN = 3
"""Page breaks at which a running head is printed at least."""
WIDEST_HEAD = 80
"""Half-width units of a running head; what is wider and comes again is a table's row or prose."""
COVER_LINES = 3
"""First lines of content, where a plan's own title is no running head."""


def _running_heads(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark what stands beside the page break on three pages or more, and the plan's title there."""
    if not _has_page_ends(marked):
        return
    content = [i for i, text in enumerate(marked.texts) if text and not marked.marks[i]]
    edges = _page_edges(marked, content)
    if not edges:
        return
    texts = marked.texts
    at_edges = Counter(texts[i] for i in edges)
    anywhere = Counter(texts)
    cover_end = min(COVER_LINES, len(content) - 1)
    plan_title = grammar.rule("reflow.plan-title")
    for i in edges:
        text = texts[i]
        if is_wider(text, WIDEST_HEAD) or "\t" in text:
            continue
        often = at_edges[text] >= OFTEN
        # One page break is enough for the plan's own title, which the cover prints too.
        again = i > content[cover_end] and anywhere[text] > 1
        if often or (again and plan_title.find(text)):
            marked.marks[i] = Furniture.RUNNING_HEAD


def _has_page_ends(marked: MarkedLines) -> bool:
    """Whether the text has several pages, or page numbers that show where they end."""
    pages = {line.page for line in marked.lines}
    return len(pages) > 1 or Furniture.PAGE_NUMBER in marked.marks


def _page_edges(marked: MarkedLines, content: Sequence[int]) -> list[int]:
    """The lines of content right before and right after a page break, each once."""
    pages = [line.page for line in marked.lines]
    edges: list[int] = []
    for before, after in pairwise(content):
        # A text without pages still shows its breaks by the page numbers in between.
        is_break = pages[before] != pages[after]
        if not is_break and after - before > 1:
            is_break = Furniture.PAGE_NUMBER in marked.marks[before + 1 : after]
        if is_break:
            edges += [before, after]
    return list(dict.fromkeys(edges))


_STEPS: tuple[Callable[[MarkedLines, Grammar], None], ...] = (
    mark_rules,
    _imprint,
    _navigation,
    _site_foot,
    _page_numbers,
    _running_heads,  # after the page numbers, which tell where a page ends
    mark_contents,
)
"""The steps in order; each marks lines that those before have left."""
