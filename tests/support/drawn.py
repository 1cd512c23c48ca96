"""Small PDF files drawn by hand: text at given places, lines, rectangles; nothing but the standard library.

Chinese is set in the font STSong-Light with the predefined encoding UniGB-UCS2-H, which every
reader of PDF knows without an embedded font.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from hashlib import md5

WIDTH, HEIGHT = 595, 842


class Drawing:
    """The content of one page; places are points from the upper left corner, y down to the baseline."""

    def __init__(self, *, rotate: int = 0) -> None:
        self.steps: list[str] = []
        self.rotate = rotate

    def text(self, x: float, y: float, words: str, *, size: float = 12, turned: int = 0) -> Drawing:
        """Print `words` from (x, y), going up the page for `turned` 90, down for 270."""
        matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 270: "0 -1 1 0", 45: "0.7 0.7 -0.7 0.7"}[turned]
        code = words.encode("utf-16-be").hex()
        self.steps.append(f"BT /F1 {size} Tf {matrix} {x} {HEIGHT - y} Tm <{code}> Tj ET")
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

    def cells(
        self,
        xs: Sequence[float],
        baselines: Sequence[float],
        rows: Sequence[Sequence[str]],
        size: float = 10.5,
    ) -> Drawing:
        """Print words into the columns that begin at `xs`, row by row."""
        for y, row in zip(baselines, rows, strict=True):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x + 4, y, words, size=size)
        return self


def pdf(
    *pages: Drawing,
    outline: Sequence[tuple[str, int]] = (),
    encoding: str = "UniGB-UCS2-H",
    password: str | None = None,
) -> bytes:
    """A PDF of `pages`; `outline` is (title, page from 0). `encoding` "Identity-H" makes a font that
    does not tell its characters; `password` encrypts the file."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode() if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes) -> int:
        packed = zlib.compress(data)
        return add(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
        )

    catalog, tree = add(""), add("")
    info = add(
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        if encoding != "Identity-H"
        else "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    )
    described = add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    below = add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo {info} 0 R "
        f"/DW 1000 /W [1 95 500 814 939 500] /FontDescriptor {described} 0 R >>"
    )
    font = add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} "
        f"/DescendantFonts [{below} 0 R] >>"
    )
    kids = []
    for page in pages:
        content = stream("\n".join(page.steps).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
                f"/Rotate {page.rotate} /Contents {content} 0 R "
                f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
            )
        )
    objects[tree - 1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
    ).encode()
    marks = f"/Outlines {len(objects) + 1} 0 R" if outline else ""
    for body in _outline(outline, kids, len(objects) + 1) if outline else ():
        add(body)
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R {marks} >>".encode()
    return _file(objects) if password is None else _locked(objects, password)


def _outline(outline: Sequence[tuple[str, int]], kids: Sequence[int], root: int) -> list[str]:
    """Bodies of the outline's root, which is to be object number `root`, and of its entries."""
    last = root + len(outline)
    bodies = [f"<< /Type /Outlines /First {root + 1} 0 R /Last {last} 0 R >>"]
    for number, (title, page) in enumerate(outline, root + 1):
        name = ("\ufeff" + title).encode("utf-16-be").hex()
        nearby = f"/Next {number + 1} 0 R " * (number < last)
        nearby += f"/Prev {number - 1} 0 R" * (number > root + 1)
        bodies.append(
            f"<< /Title <{name}> /Parent {root} 0 R {nearby} /Dest [{kids[page]} 0 R /Fit] >>"
        )
    return bodies


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _locked(objects: Sequence[bytes], password: str) -> bytes:
    """The file encrypted by the standard security handler, revision 2 (ISO 32000-1, 7.6.3)."""
    user = (password.encode() + _PAD)[:32]
    owner = _rc4(md5(b"owner" + _PAD[:27]).digest()[:5], user)
    key = md5(user + owner + (0xFFFFFFFC).to_bytes(4, "little") + _ID).digest()[:5]
    locked = []
    for number, body in enumerate(objects, 1):
        own = md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        for word in re.findall(rb"\((\w+)\)", body):
            body = body.replace(b"(%s)" % word, b"<%s>" % _rc4(own, word).hex().encode())
        head, mark, rest = body.partition(b"stream\n")
        packed, end, _ = rest.rpartition(b"\nendstream")
        locked.append(head + mark + _rc4(own, packed) + end if mark else body)
    handler = (
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{_rc4(key, _PAD).hex()}> >>"
    )
    return _file(
        [*locked, handler.encode()],
        f"/Encrypt {len(locked) + 1} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]",
    )


def _file(objects: Sequence[bytes], more: str = "") -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        more.encode(),
        start,
    )
    return bytes(out)
