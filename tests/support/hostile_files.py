"""Small files that ask for much: each is a few kilobytes, and unpacks, draws or prints millions."""

from __future__ import annotations

import zlib

from docx_files import package
from ofd_objects import ofd

WML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SML = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def raw_pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of exactly these objects; object 1 is its catalog."""
    data = b"%PDF-1.5\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % places.get(n, 0) for n in range(1, size))
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (size, table)


def pdf_of(content: bytes, more: dict[int, bytes] | None = None, resources: bytes = b"") -> bytes:
    """A PDF of one page whose content, the object 4, is `content`; `more` are further objects."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
        % resources,
        4: content,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    return raw_pdf(objects | (more or {}))


def stream(data: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), dictionary, data)


TEXT = b"BT /F 12 Tf 72 700 Td (plan) Tj ET"


def pdf_of_forms(deep: int) -> bytes:
    """Forms that each draw the next one twice."""
    more = {}
    for n in range(deep):
        inner = b"/X Do /X Do" if n < deep - 1 else TEXT
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> /XObject << /X %d 0 R >> >>"
        more[6 + n] = stream(inner, head % (7 + n))
    return pdf_of(stream(TEXT + b" /X Do"), more, b"/XObject << /X 6 0 R >>")


def pdf_of_references(*chain: bytes) -> bytes:
    """A page whose content is a reference to a reference …; without an end where it leads back."""
    return pdf_of(chain[0], {6 + n: body for n, body in enumerate(chain[1:])})


def bomb(size: int, layers: int = 1, level: int = 9) -> bytes:
    """`size` blanks, packed once or over and over."""
    data = TEXT + b" " * size
    for _ in range(layers):
        data = zlib.compress(data, level)
    return data


def docx_with(body: str, **parts: str) -> bytes:
    """A docx of this body; `parts` are further parts by their name without `word/` and suffix."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {WML}><w:body>{body}</w:body></w:document>",
    }
    return package(files | {f"word/{name}.xml": xml for name, xml in parts.items()})


def numbered_docx(label: int, paragraphs: int, *, in_table: bool = False) -> bytes:
    """Paragraphs of a list whose label has `label` characters."""
    numbering = (
        f'<w:numbering {WML}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{"编" * label}%1"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    one = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    body = one * paragraphs
    if in_table:
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc>{one}</w:tc></w:tr></w:tbl>"
    return docx_with(body, numbering=numbering)


def noted_docx(note: int, references: int) -> bytes:
    """One note of `note` characters, which the text refers to again and again."""
    notes = f'<w:footnotes {WML}><w:footnote w:id="2"><w:p><w:r><w:t>{"注" * note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    one = '<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    return docx_with(one * references, footnotes=notes)


def shared_xlsx(length: int, cells: int) -> bytes:
    """One shared string of `length` characters in many cells."""
    rows = '<row><c t="s"><v>0</v></c><c><v>1</v></c></row>' * cells
    return xlsx_of(rows, shared=f"<sst {SML}><si><t>{'串' * length}</t></si></sst>")


def xlsx_of(rows: str, merges: str = "", shared: str = "") -> bytes:
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {SML} xmlns:r="urn:r"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {SML}><sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>",
    }
    if shared:
        files["xl/sharedStrings.xml"] = shared
    return package(files)


def merged_xlsx(rows: int) -> bytes:
    """As many merges as rows, each over two rows or columns."""
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>甲</t></is></c><c r="C{n}"><v>1</v></c></row>'
        for n in range(1, rows + 1)
    )
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, rows + 1))
    return xlsx_of(cells, merges)


def composite_ofd(deep: int) -> bytes:
    """Composite objects that each draw the next one four times."""
    units = ""
    for n in range(deep):
        inner = (
            f'<ofd:CompositeObject ID="{n * 10 + 5}" Boundary="0 0 210 297" ResourceID="{100 + n + 1}"/>'
            * 4
        )
        units += f'<ofd:CompositeGraphicUnit ID="{100 + n}" Width="210" Height="297"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    return ofd(
        '<ofd:CompositeObject ID="9" Boundary="0 0 210 297" ResourceID="100"/>',
        resources=f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>",
    )
