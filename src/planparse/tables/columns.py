"""What the columns of a table hold: header paths and the body as evidence → `Column`.

A header is read by its words first (`column_heads`, `grammars/tables.toml`); what words
leave open (类型, 项目, 目标, two columns under one head, a bare year) the body and the
other columns decide (`column_names`, `value_columns`).
"""

from __future__ import annotations

from collections.abc import Sequence

from planparse.grammar import Grammar
from planparse.model.plan import BoxKind, Column
from planparse.tables.column_bodies import ColumnBody
from planparse.tables.column_heads import VALUES, ColumnHead, read_head
from planparse.tables.column_names import by_body, entities, investments, merged_name, one_name
from planparse.tables.header_words import plain, printed_of, role_of
from planparse.tables.value_columns import bare_years, own_scope

__all__ = ["kind_of_table", "read_columns", "role_of", "unit_of_note"]

# Value columns that are looked at: enough to tell a table of numbers from one of words.
_EVIDENCE_COLUMNS = 6

# Share of numbers up to which a table's values are words: 三级甲等, 建成投用.
_NUMBERS = 0.3


def read_columns(
    paths: Sequence[tuple[str, ...]],
    rows: Sequence[Sequence[str]],
    unit_note: str | None,
    grammar: Grammar,
    *,
    start: int | None = None,
) -> tuple[Column, ...]:
    """The columns under the header `paths` (top cell first), with `rows` as evidence.

    `unit_note` is the 单位： line above the table, if any; its unit goes to the value
    columns that print none. `start` is the plan's first year where it is known: a bare
    year before it is a baseline.
    """
    bodies = [ColumnBody(rows, col, grammar) for col in range(len(paths))]
    by_words = [read_head(tuple(path), grammar) for path in paths]
    heads = [
        by_body(head, body, grammar)  # what the words leave open
        for head, body in zip(by_words, bodies, strict=True)
    ]
    heads = merged_name(heads, bodies, len(rows))
    heads = one_name(heads, bodies, len(rows))
    heads = investments(heads)
    heads = entities(heads, bodies)
    heads = bare_years(heads, bodies, start)
    heads = own_scope(heads)
    noted = unit_of_note(unit_note, grammar)
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


def kind_of_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str | None,
    grammar: Grammar,
) -> BoxKind:
    """What a table is about: indicators, an allocation of resources, projects, or something else.

    `caption` decides between indicators and an allocation where the columns leave it open.
    """
    roles = {column.role for column in columns}
    if "name" in roles and roles & {"content", "period", "investment"}:
        return "projects"
    if not roles & {*VALUES}:
        return "other"
    has_numbers = _has_numbers(columns, rows, grammar)
    if "name" in roles:
        return "indicators" if has_numbers or "nature" in roles else "other"
    if not has_numbers or not roles & {"entity", "category"}:
        return "other"
    if roles & {"nature", "unit"} and _is_caption_of_indicators(caption, grammar):
        return "indicators"
    return "allocation"


def _is_caption_of_indicators(caption: str | None, grammar: Grammar) -> bool:
    if caption is None:
        return False
    listed = grammar.pattern("tables.caption.indicators")
    return listed.search(plain(caption)) is not None


def _has_numbers(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    grammar: Grammar,
) -> bool:
    """Whether enough of the filled value cells are numbers; a few columns stand for all."""
    values = [col for col, column in enumerate(columns) if column.role in VALUES]
    bodies = [ColumnBody(rows, col, grammar) for col in values[:_EVIDENCE_COLUMNS]]
    filled = sum(body.filled for body in bodies)
    numbers = sum(body.filled * body.share("number") for body in bodies)
    return numbers > _NUMBERS * filled
