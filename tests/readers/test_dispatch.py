"""Dispatch: the format is told by content, readers are imported when used, a missing extra is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from docx_files import docx, p, package
from ofd_objects import PROSE, ofd, text
from planparse.errors import ReadError
from planparse.readers import read_source
from planparse.readers.sniff import kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def stream(name: str) -> bytes:
    return OLE + f"{name}\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"\n%PDF-1.4", "a", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "-", "picture"),
        (docx(p("甲")), "a.doc", "docx"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (package({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.docx", "xlsx"),
        (package({"content.xml": "", "META-INF/manifest.xml": ""}), "a.docx", "odt"),
        (package({"OFD.xml": ""}), "a.pdf", "ofd"),
        (package({"plan.txt": ""}), "a.docx", "zip"),
        (stream("WordDocument"), "a.wps", "doc"),
        (stream("Workbook"), "a.doc", "xls"),
        (stream("EncryptedPackage"), "a.docx", "locked"),
        (OLE, "a.doc", "ole"),
        (b"<html><body>", "a.doc", "html"),
        ("<!DOCTYPE html><p>供水".encode("utf-16"), "a", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><html>", "a.txt", "html"),
        ("<p>供水</p><p>排水</p>".encode(), "-", "html"),
        ("供水<br>".encode(), "a.html", "html"),
        (
            b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w/>",
            "a.doc",
            "wordxml",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x", "a.doc", "mhtml"),
        ("# 规划\n\n## 一、基础\n".encode(), "-", "markdown"),
        ("# 规划".encode(), "a.md", "markdown"),
        ("指标,值\n".encode(), "a.csv", "csv"),
        ("指标,值\n".encode(), "a.txt", "text"),
        ("规划\n# 一个井号\n3<5且7>6\n".encode(), "a.txt", "text"),
        (b"\0\x01\x02", "a.bin", "text"),
    ],
)
def test_the_format_is_told_by_content(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    "make",
    [lambda: docx(p("甲")), lambda: b"<html><p>x</p></html>", lambda: ofd(text(20, 40, PROSE))],
    ids=["docx", "html", "ofd"],
)
def test_a_missing_extra_is_named(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(
        ReadError, match=r"needs the package lxml; install it with: pip install 'planparse\["
    ):
        read_source(make(), "plan")


def test_importing_planparse_imports_no_reader_and_no_other_package() -> None:
    """A reader, and what it needs, comes with the first file of its kind: `import planparse` costs next to nothing."""
    code = "import sys; before = {*sys.modules}; import planparse; print(*sorted({*sys.modules} - before))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    modules = shown.split()
    assert "planparse" in modules
    assert not [m for m in modules if m.startswith("planparse.readers")]
    assert {m.partition(".")[0] for m in modules} <= {"planparse"} | sys.stdlib_module_names


@pytest.mark.parametrize("data", [b"", b"  \n", b"\0" * 99])
def test_nothing_and_binary(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^plan\.docx: .*; "):
        read_source(data, "plan.docx")
