"""Paragraphs to single headings: the label that a paragraph opens with, and where its title ends.

A heading is known by its numbering style (`grammars/outline.toml`); the rank of a style
orders them from the widest (第一编) to the narrowest (①). At which depth a heading stands
in its document is told by `outline`, which sees all of them.
"""

from __future__ import annotations

import re

import regex
from msgspec.structs import replace

from planparse.grammar import Grammar
from planparse.grammar.numerals import read_integer
from planparse.model.draft import Draft, Heading, HeadingLabel, Paragraph

LONGEST_TITLE = 70
"""Characters that a title has at most on lines of its own."""
LONGEST_RUN_IN = 45
"""Characters that a title has at most where prose goes on behind it in one paragraph."""
MOST_COMMAS = 2
"""Commas in a title at most; a sentence has more."""

ANNEX = 0
"""The rank of an annex and of a heading without a label: always level 1."""
LAST_LONE = 30
"""The last rank of the styles whose label (第一章, 第一节) may stand alone, the title below it."""
ARTICLE = 35
"""The rank of articles (第一条), which count on through a document's chapters."""
PLAIN = 58
"""The rank of a bare number (1, over 1.1 and 1.1.1)."""
DIGIT_POINT = 60
"""The rank of 1. and 1、"""
DECIMAL_2 = 62
"""The rank of 1.1."""


# --------------------------------------------------------------------- labels


REFERENCE = 4
"""Characters behind a label that show that the text only refers to it (2.2的, （二）项所列)."""


def read_label(text: str, grammar: Grammar) -> HeadingLabel | None:
    """The label that a paragraph's text begins with, if any (annexes excluded)."""
    for rule in grammar.candidates("heading", text):
        if match := rule.apply(text):
            if grammar.find("outline.reference", text[match.end() : match.end() + REFERENCE]):
                return None
            rank = int(rule.attrs["rank"])
            return _label(match, rank=rank)
    return None


def _label(match: regex.Match[str], *, rank: int) -> HeadingLabel:
    number = match["number"]
    return HeadingLabel(
        rank=rank,
        text=match["label"],
        number=read_integer(number) if number else None,
        end=match.end(),
    )


def read_annex_label(text: str, grammar: Grammar) -> HeadingLabel | None:
    """The label of an annex (附件1) that a text begins with, if any."""
    for rule in grammar.candidates("annex", text):
        if match := rule.apply(text):
            return _label(match, rank=ANNEX)
    return None


# --------------------------------------------------------------------- titles


_MARK = re.compile("[（(《“）)》”。：:]")
"""Marks that open or close brackets, or end a title."""
_OPENING = "（(《“"
_CLOSING = "）)》”"
_TITLE_ENDS = "。：:"

LOOKED_AT = 4 * LONGEST_TITLE
"""Characters behind a label in which a title's end is looked for; a longer text is prose."""


def title_end(paragraph: Paragraph, start: int, grammar: Grammar) -> int | None:
    """Where the title that begins at `start` ends in the paragraph; None where there is none."""
    text = paragraph.text
    stop = _sentence_end(text, start)
    alone = stop >= len(text.rstrip(_TITLE_ENDS))
    if alone and (gap := _printed_gap(paragraph, start)) is not None:
        stop = gap  # so few words may stand alone, too
    title = text[start:stop]
    if not title or grammar.find("outline.not-a-title", title):
        return None
    if alone and not _stands_alone(title, text):
        return None
    if not alone and not _runs_in(title):
        return None
    return stop


def _stands_alone(title: str, text: str) -> bool:
    """Whether what a paragraph prints behind its label is a title, and no sentence."""
    if len(title) > LONGEST_TITLE:
        return False
    if not text.endswith("。"):
        return True
    # Some plans close their titles with 。 as well; only short ones are told from sentences.
    return len(title) <= LONGEST_RUN_IN and title.count("，") < MOST_COMMAS


def _runs_in(title: str) -> bool:
    """Whether the first words of a paragraph of prose may be its title."""
    return len(title) <= LONGEST_RUN_IN and title.count("，") <= MOST_COMMAS


