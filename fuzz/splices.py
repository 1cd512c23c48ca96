"""Inputs by format and number: splices of the plans in `fixtures/`, sown with what tables are made of."""

from __future__ import annotations

import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

_SEEDS = (
    "\n",
    "\n\n",
    "\t",
    " ",
    "　",
    "|",
    "||",
    "\f",
    "\r",
    "\x1c",
    "\x85",
    "\u2028",
    "\0",
    "\ufeff",
    "⽂",
    "\ud800",
)
_MARKS = (
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<td rowspan=3>",
    "<br>",
    "<b>",
    "&lt;",
    "**",
    "`",
    "$",
    "\\",
    "#",
    "---|---",
    "+---+",
    "<sup>①</sup>",
)
_WORDS = (
    "序号",
    "指标",
    "单位",
    "2020年",
    "2025年",
    "属性",
    "预期性",
    "约束性",
    "专栏1",
    "表2",
    "附件",
    "其中：",
    "一、",
    "（一）",
    "第一章",
    "1.",
    "≥",
    "%",
    "［13.5］",
    "〔3〕",
    "注：",
    "合计",
    "类别",
    "0",
    "3-5",
    "1:2",
)
_LONGEST = 1200
"""Characters of an input: a law breaks at one place, and short inputs are many."""


@cache
def _plans() -> tuple[str, ...]:
    texts = [
        path.read_text(encoding="utf-8", errors="ignore")
        for path in sorted((ROOT / "fixtures").glob("*.txt"))
    ]
    texts += [
        path.read_text(encoding="utf-8", errors="ignore")
        for path in sorted((ROOT / "fixtures").glob("*.md"))
    ]
    return tuple(texts)


def _piece(chance: random.Random, longest: int = 300) -> str:
    text = chance.choice(_plans())
    start = chance.randrange(len(text))
    return text[start : start + chance.randint(1, longest)]


def text(chance: random.Random) -> str:
    """A splice of plans as text."""
    made = "".join(_piece(chance) for _ in range(chance.randint(1, 4)))[:_LONGEST]
    for _ in range(chance.randint(0, 12)):
        made = _mutated(made, chance)
    return made


def _mutated(made: str, chance: random.Random) -> str:
    at = chance.randint(0, len(made))
    end = min(len(made), at + chance.randint(0, 30))
    match chance.randrange(6):
        case 0:
            return made[:at] + made[end:]
        case 1:
            return made[:end] + made[at:]
        case 2:
            return made[:at] + chance.choice(_WORDS) + made[at:]
        case 3:
            return made[:at] + chance.choice(_SEEDS) + made[at:]
        case 4:
            return made[:at] + chance.choice(_MARKS) + made[at:]
    lines = made.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _bytes_of_text(chance: random.Random) -> bytes:
    return text(chance).encode("utf-8", "replace")


def markdown(chance: random.Random) -> bytes:
    """A splice as Markdown with tables in it."""
    rows = "".join(
        f"|{'|'.join(chance.choices(_WORDS, k=chance.randint(1, 6)))}|\n"
        for _ in range(chance.randint(0, 6))
    )
    return f"# {chance.choice(_WORDS)}\n\n{rows}\n{text(chance)}".encode("utf-8", "replace")


def html(chance: random.Random) -> bytes:
    """A page around a splice whose tags are not always closed."""
    body = re.sub(
        r"\n",
        lambda _: chance.choice(("<p>", "</p>", "<tr>", "<td>", "<br>", "<div>", "\n")),
        text(chance),
    )
    return f"<html><body><h1>规划</h1><table>{body}</body></html>".encode("utf-8", "replace")


