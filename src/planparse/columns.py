"""What the columns of a table hold: header paths and the body as evidence → `Column`.

A header is read by its words first (`grammars/tables.toml`); what words leave
open (类型, 项目, 目标, two columns under one head, a bare year) the body and the
other columns decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planparse.grammar import Grammar, default
from planparse.plan import BoxKind, Column, Role
from planparse.units import known

_DROP = dict.fromkeys(map(ord, "“”\"「」‘’ \u3000\t\r\n\v\f\xa0"), "")
_NARROW = {ord(c) + 0xFEE0: c for c in "()[]:/%,-.~"} | _DROP
_VALUES = ("baseline", "target", "value")
_LABELS = ("category", "name", "qualifier", "entity")
_EVIDENCE_ROWS = 80
"""Body rows that are looked at: enough to tell numbers from words, and a bound on the time."""


@dataclass(frozen=True, slots=True)
class _Head:
    """One column's header as its words alone say it; `plain` is the whole path, normalised and joined."""

    path: tuple[str, ...]
    plain: str
    role: Role | None = None
    loose: bool = False
    year: int | None = None
    growth: bool = False
    unit: str | None = None
    scope: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    """What the cells under a header look like, as shares from 0 to 1 of the cells that are filled."""

    filled: int
    distinct: int
    number: float
    nature: float
    project: float
    serial: float
    measured: float
    """Cells that read like an indicator's name: a unit in parentheses, …率, …比例."""


def plain(text: str) -> str:
    """`text` as headers are compared: no white space or quotation marks, half-width signs."""
    return text.translate(_NARROW)


def role_of(header_text: str, grammar: Grammar) -> Role | None:
    """What a column under this one header cell holds; None where the cell is no header that is known.

    A value header whose kind only other columns can tell (2025年) is `value`.
    """
    cache: dict[str, Role | None] = grammar.cache.setdefault("columns.role", {})
    if header_text not in cache:
        if len(cache) > 20_000:
            cache.clear()
        cache[header_text] = _role(header_text, grammar) if len(header_text) <= 60 else None
    return cache[header_text]


def _role(header_text: str, grammar: Grammar) -> Role | None:
    text = plain(header_text)
    if not text:
        return None
    head, unit = split_header_unit(header_text, grammar)
    role, _ = _named(head, grammar)
    if role is None and head != text:
        role, _ = _named(text, grammar)
    if role is None or (role == "investment" and unit is None and _is_total(head, grammar)):
        return _value_role(head, grammar) if _is_value_header(text, grammar) else None
    return role


def _is_total(text: str, grammar: Grammar) -> bool:
    return text in grammar.words("tables.column.total")


def _is_value_header(text: str, grammar: Grammar) -> bool:
    if grammar.pattern("tables.value.header").fullmatch(text):
        dated = grammar.pattern("tables.year").search(text)
        return dated is not None or grammar.pattern("tables.value.word").search(text) is not None
    return grammar.pattern("tables.value.dated").fullmatch(text) is not None


def _value_role(text: str, grammar: Grammar) -> Role:
    """The kind of value that the words of a header name: baseline, target, or `value` where none does."""
    def says(rule: str) -> bool:
        return grammar.pattern(f"tables.value.{rule}").search(text) is not None

    if says("baseline"):
        return "baseline"
    if says("target") or says("growth"):
        return "target"
    return "baseline" if says("weak-baseline") else "value"


def _named(text: str, grammar: Grammar) -> tuple[Role | None, bool]:
    """Role and looseness by the column rules: whole words, then patterns."""
    words = grammar.cache.get("columns.words")
    if words is None:
        words = {
            plain(w): (r.attrs["role"], bool(r.attrs.get("loose")))
            for r in grammar.group("column") for w in r.words
        }
        grammar.cache["columns.words"] = words
        grammar.cache["columns.patterns"] = tuple(r for r in grammar.group("column") if not r.words)
    if text in words:
        role, loose = words[text]
        return role, loose
    for rule in grammar.cache["columns.patterns"]:
        if rule.pattern.fullmatch(text):
            return rule.attrs["role"], bool(rule.attrs.get("loose"))
    return None, False


def split_header_unit(text: str, grammar: Grammar) -> tuple[str, str | None]:
    """A header cell, normalised, and the unit in its closing parentheses as printed, if that is one."""
    narrow, printed = plain(text), text.translate(_DROP)  # the same length: signs are narrowed one by one
    if m := grammar.pattern("tables.header-unit").fullmatch(narrow):
        unit = printed[m.start("inner"):m.end("inner")]
        if known(unit, grammar):
            return m["head"], unit
    return narrow, None


