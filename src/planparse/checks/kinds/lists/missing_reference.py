"""missing-reference: the text points to a box, a table, an annex, a chapter or an article that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands, style_of
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding

ANNEXES = {"附件#": "附件", "附表#": "附表", "附图#": "附图"}
"""What stands behind the plan itself, by the styles of 附件3, 附表3 and 附图3."""

LONGEST_LIST = 300
"""Characters of a list of annexes."""

LONGEST_TITLE = 60
"""Characters of one annex in such a list."""

FEWEST_LISTED = 2
"""Annexes that make a list: behind a single 1 the others may have been lost."""

ARTICLE = "条"

HAN_PART = "#、"
"""The style of 一、, the parts of a notice, which it calls its articles too."""

FEWEST_ARTICLES = 3
"""Articles of a document that is made up of them."""

MOST_HIDDEN = 0.15
"""Share of the articles that may stand inside of paragraphs, behind another one or a heading."""

FEWEST_ANNEXES = 1
"""Annexes that are printed in the document itself, before another is missing there: all of them would be."""


@check("missing-reference")
def missing_reference(matter: Matter) -> Iterator[Finding]:
    """见专栏5 without a 专栏5, 详见第九章 in a plan of eight; each once."""
    # What could not be read may hold what is pointed to.
    if matter.draft.source.notices:
        return
    yield from _no_sections(matter)
    seen = set()
    pattern = matter.grammar.pattern("checks.reference")
    for found in matter.prose.finditer_beside("checks.words-of-references", pattern):
        label = found["label"]
        number = read_integer(found["number"])
        if number is None or label in seen:
            continue
        is_chapter = found["chapter"] is not None
        # 第3 may count anything, and 表3部分 is no part of the plan.
        if is_chapter != (found["part"] is not None):
            continue
        if found["bare"] is not None and _is_of_another(found, matter):
            continue
        if _is_missing(found, number, matter):
            seen.add(label)
            yield _finding(found, matter)


def _is_missing(found: regex.Match[str], number: int, matter: Matter) -> bool:
    """Whether nothing of the kind that is pointed to has this number."""
    label = found["label"]
    if found["chapter"] is None:
        return _no_box(label, number, matter)
    if found["part"] != ARTICLE:
        return _no_chapter(label, number, matter)
    articles = _articles(matter)
    if articles or found["own"] is None:
        # The last ones may stand inside of paragraphs, too.
        is_printed = label_stands(label, number, _but_references(matter))
        return not is_printed and _is_behind_all(number, articles)
    # 本通知第七条, of a notice whose parts are numbered 一、 to 六、.
    parts = [one.number or 0 for one in matter.draft.sections if style_of(one.label) == HAN_PART]
    return _is_behind_all(number, parts)


def _is_of_another(found: regex.Match[str], matter: Matter) -> bool:
    """Whether its paragraph names a law, a rule or another plan before it, whose chapter it may be."""
    prose = matter.prose
    before = prose.text[: found.start()].rpartition("\n")[2]
    return matter.grammar.find("checks.other-document", before) is not None


def _no_sections(matter: Matter) -> Iterator[Finding]:
    """第一章第四节, where that chapter has three."""
    words = matter.grammar.words("checks.section-words")
    pattern = matter.grammar.pattern("checks.section-of-chapter")
    for found in matter.prose.finditer_with(words, pattern):
        chapter, number = read_integer(found["chapter"]), read_integer(found["number"])
        chapters = [
            one
            for one in matter.draft.sections
            if one.number == chapter and style_of(_tight(one.label)) == "第#章"
        ]
        if len(chapters) != 1 or number is None:
            continue
        parts = [one.number for one in matter.draft.sections if one.parent == chapters[0].id]
        if parts and parts == list(range(1, len(parts) + 1)) and number > len(parts):
            span = matter.prose.span_of(*found.span())
            yield finding(
                "missing-reference",
                "warning",
                found[0],
                f"正文{matter.places.line(span)}提到“{found[0]}”，而该章只有{len(parts)}节。",
                sides=[span],
                span=span,
            )


def _no_box(label: str, number: int, matter: Matter) -> bool:
    """Whether boxes of this kind are printed, and the label nowhere but where it is pointed to."""
    style = style_of(label)
    known = {box.number for box in matter.draft.boxes if style_of(_tight(box.label)) == style}
    if style in ANNEXES and not known - {None}:
        return _no_annex(label, number, ANNEXES[style], matter)
    # A plan without any such box may be one whose boxes are pictures.
    if not known - {None} or number in known:
        return False
    return not label_stands(label, number, _but_references(matter))


def _no_annex(label: str, number: int, kind: str, matter: Matter) -> bool:
    """Whether all annexes before it are printed here, and no list says that one is another file."""
    grammar = matter.grammar
    text = matter.draft.source.text
    # 附件1 重点任务分工表 may have been read as the caption of its table.
    printed = grammar.pattern("checks.annex-printed").finditer(text)
    known = {read_integer(found["number"]) for found in printed if found["kind"] == kind}
    lists = _lists(matter)
    if not known and lists and lists[0].begun[0].startswith(kind):
        is_named = label_stands(label, number, _but_references(matter))
        return not is_named and _ends_before(number, lists[0], matter)
    if len(known) < FEWEST_ANNEXES or known != set(range(1, len(known) + 1)):
        return False
    if not lists:
        return number > len(known)
    # Where annexes are listed, those that may be files of their own are listed too.
    numbers = [one for annexes in lists for one in annexes.numbers]
    if number <= len(known) or number in numbers:
        return False
    last = max(_last_of(annexes.numbers) for annexes in lists)
    # Without numbers the plan itself is the annex that is named, or its files are (附件1.docx).
    return last < number if last else len(known) >= FEWEST_LISTED


class _Annexes(Struct, frozen=True):
    """A list of annexes that the text prints."""

    begun: regex.Match[str]
    listed: list[regex.Match[str]]
    """Each lies in the list's own text."""

    @property
    def numbers(self) -> list[int]:
        return [int(one["number"]) for one in self.listed]


