"""Generated documents of every shape, as long as one likes: what they cost must grow as they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

HEAD = "某县发展规划\n\n一、主要目标\n"
_THINGS = ["路灯", "公园", "学校", "桥梁", "水库", "林地", "渔港", "厂房", "仓库", "站点"]
_ENDS = ["数量", "面积", "覆盖率", "完好率", "利用率", "总长"]


def name(n: int) -> str:
    """A name that no other row has."""
    places = "东西南北中"
    return f"{places[n // 60 % 5]}{places[n // 300 % 5]}区{_THINGS[n % 10]}{_ENDS[n // 10 % 6]}"


def _rows(n: int, between: str) -> str:
    cells = ([str(i + 1), name(i), "个", str(i + 3), str(i + 9), "预期性"] for i in range(n))
    return "".join(between.join(row) + "\n" for row in cells)


_COLUMNS = ("序号", "指标", "单位", "2020年", "2025年", "属性")


def tabbed(n: int) -> str:
    return HEAD + "表1 主要指标\n" + "\t".join(_COLUMNS) + "\n" + _rows(n, "\t")


def spaced(n: int) -> str:
    return HEAD + "表1 主要指标\n" + " ".join(_COLUMNS) + "\n" + _rows(n, " ")


def stacked(n: int) -> str:
    return HEAD + "表1 主要指标\n" + "\n".join(_COLUMNS) + "\n" + _rows(n, "\n") + "\n二、措施\n"


def piped(n: int) -> str:
    bars = "".join(f"| {row.replace(chr(9), ' | ')} |\n" for row in _rows(n, "\t").splitlines())
    return HEAD + f"\n| {' | '.join(_COLUMNS)} |\n{'|---' * 6}|\n{bars}"


def markup(n: int) -> str:
    rows = "".join(
        f"<tr><td>{row.replace(chr(9), '</td><td>')}</td></tr>\n"
        for row in _rows(n, "\t").splitlines()
    )
    return HEAD + f"<table><tr><td>{'</td><td>'.join(_COLUMNS)}</td></tr>\n{rows}</table>\n"


def wrapped(n: int) -> str:
    rows = "".join(
        f"{i + 1} {name(i)}和{name(i + 7)}\n其他设施占比\n（%）{i + 3} {i + 9} 预期性\n"
        for i in range(n)
    )
    return HEAD + "表1 设施指标\n序号 指标 2020年 2025年 属性\n" + rows


def tables(n: int) -> str:
    return HEAD + "".join(
        f"表{i + 1} 指标\n序号\t指标\t单位\t2020年\t2025年\n1\t{name(i)}\t个\t3\t4\n2\t{name(i + 1)}\t个\t5\t6\n\n做好工作。\n\n"
        for i in range(n)
    )


def repeated_headers(n: int) -> str:
    page = "\t".join(_COLUMNS) + "\n"
    rows = _rows(n * 4, "\t").splitlines(keepends=True)
    return (
        HEAD + "表1 主要指标\n" + "".join(page + "".join(rows[i * 4 : i * 4 + 4]) for i in range(n))
    )


def outline(n: int) -> str:
    return HEAD + "".join(
        f"（{'一二三四五六七八九十'[i % 10]}）{name(i)}\n建设{i}个项目，做好各项工作。\n"
        for i in range(n)
    )


def numbering(n: int) -> str:
    return HEAD + "".join(f"{i * 2 + 1}. {name(i)}。做好工作。\n" for i in range(n))


def captions(n: int) -> str:
    return HEAD + "".join(f"专栏{i + 1} {name(i)}\n" for i in range(n))


def captions_with_marks(n: int) -> str:
    return HEAD + "<table></table>\n" + "".join(f"**专栏{i + 1}** {name(i)}\n\n" for i in range(n))


def boxes(n: int) -> str:
    return HEAD + "".join(
        f"专栏{i + 1} {name(i)}\n1. 建设项目{i}个。\n3. 提升能力。\n\n（{i}）做好工作。\n\n"
        for i in range(n)
    )


def annexes(n: int) -> str:
    return (
        HEAD
        + "附件：\n"
        + "".join(f"{i + 1}. {name(i)}\n" for i in range(n))
        + "".join(f"附件{i + 1}\n{name(i)}\n" for i in range(n))
    )


def contradictions(n: int) -> str:
    rows = "".join(f"{i + 1}\t新增项目数\t个\t{i}\t{i + 5}\n" for i in range(n))
    said = "".join(f"到2025年，新增项目数达到{i + 9}个。\n" for i in range(n))
    return HEAD + "表1 主要指标\n序号\t指标\t单位\t2020年\t2025年\n" + rows + "\n二、措施\n" + said


def one_name(n: int) -> str:
    rows = "".join(f"{i + 1}\t养老床位\t张\t{i}\t{i + 9}\t预期性\n" for i in range(n))
    said = "".join(f"到2025年，养老床位达到{i + 3}张。\n" for i in range(n))
    return HEAD + "表1 主要指标\n" + "\t".join(_COLUMNS) + "\n" + rows + "\n二、措施\n" + said


def prose(n: int) -> str:
    return HEAD + "".join(
        f"到2025年，{name(i)}达到{i}万平方米，比2020年增长{i % 9}%。\n" for i in range(n)
    )


def one_paragraph(n: int) -> str:
    return HEAD + "，".join(f"{name(i)}达到{i}个" for i in range(n)) + "。\n"


def one_line(n: int) -> str:
    return HEAD + "做好工作" * n + "\n"


def blank(n: int) -> str:
    return HEAD + "\n \n" * n + "完\n"


def crowded_contents(n: int) -> str:
    """A table of contents whose first line prints several chapters, and all of them again below."""
    titles = [f"第{i + 1}章 {name(i)}" for i in range(n)]
    entries = "\n".join(titles)
    chapters = "\n".join(f"{title}\n做好各项工作。" for title in titles)
    return f"某县发展规划\n\n第一章 总则 第二章 基础 第三章 任务\n{entries}\n{chapters}\n"


def notes(n: int) -> str:
    return HEAD + "".join(f"注：{name(i)}为全口径。\n" for i in range(n))


def counted_notes(n: int) -> str:
    return HEAD + "".join(f"注：1.{name(i)}为全口径。\n" for i in range(n))


def lines_of_headers(n: int) -> str:
    """Each line may open a table, and none does."""
    return HEAD + "2020年 2025年 目标\n" * n


def wide_lines_of_headers(n: int) -> str:
    return HEAD + "规划    规划    规划\n" * n


def words_of_headers(n: int) -> str:
    return HEAD + "2020年\n2025年\n" * n


def repeated(piece: str, n: int) -> str:
    return f"{HEAD}{piece * n}\n"


SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "tab separated": (tabbed, 60),
    "flattened": (spaced, 60),
    "a line for each cell": (stacked, 60),
    "pipe table": (piped, 60),
    "html in markdown": (markup, 60),
    "wrapped cells": (wrapped, 40),
    "many tables": (tables, 25),
    "repeated headers": (repeated_headers, 20),
    "one long outline": (outline, 80),
    "crowded contents": (crowded_contents, 80),
    "gaps in numbering": (numbering, 80),
    "captions only": (captions, 60),
    "captions over marks": (captions_with_marks, 60),
    "boxes with gaps": (boxes, 40),
    "lists of annexes": (annexes, 40),
    "contradictions": (contradictions, 40),
    "one name in all rows": (one_name, 40),
    "prose": (prose, 60),
    "one paragraph": (one_paragraph, 80),
    "one line": (one_line, 400),
    "shares in one sentence": (partial(repeated, "占比1%、"), 100),
    "works, a sentence each": (partial(repeated, "完成造林1.5万亩。"), 100),
    "counts in one sentence": (partial(repeated, "建成1个、"), 100),
    "blank lines": (blank, 400),
    "notes": (notes, 80),
    "counted notes": (counted_notes, 80),
}
"""What makes a document of a length, and the length to begin with.

The shortest holds whatever the longer ones hold: a hundred captions have numbers of three digits,
and what is asked of these alone would look like growth."""

OPENINGS: dict[str, tuple[Callable[[int], str], int]] = {
    "lines of headers": (lines_of_headers, 60),
    "wide lines of headers": (wide_lines_of_headers, 60),
    "words of headers": (words_of_headers, 40),
}
"""The same of lines that may all open a table; what each looks at below is bounded."""
