"""What the columns of a table hold: header paths and the body as evidence → `Column`.

A header is read by its words first (`headers.py`, `grammars/tables.toml`); what words
leave open (类型, 项目, 目标, two columns under one head, a bare year) the body and the
other columns decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar, five_years
from planparse.grammar.numerals import read_integer
from planparse.model.plan import BoxKind, Column, Role
from planparse.tables.header_words import (
    is_value_header,
    named,
    plain,
    printed_of,
    role_of,
    split_header_unit,
    value_role,
)

__all__ = ["kind_of_table", "read_columns", "role_of", "unit_of_note"]

_VALUES = ("baseline", "target", "value")
_EVIDENCE_ROWS, _EVIDENCE_COLUMNS = 60, 6
"""Body rows and value columns that are looked at: enough to tell numbers from words."""


@dataclass(frozen=True, slots=True)
class _ColumnHead:
    """One column's header as its words alone say it; `text` is the whole path, normalised and joined."""

    path: tuple[str, ...]
    text: str
    role: Role | None = None
    loose: bool = False
    year: int | None = None
    first: int | None = None
    """The first year of a span of years (2021-2025年)."""
    growth: bool = False
    unit: str | None = None
    scope: str | None = None
    level: int = 0

    @property
    def bare(self) -> bool:
        """A year and no word for what was or shall be."""
        return self.role == "value" and self.year is not None and not self.growth


class _ColumnBody:
    """What the filled cells under a header look like; shares from 0 to 1, worked out only when asked for."""

    def __init__(self, rows: Sequence[Sequence[str]], col: int, grammar: Grammar) -> None:
        cells = [plain(r[col]) for r in rows[:_EVIDENCE_ROWS] if col < len(r)]
        missing = grammar.pattern("tables.body.missing").fullmatch
        self.cells = [c for c in cells if c and not (len(c) < 5 and missing(c))]
        self.grammar = grammar

    @property
    def filled(self) -> int:
        """How many cells print something."""
        return len(self.cells)

    @property
    def distinct(self) -> int:
        """How many different texts the cells print."""
        return len(set(self.cells))

    def share(self, rule: str) -> float:
        """The share of cells that the rule `tables.body.<rule>` takes as a whole."""
        match = self.grammar.pattern(f"tables.body.{rule}").fullmatch
        return sum(match(c) is not None for c in self.cells) / (len(self.cells) or 1)

    @property
    def natures(self) -> bool:
        """Whether most cells print 约束性 or 预期性."""
        words = self.grammar.words("tables.body.nature")
        return bool(self.cells) and sum(c in words for c in self.cells) >= 0.6 * len(self.cells)


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
    bodies = [_ColumnBody(rows, i, grammar) for i in range(len(paths))]
    heads = [_by_body(_read_head(tuple(p), grammar), b, grammar) for p, b in zip(paths, bodies, strict=True)]
    heads = _merged_name(heads, bodies, min(len(rows), _EVIDENCE_ROWS))
    heads = _one_name(heads, bodies, min(len(rows), _EVIDENCE_ROWS))
    heads = _entities(_investments(heads), bodies)
    heads = _bare_years(heads, bodies, start)
    heads = _own_scope(heads)
    noted = unit_of_note(unit_note, grammar)
    return tuple(_column(h, noted) for h in heads)


def _column(head: _ColumnHead, noted: str | None) -> Column:
    counted = head.role in (*_VALUES, "investment") and not head.growth
    return Column(path=head.path, role=head.role or "other", year=head.year,
                  unit=head.unit or (noted if counted else None), scope=head.scope)


def unit_of_note(note: str | None, grammar: Grammar) -> str | None:
    """The unit that a 单位： line names, as printed; None where it names several or none."""
    if not note:
        return None
    printed = printed_of(note).rstrip("。;；")
    found = grammar.pattern("tables.unit-note").search(plain(printed))
    if found is None:
        return None
    unit = printed[found.start("unit"):found.end("unit")]
    return unit if plain(unit).count("(") == plain(unit).count(")") else unit.rstrip(")）")