def _sentence_end(text: str, start: int) -> int:
    """The first 。, or ： outside of brackets, behind `start`; the end of the text where none is."""
    depth = 0
    for mark in _MARK.finditer(text, start, start + LOOKED_AT):
        printed = mark[0]
        if printed in _OPENING:
            depth += 1
        elif printed in _CLOSING:
            depth -= 1
        elif printed == "。":
            # Also inside brackets, as a bracket may never be closed.
            return mark.start()
        elif depth <= 0 and not _is_ratio(text, colon=mark.start()):
            return mark.start()
    return len(text)


def _is_ratio(text: str, colon: int) -> bool:
    """Whether a colon stands between two digits: 1:1.5 is no end of a title."""
    before = text[colon - 1]
    after = text[colon + 1 : colon + 2]
    return before.isdigit() and after.isdigit()


LONGEST_BEFORE_GAP = 30
"""Characters of a title with only a space between it and the prose on the same line."""
SHORTEST_BEFORE_GAP = 4
"""The same at least: fewer may be a word that is printed spaced out."""


def _printed_gap(paragraph: Paragraph, start: int) -> int | None:
    """A space that separates title and prose on one line: 一、指导思想 以……为指导，…"""
    if len(paragraph.text) < LONGEST_TITLE or "，" not in paragraph.text:
        return None
    # Where a piece does not begin right behind the last one, something white is printed.
    pieces = zip(paragraph.pieces[1:], paragraph.starts[1:], strict=True)
    for piece, printed_at in pieces:
        title = paragraph.text[start:piece]
        if len(title) > LONGEST_BEFORE_GAP:
            return None
        if len(title) < SHORTEST_BEFORE_GAP or "，" in title:
            continue
        before = paragraph.at(piece - 1) + 1
        if printed_at > before:
            return piece
    return None


# ------------------------------------------------------------------- headings


def find_headings(draft: Draft, grammar: Grammar) -> Draft:
    """`Draft.headings`: boxes and sections both ask for them, so that they are read before."""
    styles = grammar.by_first("heading")
    # Of prose the first character says that it is none.
    found = [
        read_heading(draft, i, grammar) if styles[paragraph.text[:1]] else None
        for i, paragraph in enumerate(draft.paragraphs)
    ]
    return replace(draft, headings=tuple(found))


