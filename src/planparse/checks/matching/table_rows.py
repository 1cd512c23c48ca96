"""What tables print, by the names that prose may have for it: indicators and single cells.

A name may lack the words before it, or have more (漏损率 for 供水管网漏损率, 城市燃气普及率 for 燃气普及率):
`RowEnds` finds rows by what their names end in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from planparse.checks.matching.name_words import NameWords
from planparse.checks.matching.names import Name, Namer
from planparse.checks.sureness import Sureness
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Indicator, Mention, Observation
from planparse.quantity.units import read_per

# Two names that share fewer characters at their ends share no word (率, 量).
SHORTEST_SHARED_END = 2

EACH = "每"
MOST_OF_ONE_NAME = 12
"""Rows of a table may share a name (one for each district). Which of more is meant, nothing tells."""


SHORTEST_END = 3
"""Characters of a name that say what is measured (漏损率): too many names end in fewer."""

SHORTEST_NAME = 4
"""Characters of a row's name that prose may set words before: 产值 stands in too many names."""


class NamedRow(NamedTuple):
    """A row of a table under one of the names that prose may have for it."""

    indicator: Indicator
    name: Name


class _NamedCell(Struct, frozen=True):
    """A cell of an allocation table under one of the names that prose may have for it."""

    cell: Observation
    name: Name


