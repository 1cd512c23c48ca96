"""Lines to paragraphs: marks page furniture, then joins what a page or a margin has cut.

Nothing is deleted and no offset moves: a furniture line keeps its place in
`Source.lines` and gets a reason in `Draft.furniture`; a paragraph points back
into the text piece by piece.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import regex

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Paragraph
from planparse.model.furniture import Furniture
from planparse.model.source import Line, Span
from planparse.model.spans import without

_GAP = regex.compile(r"\s+")

Marks = list[Furniture | None]
"""For each line why it is no content; None where it is."""


def width(text: str) -> int:
    """Printed width in half-width units: a Chinese character takes two, as it takes two bytes in GB 18030."""
    return len(text.encode("gb18030", "replace"))


# ------------------------------------------------------------------ furniture


def mark(draft: Draft, grammar: Grammar) -> Draft:
    """Say of every line that is no content why: page number, running head, contents, imprint."""
    source = draft.source
    text = source.text
    texts = [text[line.start : line.end].strip("*# \t\u3000\xa0\r") for line in source.lines]
    marks = [line.furniture for line in source.lines]
    for step in (_imprint, _web, _site_foot, _page_numbers, _running_heads, _contents):
        step(source.lines, texts, marks, grammar)
    cells = {start for grid in source.grids for cell in grid.cells for start, _ in cell.spans}
    if cells:
        marks = [line.furniture if line.start in cells else why for line, why in zip(source.lines, marks, strict=True)]
    return replace(draft, furniture=tuple(marks), inline=_inline(text, grammar))


_MARKED = "[*_<!#$\\{"
"""What a mark inside a line begins with, but for blanks."""
_LONGEST_MARK = 1000
"""No mark is longer."""


def _inline(text: str, grammar: Grammar) -> tuple[Span, ...]:
    """Where the marks of converters inside lines stand, in order."""
    found = [(text.find(c), text.rfind(c)) for c in _MARKED if c in text]
    if not found:
        return ()
    first, last = min(a for a, _ in found), max(b for _, b in found)
    start = text.rfind("\n", 0, first) + 1
    return tuple(m.span() for m in grammar.pattern("reflow.mark").finditer(text, start, last + _LONGEST_MARK))


def _imprint(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    imprint = grammar.rule("reflow.imprint")
    for i, text in enumerate(texts):
        if text and not marks[i] and imprint.find(text):
            marks[i] = Furniture.IMPRINT


_LONGEST_NAVIGATION = 160
"""Characters of a line of navigation at most; longer ones are prose."""


def _web(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    web = grammar.rule("reflow.web")
    for i, text in enumerate(texts):
        if text and not marks[i] and len(text) < _LONGEST_NAVIGATION and web.find(text):
            marks[i] = Furniture.NAVIGATION



def _site_foot(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    """Mark who runs the site, in the last lines of a page that was taken from it."""
    pattern = grammar.pattern("reflow.site-foot")
    for i in range(len(texts) - 1, -1, -1):
        if texts[i] and not marks[i]:
            if len(texts[i]) > 200 or not pattern.fullmatch(texts[i]):
                return
            marks[i] = Furniture.NAVIGATION


def _page_numbers(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    dressed, bare = grammar.rule("reflow.page-number"), grammar.rule("reflow.bare-number")
    bares: list[int] = []
    for i, text in enumerate(texts):
        if not text or marks[i] or len(text) > 24:
            continue
        if text.isdecimal():
            bares += [i] if bare.find(text) else []
        elif dressed.find(text) and text.strip("—–-－ "):
            marks[i] = Furniture.PAGE_NUMBER
    for i in _counting(lines, texts, bares):
        marks[i] = Furniture.PAGE_NUMBER


PAGE_LEAST = 220
"""Characters between two page numbers at least; serial numbers of a table stand closer."""


def _counting(lines: Sequence[Line], texts: list[str], bares: list[int]) -> list[int]:
    """Bare numbers that count pages: one up each time, a page apart, three in a row at least."""
    at_break = [i for i in bares if _beside_page_break(lines, texts, i)]
    chains: list[list[int]] = []
    number = {i: int(texts[i]) for i in bares}
    for i in bares:
        before = number[i] - 1
        for chain in reversed(chains[-12:]):
            last = chain[-1]
            if number[last] == before and lines[i].start - lines[last].end >= PAGE_LEAST:
                chain.append(i)
                break
        else:
            chains.append([i])
    counted = [i for chain in chains if len(chain) >= 3 for i in chain]
    return sorted({*at_break, *counted})


def _beside_page_break(lines: Sequence[Line], texts: list[str], i: int) -> bool:
    if lines[i].page is None:
        return False
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and not texts[j] and lines[j].page == lines[i].page:
            j += step
        if 0 <= j < len(lines) and lines[j].page != lines[i].page:
            return True
    return False


def _running_heads(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    """A line that stands beside the page break on three pages or more is a running head, and so is the title there."""
    edges: list[int] = []
    content = [i for i, text in enumerate(texts) if text and not marks[i]]
    for before, after in pairwise(content):
        broken = after > before + 1 and Furniture.PAGE_NUMBER in marks[before + 1 : after]
        if broken or lines[before].page != lines[after].page:
            edges += [before, after]
    if not edges:
        return
    again = Counter(texts[i] for i in dict.fromkeys(edges))
    everywhere, body = Counter(texts), content[min(3, len(content) - 1)] if content else 0
    for i in dict.fromkeys(edges):
        title = grammar.pattern("reflow.plan-title").search(texts[i])  # the plan's own title: once is enough
        often = again[texts[i]] >= 3 or (title and i > body and everywhere[texts[i]] > 1)
        if often and width(texts[i]) <= 80 and "\t" not in texts[i]:
            marks[i] = Furniture.RUNNING_HEAD


def _contents(lines: Sequence[Line], texts: list[str], marks: Marks, grammar: Grammar) -> None:
    leader = grammar.pattern("reflow.contents-line")
    for i, text in enumerate(texts) if _has_leader("\n".join(texts)) else ():
        if text and not marks[i] and _has_leader(text) and leader.fullmatch(text):
            marks[i] = Furniture.CONTENTS
    title = grammar.rule("reflow.contents-title")
    entries = cache(lambda j: _entry(texts[j], grammar))
    for i, text in enumerate(texts):
        if text and not marks[i] and len(text) < 20 and title.find(text):
            marks[i] = Furniture.CONTENTS
            for j in _listed(i + 1, texts, marks, entries):
                marks[j] = Furniture.CONTENTS


def _has_leader(text: str) -> bool:
    return "..." in text or "…" in text or "···" in text or "．．．" in text or "---" in text or "。。。" in text


def _entry(text: str, grammar: Grammar) -> str | None:
    """The title that a line of a table of contents prints, without its page number; None where it can be none."""
    entry = grammar.pattern("reflow.contents-paged").fullmatch(text)
    if "。" in text or width(text) > 100:
        return None
    if not entry and not grammar.pattern("reflow.opener").match(text) and width(text) > 60:
        return None
    return _GAP.sub("", entry["entry"] if entry else text)


def _listed(
    start: int, texts: list[str], marks: Marks, entries: Callable[[int], str | None]
) -> list[int]:
    """Lines of the table of contents whose title stands just before `start`; `entries` gives a line's entry.

    It ends where its first entry is printed again, or at the first line of prose.
    """
    first, found = "", list[int]()
    for i in range(start, len(texts)):
        if not texts[i] or marks[i]:
            continue
        name = entries(i)
        if name is None or name == first:
            break
        first = first or name
        found.append(i)
    return found if _printed_again(first, found, texts) else []


def _printed_again(first: str, found: list[int], texts: list[str]) -> bool:
    after = (found[-1] + 1) if found else 0
    return bool(first) and any(t.lstrip()[:1] == first[0] and _GAP.sub("", t).startswith(first) for t in texts[after:])


# ----------------------------------------------------------------- paragraphs


def join(draft: Draft, grammar: Grammar) -> Draft:
    """Paragraphs of the lines that are neither furniture nor inside a grid."""
    source, marks = draft.source, draft.furniture
    inside = _inside_grids(source.lines, draft)
    measure = 0 if source.paragraphs_known else _measure(draft, inside)
    joiner = _Joiner(draft, grammar, measure)
    for i, line in enumerate(source.lines):
        if inside[i]:
            joiner.close()
        elif not marks[i] and line.end > line.start:
            joiner.add(i)
        else:
            joiner.blanks += not marks[i]
    joiner.close()
    return replace(draft, paragraphs=tuple(joiner.done))


def _inside_grids(lines: Sequence[Line], draft: Draft) -> list[bool]:
    inside, starts = [False] * len(lines), [line.start for line in lines]
    for start, end in (g.span for g in draft.grids):
        for i in range(bisect_left(starts, start), bisect_left(starts, end)):
            inside[i] = starts[i] < lines[i].end <= end
    return inside


_CLOSE = 8
"""No more characters than these stand from the mark that ends a sentence to the end of its line."""
FULL = 7
"""Half-width units that a wrapped line may fall short of the measure: a word or number that did not fit."""


def _measure(draft: Draft, inside: list[bool]) -> int:
    """Width of the full line in hard-wrapped text, or 0 where lines are paragraphs.

    Text is hard-wrapped where hardly a line is longer than its most common widths
    and many lines end in the middle of a sentence at that width.
    """
    text = draft.source.text
    lines = [text[x.start : x.end].strip() for i, x in enumerate(draft.source.lines) if not inside[i] and not draft.furniture[i]]
    widths = [width(t) for t in lines if t and "\t" not in t]
    long = sorted(w for w in widths if w >= 30)
    if len(long) < 5:
        return 0
    measure = long[int(len(long) * 0.9)]
    full = sum(1 for w in long if measure - FULL <= w <= measure + FULL)
    return measure if measure <= 130 and full >= 0.5 * len(long) else 0


def _numbers_by_decimals(draft: Draft, grammar: Grammar) -> bool:
    """Whether the headings are numbered 1, 1.1, 1.1.1, so that a bare number may open a heading."""
    decimal = grammar.pattern("reflow.decimal-heading")
    text = draft.source.text
    return sum(1 for x in draft.source.lines if text[x.start : x.start + 1].isdigit() and decimal.match(text, x.start, x.end)) >= 3


class _Joiner:
    """Collects lines into paragraphs, one after the other."""

    def __init__(self, draft: Draft, grammar: Grammar, measure: int) -> None:
        self.draft, self.measure = draft, measure
        self.ends = grammar.pattern("reflow.sentence-end")
        self.opens = grammar.pattern("reflow.opener")
        self.plain = grammar.pattern("reflow.plain-number") if _numbers_by_decimals(draft, grammar) else None
        self.inside = grammar.pattern("reflow.sentence-inside")
        self.done: list[Paragraph] = []
        self.open: list[int] = []
        self.blanks = 0

    def add(self, i: int) -> None:
        line = self.draft.source.lines[i]
        text = _unmarked(self.draft, line.start, line.end).strip()
        if not text:
            return
        if self.open and not self._goes_on(i, text):
            self.close()
        self.open.append(i)
        self.last, self.blanks = text, 0

    def _goes_on(self, i: int, text: str) -> bool:
        """Whether line i continues the paragraph that is open."""
        source = self.draft.source
        before, line = source.lines[self.open[-1]], source.lines[i]
        if source.paragraphs_known or line.frame != before.frame or line.heading or before.heading:
            return False
        if line.starts_paragraph is not None:
            return not line.starts_paragraph
        if "\t" in self.last or "\t" in text or not (self._is_full(line) if self.measure else self._cut_by_page()):
            return False
        if self.plain and self.plain.match(text):
            return False
        return not self.opens.match(text) or self._cut_inside()

    def _is_full(self, line: Line) -> bool:
        """Whether the line before reaches the margin, and neither its end nor an indent here closes the paragraph."""
        wide = width(self.last)
        if wide < self.measure - FULL:
            return False
        indented = self.draft.source.text[line.start : line.start + 2].strip("\t ") == ""
        return not ((indented or wide < self.measure - 2) and self._ends())

    def _cut_inside(self) -> bool:
        """A label at a line's start is no opener where the line before, a full one, breaks off in its sentence."""
        return bool(self.measure) and self.last[-1:] in "，、（(“《"

    def _cut_by_page(self) -> bool:
        """In text of whole paragraphs, only a page break cuts one: a long line that stops in a sentence."""
        if self._ends() or self.last[-1:] in "）)" or width(self.last) <= 40:
            return False
        first = self.draft.source.lines[self.open[0]]
        opening = self.draft.source.text[first.start : first.end].strip()
        if len(self.open) == 1 and self.opens.match(opening) and "。" not in opening and width(opening) < 100:
            return False  # a heading on a line of its own
        return self.inside.search(self.last, 6) is not None

    def _ends(self) -> bool:
        """Whether the last line ends its sentence: the mark and the brackets behind it are a few characters."""
        return self.ends.search(self.last, max(0, len(self.last) - _CLOSE)) is not None

    def close(self) -> None:
        if self.open:
            self.done.append(_paragraph(self.draft, self.open))
        self.open = []