def csv(chance: random.Random) -> bytes:
    """Lines whose blanks are commas."""
    return text(chance).replace(" ", ",").replace("\t", ",").encode("utf-8", "replace")


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few of them changed, cut or doubled."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(3):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case _:
                made[at:at] = made[at : at + chance.randint(1, 40)]
    return bytes(made)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """A package with words, tags or bytes of one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as new:
        names = given.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = given.read(name)
            if name == chosen:
                part = _other_part(part, chance)
            new.writestr(name, part)
    return out.getvalue() if chance.random() < 0.9 else _damaged(out.getvalue(), chance)


def _other_part(part: bytes, chance: random.Random) -> bytes:
    tags = re.findall(rb"<[^<>]{1,200}>", part)
    if not tags or chance.random() < 0.2:
        return _damaged(part, chance)
    for _ in range(chance.randint(1, 6)):
        one, other = chance.choice(tags), chance.choice(tags)
        at = part.find(one, chance.randrange(len(part)))
        if at >= 0:
            behind = at + (len(one) if chance.random() < 0.5 else 0)
            put = other if chance.random() < 0.7 else chance.choice(_WORDS).encode()
            part = part[:at] + put + part[behind:]
    return part


@cache
def _docx() -> bytes:
    from docx_files import docx, p, tbl, tc

    rows = "".join(
        f"<w:tr>{''.join(tc(p(word)) for word in _WORDS[n : n + 4])}</w:tr>" for n in (0, 6, 12)
    )
    return docx(p("某县规划") + p("一、目标") + tbl(rows) + p("到2025年，绿化面积达到30亩。"))


@cache
def _xlsx() -> bytes:
    from hostile_files import merged_xlsx

    return merged_xlsx(12)


@cache
def _ofd() -> bytes:
    from ofd_objects import PROSE, line, ofd
    from ofd_objects import text as at

    return ofd(at(20, 40, PROSE) + line(20, 50, 120, 50) + at(20, 60, "一、目标"))


@cache
def _pdf() -> bytes:
    from drawn import Drawing, pdf

    page = Drawing()
    for n, word in enumerate(_WORDS):
        page.text(72 + n % 4 * 90, 90 + n // 4 * 20, word)
    return pdf(page)


def docx(chance: random.Random) -> bytes:
    """A Word document with its XML shuffled."""
    return _repacked(_docx(), chance)


def xlsx(chance: random.Random) -> bytes:
    """A workbook with its XML shuffled."""
    return _repacked(_xlsx(), chance)


def ofd(chance: random.Random) -> bytes:
    """An OFD package with its XML shuffled."""
    return _repacked(_ofd(), chance)


def pdf(chance: random.Random) -> bytes:
    """A PDF with damage anywhere."""
    return _damaged(_pdf(), chance)


def docling(chance: random.Random) -> bytes:
    """A document of Docling whose parts are lines of a splice, some keys and values wrong."""
    texts = [
        {
            "self_ref": f"#/texts/{number}",
            "label": chance.choice(
                ("text", "section_header", "list_item", "page_footer", "caption")
            ),
            "content_layer": chance.choice(("body", "furniture")),
            "text": line,
            "level": chance.choice((1, 2, -1, None, "1")),
        }
        for number, line in enumerate(text(chance).splitlines())
    ]
    cells = [
        {
            "text": chance.choice(_WORDS),
            "start_row_offset_idx": chance.randint(-1, 3),
            "end_row_offset_idx": chance.randint(0, 5),
            "start_col_offset_idx": chance.randint(0, 3),
            "end_col_offset_idx": chance.randint(0, 5),
        }
        for _ in range(chance.randint(0, 9))
    ]
    table = {"self_ref": "#/tables/0", "label": "table", "data": {"table_cells": cells}}
    children = [{"$ref": item["self_ref"]} for item in texts] + [{"$ref": "#/tables/0"}]
    made = {
        "schema_name": "DoclingDocument",
        "body": {"self_ref": "#/body", "children": children},
        "texts": texts,
        "tables": [table],
    }
    data = json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")
    return data if chance.random() < 0.7 else _damaged(data, chance)


def mineru(chance: random.Random) -> bytes:
    """A content list of MinerU, made of lines of a splice."""
    kinds = ("text", "title", "table", "equation", "image", "list", None)
    made = [
        {
            "type": chance.choice(kinds),
            "text": line,
            "text_level": chance.choice((None, 1, 2, "x")),
            "table_body": f"<table><tr><td>{line}</td><td>{chance.choice(_WORDS)}</table>",
            "page_idx": chance.choice((0, 1, -1, None)),
        }
        for line in text(chance).splitlines()
    ]
    data = json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")
    return data if chance.random() < 0.7 else _damaged(data, chance)


def rtf(chance: random.Random) -> bytes:
    """A document of the kind that LibreOffice reads, with control words amid a splice."""
    controls = ("\\par ", "\\cell ", "\\row ", "\\trowd\\cellx2000\\cellx4000 ", "\\b ", "{", "}")
    made = "".join(
        f"\\u{ord(char)}?" if "\u0080" < char <= "\uffff" else chance.choice(controls)
        for char in text(chance)[:600]
    )
    return b"{\\rtf1\\ansi " + made.encode("ascii", "replace") + b"}"


def grammar(chance: random.Random) -> bytes:
    """A pack made of rules of the built-in grammars with their lines shuffled."""
    path = chance.choice(sorted((ROOT / "grammars").glob("*.toml")))
    rules = path.read_text(encoding="utf-8").split("\n\n")
    made = "\n\n".join(chance.sample(rules, min(len(rules), chance.randint(1, 5))))
    made = re.sub(
        r'id = "(\w+)\.', lambda found: 'id = "my.' if chance.random() < 0.7 else found[0], made
    )
    for _ in range(chance.randint(0, 3)):
        made = _mutated(made, chance)
    return made.encode("utf-8", "replace")


FORMATS: dict[str, tuple[str, Callable[[random.Random], bytes]]] = {
    "text file": ("a.txt", _bytes_of_text),
    "markdown": ("a.md", markdown),
    "html": ("a.html", html),
    "csv": ("a.csv", csv),
    "docx": ("a.docx", docx),
    "xlsx": ("a.xlsx", xlsx),
    "ofd": ("a.ofd", ofd),
    "pdf": ("a.pdf", pdf),
    "docling": ("a.json", docling),
    "mineru": ("a_content_list.json", mineru),
}
"""The name of the file, and what draws it."""

OFFICE = {"rtf": ("a.rtf", rtf)}
"""The same of what LibreOffice turns into docx, at a second or more for each."""


def drawn(kind: str, number: int) -> random.Random:
    """Where the input with this number comes from: always the same."""
    return random.Random(f"{kind}/{number}")
