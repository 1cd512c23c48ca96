"""prose-contradicts-table: a mention and an indicator that speak of one thing and cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import regex

from planparse.agreement import Extent, Measure, both_hold, keeps, on_one_scale
from planparse.draft import Draft
from planparse.grammar import Grammar
from planparse.naming import Name, Namer
from planparse.places import Places, finding, full_name, mention_text, printed
from planparse.plan import Finding, Indicator, Mention, Observation, Value

Pair = tuple[Extent, Extent]
_PROMISES = ("target", "standard")
_VAGUE = 3
"""Names of so few characters (床位, 面积) stand in many sentences that mean something else."""


class Case(NamedTuple):
    """A mention against a printed value; `apart` where no number at all lies in both."""

    mention: Mention
    indicator: Indicator
    value: Value
    apart: bool


class Rows:
    """What tables say, by its name in plain form: indicators, and cells of allocation tables as such.

    A cell goes by its row's entity and its column's metric; one of the row for the
    plan's own area (全区) also by the metric alone.
    """

    def __init__(self, draft: Draft, grammar: Grammar, namer: Namer) -> None:
        self._namer = namer
        by_id = {i.id: i for i in draft.indicators}
        self._rows: dict[str, list[tuple[Indicator, Name]]] = defaultdict(list)
        self._cells: dict[str, list[tuple[Indicator, Name]]] = defaultdict(list)
        for indicator in draft.indicators:
            for name in self._names(indicator, by_id):
                self._rows[name.key].append((indicator, name))
        areas = frozenset(w for r in grammar.group("territory") for w in r.words)
        told = "\n".join(m.subject or "" for m in draft.mentions)
        for cell in draft.observations:
            for name in self._cell_names(cell, areas, told):
                self._cells[name.key].append((_as_indicator(cell), name))

    def _names(self, indicator: Indicator, by_id: dict[str, Indicator]) -> Iterator[Name]:
        """What prose may call it: its name, with its qualifier, and a child's after its parent's."""
        own = indicator.name + (indicator.qualifier or "")
        yield self._namer.name(own, indicator.per)
        if parent := by_id.get(indicator.parent or ""):
            yield self._namer.name(own + parent.name, indicator.per)

    def _cell_names(self, cell: Observation, areas: frozenset[str], told: str) -> Iterator[Name]:
        """Entity and metric, where the text names the entity at all."""
        if cell.role not in ("baseline", "target"):
            return
        if cell.entity in areas:
            yield self._namer.name(cell.metric, cell.per)
        if cell.entity in told:
            yield self._namer.name(cell.entity + cell.metric, cell.per)

    def near(self, name: Name, *, cells: bool = False) -> list[tuple[Indicator, Name]]:
        """All indicators, or all cells, whose name may be alike to this one, with that name."""
        return (self._cells if cells else self._rows).get(name.key, [])


def _as_indicator(cell: Observation) -> Indicator:
    """A cell in the form of an indicator with one value."""
    return Indicator(
        id=cell.id, table=cell.table, row=cell.row, name=cell.entity + cell.metric,
        unit=cell.unit, per=cell.per,
        baseline=cell.value if cell.role == "baseline" else None,
        target=cell.value if cell.role == "target" else None, span=cell.span, page=cell.page,
    )


def prose_contradicts_table(
    draft: Draft, grammar: Grammar, namer: Namer, places: Places
) -> Iterator[Finding]:
    """One finding for each indicator value that prose contradicts, with all mentions that do."""
    rows = Rows(draft, grammar, namer)
    agreed: dict[tuple[str, str], Mention] = {}
    against: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for mention in draft.mentions:
        if not mention.subject or not _comparable(mention) or _is_step(mention, draft, grammar):
            continue
        name = namer.name(mention.subject, mention.per)
        if _is_vague(mention, name):
            continue
        for indicator, value, pair in _spoken_of(mention, name, rows, grammar, namer):
            key = (indicator.id, value.text)
            if _agree(mention, pair):
                agreed[key] = mention
            elif key not in agreed or not _one_sentence(agreed[key], mention, draft):
                against[key].append(Case(mention, indicator, value, _apart(*pair)))
    for cases in against.values():
        yield _finding(cases, places)


def _spoken_of(
    mention: Mention, name: Name, rows: Rows, grammar: Grammar, namer: Namer
) -> list[tuple[Indicator, Value, Pair]]:
    """The value that a mention speaks of, or those that bear it out; none where it is unsure."""
    near = _near(mention, name, rows, grammar, cells=False)
    if not near and mention.role != "standard":
        near = _near(mention, name, rows, grammar, cells=True)
    fit = [n for n in near if namer.same(name, n[0])]
    if borne := [n[1:] for n in fit or near if _agree(mention, n[3])]:
        return borne  # jieba need not say whether a name is alike whose value agrees
    if mention.role != "standard":  # a norm is held against a goal only where it names it in full
        fit = fit or [n for n in near if namer.alike(name, n[0])]
    return [n[1:] for n in fit[:1]]


def _near(
    mention: Mention, name: Name, rows: Rows, grammar: Grammar, *, cells: bool
) -> list[tuple[Name, Indicator, Value, Pair]]:
    """Values of the mention's role and year, on one scale with it, under names that may be its subject's."""
    return [
        (other, indicator, value, pair)
        for indicator, other in rows.near(name, cells=cells)
        for value in _values(mention, indicator)
        if (pair := _pair(mention, indicator, value, grammar)) is not None
    ]


def _is_step(mention: Mention, draft: Draft, grammar: Grammar) -> bool:
    """Whether the number is a part of the way: where a development sets out from, or what is to be added."""
    if sets_out(mention, draft, grammar.pattern("checks.starting-value")):
        return True
    dimension = mention.unit.dimension if mention.unit else None
    if mention.per is not None or dimension == "fraction" or mention.value.kind == "ratio":
        return False
    clause = draft.source.text[max(0, mention.span[0] - 40) : mention.span[0]]
    return grammar.pattern("checks.increment").search("".join(clause.split())) is not None


def _is_vague(mention: Mention, name: Name) -> bool:
    """Whether a bare count (床位20张) has too short a name: it may be one building's."""
    dimension = mention.unit.dimension if mention.unit else None
    rate = mention.per is not None or dimension in ("fraction", "age") or mention.value.kind == "ratio"
    bare = len(name.plain) <= _VAGUE and not name.plain.endswith(("率", "比", "度"))
    return bare and not rate and not name.whole


