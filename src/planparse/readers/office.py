"""doc, wps, rtf, odt (and xls, ods): LibreOffice turns them into docx or xlsx, which are then read.

It runs headless in a new private profile that is thrown away: macros off, links not followed,
proxy set to nowhere, killed with all its children when the time is up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.readers import compound
from planparse.readers.limits import DEFAULT, Limits

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_INSTALL = "install LibreOffice (Debian: apt-get install libreoffice-{part}), or save it as {target}"
_MEDIA = {
    "doc": "application/msword", "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text", "xml": "application/xml", "fodt": "application/xml",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# The filter is named where it is known, so that a damaged file is not taken for plain text.
_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "ods": "calc8",
            "xls": "MS Excel 97"}
_SHEETS = frozenset(("xls", "ods"))
_ITEM = ('<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
         "<value>{value}</value></prop></item>")
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"), ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"), ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"), ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read_office(data: bytes, name: str, *, kind: str, limits: Limits = DEFAULT) -> Source:
    """Read a document of `kind` (its usual suffix: "doc", "rtf", "odt", …) through LibreOffice.

    Raises `ReadError` where LibreOffice is missing, cannot load the document, or takes longer
    than `limits.seconds`; and as the readers of docx and xlsx do.
    """
    limits.check("file_bytes", name, len(data))
    _check_whole(data, name, kind, limits)
    target = "xlsx" if kind in _SHEETS else "docx"
    converted = convert(data, name, kind, target, limits)
    if target == "xlsx":
        from planparse.readers.sheets.workbook import read_xlsx
        source = read_xlsx(converted, name, limits=limits)
    else:
        from planparse.readers.docx.document import read_docx
        source = read_docx(converted, name, limits=limits)
    return replace(source, media_type=_MEDIA.get(kind, "application/octet-stream"), bytes=len(data),
                   sha256=hashlib.sha256(data).hexdigest())


def _check_whole(data: bytes, name: str, kind: str, limits: Limits) -> None:
    """Refuse what is cut off or locked before LibreOffice makes the best of it."""
    if kind in ("doc", "xls"):
        compound.check(data, name)
    elif kind == "rtf" and not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise ReadError(name, "the file is cut off", "download it again")
    elif kind in ("odt", "ods"):
        from planparse.readers.package import Package
        package = Package(data, name, limits)
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise ReadError(name, "the document is encrypted", "save it without a password first")
        package.xml("content.xml")


def find_program() -> str | None:
    """Path of LibreOffice on this machine, None where there is none."""
    return next((found for found in map(shutil.which, _PROGRAMS) if found), None)


def convert(data: bytes, name: str, kind: str, target: str, limits: Limits) -> bytes:
    """The document as LibreOffice saves it in the format `target`."""
    program = find_program()
    if program is None:
        raise ReadError(name, f"reading {kind} files needs LibreOffice, which was not found", _install(target))
    with tempfile.TemporaryDirectory(prefix="planparse-") as folder:
        home = Path(folder)
        (home / f"plan.{kind}").write_bytes(data)
        _write_profile(home / "profile" / "user")
        message = _run(_command(program, home, kind, target), home, name, limits.seconds)
        made = home / "out" / f"plan.{target}"
        if not made.is_file():
            reason = f"LibreOffice could not load it as {kind}"
            remedy = _install(target) if target == "xlsx" else "open it in its program and save it as docx or PDF"
            raise ReadError(name, reason + (f" ({message})" if message else ""), remedy)
        return made.read_bytes()


def _install(target: str) -> str:
    """What to do where the part of LibreOffice is missing that writes `target`."""
    return _INSTALL.format(part="calc" if target == "xlsx" else "writer", target=target)


def _command(program: str, home: Path, kind: str, target: str) -> list[str]:
    given = [f"--infilter={_FILTERS[kind]}"] if kind in _FILTERS else []
    return [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        "--nofirststartwizard",
        f"-env:UserInstallation={(home / 'profile').as_uri()}", *given, "--convert-to", target,
        "--outdir", str(home / "out"), str(home / f"plan.{kind}"),
    ]


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>", encoding="utf-8")


def _run(command: list[str], home: Path, name: str, seconds: float) -> str:
    """Run the converter in its own process group; its last line on stderr."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8",
                   "TMPDIR": str(home), "SAL_USE_VCLPLUGIN": "svp"}
    # A file, not a pipe: a child that outlives the converter cannot hold it open.
    with (home / "errors").open("wb") as errors:
        process = subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise ReadError(name, f"LibreOffice took more than {seconds:g} seconds",
                            "raise the limit with Limits(seconds=…), or save the plan as docx") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    lines = (home / "errors").read_text("utf-8", "replace").strip().splitlines()
    return lines[-1].replace(str(home), "")[:200] if lines else ""
