"""Which cells of a row are doubtful, and why: what a workbook colours and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from planparse.frames.columns import Row
from planparse.labels import Labels

if TYPE_CHECKING:
    from planparse.model.plan import Indicator, Outcome, Plan, RecordDoubt, Table

WHOLE_ROW = "doubts"
"""The column that is coloured where a doubt is of no field that the table shows."""


class CellDoubt(NamedTuple):
    """Why a cell is doubtful, in words, and whether that is grave."""

    grave: bool
    note: str


class PlanDoubts:
    """Knows the doubts of one plan's rows."""

    def __init__(self, plan: Plan, words: Labels) -> None:
        self._words = words
        records: list[Table | Indicator | Outcome] = [
            *plan.tables,
            *plan.indicators,
            *plan.outcomes,
        ]
        self._of_record = {record.id: record.doubts for record in records if record.doubts}

    def of(self, row: Row, columns: Collection[str]) -> dict[str, CellDoubt]:
        """The doubtful cells of a row by their columns; none for most rows."""
        if not row.get("doubts"):
            return {}
        of_table = self._of_record.get(str(row.get("table_id")), ())
        found: dict[str, list[RecordDoubt]] = defaultdict(list)
        for doubt in (*self._own(row), *of_table):
            found[_column(doubt.field, row, columns)].append(doubt)
        return {
            column: CellDoubt(
                any(doubt.severity == "grave" for doubt in doubts),
                "\n".join(self._told(doubts, of_table)),
            )
            for column, doubts in found.items()
        }

    def _own(self, row: Row) -> Iterable[RecordDoubt]:
        record = row.get("record_id") or row.get("id")
        return self._of_record.get(str(record), ())

    def _told(
        self, doubts: Iterable[RecordDoubt], of_table: Collection[RecordDoubt]
    ) -> Iterable[str]:
        """A line for each doubt; none twice."""
        words = self._words
        lines = []
        for doubt in doubts:
            line = words.say(
                "workbook.doubt",
                name=words.name("doubt", doubt.code),
                means=words.means("doubt", doubt.code),
                weight=words.name("weight", doubt.severity),
            )
            if doubt in of_table:
                line = words.say("workbook.of-table") + words.say("mark.colon") + line
            lines.append(line)
        return dict.fromkeys(lines)


def _column(field: str | None, row: Row, columns: Collection[str]) -> str:
    """Where a field stands in a row: `baseline` in `baseline_text`, and in `text` of a row of that value alone."""
    if field is None:
        return WHOLE_ROW
    if field == row.get("slot"):
        return "text"
    for name in (field, f"{field}_text", f"{field}_name", f"{field}_count"):
        if name in columns:
            return name
    return WHOLE_ROW
