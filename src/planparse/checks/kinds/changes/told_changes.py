"""A change against the levels that plan and tables tell for its two years.

达到64%，比2020年提高5个百分点, where 58.4% is told of 2020; 年均增长12%, where a table's row goes from 520
to 800; 新增1500个，保有量达到2500个, of which 860 were there before; 关闭矿山21座，降至45座, of 68. One equation
for each way in which a change is said, whatever lies between the three numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from msgspec.structs import replace

from planparse.checks.kinds.changes.arithmetic import POINTS_IN_ONE, difference, fits, growth
from planparse.checks.kinds.changes.change_years import YearsOfChange, years_of_change
from planparse.checks.kinds.changes.told_levels import (
    ToldLevel,
    ToldLevels,
    are_in_one_unit,
    core_of,
)
from planparse.checks.kinds.stocks.shortfall import ROUND_NUMBERS, falls_short
from planparse.checks.matching.counted import Tally, is_part, may_be_added, tally_of
from planparse.checks.matching.extents import LEVELS, MONEY, SHARE, Extent, normalized_extent
from planparse.checks.matching.unclear import is_of_another_area
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention
from planparse.quantity.measures import is_points

PRICES_A_YEAR = 0.035
"""Output and incomes grow at comparable prices, which rise by no more than this in a year."""

FALLING_A_YEAR = 0.02
"""And hardly fall."""


class ToldChange(NamedTuple):
    """A mention that says by how much a thing changes between two years."""

    mention: Mention
    core: str
    years: YearsOfChange
    is_gross: bool
    """Whether it is what comes new (新建), of which some may replace what there was."""
    at_other_prices: bool
    """Whether such things are said to grow at comparable prices, which their levels are not told at."""
    is_lost: bool = False
    """Whether it is what is given up (关闭), of which some may come new besides."""
    is_all: bool = False
    """Whether its sentence says that nothing else comes or goes (不新设, 现有均予保留)."""
    name: str = ""
    """What moves, where the mention's subject says less."""
    lost: float = 0.0
    """How many of the stock are said elsewhere to be given up meanwhile."""

    @property
    def length(self) -> int:
        """How many years lie between the two levels."""
        return self.years.until - self.years.since

    @property
    def parts(self) -> int:
        """Into how many equal changes they are divided: those of each year (年均), or one."""
        return self.length if self.mention.value.basis == "annual" else 1


@check("stock-mismatch")
def told_changes(matter: Matter) -> Iterator[Finding]:
    """Changes that do not lead from the level of their first year to that of their last."""
    changes = list(_changes(matter))
    losses = list(_losses(matter))
    if not changes and not losses:
        return
    levels = ToldLevels(matter)
    lost = [loss for loss in (_dated(loss, levels) for loss in losses) if loss is not None]
    changes = [_without_lost(change, lost) for change in changes]
    for change in chain(changes, lost):
        found = _contradicted(change, levels)
        if found is not None and not is_of_another_area(change.mention, matter):
            yield _finding(change, *found, matter)


# ---------------------------------------------------------------- what is said of changes


def _changes(matter: Matter) -> Iterator[ToldChange]:
    on_top = set(matter.prose.mentions_beside("checks.built-on-top"))
    for at, mention in enumerate(matter.draft.mentions):
        is_change = mention.value.measure in ("change", "growth")
        # Of most numbers nothing says that they are added.
        if not is_change and at not in on_top:
            continue
        if mention.role == "standard" or not mention.subject or mention.value.normalized is None:
            continue
        if not is_change and not may_be_added(mention, matter.draft, matter.grammar):
            continue
        tally = tally_of(mention, matter.draft, matter.grammar)
        is_gross = _comes_new(tally, matter)
        if not (is_gross or is_change):
            continue
        change = _change(at, tally, is_gross=is_gross, matter=matter)
        if change is not None:
            yield change


def _comes_new(tally: Tally, matter: Matter) -> bool:
    words = matter.grammar.words
    on_top = tally.word in words("checks.built-on-top")
    return on_top and tally.word not in words("checks.net-additions")


