"""Lines to paragraphs: joins what the margin or the end of a page has cut.

No character is copied without its place: a paragraph points back into the text piece by
piece, so that every record made of its words can say where they are printed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, chain
from string import digits

from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.rules import Answers, Finder
from planparse.model.draft import Draft, Paragraph
from planparse.model.furniture import Furniture
from planparse.model.source import Line, Source, Span
from planparse.model.spans import marked_lines, without
from planparse.text.headings import read_label
from planparse.text.line_width import characters_a_line, is_wider, width
from planparse.text.lines.two_headings import divided, with_hidden
from planparse.text.raised_marks import with_note_marks


def join_paragraphs(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.paragraphs`, of the lines that are neither furniture nor inside a grid.

    Raised figures that refer to notes are no words of theirs, but marks inside their lines.
    """
    inside = _inside_grids(draft)
    draft = replace(draft, inline=with_note_marks(draft, grammar))
    printed = _prose_lines(draft, inside)
    measure = _measure(draft, printed)
    # Of lines that no margin cuts nobody asks how long a full one is.
    length = _length(draft, printed) if measure else 0
    joiner = _Joiner(draft, grammar, measure=measure, length=length)
    contents = Furniture.CONTENTS
    for i, (line, words) in enumerate(zip(draft.source.lines, printed, strict=True)):
        if words:
            joiner.add(i, line, words)
        # Neither a grid nor a table of contents stands inside a paragraph: what the cover prints
        # above the contents does not go on with the first page behind them.
        elif joiner.open and (inside[i] or draft.furniture[i] is contents):
            joiner.close()
    joiner.close()
    return replace(draft, paragraphs=with_hidden(joiner.done, draft.source, grammar))


def _inside_grids(draft: Draft) -> list[bool]:
    """For each line whether it belongs to a grid."""
    lines = draft.source.lines
    inside = [False] * len(lines)
    for grid in draft.grids:
        start, end = grid.span
        first = bisect_left(lines, start, key=_start_of)
        behind = bisect_left(lines, end, key=_start_of)
        # A line that goes on behind the grid's end is no part of it.
        for i in range(first, behind):
            line = lines[i]
            inside[i] = line.start < line.end <= end
    return inside


def _start_of(line: Line) -> int:
    return line.start


# -------------------------------------------------------------------- measure


LONG = 30
"""Half-width units of a line that the margin may have cut; shorter ones are headings, cells."""
FEWEST_LONG = 5
"""Long lines that a text must have before a margin can be told."""
MARGIN_AT = 0.9
"""Share of the long lines that end at the margin or before it; a few may stick out."""
WIDEST_MEASURE = 130
"""Half-width units of the widest page (a landscape one); longer lines are whole paragraphs."""
FULL_SHARE = 0.5
"""Share of the long lines that reach the margin in hard-wrapped text; others end a paragraph."""
FULL = 7
"""Half-width units that a wrapped line may lack: a word or number did not fit behind it."""
TOO_WIDE = WIDEST_MEASURE + FULL + 1
"""Characters of a line that is too wide for the widest page, whatever they are."""


def _measure(draft: Draft, printed: Sequence[str]) -> int:
    """Width of the full line in hard-wrapped text (half-width units); 0 where lines are paragraphs.

    `printed` is what `_prose_lines` gives; a line with a tab is one of cells.
    Text is hard-wrapped where hardly a line is longer than its most common widths
    and many lines end in the middle of a sentence at that width.
    """
    if draft.source.paragraphs_known:
        return 0
    lines = [line for line in printed if line and "\t" not in line]
    # So many lines that are too wide for any page say enough: none needs to be measured.
    too_wide = [line for line in lines if len(line) >= TOO_WIDE]
    if len(too_wide) >= len(lines) - int(len(lines) * MARGIN_AT):
        return 0
    # Of a line that is too wide for any page so much counts as shows that it is.
    widths = [width(line[:TOO_WIDE]) for line in lines]
    long = sorted([wide for wide in widths if wide >= LONG])
    if len(long) < FEWEST_LONG:
        return 0
    at_margin = int(len(long) * MARGIN_AT)
    measure = long[at_margin]
    if measure > WIDEST_MEASURE:
        return 0
    full = [wide for wide in long if abs(wide - measure) <= FULL]
    if len(full) < FULL_SHARE * len(long):
        return 0
    return measure


