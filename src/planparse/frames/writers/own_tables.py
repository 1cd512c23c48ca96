"""Tables that planparse has written among the plans: in a folder they are no plans."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePath

AUTHOR = "planparse"
"""The author that a workbook of ours names in its properties."""

_PROPERTIES = "docProps/core.xml"
_CREATOR = re.compile(rb"<dc:creator>([^<]*)</dc:creator>")
_MOST_OF_PROPERTIES = 10_000
"""Bytes of a workbook's properties that are looked at: ours have 700."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FIRST_COLUMNS = b"plan_id,path,"
"""The columns that every table begins with."""


def is_own_table(path: str) -> bool:
    """Whether the file is a table as `-o NAME.csv` or `-o NAME.xlsx` writes it.

    False for what cannot be opened: its reader says why.
    """
    suffix = PurePath(path).suffix.lower()
    try:
        if suffix == ".csv":
            return _is_own_csv(path)
        return suffix == ".xlsx" and _is_own_workbook(path)
    except (OSError, ValueError, RuntimeError, KeyError, zipfile.BadZipFile, zlib.error):
        return False


def _is_own_csv(path: str) -> bool:
    with Path(path).open("rb") as file:
        begins = file.read(len(_BYTE_ORDER_MARK) + len(_FIRST_COLUMNS))
    return begins.removeprefix(_BYTE_ORDER_MARK).startswith(_FIRST_COLUMNS)


def _is_own_workbook(path: str) -> bool:
    with zipfile.ZipFile(path) as packed, packed.open(_PROPERTIES) as file:
        creator = _CREATOR.search(file.read(_MOST_OF_PROPERTIES))
    return creator is not None and creator[1] == AUTHOR.encode()
