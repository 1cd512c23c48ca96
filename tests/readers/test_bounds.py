"""Bounds that hold: what a file asks for is counted before it is given, in every format."""

from __future__ import annotations

import io
import os
import zlib
from base64 import a85encode
from binascii import hexlify
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

import hostile_files as made
import planparse
from planparse.errors import ReadError
from planparse.readers import inputs, read_source
from planparse.readers.limits import Limits
from planparse.readers.pdf.unpacking import unpacked

BACKENDS = ["pdfminer", "pypdfium2"]


def refusal(data: bytes, name: str = "a", backend: str | None = None, **limits: int) -> str:
    with pytest.raises(ReadError) as caught:
        read_source(data, name, limits=Limits(**limits), pdf_backend=backend)
    message = str(caught.value)
    assert "\n" not in message
    return message


# ------------------------------------------------------------ text that is made


@pytest.mark.parametrize(
    "make",
    [
        lambda n: made.numbered_docx(10_000, n),
        lambda n: made.numbered_docx(10_000, n, in_table=True),
        lambda n: made.noted_docx(10_000, n),
        lambda n: made.shared_xlsx(10_000, n),
    ],
    ids=["numbering", "numbering in a cell", "notes", "shared strings"],
)
def test_characters_count_as_often_as_they_are_printed(make: Callable[[int], bytes]) -> None:
    assert len(read_source(make(8), "a", limits=Limits(characters=100_000)).text) > 80_000
    message = refusal(make(11), characters=100_000)
    assert "(characters)" in message
    assert "--max-characters" in message
    # That it stops in time, and is not counted when all stands in memory: 2 thousand million characters.
    assert "(characters)" in refusal(make(200_000), cells=10**7)


def test_a_long_text_is_refused_too() -> None:
    assert "(characters)" in refusal("规划\n".encode() * 40, characters=100)


def test_xml_elements_are_counted_over_all_parts() -> None:
    body = "<w:p/>" * 60 + "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    data = made.docx_with(body, numbering=f"<w:numbering {made.WML}>{'<w:x/>' * 60}</w:numbering>")
    assert read_source(data, "a", limits=Limits(xml_events=140)).text == "甲"
    assert "(xml_events)" in refusal(data, xml_events=120)


# -------------------------------------------------------------- drawn objects


def test_composites_of_ofd_count_each_time_that_they_are_drawn() -> None:
    assert "(objects)" in refusal(made.composite_ofd(18))


def test_deltas_are_no_more_than_characters() -> None:
    from planparse.readers.ofd.text_code import deltas

    assert len(deltas("g 1000 1 " * 1000, 1000)) == 1000


