"""doc, wps, rtf and odt through LibreOffice; files made by LibreOffice itself."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from docx_files import package
from planparse.errors import ReadError
from planparse.readers import compound, office, read_source
from planparse.readers.limits import Limits
from workbooks import book

needs_office = pytest.mark.skipif(
    office.find_program() is None, reason="LibreOffice is not installed"
)


def sample() -> bytes:
    document = pytest.importorskip("docx", reason="python-docx is not installed").Document()
    document.add_heading("第一章 基础", 1)
    document.add_paragraph("供水能力稳步提升。")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "类别"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "年份"
    table.cell(2, 1).text = "指标"
    table.cell(2, 2).text = "5%"
    document.add_paragraph("注：略")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.long
@needs_office
@pytest.mark.parametrize(
    ("form", "suffix"), [("doc", "doc"), ("doc", "wps"), ("rtf", "rtf"), ("odt", "odt")]
)
def test_each_format_gives_what_docx_gives(form: str, suffix: str) -> None:
    data = office.convert(sample(), "plan", kind="docx", target=form, limits=Limits())
    # The suffix does not matter: content tells the format, and a file of WPS Writer is a Word document.
    for name in ("plan.bin", f"plan.{suffix}"):
        read, expected = read_source(data, name), read_source(sample(), "plan.docx")
        assert (read.text, read.lines, read.grids) == (
            expected.text,
            expected.lines,
            expected.grids,
        )
    assert read.bytes == len(data) and read.sha256 != expected.sha256
    for cut in (len(data) // 2, len(data) - 600):
        with pytest.raises(ReadError, match=r"cut off|damaged"):
            read_source(data[:cut], f"plan.{suffix}")


@pytest.mark.long
@needs_office
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_each_kind_of_sheet_gives_what_xlsx_gives(form: str) -> None:
    given = book(
        ["表1 供水指标"],
        ["指标", "2020年", "2025年"],
        ["普及率", 0.956, 0.98],
        ["漏损率", 0.12, None],
        ["注：为预计数", None, None],
        merges=("A1:C1",),
        title="附表",
        B3="0.0%",
        C3="0%",
        B4="0.0%",
    )
    try:
        data = office.convert(given, "annex", kind="xlsx", target=form, limits=Limits())
    except ReadError as error:
        pytest.skip(f"LibreOffice has no part for sheets (libreoffice-calc): {error}")
    expected = read_source(given, "annex.xlsx")
    for name in ("annex.bin", f"annex.{form}"):
        read = read_source(data, name)
        assert (read.text, read.lines, read.grids) == (
            expected.text,
            expected.lines,
            expected.grids,
        )
    assert "95.6%" in read.text and len(read.grids) == 1
    for cut in (len(data) // 2, len(data) - 600):
        with pytest.raises(ReadError, match=r"cut off|damaged"):
            read_source(data[:cut], f"annex.{form}")


def test_without_libreoffice_the_error_says_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(ReadError, match=r"needs LibreOffice.*apt-get install libreoffice-writer"):
        read_source(b"{\\rtf1 text}", "plan.rtf")
    with pytest.raises(ReadError, match=r"needs LibreOffice.*apt-get install libreoffice-calc"):
        office.convert(b"", "annex.xls", kind="xls", target="xlsx", limits=Limits())


def program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: program(tmp_path, "sleep 60 & sleep 60"))
    with pytest.raises(ReadError, match=r"took more than 0\.2 seconds"):
        read_source(b"{\\rtf1 text}", "plan.rtf", limits=Limits(seconds=0.2))


def test_a_converter_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        office, "find_program", lambda: program(tmp_path, "echo 'Error: cannot load' >&2")
    )
    with pytest.raises(ReadError, match=r"could not load it as rtf \(Error: cannot load\)"):
        read_source(b"{\\rtf1 text}", "plan.rtf")


def test_the_profile_is_private_and_without_macros(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'echo "$@" > {tmp_path}/args; cat profile/user/registrymodifications.xcu > {tmp_path}/profile'
    monkeypatch.setattr(office, "find_program", lambda: program(tmp_path, script))
    with pytest.raises(ReadError):
        read_source(b"{\\rtf1 text}", "../../plan;rm.rtf")
    arguments = (tmp_path / "args").read_text()
    assert "-env:UserInstallation=file:///" in arguments and "rm.rtf" not in arguments
    assert "DisableMacrosExecution" in (tmp_path / "profile").read_text()


def ole(*, flags: int = 0, sectors: int = 3) -> bytes:
    """A compound file of one allocation table, one used sector and a Word header."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<109I", header, 76, 1, *[0xFFFFFFFF] * 108)
    word = bytearray(512)
    struct.pack_into("<H8xH", word, 0, 0xA5EC, flags)
    table = struct.pack("<128I", *[0xFFFFFFFE] * sectors, *[0xFFFFFFFF] * (128 - sectors))
    return (
        bytes(header) + bytes(word) + table + "WordDocument".encode("utf-16-le").ljust(512, b"\0")
    )


def test_a_locked_word_document() -> None:
    with pytest.raises(ReadError, match="the document is encrypted"):
        read_source(ole(flags=0x0100), "plan.doc")
    compound.check(ole(), "plan.doc")


def test_a_compound_file_that_is_cut_off() -> None:
    for data in (ole(sectors=90), ole()[:700], ole()[:40]):
        with pytest.raises(ReadError, match="cut off or damaged"):
            compound.check(data, "plan.doc")


def test_an_encrypted_docx_and_odt() -> None:
    with pytest.raises(ReadError, match="the document is encrypted"):
        read_source(ole() + "EncryptedPackage\0".encode("utf-16-le"), "a.docx")
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "?",
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    }
    with pytest.raises(ReadError, match="the document is encrypted"):
        read_source(package(files), "a.odt")
