"""prose-contradicts-table: a mention and an indicator that speak of one thing and cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planparse.checks.matching.comparable import Extent
from planparse.checks.matching.names import Namer
from planparse.checks.matching.nicknames import nicknamed
from planparse.checks.matching.spoken_of import Said, agree, all_said, spoken_of
from planparse.checks.matching.table_rows import Rows
from planparse.checks.places import Places, finding, full_name, mention_text, printed
from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Mention, Value

Key = tuple[str, str]
"""An indicator's id and the text of one of its values."""


class Case(NamedTuple):
    """A mention against a printed value; `apart` where no number at all lies in both."""

    mention: Mention
    indicator: Indicator
    value: Value
    apart: bool


def prose_contradicts_table(
    draft: Draft, grammar: Grammar, namer: Namer, rows: Rows, places: Places
) -> Iterator[Finding]:
    """One finding for each indicator value that prose contradicts, with all mentions that do."""
    agreed: dict[Key, Mention] = {}
    against: dict[Key, list[Case]] = defaultdict(list)
    unnamed: list[Said] = []
    for said in all_said(draft, grammar, namer):
        meant = spoken_of(said, rows, grammar, namer)
        for indicator, value, pair, in_full in meant:
            key = (indicator.id, value.text)
            if agree(said.mention, pair):
                agreed[key] = said.mention
            elif key not in agreed or not _one_sentence(agreed[key], said.mention, draft):
                against[key].append(Case(said.mention, indicator, value, in_full and _apart(*pair)))
        if not meant:
            unnamed.append(said)
    for mention, indicator, value in nicknamed(unnamed, draft, rows, grammar, namer):
        if (key := (indicator.id, value.text)) not in agreed:
            against[key].append(Case(mention, indicator, value, False))
    for cases in against.values():
        yield _finding(cases, places)


def _one_sentence(agreed: Mention, mention: Mention, draft: Draft) -> bool:
    """Whether a mention goes on from one that bears the table out (达到70%，力争达到75%)."""
    if agreed.role != mention.role or agreed.span[1] > mention.span[0]:
        return False
    between = draft.source.text[agreed.span[1] : mention.span[0]]
    whole = between.replace("，\n", "，").replace("、\n", "、")  # a line that breaks off at a comma goes on
    return not any(c in whole for c in "。；;\n")


def _apart(a: Extent, b: Extent) -> bool:
    """Whether no number at all lies in both: an error, where a looser promise is a warning."""
    return a.low > b.high or b.low > a.high


def _finding(cases: list[Case], places: Places) -> Finding:
    mention, indicator, value, _ = cases[0]
    what = "目标值" if value is indicator.target else "基期值" if value is indicator.baseline else "数值"
    prose = "、".join(f"{places.prose(c.mention)}为{mention_text(c.mention)}" for c in cases[:3])
    name = full_name(indicator)
    message = (
        f"“{name}”前后不一：{prose}，而{places.row(indicator)}的{what}为{printed(value, indicator.unit)}。"
    )
    apart = mention.role != "standard" and any(c.apart for c in cases)
    return finding(
        "prose-contradicts-table", "error" if apart else "warning", name, message,
        records=(*(c.mention.id for c in cases), indicator.id), span=mention.span, page=mention.page,
    )
