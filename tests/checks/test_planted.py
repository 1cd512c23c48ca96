"""Whole plans with a slip in each, and plans that only look so: what the chain reports of them."""

from __future__ import annotations

import pytest

from planparse import parse
from planted_plans import Planted, read_planted


@pytest.mark.parametrize("case", read_planted(), ids=lambda case: case.title)
def test_what_is_planted_is_found_and_nothing_else(case: Planted) -> None:
    left = list(parse(case.text).findings)
    for kind, severity, words in case.expected:
        hit = next(
            (f for f in left if f.kind == kind and all(word in f.message for word in words)), None
        )
        assert hit is not None, (kind, words, left)
        assert hit.severity == severity
        left.remove(hit)
    # What is only worth a look is counted where a case expects something of its kind that is so, too.
    noted = {kind for kind, severity, _ in case.expected if severity == "info"}
    assert not [finding for finding in left if finding.severity != "info" or finding.kind in noted]