# ------------------------------------------------------------------ a whole header


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
    heads = [_read_head(tuple(path), grammar) for path in paths]
    bodies = [_look(rows, i, grammar) for i in range(len(heads))]
    heads = [_by_body(h, b, grammar) for h, b in zip(heads, bodies, strict=True)]
    heads = _one_name(heads, bodies, rows)
    heads = _loose_heads(heads, bodies)
    heads = _bare_years(heads, rows, grammar, start)
    heads = _own_scope(heads)
    noted = unit_of_note(unit_note, grammar)
    return tuple(
        Column(path=h.path, role=h.role or "other", year=h.year, scope=h.scope,
               unit=h.unit or (noted if h.role in (*_VALUES, "investment") and not h.growth else None))
        for h in heads
    )


def unit_of_note(note: str | None, grammar: Grammar) -> str | None:
    """The unit that a 单位： line names; None where it names several or none."""
    if not note:
        return None
    printed = note.translate(_DROP).rstrip("。;；")
    found = grammar.pattern("tables.unit-note").search(plain(printed))
    if found is None:
        return None
    unit = printed[found.start("unit"):found.end("unit")]
    return unit if plain(unit).count("(") == plain(unit).count(")") else unit.rstrip(")）")


def _read_head(path: tuple[str, ...], grammar: Grammar) -> _Head:
    printed = [c for i, c in enumerate(path) if c.strip() and (i == 0 or c != path[i - 1])]
    cells = [plain(c) for c in printed]
    split = [split_header_unit(c, grammar) for c in printed]
    text = "/".join(h for h, _ in split)
    unit = next((u for _, u in reversed(split) if u), None)
    role, loose = _path_role([h for h, _ in split], cells, grammar)
    head = _Head(path, text, role, loose, unit=unit)
    return _with_value(head, grammar) if role in (*_VALUES, None) else head


def _path_role(heads: Sequence[str], cells: Sequence[str], grammar: Grammar) -> tuple[Role | None, bool]:
    """The role that the lowest telling cell of a path names."""
    for text, cell in zip(reversed(heads), reversed(cells), strict=True):
        role, loose = _named(text, grammar)
        if role is None and text != cell:
            role, loose = _named(cell, grammar)
        if role is not None:
            return role, loose
        if _is_value_header(cell, grammar):
            break
    whole = "/".join(heads)
    if grammar.pattern("tables.year").search(whole) or any(_is_value_header(c, grammar) for c in cells):
        return _value_role(whole, grammar), False
    role = _value_role(whole, grammar)
    return (None, True) if role == "value" else (role, True)


def _with_value(head: _Head, grammar: Grammar) -> _Head:
    """The head of a value column with its year, its level of government, and whether it is a growth."""
    year = _year(head.plain, grammar)
    growth = grammar.pattern("tables.value.growth").search(head.plain) is not None
    if growth and year is not None and not grammar.pattern("tables.value.growth-annual").search(head.plain):
        growth = False  # 2025年[累计] is the year's own column
    for rule in grammar.group("scope"):
        if found := rule.pattern.search(head.plain):
            level = rule.attrs["level"]
            return replace(head, year=year, growth=growth, scope=found[0], level=int(level))
    return replace(head, year=year, growth=growth)


def _year(text: str, grammar: Grammar) -> int | None:
    """The last year that a header names, else the end of the five-year plan that it names."""
    years = [int(m["year"]) for m in grammar.pattern("tables.year").finditer(text)]
    if years:
        return years[-1]
    if plan := grammar.pattern("tables.five-year-plan").search(text):
        return 1955 + 5 * (10 + "〇一二三四五六七八".index(plan["nth"]))
    return None


# ------------------------------------------------------------------ the body's evidence


def _look(rows: Sequence[Sequence[str]], col: int, grammar: Grammar) -> _Body:
    cells = [r[col].translate(_NARROW) for r in rows[:_EVIDENCE_ROWS] if col < len(r)]
    missing = grammar.pattern("tables.body.missing")
    cells = [c for c in cells if not missing.fullmatch(c)]
    total = len(cells) or 1

    def share(rule: str) -> float:
        match = grammar.pattern(f"tables.body.{rule}").fullmatch
        return sum(match(c) is not None for c in cells) / total

    return _Body(len(cells), len(set(cells)), share("number"), share("nature"),
                 share("project-nature"), share("serial"), share("measured"))


def _by_body(head: _Head, body: _Body, grammar: Grammar) -> _Head:
    """The head, where its cells say more than its words."""
    if body.filled and body.nature >= 0.6:
        return replace(head, role="nature", loose=False)
    if head.role in (None, "category") and body.filled and body.project >= 0.6:
        return replace(head, role="nature", loose=False)
    if head.role is None and body.filled and body.number >= 0.6:
        return replace(head, role="value", loose=True)
    if head.role == "target" and head.year is None and body.filled and body.number < 0.2 and \
            head.plain in grammar.words("tables.column.goal") and body.distinct <= body.filled * 0.7:
        return replace(head, role="category", loose=False)
    return head


