"""prose-contradicts-table of shares: 智能温室占温室总数的比例达到40%, where 合计 has 30 of 90."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.checks.kinds.totals.told_sum_rows import sum_row_of
from planparse.checks.matching.extents import half_a_step
from planparse.checks.matching.unclear import is_unclear
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sums.total_cells import TotalCell
from planparse.checks.sureness import at_most
from planparse.grammar import Grammar
from planparse.model.plan import Finding, Mention

PART_OF = "占"
"""What stands between a part and its whole."""

NOT_QUITE = 0.01
"""Such a part of one may be lost where levels are rounded."""


@check("prose-contradicts-table")
def told_shares(matter: Matter) -> Iterator[Finding]:
    """Shares of one column in another, which the sum row of their table does not have."""
    if PART_OF not in matter.subjects:
        return
    mentions = matter.draft.mentions
    named = [mention for mention in mentions if mention.subject and PART_OF in mention.subject]
    shares = [mention for mention in named if _is_share(mention)]
    tables = matter.draft.tables if shares else ()
    rows = [cells for table in tables if (cells := sum_row_of(table, matter))]
    for mention in shares if rows else ():
        for cells in rows:
            found = _contradicted(mention, cells, matter)
            if found is not None and not is_unclear(mention, matter):
                yield _finding(mention, *found, matter)


def _is_share(mention: Mention) -> bool:
    is_fraction = mention.unit is not None and mention.unit.dimension == "fraction"
    return is_fraction and mention.value.kind == "number"


def _contradicted(
    mention: Mention, cells: Sequence[TotalCell], matter: Matter
) -> tuple[TotalCell, TotalCell] | None:
    """The part and the whole of a share that do not make it; None where they do, or are not there."""
    named = matter.grammar.pattern("checks.share-of-column").fullmatch(mention.subject or "")
    if named is None or not _is_of_its_year(mention, cells[0]):
        return None
    parts = [cell for cell in cells if cell.head == named["part"]]
    others = [cell for cell in cells if cell not in parts]
    wholes = [cell for cell in others if _is_whole(cell, named["whole"], matter.grammar)]
    if len(parts) != 1 or len(wholes) != 1 or parts[0].base != wholes[0].base:
        return None
    part, whole = parts[0], wholes[0]
    return None if _comes_out(mention, part.number / whole.number) else (part, whole)


def _is_whole(cell: TotalCell, words: str, grammar: Grammar) -> bool:
    """Whether a column is of the whole: 床位数, of 养老机构床位总数."""
    head = grammar.pattern("checks.count-suffix").sub("", cell.head)
    return bool(head) and words.endswith(head)


def _is_of_its_year(mention: Mention, cell: TotalCell) -> bool:
    year = mention.value.year
    return year is not None and (cell.year == year or str(year) in (cell.table.caption or ""))


def _comes_out(mention: Mention, real: float) -> bool:
    told = mention.value.normalized
    if told is None or not 0 < real < 1:
        return True
    slack = NOT_QUITE * real + half_a_step(mention.value)
    sign = mention.value.comparator
    if sign in ("≥", ">"):
        return real >= told.value - slack
    if sign in ("≤", "<"):
        return real <= told.value + slack
    return abs(real - told.value) <= slack


def _finding(mention: Mention, part: TotalCell, whole: TotalCell, matter: Matter) -> Finding:
    places = matter.places
    share = part.number / whole.number * 100
    return finding(
        "prose-contradicts-table",
        at_most("warning", matter.sureness.of_table(part.table)),
        mention.subject or part.head,
        f"{places.prose(mention)}“{mention.subject}”为{places.quantity(mention)}，"
        f"而{part.row_in_words(places)}为{part.amount}、{whole.amount}，"
        f"占{share:.4g}%。",
        records=[mention.id, part.table.id],
        span=mention.span,
        page=mention.page,
    )