class TableRows:
    """What tables say, by its name in plain form: indicators, and allocation tables' cells.

    A cell goes by its row's entity and its column's metric; one of the row for the
    plan's own area (全区) also by the metric alone.
    """

    adds: bool
    """Whether a row's name says that it is of what is added (新增, 改造)."""
    full: Sequence[NamedRow]
    """The indicators under their full names."""
    readable: Sequence[Indicator]
    """The indicators that are not as likely misread as not: what is says nothing of the plan."""
    sure: Sequence[Indicator]
    """Those of them against which nothing speaks."""

    def __init__(
        self,
        draft: Draft,
        grammar: Grammar,
        namer: Namer,
        sureness: Sureness,
        subjects: str,
        among: Sequence[Indicator] | None = None,
    ) -> None:
        """The rows `among` those of the draft; by default those that are not as likely misread as not."""
        self._namer = namer
        self._grammar = grammar
        self._by_id = {indicator.id: indicator for indicator in draft.indicators}
        self._parts = _parts_of_the_area(draft, grammar)
        if among is None:
            among = [row for row in draft.indicators if sureness.of_row(row) != "grave"]
        self.readable = among
        self.sure = [row for row in self.readable if sureness.of_row(row) == "sure"]
        # Names are compared with their 每, values by the base of the rate.
        indicators = [_with_base(indicator, grammar) for indicator in self.readable]
        added = grammar.pattern("checks.increment-name")
        self.adds = any(added.search(indicator.name) for indicator in indicators)
        self._rows: dict[str, list[NamedRow]] = defaultdict(list)
        self._cells: dict[str, list[_NamedCell]] = defaultdict(list)
        self._as_indicators: dict[str, Indicator] = {}
        full = [NamedRow(indicator, self.full_name(indicator)) for indicator in indicators]
        self.full = full
        for row in full:
            for name in self._names(row):
                self._rows[name.key].append(NamedRow(row.indicator, name))
        theme = namer.theme(draft.head.title or "")
        for row in self._shortened(full, theme):
            self._rows[row.name.key].append(row)
        for key, rows in self._rows.items():
            self._rows[key] = _told_apart(rows)
        self._take_cells(draft, subjects)

    def near(self, name: Name) -> Sequence[NamedRow]:
        """All indicators whose name may be alike to this one."""
        return self._rows.get(name.key, ())

    def near_cells(self, name: Name) -> Sequence[NamedRow]:
        """All cells of allocation tables whose name may be alike to this one."""
        near = self._cells.get(name.key)
        if near is None:  # as of most names
            return ()
        return [NamedRow(self._as_indicator(cell.cell), cell.name) for cell in near]

    def _as_indicator(self, cell: Observation) -> Indicator:
        # Tables have hundreds of cells, and prose comes near to few of them, but often to the same.
        if cell.id not in self._as_indicators:
            self._as_indicators[cell.id] = _as_indicator(cell)
        return self._as_indicators[cell.id]

    def part_of_the_area(self, indicator: Indicator) -> str:
        """The part of the area that its table is of (建制镇), in words; "" where it is of all."""
        return self._parts.get(indicator.table, "")

    def parent(self, indicator: Indicator) -> Name | None:
        """The name of the row that an indicator breaks down."""
        parent = self._by_id.get(indicator.parent or "")
        if parent is None:
            return None
        return self._namer.name(parent.name, parent.per)

    def full_name(self, indicator: Indicator) -> Name:
        """An indicator's name with its qualifier."""
        return self._namer.name(_printed_name(indicator), indicator.per)

    def _names(self, row: NamedRow) -> Iterator[Name]:
        """What prose may call it: its name with its qualifier, and a child's with its parent's."""
        indicator, name = row
        yield name
        yield from self._by_group(indicator)
        parent = self._by_id.get(indicator.parent or "")
        if parent is None:
            return
        own_name = _printed_name(indicator)
        yield self._namer.name(own_name + parent.name, indicator.per)
        parent_name = self._namer.name(parent.name, parent.per)
        shared = _shared_end(name.plain, parent_name.plain)
        if SHORTEST_SHARED_END <= shared < len(name.plain):
            # 高级职称人才 of 专业技术人才: 高级职称专业技术人才
            own_words = name.plain[:-shared]
            yield self._namer.name(own_words + parent.name, indicator.per)

    def _by_group(self, indicator: Indicator) -> Iterator[Name]:
        """风电发电量, of 风电 in the group 可再生能源发电量, whose 总计 is what the group is called."""
        group = indicator.category or ""
        counted = self._grammar.pattern("checks.group-that-counts").search(group)
        if counted is None or indicator.subcategory or indicator.parent:
            return
        if self._grammar.find("checks.total", indicator.name) or self._grammar.find(
            "checks.grand-total", indicator.name
        ):
            yield self._namer.name(group, indicator.per)
        elif counted["what"] not in indicator.name:
            yield self._namer.name(_joined(indicator.name, counted["what"]), indicator.per)

    def _shortened(self, full: Sequence[NamedRow], theme: str) -> Iterator[NamedRow]:
        """Names without a share's whole (占地区生产总值比重) or the plan's theme.

        Only those that are still of one row.
        """
        short: list[NamedRow] = []
        for indicator, name in full:
            if elided := self._namer.elided(name):
                short.append(NamedRow(indicator, elided))
        for indicator, name in full:
            if themeless := self._namer.themeless(name, theme):
                short.append(NamedRow(indicator, themeless))
        # 占比 alone may be short for two shares, and then says neither.
        taken = Counter(row.name.bag for row in (*full, *short))
        for row in short:
            if taken[row.name.bag] == 1:
                yield row

    def _take_cells(self, draft: Draft, subjects: str) -> None:
        """The cells whose entity the text names at all: it speaks of few of hundreds."""
        entities = {cell.entity for cell in draft.observations}
        told = {entity for entity in entities if entity in subjects}
        areas = self._grammar.derived(NameWords).area_level.keys() & entities
        for cell in draft.observations:
            if cell.role not in ("baseline", "target"):
                continue
            if cell.entity in areas:
                self._take_cell(cell, cell.metric)
            if cell.entity in told:
                self._take_cell(cell, cell.entity + cell.metric)

    def _take_cell(self, cell: Observation, called: str) -> None:
        name = self._namer.name(called, cell.per)
        self._cells[name.key].append(_NamedCell(cell, name))


