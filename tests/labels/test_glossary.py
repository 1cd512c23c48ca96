"""docs/glossary.md is made from the labels: one page of terms, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator

from places import ROOT
from planparse import frames
from planparse.labels import Labels, labels

PAGE = ROOT / "docs" / "glossary.md"
COLUMNS = ROOT / "src" / "planparse" / "labels" / "columns.toml"
BEGIN = "<!-- made from the labels: pytest -k made_from --rewrite-golden -->\n"
END = "<!-- end of the labels -->\n"
EN, ZH = labels("en"), labels("zh")

PARTS = (
    ("Words of these pages 文档用语", ("word",)),
    ("Fields of a row 指标各项", ("field",)),
    ("What a column or a value is for 列与数值的用途", ("role", "slot")),
    ("Reached, planned, norm 状态", ("status",)),
    ("Nature 指标属性", ("nature",)),
    ("Kinds of boxes and tables 专栏与表格类型", ("box",)),
    ("Kinds of values 数值类型", ("value",)),
    ("What a number measures 数值性质", ("measure", "basis", "direction")),
    ("Dimensions 量纲", ("dimension",)),
    ("Kinds of findings 核对问题类型", ("finding",)),
    ("Severity of findings 核对问题的程度", ("severity",)),
    ("Doubts 存疑原因", ("doubt",)),
    ("Weight of doubts 存疑的程度", ("weight",)),
)


def glossary() -> str:
    """The page below its mark."""
    lines: list[str] = []
    for title, groups in PARTS:
        lines += ["", f"## {title}", ""]
        lines += terms(groups)
    lines += ["", "## Tables 汇总表", "", "| table | 中文 | rows | 各行 |", "|---|---|---|---|"]
    for table in frames.TABLES:
        means = f"{EN.table_means(table)} | {ZH.table_means(table)}"
        lines.append(f"| `{table}` | {ZH.sheet(table)} | {means} |")
    lines += ["", "## Columns of the tables 汇总表各列", ""]
    lines += ["| column | English | 中文 |", "|---|---|---|", *columns()]
    return "\n".join(lines) + "\n\n"


def terms(groups: Iterable[str]) -> Iterator[str]:
    """A row for each code; columns for what it means only where one of them has a meaning."""
    rows = [row for group in groups for row in of_group(group)]
    explained = any(row[2] or row[3] for row in rows)
    heads = ("code", "中文", "meaning", "含义")
    width = len(heads) if explained else 2
    yield "| " + " | ".join(heads[:width]) + " |"
    yield "|---" * width + "|"
    for row in dict.fromkeys(rows):
        yield "| " + " | ".join(row[:width]) + " |"


def of_group(group: str) -> Iterator[tuple[str, str, str, str]]:
    for code, name in EN.names(group).items():
        shown = name if group in ("word", "nature") else f"`{code}`"
        yield shown, ZH.name(group, code), EN.means(group, code), ZH.means(group, code)


def columns() -> Iterator[str]:
    """A row for each column; one that a table calls by another head has one for that table too."""
    data = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    for slot, heads in data["slot"].items():
        if slot != "head":
            yield f"| `{slot}_…` | {heads['en']}: … | {heads['zh']}（…） |"
    seen: set[str] = set()
    for table in frames.TABLES:
        for column in frames.columns(table):
            own = column.name in data.get(table, {})
            # What is put together of a slot and a part is listed as these.
            if not own and (column.name in seen or column.name not in data["any"]):
                continue
            seen.add(column.name)
            where = f" ({table})" if own and column.name in data["any"] else ""
            yield f"| `{column.name}`{where} | {heads_of(table, column.name, EN, ZH)} |"


def heads_of(table: str, column: str, *languages: Labels) -> str:
    return " | ".join(words.head(table, column) for words in languages)


def test_the_glossary_is_made_from_the_labels(rewrite_golden: bool) -> None:
    text = PAGE.read_text(encoding="utf-8")
    head, mark, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    assert mark, "docs/glossary.md has lost the mark under which the terms stand"
    assert end, "docs/glossary.md has lost the mark above which the terms stand"
    page = head + mark + glossary() + end + tail
    if rewrite_golden:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page, "run pytest -k made_from --rewrite-golden"
