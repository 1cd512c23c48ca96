"""What the filters of a PDF stream unpack to, piece by piece: a bomb never stands in memory whole.

Each filter is a generator over pieces, so that filters over filters are one generator over
another, and whoever counts the last one's pieces may stop at any time.
"""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Callable, Iterator

Pieces = Iterator[bytes]

_PIECE = 1 << 16
"""Bytes that are unpacked at a time: a packed piece can come to a thousand times as much."""
_LZW_CLEAR = 256
_LZW_END = 257
_LZW_FIRST = 258
_LZW_MOST = 4096
"""Entries of an LZW table, whose codes have at most 12 bits."""
_RUN_END = 128
_RUN_LENGTH = 257
"""A length byte above 128 repeats the next byte 257 minus that many times (ISO 32000-1, 7.4.5)."""


def unpacked(data: bytes | memoryview, filters: list[str]) -> Pieces:
    """The pieces that `data` unpacks to by the filters, in the order of the dictionary.

    It ends at a filter that is none of those that unpack (a picture's), and at damage: what the
    backend makes of a damaged stream, it makes of what came before.
    """
    pieces: Pieces = _cut(data)
    for name in filters:
        step = _STEPS.get(name)
        if step is None:
            break
        pieces = step(pieces)
    return pieces


def _cut(data: bytes | memoryview) -> Pieces:
    view = memoryview(data)
    for start in range(0, len(view), _PIECE):
        yield bytes(view[start : start + _PIECE])


def _flate(pieces: Pieces) -> Pieces:
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, _PIECE)
                waiting = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        return


def _hexadecimal(pieces: Pieces) -> Pieces:
    rest = b""
    for piece in pieces:
        digits, end, _ = piece.partition(b">")
        digits = rest + b"".join(digits.split())
        even = len(digits) // 2 * 2
        rest = digits[even:]
        try:
            yield binascii.unhexlify(digits[:even])
        except binascii.Error:
            return
        if end:
            return


def _base_85(pieces: Pieces) -> Pieces:
    group: list[int] = []
    for piece in pieces:
        made = bytearray()
        for byte in piece:
            if byte == ord("z") and not group:
                made += b"\0\0\0\0"
            elif ord("!") <= byte <= ord("u"):
                group.append(byte - ord("!"))
                if len(group) == 5:
                    made += _of_85(group)
                    group = []
            elif byte == ord("~"):
                yield bytes(made) + _last_of_85(group)
                return
        yield bytes(made)
    yield _last_of_85(group)


def _of_85(group: list[int]) -> bytes:
    number = 0
    for digit in group:
        number = number * 85 + digit
    return (number & 0xFFFFFFFF).to_bytes(4, "big")


def _last_of_85(group: list[int]) -> bytes:
    if len(group) < 2:
        return b""
    filled = group + [84] * (5 - len(group))
    return _of_85(filled)[: len(group) - 1]


def _runs(pieces: Pieces) -> Pieces:
    wait = b""
    for piece in pieces:
        data = wait + piece
        at = 0
        made = bytearray()
        while at < len(data):
            length = data[at]
            if length == _RUN_END:
                yield bytes(made)
                return
            end = at + (length + 2 if length < _RUN_END else 2)
            if end > len(data):
                break
            if length < _RUN_END:
                made += data[at + 1 : end]
            else:
                made += data[at + 1 : end] * (_RUN_LENGTH - length)
            at = end
        wait = data[at:]
        yield bytes(made)


def _lzw(pieces: Pieces) -> Pieces:
    table: list[bytes] = []
    before = b""
    bits = width = 0
    held = 0
    for piece in pieces:
        made = bytearray()
        for byte in piece:
            held = (held << 8) | byte
            bits += 8
            width = _lzw_width(len(table))
            if bits < width:
                continue
            bits -= width
            code = held >> bits
            held &= (1 << bits) - 1
            if code == _LZW_END:
                yield bytes(made)
                return
            if code == _LZW_CLEAR:
                table, before = [], b""
                continue
            entry = _lzw_entry(code, table, before)
            if not entry:
                yield bytes(made)
                return
            made += entry
            if before and len(table) < _LZW_MOST - _LZW_FIRST:
                table.append(before + entry[:1])
            before = entry
            if len(made) > _PIECE:
                yield bytes(made)
                made.clear()
        yield bytes(made)


def _lzw_width(entries: int) -> int:
    """Bits of the next code; it grows one code early (EarlyChange, ISO 32000-1, 7.4.4)."""
    return max(9, min(12, (entries + _LZW_FIRST + 1).bit_length()))


def _lzw_entry(code: int, table: list[bytes], before: bytes) -> bytes:
    """What a code stands for, b"" where it can stand for nothing."""
    if code < _LZW_CLEAR:
        return bytes([code])
    number = code - _LZW_FIRST
    if 0 <= number < len(table):
        return table[number]
    if number == len(table) and before:
        return before + before[:1]
    return b""


_STEPS: dict[str, Callable[[Pieces], Pieces]] = {
    "FlateDecode": _flate,
    "Fl": _flate,
    "ASCIIHexDecode": _hexadecimal,
    "AHx": _hexadecimal,
    "ASCII85Decode": _base_85,
    "A85": _base_85,
    "RunLengthDecode": _runs,
    "RL": _runs,
    "LZWDecode": _lzw,
    "LZW": _lzw,
}
