"""The cleaned document as plain text: a paragraph a line, cells of tables between tabs."""

from __future__ import annotations

from planparse.model.plan import Plan
from planparse.outputs.cleaned.clean_text import shown_text
from planparse.outputs.cleaned.parts import DocumentPart, document_parts
from planparse.outputs.cleaned.table_lines import table_lines


def plan_text(plan: Plan) -> str:
    """The cleaned document: headings, captions and paragraphs on a line each, tables with tabs.

    A blank line stands before a heading and around a table. Furniture is left out.
    """
    shown = shown_text(plan)
    lines: list[str] = []
    for part in document_parts(plan):
        if part.table is not None:
            lines += ["", *_table(part, shown), ""]
        elif part.heading is not None or part.kind == "caption":
            lines += ["", part.words.text]
        else:
            lines.append(part.words.text)
    return "\n".join(_without_double_blanks(lines)) + "\n"


def _table(part: DocumentPart, shown: str) -> list[str]:
    """Caption and unit, a row for each level of the header, the rows, and the notes."""
    table = table_lines(part, shown)
    rows = [list(row) for row in table.head_rows] + [list(row) for row in table.rows]
    printed = ["\t".join(cell.replace("\t", " ") for cell in row) for row in rows]
    return [*table.above, *printed, *(note.text for note in table.below)]


def _without_double_blanks(lines: list[str]) -> list[str]:
    """The lines with no more than one blank one in a row, and none at the ends."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