def read_heading(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The heading that paragraph i opens with: a label, and a title behind it."""
    text = draft.paragraphs[i].text
    label = read_label(text, grammar)
    if label is None:
        return None
    heading = _titled(draft, i, label, grammar)
    if heading is not None and grammar.find("outline.goal", text[label.end : heading.title_end]):
        return None
    return heading


def _titled(draft: Draft, i: int, label: HeadingLabel, grammar: Grammar) -> Heading | None:
    """The heading of paragraph i, which begins with `label`, where a title stands behind that."""
    paragraph = draft.paragraphs[i]
    end = title_end(paragraph, label.end, grammar)
    if end is None:
        return None
    prose = paragraph.text[end:].lstrip(_TITLE_ENDS)
    return Heading(i, label, title_end=end, run_in=bool(prose))


LONGEST_ALONE = 150
"""Characters of a title that is known only by its siblings: 二十届三中全会 and its like take room."""


def read_by_siblings(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """Paragraph i as the heading that it may be if its siblings say so: one that is long, states a
    goal, or begins with a figure (10、24小时营业). It is never more than one sentence."""
    paragraph = draft.paragraphs[i]
    text = paragraph.text
    label = read_any_label(draft, i, grammar)
    if label is None or len(text) > LONGEST_ALONE:
        return None
    title = text[label.end :].rstrip(_TITLE_ENDS)
    if not title or "；" in title or "。" in title:
        # Run in before prose it is told from a sentence as any other title is.
        return _titled(draft, i, label, grammar)
    if grammar.find("outline.not-a-title", title):
        return None
    end = label.end + len(title)
    return Heading(i, label, title_end=end, run_in=False)


def may_be_number(paragraph: Paragraph, label: HeadingLabel) -> bool:
    """Whether label and title may be one number as well, as 2.5万人 is; a space inside tells."""
    if not paragraph.text[label.end : label.end + 1].isdecimal() or label.text[-1] == "、":
        return False
    return label.end not in paragraph.pieces[1:2]


def read_any_label(draft: Draft, i: int, grammar: Grammar) -> HeadingLabel | None:
    """The label that paragraph i opens with, though it may be too little for a heading."""
    paragraph = draft.paragraphs[i]
    label = read_label(paragraph.text, grammar)
    return label or _before_figures(paragraph, grammar)


def _before_figures(paragraph: Paragraph, grammar: Grammar) -> HeadingLabel | None:
    """The label before a title that begins with a figure: 10、24小时营业, 2.500千伏电网."""
    match = grammar.find("outline.digits-behind-point", paragraph.text)
    if match is None:
        return None
    return _label(match, rank=DIGIT_POINT)


def whole_heading(draft: Draft, i: int, label: HeadingLabel) -> Heading:
    """Paragraph i as a heading that it is from its first character to its last."""
    length = len(draft.paragraphs[i].text)
    return Heading(i, label, title_end=length, run_in=False)


def lone_heading(draft: Draft, i: int, label: HeadingLabel, grammar: Grammar) -> Heading | None:
    """The heading of which paragraph i is the label alone, its title on the line below."""
    text = draft.paragraphs[i].text
    if label.rank > LAST_LONE or label.end < len(text):
        return None
    below = following_text(draft, i)
    if not below or len(below) > LONGEST_RUN_IN:
        return None
    if any(mark in below for mark in "。；：") or below.count("，") > MOST_COMMAS:
        return None
    if read_label(below, grammar):
        return None
    return whole_heading(draft, i, label)


LONGEST_NUMBERED = 30
"""Characters of a title with only a bare number before it; longer ones are prose or a row."""


def read_spaced_number(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The heading that paragraph i is: a number (3, 2.4), white space, and a short title.

    Only where a document numbers by decimals: elsewhere 3 and 2.4 count what stands behind them.
    """
    paragraph = draft.paragraphs[i]
    text = paragraph.text
    if len(text) > LONGEST_NUMBERED or not text[:1].isdecimal():
        return None
    rank = PLAIN
    match = grammar.find("outline.plain-number", text)
    if match is None:
        rank = DECIMAL_2
        match = grammar.find("outline.decimal-spaced", text)
    # White space is printed behind the number where the paragraph's second piece begins there.
    if match is None or paragraph.pieces[1:2] != (match.end("label"),):
        return None
    if any(mark in text for mark in "。，；"):
        return None
    title = text[match.end() :]
    if grammar.find("outline.not-a-title", title):
        return None
    return whole_heading(draft, i, _label(match, rank=rank))


def read_annex(draft: Draft, i: int, grammar: Grammar) -> Heading | None:
    """The annex that paragraph i opens: 附件1 with its title on this line or the next one."""
    text = draft.paragraphs[i].text
    if len(text) > LONGEST_TITLE or "。" in text:
        return None
    label = read_annex_label(text, grammar)
    if label is None:
        return None
    has_title = label.end < len(text)
    if has_title and read_annex_label(following_text(draft, i), grammar):
        return None  # one entry of a list of annexes
    return whole_heading(draft, i, label)


LONGEST_SECOND = 20
"""Characters of the second line of an annex's title; a longer line is prose."""


def title_below(draft: Draft, heading: Heading, grammar: Grammar) -> tuple[Paragraph, ...]:
    """The paragraphs that print the title below its label (附件1, 第一章): none, one or two."""
    i = heading.paragraph
    text = following_text(draft, i)
    if not text or heading.label.end < len(draft.paragraphs[i].text):
        return ()
    if len(text) > LONGEST_TITLE or text.endswith(("。", "；", "：")):
        return ()
    lines = 2 if heading.label.rank == ANNEX and _goes_on_below(draft, i + 1, grammar) else 1
    return draft.paragraphs[i + 1 : i + 1 + lines]


def _goes_on_below(draft: Draft, i: int, grammar: Grammar) -> bool:
    """Whether the title of an annex, which paragraph i prints, has its end on the line below."""
    second = following_text(draft, i)
    if not second or len(second) > LONGEST_SECOND or read_label(second, grammar):
        return False
    ends = grammar.rule("outline.annex-title-end")
    return not ends.find(draft.paragraphs[i].text) and ends.find(second) is not None


def following_text(draft: Draft, i: int) -> str:
    """The text of the paragraph behind paragraph i; "" behind the last one."""
    if i + 1 == len(draft.paragraphs):
        return ""
    return draft.paragraphs[i + 1].text