def _lists(matter: Matter) -> list[_Annexes]:
    """The lists of annexes: those with numbers, where there are any.

    附件：实施方案 below a notice names the plan itself, whose own annexes are listed at its end.
    """
    begun = matter.grammar.pattern("checks.list-of-annexes").finditer(matter.draft.source.text)
    lists = [_Annexes(one, _listed(one, matter)) for one in begun]
    numbered = [one for one in lists if _last_of(one.numbers) >= FEWEST_LISTED]
    return numbered or lists[:1]


def _listed(begun: regex.Match[str], matter: Matter) -> list[regex.Match[str]]:
    """The annexes of the list that begins here; each match lies in the list's own text."""
    text = matter.draft.source.text
    listed = text[begun.start() : begun.start() + LONGEST_LIST]
    # The first annex may follow at once, and has a list of its own.
    printed_next = matter.grammar.pattern("checks.annex-printed").search(listed, len(begun[0]))
    if printed_next is not None:
        listed = listed[: printed_next.start()]
    return list(matter.grammar.pattern("checks.listed-annex").finditer(listed))


def _last_of(numbers: Sequence[int]) -> int:
    """The last of the numbers that run on from 1; 0 where there is no 1."""
    return next(n for n in range(1, len(numbers) + 2) if n not in numbers) - 1


def _ends_before(number: int, annexes: _Annexes, matter: Matter) -> bool:
    """Whether the plan's own list of annexes, which are other files, ends before this number.

    A list above the chapters is that of the notice, whose first annex is the plan itself.
    """
    sections = matter.draft.sections
    is_above = bool(sections) and annexes.begun.start() < sections[-1].span[0]
    if is_above and _may_be_of_notice(annexes.listed, matter):
        return False
    numbers = annexes.numbers
    if len(numbers) < FEWEST_LISTED or numbers != list(range(1, len(numbers) + 1)):
        return False
    # The next one may stand behind what was looked at.
    is_whole = annexes.listed[-1].end() < LONGEST_LIST - LONGEST_TITLE
    return is_whole and number > len(numbers)


def _may_be_of_notice(listed: Sequence[regex.Match[str]], matter: Matter) -> bool:
    """Whether the first of some listed annexes may be the plan itself: it is called as one."""
    title = listed[0].string[listed[0].end() :].partition("\n")[0] if listed else ""
    return not title or matter.grammar.find("checks.title-of-a-document", title) is not None


def _but_references(matter: Matter) -> str:
    """The text without all that points to something."""
    return matter.grammar.pattern("checks.reference").sub("", matter.draft.source.text)


def _no_chapter(label: str, number: int, matter: Matter) -> bool:
    """Whether the chapters run from the first to the last, and this one lies behind it."""
    style = style_of(label)
    sections = matter.draft.sections
    chapters = [one for one in sections if style_of(_tight(one.label)) == style]
    if not chapters and label.endswith(matter.grammar.words("checks.part-of-document")):
        # 第七部分, of chapters that are numbered 一、 to 六、.
        chapters = [one for one in sections if one.parent is None and one.number is not None]
    numbers = [chapter.number for chapter in chapters]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
        return False
    return number > len(numbers) and not label_stands(label, number, _but_references(matter))


def _articles(matter: Matter) -> list[int]:
    """The numbers of the articles that paragraphs begin with."""
    begun = matter.grammar.pattern("checks.article-begun")
    matches = (begun.match(paragraph.text) for paragraph in matter.draft.paragraphs)
    return [read_integer(found["number"]) or 0 for found in matches if found is not None]


def _is_behind_all(number: int, numbers: Sequence[int]) -> bool:
    """Whether a number lies behind the last of numbers that run on from the first."""
    # The text of another document, or one that lost some, has other numbers.
    if len(numbers) < FEWEST_ARTICLES or numbers[0] != 1 or sorted(numbers) != list(numbers):
        return False
    hidden = numbers[-1] - len(set(numbers))
    return number > numbers[-1] and hidden <= MOST_HIDDEN * numbers[-1]


def _tight(label: str) -> str:
    return "".join(label.split())


def _finding(found: regex.Match[str], matter: Matter) -> Finding:
    span = matter.prose.span_of(*found.span("label"))
    label = found["label"]
    return finding(
        "missing-reference",
        "warning",
        label,
        f"正文{matter.places.line(span)}提到“{label}”，而文中没有{label}。",
        sides=[span],
        span=span,
    )
