"""Prints a plan as a web page and as a Word file, merged cells and all."""

from __future__ import annotations

import io
import re
from html import escape

import tabular
from plans import BoxContent, Content, Heading, Sheet

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{title}_政府信息公开</title>
<style>td {{ border: 1px solid #000 }}</style>
<script>var nav = "一、首页";</script></head>
<body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/fw/">政务服务</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 规划计划</div>
<div class="article"><h1 class="title">{title}</h1>
<div class="content" id="UCAP-CONTENT">
{content}
</div></div>
<div class="related"><h3>相关解读</h3><ul><li><a href="jd.html">一图读懂</a></li></ul></div>
<div class="footer">主办单位：办公室 <br>网站标识码：0000000000 &nbsp; 备案号：00000000</div>
</body></html>
"""


def html(plan: Content) -> str:
    """The plan as a page of a government web site: navigation around, tables with rowspan and colspan."""
    parts = [f'<p style="text-align:center">{escape(t)}</p>' for t in _notice(plan)]
    parts.append(f'<p align="center"><strong>{escape(plan.title)}</strong></p>')
    parts += ['<p align="center">（征求意见稿）</p>'] * plan.draft
    for block in plan.body:
        parts += _html_block(block)
    return _PAGE.format(title=escape(plan.title), content="\n".join(parts))


def _html_block(block: Heading | BoxContent | str) -> list[str]:
    if isinstance(block, str):
        return [f"<p>　　{escape(block)}</p>"]
    if isinstance(block, Heading):
        return [f"<p>　　<strong>{escape(t)}</strong></p>" for t in _heading_texts(block)]
    parts = [f'<p align="center">{escape(t)}</p>' for t in _caption(block)]
    if block.sheet is not None:
        parts += tabular.html_rows(block.sheet)
        parts += [f"<p>{escape(n)}</p>" for n in block.sheet.notes]
    return parts + [f"<p>{escape(t)}</p>" for item in block.items for t in item_texts(item)]


def _heading_texts(block: Heading) -> list[str]:
    if block.label.startswith("附件"):
        return [block.label, block.title]
    gap = " " if re.search(r"[章节篇分\d]$", block.label) else ""
    return [block.label + gap + block.title + block.run_in]


def item_texts(item: tuple[str, str, str]) -> list[str]:
    """The paragraphs of a text item: a bare number (01) heads a line of its own."""
    label, title, text = item
    return [f"{label} {title}", text] if label[-1].isdigit() else ["".join(item)]


def _caption(box: BoxContent) -> list[str]:
    caption = [] if box.label.startswith("附件") else [f"{box.label} {box.title}"]
    unit = [box.sheet.unit_note] if box.sheet is not None and box.sheet.unit_note else []
    return caption + unit


def _notice(plan: Content) -> list[str]:
    if plan.document_number is None or plan.issuer is None or plan.issued is None:
        return []
    year, month, day = (int(x) for x in plan.issued.split("-"))
    order = plan.order or f"现将《{plan.title}》发给你们，请按照分工抓好落实。"
    return [
        plan.document_number,
        plan.issuer,
        f"关于印发《{plan.title}》的通知",
        plan.addressees,
        order,
        plan.issuer,
        f"{year}年{month}月{day}日",
        "（此件公开发布）",
    ]


def docx(plan: Content, font: str = "") -> bytes:
    """The plan as a Word file, in one font if it is named: heading styles, real tables with gridSpan and vMerge."""
    import docx as word
    from docx.oxml.ns import qn

    document = word.Document()
    if (
        font
    ):  # for all characters: a quotation mark of a Latin font is a word apart to many programs
        document.styles["Normal"].font.name = font
        document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), font)
    for text in _notice(plan):
        document.add_paragraph(text)
    document.add_paragraph(plan.title, style="Title")
    if plan.draft:
        document.add_paragraph("（征求意见稿）")
    for block in plan.body:
        _add_block(document, block)
    document.add_paragraph()  # as in any file of Word's: no table stands last
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_block(document: object, block: Heading | BoxContent | str) -> None:
    add = document.add_paragraph  # type: ignore[attr-defined]
    if isinstance(block, str):
        add(block)
    elif isinstance(block, Heading):
        style = None if block.run_in else f"Heading {min(block.level, 9)}"
        for text in _heading_texts(block):
            add(text, style=style)
    else:
        for text in _caption(block):
            add(text)
        if block.sheet is not None:
            _add_table(document, block.sheet)
            for note in block.sheet.notes:
                add(note)
        for item in block.items:
            for text in item_texts(item):
                add(text)


def _add_table(document: object, sheet: Sheet) -> None:
    rows = [*sheet.header, *sheet.body]
    table = document.add_table(rows=len(rows), cols=len(rows[0]))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for i, row in enumerate(rows):
        for col, cell in enumerate(row):
            if cell in ("^", "<"):
                continue
            down, right = tabular.extent(rows, i, col)
            place = table.cell(i, col)
            if down > 1 or right > 1:
                place = place.merge(table.cell(i + down - 1, col + right - 1))
            place.text = tabular.shown(sheet, row, col, i < len(sheet.header))