def _length(draft: Draft, printed: Sequence[str]) -> int:
    """Characters of a full line, indent included, where lines are cut by their number; 0 elsewhere."""
    lines = zip(draft.source.lines, printed, strict=True)
    return characters_a_line(
        [line.end - line.start for line, words in lines if words and "\t" not in words]
    )


def _prose_lines(draft: Draft, inside: Sequence[bool]) -> list[str]:
    """What each line prints, without outer white space; "" for furniture and inside of grids."""
    lines = zip(draft.source.line_words, inside, draft.furniture, strict=True)
    return ["" if is_inside or why else words for words, is_inside, why in lines]


# -------------------------------------------------------------------- joining


FEWEST_DECIMALS = 3
"""Headings like 1.1 before a text is told to number by decimals: a stray 1.5 is no numbering."""
CLOSING = 8
"""Characters from the mark that ends a sentence to its line's end: the mark, and brackets."""
ALMOST_FULL = 2
"""Half-width units (one character) that a line may lack and still be full for certain."""
INDENT = 2
"""White characters at a line's start that open a paragraph."""
LONGEST_UNCUT = 40
"""Half-width units of a heading or cell that no page has cut, in a text of whole paragraphs."""
WIDEST_HEADING = 99
"""Half-width units of a heading on a line of its own."""
FIRST_MARK = 6
"""Where the first mark of prose may stand in a line: before it stands a label (一、, （一）, 1.1)."""
CLOSE_BRACKETS = ("）", ")")
LONG_SHARE = 0.75
"""Share of a full line that a line takes up which a long word behind it has made short."""
LAST_ALONE = 40
"""The last rank of the styles (第一章, 第一节, 一、) whose titles may be told from prose below them."""
ALONE_SHARE = 0.8
"""Share of a style's short lines without a sentence, before a full line is taken for a title."""
BROKEN_OFF = ("，", "、", "（", "(", "“", "《")
"""A sentence goes on after a line that ends with one of these."""


class _LabelsByFirst(Answers[str, tuple[Finder, ...]]):
    """By the first character of a line what finds such labels in it as only begin a line."""

    def __init__(self, grammar: Grammar) -> None:
        groups = map(grammar.group, ("heading", "annex", "caption"))
        rules = [grammar.rule("reflow.opener"), *chain.from_iterable(groups)]
        super().__init__(lambda first: tuple([rule.apply for rule in rules if rule.begins[first]]))


