"""The plans that the tables are made of: our own, and the real ones beside the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from places import FIXTURES, SHARED
from planparse import Plan, read

REAL_TEXTS = sorted(
    path
    for folder in (SHARED / "corpus", SHARED / "wild" / "gold")
    for path in folder.glob("*/source.*")
    if path.suffix in (".txt", ".md")
)
OWN = [path for path in sorted(FIXTURES.iterdir()) if path.suffix in (".txt", ".md")]
FILES = [path for path in OWN if path.name != "README.md"]

RARE = """\
示例县“十四五”发展规划
一、发展基础
到2020年，城镇化率达到58.3%。
二、主要目标
表1 “十三五”完成情况及“十四五”主要目标
序号\t指标\t单位\t“十三五”目标\t2020年完成情况\t2025年目标\t2025年市级目标
1\t污水处理率\t%\t92\t94\t≥96\t98
2\t平均每所小学服务人口\t万人\t2—3\t-0.85\t县城≥2.5、乡镇≥1.5\t—
3\t床位与护士之比\t—\t1:0.6\t1:0.7\t1:0.9\t持续改善
4\t=SUM(A1:A9)\t人\t-\t[13.5]\t@6\t比2020年降低30%
5\t每千人口床位数\t张\t4\t5\t9（新增5.8）\t年均增长3%
"""
"""Kinds of values that our plans have none of, goals of two periods in one row, and cells like formulas."""


@cache
def plan_of(path: Path) -> Plan:
    """A plan, read once."""
    return read(path)
