"""count-mismatch of indicators: 15 预期性 announced, and 14 printed in the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sureness import at_most
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Indicator, Table

# A number that is off by more is of another table, or this one was not read in whole.
FARTHEST = 3

FEWEST_ROWS = 4

FARTHEST_UNNUMBERED = 2
"""Rows that lack in a table without numbers: where more do, it is not all of them that it lists."""

MARKED_CELLS = frozenset({"tab separated", "pipe table", "html", "docx", "odt", "xlsx"})
"""Shapes of tables whose rows are marked as such in the file, so that none is lost in reading."""

# So many characters below a table may hold a row that was not read as one of it.
FARTHEST_BELOW = 400


@check("count-mismatch")
def indicator_counts(matter: Matter) -> Iterator[Finding]:
    """Numbers of indicators, of all or of one nature, that the plan's one table does not bear out."""
    found = _only_table(matter)
    if found is None:
        return
    table, rows = found
    pattern = matter.grammar.pattern("checks.indicators-announced")
    for announced in matter.prose.finditer_beside("checks.announcing", pattern):
        if not _is_of_this_plan(announced, matter):
            continue
        number = read_integer(_number_words(announced))
        nature = announced["nature"] or announced["before"]
        counts = _counts(rows, nature)
        if number is None or not counts or number in counts:
            continue
        lacking = number - max(counts)
        if lacking > 0 and not _is_whole(table, rows, lacking, matter):
            continue  # a row that was not read is likelier than one that was not printed
        if min(abs(number - count) for count in counts) <= FARTHEST:
            yield _finding(announced, counts[0], table, matter)


def _number_words(announced: regex.Match[str]) -> str:
    return announced["number"] or announced["behind"] or announced["all"]


def _only_table(matter: Matter) -> tuple[Table, Sequence[Indicator]] | None:
    """The plan's table of indicators, where it has one and that was read well."""
    by_table: dict[str, list[Indicator]] = {}
    for row in matter.draft.indicators:
        by_table.setdefault(row.table, []).append(row)
    if len(by_table) != 1:
        return None
    ((table_id, rows),) = by_table.items()
    table = next((table for table in matter.draft.tables if table.id == table_id), None)
    if table is None or len(rows) < FEWEST_ROWS or matter.sureness.of_table(table) == "grave":
        return None
    if any(matter.sureness.of_row(row) == "grave" for row in rows):
        return None
    return table, rows


def _is_of_this_plan(announced: regex.Match[str], matter: Matter) -> bool:
    """Whether the sentence tells of this plan's indicators, and not of the last plan's or another's."""
    before = matter.prose.sentence_before(announced.start())
    return matter.grammar.pattern("checks.indicators-of-others").search(before) is None


def _is_whole(table: Table, rows: Sequence[Indicator], lacking: int, matter: Matter) -> bool:
    """Whether no row of the table is lost: by its numbers, else by the marks of its cells."""
    numbers = {int(row.number) for row in rows if row.number and row.number.isdigit()}
    last = len(numbers)
    if not any(row.number for row in rows):
        return lacking <= FARTHEST_UNNUMBERED and _is_marked(table, rows, matter)
    if last < FEWEST_ROWS or numbers != set(range(1, last + 1)):
        return False
    below = matter.draft.source.text[table.span[1] : table.span[1] + FARTHEST_BELOW]
    return re.search(rf"(?m)^\s*{last + 1}(?!\d)", below) is None


def _is_marked(table: Table, rows: Sequence[Indicator], matter: Matter) -> bool:
    """Whether the file marks each row, all were read as one indicator, and the text goes on below."""
    if table.shape not in MARKED_CELLS or matter.sureness.of_table(table) != "sure":
        return False
    if len(rows) != len(table.rows) or any(matter.sureness.of_row(row) != "sure" for row in rows):
        return False
    grammar = matter.grammar
    if any(grammar.pattern("checks.joint-name").search(row.name) for row in rows):
        return False
    below = matter.draft.source.text[table.span[1] : table.span[1] + FARTHEST_BELOW]
    line = below.lstrip().partition("\n")[0].strip()
    return not line or grammar.pattern("checks.below-table").search(line) is not None


def _counts(rows: Sequence[Indicator], nature: str | None) -> list[int]:
    """The numbers that may be meant, the plainest first; none where natures are not all printed."""
    if nature is not None:
        if any(row.nature is None or "nature" in row.inferred for row in rows):
            return []
        rows = [row for row in rows if row.nature == nature]
    counts = [len(rows)]
    # Rows under 其中, or under one serial number, may count as one.
    counts.append(sum(1 for row in rows if row.parent is None))
    numbers = {(row.category, row.number) for row in rows if row.number is not None}
    if numbers:
        counts.append(len(numbers))
        counts.append(len({row.number for row in rows}))
        counts.append(len(numbers) + sum(1 for row in rows if row.number is None))
    counts.append(len({row.name for row in rows}))
    return counts


def _finding(
    announced: regex.Match[str],
    count: int,
    table: Table,
    matter: Matter,
) -> Finding:
    places = matter.places
    span = matter.prose.span_of(*announced.span())
    nature = announced["nature"] or announced["before"] or ""
    return finding(
        "count-mismatch",
        at_most("warning", matter.sureness.of_table(table)),
        f"{nature}指标",
        f"正文{places.line(span)}说{nature}指标为{_number_words(announced)}项，"
        f"而{places.table(table)}（{places.line(table.span)}）有{count}项。",
        records=[table.id],
        sides=[span],
        span=span,
    )