class _Joiner:
    """Collects lines into paragraphs, one after the other."""

    def __init__(self, draft: Draft, grammar: Grammar, *, measure: int, length: int = 0) -> None:
        self.source = draft.source
        self.furniture = draft.furniture
        self.marks = draft.inline
        self.marked = marked_lines(draft.source.lines, draft.inline)
        """Lines that a mark stands in: even in texts with marks most lines have none."""
        self.measure = measure
        self.length = length
        self.done: list[Paragraph] = []
        self.open: list[int] = []
        """Lines of the paragraph that is not closed yet."""
        self.before: Line
        """The last of them."""
        self.last = ""
        """What that prints."""
        self.ends = grammar.pattern("reflow.sentence-end")
        self.grammar = grammar
        self.opens = grammar.rule("reflow.opener")
        self.labels = grammar.derived(_LabelsByFirst)
        self.inside = grammar.pattern("reflow.sentence-inside")
        self.plain_number = grammar.rule("reflow.plain-number")
        self.before_one = grammar.words("reflow.before-one")
        self.unfinished = grammar.words("reflow.unfinished")
        self.decimal = grammar.rule("reflow.decimal-heading")
        self.listed = grammar.rule("reflow.listed-number")
        self.numbers: set[int] = set()
        """Those with which lines opened paragraphs so far: 1、, 2."""

    @cached_property
    def by_decimals(self) -> bool:
        """Whether headings are numbered 1, 1.1, 1.1.1, so that a bare number may open one.

        Most texts have no line that asks for it, and are spared the look at all lines.
        """
        text = self.source.text
        found = 0
        for line in self.source.lines:
            if self.decimal.find(text[line.start : line.end]):
                found += 1
        return found >= FEWEST_DECIMALS

    def add(self, i: int, line: Line, printed: str) -> None:
        """Line i, which prints that, goes on with the open paragraph or opens the next one."""
        text = printed
        if i in self.marked:
            text = self._unmarked(line).strip()
            if not text:
                return
        if self.open and not self._goes_on(line, text):
            self.close()
        if not self.open and (opening := self.listed.find(text)) is not None:
            self.numbers.add(int(opening["number"]))
        self.open.append(i)
        self.before = line
        self.last = text

    def close(self) -> None:
        """The open paragraph, if there is one, is whole."""
        if self.open:
            marks = () if self.marked.isdisjoint(self.open) else self.marks
            paragraph = _paragraph(self.source, self.open, marks)
            self.done += divided(paragraph, self.source, self.grammar)
        self.open = []

    def _unmarked(self, line: Line) -> str:
        """What a line prints, without the marks inside it."""
        kept = without(line.span, self.marks)
        if kept == [line.span]:
            return self.source.text[line.start : line.end]
        return "".join(map(self.source.printed, kept))

    def _goes_on(self, line: Line, text: str) -> bool:
        """Whether a line that prints `text` continues the paragraph that is open."""
        if self.source.paragraphs_known or line.frame != self.before.frame:
            return False
        # What the file itself calls a heading stands alone.
        if line.heading or self.before.heading:
            return False
        # Where the reader knows a line's place on the page, it knows best.
        if line.starts_paragraph is not None:
            return not line.starts_paragraph
        # A tab stands between cells.
        if "\t" in self.last or "\t" in text:
            return False
        was_cut = self._cut_by_margin(line) if self.measure else self._cut_by_page()
        if not was_cut or (len(self.open) == 1 and self._is_title(text)):
            return False
        if self.plain_number.find(text) and self.by_decimals:
            return False
        # Most lines open with no label, and it need not be asked where the one above breaks off.
        return not self._opens(text) or self._cut_inside(text)

    def _opens(self, text: str) -> bool:
        """Whether a line begins with what only begins a line of its own.

        That is any label of a heading, annex or caption, those of a user's pack among them.
        """
        # Most characters begin no label at all.
        finders = self.labels[text[:1]]
        return bool(finders) and any(find(text) for find in finders)

    def _cut_by_margin(self, line: Line) -> bool:
        """Whether the line before is full, and neither its end nor an indent here closes it."""
        wide = width(self.last)
        is_full = bool(self.length) and self.before.end - self.before.start >= self.length
        if wide < self.measure - FULL and not is_full:
            return self._breaks_off(wide, line)
        indent = self.source.text[line.start : line.start + INDENT]
        indented = not indent.strip("\t ")
        # A sentence may end at the very margin and its paragraph go on; short of it, hardly.
        if indented or wide < self.measure - ALMOST_FULL:
            return not self._ends()
        return True

    def _breaks_off(self, wide: int, line: Line) -> bool:
        """Whether a line that is long, if not full, ends in a word behind which more must follow."""
        if wide < self.measure * LONG_SHARE or not self.last.endswith(self.unfinished):
            return False
        return bool(self.source.text[line.start : line.end][:1].strip())

    def _is_title(self, below: str) -> bool:
        """Whether the one open line is a title that reaches the margin, and prose stands `below`.

        The other headings of its style have lines of their own, and no title takes up another
        full line.
        """
        if not self.measure or not self.opens.find(self.last):
            return False
        if any(mark in self.last for mark in "。；：") or width(below) < self.measure - FULL:
            return False
        label = read_label(self.last, self.grammar)
        return label is not None and label.rank in self.standing_alone

    @cached_property
    def standing_alone(self) -> set[int]:
        """The ranks of the widest styles, if their headings mostly have lines of their own."""
        short = Counter[int]()
        alone = Counter[int]()
        for line, why in zip(self.source.lines, self.furniture, strict=True):
            text = "" if why else self._unmarked(line).strip()
            # A full line doesn't say whether a title ends with it.
            if not self.opens.find(text) or width(text) >= self.measure - FULL:
                continue
            label = read_label(text, self.grammar)
            if label is None or label.rank > LAST_ALONE:
                continue
            short[label.rank] += 1
            alone[label.rank] += "。" not in text
        return {rank for rank, found in alone.items() if found >= ALONE_SHARE * short[rank]}

    def _cut_inside(self, text: str) -> bool:
        """Whether the line before, a full one, breaks off in its sentence.

        A label at a line's start opens nothing then: it stands inside the sentence.
        """
        if not self.measure:
            return False
        if self.last.endswith(BROKEN_OFF) or self._is_number_inside(text):
            return True
        return text.startswith("一、") and self.last.endswith(self.before_one)

    def _is_number_inside(self, text: str) -> bool:
        """Whether a line begins with a number that its sentence goes on with (S2 and 18、S305).

        Its first figures end the line above, or no line before has the number before it.
        """
        number = self.listed.find(text)
        if number is None or self._ends() or not self.inside.search(self.last, FIRST_MARK):
            return False
        is_cut = self.last[-1].isascii() and self.last[-1].isalnum()
        return is_cut or self._leaves_out(int(number["number"]))

    def _leaves_out(self, number: int) -> bool:
        """Whether a list that goes on with this number has left out the one before it."""
        return number > 1 and number - 1 not in self.numbers

    def _cut_by_page(self) -> bool:
        """Whether a long line stops in its sentence: only a page break cuts a whole paragraph."""
        if not is_wider(self.last, LONGEST_UNCUT):
            return False
        # A closing bracket ends a title (…规划（2021—2025年）) more often than it is cut off.
        if self.last.endswith(CLOSE_BRACKETS) or self._ends() or self._is_heading():
            return False
        return self.inside.search(self.last, FIRST_MARK) is not None

    def _is_heading(self) -> bool:
        """Whether the open paragraph is so far a heading on a line of its own."""
        if len(self.open) > 1:
            return False
        text = self.source.printed(self.before.span).strip()
        if "。" in text or is_wider(text, WIDEST_HEADING):
            return False
        return self.opens.find(text) is not None

    def _ends(self) -> bool:
        """Whether the last line ends its sentence."""
        tail = max(0, len(self.last) - CLOSING)
        return self.ends.search(self.last, tail) is not None