# ------------------------------------------------------------------ the header's words


def _read_head(path: tuple[str, ...], grammar: Grammar) -> _ColumnHead:
    printed = [c for i, c in enumerate(path) if c.strip() and (i == 0 or c != path[i - 1])]
    cells = [plain(c) for c in printed]
    split = [split_header_unit(c, grammar) for c in printed]
    unit = next((u for _, u in reversed(split) if u), None)
    role, loose = _path_role([h for h, _ in split], cells, grammar)
    head = _ColumnHead(path, "/".join(h for h, _ in split), role, loose, unit=unit)
    return _with_value(head, grammar) if role in (*_VALUES, None) else head


def _path_role(heads: Sequence[str], cells: Sequence[str], grammar: Grammar) -> tuple[Role | None, bool]:
    """The role that the lowest telling cell of a path names, and whether that is loose."""
    for text, cell in zip(reversed(heads), reversed(cells), strict=True):
        role, loose = named(text, grammar)
        if role is None and text != cell:
            role, loose = named(cell, grammar)
        if role is not None:
            return role, loose and (role, False) not in [named(h, grammar) for h in heads]
        if is_value_header(cell, grammar):
            break
    whole = "/".join(heads)
    role = value_role(whole, grammar)
    if grammar.pattern("tables.year").search(whole) or any(is_value_header(c, grammar) for c in cells):
        return role, False
    return (None, True) if role == "value" else (role, True)


def _with_value(head: _ColumnHead, grammar: Grammar) -> _ColumnHead:
    """The head of a value column with its year, its level of government, and whether it is a growth."""
    first, year = _years(head.text, grammar)
    growth = grammar.pattern("tables.value.growth").search(head.text) is not None
    if growth and year is not None and not grammar.pattern("tables.value.growth-annual").search(head.text):
        if grammar.pattern("tables.year").search(head.text):
            growth = False  # 2025年[累计] is the year's own column
        else:
            year = None  # “十四五”累计 is a total over the plan's years
    head = replace(head, year=year, first=first, growth=growth)
    for rule in grammar.group("scope"):
        if found := rule.pattern.search(head.text):
            return replace(head, scope=found[0], level=int(rule.attrs["level"]))
    return head


def _years(text: str, grammar: Grammar) -> tuple[int | None, int | None]:
    """First and last year that a header names, else those of the five-year plan that it names."""
    if found := list(grammar.pattern("tables.year").finditer(text)):
        span = next((int(m["from"]) for m in found if m["from"]), None)
        return span, int(found[-1]["year"])
    if plan := grammar.pattern("tables.five-year-plan").search(text):
        number = 10 + (read_integer(plan["nth"]) or 0)
        return five_years.first_year(number), five_years.last_year(number)
    return None, None


# ------------------------------------------------------------------ the body's evidence


def _by_body(head: _ColumnHead, body: _ColumnBody, grammar: Grammar) -> _ColumnHead:
    """The head, where its cells say more than its words."""
    if not body.filled:
        return head
    works = head.role in (None, "category") and body.share("project-nature") >= 0.6
    if works or body.natures:
        return replace(head, role="nature", loose=False)
    if head.role is None and body.share("number") >= 0.6:
        return replace(head, role="value", loose=True)
    goal = head.role == "target" and head.year is None and head.text in grammar.words("tables.column.goal")
    if goal and body.share("number") < 0.2 and body.distinct <= body.filled * 0.7:
        return replace(head, role="category", loose=False)
    return head


