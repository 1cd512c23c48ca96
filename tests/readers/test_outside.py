"""Nothing reaches out: files that point to a server are read without asking it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from docx_files import NAMESPACES, RELS, package
from planparse.readers import office, read_source

needs_office = pytest.mark.skipif(
    office.find_program() is None, reason="LibreOffice is not installed"
)
PROSE = "统筹推进水利基础设施建设，增强水安全保障能力。"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def web_page(url: str) -> bytes:
    return (
        f'<!DOCTYPE html SYSTEM "{url}/page.dtd"><html><head><base href="{url}/"><link rel="stylesheet" href="a.css">'
        f'<script src="a.js"></script><meta http-equiv="refresh" content="0;url={url}/next"></head><body><p>{PROSE}</p>'
        f'<img src="a.png"><iframe src="inner.html"></iframe><object data="b"></object></body></html>'
    ).encode()


def word_file(url: str) -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    body = (
        f'<w:p><w:r><w:t>{PROSE}</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "{url}/t"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:altChunk r:id="r2" xmlns:r="urn:r"/>'
    )
    rels = "".join(
        f'<Relationship Id="r{i}" Type="{kinds}{kind}" Target="{url}/{kind}" TargetMode="External"/>'
        for i, kind in enumerate(("attachedTemplate", "aFChunk", "styles", "numbering"), 1)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": RELS,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELS.partition("<Relationship ")[0]
        + rels
        + "</Relationships>",
    }
    return package(files)


def rich_text(url: str) -> bytes:
    words = "".join(f"\\u{ord(c)}?" for c in PROSE)
    return (
        f'{{\\rtf1\\ansi {{\\*\\template {url}/t.dot}}{words}\\par {{\\field{{\\*\\fldinst INCLUDEPICTURE "{url}/a.png" \\\\d}}'
        f'{{\\fldrslt x}}}}{{\\field{{\\*\\fldinst INCLUDETEXT "{url}/b.txt"}}{{\\fldrslt y}}}}\\par}}'
    ).encode()


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>PROSE</text:p>MORE</office:text></office:body></office:document>"""


def flat_text(url: str) -> bytes:
    linked = (
        f'<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{url}/a.png" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{url}/b.odt" xlink:type="simple"/><text:p>x</text:p></text:section>'
    )
    return FLAT.replace("PROSE", PROSE).replace("MORE", linked).encode()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.html", web_page),
        ("a.docx", word_file),
        pytest.param("a.rtf", rich_text, marks=[needs_office, pytest.mark.long]),
        pytest.param("a.fodt", flat_text, marks=[needs_office, pytest.mark.long]),
    ],
)
def test_no_server_is_asked(
    name: str, make: Callable[[str], bytes], server: tuple[str, list[str]]
) -> None:
    """Stylesheets, pictures, templates, included texts and document types stay where they are."""
    url, asked = server
    assert PROSE in read_source(make(url), name).text
    assert asked == []
