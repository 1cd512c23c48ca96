"""stock-mismatch of a table of yearly additions: 18万千瓦, then 3, 4 and 5 more, and 31 at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from planparse.checks.kinds.stocks.shortfall import falls_short
from planparse.checks.matching.extents import LEVELS, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention, Table

FEWEST_YEARS = 2

LONGEST_ABOVE = 40
"""Characters of the source above a table without labels that say what it lists."""


class YearlyAdditions(NamedTuple):
    """What a table adds in each year."""

    thing: str
    """What is added, as far as its row or column names it: 装机."""
    of: str
    """Of what, as far as the words above the table say so: 光伏."""
    unit: str | None
    years: Mapping[int, float]


@check("stock-mismatch")
def tabled_additions(matter: Matter) -> Iterator[Finding]:
    """Levels before and behind the years of a table, which grow by more than it adds.

    More may be added, where some of the old is given up.
    """
    for table in matter.draft.tables:
        if matter.sureness.of_table(table) == "grave":
            continue
        added = _additions(table, matter)
        if added is None or not _are_all_years(added):
            continue
        levels = [one for one in matter.draft.mentions if _is_level(one, added, matter)]
        pairs = _pairs(levels, added, table)
        total = sum(added.years.values())
        if pairs and all(falls_short(total, _growth(*pair)) for pair in pairs):
            yield _finding(*pairs[0], added, table, matter)


def _pairs(
    levels: list[Mention], added: YearlyAdditions, table: Table
) -> list[tuple[Mention, Mention]]:
    """The level before the first year beside that of the last one, of which the table's own text tells."""
    first, last = min(added.years), max(added.years)
    before = [one for one in levels if one.value.year == first - 1]
    after = [one for one in levels if one.value.year == last and one.section == table.section]
    return [pair for pair in product(before, after) if pair[0].subject == pair[1].subject]


def _growth(before: Mention, after: Mention) -> float:
    return (after.value.value or 0.0) - (before.value.value or 0.0)


def _is_level(mention: Mention, added: YearlyAdditions, matter: Matter) -> bool:
    subject = mention.subject or ""
    if added.thing not in subject:
        return False
    # Of 光伏 the table adds, and 风电装机 grows.
    if added.of and not any(letter in subject for letter in added.of):
        return False
    if mention.value.measure not in LEVELS or not is_exact(mention.value):
        return False
    if mention.unit is None or mention.unit.text != added.unit:
        return False
    clause = matter.prose.clause_up_to(mention.span[0])
    return matter.grammar.find("checks.comes-new", clause) is None


def _are_all_years(added: YearlyAdditions) -> bool:
    years = sorted(added.years)
    return len(years) >= FEWEST_YEARS and years == list(range(years[0], years[-1] + 1))


# ---------------------------------------------------------------- what the table adds


def _additions(table: Table, matter: Matter) -> YearlyAdditions | None:
    """What comes new in each year: in a row below the years, or in a column beside them."""
    dated = [at for at, column in enumerate(table.columns) if column.year is not None]
    if len(dated) >= FEWEST_YEARS:
        return _in_a_row(table, dated, matter)
    return _in_a_column(table, matter)


def _in_a_row(table: Table, dated: list[int], matter: Matter) -> YearlyAdditions | None:
    is_bare = len(dated) == len(table.columns)
    above = _words_above(table, matter) if is_bare else ""
    for row in table.rows:
        thing = _thing(above or row[0], matter)
        if thing:
            numbers = {table.columns[at].year or 0: _number(row[at]) for at in dated}
            return _made(thing, table, dated[0], numbers, matter)
    return None


def _in_a_column(table: Table, matter: Matter) -> YearlyAdditions | None:
    # Few tables have such a column.
    named = [(at, _thing("".join(column.path), matter)) for at, column in enumerate(table.columns)]
    at, thing = next(((at, thing) for at, thing in named if thing), (0, ""))
    if not thing:
        return None
    year = matter.grammar.pattern("checks.cell-of-a-year")
    dated = [(year.fullmatch(row[0].strip()), row[at]) for row in table.rows]
    numbers = {int(date["year"]): _number(cell) for date, cell in dated if date is not None}
    return _made(thing, table, at, numbers, matter)


def _words_above(table: Table, matter: Matter) -> str:
    """The last words above a table that prints no label, which was left out as it was read."""
    begin = table.span[0]
    above = matter.draft.source.text[max(0, begin - LONGEST_ABOVE) : begin].split("\n")
    named = [words for words in above if _thing(words, matter)]
    return named[-1] if named else ""


def _thing(label: str, matter: Matter) -> str:
    found = matter.grammar.pattern("checks.thing-come-new").fullmatch("".join(label.split()))
    return str(found["thing"]) if found is not None else ""


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "").strip())
    except ValueError:
        return None


def _made(
    thing: str, table: Table, column: int, numbers: Mapping[int, float | None], matter: Matter
) -> YearlyAdditions | None:
    years = {year: number for year, number in numbers.items() if number is not None}
    if not years or len(years) < len(numbers):
        return None
    return YearlyAdditions(thing, _of(thing, table, matter), table.columns[column].unit, years)


def _of(thing: str, table: Table, matter: Matter) -> str:
    """What the caption says before a thing that it names: 光伏 of 光伏分年新增装机."""
    before, named, _ = (table.caption or "").partition(thing)
    if not named:
        return ""
    words = matter.grammar.pattern("checks.no-thing-of-a-table").sub("", before)
    return matter.namer.name(words).plain


def _finding(
    before: Mention, after: Mention, added: YearlyAdditions, table: Table, matter: Matter
) -> Finding:
    places = matter.places
    name = after.subject or ""
    return finding(
        "stock-mismatch",
        "warning",
        name,
        f"{places.prose(after)}“{name}”由{places.quantity(before)}（{places.line(before.span)}）"
        f"加表中（{places.line(table.span)}）各年新增{added.thing}合计"
        f"{sum(added.years.values()):g}{added.unit}，"
        f"不得{places.quantity(after)}。",
        records=[before.id, after.id, table.id],
        span=after.span,
        page=after.page,
    )
