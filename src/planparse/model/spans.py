"""Arithmetic of spans: half-open `(start, end)` in code points of the text."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence

from planparse.model.source import Span


def without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """`span` without the `holes`, which are in order and do not overlap."""
    start, end = span
    out: list[Span] = []
    i = max(0, bisect_right(holes, (start, sys.maxsize)) - 1)
    while i < len(holes) and holes[i][0] < end:
        a, b = holes[i]
        if b > start:
            if a > start:
                out.append((start, a))
            start = b
        i += 1
    return [*out, (start, end)] if start < end else out