def _merged_name(heads: list[_ColumnHead], bodies: list[_ColumnBody], rows: int) -> list[_ColumnHead]:
    """The head of the names also over the column beside it, where that has none and labels stand under the head."""
    at = next((i for i, h in enumerate(heads[:-1]) if h.role == "name"), None)
    if at is None or any(heads[at + 1].path):
        return heads
    labels, beside = bodies[at], bodies[at + 1]
    full = beside.filled >= 0.7 * rows and beside.distinct > labels.distinct
    if not full or beside.share("number") >= 0.2:
        return heads
    return [*heads[: at + 1], heads[at], *heads[at + 2 :]]


def dropped_labels(paths: Sequence[tuple[str, ...]], rows: Sequence[Sequence[str]], grammar: Grammar) -> tuple[int, list[int]]:
    """Where names stand in the column of their labels since a converter has dropped a merged label: column, rows.

    So it is where two columns share the head of the names, the right one holds what is measured and the
    left one does not, but for the rows where it stands alone.
    """
    for col in range(len(paths) - 1):
        if not paths[col] or paths[col] != paths[col + 1] or role_of(paths[col][-1], grammar) != "name":
            continue
        both = [r for r in rows if r[col] and r[col + 1]]
        alone = [i for i, r in enumerate(rows) if r[col] and not r[col + 1] and sum(map(bool, r)) > 1]
        lone = [rows[i] for i in alone]
        if both and lone and _measured(both, col + 1, grammar) >= 0.5 > 0.2 >= _measured(both, col, grammar) \
                and _measured(lone, col, grammar) >= 0.5:
            return col, alone
    return 0, []


def _measured(rows: Sequence[Sequence[str]], col: int, grammar: Grammar) -> float:
    return _ColumnBody(rows, col, grammar).share("measured")


def _one_name(heads: list[_ColumnHead], bodies: list[_ColumnBody], rows: int) -> list[_ColumnHead]:
    """One name column: of several, serials are numbers, the rest groups or qualifiers."""
    sure = [i for i, h in enumerate(heads) if h.role == "name" and not h.loose]
    claims = sure or [i for i, h in enumerate(heads) if h.role == "name"]
    roles: dict[int, Role] = {}
    numbered = any(h.role == "number" for h in heads)
    if len(claims) > 1 and not numbered and bodies[claims[0]].share("serial") >= 0.7:
        roles[claims[0]] = "number"
        claims = claims[1:]
    if len(claims) > 1:
        name = _richest(claims, bodies, rows)
        roles |= {i: "category" if i < name else "qualifier" for i in claims if i != name}
    if sure:  # 项目 or 任务 beside a sure name only groups
        roles |= {i: "category" for i, h in enumerate(heads) if h.role == "name" and h.loose}
    return [replace(h, role=roles[i]) if i in roles else h for i, h in enumerate(heads)]


def _richest(claims: Sequence[int], bodies: Sequence[_ColumnBody], rows: int) -> int:
    """Which of several label columns holds the names: the last that is full and tells rows apart."""
    best = claims[0]
    for i in claims[1:]:
        if bodies[i].filled >= 0.7 * rows and bodies[i].distinct > bodies[best].distinct:
            best = i
    return best


def _is_project(heads: Sequence[_ColumnHead]) -> bool:
    return any(h.role in ("content", "period") or (h.role == "investment" and not h.loose) for h in heads)


def _investments(heads: list[_ColumnHead]) -> list[_ColumnHead]:
    """总计 and 合计 are money only in a table of projects."""
    if _is_project(heads):
        return heads
    return [replace(h, role="value") if h.role == "investment" else h for h in heads]


