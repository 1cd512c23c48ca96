"""Text that other programs take from real PDF files: how much of the indicator tables is read back from it.

The fixtures' plans are typeset by LibreOffice and Chromium, and their text is taken by
programs that keep nothing of a table but its words, each cell wrapped to its column.
Some lose what no reader can find again, so the bar is a floor for each; floors only rise.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from compare import core, same, same_words
from made_files import made
from planparse import parse
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


TAKERS: dict[str, Callable[[bytes], str]] = {
    "pdftotext -layout": lambda data: _pdftotext(data, "-layout"),
    "pdftotext -raw": lambda data: _pdftotext(data, "-raw"),
    "pypdf": _pypdf,
    "pdfplumber": _pdfplumber,
    "PDFium": _pdfium,
}
FLOORS = {
    ("one font", "pdftotext -layout"): 0.64,
    ("chromium", "pdftotext -layout"): 0.73,
    ("one font", "pdftotext -raw"): 0.76,
    ("chromium", "pdftotext -raw"): 0.62,
    ("one font", "pypdf"): 0.76,
    ("chromium", "pypdf"): 0.80,
    ("one font", "pdfplumber"): 0.72,
    ("chromium", "pdfplumber"): 0.74,
    ("one font", "PDFium"): 0.74,
    ("chromium", "PDFium"): 0.66,
}
"""The share of indicators that is read whole, in every field but the category, which print often leaves open."""


def _expected(plan: Content) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(json.dumps(expected(plan)))["indicators"]
    return rows


def _read_whole(plan: Content, text: str) -> int:
    """How many of the plan's indicators are read from the text as they were printed."""
    found = core(parse(text))
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
    read = sum(_read_whole(plan, TAKERS[taker](made(plan, maker))) for plan in PLANS)
    total = sum(len(_expected(plan)) for plan in PLANS)
    share = read / total
    print(f"{maker}, {taker}: {read} of {total} indicators, {share:.2f}")
    assert share >= FLOORS[maker, taker]
