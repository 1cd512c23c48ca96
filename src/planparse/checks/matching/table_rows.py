"""What tables print, found by the name that prose may call it: indicators, and cells of allocation tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from planparse.checks.matching.names import Name, Namer
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Mention, Observation
from planparse.quantity.units import read_per


class Rows:
    """What tables say, by its name in plain form: indicators, and cells of allocation tables as such.

    A cell goes by its row's entity and its column's metric; one of the row for the
    plan's own area (全区) also by the metric alone.
    """

    adds: bool
    """Whether a row's name says that it is of what is added (新增, 改造)."""

    def __init__(self, draft: Draft, grammar: Grammar, namer: Namer) -> None:
        self._namer = namer
        self._by_id = by_id = {i.id: i for i in draft.indicators}
        self._rows: dict[str, list[tuple[Indicator, Name]]] = defaultdict(list)
        self._cells: dict[str, list[tuple[Indicator, Name]]] = defaultdict(list)
        indicators = [_based(i, grammar) for i in draft.indicators]
        for indicator in indicators:
            for name in self._names(indicator, by_id):
                self._rows[name.key].append((indicator, name))
        added = grammar.pattern("checks.increment-name")
        self.adds = any(added.search(i.name) for i in indicators)
        theme = namer.theme(draft.head.title or "")
        for indicator, name in self._shortened(indicators, theme):
            self._rows[name.key].append((indicator, name))
        areas = frozenset(w for r in grammar.group("territory") for w in r.words)
        told = "\n".join(m.subject or "" for m in draft.mentions)
        for cell in draft.observations:
            for name in self._cell_names(cell, areas, told):
                self._cells[name.key].append((_as_indicator(cell), name))

    def _names(self, indicator: Indicator, by_id: dict[str, Indicator]) -> Iterator[Name]:
        """What prose may call it: its name, with its qualifier, and a child's after its parent's."""
        own = indicator.name + (indicator.qualifier or "")
        name = self._namer.name(own, indicator.per)
        yield name
        if parent := by_id.get(indicator.parent or ""):
            yield self._namer.name(own + parent.name, indicator.per)
            shared = _shared_end(name.plain, self._namer.name(parent.name, parent.per).plain)
            if 1 < shared < len(name.plain):  # 高级职称人才 of 专业技术人才: 高级职称专业技术人才
                yield self._namer.name(name.plain[:-shared] + parent.name, indicator.per)

    def _shortened(self, indicators: list[Indicator], theme: str) -> list[tuple[Indicator, Name]]:
        """Names without a share's whole (占地区生产总值比重) or the plan's theme, if still of one row only."""
        full = [(i, self._namer.name(i.name + (i.qualifier or ""), i.per)) for i in indicators]
        short = [(i, s) for i, name in full if (s := self._namer.elided(name))]
        short += [(i, s) for i, name in full if (s := self._namer.themeless(name, theme))]
        taken = Counter(n.bag for _, n in (*full, *short))
        return [(i, name) for i, name in short if taken[name.bag] == 1]

    def _cell_names(self, cell: Observation, areas: frozenset[str], told: str) -> Iterator[Name]:
        """Entity and metric, where the text names the entity at all."""
        if cell.role not in ("baseline", "target"):
            return
        if cell.entity in areas:
            yield self._namer.name(cell.metric, cell.per)
        if cell.entity in told:
            yield self._namer.name(cell.entity + cell.metric, cell.per)

    def parent(self, indicator: Indicator) -> Name | None:
        """The name of the row that an indicator breaks down."""
        parent = self._by_id.get(indicator.parent or "")
        return self._namer.name(parent.name, parent.per) if parent else None

    def near(self, name: Name, *, cells: bool = False) -> list[tuple[Indicator, Name]]:
        """All indicators, or all cells, whose name may be alike to this one, with that name."""
        return (self._cells if cells else self._rows).get(name.key, [])


def _shared_end(a: str, b: str) -> int:
    """How many characters two names share at their ends."""
    return next((n for n, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))


def based_mention(mention: Mention, grammar: Grammar) -> Mention:
    """A mention whose rate is printed without 每 (万人发明专利拥有量), as a rate."""
    subject = mention.subject or ""
    if mention.per is None and grammar.find("checks.bare-base", subject):
        value = mention.value.model_copy(update={"normalized": None})  # was scaled as an amount
        update = {"subject": "每" + subject, "per": read_per("每" + subject, grammar), "value": value}
        return mention.model_copy(update=update)
    return mention


def _based(indicator: Indicator, grammar: Grammar) -> Indicator:
    if indicator.per is None and grammar.find("checks.bare-base", indicator.name):
        name = "每" + indicator.name
        return indicator.model_copy(update={"name": name, "per": read_per(name, grammar)})
    return indicator


def _as_indicator(cell: Observation) -> Indicator:
    """A cell in the form of an indicator with one value."""
    return Indicator(
        id=cell.id, table=cell.table, row=cell.row, name=cell.entity + cell.metric,
        unit=cell.unit, per=cell.per,
        baseline=cell.value if cell.role == "baseline" else None,
        target=cell.value if cell.role == "target" else None, span=cell.span, page=cell.page,
    )
