"""The shared hostile files end in the right answer or one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

import planparse
from laws import assert_laws
from places import SHARED
from planparse import Parser, PlanparseError

CASES = SHARED / "cases" / "hostile"
pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the shared cases are not beside the checkout (../shared/cases)"
)
REFUSED = {
    "01-ofd-composite-dag/dag.ofd": "objects",
    "02-pdf-form-dag/dag.pdf": "objects",
    "03-pdf-ref-loop/loop.pdf": "refers to itself",
    "04-pdf-bomb-evasion/flate2.pdf": "unpacked_bytes",
    "06-docx-amplification/numbering.docx": "characters",
    "06-docx-amplification/footnotes.docx": "characters",
    "06-docx-amplification/shared.xlsx": "characters",
}


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_what_asks_for_too_much_is_refused(name: str, said: str) -> None:
    with pytest.raises(PlanparseError, match=said):
        planparse.read(CASES / name)


def test_an_honest_pdf_is_read() -> None:
    plan = Parser().read(CASES / "14-pdffast-valueerror/min.pdf", pdf_backend="pypdfium2")
    assert plan.text


def test_a_wrapped_table_is_read() -> None:
    assert len(planparse.read(CASES / "05-wrapped-table-quadratic/wrapped.txt").indicators) > 100


@pytest.mark.parametrize("number", ["08", "09", "10", "11", "12", "13"])
def test_laws(number: str) -> None:
    (path,) = CASES.glob(f"{number}-*/min.txt")
    text = Path(path).read_bytes().decode()
    assert_laws(planparse.parse(text))
