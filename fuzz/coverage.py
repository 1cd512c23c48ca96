"""Targets of atheris: `python -m fuzz.coverage text -max_total_time=600`, also html, markdown, docx, grammar."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["planparse"]):
    from fuzz.laws import check_file, check_pack, check_text

_FOLDER = tempfile.mkdtemp(prefix="planparse-fuzz-")


def text(data: bytes) -> None:
    check_text(data.decode("utf-8", "replace"))


def html(data: bytes) -> None:
    check_file(b"<html><body>" + data, "a.html")


def markdown(data: bytes) -> None:
    check_file(b"# \xe7\xab\xa0\n\n" + data, "a.md")


def docx(data: bytes) -> None:
    """The body of a document: a whole package is hard to guess."""
    from docx_files import package

    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    main = head + data + b"</w:body></w:document>"
    check_file(package({"[Content_Types].xml": "<Types/>", "word/document.xml": main}), "a.docx")


def grammar(data: bytes) -> None:
    check_pack(data, Path(_FOLDER))


TARGETS = {"text": text, "html": html, "markdown": markdown, "docx": docx, "grammar": grammar}


def main() -> None:
    """Run the target that the first argument names; the others are atheris's own."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