def _one_sentence(agreed: Mention, mention: Mention, draft: Draft) -> bool:
    """Whether a mention goes on from one that bears the table out (达到70%，力争达到75%)."""
    if agreed.role != mention.role or agreed.span[1] > mention.span[0]:
        return False
    between = draft.source.text[agreed.span[1] : mention.span[0]]
    return not any(c in between for c in "。；;\n")


def _pair(
    mention: Mention, indicator: Indicator, value: Value, grammar: Grammar
) -> Pair | None:
    said = Measure(mention.value, mention.unit, mention.per)
    return on_one_scale(said, Measure(value, indicator.unit, indicator.per), grammar)


def sets_out(mention: Mention, draft: Draft, start: regex.Pattern[str]) -> bool:
    """Whether the number is what a development sets out from (由62%提高到75%), and no state of its year."""
    before = draft.source.text[max(0, mention.span[0] - 16) : mention.span[0]]
    return start.search("".join(before.split())) is not None


def _comparable(mention: Mention) -> bool:
    if mention.value.kind not in ("number", "range", "ratio"):
        return False
    return mention.role in ("target", "baseline") or (
        mention.role == "standard" and mention.value.comparator in ("=", None)
    )


def _values(mention: Mention, indicator: Indicator) -> Iterator[Value]:
    """The indicator's values of the mention's role and year; a higher level's goal is never meant."""
    year = mention.value.year
    main = indicator.target if mention.role in _PROMISES else indicator.baseline
    role = "target" if mention.role in _PROMISES else "baseline"
    values: tuple[Value | None, ...] = (main, *(o for o in indicator.others if o.role == role and not o.scope))
    goals = {v.year for v in values if v is not None and v.kind in ("number", "range", "ratio")}
    if year is None and len(goals) > 1:
        return  # goals for several years, and nothing says which is meant
    for value in values:
        if value is None or value.kind not in ("number", "range", "ratio"):
            continue
        if (year is None and value is main) or (year is not None and value.year in (year, None)):
            yield value


def _agree(mention: Mention, pair: Pair) -> bool:
    return keeps(*pair) if mention.role in _PROMISES else both_hold(*pair)


def _apart(a: Extent, b: Extent) -> bool:
    """Whether no number at all lies in both: an error, where a looser promise is a warning."""
    return a.low > b.high or b.low > a.high


def _finding(cases: list[Case], places: Places) -> Finding:
    mention, indicator, value, _ = cases[0]
    what = "目标值" if value is indicator.target else "基期值" if value is indicator.baseline else "数值"
    prose = "、".join(f"{places.prose(c.mention)}为{mention_text(c.mention)}" for c in cases[:3])
    name = full_name(indicator)
    message = (
        f"“{name}”前后不一：{prose}，而{places.row(indicator)}的{what}为{printed(value, indicator.unit)}。"
    )
    apart = mention.role != "standard" and any(c.apart for c in cases)
    return finding(
        "prose-contradicts-table", "error" if apart else "warning", name, message,
        records=(*(c.mention.id for c in cases), indicator.id), span=mention.span, page=mention.page,
    )
