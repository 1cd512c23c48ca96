"""prose-contradicts-table of sum rows: 小区46个、居民1.28万户 in the text, 46 and 12300 in 合计.

Nothing names the row in prose. But a sentence that tells several of its numbers is of it, and so is
what is said of the whole area right where the table is announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.kinds.values.table_sums import NOT_SUMMED, ledger_of
from planparse.checks.matching.counted import SENTENCE_ENDS, is_part, is_rate
from planparse.checks.matching.extents import amount, base_unit, half_a_step, is_exact
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.total_cells import TotalCell, total_cells
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Mention, Table

FEWEST_DIGITS = 2
"""Digits of a number that stands in text and table by chance but rarely."""

FEWEST_BORNE_OUT = 2
"""Numbers of a sentence that the sum row prints too, which tell that it is of that row."""

FARTHEST = 0.3
"""Of the sum; what is farther off is of something else."""

FARTHEST_ALONE = 0.15
"""The same of a number that no other one bears out."""

LABELS = 2
"""Cells at the start of a row that may say that it is a sum: a serial number may stand before its name."""

PARAGRAPHS_ABOVE = 2
"""Right above a table that a sentence of them announces."""

DECIMALS = 3
"""Of an amount in its base unit, by which the same numbers are found."""


@check("prose-contradicts-table")
def told_sum_rows(matter: Matter) -> Iterator[Finding]:
    """Numbers of a sentence that tells a sum row, which this row prints otherwise."""
    announcing = matter.prose.mentions_beside("checks.words-of-tables")
    for table in matter.draft.tables:
        cells = sum_row_of(table, matter)
        for sentence in _sentences(announcing, cells, matter) if cells else ():
            yield from _contradicted(sentence, cells, matter)


def sum_row_of(table: Table, matter: Matter) -> list[TotalCell]:
    """The cells of a table's sum row; none of a table that hardly reads rightly, or has no such row."""
    if table.kind in NOT_SUMMED or matter.sureness.of_table(table) == "grave":
        return []
    # Most tables have no sum row, and need not be read for one.
    if not any(matter.grammar.find("checks.words-of-totals", cell) for cell in _last_labels(table)):
        return []
    ledger = ledger_of(table, matter)
    return list(total_cells(ledger, matter.grammar))


def _last_labels(table: Table) -> Iterator[str]:
    for row in (*table.rows[:1], *table.rows[-1:]):
        yield from ("".join(cell.split()) for cell in row[:LABELS])


def _sentences(
    announcing: Sequence[int], cells: Sequence[TotalCell], matter: Matter
) -> Iterator[Sequence[Mention]]:
    """The sentences that may tell a sum row: those with its numbers, and where tables are announced."""
    mentions = matter.draft.mentions
    numbers = {round(cell.number, DECIMALS) for cell in cells}
    borne_out = [
        at
        for at, mention in enumerate(mentions)
        if (norm := mention.value.normalized) is not None and round(norm.value, DECIMALS) in numbers
    ]
    seeds = {*announcing, *(borne_out if len(borne_out) >= FEWEST_BORNE_OUT else ())}
    end = 0
    for at in sorted(seeds):
        if at >= end:
            start, end = _bounds(at, matter)
            yield mentions[start:end]


def _bounds(at: int, matter: Matter) -> tuple[int, int]:
    """From which mention to which one the sentence of a mention goes."""
    mentions = matter.draft.mentions
    start, end = at, at + 1
    while start and _are_in_one_sentence(mentions[start - 1], mentions[start], matter):
        start -= 1
    while end < len(mentions) and _are_in_one_sentence(mentions[end - 1], mentions[end], matter):
        end += 1
    return start, end


def _are_in_one_sentence(first: Mention, last: Mention, matter: Matter) -> bool:
    words = matter.prose.between(first.span, last.span)
    return words is not None and not any(mark in words for mark in SENTENCE_ENDS)


# ---------------------------------------------------------------- what a sentence is of


