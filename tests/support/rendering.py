"""Prints a plan of any content in each raw shape, and as docx and HTML.

`render(plan, shape)` gives text, for every name in `SHAPES`. A shape is a way to
print prose (one line per paragraph, or hard-wrapped, with or without furniture)
together with a way to print tables (see tabular.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import tabular
from office import docx, html, item_texts
from plans import BoxContent, Content, Heading

__all__ = ["LOSES", "SHAPES", "Shape", "docx", "html", "render"]


@dataclass(frozen=True, slots=True)
class Shape:
    """How prose and tables are printed.

    `wrap` is the width of a hard-wrapped line in full-width characters, 0 for none;
    `gap` what parts two lines of a paragraph; `page` lines make a page, 0 for no pages;
    `toc` the form of contents lines: "dots", "tab" or "" for none.
    """

    table: tabular.Printer
    wrap: int = 0
    gap: str = "\n"
    indent: str = ""
    page: int = 0
    page_mark: str = ""
    running_head: bool = False
    toc: str = ""
    bookmarks: bool = False
    bold: bool = False
    markdown: bool = False
    spaced_digits: bool = False
    blank: int = 2
    """Every so many paragraphs a blank line; 1 is between all, 0 none."""


_DASHED, _BARE = "— {n} —", "{n}"
_FIXED = "\0"
"""Begins a line before which no page may end, while the pages are made."""

SHAPES: dict[str, Shape] = {
    "cell per line": Shape(tabular.cell_per_line, blank=2),
    "cell per line, bookmarks": Shape(tabular.cell_per_line, bookmarks=True, blank=0),
    "tab separated": Shape(tabular.tab_separated, blank=1, toc="tab", bold=True),
    "tab separated, ragged": Shape(tabular.tab_ragged, blank=1),
    "space flattened": Shape(
        tabular.space_flattened, wrap=28, gap="\n\n", page=26, page_mark="\n ", spaced_digits=True
    ),
    "space flattened, between": Shape(
        tabular.space_flattened_between,
        wrap=34,
        indent="　　",
        page=30,
        page_mark=_DASHED,
        running_head=True,
    ),
    "space flattened, centred": Shape(
        tabular.space_flattened_centred, wrap=30, indent="　　", toc="dots"
    ),
    "aligned": Shape(tabular.aligned, wrap=36, indent="    ", page=32, page_mark=_BARE, toc="dots"),
    "line per cell": Shape(tabular.line_per_cell, blank=0),
    "column by column": Shape(tabular.column_by_column, blank=1),
    "pipe": Shape(tabular.pipe, markdown=True, blank=1),
    "pipe, repeated": Shape(tabular.pipe_repeated, markdown=True, blank=1),
    "html in markdown": Shape(tabular.html_line, markdown=True, blank=1),
    "html in text": Shape(tabular.html_block, blank=0),
}
"""Every raw shape, by name."""

LOSES: dict[str, frozenset[str]] = {
    "column by column": frozenset({"category", "number", "parent"}),
    "space flattened, centred": frozenset({"category"}),
}
"""What a shape does not print: no reader can know which rows a label covered."""


def render(plan: Content, shape: str) -> str:
    """The plan as text in a raw shape of `SHAPES`."""
    form = SHAPES[shape]
    lines = [*_notice(plan, form), *_cover(plan, form), *_contents(plan, form)]
    paragraphs = 0
    for block in plan.body:
        if isinstance(block, BoxContent):
            lines += _box(block, form)
            continue
        paragraphs += 1
        lines += _heading(block, form) if isinstance(block, Heading) else _prose(block, form)
        if (form.blank and paragraphs % form.blank == 0) or (
            isinstance(block, Heading) and form.markdown
        ):
            lines.append("")
    lines = _paged(lines, plan, form) if form.page else lines
    return "\n".join(lines).strip("\n") + "\n"


def _prose(text: str, form: Shape) -> list[str]:
    """A paragraph as lines."""
    if form.spaced_digits:
        text = re.sub(r"(?<=[\u4e00-\u9fff])(\d[\d.]*)(?=[\u4e00-\u9fff])", r" \1 ", text)
    if not form.wrap:
        return [text]
    lines = wrapped(form.indent + text, form.wrap)
    return [piece for line in lines for piece in ([line, ""] if form.gap == "\n\n" else [line])]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` full-width characters; no line begins with a closing mark."""
    lines, line, used = [], "", 0.0
    for c in text:
        step = 0.5 if c.isascii() else 1.0
        joined = c in "，。、；：”）》！？%" or (c.isascii() and line[-1:].isascii())
        if used + step > width and not joined:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if c == " ":
                continue
        line, used = line + c, used + step
    return [*lines, line]


