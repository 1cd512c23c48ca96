"""count-mismatch of lists: five tasks announced, and four told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.labels import label_stands
from planparse.checks.numbering.whole_lists import is_whole_list
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Section
from planparse.model.source import Span

# A list that goes on behind this many characters is another one.
LONGEST_LIST = 6000

# Lists that miss their number by more are counted in another way.
FARTHEST = 2

FEWEST_ITEMS = 2
FEWEST_NAMES = 3
FEWEST_AXES = 2

BEGINNING = 2
"""Characters of the word that the items of a list may begin with: 坚持."""
LONGEST_NAME = 14

MARKS_BEFORE_OTHERS = "。；：:"
"""Behind the number of what stands below these only end the paragraph."""

FULL_STOP = "。"

KIND = 2
"""Characters at the end of what is counted that the names of its items end in, too: 片区 of 农业片区."""

# Names of a bare list (强基、提质、增效) are this short, and none of them may be two.
LONGEST_SHORT = 6

LONGEST_TO_FOLLOW = 10
"""The same where 以下 says that the list is what is counted: 以下三类对象：孤儿、特困供养人员、重度残疾人."""


@check("count-mismatch")
def counted_items(matter: Matter) -> Iterator[Finding]:
    """Numbers of items that the list behind them does not bear out."""
    for found in _all_announced(matter):
        announced = read_integer(found["number"])
        if announced is None:
            continue
        told = _told(found, matter)
        if told is None or (told < announced and _may_go_on(found, matter)):
            continue
        if 0 < abs(told - announced) <= FARTHEST:
            yield _finding(found, told, matter)
    yield from _headings(matter)


def _all_announced(matter: Matter) -> Iterator[regex.Match[str]]:
    for rule in ("checks.items-announced", "checks.axes-announced"):
        pattern = matter.grammar.pattern(rule)
        yield from matter.prose.finditer_beside("checks.announcing-items", pattern)
    named_behind = matter.grammar.pattern("checks.items-named-behind")
    yield from matter.prose.finditer_beside("checks.announcing-names", named_behind)


def _told(found: regex.Match[str], matter: Matter) -> int | None:
    """How many items the list has; None where it is none that can be counted for sure."""
    rest = matter.prose.text[found.end() : found.end() + LONGEST_LIST]
    ordinals = matter.grammar.words("checks.ordinals")
    if rest.lstrip("\n").startswith(ordinals[0]):
        listed = rest[: _next_heading(found, matter) - found.end()]
        return _last_ordinal(listed.lstrip("\n"), ordinals)
    if found[0].endswith(FULL_STOP):
        return _told_behind_stop(found, rest, matter)
    # The first line of a list with marks may have been taken for the end of the sentence.
    marked = _marked(rest.removeprefix("\n"), matter)
    if marked is not None:
        return marked
    if rest.startswith("\n"):
        labelled = _labelled(rest[1:], matter)
        if labelled is not None:
            return labelled
        headed = _headed_alike(rest[1:], found["noun"])
        return headed if headed is not None else _begun_alike(rest[1:])
    in_line = _labelled_in_line(rest, matter)
    if in_line is not None:
        return in_line
    return _names(found, rest, matter)


def _told_behind_stop(found: regex.Match[str], rest: str, matter: Matter) -> int | None:
    """How many items with labels stand below a sentence that only sets out to do them.

    重点抓好五个方面工作。 and （一）, which is a sentence: of headings `_headings` tells.
    """
    before = matter.prose.clause_before(found.start())
    if not rest.startswith("\n") or not matter.grammar.find("checks.sets-out-to", before):
        return None
    heading = _next_heading(found, matter)
    # Without a further chapter the text may have been cut off.
    if heading in (found.end() + 1, len(matter.prose.text)):
        return None
    return _labelled(rest[1 : heading - found.end()], matter)


def _may_go_on(found: regex.Match[str], matter: Matter) -> bool:
    """Whether more is printed behind the announcement than was looked through."""
    seen = found.end() + LONGEST_LIST
    ordinals = matter.grammar.words("checks.ordinals")
    if found.string.startswith(
        ordinals[0], found.end() + found.string.startswith("\n", found.end())
    ):
        # 一是, 二是 end with their chapter.
        return _next_heading(found, matter) > seen
    return len(matter.prose.text) > seen


def _next_heading(found: regex.Match[str], matter: Matter) -> int:
    """Where in the text the next heading begins behind the announcement; its end where there is none."""
    sections = matter.draft.sections
    offset = matter.prose.span_of(found.start(), found.end())[0]
    behind = bisect_right(sections, offset, key=_begin)
    places = (matter.prose.place_of(section.span[0]) for section in sections[behind:])
    return next((place for place in places if place is not None), len(matter.prose.text))


def _begin(section: Section) -> int:
    return section.span[0]


def _last_ordinal(rest: str, ordinals: Sequence[str]) -> int | None:
    """一是…二是…三是…: the last ordinal before the count begins again."""
    first, *others = ordinals
    end = rest.find(first, len(first))
    body = rest if end < 0 else rest[:end]
    count = 1
    at = 0
    for ordinal in others:
        at = body.find(ordinal, at)
        if at < 0:
            break
        count += 1
    # An item may have lost its ordinal: the list is not over then.
    later = [ordinal for ordinal in ordinals[count + 1 :] if ordinal in body]
    return None if later or count < FEWEST_ITEMS else count


def _labelled(rest: str, matter: Matter) -> int | None:
    """Paragraphs with labels that run on from 1, right behind the announcement."""
    first = matter.grammar.pattern("checks.first-label").match(rest)
    if first is None:
        return None
    label = first[0]
    count = 1
    lines = rest.split("\n")
    for line in lines[1:]:
        if label_stands(label, count + 1, line[: len(label) + 2]):
            count += 1
        elif label_stands(label, 1, line[: len(label) + 2]):
            break
    return count if count >= FEWEST_ITEMS else None


def _labelled_in_line(rest: str, matter: Matter) -> int | None:
    """（1）甲工程；（2）乙工程: labels that run on from 1 within the sentence, right behind the announcement."""
    first = matter.grammar.pattern("checks.first-label").match(rest)
    if first is None:
        return None
    line = rest.partition("\n")[0]
    count = 1
    for at in range(len(first[0]), len(line)):
        if label_stands(first[0], count + 1, line[at : at + len(first[0]) + 2]):
            count += 1
    return count if count >= FEWEST_ITEMS else None


def _begun_alike(rest: str) -> int | None:
    """Paragraphs that begin with one word, right behind the announcement: 坚持预防为主. 坚持从严监管."""
    lines = rest.split("\n")
    word = lines[0][:BEGINNING]
    if len(word) < BEGINNING or not word.isalpha():
        return None
    count = next((at for at, line in enumerate(lines) if line[:BEGINNING] != word), len(lines))
    return count if count >= FEWEST_NAMES else None


def _headed_alike(rest: str, noun: str) -> int | None:
    """Paragraphs that begin with a name of what is counted: 北部林业片区：…, and 南部果业片区：…, of 片区."""
    kind = noun[-KIND:]
    count = 0
    for line in rest.split("\n"):
        name, mark, _ = line.partition("：")
        if not mark or len(name) > LONGEST_NAME or not name.endswith(kind):
            break
        count += 1
    return count if len(kind) == KIND and count >= FEWEST_ITEMS else None


def _marked(rest: str, matter: Matter) -> int | None:
    """Lines that begin with one mark (——, ●), right behind the announcement and one after the other."""
    first = matter.grammar.pattern("checks.mark-of-item").match(rest)
    if first is None:
        return None
    mark = first[0].strip()
    count = 0
    for line in rest.split("\n"):
        if not line.startswith(mark):
            break
        count += 1
    return count if count >= FEWEST_ITEMS else None


def _names(found: regex.Match[str], rest: str, matter: Matter) -> int | None:
    """Names that stand one after the other; None where it is not sure what is one of them."""
    end = min((at for mark in "。；;\n" if (at := rest.find(mark)) >= 0), default=-1)
    if end < 0:
        return None
    # 数字智能（2400亿元）: what is told of a name in brackets.
    listed = matter.grammar.pattern("checks.in-brackets").sub("", rest[:end])
    noun = found["noun"][-2:]
    is_axis = len(found["noun"]) == 1 and found["counted"] == found["number"] + noun
    fewest = FEWEST_AXES if is_axis else FEWEST_NAMES
    told = _names_of_noun(listed, noun, fewest, matter) if len(noun) == 2 or is_axis else None
    if is_axis:
        return told if told is not None else _told_apart(rest, noun)
    if told is not None:
        return told
    before = matter.prose.clause_before(found.start())
    is_said_to_follow = matter.grammar.find("checks.says-it-follows", before) is not None
    return _short_names(listed, LONGEST_TO_FOLLOW if is_said_to_follow else LONGEST_SHORT, matter)


def _names_of_noun(listed: str, noun: str, fewest: int, matter: Matter) -> int | None:
    """Names that all end in the word of what is counted: 甲工程、乙工程、丙工程，以此推动….

    Behind a comma the sentence may go on with something else.
    """
    names: list[str] = []
    for clause in listed.split("，"):
        parts = matter.grammar.pattern("checks.between-names").split(clause)
        if any(len(name) > LONGEST_NAME or not name.endswith(noun) for name in parts):
            break
        names += parts
    return len(names) if len(names) >= fewest else None


def _told_apart(rest: str, noun: str) -> int | None:
    """西部森林康养区，发展疗养；北部温泉度假区，打造酒店群: names that ； divides, each with what is done there."""
    sentence = rest.partition("\n")[0].partition("。")[0]
    names = [part.partition("，")[0] for part in sentence.split("；")]
    if len(names) < FEWEST_AXES:
        return None
    return len(names) if all(name.endswith(noun) for name in names) else None


def _short_names(listed: str, longest: int, matter: Matter) -> int | None:
    """Words without the counted one: 强基、提质、增效、惠民. Of one with 和 nobody can tell."""
    aim = matter.grammar.pattern("checks.aim-behind-names").search(listed)
    names = (listed[: aim.start()] if aim is not None else listed).split("、")
    if len(names) < FEWEST_NAMES or not all(
        _is_short_name(name, longest, matter) for name in names
    ):
        return None
    return len(names)


def _is_short_name(name: str, longest: int, matter: Matter) -> bool:
    if not name.isalnum() or len(name) > longest:
        return False
    return not any(word in name for word in matter.grammar.words("checks.joins-names"))


def _finding(found: regex.Match[str], told: int, matter: Matter) -> Finding:
    span = matter.prose.span_of(found.start(), found.end())
    return _made(found["counted"], found["number"], told, span, matter)


def _made(what: str, announced: str, told: int, span: Span, matter: Matter) -> Finding:
    return finding(
        "count-mismatch",
        "warning",
        what,
        f"{matter.places.line(span)}说“{what}”，所列为{told}项，与“{announced}”不符。",
        sides=[span],
        span=span,
    )


# ---------------------------------------------------------------- headings


def _headings(matter: Matter) -> Iterator[Finding]:
    """实施五大工程 over four headings of its own, or in the words right before them."""
    for section in matter.draft.sections:
        below = matter.below(section)
        if len(below) < FEWEST_ITEMS:
            continue
        for found, span in _announced(section, below[0], matter):
            announced = read_integer(found["number"])
            if announced is None or not 0 < abs(len(below) - announced) <= FARTHEST:
                continue
            if _is_whole_list(below, section, found, matter):
                yield _made(found["counted"], found["number"], len(below), span, matter)
    yield from _chapters(matter)


def _chapters(matter: Matter) -> Iterator[Finding]:
    """制定以下十二条措施 before the first of eleven chapters.

    Of chapters with headings below them nobody can tell what was counted, and behind all that was
    there may be one more (附则).
    """
    chapters = [section for section in matter.draft.sections if section.parent is None]
    if len(chapters) < FEWEST_ITEMS or len(chapters) < len(matter.draft.sections):
        return
    behind = matter.draft.source.text[chapters[-1].span[1] :]
    for found, span in _announced_before(chapters[0], matter):
        announced = read_integer(found["number"])
        if announced is None or not 0 < announced - len(chapters) <= FARTHEST:
            continue
        if _is_next(found, matter) and is_whole_list(chapters, behind, matter.grammar):
            yield _made(found["counted"], found["number"], len(chapters), span, matter)


def _announced(
    section: Section, first: Section, matter: Matter
) -> Iterator[tuple[regex.Match[str], Span]]:
    """Numbers of items in a heading, and in the last paragraph before the first heading below it."""
    grammar = matter.grammar
    titled = grammar.pattern("checks.title-with-number").search(section.title)
    if titled is not None:
        yield titled, section.span
    place = matter.prose.end_before(first.span[0])
    if place is not None and matter.prose.paragraph(place).start > section.span[0]:
        yield from _announced_before(first, matter)


def _announced_before(first: Section, matter: Matter) -> Iterator[tuple[regex.Match[str], Span]]:
    """Numbers of items in the last paragraph before a heading."""
    grammar = matter.grammar
    place = matter.prose.end_before(first.span[0])
    if place is None:
        return
    begin = place - len(matter.prose.paragraph(place).text)
    for found in grammar.pattern("checks.items-to-come").finditer(matter.prose.text, begin, place):
        of_others = grammar.pattern("checks.items-of-others")
        if of_others.search(matter.prose.clause_before(found.start())) is None:
            yield found, matter.prose.span_of(*found.span())


def _is_whole_list(
    below: Sequence[Section], parent: Section, found: regex.Match[str], matter: Matter
) -> bool:
    """Whether headings are surely all of a numbered list, and each is one of what is counted.

    So it is where the words say that it follows (以下四个方面), whatever the headings are called.
    """
    kind = found["noun"][-KIND:]
    text = matter.draft.source.text
    is_next = _is_next(found, matter)
    # The end of the document may have been cut off.
    if not is_next and parent.body[1] < len(text.rstrip()):
        is_next = _is_said_last(found, matter)
    if not is_next and not all(kind in section.title for section in below):
        return False
    behind = text[below[-1].span[1] : parent.body[1]]
    return is_whole_list(below, behind, matter.grammar, may_be_sentences=is_next)


def _is_said_last(found: regex.Match[str], matter: Matter) -> bool:
    """Whether the words right before the list end in it: 重点抓好八个方面工作。

    So they say of work, aspects or measures; 五大产业 may be told of otherwise.
    """
    grammar = matter.grammar
    if found.re is not grammar.pattern("checks.items-to-come"):
        return False
    behind, _, _ = found.string[found.end() :].partition("\n")
    if len(behind) > 1 or not found["noun"].endswith(grammar.words("checks.works-to-come")):
        return False
    return grammar.find("checks.sets-out-to", matter.prose.clause_before(found.start())) is not None


def _is_next(found: regex.Match[str], matter: Matter) -> bool:
    """Whether the words right before a number of items say that these stand below.

    以下三个重点：一是… lists them itself, and behind another sentence other things may stand.
    """
    behind, _, _ = found.string[found.end() :].partition("\n")
    if any(mark in behind[:-1] for mark in MARKS_BEFORE_OTHERS):
        return False
    return found.string.endswith(matter.grammar.words("checks.following"), 0, found.start())