class RowEnds:
    """The rows of a plan by what their names end in; only those that no other row ends in too."""

    def __init__(self, rows: Sequence[NamedRow]) -> None:
        self._by_name: dict[str, list[NamedRow]] = defaultdict(list)
        self._by_last_word: dict[str, list[NamedRow]] = defaultdict(list)
        self._last_words = {row.name.plain[-SHORTEST_NAME:] for row in rows}
        """What the rows' names end in at least where a longer one ends in them."""
        for row in rows:
            plain = row.name.plain
            self._by_name[plain].append(row)
            self._by_last_word[plain[-SHORTEST_END:]].append(row)

    def with_more(self, name: Name) -> NamedRow | None:
        """The one row whose name has words before this one."""
        rows = self._with_words_before(name.plain)
        if len(rows) != 1 or rows[0].name.territory != name.territory:
            return None
        return rows[0]

    def with_less(self, name: Name) -> NamedRow | None:
        """The one row whose name this one has words before."""
        plain = name.plain
        if plain[-SHORTEST_NAME:] not in self._last_words:  # as of most names
            return None
        for at in range(1, len(plain) - SHORTEST_NAME + 1):
            end = plain[at:]
            if end not in self._by_name:
                continue
            rows = self._by_name[end]
            # Where another row ends so as well (农村燃气普及率), the mention may be of a part too.
            if (
                len(rows) != 1
                or self._with_words_before(end)
                or rows[0].name.territory != name.territory
            ):
                return None
            return rows[0]
        return None

    def _with_words_before(self, end: str) -> list[NamedRow]:
        """The rows whose name ends so, and has more before it."""
        # Most names end in what no row's does.
        near = self._by_last_word.get(end[-SHORTEST_END:], ())
        if len(end) < SHORTEST_END:
            return []
        return [row for row in near if row.name.plain != end and row.name.plain.endswith(end)]


def _parts_of_the_area(draft: Draft, grammar: Grammar) -> dict[str, str]:
    """By a table's id the part of the area that its caption names, and the plan's title does not."""
    named = grammar.pattern("checks.part-in-caption")
    parts = {}
    for table in draft.tables:
        part = named.search(table.caption or "")
        if part is not None and part[0] not in (draft.head.title or ""):
            parts[table.id] = part[0]
    return parts


def _joined(name: str, what: str) -> str:
    """光伏发电量, of 光伏发电 and 发电量: what both have is told once."""
    shared = max(n for n in range(len(what) + 1) if name.endswith(what[:n]))
    return name + what[shared:]


def _told_apart(rows: list[NamedRow]) -> list[NamedRow]:
    """The rows without those whose name too many of them have."""
    if len(rows) <= MOST_OF_ONE_NAME:
        return rows
    named = Counter(row.name.bag for row in rows)
    return [row for row in rows if named[row.name.bag] <= MOST_OF_ONE_NAME]


def with_base(mention: Mention, grammar: Grammar) -> Mention:
    """A mention whose rate is printed without 每 (万人发明专利拥有量), as a rate."""
    subject = mention.subject or ""
    if mention.per is not None or not grammar.find("checks.bare-base", subject):
        return mention
    # The value was normalized as an amount.
    value = mention.value.model_copy(update={"normalized": None})
    rate = EACH + subject
    update = {
        "subject": rate,
        "per": read_per(rate, grammar),
        "value": value,
    }
    return mention.model_copy(update=update)


def _with_base(indicator: Indicator, grammar: Grammar) -> Indicator:
    """The same for a row."""
    if indicator.per is not None:
        return indicator
    if not grammar.find("checks.bare-base", indicator.name):
        return indicator
    rate = EACH + indicator.name
    update = {"name": rate, "per": read_per(rate, grammar)}
    return indicator.model_copy(update=update)


def _printed_name(indicator: Indicator) -> str:
    return indicator.name + (indicator.qualifier or "")


def _shared_end(a: str, b: str) -> int:
    """How many characters two names share at their ends."""
    shared = 0
    for left, right in zip(reversed(a), reversed(b), strict=False):
        if left != right:
            break
        shared += 1
    return shared


def _as_indicator(cell: Observation) -> Indicator:
    """A cell in the form of an indicator with one value."""
    return Indicator(
        id=cell.id,
        table=cell.table,
        row=cell.row,
        name=cell.entity + cell.metric,
        unit=cell.unit,
        per=cell.per,
        baseline=cell.value if cell.role == "baseline" else None,
        target=cell.value if cell.role == "target" else None,
        span=cell.span,
        page=cell.page,
    )
