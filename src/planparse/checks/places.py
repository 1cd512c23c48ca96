"""Where a record stands, in words that a reader of the printed plan can follow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from planparse.model.draft import Draft
from planparse.model.plan import Finding, FindingKind, Indicator, Mention, Severity, Table, Unit, Value
from planparse.model.source import Span, line_starts

_CAPTION = 40
"""A longer caption is no name to call a table by."""


class Places:
    """Names the places of one draft. Lines count from 1, as editors show them."""

    def __init__(self, draft: Draft) -> None:
        self._text = draft.source.text
        self._tables = {t.id: t for t in draft.tables}
        self._boxes = {b.id: b for b in draft.boxes}

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self._text)

    def line(self, span: Span) -> str:
        """第12行, for a span's first character."""
        return f"第{bisect_right(self._starts, span[0])}行"

    def table(self, table: Table | str) -> str:
        """专栏1, or 表格 where a table has no label."""
        record = self._tables.get(table) if isinstance(table, str) else table
        if record is None:
            return "表格"
        box = self._boxes.get(record.box or "")
        caption = record.caption if record.caption and len(record.caption) <= _CAPTION else ""
        return record.label or (box.label if box else "") or caption or "表格"

    def spot(self, indicator: Indicator) -> Span:
        """Where an indicator's name is printed; its row may begin with a label merged from far above."""
        table = self._tables.get(indicator.table)
        if table is None or indicator.row >= len(table.cell_spans):
            return indicator.span
        cells = table.cell_spans[indicator.row]
        names = [s for c, s in zip(table.columns, cells, strict=False) if c.role == "name" and s]
        return names[-1] if names else indicator.span

    def row(self, indicator: Indicator) -> str:
        """专栏1（第40行）, where an indicator is printed."""
        return f"{self.table(indicator.table)}（{self.line(self.spot(indicator))}）"

    def prose(self, mention: Mention) -> str:
        """正文第12行, where a mention is printed."""
        return "正文" + self.line(mention.span)


def printed(value: Value, unit: Unit | None) -> str:
    """The value as printed, with its unit unless that stands in it."""
    text = value.text.replace("\n", "").strip()
    sign = value.comparator if value.comparator not in (None, "=") else ""
    if sign and not _says(text, sign):
        text = f"{sign}{text}"
    own = value.unit or unit
    if own is None or own.text in text:
        return text
    return f"{text}（{own.text}）" if own.text[:1].isdigit() else text + own.text


def mention_text(mention: Mention) -> str:
    """The quantity as printed, its comparator as a sign before it (≥60%)."""
    text = "".join(mention.text.split())
    sign = mention.value.comparator
    return text if sign in (None, "=") or _says(text, str(sign)) else f"{sign}{text}"


def full_name(indicator: Indicator) -> str:
    """An indicator's name with its qualifier in parentheses."""
    return f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name


def finding(
    kind: FindingKind, severity: Severity, about: str, message: str, *,
    records: Iterable[str] = (), span: Span, page: int | None = None,
) -> Finding:
    """A finding without an id; `checks.check_plan` numbers them all in the order of the text."""
    ids = tuple(dict.fromkeys(records))
    return Finding(
        id="", kind=kind, severity=severity, about=about, message=message, records=ids, span=span, page=page,
    )


def _says(text: str, sign: str) -> bool:
    """Whether the printed text carries its comparator itself (≥35, 35以上, 9.0左右)."""
    bare = text.replace("%", "").replace("％", "")
    return not bare[:1].isdigit() or any(w in text for w in ("以", "左右", "余", "多", "内"))
