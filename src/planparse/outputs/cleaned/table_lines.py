"""A table as the lines that are printed around its rows, and its rows as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planparse.model.plan import Leaf, Table
from planparse.outputs.cleaned.clean_text import tight
from planparse.outputs.cleaned.parts import DocumentPart

_BETWEEN_HEADS = " / "
"""Between the header cells above a column, which have one row in Markdown."""


@dataclass(slots=True)
class NoteLine:
    """A line below a table, and what prints it."""

    text: str
    leaves: list[Leaf] = field(default_factory=list)


@dataclass(slots=True)
class TableLines:
    """What a table prints, ready to be laid out; each list in the order of the page."""

    table: Table
    above: list[str]
    """Caption, and the note of the unit."""
    heads: list[str]
    rows: list[tuple[str, ...]]
    below: list[NoteLine]
    """Notes, and words of the table that stand in none of its rows."""
    above_leaves: list[Leaf] = field(default_factory=list)
    """What prints caption, unit and header."""
    row_leaves: list[list[Leaf]] = field(default_factory=list)
    """What prints each row; a merged cell is told with the first of its rows."""

    @property
    def head_rows(self) -> list[list[str]]:
        """The header as rows, one for each of its levels; a cell that spans levels stands in the first."""
        columns = self.table.columns
        depth = max((len(column.path) for column in columns), default=0)
        return [
            [column.path[level] if level < len(column.path) else "" for column in columns]
            for level in range(depth)
        ]


def table_lines(part: DocumentPart, text: str) -> TableLines:
    """The lines of a part that is a table; `text` is what `shown_text` gives."""
    table = part.table
    assert table is not None
    lines = TableLines(
        table=table,
        above=_above(part, table),
        heads=[_BETWEEN_HEADS.join(dict.fromkeys(column.path)) for column in table.columns],
        rows=[tuple(" ".join(cell.split()) for cell in row) for row in table.rows],
        below=[NoteLine(" ".join(note.split())) for note in table.notes],
        row_leaves=[[] for _ in table.rows],
    )
    notes = _deal_out(part, lines)
    _set_below(lines, notes + _strays(lines, text), text)
    return lines


def _above(part: DocumentPart, table: Table) -> list[str]:
    found = []
    if part.caption is not None:
        found.append(part.caption.words.text)
    elif table.caption and not part.is_headed:
        found.append(" ".join(filter(None, (table.label, table.caption))))
    found += [line.words.text for line in part.above]
    unit = table.unit_note
    # The note may have lines of its own, or stand in a cell or behind the caption.
    if unit and not any(tight(unit) in tight(line) for line in found):
        found.append(unit)
    return found


def _deal_out(part: DocumentPart, lines: TableLines) -> list[Leaf]:
    """Give each leaf to the header or to the row that it prints; returns those of notes."""
    notes: list[Leaf] = []
    rows: dict[int, int] = {}
    for index, spans in enumerate(lines.table.cell_spans[: len(lines.rows)]):
        for span in spans:
            if span is not None:
                rows.setdefault(span[0], index)
    around = [leaf for one in (part.caption, *part.above) if one for leaf in one.leaves]
    lines.above_leaves += around
    row = -1  # above the first row stands the header
    for leaf in part.leaves:
        row = rows.get(leaf.span[0], row)
        if leaf.kind == "note":
            notes.append(leaf)
        elif row < 0:
            lines.above_leaves.append(leaf)
        else:
            # The rest of a wrapped cell stands behind its beginning.
            lines.row_leaves[row].append(leaf)
    return notes


def _strays(lines: TableLines, text: str) -> list[Leaf]:
    """The leaves whose words neither header nor rows print, taken out of these."""
    header = tight("".join((*lines.above, *lines.heads)))
    if not lines.table.cell_spans:  # nothing tells the rows of its words
        header += tight("".join(cell for row in lines.rows for cell in row))
    strays = _taken(lines.above_leaves, header, text)
    for index, leaves in enumerate(lines.row_leaves):
        # A merged cell may be printed further down than its first row.
        near = lines.rows[max(index - 1, 0) : index + 2]
        printed = header + "".join(tight("".join(row)) for row in near)
        strays += _taken(leaves, printed, text)
    return strays


def _set_below(lines: TableLines, leaves: Sequence[Leaf], text: str) -> None:
    """Give leaves to the notes that they print; any other gets a line of its own below them."""
    notes = [tight(note.text) for note in lines.below]
    for leaf in leaves:
        words = tight(text[slice(*leaf.span)])
        index = next((i for i, note in enumerate(notes) if words in note), None)
        if index is not None:
            lines.below[index].leaves.append(leaf)
        else:
            printed = " ".join(text[slice(*leaf.span)].split())
            lines.below.append(NoteLine(printed, [leaf]))


def _taken(leaves: list[Leaf], printed: str, text: str) -> list[Leaf]:
    """Take those leaves out of a list whose words `printed` lacks, and return them."""
    strays = [leaf for leaf in leaves if not _is_in(printed, leaf, text)]
    if strays:
        gone = set(strays)
        leaves[:] = [leaf for leaf in leaves if leaf not in gone]
    return strays


def _is_in(printed: str, leaf: Leaf, text: str) -> bool:
    return tight(text[slice(*leaf.span)]) in printed


# ------------------------------------------------------------------- Markdown


def markdown_row(cells: Sequence[str]) -> str:
    """A row of a pipe table; bars inside of cells are escaped."""
    printed = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(printed)} |"


def markdown_head(heads: Sequence[str]) -> list[str]:
    """The header row of a pipe table, and the line below it."""
    return [markdown_row(heads), "|" + " --- |" * len(heads)]
