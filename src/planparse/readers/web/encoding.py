"""In which encoding a page is written, by its mark, its bytes, and what header and page say."""

from __future__ import annotations

import codecs
import re

from planparse.errors import ReadError
from planparse.readers.text import decode

_META = re.compile(
    rb"<meta\b[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})",
    re.I,
)
_XML = re.compile(
    rb"\s{0,99}<\?xml\b[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.I,
)
_CONTENT_TYPE = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.I)
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Pages name the older standard and use characters of the newer one.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
}
_SAYS_NOTHING = ("cp1252", "ascii")
"""What programs write by default: no plan is printed in these."""
_LAST_RESORT = "gb18030"
_HEAD_BYTES = 8192
"""Where a declaration may stand; browsers look at 1024 bytes, but some pages open with scripts."""
_MOST_DAMAGED = 200
"""One character of so many may be unreadable: a page cut together from several encodings."""


def decode_page(data: bytes, name: str, header: str | None) -> tuple[str, str]:
    """The text of a page and the encoding that it was read in.

    `header` is what the server said ("gbk" or a whole Content-Type). Raises `ReadError`, which
    names the input `name`, where no encoding fits.
    """
    named = _named(data, header)
    if not data.startswith(_BYTE_ORDER_MARKS):
        # UTF-8 comes before what is declared: nothing else passes for it, and headers err.
        for encoding in ("utf-8", *named):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    try:
        return decode(data, name)
    except ReadError:
        encoding = named[0] if named else _LAST_RESORT
        text = data.decode(encoding, "replace")
        if not data.strip() or text.count("\ufffd") * _MOST_DAMAGED > len(text):
            raise
        return text, encoding


def _named(data: bytes, header: str | None) -> list[str]:
    """The encodings that header and page declare, in this order."""
    names: list[str] = []
    if header:
        given = _CONTENT_TYPE.search(header)
        names.append(given[1] if given else header)
    head = data[:_HEAD_BYTES]
    declared = _XML.match(head) or _META.search(head)
    if declared:
        names.append(declared[1].decode("ascii", "replace"))
    codec_names = [_codec(name) for name in names]
    return [name for name in codec_names if name]


def _codec(name: str) -> str:
    """Python's name of the encoding; "" for one that is unknown or cannot be true."""
    name = name.strip().lower()
    name = _SUPERSETS.get(name, name)
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return ""
    # UTF-16 cannot be what an ASCII meta tag was read in.
    if codec.startswith("utf-16") or codec in _SAYS_NOTHING:
        return ""
    return codec
