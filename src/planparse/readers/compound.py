"""The OLE compound file (MS-CFB) around doc, wps and xls: is it whole, and is it locked?"""

from __future__ import annotations

import struct

from planparse.errors import ReadError

# Entry of the allocation table for a sector that is not used.
_FREE = 0xFFFFFFFF
# How the file information block of a Word document begins.
_WORD_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100
# Powers of two that a sector's size may be: 512 or 4096 bytes.
_SECTOR_SHIFTS = (9, 12)

# Places in the header (MS-CFB 2.2) and in the file information block (MS-DOC 2.5.2).
_SHIFT_AT = 30
_TABLE_COUNT_AT = 44
_TABLES_AT = 76
_TABLES_IN_HEADER = 109
_FLAGS_AT = 10


def check(data: bytes, where: str) -> None:
    """Raise `ReadError` where the file is cut off, or holds a Word document with a password."""
    try:
        size = _sector_size(data)
        whole = size is not None and _is_whole(data, size)
        locked = size is not None and _is_locked(data, size)
    except struct.error:  # the header itself is cut off
        whole = locked = False
    if not whole:
        raise ReadError(where, "the file is cut off or damaged", "download it again")
    if locked:
        raise ReadError(where, "the document is encrypted", "save it without a password first")


def _sector_size(data: bytes) -> int | None:
    """Bytes of a sector, None where the header has no size that may be."""
    (shift,) = struct.unpack_from("<H", data, _SHIFT_AT)
    if shift not in _SECTOR_SHIFTS:
        return None
    return 1 << int(shift)


def _is_whole(data: bytes, size: int) -> bool:
    """Whether every sector that the allocation table uses lies in the file."""
    # Some programs write the last sector short; it counts as one.
    sectors = -(-(len(data) - size) // size)
    tables = _allocation_tables(data)
    entries_in_table = size // 4
    for number, sector in enumerate(tables):
        if sector >= sectors:
            return False
        at = (sector + 1) * size  # the header takes the room of a sector
        entries = struct.unpack_from(f"<{entries_in_table}I", data, at)
        used = [i for i, entry in enumerate(entries) if entry != _FREE]
        if used and number * entries_in_table + used[-1] >= sectors:
            return False
    return bool(tables)


def _allocation_tables(data: bytes) -> tuple[int, ...]:
    """The sectors that hold the allocation table, those that the header itself names."""
    (count,) = struct.unpack_from("<I", data, _TABLE_COUNT_AT)
    tables = struct.unpack_from(f"<{_TABLES_IN_HEADER}I", data, _TABLES_AT)
    return tables[:count]


def _is_locked(data: bytes, size: int) -> bool:
    """The fEncrypted bit of the file information block, where it opens the first sector."""
    (magic,) = struct.unpack_from("<H", data, size)
    (flags,) = struct.unpack_from("<H", data, size + _FLAGS_AT)
    return bool(magic == _WORD_MAGIC and flags & _ENCRYPTED)
