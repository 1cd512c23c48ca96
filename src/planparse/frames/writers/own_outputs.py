"""What planparse has written among the plans, tables and summaries: in a folder they are no plans."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import get_args

from planparse.labels import Language, labels

AUTHOR = "planparse"
"""The author that a workbook of ours names in its properties."""

_PROPERTIES = "docProps/core.xml"
_CREATOR = re.compile(rb"<dc:creator>([^<]*)</dc:creator>")
_MOST_OF_PROPERTIES = 10_000
"""Bytes of a workbook's properties that are looked at: ours have 700."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FIRST_COLUMNS = b"plan_id,path,"
"""The columns that every table begins with."""

_MOST_OF_HEAD = 4_000
"""Bytes of a summary within which its outline begins, and of a table's head."""


def is_own_output(path: str) -> bool:
    """Whether the file is a table as `-o NAME.csv`, `.xlsx` or `.md` writes it, or a summary.

    False for what cannot be opened: its reader says why.
    """
    is_own = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    try:
        return is_own is not None and is_own(path)
    except (OSError, ValueError, RuntimeError, KeyError, zipfile.BadZipFile, zlib.error):
        return False


def _is_own_csv(path: str) -> bool:
    begins = _beginning(path, len(_BYTE_ORDER_MARK) + len(_FIRST_COLUMNS))
    return begins.removeprefix(_BYTE_ORDER_MARK).startswith(_FIRST_COLUMNS)


def _is_own_workbook(path: str) -> bool:
    with zipfile.ZipFile(path) as packed, packed.open(_PROPERTIES) as file:
        creator = _CREATOR.search(file.read(_MOST_OF_PROPERTIES))
    return creator is not None and creator[1] == AUTHOR.encode()


def _is_own_markdown(path: str) -> bool:
    head = _beginning(path, _MOST_OF_HEAD).decode("utf-8", "ignore").partition("\n")[0]
    return head.startswith("| ") and head in set(_heads())


def _heads() -> Iterator[str]:
    """The first lines of all tables in Markdown, in each language."""
    # Imported here: most files in Markdown begin with no bar, and need no heads.
    from planparse.frames.registry import TABLES, table_named

    for language in get_args(Language):
        words = labels(language)
        for table in TABLES:
            cells = [words.head(table, name) for name in table_named(table).shown]
            yield f"| {' | '.join(cells)} |"


def _is_own_summary(path: str) -> bool:
    """Whether a text has the lines that a summary has above the plan's outline."""
    begins = _beginning(path, _MOST_OF_HEAD).decode("utf-8", "ignore")
    for language in get_args(Language):
        say = labels(language).say
        source, outline = say("summary.source"), say("summary.outline")
        if re.search(rf"(?m)^  {source} .*\n(?:  .*\n)*\n{outline}  ", begins):
            return True
    return False


def _beginning(path: str, most: int) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(most)


_BY_SUFFIX: Mapping[str, Callable[[str], bool]] = {
    ".csv": _is_own_csv,
    ".md": _is_own_markdown,
    ".txt": _is_own_summary,
    ".xlsx": _is_own_workbook,
}
