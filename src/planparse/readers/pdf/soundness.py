"""Refuses, before a backend opens it, a PDF that is none, is cut off or unpacks to too much."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from planparse.errors import ReadError
from planparse.readers.limits import Limits

GET_AGAIN = "get the file again, or print it to a new PDF"
"""What a user can do about a broken file."""

# Bytes in which the mark of a PDF must stand: readers of PDF allow for some junk before it.
_HEAD = 1024
# Bytes before a stream in which its dictionary says what it is.
_DICTIONARY = 400
# Bytes that are unpacked at a time, so that a bomb never stands in memory whole.
_PIECE = 1 << 20
# How nearly every packed stream begins (deflate with a window of 32 KiB).
_ZLIB_MARK = b"\x78"
_STREAM = re.compile(rb"stream\r?\n")


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

    Pictures are left out of the sum, since they are not unpacked.
    """
    total = 0
    for found in _STREAM.finditer(data):
        if not _is_packed_stream(data, found.start(), found.end()):
            continue
        for size in _unpacked_sizes(data, found.end()):
            total += size
            limits.check("unpacked_bytes", name, total)


def _is_packed_stream(
    data: bytes,
    word: int,
    start: int,
) -> bool:
    """Whether the word `stream` at `word` opens a packed stream at `start` that is no picture."""
    # This is how `endstream` is told; a pattern that says so can't skip from one find to the next.
    if data[word - 1 : word].isalnum():
        return False
    before = data[max(0, word - _DICTIONARY) : word]
    dictionary = before[before.rfind(b"endobj") + 1 :]
    if b"/Image" in dictionary:
        return False
    return data[start : start + 1] == _ZLIB_MARK


def _unpacked_sizes(data: bytes, start: int) -> Iterator[int]:
    """Sizes of the pieces that the packed stream from `start` unpacks to."""
    unpacker = zlib.decompressobj()
    view = memoryview(data)
    at = start
    waiting: bytes | memoryview = b""
    try:
        while not unpacker.eof:
            if not waiting:
                waiting = view[at : at + _PIECE]
                at += _PIECE
            if not waiting:
                return
            yield len(unpacker.decompress(waiting, _PIECE))
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        return  # the backend says what it makes of a damaged stream
