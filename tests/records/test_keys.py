"""Keys: the same words give the same key wherever they stand, and equal records are told apart."""

from __future__ import annotations

from planparse import parse
from planparse.model.plan import Plan

TABLE = """第一章 目标
表1 主要指标
| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |
|---|---|---|---|---|---|
| 1 | 公园面积 | 公顷 | 30 | 45 | 预期性 |
| 2 | 绿地率 | % | 36 | 40 | 约束性 |

到2025年，绿地率达到40%。绿道建成12公里。
"""


def keys(plan: Plan) -> list[str]:
    groups = (plan.sections, plan.boxes, plan.tables, plan.indicators, plan.mentions, plan.findings)
    return [record.key for records in groups for record in records]


def test_every_record_has_a_key_of_its_own() -> None:
    found = keys(parse(TABLE))
    assert len(found) > 5
    assert all(found)
    assert len(set(found)) == len(found)


def test_keys_stay_where_something_is_put_in_before() -> None:
    before = parse(TABLE)
    shorter = TABLE.replace("| 1 | 公园面积 | 公顷 | 30 | 45 | 预期性 |\n| 2", "| 1")
    after = parse("序言\n\n全市有湖泊8个。\n\n" + shorter)
    assert after.indicators[0].key == before.indicators[1].key
    assert after.mentions[-1].key == before.mentions[-1].key
    assert after.mentions[-1].span != before.mentions[-1].span


def test_another_number_is_another_key() -> None:
    changed = parse(TABLE.replace("| 36 | 40 |", "| 36 | 41 |"))
    assert changed.indicators[1].key != parse(TABLE).indicators[1].key


def test_equal_records_are_told_apart_by_their_order() -> None:
    plan = parse("第一章 总则\n建成公园12个。\n第二章 分则\n建成公园12个。")
    first, second = (mention.key for mention in plan.mentions)
    assert second == f"{first}-2"


def test_words_of_two_fields_do_not_run_together() -> None:
    one = parse("第一章 城区\n建成公园12个。").sections[0].key
    other = parse("第一章城 区\n建成公园12个。").sections[0].key
    assert one == other  # white space does not count
    assert one != parse("第二章 城区\n建成公园12个。").sections[0].key
