"""part-exceeds-whole among indicators: a child row that is larger than the row it breaks down."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matching.comparable import Measure, extent, on_one_scale
from planparse.checks.places import Places, finding, full_name, printed
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Value


def parts_over_wholes(draft: Draft, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Children whose baseline or target is larger than their parent's; averages and rates are no parts."""
    by_id = {i.id: i for i in draft.indicators}
    average = grammar.pattern("checks.part-of-average")
    for child in draft.indicators:
        parent = by_id.get(child.parent or "")
        if parent is None or average.search(child.name) or average.search(parent.name):
            continue
        for word, part, whole in (
            ("基期值", child.baseline, parent.baseline), ("目标值", child.target, parent.target),
        ):
            if part and whole and _exceeds(child, part, parent, whole, grammar):
                yield _finding(child, part, parent, whole, word, places)


def _exceeds(child: Indicator, part: Value, parent: Indicator, whole: Value, grammar: Grammar) -> bool:
    if "relative" in (part.kind, whole.kind) or "ratio" in (part.kind, whole.kind):
        return False
    if extent(part) is None or (child.unit and child.unit.text in ("%", "％", "‰")):
        return False
    pair = on_one_scale(
        Measure(part, child.unit, child.per or parent.per), Measure(whole, parent.unit, parent.per), grammar
    )
    if pair is None or pair[0].sign in "≤<":
        return False
    return pair[0].number > pair[1].number + pair[1].slack


def _finding(
    child: Indicator, part: Value, parent: Indicator, whole: Value, word: str, places: Places
) -> Finding:
    name = full_name(child)
    return finding(
        "part-exceeds-whole", "error", name,
        f"{places.row(child)}“{name}”的{word}{printed(part, child.unit)}大于其所属“{full_name(parent)}”"
        f"（{places.line(places.spot(parent))}）的{printed(whole, parent.unit)}。",
        records=[child.id, parent.id], span=places.spot(child), page=child.page,
    )
