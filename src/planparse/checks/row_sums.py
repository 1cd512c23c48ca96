"""sum-mismatch and part-exceeds-whole: rows of a table that should add up.

A sum row (合计) is checked as it stands. Rows under 其中, and rows for the whole
area (全区) over its parts, name a whole without saying that the parts are all
there: these are checked only where other columns show that they add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from planparse.checks.column_sums import across
from planparse.checks.places import Places, finding
from planparse.checks.sum_rows import RANK, Ledger, SumRow, cell_line, head, read_ledger, shown
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding

_MOST_ENDS = 200
"""No more ways than this are tried to say where the rows under 其中 end."""

_SHOWN = 2
"""For each column that does not come out, so many must, where only the numbers of the rows make one a sum."""
_MOST_PARTS = 12
"""More rows than this are not tried as the parts of a row that nothing marks as their sum."""


@dataclass(frozen=True, slots=True)
class SumReading:
    """One way to take a row as the sum of others, and in how many columns it comes out."""

    whole: SumRow
    parts: list[SumRow]
    right: list[int]
    wrong: list[int]


def sums(draft: Draft, grammar: Grammar, places: Places) -> Iterator[Finding]:
    """Every sum of every allocation and project table, column by column; where these are right, row by row."""
    for table in draft.tables:
        if table.kind in ("indicators", "measures") or len(table.rows) < 2:
            continue
        ledger = read_ledger(table, grammar, _own_area(draft))
        if ledger.amounts or ledger.rates:
            found = list(_check(ledger, places))
            yield from found or across(ledger, grammar, places)


def _own_area(draft: Draft) -> str:
    """The last word of the region's name, which 全区 and 全市 end in; "" where no region is known."""
    return draft.head.region.name[-1:] if draft.head.region else ""


def _check(ledger: Ledger, places: Places) -> Iterator[Finding]:
    ends = _ends(ledger)
    for row in ledger.rows:
        if RANK[row.kind]:
            readings = _total_readings(ledger, row, ends)
            if not any(r.right and not r.wrong for r in readings):
                readings += _unmarked(ledger, row, ends)
            yield from _report(_best(ledger, readings), ledger, places)
        elif row.kind == "whole":
            yield from _report(_shown(ledger, [_outer(ledger, row, ends), _outer_before(ledger, row, ends)]), ledger, places)
    for start, end in ends.items():
        yield from _parts(ledger, start, end, places)
    yield from _numbered(ledger, ends, places)


def _numbered(ledger: Ledger, ends: dict[int, int], places: Places) -> Iterator[Finding]:
    """Rows whose numbers say that others are theirs (一 over （一）), where most columns show them to be sums.

    From the innermost out: where a row is wrong, the row above it need not be told so too.
    """
    bad: set[tuple[int, int]] = set()
    levels = {style: n for n, style in enumerate(dict.fromkeys(r.style for r in ledger.rows if r.style))}
    for row in reversed(ledger.rows) if len(levels) > 1 else ():
        parts = _below(ledger, row, ends, levels) if row.style and row.kind == "item" else []
        reading = _try(ledger, row, parts)
        if len(parts) < 2 or len(reading.right) < _SHOWN * max(1, len(reading.wrong)):
            continue
        wrong = [c for c in reading.wrong if not any((p.index, c) in bad for p in parts)]
        bad |= {(row.index, c) for c in reading.wrong}
        yield from _report(SumReading(row, parts, reading.right, wrong), ledger, places)


def _below(ledger: Ledger, row: SumRow, ends: dict[int, int], levels: dict[str, int]) -> list[SumRow]:
    """The rows after one that are numbered one level below it, up to a row of its own level or above."""
    own = levels[row.style]
    end = next(
        (r.index for r in ledger.rows[row.index + 1 :]
         if RANK[r.kind] or r.kind == "whole" or levels.get(r.style, own + 1) <= own), len(ledger.rows),
    )
    rows = [r for r in _leaves(ledger, row.index + 1, end, ends) if r.style]
    below = min((levels[r.style] for r in rows), default=0)
    return [r for r in rows if levels[r.style] == below]


def _ends(ledger: Ledger) -> dict[int, int]:
    """Where the rows under each 其中 end (excluded): the ends with which most columns add up."""
    starts = [r.index for r in ledger.rows if r.kind == "part" and r.index > 0]
    starts = [s for s in starts if s - 1 not in starts]
    if not starts:
        return {}
    choices = [range(s + 1, _limit(ledger, s, starts) + 1) for s in starts]
    best, most = [c[-1] for c in choices], -1.0
    for tried, ends in enumerate(product(*choices)):
        if tried >= _MOST_ENDS:
            break
        score = _score(ledger, dict(zip(starts, ends, strict=True)))
        if score > most:
            best, most = list(ends), score
    return dict(zip(starts, best, strict=True))


