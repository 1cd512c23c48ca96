"""duplicate-number and missing-number in tables: serial numbers as they were printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from planparse.checks.matter import Matter, check
from planparse.checks.numbering.gaps import MOST_MISSING, left_out, listed
from planparse.checks.places import Places, finding
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Project, Role, Table
from planparse.model.source import Span

# Of fewer numbers nothing says that they count the rows.
FEWEST_SERIALS = 3

# Doubts of a table that its serial numbers raise.
OF_SERIALS = frozenset({"serial-gap", "serial-out-of-turn", "repeated-row"})

# Columns that may name a row, the best first.
NAME_ROLES: tuple[Role, ...] = ("name", "entity", "content")


class Serial(Struct, frozen=True):
    """A serial number as it was printed once."""

    number: int
    row: int
    """The first of the table's rows that it stands for; it may be merged over more."""
    name: str
    category: str
    span: Span | None


@check("duplicate-number", "missing-number")
def serial_numbers(matter: Matter) -> Iterator[Finding]:
    """Serial numbers of a table that stand twice, or that are left out."""
    for table in matter.draft.tables:
        serials = _serials(table, matter.grammar) if _is_well_read(table, matter) else []
        if len(serials) < FEWEST_SERIALS:
            continue
        runs = list(_runs(serials))
        yield from _doubled(table, runs, matter)
        yield from _left_out(table, runs, matter)


def _is_well_read(table: Table, matter: Matter) -> bool:
    """Whether nothing but its numbers speaks against the way a table was read."""
    return matter.sureness.of_table(table, but=OF_SERIALS) == "sure"


# ---------------------------------------------------------------- reading the numbers


def _serials(table: Table, grammar: Grammar) -> list[Serial]:
    """The printed serial numbers in order; a number merged over rows is one."""
    roles = [column.role for column in table.columns]
    if "number" not in roles:
        return []
    number_column = roles.index("number")
    pattern = grammar.pattern("checks.serial")
    serials: list[Serial] = []
    for index, row in enumerate(table.rows):
        printed = pattern.fullmatch(row[number_column].strip())
        if printed is None:
            continue
        number = int(printed["number"])
        span = table.cell_span(index, number_column)
        if serials and _is_filled_down(serials[-1], number, span):
            continue
        serial = Serial(
            number=number,
            row=index,
            name=_name(row, roles),
            category=_category(row, roles),
            span=span or table.row_span(index),
        )
        serials.append(serial)
    return serials


def _name(row: Sequence[str], roles: Sequence[Role]) -> str:
    """What a row is called: its last cell, where no column is said to name it.

    Of several columns side by side the first ones group what the last one names: 县（区） | 桥梁名称.
    """
    for role in NAME_ROLES:
        if role in roles:
            at = roles.index(role)
            while roles[at + 1 : at + 2] == [role]:
                at += 1
            return row[at]
    return row[len(roles) - 1]


def _category(row: Sequence[str], roles: Sequence[Role]) -> str:
    if "category" not in roles:
        return ""
    return row[roles.index("category")]


def _is_filled_down(
    last: Serial,
    number: int,
    span: Span | None,
) -> bool:
    """Whether this cell is the last one's, filled down: no print of its own, or the very same."""
    return number == last.number and (span is None or span == last.span)


def _runs(serials: Sequence[Serial]) -> Iterator[list[Serial]]:
    """Cut where the numbering starts again at 1 under another category."""
    run: list[Serial] = []
    # Where one group counts its own rows, so do the others.
    restarts = any(serial.number == 1 and last.number > 1 for last, serial in pairwise(serials))
    for serial in serials:
        if run and serial.number == 1 and (restarts or _begins_anew(run[-1], serial)):
            yield run
            run = []
        run.append(serial)
    if run:
        yield run


def _begins_anew(last: Serial, serial: Serial) -> bool:
    """Whether a 1 begins another list: after higher numbers, in another category, or below."""
    if last.number > 1 or serial.category != last.category:
        return True
    return serial.row > last.row + 1


# ---------------------------------------------------------------- numbers that stand twice


def _doubled(
    table: Table,
    runs: Sequence[list[Serial]],
    matter: Matter,
) -> Iterator[Finding]:
    runs = [run for run in runs if len({serial.number for serial in run}) < len(run)]
    if not runs:  # as in most tables
        return
    by_row = _records_by_row(table, matter.draft)
    fills_down = _fills_down(table)
    for run in runs:
        seen: dict[int, Serial] = {}
        for serial in run:
            # A row of the same name goes on with the one before, under its number.
            first = seen.setdefault(serial.number, serial)
            if first is serial or first.name == serial.name:
                continue
            # A number printed anew in the next row is merged over both, unless it stands where
            # the next number should.
            is_merged = fills_down and serial.row == first.row + 1
            if not is_merged or _takes_place(serial, run):
                yield _twice(table, first, serial, by_row, matter.places)


