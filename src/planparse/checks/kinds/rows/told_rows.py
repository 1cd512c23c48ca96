"""count-mismatch of a table's rows: 共安排重点项目8个 above a table of seven."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.checks.announced import Announced
from planparse.checks.kinds.values.table_sums import own_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.running_text import SENTENCE_MARKS
from planparse.checks.sums.ledger import RANK
from planparse.checks.sums.row_kinds import LABEL_ROLES, read_labels
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Table
from planparse.model.source import Span

FEWEST_ROWS = 3

FARTHEST = 2
"""Tables that miss their number by more are counted in another way, or list only some."""

COUNTED = 2
"""Characters at the end of what is counted that the table's head names too: 项目 of 重点项目."""

LEAST_NAME = 5
"""Characters of what is counted that the table's caption prints too, where other text stands between
them: 重点项目 are many."""

KINDS = ("projects", "other")


@check("count-mismatch")
def told_rows(matter: Matter) -> Iterator[Finding]:
    """Numbers that the text right above a table, or a sentence that names it, gives for its rows."""
    for at, table in enumerate(matter.draft.tables):
        if table.kind not in KINDS or len(table.rows) < FEWEST_ROWS:
            continue
        if matter.sureness.of_table(table) == "grave" or _goes_on(at, matter):
            continue
        announced = announced_rows(table, matter)
        if not announced:
            continue
        counts = row_counts(table, matter)
        numbers = [one.number for one in announced]
        # The text may break its number down, or tell of several tables.
        if not counts or any(number in counts for number in numbers):
            continue
        number = numbers[0]
        if number is not None and min(abs(number - count) for count in counts) <= FARTHEST:
            yield _finding(announced[0], counts[0], table, matter)


def _goes_on(at: int, matter: Matter) -> bool:
    """Whether the next table, or the one before, has the same head: one table on two pages."""
    tables = matter.draft.tables
    paths = [column.path for column in tables[at].columns]
    beside = [tables[n] for n in (at - 1, at + 1) if 0 <= n < len(tables)]
    return any([column.path for column in other.columns] == paths for other in beside)


# ---------------------------------------------------------------- what is announced


def announced_rows(table: Table, matter: Matter) -> list[Announced]:
    """What is said of how many rows a table has, of things that its head counts; read once for all checks."""
    if table.id not in matter.announced:
        told = [one for one in _announced(table, matter) if _is_counted(one, table)]
        matter.announced[table.id] = told
    return matter.announced[table.id]


def _announced(table: Table, matter: Matter) -> Iterator[Announced]:
    """Numbers in the last paragraph above the table, in sentences that name it, and in its caption."""
    grammar = matter.grammar
    for words, end in _places(table, matter):
        for found in grammar.pattern("checks.rows-announced").finditer(words):
            sentence = words[: found.start()]
            sentence = sentence[max(map(sentence.rfind, SENTENCE_MARKS)) + 1 :]
            if grammar.find("checks.rows-of-others", sentence) is None:
                noun = found["noun"] or found["noun_behind"]
                number = read_integer(found["number"] or found["number_before"])
                span = _span_of(found[0], end, matter)
                behind = words[found.end() :].partition("。")[0]
                yield Announced(found[0], noun, number, span, is_caption=False, behind=behind)
    yield from _told_of_caption(table, matter)
    caption = "".join((table.caption or "").split())
    titled = grammar.pattern("checks.rows-in-caption").search(caption)
    if titled is not None:
        number = read_integer(titled["number"])
        yield Announced(titled[0], titled["noun"], number, table.span, is_caption=True)


def _told_of_caption(table: Table, matter: Matter) -> Iterator[Announced]:
    """Numbers anywhere in the text of the works that the caption of the only table of works names."""
    caption = "".join((table.caption or "").split())
    of_works = [other for other in matter.draft.tables if _lists_works(other, matter)]
    if not caption or of_works != [table]:
        return
    prose = matter.prose
    pattern = matter.grammar.pattern("checks.works-of-caption")
    for found in prose.finditer_beside("checks.works-words", pattern):
        before = prose.sentence_before(found.start())
        noun = found["noun_behind"] or _named_by(caption, before + found["noun"])
        if len(noun) < LEAST_NAME or noun not in caption:
            continue
        if not _is_of_others(before, caption, matter):
            number = read_integer(found["number"] or found["number_before"])
            words = found[0] if found["noun_behind"] else noun + found[0][len(found["noun"]) :]
            span = prose.span_of(*found.span())
            yield Announced(words, noun, number, span, is_caption=False)


