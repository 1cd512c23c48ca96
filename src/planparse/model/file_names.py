"""Names of files as text that can be written down."""

from __future__ import annotations

import os

_ENCODINGS = ("utf-8", "gb18030")
"""In which a name may be: a zip from Chinese Windows unpacks to names in the second."""


def name_in_words(path: str | bytes | os.PathLike[str]) -> str:
    r"""A path as text: Python has half a surrogate pair for each byte that the locale cannot read.

    No JSON that holds one can be read again. So such a name is read in UTF-8, whatever the locale
    is, or in GB18030; bytes that are neither are written out, `\udce4`.
    """
    name = os.fsdecode(path)
    if name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name):
        return name
    for encoding in _ENCODINGS:
        try:
            return name.encode("utf-8", "surrogateescape").decode(encoding)
        except UnicodeError:
            continue
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