def _unmarked(draft: Draft, start: int, end: int) -> str:
    text, holes = draft.source.text, draft.inline
    return "".join([text[a:b] for a, b in without((start, end), holes)]) if holes else text[start:end]


def _paragraph(draft: Draft, members: list[int]) -> Paragraph:
    """One paragraph of the lines `members`, with white space taken out."""
    text, source = draft.source.text, draft.source
    parts: list[str] = []
    pieces: list[int] = []
    starts: list[int] = []
    length = 0
    for i in members:
        line = (source.lines[i].start, source.lines[i].end)
        for a, b in without(line, draft.inline) if draft.inline else (line,):
            for s, e in _words(text, a, b):
                if parts and _is_latin(parts[-1][-1]) and _is_latin(text[s]) and not text[s - 1].strip():
                    pieces.append(length)
                    starts.append(s - 1)
                    parts.append(" ")
                    length += 1
                pieces.append(length)
                starts.append(s)
                parts.append(text[s:e])
                length += e - s
    return Paragraph("".join(parts), tuple(pieces), tuple(starts), members[0], members[-1])


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _words(text: str, start: int, end: int) -> list[Span]:
    """The runs of `text[start:end]` that hold no white space."""
    out = []
    for word in text[start:end].split():
        start = text.index(word, start)
        out.append((start, start + len(word)))
        start += len(word)
    return out
