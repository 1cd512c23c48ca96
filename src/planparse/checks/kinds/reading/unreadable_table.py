"""unreadable-table: an indicator table that the plan promises was not read, or cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from planparse.checks.kinds.lists.serial_numbers import serial_numbers
from planparse.checks.kinds.reading.broken_text import broken_text
from planparse.checks.kinds.reading.pictures_for_tables import pictures_for_tables
from planparse.checks.kinds.reading.stray_rows import stray_rows
from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.labels import labels
from planparse.model.doubt import Cause
from planparse.model.draft import Draft
from planparse.model.plan import Finding, Indicator, Outcome, Table
from planparse.model.source import PLAIN_FORMATS, Span
from planparse.tables.header_words import plain

DISTRUSTED = 0.5
"""Share of a table's rows with grave doubts from which the whole table is not to be trusted."""

OTHER_FORMAT = "请换用同一文件的其他格式（网页、Word、PDF），或对照原件录入"
OTHER_FORMAT_OR_OCR = (
    "请换用同一文件的其他格式（网页、Word），扫描件请安装 planparse[ocr] 后再读，或对照原件录入"
)
"""What the user can do; a text is no scan."""

OF_NAMES = {"category", "subcategory", "number", "name", "unit", "nature"}
"""Roles of columns that say what is measured, and nothing of how much of it there is."""

Row = Indicator | Outcome


@check("unreadable-table")
def unreadable_table(matter: Matter) -> Iterator[Finding]:
    """Captions and sentences that promise indicators where none were read, and doubtful tables."""
    rows = _rows_by_table(matter.draft)
    way_out = _way_out(matter.draft)
    yield from _captions_without_rows(matter, rows)
    yield from _goals_without_rows(matter, rows)
    yield from pictures_for_tables(matter, way_out)
    yield from stray_rows(matter, way_out)
    yield from broken_text(matter, way_out)
    yield from _distrusted(matter, rows)
    if not rows:
        yield from _promises(matter)


def _way_out(draft: Draft) -> str:
    """What the user can do where a table was not read."""
    is_text = draft.source.media_type in PLAIN_FORMATS
    return OTHER_FORMAT if is_text else OTHER_FORMAT_OR_OCR


def _rows_by_table(draft: Draft) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    all_rows: list[Row] = [*draft.indicators, *draft.outcomes]
    for row in all_rows:
        rows.setdefault(row.table, []).append(row)
    return rows


# ------------------------------------------------------------------ captions


def _captions_without_rows(matter: Matter, rows: dict[str, list[Row]]) -> Iterator[Finding]:
    """A caption of indicators (专栏1 主要指标) below which no row was read."""
    tables = {table.id: table for table in matter.draft.tables}
    for box in matter.draft.boxes:
        if not _names_indicators(box.title, matter) or box.items:
            continue
        table = tables.get(box.table or "")
        if table is not None and _is_list_of_names(table):
            continue
        if table is None or table.id not in rows:
            yield _not_read(matter, f"{box.label} {box.title}", box.span, box.page)
    boxed = {box.table for box in matter.draft.boxes}
    for table in matter.draft.tables:
        if table.id in boxed or table.id in rows or not table.rows or _is_list_of_names(table):
            continue
        if table.caption and _names_indicators(table.caption, matter):
            yield _not_read(matter, table.caption, table.span, table.page)


def _goals_without_rows(matter: Matter, rows: dict[str, list[Row]]) -> Iterator[Finding]:
    """A table with names and goals of which no record was made: its goals are in words."""
    for table in matter.draft.tables:
        if table.kind != "other" or table.id in rows or not table.rows:
            continue
        roles = {column.role for column in table.columns}
        if not roles >= {"name", "target"} or _is_told_by_caption(table, matter):
            continue
        about = matter.places.table(table)
        where = _where(matter, table.span, table.page)
        yield finding(
            "unreadable-table",
            "warning",
            about,
            f"{about}（{where}）有目标列，但其{len(table.rows)}行没有读作指标，请对照原件核对。",
            records=[table.id],
            span=table.span,
            page=table.page,
        )


def _is_told_by_caption(table: Table, matter: Matter) -> bool:
    return bool(table.caption) and _names_indicators(table.caption or "", matter)


def _is_list_of_names(table: Table) -> bool:
    """Whether a table that was surely read says what will be measured (指标体系), without values."""
    roles = {column.role for column in table.columns}
    return not table.doubts and {"number", "name", "unit"} <= roles <= OF_NAMES


def _names_indicators(caption: str, matter: Matter) -> bool:
    names = matter.grammar.pattern("checks.caption-of-indicators")
    return names.search(plain(caption)) is not None


