"""What speaks against rows: each cause on rows that show it, counted in empty values."""

from __future__ import annotations

import pytest

from planparse import grammar
from planparse.model.doubt import Cause
from planparse.tables.raw_cells import RawCell
from planparse.tables.recover.doubt import is_balanced, name_doubt, rows_doubt
from planparse.tables.recover.tokens import ColumnLayout

G = grammar.default()

ROLES = ("category", "number", "name", "baseline", "target", "nature")
LAYOUT = ColumnLayout((), ROLES)


def against(*rows: str, roles: tuple[str, ...] = ROLES) -> dict[str, float]:
    """What speaks against rows, as they are written here: cells parted by bars."""
    cells = [[RawCell(cell.strip()) for cell in row.split("|")] for row in rows]
    return {str(cause): weight for cause, weight in rows_doubt(cells, ColumnLayout((), roles), G)}


def total(*rows: str) -> float:
    return sum(against(*rows).values())


GOOD = "教育|1|学前教育毛入园率（%）|88|95|约束性"
UNNAMED = "教育|1||88|95|约束性"
NUMBERS = "教育|1|85.2|88|95|约束性"
TORN = "教育|1|学前教育毛入园率（%|88|95|约束性"
DOUBLE = "教育|1|毛入园率（%）普惠园占比（%）|88|95|约束性"
REST = "教育|1|率（%）|88|95|约束性"
UNMEASURED = "教育|1|乡村学校|88|95|约束性"
GAP = "教育|1|学前教育毛入园率（%）||95|约束性"
GAPS = "教育|1|学前教育毛入园率（%）|||约束性"
TORN_LABEL = "教育（|1|学前教育毛入园率（%）|88|95|约束性"
PIECE = "教|1|学前教育毛入园率（%）|88|95|约束性"


def test_nothing_speaks_against_a_row_with_a_label_a_name_and_values() -> None:
    assert against(GOOD) == {}


@pytest.mark.parametrize(
    ("row", "cause", "weight"),
    [
        (UNNAMED, "no-name", 8),
        (NUMBERS, "name-of-numbers", 8 + 1),
        (TORN, "torn-brackets", 6 + 1),
        (DOUBLE, "unit-in-name", 5),
        (REST, "broken-begin", 4),
        (UNMEASURED, "measures-nothing", 1),
        (GAP, "empty-value", 1),
        (GAPS, "empty-value", 2),
        (PIECE, "torn-label", 1.5),
        (TORN_LABEL, "torn-label", 3),
        ("入园率|1|幼儿园学位数（个）|88|95|约束性", "torn-label", 3),
        ("入园率（|1|幼儿园学位数（个）|88|95|约束性", "torn-label", 3),
        ("教育|2|学前教育毛入园率（%）|88|95|约束性", "serial-out-of-turn", 2),
        ("教育|1|学前教育毛入园率（%）|88|95|", "mixed-kinds", 2),
    ],
)
def test_a_cause_weighs_as_many_empty_values(row: str, cause: str, weight: float) -> None:
    """The unit is an empty value. A name that is torn or of numbers also measures nothing."""
    found = against(row)
    assert cause in found
    assert sum(found.values()) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (TORN, UNNAMED),  # a converter may lose a sign
        (DOUBLE, TORN),  # a name may go on behind a unit
        (REST, DOUBLE),
        (UNMEASURED, REST),
        (GAPS, TORN_LABEL),
        (PIECE, GAPS),  # a label of one character is a piece of one, mostly
        (GAP, PIECE),
        ("教育|7|学前教育毛入园率（%）|88|95|约束性", TORN),  # authors miscount
    ],
)
def test_what_is_surer_weighs_more(less: str, more: str) -> None:
    assert 0 < total(less) < total(more)


def test_a_name_of_numbers_is_as_bad_as_none_for_the_name_itself() -> None:
    assert name_doubt("85.2%", G) >= name_doubt("", G)


