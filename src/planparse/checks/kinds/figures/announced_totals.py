"""prose-contradicts-table of totals: 项目32个，总投资11.8亿元, beside a 合计 of 32 and 10.8亿元."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.kinds.totals.told_totals import PrintedTotal, totals_of_money
from planparse.checks.matching.extents import MONEY, amount, counts_things, half_a_step, is_exact
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Finding, Mention

FEWEST_WORKS = 4
"""A smaller number of works stands in many a cell by chance."""

FARTHEST = 0.2
"""A total that is farther from the amount is of another thing, as of one year."""


@check("prose-contradicts-table")
def announced_totals(matter: Matter) -> Iterator[Finding]:
    """Amounts told behind a number of works, which the sum row with this number prints otherwise."""
    told = list(_told(matter))
    totals = list(totals_of_money(matter)) if told else []
    for works, cost in told:
        beside = [total for total in totals if _prints(total, works)]
        if not beside or any(_is_same(cost, total) for total in beside):
            continue
        nearest = min(beside, key=lambda total: _apart(cost, total))
        if _apart(cost, nearest) <= FARTHEST * amount(cost):
            yield _finding(works, cost, nearest, matter)


def _told(matter: Matter) -> Iterator[tuple[Mention, Mention]]:
    """Each number of works with what all of them cost, right behind it."""
    pattern = matter.grammar.pattern("checks.cost-of-all")
    for at in matter.of_unit.get(MONEY, ()):
        if at == 0:
            continue
        works, cost = matter.draft.mentions[at - 1 : at + 1]
        if not is_exact(cost.value) or not amount(cost):
            continue
        if not counts_things(works) or not is_exact(works.value):
            continue
        words = matter.prose.between(works.span, cost.span)
        if amount(works) < FEWEST_WORKS or words is None or pattern.fullmatch(words) is None:
            continue
        before = matter.prose.sentence_up_to(works.span[0])
        # 新建水厂24座，总投资…: it is not works that are counted.
        if not any(word in before for word in matter.grammar.words("checks.works-words")):
            continue
        if matter.grammar.find("checks.rows-of-others", before) is None:
            yield works, cost


def _prints(total: PrintedTotal, works: Mention) -> bool:
    """Whether its row prints the number of works in another column, and it is not of one year."""
    if total.table.columns[total.column].year is not None:
        return False
    cells = total.table.rows[total.row]
    number = f"{amount(works):g}"
    return any(cell.strip() == number for at, cell in enumerate(cells) if at != total.column)


def _apart(cost: Mention, total: PrintedTotal) -> float:
    return abs(amount(cost) - total.yuan)


def _is_same(cost: Mention, total: PrintedTotal) -> bool:
    """Whether the table bears an amount out, which may have been rounded."""
    return _apart(cost, total) <= half_a_step(cost.value) + total.slack


def _finding(works: Mention, cost: Mention, total: PrintedTotal, matter: Matter) -> Finding:
    places = matter.places
    name = cost.subject or total.label
    return finding(
        "prose-contradicts-table",
        "warning",
        name,
        f"{places.prose(cost)}的{places.quantity(works)}“{name}”为{places.quantity(cost)}，"
        f"而{total.in_words(places)}。",
        records=[cost.id, total.table.id],
        span=cost.span,
        page=cost.page,
    )
