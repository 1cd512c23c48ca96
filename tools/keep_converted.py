"""Writes the fixtures' plans as programs convert them whose licence keeps them out of our dependencies.

    python -m venv /tmp/converters && /tmp/converters/bin/pip install pymupdf pymupdf4llm
    python tools/keep_converted.py /tmp/converters/bin/python

PyMuPDF and pymupdf4llm stand under the AGPL. So a developer installs them by hand, apart from this
project, and what they make of our own plans is kept in `fixtures/converted`, for
`tests/tables/recover/test_converters.py`. Chromium prints the plans.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from made_files import made  # noqa: E402
from plans import fixtures  # noqa: E402

CONVERTED = ROOT / "fixtures" / "converted"

PROGRAMS = {
    "pymupdf": (
        "txt",
        "import pymupdf; text = ''.join(page.get_text() for page in pymupdf.open(sys.argv[1]))",
    ),
    "pymupdf4llm": (
        "md",
        "import pymupdf4llm; text = pymupdf4llm.to_markdown(sys.argv[1])",
    ),
}
"""For each program the suffix of what it writes, and how it is called."""


def convert(
    python: str,
    program: str,
    pdf: Path,
    kept: Path,
) -> None:
    """Write what a program makes of a file. Some print messages, so it is asked to write a file."""
    _, call = PROGRAMS[program]
    whole = f"import pathlib, sys; {call}; pathlib.Path(sys.argv[2]).write_text(text, 'utf-8')"
    subprocess.run([python, "-c", whole, pdf, kept], capture_output=True, check=True, timeout=300)


def version(python: str, program: str) -> str:
    """The version of a program as its package says it."""
    ask = f"from importlib.metadata import version; print(version('{program}'))"
    done = subprocess.run([python, "-c", ask], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def main(python: str) -> None:
    """Convert every plan by every program."""
    notes = ["# Converted plans", ""]
    notes.append("Made by `tools/keep_converted.py` from the plans as Chromium prints them, by")
    notes.append("")
    with tempfile.TemporaryDirectory() as name:
        for program, (suffix, _) in PROGRAMS.items():
            notes.append(f"- {program} {version(python, program)}")
            for plan in fixtures():
                pdf = Path(name, f"{plan.name}.pdf")
                pdf.write_bytes(made(plan, "chromium"))
                kept = CONVERTED / program / f"{plan.name}.{suffix}"
                kept.parent.mkdir(parents=True, exist_ok=True)
                convert(python, program, pdf, kept)
    (CONVERTED / "README.md").write_text("\n".join([*notes, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
