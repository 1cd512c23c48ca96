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

# The parser itself refuses deeper trees, at no cost; any other bound is checked by a walk.
_LIBXML_DEPTH = 256
_SMALL = 8 * 1024 * 1024
_DOCTYPE = tuple(mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY")
                 for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_DAMAGED = "the file is cut off or damaged"
_AGAIN = "download it again, or open it in its program and save it anew"


class Package:
    """A zip package's parts by name, within `limits`; `where` names the input in errors."""

    def __init__(self, data: bytes, where: str, limits: Limits) -> None:
        self.where, self.limits = where, limits
        limits.check("file_bytes", where, len(data))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise ReadError(where, _DAMAGED, _AGAIN) from None
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._left = limits.unpacked_bytes
        limits.check("parts", where, len(self._zip.infolist()))
        for info in self._zip.infolist():
            if info.filename in self._infos:
                raise ReadError(where, f"the package holds {info.filename!r} twice", _AGAIN)
            self._infos[info.filename] = info

    @property
    def names(self) -> list[str]:
        """Names of all parts, in the directory's order."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Unpacked bytes of the part; `ReadError` where it is missing, locked, damaged or a bomb."""
        info = self._infos.get(name)
        if info is None:
            raise ReadError(self.where, f"the part {name!r} is missing", _AGAIN)
        self._admit(info)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            raise ReadError(self.where, f"{_DAMAGED} (in {name})", _AGAIN) from None
        except (RuntimeError, NotImplementedError) as error:
            raise ReadError(self.where, f"the part {name!r} cannot be unpacked ({error})", _AGAIN) from None

    def _admit(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 1:
            raise ReadError(self.where, "the file is encrypted", "save it without a password first")
        ratio = info.file_size // max(1, info.compress_size)
        if info.file_size > _SMALL and ratio > self.limits.unpack_ratio:
            raise self.limits.refuse("unpack_ratio", self.where, ratio)
        self._left -= info.file_size
        if self._left < 0:
            raise self.limits.refuse("unpacked_bytes", self.where, self.limits.unpacked_bytes - self._left)

    def xml(self, name: str) -> Element:
        """Root element of an XML part, parsed by `safe_xml`."""
        return safe_xml(self.read(name), self.where, name, self.limits)

    def optional_xml(self, name: str) -> Element | None:
        """Root element of an XML part, or None where the package has no such part."""
        return self.xml(name) if name in self._infos else None


def safe_xml(data: bytes, where: str, part: str, limits: Limits) -> Element:
    """Root of `data` as XML; entities, DTDs, network and depth beyond `limits.nesting` are refused."""
    try:
        from lxml import etree
    except ImportError:
        raise missing(where, "lxml", "docx") from None
    if any(mark in data for mark in _DOCTYPE):
        raise ReadError(where, f"{part} defines entities or a document type, which is not allowed", _AGAIN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True, huge_tree=limits.nesting > _LIBXML_DEPTH)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise limits.refuse("nesting", where, f"nesting of elements in {part}") from None
        reason = str(error).splitlines()[0] if str(error) else "no XML"
        raise ReadError(where, f"{_DAMAGED} ({part}: {reason})", _AGAIN) from None
    if root.getroottree().docinfo.doctype:
        raise ReadError(where, f"{part} defines a document type, which is not allowed", _AGAIN)
    if limits.nesting != _LIBXML_DEPTH:
        _check_depth(root, where, limits)
    return root


def _check_depth(root: Element, where: str, limits: Limits) -> None:
    from lxml import etree
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    limits.check("nesting", where, deepest)


def resolve(base: str, target: str) -> str:
    """Part name that `target` means when it stands in part `base`; never outside the package."""
    path = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath("/" + path).lstrip("/")


def missing(where: str, module: str, extra: str) -> ReadError:
    """The error for a package that an extra brings and that is not installed."""
    return ReadError(where, f"reading this format needs the package {module}",
                     f"install it with: pip install 'planparse[{extra}]'")
