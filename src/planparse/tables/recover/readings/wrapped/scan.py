"""What the lines of a wrapped table are taken apart into."""

from __future__ import annotations

from msgspec import Struct, field

from planparse.tables.recover.tokens import Token


class NamePiece(Struct, frozen=True):
    """A word beside or between the anchors."""

    token: Token
    line: int
    """Its line, counted among the table's printed lines."""
    row: int | None
    """The row on whose anchor it stands; None between the anchors."""
    opens: bool
    """Its serial number stands right before it."""


class Anchor(Struct):
    """The cells behind the name of one row, on the lines `first` to `last`."""

    first: int
    last: int
    tail: list[Token]
    serial: Token | None = None


class Scan(Struct):
    """The lines of a table taken apart: anchors, the pieces between them, and those of labels."""

    anchors: list[Anchor] = field(default_factory=list)
    pieces: list[NamePiece] = field(default_factory=list)
    labels: list[NamePiece] = field(default_factory=list)
    wide: int = 0
    """Width of the widest piece, in half-width units: that of the names' column."""
    lone: bool = False
    """Only one piece is as wide: nothing says that the column ends there."""

    def beside(self, line: int) -> list[NamePiece]:
        """All pieces on a line, those of labels first."""
        return [piece for piece in (*self.labels, *self.pieces) if piece.line == line]
