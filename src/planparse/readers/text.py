"""Plain text: finds the encoding, and refuses what is no text.

Line ends stay as they are in the file; a byte-order mark is no text and is dropped.
"""

from __future__ import annotations

import codecs
import hashlib
from typing import NamedTuple

from planparse.errors import ReadError
from planparse.grammar.engines import compiled
from planparse.model.ignore_marks import with_ignore_marks
from planparse.model.source import Source, text_lines
from planparse.readers.limits import DEFAULT, Limits

# Byte-order marks: the codec that drops the mark, and the name that the records give it.
_MARKS = (
    # UTF-32 before UTF-16, whose mark its own begins with.
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)

# What Chinese official text consists of; bytes read in a wrong encoding give Hangul, rare
# ideographs, private-use and unassigned characters instead.
_USUAL = compiled(
    r"[\t\n\r\f\v -~\xa0-\xff\u2000-\u206f\u2100-\u22ff\u2460-\u25ff\u3000-\u303f"
    r"\u4e00-\u9fff\uff00-\uffef]"
)
_CONTROL = compiled(r"[\x00-\x06\x08\x0e-\x19\x1c-\x1f\ufffe\uffff]")
# Characters above this are those that Chinese text has and text in Latin letters hasn't.
_FIRST_WIDE = "\u2000"

# Bytes, or characters, by which an encoding is judged.
_SAMPLE = 65_536
# Least share of usual characters in a text that is read in the right encoding.
_USUAL_SHARE = 0.8
# Usual characters before an error from which on a file is damaged GB18030, not something else.
_SURELY_USUAL_SHARE = 0.95
_SURELY_LENGTH = 40
# Wide characters before an error from which on a file is damaged UTF-8: GB18030 seldom gives two.
_WIDE_IN_UTF8 = 12
# The same where the error is at the very end, as in a file that is cut off.
_WIDE_IN_CUT_UTF8 = 2
# Control characters that any text may have, and one more for each hundred of its characters.
_FEW_CONTROLS = 8

_NO_TEXT_REMEDY = "give a file that holds the plan's text"
_ENCODING_REMEDY = "give the plan as a text file in UTF-8, UTF-16 or GB18030"


class Decoded(NamedTuple):
    """A text and the name of the codec that read it."""

    text: str
    codec: str


def read_text(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """Read `data` as plain text; lines are cut at line ends and form feeds.

    Raises `ReadError` for an empty file, binary data, an unknown encoding, or too many bytes.
    """
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    pages = None
    if "\f" in text:
        pages = text.count("\f") + 1
    source = Source(
        text,
        text_lines(text),
        name=name,
        media_type="text/plain",
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=pages,
    )
    return with_ignore_marks(source)


def decode(data: bytes, name: str = "<bytes>") -> Decoded:
    """Text of `data` and the name of the codec that read it.

    UTF-8 wins where it fits; else of UTF-16 (either byte order, without mark) and
    GB18030 the one that gives Chinese. Raises `ReadError` for what is no text.
    """
    if not data.strip():
        raise ReadError(name, "the file is empty", _NO_TEXT_REMEDY)
    found = _decode_marked(data, name) or _decode_unmarked(data, name)
    if not found.text.strip():
        raise ReadError(name, "the file holds no text", _NO_TEXT_REMEDY)
    _refuse_binary(found.text, name)
    return found


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """The text behind a byte-order mark, None where there is no mark."""
    for mark, codec, reported in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(codec), reported)
            except UnicodeDecodeError as error:
                raise _broken(name, error) from None
    return None


def _decode_unmarked(data: bytes, name: str) -> Decoded:
    order = _wide_order(data)
    if order is not None:
        return _most_usual(data, name, [f"utf-16-{order}"])
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data, error):
            raise _broken(name, error) from None
    return _most_usual(data, name, ["gb18030", "utf-16-le", "utf-16-be"])


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the bytes before the first error are UTF-8 with wide characters."""
    before = data[: error.start].decode("utf-8")
    wide = sum(char > _FIRST_WIDE for char in before[-_SAMPLE:])
    is_at_end = error.end >= len(data) - 1
    return wide >= _WIDE_IN_UTF8 or (wide >= _WIDE_IN_CUT_UTF8 and is_at_end)


def _wide_order(data: bytes) -> str | None:
    """Byte order of UTF-16 without a mark, told by the zero bytes of its digits and line ends."""
    sample = data[:_SAMPLE]
    if b"\0" not in sample or len(data) % 2:
        return None
    zeros_first = sample[::2].count(0)
    zeros_second = sample[1::2].count(0)
    if zeros_second >= zeros_first:
        return "le"
    return "be"


def _most_usual(
    data: bytes,
    name: str,
    codec_names: list[str],
) -> Decoded:
    """What the codec gives that makes the most usual text of the data, if it is usual enough."""
    best = Decoded("", "")
    best_share = 0.0
    problem: UnicodeDecodeError | None = None
    for codec in codec_names:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            problem = problem or error
            continue
        share = usual_share(text)
        if share > best_share:
            best = Decoded(text, codec)
            best_share = share
    if best_share >= _USUAL_SHARE:
        return best
    if problem is not None and _is_damaged_gb18030(data, problem):
        raise _broken(name, problem)
    raise ReadError(name, "the data is binary or in an unknown encoding", _ENCODING_REMEDY)


def _is_damaged_gb18030(data: bytes, problem: UnicodeDecodeError) -> bool:
    """Whether the bytes before the first error are surely Chinese in GB18030."""
    if problem.encoding != "gb18030" or b"\0" in data[:_SAMPLE]:
        return False
    before = data[: problem.start].decode("gb18030", "ignore")
    return len(before) > _SURELY_LENGTH and usual_share(before) >= _SURELY_USUAL_SHARE


def usual_share(text: str) -> float:
    """Share of the characters (of a sample) that are usual in Chinese text, 0 to 1."""
    sample = text[:_SAMPLE]
    return len(_USUAL.findall(sample)) / max(1, len(sample))


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    allowed = _FEW_CONTROLS + len(text) // 100
    if "\0" in text or controls > allowed:
        raise ReadError(name, "the data is binary, not text", _ENCODING_REMEDY)


def _broken(name: str, error: UnicodeDecodeError) -> ReadError:
    return ReadError(
        name,
        f"byte {error.start} is not valid {error.encoding} ({error.reason})",
        "the file is cut off or damaged; save it again as UTF-8",
    )
