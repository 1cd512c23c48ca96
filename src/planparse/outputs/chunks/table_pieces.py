"""A table as Markdown: whole where it fits, else in pieces that repeat caption, unit and header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planparse.model.plan import Leaf
from planparse.model.source import Span
from planparse.outputs.cleaned.table_lines import TableLines, markdown_head, markdown_row


@dataclass(slots=True)
class TablePiece:
    """Some rows of a table, with all that is needed to read them."""

    lines: list[str]
    leaves: list[Leaf] = field(default_factory=list)
    length: int = field(init=False)
    """Characters of `text` and the line end behind it."""

    def __post_init__(self) -> None:
        self.length = sum(len(line) + 1 for line in self.lines)

    def add(self, line: str, leaves: Sequence[Leaf]) -> None:
        """Add a row or a note, and what prints it."""
        self.lines.append(line)
        self.length += len(line) + 1
        self.leaves += leaves

    @property
    def text(self) -> str:
        """The lines, each row one of them."""
        return "\n".join(self.lines)

    @property
    def spans(self) -> list[Span]:
        """Where the piece is printed; what is repeated is told with the first piece."""
        return [leaf.span for leaf in self.leaves]


def table_pieces(
    table: TableLines,
    longest: int,
    headings: Sequence[str] = (),
    *,
    is_headed: bool = False,
) -> Iterator[TablePiece]:
    """The table in pieces of at most `longest` characters, or of one row where that is longer.

    `headings` are printed above the first piece; the last of them above each where it is the
    caption (`is_headed`). Notes stand below the last piece.
    """
    head = markdown_head(table.heads) if table.heads else []
    caption = [*headings[-1:], *table.above] if is_headed else table.above
    piece = TablePiece([*headings, *table.above, *head], [*table.above_leaves])
    rows = 0
    for row, leaves in zip(table.rows, table.row_leaves, strict=True):
        line = markdown_row(row)
        if rows and _is_too_long(piece, line, longest):
            yield piece
            piece = TablePiece([*caption, *head])
            rows = 0
        piece.add(line, leaves)
        rows += 1
    for note in table.below:
        if _is_too_long(piece, note.text, longest) and len(piece.lines) > len(caption):
            yield piece
            # Without a row the header says nothing.
            piece = TablePiece([*caption])
        piece.add(note.text, note.leaves)
    yield piece


def _is_too_long(piece: TablePiece, line: str, longest: int) -> bool:
    return piece.length + len(line) > longest
