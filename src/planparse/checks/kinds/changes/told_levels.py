"""What plan and tables tell of each thing for each year, by the words that all its names have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from planparse.checks.matching.counted import SENTENCE_ENDS, tally_of, words_before
from planparse.checks.matching.extents import LEVELS, Extent, is_exact, reach
from planparse.checks.matching.names import Name
from planparse.checks.matching.said import LONGEST_TOTAL
from planparse.checks.matching.unclear import is_of_another_area
from planparse.checks.matter import Matter
from planparse.grammar import Grammar
from planparse.model.plan import Indicator, Mention, Observation, Value
from planparse.quantity.units import split_unit

SHORTEST_CORE = 2
"""Characters that names of one thing share at least: 风电."""


class ToldLevel(NamedTuple):
    """What is told of a thing for one year."""

    value: Value
    record: str
    """The id of the mention or the row."""
    where: str
    """The words of a message for where it is told, and its number."""
    is_goal: bool
    is_dated: bool = True
    """Whether its year is printed, and not only that from which its plan sets out."""

    @property
    def extent(self) -> Extent:
        """Its number, and the worth of its last digit: a goal is what it says, and not rounded."""
        told = reach(self.value)
        return replace(told, step=0.0) if self.is_goal else told


Thing = tuple[str, int]
"""The core of a name, its characters sorted, and a year."""


def core_of(name: Name, matter: Matter) -> str:
    """What 各类公共充电桩, 公共充电桩保有量 and 累计建成公共充电桩 have in common; "" where that is too short."""
    # A plan has few names, and plans have many in common.
    return matter.grammar.remembered(_core, name.plain)


def _core(plain: str, grammar: Grammar) -> str:
    core = grammar.pattern("checks.stock-prefix").sub("", plain)
    core = grammar.pattern("checks.stock-suffix").sub("", core)
    return "".join(sorted(core)) if len(core) >= SHORTEST_CORE else ""


class ToldLevels:
    """The levels of a plan. Whether a mention is one is only looked at when it is asked for."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self._mentions: dict[Thing, list[Mention]] = defaultdict(list)
        self._rows: dict[Thing, list[tuple[Indicator, Value]]] = defaultdict(list)
        for mention in matter.draft.mentions:
            if (year := self._year(mention)) is not None:
                name = matter.namer.name(mention.subject or "", mention.per)
                if name.territory is None:
                    self._mentions[core_of(name, matter), year].append(mention)
        for core, mention in self._counted_on():
            self._mentions[core, mention.value.year or 0].append(mention)
        self._cells: dict[Thing, list[Observation]] = defaultdict(list)
        for row in matter.rows.readable:
            self._take_row(row)
        for cell in matter.draft.observations:
            if cell.value.year is not None and is_exact(cell.value):
                self._take_cell(cell)

    def of(self, core: str, year: int) -> list[ToldLevel]:
        """What is told of a thing for a year, first in prose and then in tables."""
        matter = self.matter
        told = []
        for mention in self._mentions.get((core, year), ()):
            if self._is_level(mention):
                where = f"{matter.places.prose(mention)}的{matter.places.quantity(mention)}"
                is_goal = mention.role == "target"
                is_dated = mention.value.year is not None
                told.append(ToldLevel(mention.value, mention.id, where, is_goal, is_dated))
        for row, value in self._rows.get((core, year), ()):
            printed = matter.places.printed(value, row.unit)
            where = f"{matter.places.row(row)}的{printed}"
            told.append(ToldLevel(value, row.id, where, value is row.target))
        for cell in self._cells.get((core, year), ()):
            printed = matter.places.printed(cell.value, cell.unit)
            where = f"表格（{matter.places.line(cell.span)}）的{printed}"
            told.append(ToldLevel(cell.value, cell.id, where, is_goal=False))
        return told

    def first_of(self, row: Indicator, year: int) -> Iterator[ToldLevel]:
        """What a row prints for the year that it sets out from."""
        value = row.baseline
        if value is not None and value.year == year and value in tuple(_levels_of(row)):
            matter = self.matter
            where = f"{matter.places.row(row)}的{matter.places.printed(value, row.unit)}"
            yield ToldLevel(value, row.id, where, is_goal=False)

    def years_of(self, core: str) -> set[int]:
        """The years for which something is told of a thing."""
        told = (self._mentions, self._rows, self._cells)
        return {year for things in told for thing, year in things if thing == core}

    def _counted_on(self) -> Iterator[tuple[str, Mention]]:
        """Levels of what was just said to come new, by its core: 新增场馆面积7.4万平方米，总面积达到28万平方米.

        Behind two additions nothing tells of which it is, or whether of both.
        """
        matter = self.matter
        mentions = matter.draft.mentions
        for at in matter.prose.mentions_beside("checks.built-on-top"):
            change, *behind = mentions[at : at + 2]
            if change.value.measure != "change" or not behind or self._goes_before(at):
                continue
            (level,) = behind
            words = matter.prose.between(change.span, level.span)
            if words is None or any(mark in words for mark in SENTENCE_ENDS):
                continue
            year = self._year(level)
            core = core_of(matter.namer.name(change.subject or "", change.per), matter)
            if core and year is not None and year == level.value.year and self._is_bare(level):
                yield core, level

    def _is_bare(self, mention: Mention) -> bool:
        """Whether its name says of nothing how much there is: 总面积, 累计装机."""
        plain = self.matter.namer.name(mention.subject or "", mention.per).plain
        rest = self.matter.grammar.pattern("checks.stock-suffix").sub("", plain)
        return bool(mention.subject) and not rest

    def _goes_before(self, at: int) -> bool:
        """Whether another number of its unit stands in the sentence before a mention."""
        if not at:
            return False
        before, mention = self.matter.draft.mentions[at - 1 : at + 1]
        words = self.matter.prose.between(before.span, mention.span)
        is_near = words is not None and not any(mark in words for mark in SENTENCE_ENDS)
        return is_near and before.unit == mention.unit

    def _year(self, mention: Mention) -> int | None:
        """The year of a state or a goal.

        What a plan tells without one was there before it began, and is wanted at its end.
        """
        value = mention.value
        if mention.role not in ("baseline", "target") or not is_exact(value):
            return None
        if value.measure not in LEVELS or value.basis == "annual":
            return None
        period = self.matter.draft.head.period
        if value.year is not None or period is None:
            return value.year
        return {"reached": period.start - 1, "planned": period.end}.get(mention.status or "")

    def _is_level(self, mention: Mention) -> bool:
        """Whether a mention is of all that there is, and not of what a sentence adds to it."""
        tally = tally_of(mention, self.matter.draft, self.matter.grammar)
        if mention.value.year is None and mention.status == "planned" and not tally.period:
            return self._is_of_all(mention)
        if tally.kind == "added" and not self._is_told_by_its_end(mention):
            return False
        if self._is_given_up(mention):
            return False
        return not is_of_another_area(mention, self.matter)

    def _is_of_all(self, mention: Mention) -> bool:
        """Whether a goal without a year says that there will be so many in all (总数达到220家)."""
        if mention.per is not None or is_of_another_area(mention, self.matter):
            return False
        before = words_before(mention.span[0], LONGEST_TOTAL, self.matter.draft)
        return self.matter.grammar.pattern("checks.in-total").search(before) is not None

    def _is_given_up(self, mention: Mention) -> bool:
        """Whether it is what a stock loses (关停轮窑5座)."""
        clause = self.matter.prose.clause_up_to(mention.span[0])
        return self.matter.grammar.find("checks.gives-up", clause) is not None

    def _is_told_by_its_end(self, mention: Mention) -> bool:
        """Whether it is what there will be (到2025年累计建成), beside what years bring."""
        clause = self.matter.prose.clause_up_to(mention.span[0])
        return self.matter.grammar.find("checks.built-by-its-end", clause) is not None

    def _take_row(self, row: Indicator) -> None:
        name = self.matter.namer.name(row.name + (row.qualifier or ""), row.per)
        core = core_of(name, self.matter)
        for value in _levels_of(row):
            if value.year is not None:
                self._rows[core, value.year].append((row, value))

    def _take_cell(self, cell: Observation) -> None:
        """A cell of a table of stocks (存量, 总量), which goes by the name of its row."""
        if self.matter.grammar.find("checks.stock-column", cell.metric) is None:
            return
        entity = split_unit(cell.entity, self.matter.grammar).name
        core = core_of(self.matter.namer.name(entity, cell.per), self.matter)
        if cell.value.year is not None:
            self._cells[core, cell.value.year].append(cell)


def _levels_of(row: Indicator) -> Iterator[Value]:
    for value in (row.baseline, row.target):
        if value is not None and is_exact(value) and not value.basis and value.measure in LEVELS:
            yield value


def are_in_one_unit(levels: Sequence[ToldLevel]) -> bool:
    """Whether levels can be reckoned with: they count the same, for the same base."""
    units = {one.value.normalized.unit for one in levels if one.value.normalized is not None}
    return len(units) == 1 and len({one.value.per for one in levels}) == 1
