"""How much a reader takes on before it refuses: the bounds that keep a hostile file harmless."""

from __future__ import annotations

from dataclasses import dataclass, fields

from planparse.errors import ReadError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one reading; `Limits(pages=9000)` moves one."""

    file_bytes: int = 230 * 1024 * 1024
    """Size of the input in bytes."""
    pages: int = 3000
    """Pages of a paged format (pdf, ofd)."""
    unpacked_bytes: int = 128 * 1024 * 1024
    """Sum of the unpacked sizes of the parts read from a packed format (docx, xlsx, odt, ofd)."""
    unpack_ratio: int = 500
    """Unpacked over packed size of a part above 8 MiB; XML of real plans packs 10 to 100 times."""
    parts: int = 20_000
    """Entries of a packed format's directory."""
    nesting: int = 256
    """Depth of nested elements in XML, of tables inside tables, and of brackets in JSON."""
    cells: int = 1_000_000
    """Cells of all tables of one document: the grid places that their spans cover."""
    characters: int = 10_000_000
    """Characters of the text that is read: a plan has 300,000. Parts that a file holds once may be
    printed many times (notes, numbering, shared strings), so that no size of the file bounds them."""
    objects: int = 500_000
    """Objects drawn or visited on one page (pdf, ofd): characters, lines, pictures, nested forms."""
    xml_events: int = 4_000_000
    """Starts and ends of elements in all XML parts of a packed format together."""
    memory_bytes: int = 1024**3
    """Memory that a file may take in a process of its own (`isolate`), beyond what the program takes:
    that of recognition, with its models, is the program's."""
    seconds: float = 120.0
    """Time that a converter program (LibreOffice) may take, and a file in a process of its own
    (`isolate`); each page that has to be recognised there is given as much anew."""

    def refuse(
        self,
        bound: str,
        where: str,
        found: object,
    ) -> ReadError:
        """The error for `found` being more than the bound named `bound` (a field of this class)."""
        assert bound in {bound_field.name for bound_field in fields(self)}
        allowed = getattr(self, bound)
        option = "--max-" + bound.replace("_", "-")
        return ReadError(
            where,
            f"{found} is over the limit of {allowed} ({bound})",
            f"raise it with {option} or Limits({bound}=…) if you trust the file",
        )

    def check(
        self,
        bound: str,
        where: str,
        found: float,
    ) -> None:
        """Raise `ReadError` when `found` is more than the bound named `bound`."""
        if found > getattr(self, bound):
            raise self.refuse(bound, where, found)


DEFAULT = Limits()
"""The bounds used where the caller gives none."""
