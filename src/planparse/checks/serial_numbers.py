"""duplicate-number and missing-number in tables: serial numbers as they were printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planparse.checks.places import Places, finding
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Project, Table
from planparse.model.source import Span

_FAR = 5
"""A gap of more numbers than this is no gap but a numbering of another kind."""


@dataclass(frozen=True, slots=True)
class Serial:
    """A serial number as it was printed once; `rows` are those that it is merged over."""

    number: int
    row: int
    name: str
    category: str
    span: Span | None


def table_numbers(draft: Draft, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Serial numbers of a table that stand twice, or that are left out."""
    for table in draft.tables:
        serials = _serials(table, grammar)
        if len(serials) >= 3:
            yield from _doubled(draft, table, serials, places)
            yield from _left_out(draft, table, serials, places)


def _serials(table: Table, grammar: Grammar) -> list[Serial]:
    """The printed serial numbers in order; a number merged over rows is one."""
    roles = [c.role for c in table.columns]
    if "number" not in roles:
        return []
    column = roles.index("number")
    name = next((roles.index(r) for r in ("name", "entity", "content") if r in roles), len(roles) - 1)
    category = roles.index("category") if "category" in roles else None
    pattern, found = grammar.pattern("checks.serial"), list[Serial]()
    for i, row in enumerate(table.rows):
        match = pattern.fullmatch(row[column].strip())
        span = table.cell_span(i, column)
        if match is None or (found and _merged(found[-1], int(match["number"]), span)):
            continue
        found.append(Serial(
            int(match["number"]), i, row[name], row[category] if category is not None else "",
            span or table.row_span(i),
        ))
    return found


def _merged(last: Serial, number: int, span: Span | None) -> bool:
    """Whether this cell is the last one's, filled down: no print of its own, or the very same."""
    return number == last.number and (span is None or span == last.span)


def _runs(serials: Sequence[Serial]) -> Iterator[list[Serial]]:
    """Cut where the numbering starts again at 1 under another category."""
    run: list[Serial] = []
    for serial in serials:
        if run and serial.number == 1 and _begins_anew(run[-1], serial):
            yield run
            run = []
        run.append(serial)
    if run:
        yield run


def _begins_anew(last: Serial, serial: Serial) -> bool:
    """Whether a 1 begins another list: after higher numbers, in another category, or under a row's head."""
    return last.number > 1 or serial.category != last.category or serial.row > last.row + 1


def _fills_down(table: Table) -> bool:
    """Whether merged labels were printed anew in every row, as converters of tables do."""
    columns = [i for i, c in enumerate(table.columns) if c.role == "category"]
    for column in columns:
        for above, below in pairwise(range(len(table.rows))):
            spans = [table.cell_span(r, column) for r in (above, below)]
            same = table.rows[above][column] == table.rows[below][column] != ""
            if same and len(spans) == 2 and None not in spans and spans[0] != spans[1]:
                return True
    return False


def _doubled(draft: Draft, table: Table, serials: Sequence[Serial], places: Places) -> Iterator[Finding]:
    records: tuple[Indicator | Project, ...] = (*draft.indicators, *draft.projects)
    rows = {r.row: r for r in records if r.table == table.id}
    filled = _fills_down(table)
    for run in _runs(serials):
        seen: dict[int, Serial] = {}
        for serial in run:
            first = seen.setdefault(serial.number, serial)
            if first is serial or first.name == serial.name:
                continue
            if not (filled and serial.row == first.row + 1) or _takes_place(serial, run):
                yield _twice(table, first, serial, rows, places)


def _takes_place(serial: Serial, run: Sequence[Serial]) -> bool:
    """Whether a number stands a second time where the next one should: 1, 2, 2, 4."""
    numbers = [s.number for s in run]
    at = run.index(serial)
    return at > 0 and numbers[at - 1] == serial.number and numbers[at + 1 : at + 2] == [serial.number + 2]


def _twice(
    table: Table, first: Serial, serial: Serial, rows: dict[int, Indicator | Project], places: Places
) -> Finding:
    known = rows.get(serial.row)
    return finding(
        "duplicate-number", "warning", known.name if known else _clean(serial.name),
        f"{places.table(table)}的序号{serial.number}出现两次：{_at(first, places)}“{_clean(first.name)}”"
        f"和{_at(serial, places)}“{_clean(serial.name)}”。",
        records=[rows[s.row].id if s.row in rows else table.id for s in (first, serial)],
        span=serial.span or table.span, page=table.page,
    )


def _left_out(
    draft: Draft, table: Table, serials: Sequence[Serial], places: Places
) -> Iterator[Finding]:
    for run in _runs(serials):
        present = {s.number for s in run}
        for last, serial in pairwise(run):
            gap = [n for n in range(last.number + 1, serial.number) if n not in present]
            gap = [n for n in gap if not (_stands(n, last, serial, draft) or _takes_place(last, run))]
            if not gap or len(gap) > _FAR:
                continue
            yield finding(
                "missing-number", "warning", places.table(table),
                f"{places.table(table)}缺序号{_numbers(gap)}：{_at(last, places)}为{last.number}，"
                f"{_at(serial, places)}接着为{serial.number}。",
                records=[table.id], span=serial.span or table.span, page=table.page,
            )


def _stands(number: int, last: Serial, serial: Serial, draft: Draft) -> bool:
    """Whether the number stands by itself between two serial numbers: a row that was not read."""
    if last.span is None or serial.span is None:
        return False
    between = draft.source.text[last.span[1] : serial.span[0]]
    return re.search(rf"(?m)(?:^|[\t|])[^\S\n]*{number}(?![\d.%])", between) is not None


def _at(serial: Serial, places: Places) -> str:
    return places.line(serial.span) if serial.span else f"表中第{serial.row + 1}行"


def _clean(name: str) -> str:
    return "".join(name.split())


def _numbers(gap: Sequence[int]) -> str:
    return "、".join(str(n) for n in gap)