def label_gap(label: str) -> str:
    """What stands between a heading's label and its title."""
    return " " if re.search(r"[章节篇分\d]$", label) else ""


def _heading(block: Heading, form: Shape) -> list[str]:
    text = block.label + label_gap(block.label) + block.title
    if block.label.startswith("附件"):
        return ["", block.label, "", block.title]
    if block.run_in:
        return _prose(text + block.run_in, form)
    mark = f"[bookmark: _Toc{12000 + len(text) * 7}]" if form.bookmarks and block.level < 3 else ""
    hashes = "#" * block.level + " " if form.markdown else ""
    bold = form.bold and block.level == 1
    return _prose(mark + hashes + ("**" * bold) + text + ("**" * bold), form)


def _box(box: BoxContent, form: Shape) -> list[str]:
    lines: list[str] = []
    if not box.label.startswith("附件"):
        lines += ["", f"{box.label} {box.title}"]
    lines.append("")
    if box.sheet is not None:
        lines += [box.sheet.unit_note] * bool(box.sheet.unit_note)
        table = form.table(box.sheet)
        lines += [_FIXED + line for line in table] if form.page else table
        lines += box.sheet.notes
    for item in box.items:
        lines += [line for text in item_texts(item) for line in _prose(text, form)]
    return [*lines, ""]


def _notice(plan: Content, form: Shape) -> list[str]:
    if plan.document_number is None or plan.issuer is None or plan.issued is None:
        return []
    stars = "**" * form.bold
    half = len(plan.title) // 2
    subject = ["关于印发《" + plan.title[:half], plan.title[half:] + "》的通知"]
    year, month, day = (int(x) for x in plan.issued.split("-"))
    gap = " " * form.spaced_digits
    date = f"{year}{gap}年{gap}{month}{gap}月{gap}{day}{gap}日"
    order = plan.order or f"现将《{plan.title}》发给你们，请按照分工抓好落实。"
    return [
        plan.document_number,
        "",
        f"{stars}{plan.issuer}",
        "",
        subject[0],
        "",
        subject[1] + stars,
        "",
        plan.addressees,
        "",
        *_prose(order, form),
        "",
        plan.issuer,
        "",
        date,
        "（此件公开发布）",
        "",
    ]


def _cover(plan: Content, form: Shape) -> list[str]:
    hashes = "# " * form.markdown
    draft = ["（征求意见稿）", ""] * plan.draft
    if form.bold and len(plan.title) > 14 and "“" in plan.title[4:]:
        cut = plan.title.index("“", 4)
        return [plan.title[:cut], plan.title[cut:], "", *draft]
    return [hashes + plan.title, "", *draft]


def _contents(plan: Content, form: Shape) -> list[str]:
    if not form.toc:
        return []
    lines = ["目 录", ""]
    for page, block in enumerate(
        (h for h in plan.headings if h.level < 3 and not h.run_in), start=3
    ):
        text = block.label + label_gap(block.label) + block.title
        lines.append(
            text + (f"\t{page}" if form.toc == "tab" else "." * (46 - len(text)) + f" {page}")
        )
    return [*lines, ""]


def _paged(lines: list[str], plan: Content, form: Shape) -> list[str]:
    """Cut the lines into pages, with foot and head; a table is cut only where it prints its header again."""
    out: list[str] = []
    number, used = 1, 0
    for line in lines:
        full = used >= form.page and not line.startswith(_FIXED)
        if full or line == _FIXED + tabular.PAGE_BREAK:
            out += _page_end(plan, form, number)
            number, used = number + 1, 0
        if line != _FIXED + tabular.PAGE_BREAK:
            out[len(out) :] = (
                [out.pop() + line] if used == 0 and out and out[-1] in ("\f", " ") else [line]
            )
            used += 1
    return [line.replace(_FIXED, "") for line in out]


def _page_end(plan: Content, form: Shape, number: int) -> list[str]:
    """The lines between two pages; the last of them is the beginning of the new page's first line."""
    if form.page_mark == "\n ":
        return [" "]
    head = ["\f" + plan.title] if form.running_head else ["\f"]
    return [form.page_mark.format(n=number), *head]
