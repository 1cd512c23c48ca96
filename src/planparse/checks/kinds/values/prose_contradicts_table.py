"""prose-contradicts-table: text and table speak of one thing, and cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec import structs

from planparse.checks.kinds.figures.stretch_goals import are_two_tiers
from planparse.checks.kinds.slips.typing_slips import digits
from planparse.checks.matching.counted import SENTENCE_ENDS, is_rate
from planparse.checks.matching.extents import (
    Extent,
    amount,
    are_apart,
    base_unit,
    bounds_differ,
    is_exact,
    reach,
)
from planparse.checks.matching.nicknames import nicknamed
from planparse.checks.matching.printed_values import agree
from planparse.checks.matching.said import Said, all_said
from planparse.checks.matching.spoken_of import Meant, spoken_of
from planparse.checks.matching.table_rows import RowEnds, TableRows
from planparse.checks.matching.unclear import is_set_from_above, is_unclear
from planparse.checks.matching.unit_slips import units_differ
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding, full_name
from planparse.checks.sums.column_sums import has_sum_column
from planparse.checks.sureness import at_most
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Mention, Value

# So many mentions are quoted in a message; the records of the finding name them all.
MOST_QUOTED = 3

FEWEST_BORNE_OUT = 2
"""Rows of a doubtful table whose numbers the text tells, for each one that it denies."""

FEWEST_SURPASSED = 2
"""Goals of a table that are better than the bounds of the text, before all of these are taken for floors."""


class Contradiction(NamedTuple):
    """A mention against a printed value."""

    mention: Mention
    indicator: Indicator
    value: Value
    is_certain: bool
    """Whether the row is named in full and no number at all lies in both: an error, where a looser
    promise is a warning."""

    @property
    def key(self) -> ValueKey:
        """The value that is contradicted."""
        return self.indicator.id, self.value.text


ValueKey = tuple[str, str]
"""An indicator's id and the text of one of its values."""


@check("prose-contradicts-table")
def prose_contradicts_table(matter: Matter) -> Iterator[Finding]:
    """One finding for each indicator value that prose contradicts, with all mentions that do."""
    by_value: dict[ValueKey, list[Contradiction]] = {}
    for contradiction in chain(_contradictions(matter), _of_borne_out_tables(matter)):
        if is_unclear(contradiction.mention, matter):
            continue
        if is_set_from_above(contradiction.mention, matter):
            continue  # the plan's own goal may be another
        if units_differ(contradiction.mention, contradiction.indicator, contradiction.value):
            continue  # the same number in other units is a kind of its own
        by_value.setdefault(contradiction.key, []).append(contradiction)
    for contradictions in by_value.values():
        yield _finding(contradictions, matter)


def _contradictions(matter: Matter) -> Iterator[Contradiction]:
    """All mentions that contradict a value which no sentence bears out before them."""
    borne_out: dict[ValueKey, Mention] = {}
    unnamed: list[Said] = []
    two_bounds: list[Contradiction] = []
    surpassed: set[ValueKey] = set()
    for said in matter.said:
        meant = spoken_of(said, matter)
        if not meant:
            unnamed.append(said)
        for printed_value in meant:
            contradiction = _contradiction(said.mention, printed_value, matter)
            key = contradiction.key
            if _bear_one_another_out(said, printed_value):
                borne_out[key] = said.mention
                if _surpasses(*printed_value.pair):
                    surpassed.add(key)
            elif _proves_nothing(said.mention, printed_value, borne_out.get(key), matter):
                continue
            elif bounds_differ(*printed_value.pair) and _surpasses(*printed_value.pair):
                two_bounds.append(contradiction)
            else:
                yield contradiction
    # A text that tells floors and ceilings, which the table's goals are better than, does so on purpose.
    if len(surpassed) < FEWEST_SURPASSED:
        yield from two_bounds
    # What goes by another name is only looked at when all that goes by the row's own is known.
    for denied in nicknamed(unnamed, matter):
        contradiction = Contradiction(
            denied.mention, denied.indicator, denied.value, is_certain=False
        )
        if contradiction.key not in borne_out:
            yield contradiction


def _of_borne_out_tables(matter: Matter) -> Iterator[Contradiction]:
    """Contradictions of a table that may be misread, and that the text bears out in most of its rows.

    Then the row that it does not was read as rightly as the others.
    """
    for table in matter.draft.tables:
        # Few tables are so doubtful, and fewer of them hold indicators.
        if table.kind != "indicators" or matter.sureness.of_table(table) != "grave":
            continue
        rows = [
            row
            for row in matter.draft.indicators
            if row.table == table.id and not any(doubt.severity == "grave" for doubt in row.doubts)
        ]
        told = _matter_of_rows(rows, matter)
        denied: dict[ValueKey, Contradiction] = {}
        borne_out: set[ValueKey] = set()
        for said in told.said:
            for meant in spoken_of(said, told):
                contradiction = _contradiction(said.mention, meant, told)
                if _bear_one_another_out(said, meant):
                    borne_out.add(contradiction.key)
                elif _may_be_denied(said.mention, meant, told):
                    denied.setdefault(contradiction.key, contradiction)
        wrong = [one for key, one in denied.items() if key not in borne_out]
        if len(borne_out) >= len(wrong) * FEWEST_BORNE_OUT:
            yield from wrong


def _may_be_denied(mention: Mention, meant: Meant, matter: Matter) -> bool:
    """Whether a number of a doubtful table is one that a slip of the text's may be, and not another cell's."""
    if not meant.in_full or _proves_nothing(mention, meant, None, matter):
        return False
    told, printed = digits(mention.value), digits(meant.value)
    return len(told) == len(printed) and told.find(".") == printed.find(".")