def _contradicted(
    sentence: Sequence[Mention], cells: Sequence[TotalCell], matter: Matter
) -> Iterator[Finding]:
    told = [mention for mention in sentence if _is_comparable(mention)]
    borne_out = {
        cell.column: mention
        for mention in told
        for cell in cells
        if _digits(mention) >= FEWEST_DIGITS and _is_of(mention, cell) and _is_same(mention, cell)
    }
    is_of_row = len(borne_out) >= FEWEST_BORNE_OUT
    if not is_of_row and not _announces(sentence[0], cells[0].table, matter):
        return
    left = [cell for cell in cells if cell.column not in borne_out]
    for mention in told:
        if mention in borne_out.values() or _stands_in(mention, cells[0].table):
            continue
        meant = _meant(mention, left, matter)
        if len(meant) != 1 or not _may_be_meant(mention, meant[0], matter, is_of_row=is_of_row):
            continue
        yield _finding(mention, meant[0], matter)


def _is_comparable(mention: Mention) -> bool:
    if mention.role not in ("target", "baseline") and mention.value.measure != "change":
        return False
    return is_exact(mention.value) and not is_rate(mention) and bool(amount(mention))


def _digits(mention: Mention) -> int:
    return sum(map(str.isdigit, mention.value.text))


def _is_of(mention: Mention, cell: TotalCell) -> bool:
    """Whether a number counts what the column does, by its unit and a word of the head."""
    if cell.year is not None and mention.value.year not in (None, cell.year):
        return False
    if cell.base is not None:
        return base_unit(mention) == cell.base
    unit = mention.unit.text if mention.unit is not None else ""
    subject = mention.subject or ""
    return bool(unit and unit in cell.head) or bool(subject and subject in cell.head)


def _meant(mention: Mention, cells: Sequence[TotalCell], matter: Matter) -> Sequence[TotalCell]:
    """The cells that a number may be of; of several (近期, 远期, 合计) the one that sums the others up."""
    meant = [cell for cell in cells if _is_of(mention, cell)]
    sums = [cell for cell in meant if matter.grammar.find("checks.words-of-totals", cell.head)]
    return sums if len(meant) > 1 and len(sums) == 1 else meant


def _is_same(mention: Mention, cell: TotalCell) -> bool:
    return abs(amount(mention) - cell.number) <= half_a_step(mention.value) + cell.step / 2


def _stands_in(mention: Mention, table: Table) -> bool:
    """Whether the number is one of the table's own, of another row or column."""
    printed = f"{mention.value.value:g}"
    return any(printed == cell.strip() for row in table.rows for cell in row)


def _may_be_meant(mention: Mention, cell: TotalCell, matter: Matter, *, is_of_row: bool) -> bool:
    """Whether a number is near to the sum, and said of all that the table is of."""
    farthest = FARTHEST if is_of_row else FARTHEST_ALONE
    if _is_same(mention, cell) or abs(amount(mention) - cell.number) > farthest * cell.number:
        return False
    if is_part(mention, matter.draft, matter.grammar) or is_unclear(mention, matter):
        return False
    clause = matter.prose.clause_up_to(mention.span[0])
    if not is_of_row:
        is_whole = matter.grammar.find("checks.all-of-the-area", clause) is not None
        return is_whole and _digits(mention) >= FEWEST_DIGITS
    own = clause + (mention.unit.text if mention.unit is not None else "") + (mention.subject or "")
    telling = matter.grammar.pattern("checks.letters-of-any-head").sub("", cell.head)
    return any(letter in own for letter in telling)


# ---------------------------------------------------------------- where the table is announced


def _announces(mention: Mention, table: Table, matter: Matter) -> bool:
    """Whether a number stands in the paragraph that announces the table: 各乡镇任务见附表."""
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return False
    text = matter.prose.paragraph(place).text
    if matter.grammar.find("checks.names-table", text) is None:
        return False
    if table.label and table.label in text:
        return True
    return _is_right_above(mention, table, matter) or matter.draft.tables == (table,)


def _is_right_above(mention: Mention, table: Table, matter: Matter) -> bool:
    end = matter.prose.end_before(table.span[0])
    place = matter.prose.place_of(mention.span[0])
    if end is None or place is None or mention.span[0] > table.span[0]:
        return False
    return matter.prose.index(end - 1) - matter.prose.index(place) < PARAGRAPHS_ABOVE


def _finding(mention: Mention, cell: TotalCell, matter: Matter) -> Finding:
    places = matter.places
    name = mention.subject or cell.head
    return finding(
        "prose-contradicts-table",
        at_most("warning", matter.sureness.of_table(cell.table)),
        name,
        f"“{name}”前后不一：{places.prose(mention)}为{places.quantity(mention)}，"
        f"而{cell.in_words(places)}。",
        records=[mention.id, cell.table.id],
        span=mention.span,
        page=mention.page,
    )
