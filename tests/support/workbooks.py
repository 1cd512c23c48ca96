"""Workbooks of one sheet, written by openpyxl; a test that needs one is skipped without it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest


def book(
    *rows: Sequence[object], merges: tuple[str, ...] = (), title: str = "Sheet1", **formats: str
) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the sheets of this test")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for place, code in formats.items():
        sheet[place].number_format = code
    for merge in merges:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
