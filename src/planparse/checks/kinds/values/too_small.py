"""impossible-value of a whole area: 变电容量17760千伏安, 地区生产总值520元 have lost their 万 or 亿."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.model.plan import Finding, Per, Value

LEAST = {"CNY": 1e8, "{person}": 1e3, "kW": 1e5, "m3": 1e6, "kW.h": 1e6}
"""By the unit that values are brought to, what no county falls short of: a tenth of the smallest."""


@check("impossible-value")
def too_small(matter: Matter) -> Iterator[Finding]:
    """Amounts of all of an area that would be small for a village."""
    name = matter.grammar.pattern("checks.amount-of-an-area")
    for mention in chain.from_iterable(map(matter.mentions_of, LEAST)):
        subject = mention.subject or ""
        is_state = mention.role in ("target", "baseline")
        if not is_state or not _is_small(mention.value, mention.per) or not name.search(subject):
            continue
        # 变电容量 may be that of one station, where nothing says that it is of the whole area.
        if matter.namer.name(subject).whole:
            yield _finding(
                subject,
                f"{matter.places.prose(mention)}“{subject}”为{matter.places.quantity(mention)}",
                mention.id,
                mention.span,
                mention.page,
            )
    for row in matter.draft.indicators:
        small = [v for v in (row.baseline, row.target) if v is not None and _is_small(v, row.per)]
        if small and name.search(row.name) and matter.sureness.of_row(row) == "sure":
            printed = matter.places.printed(small[0], row.unit)
            yield _finding(
                full_name(row),
                f"{matter.places.row(row)}“{full_name(row)}”为{printed}",
                row.id,
                matter.places.spot(row),
                row.page,
            )


def _is_small(value: Value, per: Per | None) -> bool:
    if per is not None or value.kind != "number" or value.normalized is None:
        return False
    if value.measure not in (None, "level") or value.basis is not None:
        return False
    least = LEAST.get(value.normalized.unit)
    return least is not None and 0 < value.normalized.value < least


def _finding(
    about: str, what: str, record: str, span: tuple[int, int], page: int | None
) -> Finding:
    return finding(
        "impossible-value",
        "warning",
        about,
        f"{what}，对整个地区而言过小，疑漏印“万”或“亿”。",
        records=[record],
        span=span,
        page=page,
    )