@pytest.mark.parametrize(
    ("name", "causes"),
    [
        ("森林覆盖率（%）", []),
        ("森林覆盖率", []),
        ("森林覆盖率（近五年平均）", []),
        ("森林蓄积", [Cause.MEASURES_NOTHING]),
        ("森林蓄积(万立方米)", []),
        ("每千人口执业（助理）医师数", []),
        ("公路总里程（公里）港口", [Cause.UNIT_IN_NAME, Cause.MEASURES_NOTHING]),
        ("公路总里程（公里）泊位（个）航标（座）", [Cause.UNIT_IN_NAME, Cause.UNIT_IN_NAME]),
        ("公路总里程（公里）2025年", [Cause.UNIT_IN_NAME, Cause.MEASURES_NOTHING]),
        ("泊位（个）", []),
    ],
)
def test_what_speaks_against_a_name(name: str, causes: list[Cause]) -> None:
    found = [cause for cause, _ in rows_doubt_of_name(name)]
    assert found == sorted(set(causes), key=list(Cause).index)
    assert name_doubt(name, G) == sum(weight for _, weight in rows_doubt_of_name(name))


def rows_doubt_of_name(name: str) -> list[tuple[Cause, float]]:
    layout = ColumnLayout((), ("name", "value"))
    return list(rows_doubt([[RawCell(name), RawCell("62")]], layout, G))


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("湿地保护率", True),
        ("湿地保护率（%）", True),
        ("湿地保护率（%)", True),
        ("湿地保护率（%", False),
        ("湿地保护率%）", False),
        ("“河湖长制”示范段〔处〕", True),
        ("“河湖长制示范段", False),
        ("《节水条例》宣传（次）", True),
        ("《节水条例", False),
        ("）年均浓度（微克", False),
        ("浓度（微克）（年均）", True),
    ],
)
def test_a_bracket_is_closed_in_its_cell(text: str, closed: bool) -> None:
    assert is_balanced(text) == closed


# ------------------------------------------------------------------- columns and rows


def test_rows_without_columns_of_values_are_doubted_each() -> None:
    roles = ("number", "name", "note")
    rows = ["1|城乡供水普及率|市水务局", "2|再生水利用率|市水务局", "3|管网漏损率|市水务局"]
    assert against(*rows, roles=roles) == {"no-values": 3 * 4}
    assert against(rows[0], roles=("number", "name", "value")) == {}


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("一、经济发展", {}),
        ("（二）创新驱动（5项）", {}),
        ("公共服务类", {"ragged-rows": 0.2}),
        ("公共服务类|一、经济发展", {"ragged-rows": 0.2}),
        ("一、经济发展|85.2", {}),
        ("85.2", {"ragged-rows": 0.2, "stray-value": 3}),
        ("约束性", {"ragged-rows": 0.2, "stray-value": 3}),
    ],
)
def test_a_row_of_another_length_names_a_group(group: str, found: dict[str, float]) -> None:
    assert against(GOOD, group) == pytest.approx(found)


def natures(*marks: str) -> float:
    """What speaks against rows for the words in their column of natures alone."""
    rows = [f"教育|{n}|学前教育毛入园率（%）|88|95|{mark}" for n, mark in enumerate(marks, 1)]
    found = against(*rows)
    assert set(found) <= {"mixed-kinds"}
    return found.get("mixed-kinds", 0)


@pytest.mark.parametrize(
    ("marks", "moved"),
    [
        (("约束性", "预期性", "市教育局"), 1),
        (("约束性", "预期性", ""), 1),
        (("市教育局", "预期性", "约束性"), 1),
        # where marks are no majority any words will do
        (("约束性", "市教育局"), 0),
        (("市教育局", "市财政局", "约束性"), 0),
        (("市教育局", "市财政局", "市住建局"), 0),
        (("市教育局", "", "市住建局"), 1),
    ],
)
def test_a_cell_among_marks_of_nature_is_one(marks: tuple[str, ...], moved: int) -> None:
    assert natures(*marks) == 2 * moved


@pytest.mark.parametrize(
    ("label", "weight"),
    [
        ("", 0),  # a merged label is printed in the first of its rows alone
        ("水", 1.5),
        ("A", 0),
        ("水务", 0),
        ("水务（一", 3),
        ("漏损率", 3),
    ],
)
def test_what_speaks_against_a_label(label: str, weight: float) -> None:
    found = against(f"{label}|1|学前教育毛入园率（%）|88|95|约束性")
    assert found == ({"torn-label": weight} if weight else {})


