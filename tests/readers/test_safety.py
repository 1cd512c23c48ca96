"""Hostile and broken files: each gets one clear error, or is read in linear time; nothing reaches out."""

# ruff: noqa: E501 - markup reads better unwrapped

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest

from docx_files import docx, p, package, tbl, tc
from drawn import Drawing, pdf
from growth import MOST, TIMES, growth
from ofd_objects import PROSE, line, ofd
from ofd_objects import text as ofd_text
from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers import read_source
from planparse.readers.limits import Limits


def xlsx(sheet: str, **parts: str) -> bytes:
    """A workbook of one sheet, given by its rows' XML."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {ns} xmlns:r="urn:r"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {ns}><sheetData>{sheet}</sheetData></worksheet>",
    }
    return package(files | parts)


def odt(content: str) -> bytes:
    """Just enough of an OpenDocument package to be looked into."""
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": content,
        }
    )


def document(content: str) -> bytes:
    """A docx whose main part is exactly `content`."""
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


ROW = '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1</v></c></row>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'
WML = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>'
SML = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE], ids=["billion laughs", "external entity"])
@pytest.mark.parametrize(
    "make",
    [
        lambda b: document(b + WML),
        lambda b: document((b + WML).encode("utf-16").decode("latin-1")),
        lambda b: xlsx("", **{"xl/worksheets/sheet1.xml": b + SML}),
        lambda b: odt(b + "<x>&i;</x>"),
        lambda b: ofd(ofd_text(20, 40, PROSE), **{"Doc_0/Document.xml": b + "<x>&i;</x>"}),
    ],
    ids=["docx", "docx in utf-16", "xlsx", "odt", "ofd"],
)
def test_entities_are_refused(make: Callable[[str], bytes], bomb: str) -> None:
    with pytest.raises(ReadError):
        read_source(make(bomb), "bomb")


def test_utf16_entities_are_refused() -> None:
    data = package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": (LAUGHS.replace("?>", ' encoding="utf-16"?>') + WML).encode(
                "utf-16"
            ),
        }
    )
    with pytest.raises(ReadError, match="defines entities"):
        read_source(data, "bomb.docx")


def test_html_entities_of_a_page_are_not_expanded() -> None:
    page = LAUGHS + "<html><body><p>供水&i;</p><p>&lt;</p></body></html>"
    assert len(read_source(page.encode(), "a.html").text) < 200


ZEROS = " " * 40_000_000


@pytest.mark.parametrize(
    "data",
    [
        document(WML.replace("&i;", ZEROS)),
        xlsx(ROW + ZEROS),
        odt("<x>" + ZEROS + "</x>"),
        ofd(ofd_text(20, 40, PROSE), **{"Doc_0/Document.xml": "<x>" + ZEROS + "</x>"}),
    ],
    ids=["docx", "xlsx", "odt", "ofd"],
)
def test_zip_bombs(data: bytes) -> None:
    assert len(data) < 200_000
    with pytest.raises(ReadError, match="over the limit of 500"):
        read_source(data, "bomb")
    with pytest.raises(ReadError, match="over the limit of 1000000"):
        read_source(data, "bomb", limits=Limits(unpacked_bytes=1_000_000, unpack_ratio=10**6))


def test_too_many_parts_and_bytes() -> None:
    data = package({"[Content_Types].xml": "<Types/>"} | {f"x/{i}": "" for i in range(50)})
    with pytest.raises(ReadError, match=r"limit of 20 \(parts\)"):
        read_source(data, "a.docx", limits=Limits(parts=20))
    with pytest.raises(ReadError, match=r"limit of 9 \(file_bytes\)"):
        read_source(data, "a.docx", limits=Limits(file_bytes=9))


def nested(depth: int) -> str:
    inner = p("甲")
    for _ in range(depth):
        inner = tbl(tc(inner + p("乙")))
    return inner


def test_deep_nesting() -> None:
    assert read_source(docx(nested(50)), "a.docx").text.startswith("甲\n乙")
    for data in (
        docx(nested(2000)),
        odt("<x>" * 5000 + "</x>" * 5000),
        xlsx("<x>" * 5000 + "</x>" * 5000),
    ):
        with pytest.raises(ReadError, match="nesting"):
            read_source(data, "a")
    with pytest.raises(ReadError, match=r"limit of 20 \(nesting\)"):
        read_source(docx(nested(50)), "a.docx", limits=Limits(nesting=20))


def cut(data: bytes) -> list[bytes]:
    return [data[: len(data) * part // 8] for part in range(1, 8)] + [data[:-3]]


TABLE = tbl(*[tc("指标") + tc("2025年")] * 40)


@pytest.mark.parametrize(
    "data",
    [
        docx(TABLE),
        xlsx(ROW * 300),
        odt("<x>" + "供水" * 999 + "</x>"),
        ofd(ofd_text(20, 40, PROSE)),
    ],
    ids=["docx", "xlsx", "odt", "ofd"],
)
@pytest.mark.parametrize("name", ["plan.docx", "plan"])
def test_a_truncated_package(data: bytes, name: str) -> None:
    for piece in cut(data):
        with pytest.raises(ReadError, match="cut off or damaged"):
            read_source(piece, name)


def test_damage_inside_a_package() -> None:
    data = bytearray(docx(p("供水能力" * 50)))
    at = data.find(b"word/document.xml") + 40
    data[at : at + 8] = b"\xff" * 8
    with pytest.raises(ReadError, match="cut off or damaged"):
        read_source(bytes(data), "plan.docx")


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04" + bytes(50), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"{\\rtf1 cut"],
)
def test_a_stump(data: bytes) -> None:
    with pytest.raises(ReadError, match="cut off"):
        read_source(data, "plan")


def test_an_encrypted_zip_and_other_archives() -> None:
    locked = bytearray(docx(p("甲")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + at] |= 1
            start += 4
    with pytest.raises(ReadError, match="encrypted"):
        read_source(bytes(locked), "plan.docx")
    with pytest.raises(ReadError, match="a zip archive, not one document"):
        read_source(package({"plan.txt": "供水"}), "plan.zip")


def test_paths_and_links_in_a_package_lead_nowhere() -> None:
    out = io.BytesIO(docx(p("甲")))
    with zipfile.ZipFile(out, "a") as target:
        link = zipfile.ZipInfo("word/styles.xml")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    with pytest.raises(ReadError, match="cut off or damaged"):
        read_source(out.getvalue(), "plan.docx")
    rels = '<Relationships><Relationship Type="http://x/officeDocument" Target="../../../../etc/hostname"/></Relationships>'
    with pytest.raises(ReadError, match="'etc/hostname' is missing"):
        read_source(package({"[Content_Types].xml": "<T/>", "_rels/.rels": rels}), "plan.docx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice() -> None:
    out = io.BytesIO(docx(p("甲")))
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("word/document.xml", WML.replace("&i;", "乙"))
    with pytest.raises(ReadError, match="twice"):
        read_source(out.getvalue(), "plan.docx")


@pytest.mark.parametrize("seed", range(4))
def test_damage_anywhere_gives_a_source_or_one_error(seed: int) -> None:
    """Whatever is done to the XML of a package, no reader stumbles over it."""
    chance = random.Random(seed)
    parts = {
        "docx": docx(TABLE[:3000] + p("甲")),
        "xlsx": xlsx(ROW * 9),
        "ofd": ofd(ofd_text(20, 40, PROSE)),
    }
    for data in list(parts.values()) * 40:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            files = {name: source.read(name) for name in source.namelist()}
        name = chance.choice([n for n in files if n != "[Content_Types].xml"])
        values = [m.span(1) for m in re.finditer(rb'="([^"]*)"', files[name])]
        start, end = chance.choice(values) if values else (0, 0)
        other = chance.choice(
            [b"", b"-5", b"abc", b"1e9", b"99999999999999999999", b"0", "一".encode()]
        )
        files[name] = files[name][:start] + other + files[name][end:]
        try:
            read_source(package({**files}), "plan")
        except ReadError as error:
            assert error.__cause__ is None, error


def big_docx(rows: int) -> bytes:
    return docx(tbl(*[tc("12") * 100] * rows))


def big_html(rows: int) -> bytes:
    return (
        "<html><body><table>"
        + ("<tr>" + "<td>12</td>" * 100 + "</tr>") * rows
        + "</table></body></html>"
    ).encode()


def big_xlsx(rows: int) -> bytes:
    return xlsx(("<row>" + "<c><v>12</v></c>" * 100 + "</row>") * rows)


def big_csv(rows: int) -> bytes:
    return ("12,34,56,78,90\n" * rows * 20).encode()


def big_markdown(rows: int) -> bytes:
    return (
        "# 表\n\n<table>" + ("<tr>" + "<td>12</td>" * 100 + "</tr>\n") * rows + "</table>\n"
    ).encode()


XS, YS = [20.0 + 12 * i for i in range(41)], [30.0 + 7.7 * i for i in range(101)]


def big_pdf(rows: int) -> bytes:
    page = Drawing().grid(XS, YS)
    for row, y in enumerate(YS[:-1]):
        page.cells(XS, [y + 6], [[str(row % 7)] * 40], size=5)
    return pdf(*[page] * (rows // 40))


def big_ofd(rows: int) -> bytes:
    ruled = "".join(line(2, 2.7 * y, 202, 2.7 * y) for y in range(101)) + "".join(
        line(2 + 5 * x, 0, 2 + 5 * x, 270) for x in range(41)
    )
    words = "".join(
        ofd_text(4 + 5 * x, 2 + 2.7 * y, str(y % 7), size=1.5)
        for y in range(100)
        for x in range(40)
    )
    return ofd(*[ruled + words] * (rows // 40))


BIG: dict[str, Callable[[int], bytes]] = {
    "docx": big_docx,
    "html": big_html,
    "xlsx": big_xlsx,
    "csv": big_csv,
    "md": big_markdown,
    "pdf": big_pdf,
    "ofd": big_ofd,
}


ROWS = 80
"""8,000 cells, and two pages where there are pages; four times as many are read for comparison."""


@pytest.mark.long
@pytest.mark.parametrize("suffix", BIG)
def test_four_times_the_cells_take_about_four_times_the_time(suffix: str) -> None:
    def read(data: bytes) -> Source:
        return read_source(data, f"big.{suffix}", pdf_backend="pypdfium2")

    short, long = BIG[suffix](ROWS), BIG[suffix](TIMES * ROWS)
    assert [len(read(data).grids[0].cells) for data in (short, long)] == [
        100 * ROWS,
        TIMES * 100 * ROWS,
    ]
    assert growth(read, short, long) <= MOST
    with pytest.raises(ReadError, match=r"limit of 5000 \(cells\)"):
        read_source(short, f"big.{suffix}", limits=Limits(cells=5000))