@pytest.mark.parametrize("backend", BACKENDS)
def test_forms_count_each_time_that_they_are_drawn(backend: str) -> None:
    assert "plan" in read_source(made.pdf_of_forms(5), "a", pdf_backend=backend).text
    assert "(objects)" in refusal(made.pdf_of_forms(30), backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_objects_of_a_page_are_counted(backend: str) -> None:
    page = made.pdf_of(made.stream(made.TEXT + b" 0 0 m 9 9 l S" * 100))
    assert "plan" in read_source(page, "a", pdf_backend=backend, limits=Limits(objects=110)).text
    assert "(objects)" in refusal(page, backend=backend, objects=90)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_reference_to_a_reference_ends(backend: str) -> None:
    itself = made.pdf_of_references(b"4 0 R")
    circle = made.pdf_of_references(b"6 0 R", b"7 0 R", b"6 0 R")
    for data in (itself, circle):
        assert refusal(data, backend=backend)
    assert "refers to itself" in refusal(circle)


# ------------------------------------------------------------ filters over filters


PACKED = made.bomb(3_000_000)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    "content",
    [
        made.stream(PACKED, b"/Filter /FlateDecode"),
        made.stream(made.bomb(3_000_000, 2), b"/Filter [/FlateDecode /FlateDecode]"),
        made.stream(hexlify(PACKED) + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"),
        made.stream(b"\x58\x85" + PACKED[2:], b"/Filter /FlateDecode"),
        made.stream(PACKED, b"/Foo /Image /Filter /FlateDecode"),
        made.stream(PACKED, b"/Foo << /Subtype /Image >> /Filter /FlateDecode"),
        made.stream(PACKED, b"/Fil#74er /Fl#61teDecode"),
        made.stream(PACKED, b"/Filter 6 0 R"),
    ],
    ids=["flate", "twice", "hex", "other window", "a word", "inside", "escaped", "told elsewhere"],
)
def test_bombs_of_every_dress(content: bytes, backend: str) -> None:
    data = made.pdf_of(content, {6: b"/FlateDecode"})
    assert "plan" in read_source(data, "a", pdf_backend=backend).text
    assert "(unpacked_bytes)" in refusal(data, backend=backend, unpacked_bytes=1_000_000)


def test_a_picture_is_not_unpacked() -> None:
    picture = b"/Type /XObject /Subtype /Image /Width 9000 /Height 9000 /Filter /FlateDecode"
    data = made.pdf_of(made.stream(made.TEXT), {6: made.stream(PACKED, picture)})
    assert "plan" in read_source(data, "a", limits=Limits(unpacked_bytes=1_000_000)).text


def test_a_stream_packed_too_often_is_refused() -> None:
    nine = b"/Filter [" + b"/FlateDecode " * 9 + b"]"
    assert "more than 8 times" in refusal(made.pdf_of(made.stream(made.bomb(9, 9), nine)))


@pytest.mark.parametrize(
    ("name", "data", "plain"),
    [
        ("FlateDecode", zlib.compress(b"plan" * 50_000), b"plan" * 50_000),
        ("ASCIIHexDecode", b"70 6c61 6e>00", b"plan"),
        ("ASCII85Decode", a85encode(b"plan\0\0\0\0") + b"~>", b"plan\0\0\0\0"),
        ("ASCII85Decode", a85encode(b"planpl") + b"~>9", b"planpl"),
        (
            "RunLengthDecode",
            bytes([3]) + b"plan" + bytes([254]) + b"x" + bytes([128, 9]),
            b"planxxx",
        ),
        # The example of ISO 32000-1, 7.4.4.2.
        ("LZWDecode", bytes.fromhex("800b6050220c0c8501"), bytes.fromhex("2d2d2d2d2d412d2d2d42")),
        ("DCTDecode", b"as it is", b"as it is"),
    ],
)
def test_unpacking(name: str, data: bytes, plain: bytes) -> None:
    assert b"".join(unpacked(data, [name])) == plain


# ------------------------------------------------------------------- inputs


def test_a_file_is_measured_before_it_is_read(tmp_path: Path) -> None:
    sparse = tmp_path / "a.txt"
    with sparse.open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(ReadError, match=r"\(file_bytes\)"):
        planparse.read(sparse)


class Endless(io.RawIOBase):
    """A stream without end, which counts what was asked of it."""

    given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.given += size
        return b"a" * size


def test_a_stream_is_read_up_to_the_limit_and_no_further() -> None:
    endless = Endless()
    with pytest.raises(ReadError, match=r"\(file_bytes\)"):
        inputs.read_stream(endless, "-", Limits(file_bytes=5_000_000))
    assert endless.given == 5_000_001


def test_an_open_file_is_measured_before_it_is_read(tmp_path: Path) -> None:
    sparse = tmp_path / "a.txt"
    with sparse.open("wb") as file:
        file.truncate(3 << 30)
    with sparse.open("rb") as file:
        with pytest.raises(ReadError, match=r"3221225472 is over .*\(file_bytes\)"):
            inputs.read_stream(file, "-", Limits())
        file.seek((3 << 30) - 5)
        assert inputs.read_stream(file, "-", Limits()) == bytes(5)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a Unix machine")
def test_devices_and_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="a device"):
        planparse.read("/dev/zero")
    with pytest.raises(ReadError, match="empty"):
        planparse.read(os.devnull)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(inputs, "_PIPE_WAIT", 0.01)
    with pytest.raises(ReadError, match="nobody has written"):
        planparse.read(pipe)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a Unix machine")
def test_a_pipe_with_a_writer_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # Opened for both, so that neither end waits for the other.
    descriptor = os.open(pipe, os.O_RDWR)
    os.write(descriptor, "一、目标\n".encode())
    from threading import Timer

    Timer(0.2, os.close, [descriptor]).start()
    assert planparse.read(pipe).text == "一、目标\n"


class PathOfMine(os.PathLike[str]):
    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


def test_whatever_can_be_read_is_read(tmp_path: Path) -> None:
    text = "一、目标\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as as_text, path.open("rb") as as_bytes:
        sources: list[Any] = [
            path,
            str(path),
            PathOfMine(path),
            as_text,
            as_bytes,
            io.StringIO(text),
        ]
        data = text.encode()
        for source in [*sources, data, bytearray(data), memoryview(data)]:
            assert planparse.read(source).text == text


@pytest.mark.parametrize(
    "source", ["a\0b", "\ud800", "", "a/b\nc", ".", 7, None, ["a"], b"", io.StringIO("\ud800")]
)
def test_whatever_cannot_be_read_is_one_clear_error(source: object) -> None:
    with pytest.raises(ReadError) as caught:
        planparse.read(cast("Any", source))
    assert "\n" not in str(caught.value)
    str(caught.value).encode()


def test_a_closed_file_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    file = path.open("rb")
    file.close()
    with pytest.raises(ReadError, match="closed file"):
        planparse.read(file)


# ---------------------------------------------------------------- other answers


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_blank_pdf_is_said_to_be_blank(backend: str) -> None:
    assert "nothing is printed" in refusal(made.pdf_of(made.stream(b" ")), backend=backend)


def test_merges_of_a_sheet_cost_no_more_than_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    from planparse.readers.sheets import sheet

    looked_at = 0

    class Counted(sheet.Merge):
        def __getattribute__(self, name: str) -> object:
            nonlocal looked_at
            looked_at += 1
            return super().__getattribute__(name)

    monkeypatch.setattr("planparse.readers.sheets.xlsx_parts.Merge", Counted)
    read_source(made.merged_xlsx(1000), "a.xlsx")
    assert 1000 < looked_at < 20_000
