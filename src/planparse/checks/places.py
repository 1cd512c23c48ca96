"""Where a record stands and what it prints, in words for a reader of the printed plan."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from planparse.grammar import Grammar
from planparse.model.draft import Draft
from planparse.model.heading_paths import heading_words
from planparse.model.plan import (
    Finding,
    FindingKind,
    Indicator,
    Mention,
    Passage,
    Section,
    Severity,
    Table,
    Unit,
    Value,
)
from planparse.model.source import PLAIN_FORMATS, Span

# A caption of more characters is a sentence, and no name to call a table by.
LONGEST_CAPTION = 40

SUMS = ("总计", "合计", "总量")
"""Names of rows that say nothing without that of their group."""

UNNAMED_TABLE = "表格"

NO_HEADING = "文中"
"""Where what no heading stands above is to be looked for."""


class Places:
    """Names the places of one draft. Lines count from 1, as editors show them."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self._text = draft.source.text
        self._draft = draft
        self._tables = {table.id: table for table in draft.tables}
        self._boxes = {box.id: box for box in draft.boxes}
        self._grammar = grammar

    @cached_property
    def line_starts(self) -> list[int]:
        """The offsets at which the lines of the text begin."""
        # Most plans have no finding, so the text is cut into lines only when one asks.
        return self._draft.source.line_starts()

    @cached_property
    def starts_of_lines(self) -> list[int]:
        """Where the lines of the source begin: in a text with marks or pages not all of `line_starts`."""
        return [line.start for line in self._draft.source.lines]

    @cached_property
    def _bounds(self) -> tuple[str, ...]:
        """Words behind a number that print its comparator: 35以上, 9.0左右, 60余."""
        behind = (rule for rule in self._grammar.group("bound") if rule.attrs["side"] != "before")
        return tuple(word for rule in behind for word in rule.words)

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The headings by id, which only a few checks ask for."""
        return {section.id: section for section in self._draft.sections}

    @cached_property
    def below(self) -> dict[str, list[Section]]:
        """The headings right below each one, by its id, in order; "" has the outermost."""
        below: dict[str, list[Section]] = {}
        for section in self._draft.sections:
            below.setdefault(section.parent or "", []).append(section)
        return below

    @property
    def has_lines(self) -> bool:
        """Whether a line of the text is one of the file."""
        return self._draft.source.media_type in PLAIN_FORMATS

    def line(self, span: Span) -> str:
        """第12行, for a span's first character; where the file itself has no such line, what finds it there.

        That is the page, or the heading above it: a line of what was read out of a web page or a
        Word file is found in neither.
        """
        if self.has_lines:
            return f"第{bisect_right(self.line_starts, span[0])}行"
        page = self._page(span)
        return self._below(span) if page is None else f"第{page}页"

    def _page(self, span: Span) -> int | None:
        at = bisect_right(self.starts_of_lines, span[0]) - 1
        return self._draft.source.lines[at].page if at >= 0 else None

    def _below(self, span: Span) -> str:
        """“二、主要任务”下, of the heading above a place, and above one that begins there."""
        sections = self._draft.sections
        at = bisect_left(sections, span[0], key=lambda section: section.span[0]) - 1
        section = sections[at] if at >= 0 else None
        while section is not None and span[0] >= section.body[1]:
            section = self.sections.get(section.parent or "")
        return f"“{heading_words(section)}”下" if section is not None else NO_HEADING

    def table(self, table: Table) -> str:
        """专栏1, or the caption, or 表格 where a table has neither."""
        if table.label:
            return table.label
        box = self._boxes.get(table.box or "")
        label = box.label if box is not None else ""
        caption = table.caption or ""
        if len(caption) > LONGEST_CAPTION:
            caption = ""
        # 附表 alone may be any of several.
        if label and label[-1].isdigit():
            return label
        return label + caption or UNNAMED_TABLE

    def spot(self, indicator: Indicator) -> Span:
        """Where an indicator's name is printed.

        Its row may begin with a label merged from far above.
        """
        table = self._tables.get(indicator.table)
        if table is None or indicator.row >= len(table.cell_spans):
            return indicator.span
        spot = indicator.span
        cells = table.cell_spans[indicator.row]
        for column, span in zip(table.columns, cells, strict=False):
            if column.role == "name" and span is not None:
                spot = span
        return spot

    def row(self, indicator: Indicator) -> str:
        """专栏1（第40行）, where an indicator is printed."""
        table = self._tables.get(indicator.table)
        name = self.table(table) if table is not None else UNNAMED_TABLE
        return f"{name}（{self.line(self.spot(indicator))}）"

    def prose(self, mention: Mention) -> str:
        """正文第12行, where a mention is printed."""
        return "正文" + self.line(mention.span)

    def cell(
        self,
        table: Table,
        row: int,
        column: int,
    ) -> str:
        """（第12行）, where a cell of a table's body is printed; "" where that is not known."""
        span = table.cell_span(row, column)
        if span is None:
            return ""
        return f"（{self.line(span)}）"

    def in_row(
        self,
        table: Table,
        label: str,
        row: int,
        column: int,
    ) -> str:
        """专栏1“合计”一行（第12行）, where a cell of a table's row of this name is printed."""
        return f"{self.table(table)}“{label}”一行{self.cell(table, row, column)}"

    def printed(self, value: Value | None, unit: Unit | None) -> str:
        """The value as printed, with its unit unless that stands in it; "" for none."""
        if value is None:
            return ""
        text = value.text.replace("\n", "").strip()
        text = self._with_sign(text, value)
        own = value.unit or unit
        if own is None or own.text in text or prints_unit(value):
            return text
        if own.text[:1].isdigit():
            # 12（1/10万): side by side they would read as one number.
            return f"{text}（{own.text}）"
        opening = text.find("（")
        if value.remark and opening > 0:
            return text[:opening] + own.text + text[opening:]  # 95%（4个点位）
        return text + own.text

    def quantity(self, mention: Mention) -> str:
        """The quantity as printed, its comparator as a sign before it (≥60%)."""
        return self._with_sign("".join(mention.text.split()), mention.value)

    def _with_sign(self, text: str, value: Value) -> str:
        """The printed text with its comparator before it, unless it says that itself."""
        sign = value.comparator
        if sign is None or sign == "=" or self._says_bound(text):
            return text
        return sign + text

    def _says_bound(self, text: str) -> bool:
        """Whether the printed text carries its comparator itself (≥35, 35以上, 9.0左右)."""
        bare = text.replace("%", "").replace("％", "")
        begins_with_number = bare[:1].isdigit()
        return not begins_with_number or any(word in text for word in self._bounds)


def prints_unit(value: Value) -> bool:
    """Whether the unit of a value, or its multiple (3.2万 of 万人), stands in the value's own words."""
    if value.unit is None:
        return False
    unit = value.unit.text
    first = unit if unit[:1].isdigit() else unit[:1]
    return first in value.text


def full_name(indicator: Indicator) -> str:
    """An indicator's name with its qualifier in parentheses, and 总计 with the group that it sums up."""
    if indicator.name in SUMS and indicator.category:
        return f"{indicator.category}（{indicator.name}）"
    if not indicator.qualifier:
        return indicator.name
    return f"{indicator.name}（{indicator.qualifier}）"


def finding(
    kind: FindingKind,
    severity: Severity,
    about: str,
    message: str,
    *,
    records: Iterable[str] = (),
    sides: Iterable[Span] = (),
    span: Span,
    page: int | None = None,
) -> Finding:
    """A finding without an id; `registry.check_plan` numbers them all in the order of the text.

    `sides` are places besides those of the records, where something is printed that is no record.
    """
    return Finding(
        id="",
        kind=kind,
        severity=severity,
        about=about,
        message=message,
        records=tuple(dict.fromkeys(records)),
        passages=tuple(Passage(span=side) for side in sides),
        span=span,
        page=page,
    )
