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
from planparse.model.doubt import Cause
from planparse.model.source import DRAWN_LETTERS, Notice, Source
from planparse.readers.affine import Affine
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.ofd.drawing import POINTS, Drawer
from planparse.readers.ofd.elements import local, numbers
from planparse.readers.package import Package, resolve
from planparse.readers.paged_text.bookmarks import Bookmark, mark_headings
from planparse.readers.paged_text.drawn_letters import find_drawn_letters
from planparse.readers.paged_text.health import is_garbled, is_picture, notice_of_pages, set_aside
from planparse.readers.paged_text.written import Written, write_pages
from planparse.readers.pages.layout import PageLayout, flawed, lay_out
from planparse.readers.pages.page import DrawnPage

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MEDIA_TYPE = "application/ofd"
# The part of the package that names its documents.
_ROOT = "OFD.xml"
# The part that says how the others are encrypted, anywhere in the package.
_ENCRYPTION = "Encryptions.xml"
# Box of a page in millimetres where neither page nor document gives one.
_A4 = [0.0, 0.0, 210.0, 297.0]
_REMEDY = "请转换为PDF后安装识别组件读取：pip install 'planparse[ocr]'"
_UNREAD = "是图片或乱码，没有可读的文字，其内容未读取；" + _REMEDY
_DRAWN = "有用轮廓画出的文字（不是字符），未读取；" + _REMEDY


def read_ofd(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
) -> Source:
    """Read an OFD package; every line has its page and box.

    Raises `ReadError` where it is damaged, encrypted, beyond `limits`, or without text.
    """
    package = Package(data, name, limits)
    _refuse_encrypted(package)
    reading = _OfdReading(package)
    for part in _document_parts(package):
        reading.add_document(part)
    pages = len(reading.layouts)  # writing takes the layouts out of the list
    written = write_pages(reading.layouts)
    nothing_is_read = len(reading.unread) == pages
    if nothing_is_read or not written.text.strip():
        reason = "every page is a picture without text"
        raise ReadError(name, reason, "convert it to PDF and install planparse[ocr]")
    return Source(
        written.text,
        mark_headings(written, reading.bookmarks),
        written.grids,
        signs=written.signs,
        name=name,
        media_type=MEDIA_TYPE,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=pages,
        notices=_notices(reading, written),
        meta=_meta(package),
    )


def _refuse_encrypted(package: Package) -> None:
    for name in package.names:
        if name == _ENCRYPTION or name.endswith("/" + _ENCRYPTION):
            reason = "the document is encrypted"
            raise ReadError(package.where, reason, "save it without encryption first")


def _document_parts(package: Package) -> list[str]:
    """Names of the parts that are the roots of documents; a package may hold several."""
    elements = list(package.xml(_ROOT).iter("{*}DocRoot"))
    if not elements:
        reason = f"{_ROOT} names no document"
        raise ReadError(package.where, reason, "download it again")
    names = [(element.text or "").strip() for element in elements]
    return [resolve(_ROOT, name) for name in names]


def _notices(reading: _OfdReading, written: Written) -> tuple[Notice, ...]:
    said = [
        (reading.unread, _UNREAD, ""),
        (reading.letters, _DRAWN, DRAWN_LETTERS),
    ]
    notices: list[Notice] = []
    for pages, words, cause in said:
        if not pages:
            continue
        notices.append(notice_of_pages(pages, words, written.span_of(pages), cause=cause))
    return tuple(notices)


def _meta(package: Package) -> dict[str, str]:
    root = package.xml(_ROOT)
    first = next(root.iter("{*}Title"), None)
    if first is None:
        return {}
    title = (first.text or "").strip()
    if not title:
        return {}
    return {"title": title}


