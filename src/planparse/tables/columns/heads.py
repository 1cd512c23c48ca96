"""A column's header as its words alone say it: a path of header cells → `ColumnHead`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.plan import Role
from planparse.quantity.units import known, read_per
from planparse.tables.header_words import (
    HeaderMeaning,
    is_value_header,
    named,
    plain,
    split_header_unit,
    value_role,
)

REVIEWED: tuple[Role, ...] = ("goal", "actual")
"""The roles of columns that tell what an earlier period promised, and what became of it."""

VALUES: tuple[Role, ...] = ("baseline", "target", "value", *REVIEWED, "change")
"""The roles of columns whose cells are values in time; an investment is none of them."""


_YEAR = "年"


class ColumnHead(Struct, frozen=True):
    """What the words above a column say of it."""

    path: tuple[str, ...]
    """The header cells above the column as printed, top first."""
    text: str
    """The whole path, normalised, without units, joined by `/`."""
    role: Role | None
    loose: bool
    """Whether other columns and the body may say otherwise:
    项目 may head names, groups or entities.
    """
    year: int | None = None
    first: int | None = None
    """The first year of a span of years (2021-2025年)."""
    until: int | None = None
    """The last year that it names, be it of a growth or of a five-year plan."""
    growth: bool = False
    """Whether the values are a change over years, not the state in one."""
    promised: bool = False
    """Whether its words say that this was or is aimed at (目标, 规划), and not only how it grows."""
    expected: bool = False
    """Whether its words say what is expected (预计), which may be past or future."""
    assessed: bool = False
    """Whether its words say what became of a goal (完成情况), and not only how things stand (现状)."""
    rate: bool = False
    """Whether its words ask how much of a goal was done, in per cent (完成率)."""
    times: bool = False
    """Whether years stand under it, one in each row."""
    current: bool = False
    """Whether its words say that it is of the plan's own time: 本年计划, 规划期末."""
    part_of_year: bool = False
    """Whether it is of some months of its year: 2025年上半年."""
    unit: str | None = None
    scope: str | None = None
    """The level of government whose values these are, as printed: 全省."""
    level: int = 0
    """How high that level is; 0 where none is printed."""

    @property
    def bare(self) -> bool:
        """Whether it is a year without any word for what was or shall be."""
        return self.role == "value" and self.year is not None and not self.growth


Heads = list[ColumnHead]
"""The heads of all columns of a table, from left to right."""


def read_head(path: tuple[str, ...], grammar: Grammar) -> ColumnHead:
    """What the header cells above a column say by their words alone."""
    # The columns of many tables have the same heads, and are read for each kind of record.
    return grammar.remembered(_read_head, path)


def _read_head(path: tuple[str, ...], grammar: Grammar) -> ColumnHead:
    # A head that is merged downwards stands in the path once for each of its rows.
    distinct = [cell for cell, _ in groupby(path)]
    printed = [cell for cell in distinct if cell.strip()]
    cells = [plain(cell) for cell in printed]
    heads: list[str] = []
    unit: str | None = None
    for cell in printed:
        words, own = split_header_unit(cell, grammar)
        heads.append(words)
        unit = own or unit  # the lowest unit is the nearest to the values
    if len(heads) > 1 and heads[-1] == _YEAR and heads[-2].isdecimal():
        heads[-2:] = [heads[-2] + _YEAR]  # 2020 / 年, cut by its column's width
        cells[-2:] = [cells[-2] + _YEAR]
    if len(heads) > 1 and _is_unit(heads[-1], grammar):
        unit = heads.pop().strip("()")  # 2020年 / 装机 / 万千瓦
        cells.pop()
    heads, cells = _telling(heads, cells, grammar)
    meaning = _path_role(heads, cells, grammar)
    head = ColumnHead(
        path=path,
        text="/".join(heads),
        role=meaning.role,
        loose=meaning.loose,
        unit=unit,
    )
    if head.role is None or head.role in VALUES:
        head = _with_years(head, grammar)
        head = _with_scope(head, grammar)
    return head


