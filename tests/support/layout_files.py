"""Plans as layout engines deliver them: Docling's document JSON, MinerU's content list."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from typing import Any

import office
import tabular
from plans import BoxContent, Content, Heading, Sheet

WIDTH, HEIGHT = 595.0, 842.0
"""Of each page, in points."""
_ON_A_PAGE = 12
"""Blocks of a page."""
_ROW = 40.0
"""Height of a block."""


def docling(plan: Content) -> bytes:
    """The plan as `docling --to json` writes it for a PDF: one level of headings, places from below."""
    maker = _Docling()
    for text in office._notice(plan):
        maker.text("text", text)
    maker.text("title", plan.title)
    if plan.draft:
        maker.text("text", "（征求意见稿）")
    for block in plan.body:
        _docling_block(maker, block)
    return json.dumps(maker.document(plan.name), ensure_ascii=False, indent=1).encode()


def _docling_block(maker: _Docling, block: Heading | BoxContent | str) -> None:
    if isinstance(block, str):
        maker.text("text", block)
    elif isinstance(block, Heading):
        for text in office._heading_texts(block):
            maker.text("text" if block.run_in else "section_header", text)
    else:
        captions = office._caption(block)
        if block.sheet is not None:
            maker.table(block.sheet, captions)
        else:
            for text in captions:
                maker.text("caption", text)
        for item in block.items:
            label = item[0]
            # Docling takes the number of an item off, and keeps it beside the text.
            texts = office.item_texts(item)
            first = texts[0].removeprefix(label)
            maker.text("list_item", first.strip(), marker=label, enumerated=True)
            for text in texts[1:]:
                maker.text("text", text)


@dataclass
class _Docling:
    """A `DoclingDocument` while it is made."""

    texts: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    body: list[dict[str, str]] = field(default_factory=list)
    placed: int = 0

    def text(self, label: str, text: str, **more: Any) -> dict[str, str]:
        """Add a text to the body, and the page's foot where the page is full."""
        reference = self._add_text(label, text, self._place(), **more)
        self.body.append(reference)
        if self.placed % _ON_A_PAGE == 0:
            foot = f"— {self.placed // _ON_A_PAGE} —"
            layer = {"content_layer": "furniture"}
            self.body.append(self._add_text("page_footer", foot, self._at(0.0, 20.0), **layer))
        return reference

    def table(self, sheet: Sheet, captions: list[str]) -> None:
        """Add a table with its caption and its notes."""
        named = [self.text("caption", text) for text in captions]
        place = self._place()
        notes = [self._add_text("footnote", note, place) for note in sheet.notes]
        reference = {"$ref": f"#/tables/{len(self.tables)}"}
        cells = list(_docling_cells(sheet))
        self.tables.append(
            {
                **_node(reference, "table"),
                "prov": [place],
                "captions": named,
                "references": [],
                "footnotes": notes,
                "data": {
                    "table_cells": cells,
                    "num_rows": len(sheet.header) + len(sheet.body),
                    "num_cols": len(sheet.header[0]),
                },
            }
        )
        self.body += [reference, *notes]

    def _add_text(
        self, label: str, text: str, place: dict[str, Any], **more: Any
    ) -> dict[str, str]:
        reference = {"$ref": f"#/texts/{len(self.texts)}"}
        if label == "section_header":
            more["level"] = 1
        self.texts.append(
            {**_node(reference, label), "prov": [place], "orig": text, "text": text, **more}
        )
        return reference

    def _place(self) -> dict[str, Any]:
        top = HEIGHT - 100 - self.placed % _ON_A_PAGE * _ROW
        place = self._at(top - _ROW, top)
        self.placed += 1
        return place

    def _at(self, bottom: float, top: float) -> dict[str, Any]:
        box = {"l": 70.0, "t": top, "r": 525.0, "b": bottom, "coord_origin": "BOTTOMLEFT"}
        return {"page_no": self.placed // _ON_A_PAGE + 1, "bbox": box, "charspan": [0, 1]}

    def document(self, name: str) -> dict[str, Any]:
        """The whole document."""
        root = {"content_layer": "body", "name": "_root_", "label": "unspecified"}
        pages = range(1, self.placed // _ON_A_PAGE + 2)
        size = {"width": WIDTH, "height": HEIGHT}
        return {
            "schema_name": "DoclingDocument",
            "version": "1.10.0",
            "name": name,
            "furniture": {**root, "self_ref": "#/furniture", "children": []},
            "body": {**root, "self_ref": "#/body", "children": self.body},
            "groups": [],
            "texts": self.texts,
            "pictures": [],
            "tables": self.tables,
            "key_value_items": [],
            "form_items": [],
            "pages": {str(page): {"size": size, "page_no": page} for page in pages},
        }


def _node(reference: dict[str, str], label: str) -> dict[str, Any]:
    return {
        "self_ref": reference["$ref"],
        "parent": {"$ref": "#/body"},
        "children": [],
        "content_layer": "body",
        "label": label,
    }


def _docling_cells(sheet: Sheet) -> Any:
    rows = [*sheet.header, *sheet.body]
    for row, cells in enumerate(rows):
        is_header = row < len(sheet.header)
        for col, cell in enumerate(cells):
            if cell in ("^", "<"):
                continue
            down, right = tabular.extent(rows, row, col)
            yield {
                "row_span": down,
                "col_span": right,
                "start_row_offset_idx": row,
                "end_row_offset_idx": row + down,
                "start_col_offset_idx": col,
                "end_col_offset_idx": col + right,
                "text": tabular.shown(sheet, cells, col, is_header),
                "column_header": is_header,
                "row_header": False,
                "row_section": False,
            }


# ------------------------------------------------------------------------ MinerU


def content_list(plan: Content) -> bytes:
    """The plan as MinerU's `*_content_list.json`: tables in HTML, headings by `text_level`."""
    blocks: list[dict[str, Any]] = []
    for text in office._notice(plan):
        blocks.append({"type": "text", "text": text})
    blocks.append({"type": "text", "text": plan.title, "text_level": 1})
    if plan.draft:
        blocks.append({"type": "text", "text": "（征求意见稿）"})
    for block in plan.body:
        blocks += _mineru_blocks(block)
    placed = []
    for number, made in enumerate(blocks):
        if number % _ON_A_PAGE == 0:
            page = number // _ON_A_PAGE
            foot = {"type": "page_number", "text": f"— {page + 1} —"}
            placed.append({**foot, "bbox": [480, 950, 520, 970], "page_idx": page})
        top = 100 + number % _ON_A_PAGE * 50
        placed.append({**made, "bbox": [110, top, 880, top + 40], "page_idx": number // _ON_A_PAGE})
    return json.dumps(placed, ensure_ascii=False, indent=4).encode()


def _mineru_blocks(block: Heading | BoxContent | str) -> list[dict[str, Any]]:
    if isinstance(block, str):
        return [{"type": "text", "text": _tex(block)}]
    if isinstance(block, Heading):
        level = {} if block.run_in else {"text_level": 1}
        return [
            {"type": "text", "text": _tex(text), **level} for text in office._heading_texts(block)
        ]
    captions = office._caption(block)
    found: list[dict[str, Any]] = []
    if block.sheet is not None:
        body = "".join(tabular.html_rows(block.sheet))
        found.append(
            {
                "type": "table",
                "img_path": "images/0.jpg",
                "table_caption": captions,
                "table_footnote": list(block.sheet.notes),
                "table_body": f"<html><body>{body}</body></html>",
            }
        )
    else:
        found += [{"type": "text", "text": caption} for caption in captions]
    texts = [text for item in block.items for text in office.item_texts(item)]
    if texts:
        found.append({"type": "list", "sub_type": "text", "list_items": texts})
    return found


def _tex(text: str) -> str:
    """Text as MinerU writes it: signs that compare as formulas, others as entities."""
    text = html.escape(text, quote=False)
    return text.replace("≥", "$\\geq$").replace("≤", "$\\leq$")
