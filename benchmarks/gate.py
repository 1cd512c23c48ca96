"""Whether planparse is as fast and as small as it was: ratios and counted steps against their floors.

    python benchmarks/gate.py                     measure, and fail where something fell
    python benchmarks/gate.py --write             pin what is better now, and what is new
    python benchmarks/gate.py --lower calls.pdf   pin a worse figure of the measure that is named

Floors stand in `benchmarks/floors.json`, and a figure may be 15 % worse. No figure is a number of
seconds. Most are counts of calls of Python functions, the same in every run; the time of `parse` is
divided by that of `jieba.lcut` on the same texts in the same run.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

import jieba
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from benchmarks import floors as pinned
from benchmarks.floors import Measure
from benchmarks.throughput import best

from growing import SHAPES
from planparse import Parser, read

FLOORS = ROOT / "benchmarks" / "floors.json"

TRIES = 3
"""How often a ratio of times is taken while it is below its floor: another program may have had the
processor's caches during one."""
SHORT, LONG = 4, 8
"""Lengths of generated documents between which growth is measured, in those of a small one."""
BIG_TEXT = 200_000
"""Bytes of the text that memory is measured with, at least: enough that what a parse needs of any
length is little of it, as counting every byte takes long."""
LEAST_CALLS = 1000
"""Fewer calls for a whole document are its fixed cost, which says nothing about growth."""

# From Python 3.12 on these are part of the function that they stand in, and no call.
_PART_OF_A_FUNCTION = {"<listcomp>", "<setcomp>", "<dictcomp>"}


class Texts(NamedTuple):
    """Some texts that are measured together. `missing` says why there are none."""

    name: str
    texts: list[str]
    missing: str = ""


def main() -> int:
    """Print the figures; 1 when one fell and was not to be pinned."""
    asked = _arguments().parse_args()
    floors = pinned.load(FLOORS)
    measures = list(measured(floors))
    print(*pinned.lines(measures, floors), sep="\n")
    if asked.write:
        floors = pinned.raised(measures, floors)
    try:
        floors = pinned.lowered(measures, floors, asked.lower)
    except KeyError as error:
        print(f"--lower {error.args[0]}: no such measure in this run", file=sys.stderr)
        return 2
    if asked.write or asked.lower:
        pinned.save(FLOORS, floors)
    failed = pinned.failures(measures, floors)
    print(*failed, sep="\n", file=sys.stderr)
    return int(bool(failed))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="pin what is better or new")
    parser.add_argument(
        "--lower",
        action="append",
        default=[],
        metavar="NAME",
        help="pin the figure of NAME though it is worse; may be given again",
    )
    return parser


def measured(floors: dict[str, float]) -> Iterator[Measure]:
    """All measures, one after the other."""
    parser = Parser()
    for texts in (fixture_texts(), corpus_texts()):
        yield calls_for_a_character(texts, parser)
        yield against_jieba(texts, parser, floors)
    yield growth(parser)
    yield pdf_calls()
    yield memory(parser)


def fixture_texts() -> Texts:
    """The plans of the fixtures, which are mostly tables."""
    paths = sorted((ROOT / "fixtures").glob("*.txt"))
    return Texts("fixtures", [read(path).text for path in paths])


def corpus_texts() -> Texts:
    """Real plans, which are mostly prose, where they stand beside the checkout."""
    paths = sorted(ROOT.parent.glob("shared/corpus/*/source.txt"))
    missing = "" if paths else "no ../shared/corpus beside the checkout"
    return Texts("corpus", [read(path).text for path in paths], missing)


# ------------------------------------------------------------------- calls


def count_calls(work: Callable[[], object], package: str = "") -> int:
    """Calls of Python functions during `work`, of files with `package` in their path."""
    counts: dict[CodeType, bool] = {}
    total = 0

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal total
        if event != "call":
            return
        code = frame.f_code
        counted = counts.get(code)
        if counted is None:
            counted = package in code.co_filename and code.co_name not in _PART_OF_A_FUNCTION
            counts[code] = counted
        total += counted

    # What is made on first use is no part of the measure.
    work()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return total


def calls_of_parse(parser: Parser, texts: Sequence[str]) -> int:
    """Calls of planparse's own functions to read the texts."""

    def work() -> None:
        for text in texts:
            parser.parse(text)

    return count_calls(work, "planparse")


def calls_for_a_character(texts: Texts, parser: Parser) -> Measure:
    """How many calls a character of the texts costs."""
    name, unit = f"calls.{texts.name}", "calls for a character"
    if texts.missing:
        return Measure(name, None, "less", unit, texts.missing)
    characters = sum(len(text) for text in texts.texts)
    return Measure(name, calls_of_parse(parser, texts.texts) / characters, "less", unit)


def growth(parser: Parser) -> Measure:
    """The exponent by which calls grow with the text, of the shape where it is greatest."""
    exponents: dict[str, float] = {}
    for shape, (make, length) in SHAPES.items():
        short = calls_of_parse(parser, [make(length * SHORT)])
        long = calls_of_parse(parser, [make(length * LONG)])
        if long >= LEAST_CALLS:
            exponents[shape] = log2(long / short) / log2(LONG / SHORT)
    worst = max(exponents, key=exponents.__getitem__)
    unit = "as the exponent of growth"
    return Measure("growth.calls", exponents[worst], "less", unit, f"in “{worst}”")


def pdf_calls() -> Measure:
    """Calls to read a PDF, divided by those of pdfminer's own `extract_pages`."""
    from benchmarks.pdf import typeset
    from pdfminer.high_level import extract_pages

    from planparse.readers.pdf.document import read_pdf

    name, unit = "calls.pdf", "× the calls of pdfminer's extract_pages"
    try:
        data = typeset(1)
    except pytest.skip.Exception as missing:
        return Measure(name, None, "less", unit, str(missing))
    theirs = count_calls(lambda: list(extract_pages(io.BytesIO(data))))
    ours = count_calls(lambda: read_pdf(data, "x.pdf"))
    return Measure(name, ours / theirs, "less", unit)


# ----------------------------------------------------------- time and memory


def against_jieba(texts: Texts, parser: Parser, floors: dict[str, float]) -> Measure:
    """The speed of `parse` in that of `jieba.lcut`; taken again where it seems to have fallen."""
    name, unit = f"jieba.{texts.name}", "× the speed of jieba.lcut"
    if texts.missing:
        return Measure(name, None, "more", unit, texts.missing)
    logging.getLogger("jieba").setLevel(logging.WARNING)

    def parse_all() -> None:
        for text in texts.texts:
            parser.parse(text)

    def cut_all() -> None:
        for text in texts.texts:
            jieba.lcut(text)

    parse_all()
    cut_all()
    highest = 0.0
    for _ in range(TRIES):
        ours, theirs = best(parse_all, cut_all)
        highest = max(highest, theirs / ours)
        measure = Measure(name, highest, "more", unit, f"best of {TRIES} tries")
        if measure.worse_by(floors.get(name, highest)) <= pinned.ALLOWED:
            break
    return measure


def memory(parser: Parser) -> Measure:
    """Bytes of Python's memory at the peak of reading one long text, for each byte of it."""
    once = "\n".join(fixture_texts().texts)
    size = len(once.encode())
    text = "\n".join([once] * (BIG_TEXT // size + 1))
    parser.parse(once)
    tracemalloc.start()
    try:
        parser.parse(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Measure("memory.text", peak / len(text.encode()), "less", "bytes for a byte of text")


if __name__ == "__main__":
    sys.exit(main())