def _lists_works(table: Table, matter: Matter) -> bool:
    """Whether a table is of works; one of their names and offices alone says so in its caption."""
    if table.kind == "projects":
        return True
    caption = table.caption or ""
    named = any(word in caption for word in matter.grammar.words("checks.works-words"))
    return table.kind == "other" and named


def _is_of_others(sentence: str, caption: str, matter: Matter) -> bool:
    """Whether a sentence speaks of the works of others, or of years before those of the table."""
    if matter.grammar.find("checks.rows-of-others", sentence) is not None:
        return True
    year = matter.grammar.pattern("checks.any-year")
    period = matter.draft.head.period
    own = [int(found) for found in year.findall(caption)]
    own += [period.start] if period is not None else []
    return any(int(found) < min(own, default=0) for found in year.findall(sentence))


def _named_by(caption: str, words: str) -> str:
    """The longest end of some words that a caption prints."""
    return next((words[at:] for at in range(len(words)) if words[at:] in caption), "")


def _span_of(words: str, end: int, matter: Matter) -> Span:
    begin = max(matter.prose.text.rfind(words, 0, end), 0)
    return matter.prose.span_of(begin, begin + len(words))


def _places(table: Table, matter: Matter) -> Iterator[tuple[str, int]]:
    """The words that speak of this table, and where in the text they end."""
    prose = matter.prose
    box = next((box for box in matter.draft.boxes if box.table == table.id), None)
    start = table.span[0] if box is None else min(table.span[0], box.span[0])
    above = prose.end_before(start)
    caption = "".join((table.caption or "").split())
    if above and caption and prose.paragraph(above - 1).text == caption:
        # A caption without a number (附表) stands in the text as well.
        above = prose.end_before(prose.paragraph(above - 1).start)
    if above is not None and not _heading_between(above, start, matter):
        yield prose.paragraph(max(above - 1, 0)).text, above
    label = "".join(box.label.split()) if box is not None else ""
    if not label:
        return
    # A line may end in the middle of the sentence: 各片区范围见 / 表3.
    for found in prose.finditer_with((label,), matter.grammar.pattern("checks.table-named")):
        if found["label"] == label:
            behind = prose.sentence_behind(found.end())
            words = prose.sentence_before(found.start()) + label + behind
            yield words, found.end() + len(behind)


def _heading_between(above: int, start: int, matter: Matter) -> bool:
    """Whether another chapter begins between a place of the text and one of the source."""
    first = matter.prose.span_of(max(above - 1, 0), above)[0]
    return any(first < section.span[0] < start for section in matter.draft.sections)


def _is_counted(announced: Announced, table: Table) -> bool:
    """Whether the head of a column of names says what is counted."""
    if announced.is_caption:
        return True
    noun = announced.noun[-COUNTED:]
    heads = [
        "".join(column.path)
        for column in table.columns
        if column.role in LABEL_ROLES or column is table.columns[0]
    ]
    return any(noun in head for head in heads)


# ---------------------------------------------------------------- what is printed


def row_counts(table: Table, matter: Matter) -> Sequence[int]:
    """How many rows there are, the surest first; none where that is not sure."""
    labels = read_labels(table, matter.grammar, own_area(matter.draft))
    # Words without a digit, as the names of areas, are taken for the header's by sums.
    rows = [row for row, label in zip(table.rows, labels, strict=True) if not RANK[label.kind]]
    roles = [column.role for column in table.columns]
    if "number" in roles:
        serials = [row[roles.index("number")].strip() for row in rows]
        # A line below the last row may have been read as one with it: 8 / 合计.
        digits = [re.match(r"\d{1,3}(?![\d.．])", serial) for serial in serials]
        numbers = [int(found[0]) for found in digits if found is not None]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            return ()
        return (len(numbers), len(rows))
    names = [row[0].strip() for row in rows]
    # A table whose first column has no name in some row was not read in whole.
    if not all(names):
        return ()
    return (len(set(names)), len(rows))


def _finding(
    announced: Announced,
    count: int,
    table: Table,
    matter: Matter,
) -> Finding:
    places = matter.places
    words, span = announced.words, announced.span
    where = "题名" if announced.is_caption else f"正文{places.line(span)}"
    return finding(
        "count-mismatch",
        "warning",
        announced.noun,
        f"{where}说“{words}”，而{places.table(table)}（{places.line(table.span)}）列有{count}项。",
        records=[table.id],
        sides=[span],
        span=span,
    )
