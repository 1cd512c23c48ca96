"""The OLE compound file (MS-CFB) around doc, wps and xls: is it whole, and is it locked?"""

from __future__ import annotations

import struct

from planparse.errors import ReadError

_FREE = 0xFFFFFFFF
_LAST_REGULAR = 0xFFFFFFFA
_WORD_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100


def check(data: bytes, where: str) -> None:
    """Raise `ReadError` where the file is cut off, or holds a Word document with a password."""
    try:
        whole, size = _is_whole(data)
        locked = _is_locked(data, size)
    except struct.error:
        whole, locked = False, False
    if not whole:
        raise ReadError(where, "the file is cut off or damaged", "download it again")
    if locked:
        raise ReadError(where, "the document is encrypted", "save it without a password first")


def _is_whole(data: bytes) -> tuple[bool, int]:
    """Whether every sector that the allocation table uses lies in the file; and the sector size."""
    shift, = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return False, 512
    size = 1 << shift
    sectors = -(-(len(data) - size) // size)
    count, = struct.unpack_from("<I", data, 44)
    tables = struct.unpack_from("<109I", data, 76)[:count]
    for number, at in enumerate(tables):
        if at >= sectors:
            return False, size
        entries = struct.unpack_from(f"<{size // 4}I", data, (at + 1) * size)
        used = [i for i, entry in enumerate(entries) if entry != _FREE]
        # Some programs write the last sector short; it counts as one.
        if used and number * (size // 4) + used[-1] >= sectors:
            return False, size
    return bool(tables), size


def _is_locked(data: bytes, size: int) -> bool:
    """The fEncrypted bit of the file information block (MS-DOC 2.5.2), where it opens the first sector."""
    magic, = struct.unpack_from("<H", data, size)
    flags, = struct.unpack_from("<H", data, size + 10)
    return magic == _WORD_MAGIC and bool(flags & _ENCRYPTED)
