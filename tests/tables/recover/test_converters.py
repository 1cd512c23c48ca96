"""Text that other programs take from real files: how much of the indicator tables is read back from it.

The fixtures' plans are typeset by LibreOffice and Chromium, or written as Word files, and their text
is taken by programs that keep little of a table but its words, each cell wrapped to its column.
Some lose what no reader can find again, so the bar is a floor for each; floors only rise.
What PyMuPDF and pymupdf4llm make of the plans is kept in `fixtures/converted`.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from compare import core, same, same_words
from made_files import made
from office import docx
from places import FIXTURES
from planparse.model.plan import Plan
from planparse.parser import Parser
from planparse.readers import read_source
from plans import Content, expected, fixtures

pytestmark = pytest.mark.long

PLANS = fixtures()


def _pdftotext(data: bytes, *options: str) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    done = subprocess.run(
        [program, *options, "-", "-"], input=data, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def _pypdf(data: bytes) -> str:
    pypdf = pytest.importorskip(
        "pypdf", reason="pypdf is not installed: it takes the text of this test"
    )
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _pdfplumber(data: bytes) -> str:
    plumber = pytest.importorskip(
        "pdfplumber", reason="pdfplumber is not installed: it takes the text of this test"
    )
    with plumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def _pdfium(data: bytes) -> str:
    pdfium = pytest.importorskip(
        "pypdfium2", reason="the extra [fast] is not installed (pypdfium2)"
    )
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(data))


def _pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    text: str = extract_text(io.BytesIO(data))
    return text


def _docx2txt(data: bytes) -> str:
    docx2txt = pytest.importorskip(
        "docx2txt", reason="docx2txt is not installed: it takes the text of this test"
    )
    text: str = docx2txt.process(io.BytesIO(data))
    return text


def _python_docx(data: bytes, between: str) -> str:
    """Paragraphs and rows in order, as users of the library join them."""
    docx = pytest.importorskip(
        "docx", reason="python-docx is not installed: it takes the text of this test"
    )
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(block, "rows"):
            lines += [between.join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _pandoc(data: bytes, form: str) -> str:
    program = shutil.which("pandoc")
    if program is None:
        pytest.skip("pandoc is not on this machine")
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [program, "-t", form, file.name], capture_output=True, check=True, timeout=60
        )
    return done.stdout.decode()


TAKERS: dict[str, Callable[[bytes], str]] = {
    "pdftotext": _pdftotext,
    "pdftotext -layout": lambda data: _pdftotext(data, "-layout"),
    "pdftotext -raw": lambda data: _pdftotext(data, "-raw"),
    "pypdf": _pypdf,
    "pdfplumber": _pdfplumber,
    "PDFium": _pdfium,
    "pdfminer": _pdfminer,
    "docx2txt": _docx2txt,
    "python-docx, cells": lambda data: _python_docx(data, "\n"),
    "python-docx, tabs": lambda data: _python_docx(data, "\t"),
    "python-docx, bars": lambda data: _python_docx(data, " | "),
    "pandoc, markdown": lambda data: _pandoc(data, "markdown"),
    "pandoc, gfm": lambda data: _pandoc(data, "gfm"),
    "pandoc, plain": lambda data: _pandoc(data, "plain"),
}
MARKDOWN = ("pandoc, markdown", "pandoc, gfm", "pymupdf4llm")
"""What is read as Markdown."""
# pdftotext and pdfminer without -layout print these tables column by column, all names of a column
# without anything between them: nothing can be read back, and such rows have to be doubted.
FLOORS = {
    ("one font", "pdftotext"): 0.0,
    ("chromium", "pdftotext"): 0.0,
    ("one font", "pdftotext -layout"): 0.8,
    ("chromium", "pdftotext -layout"): 0.79,
    ("one font", "pdftotext -raw"): 0.78,
    ("chromium", "pdftotext -raw"): 0.68,
    ("one font", "pypdf"): 0.78,
    ("chromium", "pypdf"): 0.83,
    ("one font", "pdfplumber"): 0.79,
    ("chromium", "pdfplumber"): 0.75,
    ("one font", "PDFium"): 0.75,
    ("chromium", "PDFium"): 0.93,
    ("one font", "pdfminer"): 0.0,
    ("chromium", "pdfminer"): 0.0,
    ("docx", "docx2txt"): 0.99,
    ("docx", "python-docx, cells"): 0.92,
    ("docx", "python-docx, tabs"): 1.0,
    ("docx", "python-docx, bars"): 1.0,
    ("docx", "pandoc, markdown"): 0.99,
    ("docx", "pandoc, gfm"): 1.0,
    ("docx", "pandoc, plain"): 1.0,
    ("kept", "pymupdf"): 0.99,
    ("kept", "pymupdf4llm"): 0.89,
}
"""The share of indicators that is read whole, in every field but the category, which print often leaves open."""


def _expected(plan: Content) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(json.dumps(expected(plan)))["indicators"]
    return rows


def _taken(plan: Content, maker: str, taker: str) -> Plan:
    """The plan as a program takes it from a file."""
    if maker == "kept":
        [path] = (FIXTURES / "converted" / taker).glob(f"{plan.name}.*")
        data = path.read_bytes()
    else:
        file = docx(plan) if maker == "docx" else made(plan, maker)
        data = TAKERS[taker](file).encode()
    suffix = "md" if taker in MARKDOWN else "txt"
    return Parser().parse_source(read_source(data, f"plan.{suffix}"))


def _read_whole(plan: Content, taken: Plan) -> int:
    """How many of the plan's indicators are read from the text as they were printed."""
    found = core(taken)
    skip = {"name", "category", *plan.ignored}
    return sum(
        any(
            same_words(f["name"]) == same_words(w["name"])
            and all(same(k, w[k], f[k]) for k in w if k not in skip)
            for f in found
        )
        for w in _expected(plan)
    )


@pytest.mark.parametrize(("maker", "taker"), FLOORS, ids=lambda x: str(x).replace(" ", ""))
def test_indicators_are_read_from_the_text_of_other_programs(maker: str, taker: str) -> None:
    """The share of indicators read whole does not fall below its floor."""
    read = sum(_read_whole(plan, _taken(plan, maker, taker)) for plan in PLANS)
    total = sum(len(_expected(plan)) for plan in PLANS)
    share = read / total
    print(f"{maker}, {taker}: {read} of {total} indicators, {share:.2f}")
    assert share >= FLOORS[maker, taker]
