"""unreadable-table: the caption of a table, below which nothing is printed before the next heading."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter, check
from planparse.checks.places import finding
from planparse.model.plan import Box, Finding

BLANK = " \t\n\r#*"
"""White space, and marks that print nothing."""


@check("unreadable-table")
def empty_captions(matter: Matter) -> Iterator[Finding]:
    """表2 各乡镇任务分解表, and then the next chapter: the table was left out, or is a picture."""
    caption = matter.grammar.pattern("checks.table-label")
    for box in matter.draft.boxes:
        if box.table is not None or box.items or not box.title.strip():
            continue
        if not caption.fullmatch("".join(box.label.split())) or not _is_empty(box, matter):
            continue
        if _is_below_its_table(box, matter) or _is_told_by_others(box, matter):
            continue
        name = f"{box.label} {box.title}"
        yield finding(
            "unreadable-table",
            "warning",
            name,
            f"“{name}”（{matter.places.line(box.span)}）下没有表格，可能漏排，或为图片而未读取，请对照原件。",
            records=[box.id],
            span=box.span,
            page=box.page,
        )


def _is_empty(box: Box, matter: Matter) -> bool:
    """Whether nothing but the unit of the table stands below the caption, and then a heading or a caption."""
    text = matter.draft.source.text
    below = "".join(text[box.span[1] : box.content[1]].split()).strip(BLANK)
    if below and matter.grammar.pattern("checks.unit-line").fullmatch(below) is None:
        return False
    following = [
        *(section.span[0] for section in matter.draft.sections),
        *(other.span[0] for other in matter.draft.boxes),
    ]
    nexts = [start for start in following if start >= box.content[1]]
    # In Markdown a heading's own mark stands before it.
    return bool(nexts) and not text[box.content[1] : min(nexts)].strip(BLANK)


def _is_below_its_table(box: Box, matter: Matter) -> bool:
    """Whether a table without a caption of its own ends right above."""
    text = matter.draft.source.text
    return any(
        table.span[1] <= box.span[0] and not text[table.span[1] : box.span[0]].strip()
        for table in matter.draft.tables
        if table.box is None
    )


def _is_told_by_others(box: Box, matter: Matter) -> bool:
    """Whether the caption is one of a list, or stands twice: then its table is somewhere else."""
    same = [other for other in matter.draft.boxes if other.title == box.title]
    listed = [other for other in matter.draft.boxes if _touch(box, other, matter)]
    return len(same) > 1 or bool(listed) or bool(matter.draft.source.notices)


def _touch(box: Box, other: Box, matter: Matter) -> bool:
    """Whether another empty caption stands right above or below."""
    if other is box or other.table is not None or other.items:
        return False
    first, last = sorted((box, other), key=lambda one: one.span)
    return not matter.draft.source.text[first.content[1] : last.span[0]].strip()