def _one_name(heads: list[_Head], bodies: list[_Body], rows: Sequence[Sequence[str]]) -> list[_Head]:
    """One name column: of several under such a head, serials are numbers, the rest groups or qualifiers."""
    heads = list(heads)
    sure = [i for i, h in enumerate(heads) if h.role == "name" and not h.loose]
    claims = sure or [i for i, h in enumerate(heads) if h.role == "name"]
    if len(claims) > 1 and not any(h.role == "number" for h in heads):
        first = bodies[claims[0]]
        if first.filled and first.serial >= 0.7:
            heads[claims[0]] = replace(heads[claims[0]], role="number")
            claims = claims[1:]
    if len(claims) > 1:
        name = _richest(claims, bodies, len(rows[:_EVIDENCE_ROWS]))
        for i in claims:
            if i != name:
                heads[i] = replace(heads[i], role="category" if i < name else "qualifier")
    for i, h in enumerate(heads):
        if sure and h.role == "name" and i not in claims:
            heads[i] = replace(h, role="content" if h.plain in ("任务", "工程") else "category")
    return heads


def _richest(claims: Sequence[int], bodies: Sequence[_Body], rows: int) -> int:
    """Which of several label columns holds the names: the last that is nearly full and tells rows apart."""
    best = claims[0]
    for i in claims[1:]:
        if bodies[i].filled >= 0.7 * rows and bodies[i].distinct > bodies[best].distinct:
            best = i
    return best


def _loose_heads(heads: list[_Head], bodies: list[_Body]) -> list[_Head]:
    """Settle what no word names: a table without names takes its first column of words."""
    heads = list(heads)
    project = sum(h.role in ("content", "period") or (h.role == "investment" and not h.loose) for h in heads)
    values = [i for i, h in enumerate(heads) if h.role in _VALUES]
    outline = any(h.role in ("nature", "unit") for h in heads)
    for i, h in enumerate(heads):
        if h.role == "investment" and not project:
            heads[i] = replace(h, role="value")
        if h.role == "name" and h.loose and values and not outline and not project and bodies[i].measured < 0.3:
            heads[i] = replace(h, role="entity")
    if any(h.role in ("name", "entity") for h in heads):
        return heads
    edge = values[0] if values else len(heads)
    words = [i for i in range(edge) if heads[i].role in (None, "category", "content", "other")
             and bodies[i].filled and bodies[i].number < 0.4]
    if words:
        i = max(words, key=lambda k: (bodies[k].distinct, k))
        named = outline or project or bodies[i].measured >= 0.3
        heads[i] = replace(heads[i], role="name" if named else "entity", loose=True)
    return heads


# ------------------------------------------------------------------ value columns among each other


def _bare_years(
    heads: list[_Head], rows: Sequence[Sequence[str]], grammar: Grammar, start: int | None
) -> list[_Head]:
    """Tell baselines from targets where a header prints only a year."""
    values = [h for h in heads if h.role in _VALUES and not h.growth]
    bare = [h for h in values if h.role == "value" and h.year is not None]
    if not bare:
        return heads
    goals = [h.year for h in values if h.role == "target" and h.year]
    past = [h.year for h in values if h.role == "baseline" and h.year]
    years = sorted({h.year for h in bare if h.year})
    first = start or (max(past) + 1 if past else min(goals) if goals else None)
    if first is None:
        first = years[1] if len(years) > 1 else years[0]
    return [
        replace(h, role="baseline" if h.year < first else "target")
        if h.role == "value" and h.year is not None and not h.growth else h
        for h in heads
    ]


def _own_scope(heads: list[_Head]) -> list[_Head]:
    """Take the scope from the plan's own columns: the plain ones, else those of the lowest level."""
    out = list(heads)
    for role in _VALUES:
        mine = [h for h in heads if h.role == role]
        if not mine or any(h.level == 0 and not h.growth for h in mine):
            continue
        own = min(h.level for h in mine)
        out = [replace(h, scope=None) if h.role == role and h.level == own else h for h in out]
    return out


# ------------------------------------------------------------------ the table as a whole


def kind_of_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str | None, grammar: Grammar | None = None
) -> BoxKind:
    """What a table is about: indicators, an allocation of resources, projects, or something else.

    `caption` decides between indicators and an allocation where the columns leave it open.
    """
    grammar = grammar or default()
    roles = [c.role for c in columns]
    values = [i for i, r in enumerate(roles) if r in _VALUES]
    if ("content" in roles or "period" in roles or "investment" in roles) and "name" in roles:
        return "projects"
    if not values:
        return "other"
    numeric = _share_of_numbers(rows, values, grammar)
    if "name" in roles:
        return "indicators" if "nature" in roles or numeric > 0.3 else "other"
    if numeric <= 0.3 or not {"entity", "category"} & set(roles):
        return "other"
    listed = caption is not None and grammar.pattern("tables.caption.indicators").search(plain(caption))
    return "indicators" if listed and ("nature" in roles or "unit" in roles) else "allocation"


def _share_of_numbers(rows: Sequence[Sequence[str]], values: Sequence[int], grammar: Grammar) -> float:
    """Share of the filled value cells that are numbers."""
    bodies = [_look(rows, i, grammar) for i in values]
    filled = sum(b.filled for b in bodies)
    return sum(b.filled * b.number for b in bodies) / filled if filled else 0.0
