"""How sure it is that what a finding rests on was read rightly, and what may be said of it.

An error needs evidence that can be read in one way only. A row that bears a doubt, or stands in a
table that does, gives a warning at most; one with a grave doubt is as likely wrong as right, and
says nothing of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from planparse.model.draft import Draft
from planparse.model.plan import (
    Finding,
    FindingKind,
    Indicator,
    Observation,
    Outcome,
    RecordDoubt,
    Severity,
    Table,
)
from planparse.model.source import OLD_LAYER

Standing = Literal["sure", "doubtful", "grave"]

# What says nothing of names, units and numbers.
HARMLESS_CODES = frozenset({"no-nature"})


NUMBERINGS: frozenset[FindingKind] = frozenset(
    {"duplicate-number", "missing-number", "heading-out-of-order"}
)
"""Kinds of findings that a slip of one numeral explains: 三 read as 二."""


class Sureness:
    """What speaks against the rows and tables of one draft."""

    def __init__(self, draft: Draft) -> None:
        self._tables = {table.id: table for table in draft.tables}
        self._old_layers = {
            page
            for notice in draft.source.notices
            if notice.cause == OLD_LAYER
            for page in notice.pages
        }
        """Pages whose text is that of an older recognition, laid under a scan."""
        self._of_row: dict[str, Standing] = {}
        self._page_of = {section.id: section.page for section in draft.sections}

    def of_row(
        self,
        row: Indicator | Outcome | Observation,
        but: Iterable[str] = (),
    ) -> Standing:
        """The standing of a row: its own doubts, and those of its table.

        Doubts of the codes `but` are what a check itself reports.
        """
        if but:
            return self._standing_of(row, but)
        # Most checks ask for the standing of every row.
        if row.id not in self._of_row:
            self._of_row[row.id] = self._standing_of(row, but)
        return self._of_row[row.id]

    def _standing_of(
        self,
        row: Indicator | Outcome | Observation,
        but: Iterable[str],
    ) -> Standing:
        table = self._tables.get(row.table)
        of_table = () if table is None else table.doubts
        own = () if isinstance(row, Observation) else row.doubts
        return _standing((*own, *of_table), but)

    def of_table(self, table: Table, but: Iterable[str] = ()) -> Standing:
        """The standing of a table, without doubts of the codes `but`."""
        return _standing(table.doubts, but)

    def is_of_old_layer(self, finding: Finding) -> bool:
        """Whether a finding is about numbers that an older recognition read, on either side."""
        if finding.kind not in NUMBERINGS or not self._old_layers:
            return False
        pages = {finding.page, *(self._page_of.get(record) for record in finding.records)}
        return not self._old_layers.isdisjoint(pages)


def at_most(severity: Severity, *standings: Standing) -> Severity:
    """The severity of a finding that rests on these sides: an error only where all are sure."""
    is_sure = all(standing == "sure" for standing in standings)
    return "warning" if severity == "error" and not is_sure else severity


def _standing(doubts: Sequence[RecordDoubt], but: Iterable[str]) -> Standing:
    if not doubts:  # as of most rows, and asked of each by many checks
        return "sure"
    left_out = {*HARMLESS_CODES, *but}
    telling = [doubt for doubt in doubts if doubt.code not in left_out]
    if any(doubt.severity == "grave" for doubt in telling):
        return "grave"
    return "doubtful" if telling else "sure"