@pytest.mark.parametrize(
    ("serials", "out_of_turn"),
    [
        ("1 2 3", 0),
        ("1 1 2", 0),  # merged over two rows
        ("2 3 4", 1),
        ("1 3 4", 1),
        ("1 2 1", 1),
        ("3 1 2", 2),
        ("1 — 2", 0),
        ("一 二 三", 0),
    ],
)
def test_serial_numbers_follow_one_another(serials: str, out_of_turn: int) -> None:
    rows = [f"教育|{n}|学前教育毛入园率（%）|88|95|约束性" for n in serials.split()]
    assert against(*rows).get("serial-out-of-turn", 0) == 2 * out_of_turn


# ------------------------------------------------------------------- lines of a name


@pytest.mark.parametrize(
    ("widths", "short"),
    [
        ([9], 0),
        ([9, 9, 2], 0),  # the last line may be short
        ([9, 8, 2], 0),  # a character that did not fit goes to the next line
        ([9, 7, 2], 1),
        ([9, 4, 2], 4),
        ([7, 9, 2], 1),
        ([7, 7, 9], 1 + 1),
        ([12, 6, 2], 5),
        ([12, 5, 2], 6),
        ([12, 2, 2], 6),  # beyond that it is only short
        ([2, 1], 0),
    ],
)
def test_lines_of_a_wrapped_name_reach_the_end_of_its_column(widths: list[int], short: int) -> None:
    spans = tuple((n * 20, n * 20 + width) for n, width in enumerate(widths))
    rows = [[RawCell("社区养老服务设施覆盖率（%）", spans), RawCell("62")]]
    found = rows_doubt(rows, ColumnLayout((), ("name", "value")), G)
    assert found.total == pytest.approx(0.12 * short)


def test_the_column_is_as_wide_as_the_longest_line_of_any_name() -> None:
    wide = [RawCell("社区养老服务设施覆盖率", ((0, 11),)), RawCell("62")]
    short = [RawCell("老年助餐点数（个）", ((20, 25), (30, 34))), RawCell("15")]
    layout = ColumnLayout((), ("name", "value"))
    assert rows_doubt([short], layout, G).total == 0
    assert rows_doubt([wide, short], layout, G).total == pytest.approx(0.12 * 5)
    group = [RawCell("一、养老服务", ((40, 60),))]
    assert rows_doubt([group, short], layout, G).total == 0


def test_a_name_that_begins_as_groups_do_holds_the_label_above_it() -> None:
    alone = name_doubt("单位能耗降低（%）", G)
    assert name_doubt("（一）绿色发展单位能耗降低（%）", G) > alone
    assert name_doubt("三岁以下婴幼儿托位数", G) == name_doubt("婴幼儿托位数", G)


def test_another_word_for_a_place_in_brackets_is_no_unit() -> None:
    assert against("交通|1|自然村（组）通路比例（%）|84|96|预期性") == {}
    assert "unit-in-name" in against("卫生|1|床位（张）护士占比（%）|84|96|预期性")


def test_numbers_under_units_and_words_under_money_stand_in_the_wrong_column() -> None:
    measured = ("name", "unit", "target")
    assert against("煤耗（克）|克|300", roles=measured) == {}
    assert against("发病率|1/10万|300", roles=measured) == {}
    assert against("煤耗（克）|<300|克", roles=measured) == {"mixed-kinds": 2.0}
    projects = ("name", "nature", "investment")
    assert against("双溪水库|新建|6.1", roles=projects) == {}
    assert against("双溪水库|6.1|新建", roles=projects) == {"mixed-kinds": 2.0}


def test_a_word_of_measure_may_be_the_label_of_a_group() -> None:
    assert against("效率|1|网损率（%）|6.1|5.5|预期性") == {}
    assert "torn-label" in against("覆盖率|1|网损率（%）|6.1|5.5|预期性")
