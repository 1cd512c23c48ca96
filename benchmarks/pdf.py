"""How fast PDF files are read, against the libraries below, on one file of 40 pages or more.

    python benchmarks/pdf.py [FILE.pdf]

Without a file, the fixtures' plans are typeset as one document by LibreOffice. Every figure is the
processor time of the best of three runs in this process; the file, its pages and tables are the
same for all. The bars: planparse with pdfminer.six takes at most 1.2 times as long as
pdfminer.six's own `extract_pages`, also in a process of its own (`isolate`), with [fast] at most a fifth of what pdfplumber takes for text
and tables, and the memory at its peak, on this file and on one of twice the pages, is that of the
records kept and little more. A Word file of as many pages is read in half a second at most.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from planparse.model.plan import Plan
from planparse.model.source import Source
from planparse.parser import Parser
from planparse.readers import read_source
from planparse.readers.pdf.document import read_pdf

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from made_files import made
from office import docx
from plans import Content, fixtures

MINER_BAR = 1.2
"""Most times what pdfminer.six's own `extract_pages` takes."""
FAST_BAR = 5.0
"""Least times faster than pdfplumber, with [fast]."""
MEMORY_BAR = 0.1
"""Most bytes more at the peak for each byte more of records kept."""
WORD_BAR = 0.5
"""Most seconds for a Word file."""

RUNS = 3
"""Of which the best counts: what else the machine does only ever adds time."""
MEGABYTE = 1e6

BACKENDS = ("pdfminer", "pypdfium2")

MINER = "pdfminer.six extract_pages"
WHOLE = "planparse, whole, pdfminer"
ISOLATED = "planparse, whole, isolated"
PLUMBER = "pdfplumber text and tables"
WHOLE_FAST = "planparse, whole, [fast]"
READER_FAST = "planparse, reader, [fast]"


def main() -> int:
    """Print the figures; 1 when a bar is missed."""
    data = file_of(sys.argv[1:])
    source = read_pdf(data, "x.pdf")
    print(f"{source.pages} pages, {len(source.grids)} tables, {len(source.text)} characters")
    passed = [times_pass(data), memory_passes(), word_passes()]
    return int(not all(passed))


def file_of(arguments: Sequence[str]) -> bytes:
    """The PDF that is named, or one made of the fixtures' plans."""
    if arguments:
        return Path(arguments[0]).read_bytes()
    return typeset(2)


def plan(times: int) -> Content:
    """The plans of the fixtures one after the other, so many times over."""
    plans = fixtures()
    body = tuple(block for plan in plans for block in plan.body)
    return dataclasses.replace(plans[0], name=f"benchmark-{times}", body=body * times)


def typeset(times: int) -> bytes:
    """A PDF of `plan(times)`."""
    return made(plan(times), "libreoffice")