def _limit(ledger: Ledger, start: int, starts: list[int]) -> int:
    for row in ledger.rows[start + 1 :]:
        if RANK[row.kind] or row.kind == "whole":
            return row.index
        if row.index in starts:
            return row.index - 1  # the row before a 其中 is its whole
    return len(ledger.rows)


def _score(ledger: Ledger, ends: dict[int, int]) -> float:
    """Columns that come out with these ends: of the outer sums first, then of the parts themselves."""
    readings = [
        _best(ledger, _total_readings(ledger, r, ends)) if RANK[r.kind] else _outer(ledger, r, ends)
        for r in ledger.rows if RANK[r.kind] or r.kind == "whole"
    ]
    outer = sum(len(r.right) for r in readings if r)
    inner = sum(len(_inner(ledger, s, e).right) for s, e in ends.items())
    return outer + inner / 100


def _try(ledger: Ledger, whole: SumRow, parts: list[SumRow]) -> SumReading:
    results = list(zip((*ledger.amounts, *ledger.rates), ledger.results(whole, parts), strict=True))
    return SumReading(whole, parts, [c for c, ok in results if ok], [c for c, ok in results if ok is False])


def _leaves(ledger: Ledger, start: int, end: int, ends: dict[int, int]) -> list[SumRow]:
    """The rows of a stretch that stand for themselves: no sums, and none under 其中."""
    inside = {i for s, e in ends.items() for i in range(s, e)}
    return [r for r in ledger.rows[start:end] if r.kind in ("item", "part") and r.index not in inside]


def _outer(ledger: Ledger, whole: SumRow, ends: dict[int, int]) -> SumReading:
    later = ledger.rows[whole.index + 1 :]
    after = next((r.index for r in later if RANK[r.kind] or r.kind == "whole"), len(ledger.rows))
    return _try(ledger, whole, _leaves(ledger, whole.index + 1, after, ends))


def _outer_before(ledger: Ledger, whole: SumRow, ends: dict[int, int]) -> SumReading:
    """The whole of an area over the rows above it, where it is the last row."""
    last = whole.index == len(ledger.rows) - 1
    before = [r.index + 1 for r in ledger.rows[: whole.index] if RANK[r.kind] or r.kind == "whole"]
    return _try(ledger, whole, _leaves(ledger, max(before, default=0), whole.index, ends) if last else [])


def _total_readings(ledger: Ledger, total: SumRow, ends: dict[int, int]) -> list[SumReading]:
    """The ways a sum row may be meant: over rows before or after it, over subtotals, over headed groups."""
    rank = RANK[total.kind]
    readings = []
    for start, end in _stretches(ledger, total):
        leaves = _leaves(ledger, start, end, ends)
        below = [r for r in ledger.rows[start:end] if 0 < RANK[r.kind] < rank]
        styles = dict.fromkeys(r.style for r in leaves)
        ranked = [[r for r in leaves if r.style == s] for s in styles] if len(styles) > 1 else []
        readings += [_try(ledger, total, rows) for rows in (leaves, below, *ranked) if rows]
    everything = [r for r in ledger.rows if r is not total]
    below = [r for r in everything if 0 < RANK[r.kind] < rank]
    if below:
        readings.append(_try(ledger, total, below))
    return readings