def _not_read(matter: Matter, about: str, span: Span, page: int | None) -> Finding:
    where = _where(matter, span, page)
    return finding(
        "unreadable-table",
        "warning",
        about.strip(),
        f"“{about.strip()}”（{where}）下没有读出任何指标，{_way_out(matter.draft)}。",
        span=span,
        page=page,
    )


# ------------------------------------------------------------------ doubtful tables


def _distrusted(matter: Matter, rows: dict[str, list[Row]]) -> Iterator[Finding]:
    """Tables that were read, but with grave doubts about the whole or about most of the rows."""
    for table in matter.draft.tables:
        own = rows.get(table.id)
        if not own or not _is_distrusted(table, own):
            continue
        if _is_told_as_missing_number(table, own, matter) or _is_none(table, own, matter):
            continue
        if _is_of_tasks(table, own, matter):
            continue
        about = matter.places.table(table)
        where = _where(matter, table.span, table.page)
        seen = "、".join(_seen(table, own))
        is_cut = set(_codes(table, own)) == {Cause.OFF_PAGE}
        doubt = (
            f"可能不全（{seen}），请对照原件核对"
            if is_cut
            else f"很可能有误（{seen}），{_way_out(matter.draft)}"
        )
        yield finding(
            "unreadable-table",
            "info" if is_cut else "warning",
            about,
            f"{about}（{where}）读出的{len(own)}行{doubt}。",
            records=[table.id],
            span=table.span,
            page=table.page,
        )


def _is_of_tasks(table: Table, rows: Sequence[Row], matter: Matter) -> bool:
    """Whether it lists tasks and how much there is of each (数量), which is no goal of a year."""
    if set(_codes(table, rows)) != {Cause.NO_TARGET}:
        return False
    head = matter.grammar.pattern("checks.column-of-numbers")
    return any(head.fullmatch("".join("".join(column.path).split())) for column in table.columns)


def _is_told_as_missing_number(table: Table, rows: Sequence[Row], matter: Matter) -> bool:
    """Whether all that speaks against a table is a number left out, which is a finding of its own."""
    if set(_codes(table, rows)) != {Cause.SERIAL_GAP}:
        return False
    start, end = table.span
    return any(
        found.kind == "missing-number" and start <= found.span[0] < end
        for found in serial_numbers(matter)
    )


def _is_none(table: Table, rows: Sequence[Row], matter: Matter) -> bool:
    """Whether only the names speak against a table that nothing says to be one of indicators.

    Shares of a whole (客源地, 占比) are no indicators, and were read rightly all the same.
    """
    if set(_codes(table, rows)) != {Cause.MEASURES_NOTHING}:
        return False
    boxes = (box.title for box in matter.draft.boxes if box.table == table.id)
    return not any(_names_indicators(title, matter) for title in (table.caption or "", *boxes))


def _is_distrusted(table: Table, rows: Sequence[Row]) -> bool:
    if any(doubt.severity == "grave" for doubt in table.doubts):
        return True
    grave = [row for row in rows if any(doubt.severity == "grave" for doubt in row.doubts)]
    return len(grave) >= DISTRUSTED * len(rows)


def _seen(table: Table, rows: Sequence[Row]) -> list[str]:
    """What speaks against the table, in Chinese, as all messages are: each once, in row order."""
    words = labels("zh")
    return list(dict.fromkeys(words.name("doubt", code) for code in _codes(table, rows)))


def _codes(table: Table, rows: Sequence[Row]) -> list[str]:
    """The codes of the grave doubts of a table and its rows."""
    doubts = list(table.doubts)
    for row in rows:
        doubts += row.doubts
    return [doubt.code for doubt in doubts if doubt.severity == "grave"]


# ------------------------------------------------------------------ promises in prose


def _promises(matter: Matter) -> Iterator[Finding]:
    """主要指标见专栏1, in a plan in which no table of indicators was read at all."""
    pattern = matter.grammar.pattern("checks.promise-of-indicators")
    boxes = {plain(box.label) for box in matter.draft.boxes}
    for paragraph in matter.draft.paragraphs:
        found = pattern.search(paragraph.text)
        if found is None:
            continue
        span = paragraph.span_of(*found.span())
        if _label_of(found) in boxes:
            continue
        about = found["label"] or found[0]
        where = _where(matter, span, None)
        yield finding(
            "unreadable-table",
            "warning",
            about,
            f"正文（{where}）说“{found[0]}”，但没有读出指标表，{_way_out(matter.draft)}。",
            span=span,
        )
        return


def _label_of(found: regex.Match[str]) -> str:
    return plain(found["label"] or "")


def _where(matter: Matter, span: Span, page: int | None) -> str:
    line = matter.places.line(span)
    where = "" if page is None else f"第{page}页"
    return line if where in ("", line) else f"{where}，{line}"
