"""prose-contradicts-table of years: what the text says of 2024 is what the table prints for 2020."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.extents import is_exact
from planparse.checks.matching.said import Said
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Indicator, Mention, Value

FEWEST_ALIKE = 3
"""Figures that two years have in common: one or two may not have changed."""

FULL = (0.0, 100.0)
"""Numbers that stay as they are from year to year."""


class ToldAlike(NamedTuple):
    """A mention that prints a row's number of another year."""

    mention: Mention
    row: Indicator


@check("prose-contradicts-table")
def told_base_years(matter: Matter) -> Iterator[Finding]:
    """All that the text tells of one year is what the table prints for another one."""
    alike: dict[tuple[int, int], list[ToldAlike]] = defaultdict(list)
    apart: set[tuple[int, int]] = set()
    for said, row, value in _told_of_rows(matter):
        years = said.mention.value.year or 0, value.year or 0
        if not _is_same_number(said, value):
            apart.add(years)
        elif value.value not in FULL:
            alike[years].append(ToldAlike(said.mention, row))
    for years, told in alike.items():
        if years not in apart and len({one.row.id for one in told}) >= FEWEST_ALIKE:
            yield _finding(*years, told, matter)


def _told_of_rows(matter: Matter) -> Iterator[tuple[Said, Indicator, Value]]:
    """What is said to be reached in a year, with the one state that its row prints, of another year."""
    for said in matter.said:
        mention = said.mention
        if mention.role != "baseline" or mention.value.year is None or not is_exact(mention.value):
            continue
        rows = [
            row for row in matter.rows.near(said.name) if matter.namer.same(said.name, row.name)
        ]
        if not rows:
            continue
        row = rows[0].indicator
        state = row.baseline
        if state is None or state.year in (None, mention.value.year) or not is_exact(state):
            continue
        if not _has_number_of(mention.value.year, row):
            yield said, row, state


def _has_number_of(year: int, row: Indicator) -> bool:
    return any(value.year == year for value in (row.target, *row.others) if value is not None)


def _is_same_number(said: Said, value: Value) -> bool:
    """Whether both are printed with the same digits, of one unit or of one that the row leaves out."""
    return said.mention.value.value == value.value


def _finding(year: int, printed: int, told: list[ToldAlike], matter: Matter) -> Finding:
    places = matter.places
    first = told[0]
    names = "、".join(f"“{one.row.name}”" for one in told[:FEWEST_ALIKE])
    return finding(
        "prose-contradicts-table",
        "warning",
        first.row.name,
        f"年份前后不一：{places.prose(first.mention)}起所述{year}年的{names}等，"
        f"与{places.row(first.row)}等所印{printed}年的数值全部相同。",
        records=[*(one.mention.id for one in told), *(one.row.id for one in told)],
        span=first.mention.span,
        page=first.mention.page,
    )