def _stretches(ledger: Ledger, total: SumRow) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows before and after a sum row, each up to the next sum of its rank or above."""
    rivals = [r.index for r in ledger.rows if RANK[r.kind] >= RANK[total.kind] and r is not total]
    low = max((i + 1 for i in rivals if i < total.index), default=0)
    return (low, total.index), (total.index + 1, min((i for i in rivals if i > total.index), default=len(ledger.rows)))


def _unmarked(ledger: Ledger, total: SumRow, ends: dict[int, int]) -> list[SumReading]:
    """Ways that nothing but the numbers shows.

    A subtotal may be of the last few rows only (小学, 初中, 义务教育小计). A group's
    row (市级机构) may stand above its rows without a word that it is their sum.
    """
    before, after = (_leaves(ledger, start, end, ends) for start, end in _stretches(ledger, total))
    tails = [before[-n:] for n in range(1, min(len(before), _MOST_PARTS + 1))] if total.kind == "subtotal" else []
    ways = (_heads(ledger, before), _heads(ledger, after), *tails)
    return [_try(ledger, total, rows) for rows in ways if rows]


def _heads(ledger: Ledger, rows: list[SumRow]) -> list[SumRow]:
    """The rows without those that a row before them adds up, in all columns; [] where there are none such."""
    heads, at = list[SumRow](), 0
    while at < len(rows):
        heads.append(rows[at])
        ends = _ends_by_first(ledger, rows, at)
        at = next((e for e in ends if _makes_up(ledger, rows[at], rows[at + 1 : e])), at + 1)
    return heads if len(heads) < len(rows) else []


def _ends_by_first(ledger: Ledger, rows: list[SumRow], at: int) -> Iterator[int]:
    """Where two rows or more after a row make it up in the first column, by itself."""
    column = (*ledger.amounts, *ledger.rates)[0]
    whole, added = rows[at].numbers.get(column), Decimal(0)
    for end in range(at + 1, min(len(rows), at + 1 + _MOST_PARTS) if whole else 0):
        added += rows[end].numbers.get(column) or Decimal(0)
        if end > at + 1 and whole and abs(added - whole) <= ledger.tolerance(end - at, column):
            yield end + 1


def _makes_up(ledger: Ledger, whole: SumRow, parts: list[SumRow]) -> bool:
    reading = _try(ledger, whole, parts)
    return bool(reading.right) and not reading.wrong


def _best(ledger: Ledger, readings: Sequence[SumReading]) -> SumReading | None:
    """The reading that comes out in most columns; of equals the one nearest to the printed sum."""
    return max(readings, key=lambda r: (len(r.right), -_off(ledger, r)), default=None)


def _off(ledger: Ledger, reading: SumReading) -> float:
    """How far the parts are from the printed sums, as a share of these."""
    off = 0.0
    for column in reading.wrong:
        total = float(reading.whole.numbers.get(column) or 0)
        off += abs(float(ledger.sum(reading.parts, column)) - total) / (abs(total) or 1.0)
    return off


def _shown(ledger: Ledger, readings: Sequence[SumReading]) -> SumReading | None:
    """The best reading, where the columns show that the parts are meant to add up."""
    best = _best(ledger, readings)
    return best if best and best.right and len(best.right) >= len(best.wrong) else None


def _inner(ledger: Ledger, start: int, end: int) -> SumReading:
    """The row before 其中 over the rows under it, all or with some that break down the one before them."""
    whole, rows = ledger.rows[start - 1], ledger.rows[start:end]
    ways = [rows, *([r for r in rows if not low <= r.index < high]
                    for low in range(start + 1, end) for high in range(low + 1, min(end, low + 5)))]
    best = _best(ledger, [_try(ledger, whole, list(w)) for w in ways if len(w) > 1])
    return best or SumReading(whole, list(rows), [], [])


def _parts(ledger: Ledger, start: int, end: int, places: Places) -> Iterator[Finding]:
    """The sums under 其中, where they are shown to be sums, and parts that are larger than their whole."""
    inner = _shown(ledger, [_inner(ledger, start, end)])
    yield from _report(inner, ledger, places)
    whole = ledger.rows[start - 1]
    for part in inner.parts if inner else [ledger.rows[start]]:
        for column in (*ledger.amounts, *ledger.rates):
            large, total = part.numbers.get(column), whole.numbers.get(column)
            if large is not None and total is not None and large > total:
                yield _exceeds(ledger, whole, part, column, places)


def _report(reading: SumReading | None, ledger: Ledger, places: Places) -> Iterator[Finding]:
    """A finding for each column that does not come out; rates only where most of them do."""
    if reading is None:
        return
    rates = [c for c in reading.wrong if c in ledger.rates]
    if len(rates) > sum(c in ledger.rates for c in reading.right):
        rates = []
    for column in [c for c in reading.wrong if c in ledger.amounts] + rates:
        yield _mismatch(ledger, reading, column, places)


def _mismatch(ledger: Ledger, reading: SumReading, column: int, places: Places) -> Finding:
    table, whole = ledger.table, reading.whole
    total, added = whole.numbers[column], ledger.sum(reading.parts, column)
    return finding(
        "sum-mismatch", "error", places.table(table),
        f"{places.table(table)}“{whole.label}”一行{cell_line(table, whole, column, places)}的"
        f"“{head(table, column)}”印为{shown(total)}，而所含{len(reading.parts)}行相加为{shown(added)}。",
        records=[table.id], span=table.cell_span(whole.index, column) or table.span, page=table.page,
    )


def _exceeds(ledger: Ledger, whole: SumRow, part: SumRow, column: int, places: Places) -> Finding:
    table = ledger.table
    return finding(
        "part-exceeds-whole", "error", places.table(table),
        f"{places.table(table)}的“{head(table, column)}”中，"
        f"“{part.label}”{cell_line(table, part, column, places)}为{shown(part.numbers[column])}，"
        f"大于其所属“{whole.label}”的{shown(whole.numbers[column])}。",
        records=[table.id], span=table.cell_span(part.index, column) or table.span, page=table.page,
    )