# -------------------------------------------------------------------- time


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the fastest of `runs` runs."""
    return min(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def times_pass(data: bytes) -> bool:
    """Print what each way to read the file takes; whether both bars are kept."""
    took = timings(data)
    for name, seconds in took.items():
        print(f"{name:30} {seconds:8.3f} s")
    miner = took[WHOLE] / took[MINER]
    isolated = took[ISOLATED] / took[MINER]
    fast = took[PLUMBER] / took[WHOLE_FAST]
    reader = took[PLUMBER] / took[READER_FAST]
    print(
        f"pdfminer: {miner:.2f} x extract_pages (bar: at most {MINER_BAR}), "
        f"in a process of its own {isolated:.2f} x"
    )
    print(
        f"[fast]: {fast:.1f} x faster than pdfplumber (bar: at least {FAST_BAR:.0f}), "
        f"{reader:.1f} x its reader, which delivers text and tables as well"
    )
    return max(miner, isolated) <= MINER_BAR and fast >= FAST_BAR


def seconds_of_both(data: bytes, parser: Parser, runs: int = RUNS) -> float:
    """Seconds of the fastest run in a child that is kept: those of the child and of this process."""
    # The child's clock is read in it when the plan is there; the first run begins the child.
    child = parser.made(child_clock, data, name="x.pdf", pdf_backend="pdfminer", isolate=True)
    took: list[float] = []
    for _ in range(runs):
        own, before = time.process_time(), child
        child = parser.made(child_clock, data, name="x.pdf", pdf_backend="pdfminer", isolate=True)
        took.append(time.process_time() - own + child - before)
    return min(took)


def child_clock(_plan: Plan) -> float:
    """Seconds that the process which has read the plan has taken up to now."""
    return time.process_time()


def timings(data: bytes) -> dict[str, float]:
    """Seconds of each way to read the file, by its name."""
    import pdfplumber
    from pdfminer.high_level import extract_pages

    parser = Parser()

    def mine() -> None:
        list(extract_pages(io.BytesIO(data)))

    def plumb() -> None:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            for page in opened.pages:
                page.extract_text()
                page.extract_tables()

    return {
        MINER: best(mine),
        WHOLE: best(lambda: parser.parse_source(read_pdf(data, "x.pdf"))),
        ISOLATED: seconds_of_both(data, parser),
        "planparse, reader, pdfminer": best(lambda: read_pdf(data, "x.pdf")),
        # Two runs are enough of what is slowest by far.
        PLUMBER: best(plumb, 2),
        WHOLE_FAST: best(lambda: parser.parse_source(read_fast(data))),
        READER_FAST: best(lambda: read_fast(data)),
    }


def read_fast(data: bytes) -> Source:
    """The file as the extra `fast` reads it."""
    return read_pdf(data, "x.pdf", backend="pypdfium2")


# ------------------------------------------------------------------ memory


class Footprint(NamedTuple):
    """What reading one file takes of the memory, in bytes."""

    pages: int
    peak: int
    kept: int
    """By the records that were read."""

    @property
    def passing(self) -> int:
        """What is taken at the peak and given back."""
        return self.peak - self.kept


def memory_passes() -> bool:
    """Print the memory on files of two sizes; whether the bar is kept by both backends."""
    files = [typeset(times) for times in (2, 4)]
    more = max(growth(files, backend) for backend in BACKENDS)
    print(
        f"memory: {more:.3f} bytes more at the peak for each byte more of records "
        f"(bar: at most {MEMORY_BAR})"
    )
    return more <= MEMORY_BAR


def growth(files: Sequence[bytes], backend: str) -> float:
    """How many bytes more are taken at the peak, and not kept, for each byte more of records."""
    small, large = (memory(data, backend) for data in files)
    for file in (small, large):
        peak = f"{file.peak / MEGABYTE:6.2f} MB at the peak"
        kept = f"{file.kept / MEGABYTE:.2f} MB of records"
        print(f"memory, {backend:10} {file.pages:4} pages: {peak}, {kept}")
    return (large.passing - small.passing) / (large.kept - small.kept)


def memory(data: bytes, backend: str) -> Footprint:
    """What reading the file takes."""
    # Read once before, so that what is loaded on first use does not count.
    read_pdf(data, "x.pdf", backend=backend)
    # What was measured before is not to be freed, or to be waited for, in between.
    gc.collect()
    tracemalloc.start()
    kept = read_pdf(data, "x.pdf", backend=backend)
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Footprint(kept.pages or 0, peak, now)


# -------------------------------------------------------------------- Word


def word_passes() -> bool:
    """Print what a Word file of the same plans takes; whether the bar is kept."""
    word = docx(plan(2))
    seconds = best(lambda: read_source(word, "x.docx"))
    whole = best(lambda: Parser().parse_source(read_source(word, "x.docx")))
    print(
        f"docx of the same plans: {seconds:.3f} s (bar: at most {WORD_BAR}), "
        f"{whole:.3f} s with all records read"
    )
    return seconds <= WORD_BAR


if __name__ == "__main__":
    sys.exit(main())
