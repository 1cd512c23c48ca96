"""sum-mismatch among indicators: parts that make up their whole in one year, and not in the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.checks.matching.extents import half_a_step, is_exact, reach
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, Indicator, Value

FEWEST_PARTS = 2


class PartsOfYear(NamedTuple):
    """A row's value of one year, and those of all rows that break it down."""

    whole: Value
    parts: tuple[Value, ...]
    what: str
    """What the values are, in the words of a message."""

    @property
    def added(self) -> float:
        """What the parts make up."""
        return sum(reach(part).number for part in self.parts)

    @property
    def comes_out(self) -> bool:
        """Whether that is the whole, as far as rounding lets one tell."""
        slack = sum(half_a_step(value) for value in (self.whole, *self.parts))
        return abs(self.added - reach(self.whole).number) <= slack

    @property
    def is_exact(self) -> bool:
        """Whether that is the whole to its last digit, and something is added up."""
        own = reach(self.whole)
        parts = [part for part in self.parts if reach(part).number]
        return len(parts) >= FEWEST_PARTS and abs(self.added - own.number) <= own.slack * 10


@check("sum-mismatch")
def row_parts(matter: Matter) -> Iterator[Finding]:
    """Rows whose parts make up the whole exactly in one year, and miss it in the other.

    That they do in one shows that they are all there are, and share nothing.
    """
    for whole, parts in _families(matter):
        years = [year for year in _breakdowns(whole, parts) if year is not None]
        if len(years) < 2 or not any(year.is_exact for year in years):
            continue
        for year in years:
            if not year.comes_out:
                yield _finding(whole, parts, year, matter)


def _families(matter: Matter) -> Iterator[tuple[Indicator, Sequence[Indicator]]]:
    """Rows and those that break them down: by 其中 or deeper numbers, and by decimals (2.1, 2.1.1)."""
    by_parent: dict[str, list[Indicator]] = defaultdict(list)
    by_number: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for row in matter.draft.indicators:
        if row.parent:
            by_parent[row.parent].append(row)
        if row.number and "." in row.number:
            by_number[row.table, row.number.rpartition(".")[0]].append(row)
    for row in matter.draft.indicators:
        parts = by_parent.get(row.id) or by_number.get((row.table, row.number or ""), [])
        # What stands farther down, behind other rows, may be numbered wrongly.
        parts = [part for at, part in enumerate(parts) if part.row == row.row + 1 + at]
        if len(parts) < FEWEST_PARTS:  # as of most rows
            continue
        if all(matter.sureness.of_row(one) != "grave" for one in (row, *parts)):
            yield row, parts


def _breakdowns(whole: Indicator, parts: Sequence[Indicator]) -> Iterator[PartsOfYear | None]:
    yield _breakdown(whole.baseline, [part.baseline for part in parts], "基期值")
    yield _breakdown(whole.target, [part.target for part in parts], "目标值")


def _breakdown(whole: Value | None, parts: Sequence[Value | None], what: str) -> PartsOfYear | None:
    values = [value for value in (whole, *parts) if value is not None and is_exact(value)]
    if len(values) != len(parts) + 1:
        return None
    units = {value.normalized.unit for value in values if value.normalized is not None}
    measures = {value.measure for value in values}
    if len(units) != 1 or len(measures) != 1 or measures & {"share", "growth"}:
        return None
    return PartsOfYear(values[0], tuple(values[1:]), what)


def _finding(
    whole: Indicator, parts: Sequence[Indicator], year: PartsOfYear, matter: Matter
) -> Finding:
    places = matter.places
    name = full_name(whole)
    listed = "、".join(part.text for part in year.parts)
    return finding(
        "sum-mismatch",
        at_most("warning", matter.sureness.of_row(whole)),
        name,
        f"{places.row(whole)}“{name}”的{year.what}{places.printed(year.whole, whole.unit)}"
        f"不等于所含{len(parts)}项（{listed}）之和。",
        records=[whole.id, *(part.id for part in parts)],
        span=places.spot(whole),
        page=whole.page,
    )
