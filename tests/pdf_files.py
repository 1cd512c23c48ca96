"""The fixtures' plans as PDF files made by real programs: LibreOffice from Word files, Chromium from HTML.

`python tests/pdf_files.py FOLDER` makes them all. Tests ask for one with `typeset` and skip
visibly where the program is missing; a file is made once per machine and content.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import office
from plans import Content, fixtures

MAKERS = ("libreoffice", "chromium")
_STYLE = """<meta charset="utf-8"><style>
@page { size: A4; margin: 25mm 22mm }
body { font: 13pt/1.7 "Noto Serif CJK SC"; text-align: justify }
p { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: 11pt; margin: 4pt 0 }
td, th { border: 1px solid #000; padding: 2pt 5pt; text-align: center }
</style>
"""


def program(maker: str) -> str | None:
    """Path of the program of `maker`, None where it is not on this machine."""
    names = {"libreoffice": ("soffice", "libreoffice"), "chromium": ("chromium", "chromium-browser")}
    return next((path for name in names[maker] if (path := shutil.which(name))), None)


def page(plan: Content) -> str:
    """The plan as HTML to print: its content and nothing around it."""
    parts = [f'<p style="text-align:center">{escape(t)}</p>' for t in office._notice(plan)]
    parts.append(f'<p style="text-align:center"><strong>{escape(plan.title)}</strong></p>')
    parts += ['<p style="text-align:center">（征求意见稿）</p>'] * plan.draft
    return _STYLE + "\n".join(parts + [line for block in plan.body for line in office._html_block(block)])


def typeset(plan: Content, maker: str) -> bytes:
    """The plan as PDF by way of `maker`, of `MAKERS`; made once and kept among the temporary files."""
    source = office.docx(plan) if maker == "libreoffice" else page(plan).encode()
    text = page(plan).encode()  # a Word file's bytes carry the time of day
    key = hashlib.sha256(text + Path(office.__file__).read_bytes() + maker.encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir(), f"planparse-fixtures-{os.getuid()}", f"{plan.name}-{maker}-{key}.pdf")
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            made = _made(source, maker, Path(folder))
            part = kept.with_suffix(f".{os.getpid()}")
            part.write_bytes(made.read_bytes())
            part.replace(kept)
    return kept.read_bytes()


def _made(source: bytes, maker: str, folder: Path) -> Path:
    found = program(maker)
    assert found is not None, f"{maker} is not installed"
    given = folder / ("plan.docx" if maker == "libreoffice" else "plan.html")
    given.write_bytes(source)
    profile, made = folder / "profile", folder / "plan.pdf"
    if maker == "libreoffice":
        order = [found, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf",
                 "--outdir", str(folder), str(given)]
    else:
        order = [found, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                 "--no-pdf-header-footer", f"--print-to-pdf={made}", given.as_uri()]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    return made


if __name__ == "__main__":
    goal = Path(sys.argv[1])
    for each in fixtures():
        for by in MAKERS:
            (goal / f"{each.name}-{by}.pdf").write_bytes(typeset(each, by))
