"""Which rows of tables prose may speak of."""

from __future__ import annotations

import pytest

from planparse import parse

HEAD = "某县规划\n\n一、目标\n表1 主要指标\n序号\t指标\t单位\t2020年\t2025年\t属性\n"


@pytest.mark.parametrize(("rows", "told"), [(1, True), (12, True), (13, False)])
def test_a_name_that_many_rows_have_tells_none_of_them(rows: int, told: bool) -> None:
    table = "".join(f"{i + 1}\t养老床位\t张\t20\t30\t预期性\n" for i in range(rows))
    plan = parse(HEAD + table + "\n二、措施\n到2025年，养老床位达到35张。\n")
    kinds = [finding.kind for finding in plan.findings]
    assert ("prose-contradicts-table" in kinds) is told
