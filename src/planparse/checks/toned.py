"""Findings about numbers that an older recognition read: one note of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.checks.sureness import Sureness
from planparse.model.plan import Finding

FEWEST_OF_ONE_NOTE = 2


def toned(findings: Sequence[Finding], sureness: Sureness) -> list[Finding]:
    """The findings, those of numbers in an old text layer as one note: 三 was read as 二 there."""
    old = [finding for finding in findings if sureness.is_of_old_layer(finding)]
    if not old:
        return list(findings)
    left = [finding for finding in findings if finding not in old]
    if len(old) < FEWEST_OF_ONE_NOTE:
        return [*left, *(finding.model_copy(update={"severity": "info"}) for finding in old)]
    return [*left, _one_of(old)]


def _one_of(old: Sequence[Finding]) -> Finding:
    first = min(old, key=lambda finding: finding.span)
    records = [record for finding in old for record in finding.records]
    return first.model_copy(
        update={
            "severity": "info",
            "message": f"编号有{len(old)}处重复、缺漏或倒退；这些页的文字是原先识别的，数字可能识别有误，"
            "请对照原件。",
            "records": tuple(dict.fromkeys(records)),
        }
    )
