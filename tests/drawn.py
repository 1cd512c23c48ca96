"""Small PDF files drawn by hand: text at given places, lines, rectangles; nothing but the standard library.

Chinese is set in the font STSong-Light with the predefined encoding UniGB-UCS2-H, which every
reader of PDF knows without an embedded font.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842


class Drawing:
    """The content of one page; places are points from the upper left corner, y down to the baseline."""

    def __init__(self, *, rotate: int = 0) -> None:
        self.steps: list[str] = []
        self.rotate = rotate

    def text(self, x: float, y: float, words: str, *, size: float = 12, turned: int = 0) -> Drawing:
        """Print `words` from (x, y), going up the page for `turned` 90, down for 270."""
        a, b, c, d = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 270: (0, -1, 1, 0), 45: (0.7, 0.7, -0.7, 0.7)}[turned]
        code = words.encode("utf-16-be").hex()
        self.steps.append(f"BT /F1 {size} Tf {a} {b} {c} {d} {x} {HEIGHT - y} Tm <{code}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Drawing:
        """Stroke a line."""
        self.steps.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def rect(self, x0: float, y0: float, x1: float, y1: float, paint: str = "S") -> Drawing:
        """Paint a rectangle: `S` strokes it, `f` fills it."""
        self.steps.append(f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re {paint}")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Drawing:
        """Rule a full table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def cells(self, xs: Sequence[float], baselines: Sequence[float], rows: Sequence[Sequence[str]],
              size: float = 10.5) -> Drawing:
        """Print words into the columns that begin at `xs`, row by row."""
        for y, row in zip(baselines, rows, strict=True):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x + 4, y, words, size=size)
        return self


def pdf(*pages: Drawing, outline: Sequence[tuple[str, int]] = (), to_unicode: str | None = None,
        encoding: str = "UniGB-UCS2-H") -> bytes:
    """A PDF of `pages`; `outline` is (title, page from 0). `encoding` "Identity-H" without `to_unicode`
    makes a font that does not tell its characters."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode() if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes) -> int:
        packed = zlib.compress(data)
        return add(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))

    catalog, tree = add(""), add("")
    info = add("<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>" if encoding != "Identity-H"
               else "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>")
    described = add("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
                    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>")
    below = add(f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo {info} 0 R "
                f"/DW 1000 /W [1 95 500 814 939 500] /FontDescriptor {described} 0 R >>")
    told = f"/ToUnicode {stream(to_unicode.encode())} 0 R" if to_unicode else ""
    font = add(f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} {told} "
               f"/DescendantFonts [{below} 0 R] >>")
    kids = []
    for page in pages:
        content = stream("\n".join(page.steps).encode())
        kids.append(add(f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
                        f"/Rotate {page.rotate} /Contents {content} 0 R "
                        f"/Resources << /Font << /F1 {font} 0 R >> >> >>"))
    objects[tree - 1] = (f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
                         ).encode()
    marks = _outline(outline, kids, add, objects)
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {marks} >>".encode()
    return _file(objects)


def _outline(outline: Sequence[tuple[str, int]], kids: list[int], add: object, objects: list[bytes]) -> str:
    if not outline:
        return ""
    first = len(objects) + 2
    root = first - 1
    objects.append(f"<< /Type /Outlines /First {first} 0 R /Last {first + len(outline) - 1} 0 R >>".encode())
    for i, (title, page) in enumerate(outline):
        nearby = f"/Next {first + i + 1} 0 R" * (i + 1 < len(outline)) + f" /Prev {first + i - 1} 0 R" * (i > 0)
        name = ("\ufeff" + title).encode("utf-16-be").hex()
        objects.append(f"<< /Title <{name}> /Parent {root} 0 R {nearby} /Dest [{kids[page]} 0 R /Fit] >>".encode())
    return f"/Outlines {root} 0 R"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
