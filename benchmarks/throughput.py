"""How fast `parse` is: against `jieba.lcut` on the same text, and as the text grows.

    python benchmarks/throughput.py            the corpus beside the checkout, else the fixtures
    python benchmarks/throughput.py FILE…      texts of your own

Everything is measured in one run, alternating between the two, and of several
rounds the best counts: what else the machine does only ever adds time.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from math import log2
from pathlib import Path

import jieba

from planparse import Parser, read

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from growing import SHAPES

ROUNDS = 7
"""Enough that on a busy machine one round of each is undisturbed, mostly."""
SIZES = (1, 2, 4, 8)
"""How many times over the longest plan is printed, each twice the one before."""

MEGABYTE = 1e6
MILLISECONDS = 1000


def main() -> None:
    """Print the figures."""
    # jieba tells how long its dictionary took to load, which is not what is measured here.
    logging.getLogger("jieba").setLevel(logging.WARNING)
    plans = texts(sys.argv[1:])
    parser = Parser()
    warm_up(plans, parser)
    compare_with_jieba(plans, parser)
    print()
    show_growth(max(plans, key=len), parser)
    print()
    show_shapes(parser)


def texts(files: Sequence[str]) -> list[str]:
    """The texts to measure with."""
    paths = [Path(file) for file in files]
    if not paths:
        paths = sorted(ROOT.parent.glob("shared/corpus/*/source.txt"))
    if not paths:
        paths = sorted((ROOT / "fixtures").glob("*.txt"))
    return [read(path).text for path in paths]


def warm_up(plans: Sequence[str], parser: Parser) -> None:
    """Build what is made on first use, which is no part of the measure."""
    jieba.initialize()
    for text in plans:
        parser.parse(text)


def compare_with_jieba(plans: Sequence[str], parser: Parser) -> None:
    """Print the speed of both on all plans, and how they compare."""

    def parse_all() -> None:
        for text in plans:
            parser.parse(text)

    def cut_all() -> None:
        for text in plans:
            jieba.lcut(text)

    ours, theirs = best(parse_all, cut_all)
    characters = sum(len(text) for text in plans)
    megabytes = sum(len(text.encode()) for text in plans) / MEGABYTE
    print(
        f"{len(plans)} plans, {characters} characters, {megabytes:.3f} MB of UTF-8; "
        f"best of {ROUNDS} rounds"
    )
    show_speed("parse", megabytes, ours)
    show_speed("jieba.lcut", megabytes, theirs)
    print(f"ratio        {theirs / ours:6.2f}   (parse ÷ jieba.lcut, by speed)")


def show_speed(name: str, megabytes: float, took: float) -> None:
    """Print a line for one of the two."""
    print(f"{name:12} {megabytes / took:6.2f} MB/s   {took * MILLISECONDS:7.1f} ms")


def show_growth(text: str, parser: Parser) -> None:
    """Print how the time of `parse` grows with the text."""
    print("growth: the longest plan, printed n times over")
    works = []
    for size in SIZES:
        works.append(partial(parser.parse, "\n".join([text] * size)))
    before: float | None = None
    for size, took in zip(SIZES, best(*works), strict=True):
        line = f"  {size} ×  {took * MILLISECONDS:7.1f} ms"
        if before is not None:
            line += f"   × {took / before:.2f} for twice the text"
        print(line)
        before = took


def show_shapes(parser: Parser) -> None:
    """Print for documents of every shape what they cost, and by which exponent of their length."""
    print("shapes: generated documents, and twice of each")
    for name, (make, length) in SHAPES.items():
        short, long = (make(length * times) for times in (4, 8))
        took, twice = best(partial(parser.parse, short), partial(parser.parse, long), rounds=3)
        print(
            f"  {name:26} {len(long):7} characters {twice * MILLISECONDS:8.1f} ms"
            f"   exponent {log2(twice / took):.2f}"
        )


def best(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The least seconds of each piece of work; in each round they take turns."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            least[number] = min(least[number], seconds(work))
    return least


def seconds(work: Callable[[], object]) -> float:
    """Time of one call, by the clock of this process, which other programs do not move."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
