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
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jieba

from planparse import Parser, read

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
SIZES = (1, 2, 4, 8)


def texts(files: list[str]) -> list[str]:
    """The texts to measure with."""
    paths = [Path(f) for f in files] or sorted(ROOT.parent.glob("shared/corpus/*/source.txt"))
    return [read(p).text for p in paths or sorted((ROOT / "fixtures").glob("*.txt"))]


def seconds(work: Callable[[], object]) -> float:
    """Time of one call, by the processor's clock of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def best(*works: Callable[[], object]) -> list[float]:
    """The best time of each piece of work over the rounds; in each round they take turns."""
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    """Print the figures."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    plans, parser = texts(sys.argv[1:]), Parser()
    size = sum(len(t.encode()) for t in plans) / 1e6
    jieba.initialize()
    for text in plans:  # tables that are made on first use are not part of the measure
        parser.parse(text)

    ours, theirs = best(lambda: [parser.parse(t) for t in plans], lambda: [jieba.lcut(t) for t in plans])
    print(f"{len(plans)} plans, {sum(map(len, plans))} characters, {size:.3f} MB of UTF-8; best of {ROUNDS} rounds")
    print(f"parse        {size / ours:6.2f} MB/s   {ours * 1000:7.1f} ms")
    print(f"jieba.lcut   {size / theirs:6.2f} MB/s   {theirs * 1000:7.1f} ms")
    print(f"ratio        {theirs / ours:6.2f}   (parse ÷ jieba.lcut, by speed)")

    print("\ngrowth: the longest plan, printed n times over")
    longest = max(plans, key=len)
    times = best(*(partial(parser.parse, "\n".join([longest] * n)) for n in SIZES))
    for n, now, before in zip(SIZES, times, [None, *times], strict=False):
        step = f"   × {now / before:.2f} for twice the text" if before else ""
        print(f"  {n} ×  {now * 1000:7.1f} ms{step}")


if __name__ == "__main__":
    main()
