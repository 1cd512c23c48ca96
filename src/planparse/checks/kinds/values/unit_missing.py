"""unit-missing: a number without a unit, in a table that prints one for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from planparse.checks.matter import Matter, check
from planparse.checks.places import Places, finding, full_name, prints_unit
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Table, Value
from planparse.quantity.units import split_unit

# A name of more characters is prose that ran into the row.
LONGEST_NAME = 45

# So many of a table's numbers must have a unit before it is a slip that another has none.
SHARE_WITH_UNIT = 0.6


@check("unit-missing")
def unit_missing(matter: Matter) -> Iterator[Finding]:
    """Measured indicators without a unit in a table that else prints one for each."""
    # 单位：万人 above a table is the unit of whatever prints none.
    unit_for_all = {table.id for table in matter.draft.tables if table.unit_note}
    tables = {table.id: table for table in matter.draft.tables}
    # Most tables print a unit for each row.
    lacking = {row.table for row in matter.draft.indicators if row.unit is None} - unit_for_all
    for table_id, indicators in _measured(matter.draft, lacking).items():
        if not _prints_units(indicators):
            continue
        for indicator in indicators:
            if not _lacks_unit(indicator, matter.grammar):
                continue
            is_filled = _is_filled(tables.get(table_id), indicator.row)
            if not is_filled and _is_well_read(indicator, matter):
                yield _unit_finding(indicator, matter.places)


def _is_well_read(indicator: Indicator, matter: Matter) -> bool:
    """Whether nothing but the missing unit speaks against the row, and no label above it has one.

    A unit may stand behind the name of a group (装机（万千瓦）), and in what was read as a label.
    """
    if matter.sureness.of_row(indicator, but={"no-unit"}) != "sure":
        return False
    labels = (indicator.category, indicator.subcategory, indicator.qualifier)
    return not any(label and split_unit(label, matter.grammar).unit for label in labels)


def _measured(draft: Draft, tables: Set[str]) -> dict[str, list[Indicator]]:
    """The indicators of some tables that need a unit, by the id of their table."""
    by_table: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in draft.indicators:
        if indicator.table in tables and _bare_number(indicator) is not None:
            by_table[indicator.table].append(indicator)
    return by_table


def _bare_number(indicator: Indicator) -> Value | None:
    """The first printed number of an indicator; none where a value prints a unit of its own."""
    numbers = [
        value
        for value in (indicator.target, indicator.baseline)
        if value is not None and value.kind in ("number", "range")
    ]
    # A unit in a cell (95%) may be meant for the other cells of the row as well.
    if not numbers or any(prints_unit(number) for number in numbers):
        return None
    return numbers[0]


def _is_filled(table: Table | None, row: int) -> bool:
    """Whether something stands in the unit cell of a row.

    Where it was read as no unit, it says that there is none (—).
    """
    if table is None or row >= len(table.rows):
        return False
    columns = [at for at, column in enumerate(table.columns) if column.role == "unit"]
    return any(table.rows[row][column].strip() for column in columns)


def _prints_units(indicators: Sequence[Indicator]) -> bool:
    """Whether a table's numbers have units as a rule."""
    with_unit = [indicator for indicator in indicators if indicator.unit is not None]
    return len(with_unit) >= SHARE_WITH_UNIT * len(indicators)


def _lacks_unit(indicator: Indicator, grammar: Grammar) -> bool:
    """Whether an indicator has no unit, and is of a kind that needs one (基尼系数 does not)."""
    if indicator.unit is not None or not _is_name(indicator.name):
        return False
    return grammar.pattern("checks.unitless").search(indicator.name) is None


def _is_name(name: str) -> bool:
    """Whether a name is one: where prose ran into a row, what is wanting is not a unit."""
    return len(name) <= LONGEST_NAME and "。" not in name


def _unit_finding(indicator: Indicator, places: Places) -> Finding:
    name = full_name(indicator)
    number = places.printed(_bare_number(indicator), None)
    return finding(
        "unit-missing",
        "warning",
        name,
        f"{places.row(indicator)}“{name}”的数值{number}没有单位，而同表其他指标印有单位。",
        records=[indicator.id],
        span=places.spot(indicator),
        page=indicator.page,
    )
