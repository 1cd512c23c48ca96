"""What cells of a table say a number of theirs consists of: 总建筑面积8000平方米，其中地上9000平方米."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex
from msgspec import Struct

from planparse.checks.matching.counted import OF_WHICH
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, FindingKind, Table
from planparse.prose.quantities import decimal

LITTLE_MORE = Decimal("1.15")
"""Parts that overlap make up far more than the whole; a slip of a digit does not."""

FEWEST_PARTS = 2


class PrintedPart(Struct, frozen=True):
    """A part of a number, in the same printed unit."""

    name: str
    number: Decimal
    printed: str


class CellBreakdown(Struct, frozen=True):
    """A number in the words of a cell, and the parts behind 其中."""

    whole: PrintedPart
    parts: Sequence[PrintedPart]


@check("part-exceeds-whole", "sum-mismatch")
def cell_parts(matter: Matter) -> Iterator[Finding]:
    """Parts that are more than the number of their cell that they break down, one of them or all."""
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave":
            continue
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if OF_WHICH in cell:  # as few have
                    yield from _of_cell(table, row, column, matter)


def _of_cell(table: Table, row: int, column: int, matter: Matter) -> Iterator[Finding]:
    words = "".join(table.rows[row][column].split())
    for found in matter.grammar.pattern("checks.broken-down-in-cell").finditer(words):
        told = _breakdown(found, matter)
        if told is None or _is_one_of_several(words[: found.start("whole")], found["unit"], matter):
            continue
        first = told.parts[0]
        if first.number > told.whole.number:
            said = f"其中“{first.name}”的{first.printed}大于其所属的{told.whole.printed}"
            yield _finding("part-exceeds-whole", told.whole, said, (table, row, column), matter)
        elif not _adds_up(told, matter):
            listed = "、".join(part.printed for part in told.parts)
            said = (
                f"为{told.whole.printed}，而其中所列{len(told.parts)}项（{listed}）相加不等于这个数"
            )
            yield _finding("sum-mismatch", told.whole, said, (table, row, column), matter)


def _breakdown(found: regex.Match[str], matter: Matter) -> CellBreakdown | None:
    """The whole and the parts that stand one behind the other in its unit; None for no such parts."""
    unit = found["unit"]
    whole = PrintedPart(found["name"], decimal(found["whole"]), found["whole"] + unit)
    parts = []
    at = found.end()
    part = matter.grammar.pattern("checks.part-in-cell")
    while (next_part := part.match(found.string, at)) and next_part["unit"] == unit:
        printed = next_part["number"] + unit
        parts.append(PrintedPart(next_part["name"], decimal(next_part["number"]), printed))
        at = next_part.end()
    return CellBreakdown(whole, parts) if parts else None


def _is_one_of_several(before: str, unit: str, matter: Matter) -> bool:
    """Whether another number in the unit stands before the whole in its sentence, so that both may be meant."""
    sentence = before[max(map(before.rfind, "。；;")) + 1 :]
    amounts = matter.grammar.pattern("checks.amount-in-cell").finditer(sentence)
    return any(amount["unit"] == unit for amount in amounts)


def _adds_up(told: CellBreakdown, matter: Matter) -> bool:
    """Whether parts may make up their whole; less may be named than there is, but of kinds without a third."""
    added = sum(part.number for part in told.parts)
    whole = told.whole.number
    if len(told.parts) < FEWEST_PARTS or abs(added - whole) <= _rounding(told):
        return True
    names = [part.name for part in told.parts]
    levels = matter.grammar.pattern("checks.kinds-by-level")
    kinds = {found[0] for found in map(levels.search, names) if found is not None}
    if len(kinds) == len(names) and added * LITTLE_MORE >= whole:
        return added > whole * LITTLE_MORE
    overlap = any(a != b and a in b for a in names for b in names)
    return added <= whole or added > whole * LITTLE_MORE or overlap


def _rounding(told: CellBreakdown) -> Decimal:
    """How far rounded parts may be from their whole; numbers without decimals were not rounded."""
    numbers = [told.whole.number, *(part.number for part in told.parts)]
    if all(number == int(number) for number in numbers):
        return Decimal(0)
    # Of the number with the fewest decimals half of the last digit.
    last = max(Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in numbers)
    return last / 2 * len(numbers)


def _finding(
    kind: FindingKind, whole: PrintedPart, said: str, cell: tuple[Table, int, int], matter: Matter
) -> Finding:
    table, row, column = cell
    places = matter.places
    return finding(
        kind,
        at_most("warning", matter.sureness.of_table(table)),
        whole.name,
        f"{places.table(table)}一格{places.cell(table, row, column)}中“{whole.name}”{said}。",
        records=[table.id],
        span=table.cell_span(row, column) or table.span,
        page=table.page,
    )
