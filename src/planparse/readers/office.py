"""doc, wps, rtf, odt (and xls, ods): LibreOffice turns them into docx or xlsx, which are then read.

It runs headless in a new private profile that is thrown away: macros off, links not followed,
proxy set to nowhere, killed with all its children when the time is up.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers import compound
from planparse.readers.limits import DEFAULT, Limits
from planparse.readers.programs import private_folder, run_program

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_INSTALL = (
    "install LibreOffice (Debian: apt-get install libreoffice-{part}), or save it as {target}"
)
_MEDIA_TYPES = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "xml": "application/xml",
    "fodt": "application/xml",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# The filter is named where it is known, so that a damaged file is not taken for plain text.
_FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "ods": "calc8",
    "xls": "MS Excel 97",
}
_SHEETS = frozenset(("xls", "ods"))
_RTF_PADDING = b"\0\r\n\t "
"""What programs and servers leave behind the last brace of an RTF file."""
_LONGEST_MESSAGE = 200
"""Characters of the converter's own words in an error: one line on a screen, no dump."""


class _Setting(NamedTuple):
    """One value of LibreOffice's configuration, by its place in the registry."""

    path: str
    name: str
    value: str


_SETTINGS = (
    # Level 3 ("very high") runs macros from trusted places only, and the profile has none.
    _Setting("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    _Setting("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    _Setting("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    # "Never", which Writer counts as 0 and Calc as 2.
    _Setting("Office.Writer/Content/Update", "Link", "0"),
    _Setting("Office.Calc/Content/Update", "Link", "2"),
    # A manual proxy (2) at the discard port: nothing that a document asks for gets out.
    _Setting("Inet/Settings", "ooInetProxyType", "2"),
    _Setting("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    _Setting("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    _Setting("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    _Setting("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_REGISTRY = """\
<?xml version="1.0" encoding="UTF-8"?>\
<oor:items xmlns:oor="http://openoffice.org/2001/registry" \
xmlns:xs="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>"""
_ITEM = """\
<item oor:path="/org.openoffice.{path}">\
<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>"""


def read_office(data: bytes, name: str, *, kind: str, limits: Limits = DEFAULT) -> Source:
    """Read a document of `kind` (its usual suffix: "doc", "rtf", "odt", …) through LibreOffice.

    Raises `ReadError` where LibreOffice is missing, cannot load the document, or takes longer
    than `limits.seconds`; and as the readers of docx and xlsx do.
    """
    limits.check("file_bytes", name, len(data))
    _check_whole(data, name, kind=kind, limits=limits)
    if kind in _SHEETS:
        from planparse.readers.sheets.workbook import read_xlsx

        converted = convert(data, name, kind=kind, target="xlsx", limits=limits)
        source = read_xlsx(converted, name, limits=limits)
    else:
        from planparse.readers.docx.document import read_docx

        converted = convert(data, name, kind=kind, target="docx", limits=limits)
        source = read_docx(converted, name, limits=limits)
    # The records must name the file that was given, not the one that LibreOffice made of it.
    return replace(
        source,
        media_type=_MEDIA_TYPES.get(kind, "application/octet-stream"),
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _check_whole(data: bytes, name: str, *, kind: str, limits: Limits) -> None:
    """Refuse what is cut off or locked before LibreOffice makes the best of it."""
    if kind in ("doc", "xls"):
        compound.check(data, name)
    elif kind == "rtf":
        if not data.rstrip(_RTF_PADDING).endswith(b"}"):
            raise ReadError(name, "the file is cut off", "download it again")
    elif kind in ("odt", "ods"):
        from planparse.readers.package import Package

        package = Package(data, name, limits)
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            remedy = "save it without a password first"
            raise ReadError(name, "the document is encrypted", remedy)
        # Parsed only for its errors.
        package.xml("content.xml")


def find_program() -> str | None:
    """Path of LibreOffice on this machine, None where there is none."""
    for program in _PROGRAMS:
        path = shutil.which(program)
        if path:
            return path
    return None


def convert(data: bytes, name: str, *, kind: str, target: str, limits: Limits) -> bytes:
    """The document as LibreOffice saves it in the format `target`; raises `ReadError`."""
    program = find_program()
    if program is None:
        reason = f"reading {kind} files needs LibreOffice, which was not found"
        raise ReadError(name, reason, _how_to_install(target))
    with private_folder() as folder:
        job = _Job(program, folder, kind=kind, target=target)
        # A name of our own: the given one may hold anything that a path can mean.
        job.given.write_bytes(data)
        _write_profile(job.profile)
        message = _run(job, name, limits.seconds)
        # LibreOffice ends with 0 even where it could not load the file.
        if not job.made.is_file():
            raise _load_failure(job, name, message)
        return job.made.read_bytes()


@dataclass(frozen=True, slots=True)
class _Job:
    """One conversion: the program, and the folder that holds everything that it may touch."""

    program: str
    home: Path
    kind: str
    target: str

    @property
    def given(self) -> Path:
        return self.home / f"plan.{self.kind}"

    @property
    def made(self) -> Path:
        return self.home / "out" / f"plan.{self.target}"

    @property
    def profile(self) -> Path:
        return self.home / "profile"

    @property
    def errors(self) -> Path:
        return self.home / "errors"

    @property
    def command(self) -> list[str]:
        command = [
            self.program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            "--nofirststartwizard",
            f"-env:UserInstallation={self.profile.as_uri()}",
        ]
        if self.kind in _FILTERS:
            command.append(f"--infilter={_FILTERS[self.kind]}")
        command += ["--convert-to", self.target]
        command += ["--outdir", str(self.made.parent)]
        command.append(str(self.given))
        return command


def _how_to_install(target: str) -> str:
    """What to do where the part of LibreOffice is missing that writes `target`."""
    part = "calc" if target == "xlsx" else "writer"
    return _INSTALL.format(part=part, target=target)


def _load_failure(job: _Job, name: str, message: str) -> ReadError:
    """The error where nothing was made; `message` is what LibreOffice said, or ""."""
    reason = f"LibreOffice could not load it as {job.kind}"
    if message:
        reason += f" ({message})"
    if job.target == "xlsx":
        # Many servers have Writer alone, and without Calc no sheet can be loaded.
        return ReadError(name, reason, _how_to_install(job.target))
    return ReadError(name, reason, "open it in its program and save it as docx or PDF")


def _write_profile(profile: Path) -> None:
    """Write the profile's one file: all settings that make the run harmless."""
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(**setting._asdict()) for setting in _SETTINGS)
    registry = folder / "registrymodifications.xcu"
    registry.write_text(_REGISTRY.format(items=items), encoding="utf-8")


def _run(job: _Job, name: str, seconds: float) -> str:
    """Run the converter; its last line on stderr, or ""."""
    try:
        run_program(
            job.command,
            home=job.home,
            environment=_environment(job.home),
            errors=job.errors,
            seconds=seconds,
        )
    except subprocess.TimeoutExpired:
        reason = f"LibreOffice took more than {seconds:g} seconds"
        remedy = "raise the limit with --max-seconds or Limits(seconds=…), or save the plan as docx"
        raise ReadError(name, reason, remedy) from None
    lines = job.errors.read_text("utf-8", "replace").strip().splitlines()
    if not lines:
        return ""
    # Without the folder, whose name is new in each run: the same input gives the same error.
    return lines[-1].replace(str(job.home), "")[:_LONGEST_MESSAGE]


def _environment(home: Path) -> dict[str, str]:
    """All that LibreOffice learns of the environment: nothing of the user's own."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TMPDIR": str(home),
        "SAL_USE_VCLPLUGIN": "svp",  # draws into memory, so that no display is needed
    }
