"""Dots and quotes that recognition makes of dirt are no tables."""

from __future__ import annotations

import pytest

from planparse import parse


@pytest.mark.parametrize(
    "text",
    [
        ".\t'\t\"\t.\n'\t.\t.\t\"\n.\t'\t.\t.\n",
        "“    ”    ·    …\n·    ·    “    。\n…    ·    ”    ·\n",
        "| · | ' |\n| --- | --- |\n| . | \" |\n| . | 二 |\n",
    ],
)
def test_specks(text: str) -> None:
    plan = parse(f"保障粮食安全。\n{text}保障能源安全。\n")
    assert not plan.tables


def test_dashes_are_values_that_are_missing() -> None:
    plan = parse("| 指标 | 2020年 | 2025年 |\n| --- | --- | --- |\n| 林地面积 | — | — |\n")
    assert len(plan.tables) == 1
