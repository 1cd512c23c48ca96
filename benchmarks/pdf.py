"""How fast PDF files are read, against the libraries below, on one file of 40 pages or more.

    python benchmarks/pdf.py [FILE.pdf]

Without a file, the fixtures' plans are typeset as one document by LibreOffice. Every figure is the
processor time of the best of three runs in this process; the file, its pages and tables are the same for all. The bars:
planparse with pdfminer.six takes at most 1.3 times as long as pdfminer.six's own `extract_pages`,
with [fast] at most a fifth of what pdfplumber takes for text and tables, and the memory at its peak,
on this file and on one of twice the pages, is that of the records kept and little more. A Word file of as many pages is read in half a second at most.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from planparse.parser import Parser
from planparse.readers import read_source
from planparse.readers.pdf.document import read_pdf

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from made_files import made  # noqa: E402
from office import docx  # noqa: E402
from plans import Content, fixtures  # noqa: E402

MINER_BAR, FAST_BAR, MEMORY_BAR, WORD_BAR = 1.3, 5.0, 0.1, 0.5
"""Most times `extract_pages`; least times faster than pdfplumber; most bytes more at the peak for each
byte more of records kept; most seconds for a Word file."""


def plan(times: int) -> Content:
    """The plans of the fixtures one after the other, so many times over."""
    plans = fixtures()
    body = tuple(block for plan in plans for block in plan.body)
    return dataclasses.replace(plans[0], name=f"benchmark-{times}", body=body * times)


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


def memory(data: bytes, backend: str) -> tuple[int, int, int]:
    """Pages, bytes that reading takes at its peak, and bytes that the records read keep."""
    read_pdf(data, "x.pdf", backend=backend)
    gc.collect()  # what was measured before is not to be freed, or to be waited for, in between
    tracemalloc.start()
    kept = read_pdf(data, "x.pdf", backend=backend)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept.pages or 0, peak, now


def growth(files: Sequence[bytes], backend: str) -> float:
    """How many bytes more are taken at the peak, and not kept, for each byte more of records."""
    (_, peak, kept), (_, peak2, kept2) = (measured := [memory(data, backend) for data in files])
    for pages, top, rest in measured:
        print(f"memory, {backend:10} {pages:4} pages: {top / 1e6:6.2f} MB at the peak, {rest / 1e6:.2f} MB of records")
    return ((peak2 - kept2) - (peak - kept)) / (kept2 - kept)


def main() -> int:
    """Print the figures; 1 when a bar is missed."""
    data = Path(sys.argv[1]).read_bytes() if sys.argv[1:] else made(plan(2), "libreoffice")
    source = read_pdf(data, "x.pdf")
    print(f"{source.pages} pages, {len(source.grids)} tables, {len(source.text)} characters")
    took = dict(timings(data))
    for name, seconds in took.items():
        print(f"{name:30} {seconds:8.3f} s")
    miner = took["planparse, whole, pdfminer"] / took["pdfminer.six extract_pages"]
    fast = took["pdfplumber text and tables"] / took["planparse, whole, [fast]"]
    print(f"pdfminer: {miner:.2f} x extract_pages (bar: at most {MINER_BAR})")
    reader = took["pdfplumber text and tables"] / took["planparse, reader, [fast]"]
    print(f"[fast]: {fast:.1f} x faster than pdfplumber (bar: at least {FAST_BAR:.0f}), "
          f"{reader:.1f} x its reader, which delivers text and tables as well")
    files = [made(plan(times), "libreoffice") for times in (2, 4)]
    more = max(growth(files, backend) for backend in ("pdfminer", "pypdfium2"))
    print(f"memory: {more:.3f} bytes more at the peak for each byte more of records (bar: at most {MEMORY_BAR})")
    word = docx(plan(2))
    seconds = best(lambda: read_source(word, "x.docx"))
    print(f"docx of the same plans: {seconds:.3f} s (bar: at most {WORD_BAR}), "
          f"{best(lambda: Parser().parse_source(read_source(word, 'x.docx'))):.3f} s with all records read")
    return int(miner > MINER_BAR or fast < FAST_BAR or more > MEMORY_BAR or seconds > WORD_BAR)


if __name__ == "__main__":
    sys.exit(main())
