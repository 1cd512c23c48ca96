"""How the cost of a piece of work grows with its input, told without a bound in seconds.

A machine may be slow, or busy with other things: what is compared is the CPU time of an input with
that of one four times as long, in one process, at their best of a few rounds.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMES = 4
"""How much longer the long input is than the short one."""

MOST = 8.0
"""Linear work costs 4 times as much for an input 4 times as long, quadratic work 16: half way between, as a factor."""

ROUNDS = 5
"""A round that a busy machine has spoilt is followed by another; the best of each input counts."""

TELLABLE = 0.001
"""Seconds below which the clock and the caches say more than the input: such work is taken to grow as it should.

Quadratic work over the inputs of the tests, thousands of characters or cells, is far above."""


def growth(work: Callable[[T], object], short: T, long: T) -> float:
    """How many times as much CPU `work(long)` takes as `work(short)`; further rounds only while that is over `MOST`."""
    best_short = best_long = float("inf")
    for _ in range(ROUNDS):
        best_long = min(best_long, cpu_seconds(work, long))
        if best_long < TELLABLE:
            return 0.0
        best_short = min(best_short, cpu_seconds(work, short))
        if best_long <= MOST * best_short:
            break
    return best_long / best_short


def cpu_seconds(work: Callable[[T], object], argument: T) -> float:
    """CPU time of one call; no garbage of other tests is collected meanwhile."""
    gc.disable()
    try:
        began = time.process_time()
        work(argument)
        return time.process_time() - began
    finally:
        gc.enable()