def _change(at: int, tally: Tally, *, is_gross: bool, matter: Matter) -> ToldChange | None:
    mention = matter.draft.mentions[at]
    if tally.kind == "yearly" and mention.value.measure != "growth":
        return None  # of each year, and not of all between
    if normalized_extent(mention.value) is None or is_part(mention, matter.draft, matter.grammar):
        return None
    if is_gross and _has_other_additions(mention, matter):
        return None
    years = years_of_change(mention, of_period=tally.period, matter=matter)
    subject = _what_changes(at, matter)
    core = core_of(matter.namer.name(subject, mention.per), matter)
    if years is None or not core:
        return None
    real = matter.grammar.find("checks.real-growth", subject) is not None
    is_all = is_gross and _is_all_kept(mention, matter)
    return ToldChange(
        mention, core, years, is_gross, at_other_prices=real, is_all=is_all, name=subject
    )


def _what_changes(at: int, matter: Matter) -> str:
    """The name of the stock that a change moves.

    A total of changes has it from the level that is reckoned from it (合计增加1.2万人。据此，2025年户籍人口为),
    and one kind from the whole to which nothing else is added (新建小型水库9座，不安排大中型水库).
    """
    mention = matter.draft.mentions[at]
    subject = mention.subject or ""
    place = matter.prose.place_of(mention.span[0])
    if place is None:
        return subject
    grammar = matter.grammar
    if grammar.find("checks.change-without-a-name", matter.prose.clause_before(place)):
        return _subject_of_result(at, matter) or subject
    behind = matter.prose.sentence_behind(place)
    for found in grammar.pattern("checks.no-other-kind").finditer(behind):
        if subject.endswith(found["what"]):
            return str(found["what"])
    return subject


def _subject_of_result(at: int, matter: Matter) -> str | None:
    """The name of the level that is reckoned from a change right before it."""
    if at + 1 == len(matter.draft.mentions):
        return None
    change, level = matter.draft.mentions[at : at + 2]
    words = matter.prose.between(change.span, level.span)
    if words is None or matter.grammar.pattern("checks.reckoned-from-it").match(words) is None:
        return None
    return level.subject


def _is_all_kept(mention: Mention, matter: Matter) -> bool:
    """Whether its sentence says that nothing of the stock is given up: so much more there will be."""
    sentence = matter.prose.sentence_of(mention.span[0])
    return matter.grammar.find("checks.nothing-given-up", sentence) is not None


def _losses(matter: Matter) -> Iterator[Mention]:
    """The mentions that say how many of a stock are given up by a year."""
    by_year = matter.grammar.pattern("checks.by-year")
    for at in matter.prose.mentions_beside("checks.giving-up"):
        mention = matter.draft.mentions[at]
        if mention.value.measure not in LEVELS or mention.value.year is None:
            continue
        if mention.role == "target" and normalized_extent(mention.value) is not None:
            before = matter.prose.sentence_up_to(mention.span[0])
            if by_year.search(before):
                yield mention


def _dated(loss: Mention, levels: ToldLevels) -> ToldChange | None:
    """What is given up from the last level that is told before its year; None where none is."""
    matter = levels.matter
    clause = matter.prose.clause_up_to(loss.span[0])
    given_up = matter.grammar.pattern("checks.gives-up").search(clause)
    until = loss.value.year
    if given_up is None or until is None:
        return None
    core = core_of(matter.namer.name(given_up["what"]), matter)
    since = max((year for year in levels.years_of(core) if year < until), default=None)
    if not core or since is None:
        return None
    sentence = matter.prose.sentence_of(loss.span[0])
    is_all = any(word in sentence for word in matter.grammar.words("checks.nothing-moves"))
    years = YearsOfChange(since, until)
    return ToldChange(
        loss, core, years, is_gross=False, at_other_prices=False, is_lost=True, is_all=is_all
    )


def _without_lost(change: ToldChange, losses: Sequence[ToldChange]) -> ToldChange:
    """What comes new, with what the same stock is said to lose in the same years."""
    if not change.is_gross:
        return change
    # One loss may be told twice, so that they are not added up.
    lost = [
        told.number
        for loss in losses
        if (loss.core, loss.years) == (change.core, change.years)
        and (told := normalized_extent(loss.mention.value)) is not None
    ]
    return change._replace(lost=max(lost, default=0.0))