# ------------------------------------------------------------- one paragraph


def _paragraph(source: Source, members: list[int], marks: Sequence[Span]) -> Paragraph:
    """One paragraph of the lines `members`, with white space and marks taken out."""
    first, last = members[0], members[-1]
    if first == last and not marks:
        # Most paragraphs are one line without white space inside.
        word = source.line_words[first]
        if len(word.split(None, 1)) == 1:
            line = source.lines[first]
            start = source.text.index(word, line.start, line.end)
            return Paragraph(word, (0,), (start,), first, last)
    lines = [source.lines[i] for i in members]
    words, starts = _words(source.text, lines, marks)
    lengths = map(len, words[:-1])
    return Paragraph(
        text="".join(words),
        pieces=tuple(accumulate(lengths, initial=0)),
        starts=tuple(starts),
        first=first,
        last=last,
    )


def _words(text: str, lines: Sequence[Line], marks: Sequence[Span]) -> tuple[list[str], list[int]]:
    """The words of a paragraph, and where each begins in `text`.

    Among them are the spaces between Latin words, and behind the number of an item (4. 6月20日前):
    Chinese is printed without.
    """
    words: list[str] = []
    starts: list[int] = []
    for line in lines:
        for start, end in without(line.span, marks) if marks else ((line.start, line.end),):
            behind = start
            for word in text[start:end].split():
                # To look no further than the line's end spares the preparations for a long search.
                first = text.index(word, behind, end)
                behind = first + len(word)
                # A tab or the end of a line is a space as well. Most words are not of ASCII at all.
                is_apart = word[0].isascii() and words and _are_apart(words, word)
                if is_apart and text[first - 1].isspace():
                    words.append(" ")
                    starts.append(first - 1)
                words.append(word)
                starts.append(first)
    return words, starts


def _are_apart(words: Sequence[str], word: str) -> bool:
    """Whether a space is kept before a word of ASCII: two Latin words, or 4. before 6月20日前."""
    last = words[-1]
    if word[0].isdecimal():
        # Without the space the number of an item would be read as the digits of a date; 1. 8亿亩 is 1.8.
        is_number = len(words) == 1 and last[-1] == "." and last[:-1].isdecimal()
        return is_number and word.lstrip(digits)[:1] in ("年", "月")
    return _is_latin(last[-1] + word[0])


def _is_latin(letters: str) -> bool:
    return letters.isascii() and letters.isalpha()
