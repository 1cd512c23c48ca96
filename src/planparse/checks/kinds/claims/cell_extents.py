"""prose-contradicts-table in words: 全部消除 in the text, 基本消除 in a cell, for one year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.kinds.values.told_extents import ToldExtent, extents_told
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Indicator


class CellExtent(NamedTuple):
    """How much of something a row's goal says is to be done, in words."""

    row: Indicator
    words: str
    mostly: bool
    """Whether most of it is told, not all."""
    verb: str
    year: str


@check("prose-contradicts-table")
def cell_extents(matter: Matter) -> Iterator[Finding]:
    """All of a thing in the text, and most of it in the table, or the other way round."""
    cells = list(_cells(matter))
    if not cells:
        return
    seen = set()
    for told in extents_told(matter):
        for cell in cells:
            if cell.row.id not in seen and _contradict(told, cell):
                seen.add(cell.row.id)
                yield _finding(told, cell, matter)


def _cells(matter: Matter) -> Iterator[CellExtent]:
    extent = matter.grammar.pattern("checks.extent")
    for row in matter.draft.indicators:
        goal = row.target
        if goal is None or goal.value is not None or goal.year is None:
            continue
        found = extent.fullmatch("".join(goal.text.split()))
        if found is not None and matter.sureness.of_row(row) != "grave":
            mostly = found["mostly"] is not None
            yield CellExtent(row, found[0], mostly, found["verb"], str(goal.year))


def _contradict(told: ToldExtent, cell: CellExtent) -> bool:
    if told.mostly == cell.mostly or (told.verb, told.year) != (cell.verb, cell.year):
        return False
    name = "".join(cell.row.name.split())
    return told.what in name or name in told.what


def _finding(told: ToldExtent, cell: CellExtent, matter: Matter) -> Finding:
    places = matter.places
    span = matter.prose.span_of(*told.place)
    name = full_name(cell.row)
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"“{name}”前后不一：正文{places.line(span)}为“{told.words}”，"
        f"而{places.row(cell.row)}为“{cell.words}”，都是{told.year}年。",
        records=[cell.row.id],
        sides=[span],
        span=span,
    )
