"""The findings about a row that breaks a relation of its columns, in words."""

from __future__ import annotations

from planparse.checks.matter import Matter
from planparse.checks.places import finding
from planparse.checks.relations.relations import (
    BalanceRelation,
    GrowthRelation,
    ProductRelation,
    Relation,
    SumRelation,
)
from planparse.checks.relations.rows_of_tables import RowOfTable
from planparse.checks.sureness import at_most
from planparse.model.plan import Finding, FindingKind


def relation_finding(place: RowOfTable, relation: Relation, matter: Matter) -> Finding:
    """What the row prints, and what it would be by the others."""
    kind, words = _told(place, relation, matter)
    standing = matter.sureness.of_table(place.table)
    last = relation.columns[-1]
    return finding(
        kind,
        at_most("warning", standing),
        place.name,
        place.place(last, matter.places) + words,
        records=[place.record],
        span=place.spot(last, matter.places),
        page=place.indicator.page if place.indicator is not None else place.table.page,
    )


def _told(place: RowOfTable, relation: Relation, matter: Matter) -> tuple[FindingKind, str]:
    if isinstance(relation, BalanceRelation):
        return "stock-mismatch", _words_of_balance(place, relation)
    first, second, last = (place.printed(column) for column in relation.columns)
    last_column = relation.columns[2]
    if isinstance(relation, GrowthRelation):
        return "prose-contradicts-table", _words_of_growth(place, relation)
    if isinstance(relation, ProductRelation):
        return "sum-mismatch", _words_of_product(place, relation, matter)
    assert isinstance(relation, SumRelation)  # there are no other relations
    if any(_is_of_stocks(place.head(column), matter) for column in relation.columns):
        # What stands first and is more than the others is what something is taken from.
        if last_column < min(relation.columns[:2]):
            return "stock-mismatch", f"由{last}减{first}，不得{second}。"
        return "stock-mismatch", f"由{first}加{second}，不得{last}。"
    heads = [place.head(column) for column in relation.columns]
    return "sum-mismatch", (
        f"的“{heads[0]}”{first}与“{heads[1]}”{second}相加，不得“{heads[2]}”{last}。"
    )


def _is_of_stocks(head: str, matter: Matter) -> bool:
    """Whether a column is of what is added to a stock, or given up."""
    return matter.grammar.pattern("checks.difference-column").search(head) is not None


def _words_of_balance(place: RowOfTable, relation: BalanceRelation) -> str:
    added = "".join(f"加{place.printed(column)}" for column in relation.added)
    lost = "".join(f"减{place.printed(column)}" for column in relation.lost)
    return f"由{place.printed(relation.start)}{added}{lost}，不得{place.printed(relation.end)}。"


def _words_of_growth(place: RowOfTable, relation: GrowthRelation) -> str:
    before, after, rate = relation.columns
    numbers = [place.row.numbers[column].number for column in (before, after)]
    way = "下降" if relation.falls else "增长"
    yearly = "年均" if relation.years else ""
    printed = place.row.numbers[rate].printed.rstrip("%％")
    return (
        f"由{place.printed(before)}到{place.printed(after)}，"
        f"{yearly}{way}约{relation.real(*numbers):.1f}%，而表中印为{printed}%。"
    )


def _words_of_product(place: RowOfTable, relation: ProductRelation, matter: Matter) -> str:
    """What is divided by what, where a head tells of a rate, else what is multiplied."""
    first, second, product = relation.columns
    quotient = matter.grammar.pattern("checks.quotient-column")
    rates = [column for column in (second, first) if quotient.search(place.head(column))]
    number = {column: place.row.numbers[column].number for column in relation.columns}
    power = 10.0**relation.tens
    if rates:
        rate = rates[0]
        base = first if rate == second else second
        real = number[product] * power / number[base]
        words = f"的{_shown(place, product)}除以{_shown(place, base)}，约为{real:.4g}"
        return f"{words}，而“{place.head(rate)}”印为{place.row.numbers[rate].printed}。"
    real = number[first] * number[second] / power
    words = f"的{_shown(place, first)}乘以{_shown(place, second)}，约为{real:.4g}"
    return f"{words}，而“{place.head(product)}”印为{place.row.numbers[product].printed}。"


def _shown(place: RowOfTable, column: int) -> str:
    return f"“{place.head(column)}”{place.row.numbers[column].printed}"