def _has_other_additions(mention: Mention, matter: Matter) -> bool:
    """Whether its sentence says that more is added in another way (续建, 改扩建)."""
    sentence = matter.prose.sentence_of(mention.span[0])
    return matter.grammar.find("checks.other-additions", sentence) is not None


# ---------------------------------------------------------------- against the levels


def _contradicted(change: ToldChange, levels: ToldLevels) -> tuple[ToldLevel, ToldLevel] | None:
    """The first two levels that the change does not lead between; None where it does for any two."""
    before = levels.of(change.core, change.years.since)
    after = levels.of(change.core, change.years.until) if before else []
    unfit = None
    for start, end in product(before, after):
        fit = _fits(change, start, end)
        if fit:
            return None
        if fit is False and unfit is None:
            unfit = start, end
    return unfit


def _fits(change: ToldChange, start: ToldLevel, end: ToldLevel) -> bool | None:
    """Whether the change leads from one level to the other; None where they cannot be compared."""
    told = normalized_extent(change.mention.value)
    if told is None or not are_in_one_unit((start, end)):
        return None
    first, last = start.extent, end.extent
    unit = start.value.normalized.unit if start.value.normalized is not None else ""
    own = change.mention.value.normalized
    if _are_whole(change, start, end):
        first, last, told = (
            replace(first, step=0.0),
            replace(last, step=0.0),
            replace(told, step=0.0),
        )
    if is_points(change.mention.unit):
        points = difference(first, last, POINTS_IN_ONE / change.parts)
        return fits(points, told) if unit == SHARE else None
    if own is None or own.unit not in (unit, SHARE):
        return None
    if own.unit == SHARE:
        # Over how many years it grows is only known of levels that are dated.
        is_known = change.parts == 1 or (start.is_dated and end.is_dated)
        return _grows(change, first, last, told, unit) if is_known else None
    return _moves(change, first, last, told)


def _moves(change: ToldChange, first: Extent, last: Extent, told: Extent) -> bool:
    """Whether a stock moves by what is told; where some comes new and some is given up, by no more."""
    rise = last.number - first.number
    if change.is_lost:
        exactly = fits(difference(last, first), told)
        return exactly if change.is_all else not falls_short(told.number, -rise)
    if change.is_all or not change.is_gross:
        return fits(difference(first, last, 1 / change.parts), told)
    if change.lost:
        slack = ROUND_NUMBERS * (told.number + change.lost)
        return rise <= told.number - change.lost + slack
    return not falls_short(told.number, rise)


def _grows(change: ToldChange, first: Extent, last: Extent, told: Extent, unit: str) -> bool | None:
    """Whether a level grows by what is told, in all or in each year."""
    if first.number <= 0 or last.number <= 0 or change.mention.value.measure != "growth":
        return None
    if not any(map(str.isdigit, change.mention.value.text)):
        return None  # 翻一番 is said of what nearly doubles
    if unit == SHARE:
        return None  # 提高5%: by points or by a share of it, as it is printed without care
    real = growth(first, last, change.parts)
    if unit == MONEY and change.at_other_prices:
        spread = change.length / change.parts
        real = real[0] - PRICES_A_YEAR * spread, real[1] + FALLING_A_YEAR * spread
    return fits(real, told)


def _are_whole(change: ToldChange, start: ToldLevel, end: ToldLevel) -> bool:
    """Whether a change and its levels are whole numbers, which are reckoned with as they are printed."""
    values = (change.mention.value, start.value, end.value)
    if change.mention.value.measure == "growth" or any("." in value.text for value in values):
        return False
    # In 万 and in ones, one of them is rounded.
    return len({value.unit.text for value in values[1:] if value.unit is not None}) == 1


def _finding(change: ToldChange, start: ToldLevel, end: ToldLevel, matter: Matter) -> Finding:
    places = matter.places
    mention = change.mention
    moves = "减少" if change.is_lost else "变化"
    name = change.name or mention.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(mention)}说“{name}”{moves}{places.quantity(mention)}，与{start.where}、{end.where}不符。",
        records=[mention.id, start.record, end.record],
        span=mention.span,
        page=mention.page,
    )
