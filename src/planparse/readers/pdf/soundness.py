"""Refuses, before a backend opens it, a PDF that is none, is cut off or unpacks to too much."""

from __future__ import annotations

import re

from planparse.errors import ReadError
from planparse.readers.limits import Limits
from planparse.readers.pdf.unpacking import unpacked

GET_AGAIN = "get the file again, or print it to a new PDF"
"""What a user can do about a broken file."""
MOST_FILTERS = 8
"""Filters over one stream: programs write one, or two of which the outer makes text of bytes."""

# Bytes in which the mark of a PDF must stand: readers of PDF allow for some junk before it.
_HEAD = 1024
# Bytes before a stream in which its dictionary is looked for; those of fonts are a few hundred.
_DICTIONARY = 4096
_STREAM = re.compile(rb"stream\r?\n?")
# A dictionary without other dictionaries in it, which is taken out of the one that holds it.
_INNER = re.compile(rb"<<[^<>]*(?:<[^<>]*>[^<>]*)*>>")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/[^\s/<>\[\]()]+|\d+\s+\d+\s+R)")
_NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
_PICTURE = re.compile(rb"/Subtype\s*/Image(?![A-Za-z])")
_SIZE = re.compile(rb"/(?:Width|Height)\s+\d")
_MOST_NESTED = 4
"""How deep dictionaries in a stream's dictionary are taken out; one of a font goes two deep."""


def refuse_broken(data: bytes, name: str) -> None:
    """Refuse what is no PDF, and a PDF that ends before its table of objects."""
    if b"%PDF-" not in data[:_HEAD]:
        raise ReadError(name, "this is no PDF", "check the file")
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise ReadError(name, "the PDF is cut off before its end", GET_AGAIN)


def refuse_bombs(
    data: bytes,
    name: str,
    limits: Limits,
) -> None:
    """Refuse a file whose packed streams come to more than `limits.unpacked_bytes`.

    Every layer counts that a filter unpacks. Pictures are left out, since they are not unpacked.
    """
    total = 0
    for found in _STREAM.finditer(data):
        # This is how `endstream` is told; a pattern that says so can't skip from one find to the next.
        if data[found.start() - 1 : found.start()].isalnum():
            continue
        dictionary = _dictionary(data, found.start())
        if _is_picture(dictionary):
            continue
        filters = _filters(dictionary)
        if len(filters) > MOST_FILTERS:
            raise too_many_filters(name)
        # Nearly all streams have one filter, and what it unpacks to is what counts; of several, the
        # sizes of the first layers count too, since a backend makes each of them whole.
        for depth in range(1, len(filters) + 1):
            for piece in unpacked(memoryview(data)[found.end() :], filters[:depth]):
                total += len(piece)
                limits.check("unpacked_bytes", name, total)


def too_many_filters(name: str) -> ReadError:
    """The error for a stream that is packed over and over."""
    reason = f"a stream of the PDF is packed more than {MOST_FILTERS} times over"
    raise ReadError(name, reason, "print it to a new PDF")


def _dictionary(data: bytes, end: int) -> bytes:
    """The dictionary of the stream whose word begins at `end`, without dictionaries inside it."""
    before = data[max(0, end - _DICTIONARY) : end]
    start = max(before.rfind(b" obj"), before.rfind(b"\nobj"), before.rfind(b"endstream"))
    own = before[start + 1 :]
    first = own.find(b"<<")
    own = own[first + 2 : own.rfind(b">>")]
    for _ in range(_MOST_NESTED):
        own, changed = _INNER.subn(b" ", own)
        if not changed:
            break
    if b"#" in own:
        own = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), own)
    return own


def _is_picture(dictionary: bytes) -> bool:
    """Whether the stream is a picture in all that makes one; no backend unpacks those."""
    return bool(_PICTURE.search(dictionary)) and len(_SIZE.findall(dictionary)) > 1


def _filters(dictionary: bytes) -> list[str]:
    """Names of the filters that unpack a stream; what is told elsewhere is taken for Flate."""
    found = _FILTER.search(dictionary)
    if found is None:
        return []
    names = [name.decode("latin-1") for name in _NAME.findall(found[1])]
    if not names:
        return ["FlateDecode"]
    return names
