"""Packed formats (docx, xlsx, odt, ofd): a zip directory and XML parts, opened without trust.

Parts are read into memory under the limits; nothing is written to disk, no path of the
package is used as a path of the machine, and no XML may define entities or reach out.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from planparse.errors import ReadError
from planparse.readers.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LIBXML_DEPTH = 256
"""The parser itself refuses deeper trees, at no cost; any other bound is checked by a walk."""
_SMALL = 8 * 1024 * 1024
"""Bytes up to which a part may unpack at any ratio: blank sheets of honest files pack very well."""
_ENCRYPTED = 1
"""The bit of a zip entry's flags that says it needs a password."""
# A hostile part may come in any of these encodings, and the parser would follow its declaration.
_DOCTYPE = tuple(
    mark.encode(codec)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for codec in ("utf-8", "utf-16-le", "utf-16-be")
)
# zipfile has one error of its own; the others are what damaged bytes lead it into.
_BAD_DIRECTORY = (
    zipfile.BadZipFile,
    ValueError,
    OSError,
    NotImplementedError,
    EOFError,
)
_BAD_PART = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
)
# Encrypted with a method, or packed with one, that zipfile does not know.
_UNKNOWN_METHOD = (
    RuntimeError,
    NotImplementedError,
)
_DAMAGED = "the file is cut off or damaged"
_AGAIN = "download it again, or open it in its program and save it anew"


class Package:
    """A zip package's parts by name, within `limits`; `where` names the input in errors."""

    def __init__(self, data: bytes, where: str, limits: Limits) -> None:
        limits.check("file_bytes", where, len(data))
        self.where = where
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BAD_DIRECTORY:
            raise ReadError(where, _DAMAGED, _AGAIN) from None
        self._doubled: set[str] = set()
        self._folded: dict[str, str] = {}
        self._infos = self._directory()
        self._left = limits.unpacked_bytes
        self._events = 0

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        self.limits.check("parts", self.where, len(entries))
        infos: dict[str, zipfile.ZipInfo] = {}
        for info in entries:
            if info.filename in infos:
                self._doubled.add(info.filename)
            infos[info.filename] = info
        for name in infos:
            # Names are one whatever their case (ECMA-376 part 2, 6.2.2.3), and programs mix them.
            self._folded.setdefault(name.casefold(), name)
        return infos

    def _own_name(self, name: str) -> str | None:
        """The name by which the directory has a part, None where it has none."""
        if name in self._infos:
            return name
        return self._folded.get(name.casefold())

    @property
    def names(self) -> list[str]:
        """Names of all parts, in the directory's order."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return self._own_name(name) is not None

    def read(self, name: str) -> bytes:
        """Bytes of the part, unpacked; `ReadError` where it is missing, locked, damaged, a bomb."""
        own_name = self._own_name(name)
        if own_name is None:
            raise ReadError(self.where, f"the part {name!r} is missing", _AGAIN)
        if own_name in self._doubled:
            # Programs differ in which of the two they show: neither is the truth.
            raise ReadError(self.where, f"the package holds {own_name!r} twice", _AGAIN)
        info = self._infos[own_name]
        self._admit(info)
        try:
            return self._zip.read(info)
        except _BAD_PART:
            raise ReadError(self.where, f"{_DAMAGED} (in {name})", _AGAIN) from None
        except _UNKNOWN_METHOD as error:
            reason = f"the part {name!r} cannot be unpacked ({error})"
            raise ReadError(self.where, reason, _AGAIN) from None

    def _admit(self, info: zipfile.ZipInfo) -> None:
        """Raise `ReadError` for a part that is locked, or too large by what the directory says."""
        if info.flag_bits & _ENCRYPTED:
            remedy = "save it without a password first"
            raise ReadError(self.where, "the file is encrypted", remedy)
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > _SMALL and ratio > self.limits.unpack_ratio:
            raise self.limits.refuse("unpack_ratio", self.where, ratio)
        # Over all parts that are read: many small bombs are as large as one.
        self._left -= info.file_size
        if self._left < 0:
            unpacked = self.limits.unpacked_bytes - self._left
            raise self.limits.refuse("unpacked_bytes", self.where, unpacked)

    def xml(self, name: str) -> Element:
        """Root element of an XML part, parsed by `safe_xml`."""
        data = self.read(name)
        # Before the parser makes a tree, which takes many times as much memory as its marks.
        self._events += data.count(b"<")
        self.limits.check("xml_events", self.where, self._events)
        return safe_xml(data, self.where, part=name, limits=self.limits)

    def optional_xml(self, name: str) -> Element | None:
        """Root element of an XML part, or None where the package has no such part."""
        if name not in self:
            return None
        return self.xml(name)


def safe_xml(data: bytes, where: str, *, part: str, limits: Limits) -> Element:
    """Root of `data` as XML, the part named `part` of the input `where`.

    Raises `ReadError` for entities, a DTD, and depth beyond `limits.nesting`; nothing is
    fetched from the network.
    """
    try:
        from lxml import etree
    except ImportError:
        raise missing(where, "lxml", "docx") from None
    if any(mark in data for mark in _DOCTYPE):
        reason = f"{part} defines entities or a document type, which is not allowed"
        raise ReadError(where, reason, _AGAIN)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=limits.nesting > _LIBXML_DEPTH,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _syntax_refusal(str(error), where, part=part, limits=limits) from None
    # What the search for marks did not see, such as a declaration in another encoding.
    if root.getroottree().docinfo.doctype:
        reason = f"{part} defines a document type, which is not allowed"
        raise ReadError(where, reason, _AGAIN)
    if limits.nesting != _LIBXML_DEPTH:
        _check_depth(root, where, limits)
    return root


def _syntax_refusal(message: str, where: str, *, part: str, limits: Limits) -> ReadError:
    """The error for what the parser said; its bound of depth has no error class of its own."""
    if "depth" in message.lower():
        return limits.refuse("nesting", where, f"nesting of elements in {part}")
    reason = message.splitlines()[0] if message else "no XML"
    return ReadError(where, f"{_DAMAGED} ({part}: {reason})", _AGAIN)


def _check_depth(root: Element, where: str, limits: Limits) -> None:
    from lxml import etree

    depth = 0
    deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        deepest = max(deepest, depth)
    limits.check("nesting", where, deepest)


def resolve(base: str, target: str) -> str:
    """Part name that `target` means when it stands in part `base`; never outside the package."""
    path = target
    if not target.startswith("/"):
        folder = posixpath.dirname(base)
        path = posixpath.join(folder, target)
    # Made absolute first, so that "../.." ends at the package's root.
    return posixpath.normpath("/" + path).lstrip("/")


def missing(where: str, module: str, extra: str) -> ReadError:
    """The error for a package that an extra brings and that is not installed."""
    reason = f"reading this format needs the package {module}"
    remedy = f"install it with: pip install 'planparse[{extra}]'"
    return ReadError(where, reason, remedy)
