"""How the cells of a workbook look: colours, heads, notes."""

from __future__ import annotations

from typing import Any, NamedTuple

LIGHT, GRAVE, INFERRED = "#FFF2CC", "#F8CBAD", "#DDEBF7"
"""Pale yellow, red and blue: black words stay readable on them, in print too."""
SEVERITIES = {"error": GRAVE, "warning": LIGHT, "info": INFERRED}
"""The colours of findings."""
HEAD = "#D9E1E8"
PLAIN_CELL = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
"""A font with Chinese characters; where it is missing the program takes one of its own."""


class CellLook(NamedTuple):
    """What a cell has beside its content: a format of the workbook, and a note."""

    format: Any = None
    note: str = ""


class Looks:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.strong = workbook.add_format({"bold": True})
        self.head = workbook.add_format(
            {"bold": True, "bg_color": HEAD, "bottom": 1, "valign": "vcenter"}
        )
        self.link = workbook.add_format({"font_color": "#0563C1", "underline": 1})
        self.wrapped = workbook.add_format({"text_wrap": True})
        self.centred = workbook.add_format({"align": "center"})
        self.light = CellLook(workbook.add_format({"bg_color": LIGHT}))
        self.grave = CellLook(workbook.add_format({"bg_color": GRAVE}))
        self.inferred = CellLook(workbook.add_format({"bg_color": INFERRED, "italic": True}))
        self.severities = {
            severity: CellLook(workbook.add_format({"bg_color": colour}))
            for severity, colour in SEVERITIES.items()
        }
        self.note = {"x_scale": 2, "font_name": "Microsoft YaHei", "font_size": 9}

    def style(self, format: Any) -> str:
        """The attribute of a cell that has a format; "" for none."""
        # XlsxWriter numbers a format when it is first asked for.
        return "" if format is None else f' s="{format._get_xf_index()}"'

    def doubted(self, *, grave: bool, note: str) -> CellLook:
        """The look of a doubtful cell."""
        return CellLook((self.grave if grave else self.light).format, note)
