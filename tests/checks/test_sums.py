"""The rows and columns of a table that should add up, and what nothing but their numbers shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planparse.checks.sums.ledger import Ledger, rounding
from planparse.checks.sums.parts import find_ends, inner
from planparse.checks.sums.readings import best, best_if_shown, tried, unmarked_readings
from planparse.checks.sums.table_numbers import read_ledger
from planparse.grammar import default
from sketch import sketch


def ledger(*rows: str, heads: str = "学校数（所）", area: str = "") -> Ledger:
    """An allocation table of these rows: 小学 | 20."""
    lines = [f"sheet 专栏2 allocation: 学段 | {heads}", *(f"line {row}" for row in rows)]
    return read_ledger(sketch("\n".join(lines), default()).tables[0], default(), area)


@pytest.mark.parametrize(
    ("parts", "decimals", "off"),
    [
        (3, 0, "0"),
        (3, 1, "0.2"),
        (2, 1, "0.15"),
        (3, 2, "0.02"),
        (1, 1, "0.1"),
        (9, 3, "0.005"),
    ],
)
def test_how_far_a_rounded_sum_may_be_off(parts: int, decimals: int, off: str) -> None:
    assert rounding(parts, decimals) == Decimal(off)


@pytest.mark.parametrize(
    ("total", "right"),
    [
        ("23.55", True),
        ("23.57", True),
        ("23.58", False),
        ("23.54", False),
    ],
)
def test_a_sum_of_three_rounded_areas(total: str, right: bool) -> None:
    """12.35, 8.14 and 3.07 are 23.56, give or take less than half of the last digit of each of the four."""
    table = ledger("柳河镇 | 12.35", "清泉镇 | 8.14", "石桥镇 | 3.07", f"合计 | {total}")
    whole = table.rows[-1]
    assert tried(table, whole, table.rows[:3]).is_right is right


@pytest.mark.parametrize(
    ("labels", "kinds"),
    [
        (["小学 | 20", "其中：寄宿制 | 6", "合计 | 26"], ["item", "part", "total"]),
        (["城区小计 | 20", "总计 | 26", "平均 | 6"], ["subtotal", "grand", "note"]),
        (["全县 | 26", "小学 | 20", "全市 | 90"], ["whole", "item", "item"]),
    ],
)
def test_what_rows_are(labels: list[str], kinds: list[str]) -> None:
    assert [row.kind for row in ledger(*labels, area="县").rows] == kinds


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("一 供水", "一"),
        ("（十二）节水", "（一）"),
        ("1、供水", "1"),
        ("23. 节水", "1"),
        ("1.12 节水", "1.1"),
        ("供水", ""),
    ],
)
def test_how_rows_are_numbered(label: str, style: str) -> None:
    assert ledger(f"{label} | 20", "排水 | 3").rows[0].style == style


def test_a_row_left_of_the_header_is_no_row_of_numbers() -> None:
    table = ledger("类别 | 县级", "小学 | 20", "初中 | 8")
    assert [row.kind for row in table.rows] == ["note", "item", "item"]


@pytest.mark.parametrize(
    ("heads", "amounts", "rates"),
    [
        ("学校数（所） | 教师数（人）", [1, 2], []),
        ("学校数（所） | 覆盖率（%）", [1], []),
        ("每千人口床位数（张） | 床位数（张）", [2], [1]),
        ("建设年限 | 学校数（所）", [2], []),
    ],
)
def test_columns_that_add_up(heads: str, amounts: list[int], rates: list[int]) -> None:
    table = ledger("小学 | 20 | 500", "初中 | 8 | 90", heads=heads)
    assert (table.amounts, table.rates) == (amounts, rates)
    assert table.columns == (*amounts, *rates)


@pytest.mark.parametrize(
    ("rows", "added"),
    [
        (["小学 | 20", "初中 | 8"], True),
        (["小学 | 20", "初中 | —"], False),
        (["小学 | 20所", "初中 | 8个"], False),
        (["小学 | 20所", "初中 | 8所"], True),
        (["小学 | 20", "初中 | 8", "高中 | 在建"], False),
        (["小学 | 20", "初中 | 8", "备注 | 在建"], True),
        (["小学 | 1,240", "初中 | 8", "高中 | 无"], True),
    ],
)
def test_a_column_needs_two_numbers_in_one_unit(rows: list[str], added: bool) -> None:
    assert bool(ledger(*rows).columns) is added


def test_decimals_of_a_column_are_the_most_that_it_prints() -> None:
    table = ledger("柳河镇 | 12.35", "清泉镇 | 1,208", "石桥镇 | 3.1")
    assert table.decimals == {1: 2}
    assert table.rows[1].amount(1) == 1208


def test_what_a_row_does_not_say() -> None:
    """An open sum is not known, an item's dash is nothing."""
    table = ledger("小学 | 20", "初中 | 8", "高中 | —", "合计 | —")
    assert table.rows[2].amount(1) == 0 and not table.rows[2].is_unknown(1)
    assert table.rows[3].is_unknown(1)
    assert tried(table, table.rows[3], table.rows[:3]).right == []


# ---------------------------------------------------------------- rows under 其中


@pytest.mark.parametrize(("broken_down", "right"), [(1, True), (4, True), (5, False)])
def test_a_part_may_be_broken_down_by_a_few_rows(broken_down: int, right: bool) -> None:
    """城区 and 乡村 make up 小学; the rows between them are 城区's."""
    within = [f"第{n}片区 | {n}" for n in range(1, broken_down + 1)]
    table = ledger("小学 | 100", "其中：城区 | 60", *within, "乡村 | 40", "初中 | 9")
    reading = inner(table, 1, broken_down + 3)
    assert [part.label for part in reading.parts if right] == ["其中：城区", "乡村"][: 2 * right]
    assert bool(reading.right) is right