def _matter_of_rows(rows: Sequence[Indicator], matter: Matter) -> Matter:
    """The matter with these rows alone, and its mentions as if nothing had been asked of them."""
    draft, grammar, namer = matter.draft, matter.grammar, matter.namer
    table_rows = TableRows(draft, grammar, namer, matter.sureness, matter.subjects, among=rows)
    return structs.replace(
        matter,
        rows=table_rows,
        row_ends=RowEnds(table_rows.full),
        said=tuple(all_said(draft, grammar, namer)),
    )


def _proves_nothing(
    mention: Mention, meant: Meant, borne_out: Mention | None, matter: Matter
) -> bool:
    """Whether it counts something else, or goes on from what bears the table out."""
    if _is_another_count(mention, meant, matter):
        return True
    return _goes_on(borne_out, mention, matter.draft)


def _is_another_count(mention: Mention, meant: Meant, matter: Matter) -> bool:
    """Whether it counts something else than the printed value, so that the two prove nothing."""
    return (
        _is_what_lacks(mention, meant)
        or _is_another_base(mention, meant)
        or _is_added_up(mention, meant, matter)
        or are_two_tiers(mention, meant.value, matter)
    )


def _is_what_lacks(mention: Mention, meant: Meant) -> bool:
    """Whether it is what the goal is above the start (6家, 20家, 培育14家), whatever its words say."""
    start, goal = meant.indicator.baseline, meant.indicator.target
    if goal is not meant.value or start is None or not is_exact(start) or not is_exact(goal):
        return False
    if not is_exact(mention.value) or is_rate(mention) or base_unit(mention) == "":
        return False
    lacking = reach(goal).number - reach(start).number
    return abs(amount(mention) - lacking) <= reach(goal).slack


def _is_added_up(mention: Mention, meant: Meant, matter: Matter) -> bool:
    """Whether the row is of what each year brings, and its table adds the years up (合计)."""
    if is_rate(mention):
        return False
    table = next(one for one in matter.draft.tables if one.id == meant.indicator.table)
    return has_sum_column(table, matter.grammar)


def _is_another_base(mention: Mention, meant: Meant) -> bool:
    """Whether one number is told for each of two bases (每千人口, 每万人口), which is a slip of units."""
    base, other = mention.per, meant.indicator.per
    if base is None or other is None or base.count == other.count:
        return False
    return mention.value.value is not None and mention.value.value == meant.value.value


def _bear_one_another_out(said: Said, meant: Meant) -> bool:
    """Whether both can hold; two bounds for one goal must be the same bound (≤2.1, ≤2.2)."""
    if not agree(said.mention, meant.pair):
        return False
    return not (meant.in_full and said.mention.role == "target" and bounds_differ(*meant.pair))


def _surpasses(told: Extent, printed: Extent) -> bool:
    """Whether a printed goal, or its bound, is better than the bound that the text tells for it."""
    if told.sign in "≥>":
        return printed.sign in "=≥>" and printed.number > told.number
    return told.sign in "≤<" and printed.sign in "=≤<" and printed.number < told.number


def _contradiction(mention: Mention, meant: Meant, matter: Matter) -> Contradiction:
    # Of a number without a year it is not sure that it is of the table's.
    is_certain = meant.in_full and are_apart(*meant.pair) and mention.value.year == meant.value.year
    # An estimate (预计) may be put right by the table.
    if is_certain and matter.grammar.find("checks.aside", mention.subject or ""):
        is_certain = False
    return Contradiction(
        mention=mention,
        indicator=meant.indicator,
        value=meant.value,
        is_certain=is_certain,
    )


def _goes_on(
    borne_out: Mention | None,
    mention: Mention,
    draft: Draft,
) -> bool:
    """Whether a mention goes on from one that bears the table out (达到70%，力争达到75%)."""
    if borne_out is None or borne_out.role != mention.role:
        return False
    if borne_out.span[1] > mention.span[0]:
        return False
    text = draft.source.text
    start, end = borne_out.span[1], mention.span[0]
    # The two may stand pages apart, and the first mark is near.
    if any(text.find(mark, start, end) >= 0 for mark in SENTENCE_ENDS):
        return False
    # A line that breaks off at a comma goes on.
    joined = text[start:end].replace("，\n", "，").replace("、\n", "、")
    return "\n" not in joined


def _finding(contradictions: Sequence[Contradiction], matter: Matter) -> Finding:
    places = matter.places
    first = contradictions[0]
    indicator = first.indicator
    name = full_name(indicator)
    prose = "、".join(
        f"{places.prose(one.mention)}为{places.quantity(one.mention)}"
        for one in contradictions[:MOST_QUOTED]
    )
    # A norm binds those whom it is for, and the goal of a whole area need not be the same.
    is_error = first.mention.role != "standard" and any(one.is_certain for one in contradictions)
    return finding(
        "prose-contradicts-table",
        at_most("error" if is_error else "warning", matter.sureness.of_row(indicator)),
        name,
        f"“{name}”前后不一：{prose}，而{places.row(indicator)}的{_what(first)}"
        f"为{places.printed(first.value, indicator.unit)}。",
        records=[*(one.mention.id for one in contradictions), indicator.id],
        span=first.mention.span,
        page=first.mention.page,
    )


def _what(contradiction: Contradiction) -> str:
    """What the contradicted value is, in the words of a message."""
    if contradiction.value is contradiction.indicator.target:
        return "目标值"
    if contradiction.value is contradiction.indicator.baseline:
        return "基期值"
    return "数值"
