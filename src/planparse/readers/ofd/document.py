"""OFD, the fixed-layout format of Chinese official documents (GB/T 33190-2016), read directly.

A zip of XML: each page's objects become glyphs and lines, which are laid out as pages of a PDF are.
Templates are printed on their pages; annotations (seals) and attachments are not text of the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.model.source import Notice, Source
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.ofd.drawing import POINTS, Drawer, Matrix, local, numbers
from planparse.readers.package import Package, resolve
from planparse.readers.pages.bookmarks import Bookmark, mark_headings
from planparse.readers.pages.health import is_garbled, is_picture, listed, set_aside
from planparse.readers.pages.layout import PageLayout, lay_out
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pages.written import write_pages

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MEDIA_TYPE = "application/ofd"
_A4 = [0.0, 0.0, 210.0, 297.0]
_PICTURES = ("是图片或乱码，没有可读的文字，其内容未读取；"
             "请转换为PDF后安装识别组件读取：pip install 'planparse[ocr]'")


def read_ofd(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read an OFD package; every line has its page and box.

    Raises `ReadError` where it is damaged, encrypted, beyond `limits`, or without text.
    """
    package = Package(data, name, limits)
    if "Encryptions.xml" in package or any(n.endswith("/Encryptions.xml") for n in package.names):
        raise ReadError(name, "the document is encrypted", "save it without encryption first")
    reading = _OfdReading(package)
    for document in _documents(package):
        reading.document(document)
    pages = len(reading.layouts)
    written = write_pages(reading.layouts)
    if not written.text.strip() or len(reading.unread) == pages:
        raise ReadError(name, "every page is a picture without text",
                        "convert it to PDF and install planparse[ocr]")
    notices = [Notice("unreadable-cell", listed(reading.unread) + _PICTURES, written.span_of(reading.unread),
                      about=listed(reading.unread))] if reading.unread else []
    return Source(written.text, mark_headings(written, reading.bookmarks), written.grids, name=name,
                  media_type=MEDIA_TYPE, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data),
                  pages=pages, notices=tuple(notices), meta=_meta(package))


def _documents(package: Package) -> list[str]:
    roots = [element.text or "" for element in package.xml("OFD.xml").iter("{*}DocRoot")]
    if not roots:
        raise ReadError(package.where, "OFD.xml names no document", "download it again")
    return [resolve("OFD.xml", root.strip()) for root in roots]


def _meta(package: Package) -> dict[str, str]:
    title = next((e.text or "" for e in package.xml("OFD.xml").iter("{*}Title")), "").strip()
    return {"title": title} if title else {}


@dataclass(slots=True)
class _OfdReading:
    """The pages laid out so far, of all documents in the package."""

    package: Package
    layouts: list[PageLayout] = field(default_factory=list)
    cells: int = 0
    unread: list[int] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    parts: dict[str, Element] = field(default_factory=dict)
    """Templates and resources, which many pages share."""

    def document(self, part: str) -> None:
        """Lay out every page of one document."""
        root = self.package.xml(part)
        templates = {e.get("ID"): resolve(part, e.get("BaseLoc", "")) for e in root.iter("{*}TemplatePage")}
        units = _Units(self, [resolve(part, (e.text or "").strip())
                              for kind in ("PublicRes", "DocumentRes") for e in root.iter("{*}" + kind)])
        area = _box(root) or _A4
        pages: dict[str | None, int] = {}
        for entry in root.iterfind("{*}Pages/{*}Page"):
            number = len(self.layouts) + 1
            self.package.limits.check("pages", self.package.where, number)
            pages[entry.get("ID")] = number
            content = self.package.xml(resolve(part, entry.get("BaseLoc", "")))
            self._page(content, number, templates, units, area)
        self.bookmarks += _bookmarks(root, pages)

    def shared(self, part: str) -> Element:
        """A part that is parsed once."""
        if part not in self.parts:
            self.parts[part] = self.package.xml(part)
        return self.parts[part]

    def _page(self, content: Element, number: int, templates: dict[str | None, str], units: _Units,
              area: list[float]) -> None:
        x, y, width, height = _box(content) or area
        page = DrawnPage(number, width * POINTS, height * POINTS)
        drawer = Drawer(page, units.find, self.package.where)
        matrix: Matrix = (POINTS, 0, 0, POINTS, -x * POINTS, -y * POINTS)
        for used in content.iterfind("{*}Template"):
            if (part := templates.get(used.get("TemplateID"))) is not None:
                drawer.draw(self.shared(part), matrix)
        drawer.draw(content, matrix)
        layout = replace(lay_out(page), shape="ofd")
        if is_picture(page) or is_garbled(page):
            self.unread.append(number)
            layout = set_aside(layout)
        self.layouts.append(layout)
        self.cells += layout.cells
        self.package.limits.check("cells", self.package.where, self.cells)


@dataclass(slots=True)
class _Units:
    """Composite objects by id, looked up in the document's resources when first asked for."""

    reading: _OfdReading
    resources: list[str]
    _found: dict[str | None, Element] | None = None

    def find(self, resource: str) -> Element | None:
        """Content of the composite object `resource`, None where there is none."""
        if self._found is None:
            self._found = {unit.get("ID"): unit for part in self.resources if part in self.reading.package
                           for unit in self.reading.shared(part).iter("{*}CompositeGraphicUnit")}
        return self._found.get(resource)


def _box(root: Element) -> list[float] | None:
    """Physical box of a page or a document's page area, in millimetres: x, y, width, height."""
    area = next((e for e in root.iter("{*}Area", "{*}PageArea")), None)
    box = None if area is None else next((numbers(e.text) for e in area if local(e) == "PhysicalBox"), None)
    return box if box and len(box) == 4 and box[2] > 0 and box[3] > 0 else None


def _bookmarks(root: Element, pages: dict[str | None, int]) -> Iterator[Bookmark]:
    for element in root.iter("{*}OutlineElem"):
        level = 1 + sum(local(above) == "OutlineElem" for above in element.iterancestors())
        target = next((e.get("PageID") for e in element.iterfind("{*}Actions//{*}Dest")), None)
        yield level, element.get("Title", ""), pages.get(target)