def _entities(heads: list[_ColumnHead], bodies: list[_ColumnBody]) -> list[_ColumnHead]:
    """Indicators, projects or entities under 项目 and 名称, or under no head that is known."""
    values = [i for i, h in enumerate(heads) if h.role in _VALUES]
    typed = _is_project(heads) or any(h.role in ("nature", "unit") for h in heads)
    for i, h in enumerate(heads):
        if h.role == "name" and h.loose and values and not typed and bodies[i].share("measured") < 0.3:
            return [*heads[:i], replace(h, role="entity"), *heads[i + 1:]]
    if any(h.role in ("name", "entity") for h in heads):
        return heads
    edge = values[0] if values else len(heads)
    words = [i for i in range(edge) if heads[i].role in (None, "category", "content", "other")
             and bodies[i].filled and bodies[i].share("number") < 0.4]
    if not words:
        return heads
    at = max(words, key=lambda k: (bodies[k].distinct, k))
    role: Role = "name" if typed or bodies[at].share("measured") >= 0.3 else "entity"
    return [*heads[:at], replace(heads[at], role=role), *heads[at + 1:]]


# ------------------------------------------------------------------ value columns among each other


def _bare_years(heads: list[_ColumnHead], bodies: list[_ColumnBody], start: int | None) -> list[_ColumnHead]:
    """Tell baselines from targets where a header prints only a year."""
    if not any(h.bare for h in heads):
        return heads
    first = start or _first_goal(heads, bodies)
    return [
        replace(h, role="baseline" if (h.year or 0) < first else "target") if h.bare else h for h in heads
    ]


def _first_goal(heads: Sequence[_ColumnHead], bodies: Sequence[_ColumnBody]) -> int:
    """The first year that is a goal: by worded columns, a growth's span, bounds, else the second."""
    years = sorted({h.year for h in heads if h.bare and h.year})
    values = [h for h in heads if h.role in _VALUES and h.year]
    past = [h.year for h in values if h.role == "baseline" and h.year]
    goals = [h.year for h in values if h.role == "target" and not h.growth and h.year]
    spans = [h.first for h in values if h.growth and h.first]
    bare = [(h.year, b) for h, b in zip(heads, bodies, strict=True) if h.bare and h.year]
    bounds = [year for year, b in bare if b.share("bound") >= 0.2]
    if past:
        return max(past) + 1
    for known in (spans, goals, bounds):
        if known and min(known) > years[0]:
            return min(known)
    return years[1] if len(years) > 1 else years[0]


def _own_scope(heads: list[_ColumnHead]) -> list[_ColumnHead]:
    """Take the scope from the plan's own columns: the plain ones, else those of the lowest level."""
    for role in _VALUES:
        mine = [h for h in heads if h.role == role and not h.growth]
        if not mine or any(h.level == 0 for h in mine):
            continue
        own = min(h.level for h in mine)
        heads = [replace(h, scope=None) if h.role == role and h.level == own else h for h in heads]
    return heads


# ------------------------------------------------------------------ the table as a whole


def kind_of_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str | None,
    grammar: Grammar,
) -> BoxKind:
    """What a table is about: indicators, an allocation of resources, projects, or something else.

    `caption` decides between indicators and an allocation where the columns leave it open.
    """
    roles = [c.role for c in columns]
    values = [i for i, r in enumerate(roles) if r in _VALUES]
    if "name" in roles and {"content", "period", "investment"} & set(roles):
        return "projects"
    if not values:
        return "other"
    numeric = _share_of_numbers(rows, values, grammar)
    if "name" in roles:
        return "indicators" if "nature" in roles or numeric > 0.3 else "other"
    if numeric <= 0.3 or not {"entity", "category"} & set(roles):
        return "other"
    listed = caption is not None and grammar.pattern("tables.caption.indicators").search(plain(caption))
    return "indicators" if listed and {"nature", "unit"} & set(roles) else "allocation"


def _share_of_numbers(rows: Sequence[Sequence[str]], values: Sequence[int], grammar: Grammar) -> float:
    """Share of the filled value cells that are numbers; a few columns stand for all."""
    bodies = [_ColumnBody(rows, i, grammar) for i in values[:_EVIDENCE_COLUMNS]]
    filled = sum(b.filled for b in bodies)
    return sum(b.filled * b.share("number") for b in bodies) / filled if filled else 0.0
