"""What a table is about, by its columns and its caption."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from planparse.grammar import Grammar
from planparse.model.plan import BoxKind, Column, Role
from planparse.quantity.cell_values import WORDS, reading_of
from planparse.tables.columns.bodies import MOSTLY, ColumnBody
from planparse.tables.columns.heads import REVIEWED, VALUES
from planparse.tables.header_words import plain

# Value columns that are looked at: enough to tell a table of numbers from one of words.
_EVIDENCE_COLUMNS = 6

# Roles of columns that only tables of indicators have.
_OF_YEARS = {"baseline", "target", "unit", *REVIEWED}

# Share of numbers up to which a table's values are words: 三级甲等, 建成投用.
_NUMBERS = 0.3


def kind_of_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str | None,
    grammar: Grammar,
) -> BoxKind:
    """What a table is about: indicators, how an earlier period went, an allocation of resources,
    projects, or something else.

    `caption` decides between indicators and an allocation where the columns leave it open.
    """
    roles = {column.role for column in columns}
    may_be_projects = "name" in roles and roles & {"content", "period", "investment"}
    if may_be_projects and not (
        _is_of_scheduled_goals(roles, caption, grammar)
        or _is_of_scheduled_tasks(columns, rows, grammar)
    ):
        return "projects"
    if "name" in roles and not roles & _OF_YEARS and _is_of_works(columns, rows, grammar):
        return "projects"
    if not roles & {*VALUES}:
        return "other"
    has_numbers = _has_numbers(columns, rows, grammar)
    if _is_review(roles):
        is_told = has_numbers or roles & {"nature", "met"} or roles >= {*REVIEWED}
        return "review" if is_told else "other"
    if "name" in roles:
        is_told = (
            has_numbers or "nature" in roles or _promises_indicators(columns, caption, grammar)
        )
        return "indicators" if is_told else "other"
    if not has_numbers or not roles & {"entity", "category"}:
        return "other"
    if roles & {"nature", "unit"} and is_caption_of_indicators(caption, grammar):
        return "indicators"
    return "allocation"


def _is_of_scheduled_goals(
    roles: set[Role],
    caption: str | None,
    grammar: Grammar,
) -> bool:
    """Whether a column of dates says by when goals are to be met: 目标值 | 预计完成时间."""
    if roles & {"content", "investment"} or "target" not in roles:
        return False
    return bool(roles & {"unit", "nature"}) or is_caption_of_indicators(caption, grammar)


def _is_of_scheduled_tasks(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    grammar: Grammar,
) -> bool:
    """Whether a column says how much of each is to be done by its date: 任务量 18500人 | 11月.

    Numbers without a unit count all the same, for areas or projects that are no indicators.
    """
    roles = [column.role for column in columns]
    if {"content", "investment"} & set(roles) or roles.count("target") != 1:
        return False
    body = ColumnBody(rows, roles.index("target"), grammar)
    measured = [cell for cell in body.cells if _is_number(cell, grammar) and not cell[-1].isdigit()]
    return len(measured) >= MOSTLY * len(rows)


def _is_of_works(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    grammar: Grammar,
) -> bool:
    """Whether what is called a nature says what is built (新建, 改建): of roads with their lengths."""
    natures = [col for col, column in enumerate(columns) if column.role == "nature"]
    bodies = [ColumnBody(rows, col, grammar) for col in natures]
    return any(body.share("project-nature") >= MOSTLY for body in bodies)


def _is_review(roles: set[Role]) -> bool:
    """Whether indicators are held against what an earlier period promised, and nothing is promised anew."""
    return "name" in roles and "target" not in roles and bool(roles & {*REVIEWED})


def _promises_indicators(
    columns: Sequence[Column],
    caption: str | None,
    grammar: Grammar,
) -> bool:
    """Whether the caption and a column of goals say so, whatever words the goals are in (全覆盖)."""
    is_told = is_caption_of_indicators(caption, grammar)
    return is_told and any(column.role == "target" for column in columns)


def is_caption_of_indicators(caption: str | None, grammar: Grammar) -> bool:
    """Whether a caption names the goals of a plan: 主要指标."""
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
    numbers = (cell for body in bodies for cell in body.cells if _is_number(cell, grammar))
    # Of most tables the first cells say enough, and no more of them are looked at.
    return any(islice(numbers, int(_NUMBERS * filled), None))


def _is_number(cell: str, grammar: Grammar) -> bool:
    """Whether a cell looks like a number, or is read as one whatever words are around it (降低到20%)."""
    looks = grammar.pattern("tables.body.number").fullmatch(cell) is not None
    return looks or reading_of(cell, grammar).kind not in WORDS
