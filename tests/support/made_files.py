"""The fixtures' plans as files made by real programs: LibreOffice from Word files, Chromium from HTML.

`python tests/support/made_files.py FOLDER` makes them all. Tests ask for one with `made` and skip visibly
where the program is missing; a file is made once per machine and content.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

import pytest

import office
from plans import Content, fixtures

MAKERS = {
    "libreoffice": ("soffice", "pdf"),
    "one font": ("soffice", "pdf"),
    "chromium": ("chromium", "pdf"),
    "odt": ("soffice", "odt"),
    "doc": ("soffice", "doc:MS Word 97"),
    "rtf": ("soffice", "rtf"),
}
"""What makes a file: the program, and the format in the program's own words."""
_FONT = "Noto Serif CJK SC"
_ELSEWHERE = {"soffice": "libreoffice", "chromium": "chromium-browser"}
_STYLE = """<meta charset="utf-8"><style>
@page { size: A4; margin: 25mm 22mm }
body { font: 13pt/1.7 "Noto Serif CJK SC"; text-align: justify }
p { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: 11pt; margin: 4pt 0 }
td, th { border: 1px solid #000; padding: 2pt 5pt; text-align: center }
</style>
"""


def program(name: str) -> str:
    """Path of a program of `MAKERS`; the test is skipped where it is not on this machine."""
    found = shutil.which(name) or shutil.which(_ELSEWHERE[name])
    if found is None:
        pytest.skip(f"{_ELSEWHERE[name]} is not on this machine: it makes the files of this test")
    return found


def page(plan: Content) -> str:
    """The plan as HTML to print: its content and nothing around it."""
    parts = [f'<p style="text-align:center">{escape(t)}</p>' for t in office._notice(plan)]
    parts.append(f'<p style="text-align:center"><strong>{escape(plan.title)}</strong></p>')
    parts += ['<p style="text-align:center">（征求意见稿）</p>'] * plan.draft
    return _STYLE + "\n".join(
        parts + [line for block in plan.body for line in office._html_block(block)]
    )


def made(plan: Content, maker: str) -> bytes:
    """The plan as a file of `maker`, of `MAKERS`; made once and kept among the temporary files.

    A program takes longer to start than to make a file: the first file that is missing brings those of all fixtures.
    """
    kept = _kept(plan, maker)
    if not kept.exists():
        with _alone(kept.parent, maker):
            _make(
                [
                    p
                    for p in {p.name: p for p in (*fixtures(), plan)}.values()
                    if not _kept(p, maker).exists()
                ],
                maker,
            )
    return kept.read_bytes()


def _kept(plan: Content, maker: str) -> Path:
    """Where the file of a plan is kept: its name tells what it was made of."""
    text = page(plan).encode()  # a Word file's bytes carry the time of day
    key = hashlib.sha256(text + Path(office.__file__).read_bytes() + maker.encode()).hexdigest()[
        :16
    ]
    suffix = MAKERS[maker][1].partition(":")[0]
    return Path(
        tempfile.gettempdir(), f"planparse-fixtures-{os.getuid()}", f"{plan.name}-{key}.{suffix}"
    )


@contextmanager
def _alone(folder: Path, maker: str) -> Iterator[None]:
    """Other processes of the same run wait, and then find the files made."""
    folder.mkdir(exist_ok=True)
    with (folder / f"{maker.replace(' ', '-')}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(plans: Sequence[Content], maker: str) -> None:
    """Make and keep the files of these plans."""
    if (
        not plans
    ):  # another process has made them all; LibreOffice without a file would wait for ever
        return
    name, form = MAKERS[maker]
    found = program(name)
    with tempfile.TemporaryDirectory() as folder:
        if name == "chromium":
            files = [_print(plan, found, Path(folder)) for plan in plans]
        else:
            files = converted(
                [office.docx(plan, _FONT * (maker == "one font")) for plan in plans], "docx", form
            )
    for plan, data in zip(plans, files, strict=True):
        kept = _kept(plan, maker)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(kept)


def converted(files: Sequence[bytes], kind: str, form: str) -> list[bytes]:
    """Files of suffix `kind` as LibreOffice saves them in `form`, by one call of it."""
    suffix = form.partition(":")[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"plan{n}.{kind}" for n in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        order = [
            program("soffice"),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            form,
            "--outdir",
            str(folder / "out"),
            *map(str, paths),
        ]
        subprocess.run(order, check=True, capture_output=True, timeout=120 + 10 * len(paths))
        return [
            (folder / "out" / path.with_suffix(f".{suffix}").name).read_bytes() for path in paths
        ]


def _print(plan: Content, chromium: str, folder: Path) -> bytes:
    (folder / "plan.html").write_text(page(plan), encoding="utf-8")
    order = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={folder / 'plan.pdf'}",
        (folder / "plan.html").as_uri(),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    return (folder / "plan.pdf").read_bytes()


if __name__ == "__main__":
    goal = Path(sys.argv[1])
    for each in fixtures():
        for by, (_, form) in MAKERS.items():
            (goal / f"{each.name}-{by}.{form.partition(':')[0]}").write_bytes(made(each, by))
