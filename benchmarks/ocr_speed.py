"""How long scans take, against rapidocr alone on the same pictures of the pages (extra `ocr`).

    python benchmarks/ocr_speed.py [PAGES]       scans of the fixtures' plans, 3 pages unless said

Rapidocr is called once as it comes and once with the options that planparse uses. All take turns, and
the best of two rounds counts, in seconds of the processor for a page. The bar: at most 1.1 times
what rapidocr takes as it comes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from benchmarks.pdf import typeset
from benchmarks.throughput import best

from planparse.readers.pdf.document import read_pdf
from planparse.readers.pdf.recognised_words import find_words
from scans import rasterised, scanned

BAR = 1.1
PAGES = 3
ROUNDS = 2
PIXELS_PER_POINT = 200 / 72


def main() -> int:
    """Print the figures; 1 when the bar is missed."""
    pages = int(sys.argv[1]) if sys.argv[1:] else PAGES
    printed = typeset(1)
    scan = scanned(printed, pages=pages)
    pictures = [_coloured(grey) for grey in rasterised(printed, pages=pages)]
    engine = _engine()

    def bare() -> None:
        for picture in pictures:
            engine(picture)

    def words() -> None:
        for picture in pictures:
            find_words(picture, PIXELS_PER_POINT)

    took = best(bare, words, lambda: read_pdf(scan, "scan.pdf"), rounds=ROUNDS)
    names = ("rapidocr as it comes", "rapidocr as it is called here", "planparse, reader")
    for name, seconds in zip(names, took, strict=True):
        print(f"{name:32}{seconds / pages:7.2f} s for a page")
    ratio = took[2] / took[0]
    print(f"planparse: {ratio:.2f} x rapidocr (bar: at most {BAR})")
    return int(ratio > BAR)


def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _coloured(grey: Any) -> Any:
    import numpy as np

    return np.repeat(grey[:, :, None], 3, axis=2)


if __name__ == "__main__":
    sys.exit(main())
