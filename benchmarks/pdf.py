"""How fast PDF files are read, against the libraries below, on one file of 40 pages or more.

    python benchmarks/pdf.py [FILE.pdf]

Without a file, the fixtures' plans are typeset as one document by LibreOffice. Every figure is the
processor time of the best of three runs in this process; the file, its pages and tables are the same for all. The bars:
planparse with pdfminer.six takes at most 1.3 times as long as pdfminer.six's own `extract_pages`,
with [fast] its reader, which delivers text and tables, is at least 5 times faster than pdfplumber at
the same, and the memory at its peak grows with the records, not with the pages.
"""

from __future__ import annotations

import dataclasses
import io
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

MINER_BAR, FAST_BAR, MEMORY_BAR = 1.3, 5.0, 4.0
"""Most times `extract_pages`; least times faster than pdfplumber; most bytes at the peak per byte kept."""


def sample() -> bytes:
    """The plans of the fixtures one after the other, typeset by LibreOffice."""
    import made_files
    from plans import fixtures

    plans = fixtures()
    body = tuple(block for plan in plans for block in plan.body)
    return made_files.made(dataclasses.replace(plans[0], name="benchmark", body=body * 2), "libreoffice")


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of the fastest of `runs` runs."""
    return min(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def timings(data: bytes) -> Iterator[tuple[str, float]]:
    """(name, seconds) of each way to read the file."""
    import pdfplumber
    from pdfminer.high_level import extract_pages

    from planparse.parser import Parser
    from planparse.readers.pdf import read_pdf

    parser = Parser()

    def plumb() -> None:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            for page in opened.pages:
                page.extract_text()
                page.extract_tables()

    yield "pdfminer.six extract_pages", best(lambda: list(extract_pages(io.BytesIO(data))))
    yield "planparse, whole, pdfminer", best(lambda: parser.parse_source(read_pdf(data, "x.pdf")))
    yield "planparse, reader, pdfminer", best(lambda: read_pdf(data, "x.pdf"))
    yield "pdfplumber text and tables", best(plumb, 2)
    yield "planparse, whole, [fast]", best(
        lambda: parser.parse_source(read_pdf(data, "x.pdf", backend="pypdfium2")))
    yield "planparse, reader, [fast]", best(lambda: read_pdf(data, "x.pdf", backend="pypdfium2"))


def memory(data: bytes, backend: str) -> tuple[int, int]:
    """Bytes that reading takes at its peak, and that the records read keep."""
    from planparse.readers.pdf import read_pdf

    read_pdf(data, "x.pdf", backend=backend)
    tracemalloc.start()
    kept = read_pdf(data, "x.pdf", backend=backend)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.pages
    return peak, now


def main() -> int:
    """Print the figures; 1 when a bar is missed."""
    from planparse.readers.pdf import read_pdf

    data = Path(sys.argv[1]).read_bytes() if sys.argv[1:] else sample()
    source = read_pdf(data, "x.pdf")
    print(f"{source.pages} pages, {len(source.grids)} tables, {len(source.text)} characters")
    took = dict(timings(data))
    for name, seconds in took.items():
        print(f"{name:30} {seconds:8.3f} s")
    miner = took["planparse, whole, pdfminer"] / took["pdfminer.six extract_pages"]
    fast = took["pdfplumber text and tables"] / took["planparse, reader, [fast]"]
    print(f"pdfminer: {miner:.2f} x extract_pages (bar: at most {MINER_BAR})")
    whole = took["pdfplumber text and tables"] / took["planparse, whole, [fast]"]
    print(f"[fast]: {fast:.1f} x faster than pdfplumber (bar: at least {FAST_BAR:.0f}), "
          f"{whole:.1f} x with all records read")
    worst = 0.0
    for backend in ("pdfminer", "pypdfium2"):
        peak, kept = memory(data, backend)
        worst = max(worst, peak / kept)
        print(f"memory, {backend}: {peak / 1e6:.1f} MB at the peak, {kept / 1e6:.1f} MB of records")
    return int(miner > MINER_BAR or fast < FAST_BAR or worst > MEMORY_BAR)


if __name__ == "__main__":
    sys.exit(main())
