"""count-mismatch of areas: 任务分解到全县11个乡镇（街道）, where the table lists ten of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Finding, Table

FEWEST_ROWS = 3
"""Areas of a table that may be all there are; fewer are examples."""

FARTHEST = 2
"""A table that misses the number by more lists only some, or others besides."""


@check("count-mismatch")
def counted_areas(matter: Matter) -> Iterator[Finding]:
    """Numbers of areas that something is divided among, and the only table that lists areas of the kind."""
    pattern = matter.grammar.pattern("checks.divided-among")
    told: set[str] = set()
    for found in matter.prose.finditer_beside("checks.counts-of-places", pattern):
        number = read_integer(found["number"])
        table = _only_table(found["noun"], matter)
        if number is None or table is None or table.id in told or _is_of_some(found, matter):
            continue
        areas = _areas(table, found["noun"], matter)
        if len(areas) >= FEWEST_ROWS and 0 < abs(len(areas) - number) <= FARTHEST:
            told.add(table.id)
            yield _finding(found, len(areas), table, matter)


def _only_table(noun: str, matter: Matter) -> Table | None:
    """The table whose first column has the areas for its head; None for several."""
    kinds = _kinds(noun)
    tables = [table for table in matter.draft.tables if _kinds(_head(table)) == kinds]
    if len(tables) != 1 or matter.sureness.of_table(tables[0]) == "grave":
        return None
    return tables[0] if _divides(tables[0], matter) else None


def _divides(table: Table, matter: Matter) -> bool:
    """Whether a table says what each of all areas is given, and no more than where some works lie."""
    if matter.grammar.find("checks.table-of-a-division", table.caption or "") is not None:
        return True
    return any(_is_of_all(name, matter) for name in _names(table))


def _is_of_some(found: regex.Match[str], matter: Matter) -> bool:
    """Whether what is divided may be only a part of what the table lists: 一期任务, 首批指标."""
    clause = matter.prose.clause_before(found.start())
    return matter.grammar.find("checks.divided-among-some", clause) is not None


def _head(table: Table) -> str:
    at = _names_at(table)
    return "".join(table.columns[at].path) if at is not None else ""


def _names_at(table: Table) -> int | None:
    """The column of the names: the first one, or that behind the numbers of the rows."""
    named = (at for at, column in enumerate(table.columns) if column.role != "number")
    return next(named, None)


def _kinds(words: str) -> frozenset[str]:
    """乡镇（街道） and 街道（乡镇） are the same areas."""
    return frozenset(character for character in words if character.isalpha())


def _areas(table: Table, noun: str, matter: Matter) -> Sequence[str]:
    """The areas that the rows name; none where a row names something else, or one stands twice."""
    names = [name for name in _names(table) if not _is_of_all(name, matter)]
    ends = _kinds(noun) | {*matter.grammar.words("checks.ends-of-offices")}
    if len(set(names)) < len(names) or not all(name[-1:] in ends for name in names):
        return ()
    return names


def _names(table: Table) -> list[str]:
    """What the rows are called; a row below a merged name has none."""
    at = _names_at(table)
    names = ["".join(row[at].split()) for row in table.rows] if at is not None else []
    return [name for name in names if name]


def _is_of_all(name: str, matter: Matter) -> bool:
    """Whether a row is of all areas together."""
    return matter.grammar.find("checks.row-of-all-areas", name) is not None


def _finding(found: regex.Match[str], listed: int, table: Table, matter: Matter) -> Finding:
    places = matter.places
    span = matter.prose.span_of(*found.span("counted"))
    return finding(
        "count-mismatch",
        "warning",
        found["noun"],
        f"正文{places.line(span)}说“{found['counted']}”，而{places.table(table)}"
        f"（{places.line(table.span)}）列有{listed}个。",
        records=[table.id],
        sides=[span],
        span=span,
    )