@dataclass(slots=True)
class _OfdReading:
    """The pages laid out so far, of all documents in the package."""

    package: Package
    layouts: list[PageLayout] = field(default_factory=list)
    cells: int = 0
    unread: list[int] = field(default_factory=list)
    """Numbers of pages that are pictures or garbled."""
    letters: list[int] = field(default_factory=list)
    """Numbers of pages on which some words are painted as outlines."""
    bookmarks: list[Bookmark] = field(default_factory=list)
    parts: dict[str, Element] = field(default_factory=dict)
    """Templates and resources, which many pages share."""

    def add_document(self, part: str) -> None:
        """Lay out every page of one document."""
        root = self.package.xml(part)
        document = _OfdDocument(
            templates=_templates(root, part),
            units=_Units(self, _resources(root, part)),
            area=_physical_box(root) or _A4,
        )
        pages: dict[str | None, int] = {}
        for entry in root.iterfind("{*}Pages/{*}Page"):
            number = len(self.layouts) + 1
            self._check("pages", number)
            pages[entry.get("ID")] = number
            content_part = resolve(part, entry.get("BaseLoc", ""))
            content = self.package.xml(content_part)
            self._add_page(content, number, document)
        self.bookmarks += _bookmarks(root, pages)

    def shared(self, part: str) -> Element:
        """A part that is parsed once."""
        if part not in self.parts:
            self.parts[part] = self.package.xml(part)
        return self.parts[part]

    def _add_page(
        self,
        content: Element,
        number: int,
        document: _OfdDocument,
    ) -> None:
        page = self._drawn(content, number, document)
        layout = replace(lay_out(page), shape="ofd")
        if is_picture(page) or is_garbled(page):
            self.unread.append(number)
            layout = set_aside(layout)
        elif letters := find_drawn_letters(page):
            self.letters.append(number)
            layout = flawed(layout, Cause.DRAWN_LETTERS, letters)
        self.layouts.append(layout)
        self.cells += layout.cells
        self._check("cells", self.cells)

    def _check(self, bound: str, found: int) -> None:
        self.package.limits.check(bound, self.package.where, found)

    def _drawn(
        self,
        content: Element,
        number: int,
        document: _OfdDocument,
    ) -> DrawnPage:
        """The page with its templates, which are printed below what is its own."""
        x, y, width, height = _physical_box(content) or document.area
        page = DrawnPage(number, width * POINTS, height * POINTS)
        drawer = Drawer(page, document.units.find, self.package.where, self.package.limits)
        to_page: Affine = (POINTS, 0, 0, POINTS, -x * POINTS, -y * POINTS)
        for used in content.iterfind("{*}Template"):
            part = document.templates.get(used.get("TemplateID"))
            # What is printed below a page is mostly its frame; the page can be read without it.
            if part is not None and part in self.package:
                drawer.draw(self.shared(part), to_page)
        drawer.draw(content, to_page)
        return page


@dataclass(slots=True)
class _OfdDocument:
    """What the pages of one document share."""

    templates: dict[str | None, str]
    """Names of parts by the ids that pages use."""
    units: _Units
    area: list[float]
    """Box of a page that gives none: x, y, width, height in millimetres."""


@dataclass(slots=True)
class _Units:
    """Composite objects by id, looked up in the document's resources when first asked for."""

    reading: _OfdReading
    resources: list[str]
    _found: dict[str | None, Element] | None = None

    def find(self, resource: str) -> Element | None:
        """Content of the composite object `resource`, None where there is none."""
        if self._found is None:
            self._found = self._all()
        return self._found.get(resource)

    def _all(self) -> dict[str | None, Element]:
        found: dict[str | None, Element] = {}
        for part in self.resources:
            if part not in self.reading.package:
                continue
            for unit in self.reading.shared(part).iter("{*}CompositeGraphicUnit"):
                found[unit.get("ID")] = unit
        return found


def _templates(root: Element, part: str) -> dict[str | None, str]:
    templates: dict[str | None, str] = {}
    for element in root.iter("{*}TemplatePage"):
        location = element.get("BaseLoc", "")
        templates[element.get("ID")] = resolve(part, location)
    return templates


def _resources(root: Element, part: str) -> list[str]:
    """Names of the parts with resources: those of the program first, then the document's own."""
    elements = [*root.iter("{*}PublicRes"), *root.iter("{*}DocumentRes")]
    names = [(element.text or "").strip() for element in elements]
    return [resolve(part, name) for name in names]


def _physical_box(root: Element) -> list[float] | None:
    """Physical box of a page or a document's page area, in millimetres: x, y, width, height."""
    area = next(root.iter("{*}Area", "{*}PageArea"), None)
    if area is None:
        return None
    for element in area:
        if local(element) == "PhysicalBox":
            box = numbers(element.text)
            return box if _is_box(box) else None
    return None


def _is_box(box: list[float]) -> bool:
    if len(box) != 4:
        return False
    _, _, width, height = box
    return width > 0 and height > 0


def _bookmarks(root: Element, pages: dict[str | None, int]) -> Iterator[Bookmark]:
    """The outline of a document; `pages` has the numbers of its pages by id."""
    for element in root.iter("{*}OutlineElem"):
        above = [local(ancestor) for ancestor in element.iterancestors()]
        level = 1 + above.count("OutlineElem")
        target = None
        destination = element.find("{*}Actions//{*}Dest")
        if destination is not None:
            target = destination.get("PageID")
        title = element.get("Title", "")
        yield level, title, pages.get(target)