def _records_by_row(table: Table, draft: Draft) -> dict[int, Indicator | Project]:
    """What was read from each row of a table; where both were, the project."""
    by_row: dict[int, Indicator | Project] = {}
    for indicator in draft.indicators:
        if indicator.table == table.id:
            by_row[indicator.row] = indicator
    for project in draft.projects:
        if project.table == table.id:
            by_row[project.row] = project
    return by_row


def _fills_down(table: Table) -> bool:
    """Whether merged labels were printed anew in every row, as converters of tables do.

    A label that comes back further down (路面修复) is a kind of works, and no group of rows.
    """
    categories = [
        at
        for at, column in enumerate(table.columns)
        if column.role == "category" and not _comes_back(table, at)
    ]
    return any(
        _is_printed_anew(table, above, below, column)
        for column in categories
        for above, below in pairwise(range(len(table.rows)))
    )


def _comes_back(table: Table, column: int) -> bool:
    """Whether a label of a column stands again behind another one."""
    labels = [label for label, _ in groupby(row[column] for row in table.rows if row[column])]
    return len(set(labels)) < len(labels)


def _is_printed_anew(
    table: Table,
    above: int,
    below: int,
    column: int,
) -> bool:
    """Whether two cells of a column print the same words, each for itself."""
    label = table.rows[below][column]
    if label == "" or label != table.rows[above][column]:
        return False
    upper = table.cell_span(above, column)
    lower = table.cell_span(below, column)
    return upper is not None and lower is not None and upper != lower


def _takes_place(serial: Serial, run: Sequence[Serial]) -> bool:
    """Whether a number stands a second time where the next one should: 1, 2, 2, 4."""
    at = run.index(serial)
    if at == 0 or at + 1 == len(run):
        return False
    before = run[at - 1].number
    after = run[at + 1].number
    return before == serial.number and after == serial.number + 2


def _twice(
    table: Table,
    first: Serial,
    serial: Serial,
    by_row: Mapping[int, Indicator | Project],
    places: Places,
) -> Finding:
    own = by_row.get(serial.row)
    first_record = by_row.get(first.row, table)
    record = by_row.get(serial.row, table)
    return finding(
        "duplicate-number",
        "warning",
        own.name if own is not None else _one_line(serial.name),
        f"{places.table(table)}的序号{serial.number}出现两次："
        f"{_at(first, places)}“{_one_line(first.name)}”"
        f"和{_at(serial, places)}“{_one_line(serial.name)}”。",
        records=[first_record.id, record.id],
        span=serial.span or table.span,
        page=table.page,
    )


# ---------------------------------------------------------------- numbers that are left out


def _left_out(
    table: Table,
    runs: Sequence[list[Serial]],
    matter: Matter,
) -> Iterator[Finding]:
    for run in runs:
        present = {serial.number for serial in run}
        for last, serial in pairwise(run):
            gap = [
                number
                for number in left_out(last.number, serial.number, present)
                if not _stands(number, last, serial, matter.draft)
            ]
            # Where the number before stands for the missing one, it is reported as standing twice.
            if not 0 < len(gap) <= MOST_MISSING or _takes_place(last, run):
                continue
            # 第5项予以取消，其余序号不变: it is left out on purpose.
            if not set(gap) <= _given_up(matter):
                yield _gap(gap, table, last, serial, places=matter.places)


def _given_up(matter: Matter) -> set[int]:
    """The numbers of the items that the text says are no more."""
    pattern = matter.grammar.pattern("checks.item-given-up")
    return {int(found["number"]) for found in pattern.finditer(matter.prose.text)}


def _stands(
    number: int,
    last: Serial,
    serial: Serial,
    draft: Draft,
) -> bool:
    """Whether the number stands by itself between two serial numbers: a row that was not read."""
    if last.span is None or serial.span is None:
        return False
    between = draft.source.text[last.span[1] : serial.span[0]]
    return re.search(rf"(?m)(?:^|[\t|])[^\S\n]*{number}(?![\d.%])", between) is not None


def _gap(
    gap: Sequence[int],
    table: Table,
    last: Serial,
    serial: Serial,
    *,
    places: Places,
) -> Finding:
    return finding(
        "missing-number",
        "warning",
        places.table(table),
        f"{places.table(table)}缺序号{listed(gap)}：{_at(last, places)}为{last.number}，"
        f"{_at(serial, places)}接着为{serial.number}。",
        records=[table.id],
        span=serial.span or table.span,
        page=table.page,
    )


def _at(serial: Serial, places: Places) -> str:
    if serial.span is None or not places.has_lines:
        return f"表中第{serial.row + 1}行"
    return places.line(serial.span)


def _one_line(name: str) -> str:
    return "".join(name.split())
