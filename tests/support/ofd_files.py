"""The pages of a PDF as OFD (GB/T 33190), the way converters write it: words and lines at their places."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from docx_files import package
from planparse.readers.limits import DEFAULT
from planparse.readers.pages.lines import GlyphRun, find_runs
from planparse.readers.pages.page import DrawnPage, Edge
from planparse.readers.pdf.miner import PdfMiner

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72


def from_pdf(data: bytes) -> bytes:
    """An OFD package with a page for each page of the PDF."""
    pages = list(PdfMiner(data, "plan.pdf", None, DEFAULT).pages())
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {pages[0].width * MM:.3f} {pages[0].height * MM:.3f}</ofd:PhysicalBox></ofd:PageArea>"
    entries = "".join(
        f'<ofd:Page ID="{p.number}" BaseLoc="Pages/Page_{p.number}/Content.xml"/>' for p in pages
    )
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>"
        "</ofd:Document>",
    }
    for page in pages:
        objects = "".join([*_lines(page.edges), *_words(page)])
        files[f"Doc_0/Pages/Page_{page.number}/Content.xml"] = (
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return package(files)


def _lines(edges: list[Edge]) -> Iterator[str]:
    for edge in edges:
        wide, high = (edge.x1 - edge.x0) * MM, (edge.bottom - edge.top) * MM
        yield (
            f'<ofd:PathObject ID="2" Boundary="{edge.x0 * MM} {edge.top * MM} {max(wide, 0.2)} {max(high, 0.2)}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {wide} {high}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _words(page: DrawnPage) -> Iterator[str]:
    yield from map(_word, find_runs(page.glyphs))


def _word(run: GlyphRun) -> str:
    steps = " ".join(
        f"{(b.x0 - a.x0) * MM:.4f}" for a, b in zip(run.glyphs, run.glyphs[1:], strict=False)
    )
    size, words = run.size * MM, "".join(g.text for g in run.glyphs)
    return (
        f'<ofd:TextObject ID="3" Boundary="{run.x0 * MM} {run.base * MM - size} {(run.x1 - run.x0) * MM + 1} {size * 1.3}"'
        f' Font="1" Size="{size}"><ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )
