"""Header paths and the body as evidence → `Column`.

A header is read by its words first (`heads`, `grammars/tables.toml`); what words leave open
(类型, 项目, 目标, two columns under one head) the body and the other columns decide (`names`).
Which values are past and which are goals, and whose goals, is asked last (`years`, `periods`).
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.plan import Column
from planparse.tables.columns.bodies import ColumnBody
from planparse.tables.columns.heads import VALUES, ColumnHead, read_head
from planparse.tables.columns.names import (
    by_body,
    entities,
    goals_as_names,
    investments,
    merged_name,
    one_name,
    ticked_natures,
    times,
    unknown_groups,
    years_as_investments,
)
from planparse.tables.columns.periods import tell_periods
from planparse.tables.columns.scopes import own_scope
from planparse.tables.columns.when import TableTime
from planparse.tables.header_words import plain, printed_of


def read_columns(
    paths: Sequence[tuple[str, ...]],
    rows: Sequence[Sequence[str]],
    unit_note: str | None,
    grammar: Grammar,
    *,
    when: TableTime | None = None,
    own_level: int = 0,
) -> tuple[Column, ...]:
    """The columns under the header `paths` (top cell first), with `rows` as evidence.

    `unit_note` is the 单位： line above the table, if any; its unit goes to the value
    columns that print none. `when` is what stands around the table and says of its time. `own_level` is the level of the
    area that the plan is for (`scopes.LEVELS`), 0 where it is not known.
    """
    bodies = [ColumnBody(rows, col, grammar) for col in range(len(paths))]
    by_words = [read_head(tuple(path), grammar) for path in paths]
    heads = [
        by_body(head, body, grammar)  # what the words leave open
        for head, body in zip(by_words, bodies, strict=True)
    ]
    heads = ticked_natures(heads, bodies, grammar)
    heads = goals_as_names(heads, bodies)
    heads = times(heads, bodies)
    heads = merged_name(heads, bodies, len(rows))
    heads = one_name(heads, bodies, len(rows))
    heads = unknown_groups(heads, bodies)
    noted = unit_of_note(unit_note, grammar)
    heads = years_as_investments(heads, bodies, noted, grammar)
    heads = investments(heads)
    heads = tell_periods(heads, bodies, when or TableTime())
    heads = entities(heads, bodies)
    heads = own_scope(heads, grammar, own_level)
    return tuple(_column(head, noted) for head in heads)


def _column(head: ColumnHead, noted: str | None) -> Column:
    """The finished column; `noted` is the unit that the line above the table names."""
    # 年均增速 is measured in %, whatever the values are counted in.
    is_counted = head.role in (*VALUES, "investment") and not head.growth
    unit = head.unit
    if not unit and is_counted:
        unit = noted
    return Column(
        path=head.path,
        role=head.role or "other",
        year=head.year,
        unit=unit,
        scope=head.scope,
    )


def unit_of_note(note: str | None, grammar: Grammar) -> str | None:
    """The unit that a 单位： line names, as printed; None where it names several or none."""
    if not note:
        return None
    printed = printed_of(note).rstrip("。;；")
    narrow = plain(printed)
    found = grammar.pattern("tables.unit-note").search(narrow)
    if found is None:
        return None
    begin, end = found.span("unit")
    unit = printed[begin:end]
    narrow_unit = plain(unit)
    # The bracket that ends （单位：万人） is no part of the unit, but the one of 台（套） is.
    if narrow_unit.endswith(")") and narrow_unit.count("(") < narrow_unit.count(")"):
        return unit[:-1]
    return unit