def _telling(
    heads: list[str],
    cells: list[str],
    grammar: Grammar,
) -> tuple[list[str], list[str]]:
    """The cells of a path without 指标值, where another one says the year."""
    is_neutral = grammar.pattern("tables.header.neutral").fullmatch
    is_dated = grammar.pattern("tables.header.date").search
    if not any(is_dated(head) for head in heads):
        return heads, cells
    kept = [i for i, head in enumerate(heads) if not is_neutral(head)]
    return [heads[i] for i in kept], [cells[i] for i in kept]


def _is_unit(text: str, grammar: Grammar) -> bool:
    """Whether a header cell is a unit and nothing else."""
    unit = text.strip("()")
    return known(unit, grammar) and read_per(unit, grammar) is None


def value_head(head: ColumnHead, grammar: Grammar) -> ColumnHead:
    """The head as one of values, where its cells are numbers though its words name something else."""
    words = replace(head, role=value_role(head.text, grammar), loose=False)
    return _with_scope(_with_years(words, grammar), grammar)


def _path_role(
    heads: Sequence[str],
    cells: Sequence[str],
    grammar: Grammar,
) -> HeaderMeaning:
    """The role that the lowest telling cell of a path names.

    `heads` are the cells without their units, `cells` with them.
    """
    meanings = [named(head, grammar) for head in heads]
    for meaning, cell in zip(reversed(meanings), reversed(cells), strict=True):
        if meaning.role is None:
            meaning = named(cell, grammar)
        if meaning.role is not None:
            # Another cell of the path may name the same by a word that can mean nothing else.
            sure = HeaderMeaning(meaning.role)
            return sure if sure in meanings else meaning
        if is_value_header(cell, grammar):
            break
    return _path_value_role(heads, cells, grammar)


def _path_value_role(
    heads: Sequence[str],
    cells: Sequence[str],
    grammar: Grammar,
) -> HeaderMeaning:
    """The role of a path that names no other column than one of values."""
    whole = "/".join(heads)
    role = value_role(whole, grammar)
    is_dated = grammar.pattern("tables.year").search(whole) is not None
    if is_dated or any(is_value_header(cell, grammar) for cell in cells):
        return HeaderMeaning(role)
    return HeaderMeaning(None if role == "value" else role)


def _with_years(head: ColumnHead, grammar: Grammar) -> ColumnHead:
    """The head of a value column with its years, and whether its values are a growth."""

    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.{rule}").search(head.text) is not None

    first, until = _years(head.text, grammar)
    year = until
    # “十四五”新增 is what a period adds, 2025年新增床位 is a number of that year.
    adds = says("value.increase") and (first is not None or says("five-year-plan"))
    is_growth = adds or says("value.growth")
    if is_growth and year is not None and not says("value.growth-annual"):
        if says("year") and not adds:
            is_growth = False  # 2025年[累计] is the year's own column
        else:
            year = None  # “十四五”累计 is a total over the plan's years
    mixed = grammar.pattern("tables.value.year-or-growth")
    if any(mixed.search(plain(cell)) for cell in head.path):
        is_growth = False  # 2030年/年均 is the year's own column, too
    is_past = value_role(head.text, grammar) == "baseline"
    return replace(
        head,
        year=year,
        first=first,
        until=until,
        growth=is_growth,
        promised=not is_past and says("value.promise"),
        expected=says("value.expected"),
        assessed=is_past and says("value.assessed"),
        rate=says("value.completion"),
        current=says("value.current"),
        part_of_year=grammar.find("parts.part-of-year", head.text) is not None,
    )


def _with_scope(head: ColumnHead, grammar: Grammar) -> ColumnHead:
    """The head with the level of government that it names."""
    for rule in grammar.group("scope"):
        found = rule.pattern.search(head.text)
        if found:
            level = int(rule.attrs["level"])
            scope = found.groupdict().get("part") or found[0]
            return replace(head, scope=scope, level=level)
    return head


def _years(text: str, grammar: Grammar) -> tuple[int | None, int | None]:
    """First and last year that a header names, else those of the five-year plan that it names."""
    found = list(grammar.pattern("tables.year").finditer(text))
    if found:
        firsts = [int(match["from"]) for match in found if match["from"]]
        last = int(found[-1]["year"])
        return (firsts[0] if firsts else None), last
    plan = grammar.pattern("tables.five-year-plan").search(text)
    if plan and (number := read_integer("十" + plan["nth"])):  # 十四五 is the fourteenth
        return five_years.first_year(number), five_years.last_year(number)
    return None, None
