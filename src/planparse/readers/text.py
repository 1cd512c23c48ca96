"""Plain text: finds the encoding, and refuses what is no text.

Line ends stay as they are in the file; a byte-order mark is no text and is dropped.
"""

from __future__ import annotations

import codecs
import hashlib

import regex

from planparse.errors import ReadError
from planparse.model.source import Source, text_lines
from planparse.readers.limits import DEFAULT, Limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Chinese official text consists of; bytes read in a wrong encoding give Hangul, rare
# ideographs, private-use and unassigned characters instead.
_USUAL = regex.compile(r"[\t\n\r\f\v -~\xa0-\xff\u2000-\u206f\u2100-\u22ff\u2460-\u25ff\u3000-\u303f"
                       r"\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = regex.compile(r"[\x00-\x06\x08\x0e-\x19\x1c-\x1f\ufffe\uffff]")
_SAMPLE = 65_536
_TEXT_REMEDY = "give the plan as a text file in UTF-8, UTF-16 or GB18030"


def read_text(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read `data` as plain text; lines are cut at line ends and form feeds.

    Raises `ReadError` for an empty file, binary data, an unknown encoding, or too many bytes.
    """
    limits.check("file_bytes", name, len(data))
    text, encoding = decode(data, name)
    return Source(text, text_lines(text), name=name, media_type="text/plain", encoding=encoding,
                  sha256=hashlib.sha256(data).hexdigest(), bytes=len(data),
                  pages=text.count("\f") + 1 if "\f" in text else None)


def decode(data: bytes, name: str = "<bytes>") -> tuple[str, str]:
    """Text of `data` and the name of the codec that read it.

    UTF-8 wins where it fits; else of UTF-16 (either byte order, without mark) and
    GB18030 the one that gives Chinese. Raises `ReadError` for what is no text.
    """
    if not data.strip():
        raise ReadError(name, "the file is empty", "give a file that holds the plan's text")
    found = _marked(data, name) or _unmarked(data, name)
    if not found[0].strip():
        raise ReadError(name, "the file holds no text", "give a file that holds the plan's text")
    _refuse_binary(found[0], name)
    return found


def _marked(data: bytes, name: str) -> tuple[str, str] | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), codec if len(mark) != 2 else f"utf-16-{_order(mark)}"
            except UnicodeDecodeError as error:
                raise _broken(name, error) from None
    return None


def _order(mark: bytes) -> str:
    return "le" if mark == codecs.BOM_UTF16_LE else "be"


def _unmarked(data: bytes, name: str) -> tuple[str, str]:
    wide = _wide_order(data)
    if wide is None:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError as error:
            if _looks_utf8(data, error):
                raise _broken(name, error) from None
    return _widest(data, name, wide)


def _looks_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the bytes before the first error are UTF-8 with wide characters: UTF-8 that is damaged."""
    before = data[:error.start].decode("utf-8")
    wide = sum(char > "\u2000" for char in before[-_SAMPLE:])
    return wide >= 12 or (wide >= 2 and error.end >= len(data) - 1)


def _wide_order(data: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark, told by the zero bytes of its digits and line ends."""
    sample = data[:_SAMPLE]
    if b"\0" not in sample or len(data) % 2:
        return None
    return "le" if sample[1::2].count(0) >= sample[::2].count(0) else "be"


def _widest(data: bytes, name: str, wide: str | None) -> tuple[str, str]:
    best, best_share, problem = ("", ""), 0.0, None
    codecs_left = [f"utf-16-{wide}"] if wide else ["gb18030", "utf-16-le", "utf-16-be"]
    for codec in codecs_left:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            problem = problem or error
            continue
        share = usual_share(text)
        if share > best_share:
            best, best_share = (text, codec), share
    if best_share >= 0.8:
        return best
    if problem is not None and problem.encoding == "gb18030" and b"\0" not in data[:_SAMPLE]:
        before = data[:problem.start].decode("gb18030", "ignore")
        if len(before) > 40 and usual_share(before) >= 0.95:
            raise _broken(name, problem)
    raise ReadError(name, "the data is binary or in an unknown encoding", _TEXT_REMEDY)


def usual_share(text: str) -> float:
    """Share of the characters (of a sample) that are usual in Chinese text, 0 to 1."""
    sample = text[:_SAMPLE]
    return len(_USUAL.findall(sample)) / max(1, len(sample))


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > 8 + len(text) // 100:
        raise ReadError(name, "the data is binary, not text", _TEXT_REMEDY)


def _broken(name: str, error: UnicodeDecodeError) -> ReadError:
    return ReadError(name, f"byte {error.start} is not valid {error.encoding} ({error.reason})",
                     "the file is cut off or damaged; save it again as UTF-8")