def test_one_row_under_it_is_a_part_among_others() -> None:
    table = ledger("小学 | 20", "其中：寄宿制 | 20", "初中 | 9")
    assert inner(table, 1, 2).right == []


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        # The rows after the parts are many, and the columns show where the parts end.
        (["小学 | 20", "其中：城区 | 12", "乡村 | 8", "初中 | 6", "高中 | 3"], {1: 3}),
        (["小学 | 20", "其中：城区 | 12", "乡村 | 8", "合计 | 27"], {1: 3}),
        (["小学 | 20", "其中：城区 | 12", "乡村 | 7", "合计 | 20", "高中 | 3"], {1: 3}),
        # No further than to the next whole.
        (["小学 | 20", "其中：城区 | 12", "乡村 | 8", "其中：城区 | 4", "山区 | 4"], {1: 2, 3: 5}),
        # Nothing shows it: one row is a part.
        (["小学 | 20", "其中：城区 | 12", "乡村 | 7", "初中 | 6"], {1: 2}),
        (["小学 | 20", "其中：城区 | 12", "初中 | 6", "其中：城区 | 4"], {1: 2, 3: 4}),
        # A total outside shows better than the parts do.
        (["小学 | 20", "其中：寄宿制 | 12", "九年一贯制 | 8", "初中 | 10", "合计 | 38"], {1: 2}),
        (["全县 | 38", "小学 | 20", "其中：寄宿制 | 12", "九年一贯制 | 8", "初中 | 10"], {2: 3}),
        (["其中：城区 | 12", "乡村 | 7", "初中 | 6"], {}),
        (["小学 | 20", "初中 | 6"], {}),
    ],
)
def test_where_the_rows_under_it_end(rows: list[str], ends: dict[int, int]) -> None:
    assert find_ends(ledger(*rows, area="县")) == ends


# ---------------------------------------------------------------- choosing


def test_of_equal_readings_the_nearest_to_the_printed_sum_is_best() -> None:
    table = ledger("小学 | 20", "初中 | 8", "高中 | 30", "合计 | 29")
    near, far = (tried(table, table.rows[3], table.rows[:count]) for count in (2, 3))
    assert best(table, [far, near]) is near
    assert best(table, [near, far]) is near
    assert best(table, []) is None


def test_the_nearest_is_told_by_the_share_that_is_off() -> None:
    """Teachers are many: that they are off by ten is less than a school's being off by two."""
    heads = "学校数（所） | 教师数（人）"
    table = ledger("甲 | 10 | 890", "乙 | 8 | 900", "合计 | 10 | 900", heads=heads)
    first, second = (tried(table, table.rows[2], [table.rows[n]]) for n in (0, 1))
    assert (first.right, first.wrong, second.right, second.wrong) == ([1], [2], [2], [1])
    assert best(table, [second, first]) is first


def test_a_sum_of_nothing_is_off_by_the_number_itself() -> None:
    table = ledger("甲 | 3", "乙 | 2", "合计 | 0")
    three, two = (tried(table, table.rows[2], [table.rows[n]]) for n in (0, 1))
    assert best(table, [three, two]) is two


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("28 | 590 | 12", True),
        ("28 | 591 | 12", True),
        ("28 | 591 | 13", False),
        ("29 | 591 | 13", False),
    ],
)
def test_a_whole_is_shown_by_as_many_right_columns_as_wrong_ones(row: str, shown: bool) -> None:
    heads = "学校数（所） | 教师数（人） | 校车（辆）"
    table = ledger(f"全县 | {row}", "小学 | 20 | 500 | 9", "初中 | 8 | 90 | 3", heads=heads)
    reading = tried(table, table.rows[0], table.rows[1:])
    assert (best_if_shown(table, [reading]) is reading) is shown


# ---------------------------------------------------------------- sums that only the numbers show


def test_a_subtotal_may_be_of_the_last_rows_before_it() -> None:
    table = ledger("幼儿园 | 15", "小学 | 31", "初中 | 14", "义务教育小计 | 45")
    ways = [[p.label for p in r.parts] for r in unmarked_readings(table, table.rows[3], {})]
    assert ways == [["初中"], ["小学", "初中"]]


def test_no_more_than_a_dozen_rows_are_tried() -> None:
    rows = [f"第{n}小学 | {n}" for n in range(1, 16)]
    table = ledger(*rows, "小学小计 | 999")
    ways = unmarked_readings(table, table.rows[15], {})
    assert [len(reading.parts) for reading in ways] == list(range(1, 13))


@pytest.mark.parametrize(("count", "heads"), [(1, 0), (2, 1), (12, 1), (13, 0)])
def test_a_group_above_its_rows(count: int, heads: int) -> None:
    """市级机构 above the two to twelve rows that it is the sum of; one row is no group."""
    within = [f"第{n}所 | {n}" for n in range(1, count + 1)]
    group = count * (count + 1) // 2
    table = ledger(f"市级机构 | {group}", *within, "县级机构 | 500", f"总计 | {group + 500}")
    readings = unmarked_readings(table, table.rows[-1], {})
    assert [[part.label for part in r.parts] for r in readings] == [
        ["市级机构", "县级机构"]
    ] * heads
