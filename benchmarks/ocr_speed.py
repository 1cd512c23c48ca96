"""How long scans take, against rapidocr alone on the same pictures of the pages (extra `ocr`).

    python benchmarks/ocr_speed.py [PAGES]       scans of the fixtures' plans, 6 pages unless said

Rapidocr is called page by page, once as it comes and once with the options that planparse uses, whose
reader recognises several pages at a time. All take turns, and the best of two rounds counts, in
seconds for a page: of the processors together, and of the clock. The bar: at most 1.1 times what
rapidocr takes as it comes, in seconds of the processors.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from benchmarks.pdf import typeset

from planparse.readers.cores import cores
from planparse.readers.pdf.document import read_pdf
from planparse.readers.pdf.recognised_words import find_words
from scans import rasterised, scanned

BAR = 1.1
PAGES = 6
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

    works = {
        "rapidocr as it comes": bare,
        "rapidocr as it is called here": words,
        "planparse, reader": lambda: read_pdf(scan, "scan.pdf"),
    }
    took = _best(works)
    print(f"{pages} pages, {cores()} processors, load {os.getloadavg()[0]:.1f}")
    for name, one in took.items():
        print(f"{name:32}{one.cpu / pages:7.2f} s of CPU, {one.clock / pages:5.2f} s for a page")
    alone, ours = took["rapidocr as it comes"], took["planparse, reader"]
    ratio = ours.cpu / alone.cpu
    print(f"planparse: {ratio:.2f} x rapidocr in CPU (bar: at most {BAR}),", end=" ")
    print(f"{ours.clock / alone.clock:.2f} x by the clock")
    return int(ratio > BAR)


class _Took(NamedTuple):
    """Seconds."""

    cpu: float
    clock: float


def _best(works: Mapping[str, Callable[[], object]]) -> dict[str, _Took]:
    """The least that each takes of the processors, and by the clock; they take turns."""
    rounds: dict[str, list[_Took]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            clock, cpu = time.perf_counter(), time.process_time()
            work()
            took = _Took(time.process_time() - cpu, time.perf_counter() - clock)
            rounds[name].append(took)
    return {
        name: _Took(min(took.cpu for took in all_), min(took.clock for took in all_))
        for name, all_ in rounds.items()
    }


def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _coloured(grey: Any) -> Any:
    import numpy as np

    return np.repeat(grey[:, :, None], 3, axis=2)


if __name__ == "__main__":
    sys.exit(main())
