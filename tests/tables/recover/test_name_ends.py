"""Which words go on with the name above them: each reason, and both sides of each bound."""

from __future__ import annotations

from collections import Counter

import pytest

from planparse import grammar
from planparse.tables.recover.name_ends import NameAbove, NameEnds, has_unit, is_open

G = grammar.default()


def goes_on(
    name: str,
    rest: str,
    *,
    split: bool = False,
    apart: bool = False,
    labelled: bool = False,
    others: tuple[str, ...] = ("普惠性幼儿园覆盖率",),
    groups: int = 0,
    lengths: tuple[int, ...] = (),
) -> bool:
    """Whether `rest` goes on with a name; `lengths` are those of the table's words."""
    ends = NameEnds(G, labelled, Counter(lengths))
    return ends.goes_on(NameAbove(name, split, apart), rest, others, groups)


@pytest.mark.parametrize(
    ("name", "open_"),
    [
        ("森林覆盖率", False),
        ("森林覆盖率（%）", False),
        ("森林覆盖率（%)", False),
        ("森林覆盖率(%）", False),
        ("森林覆盖率（%", True),
        ("森林覆盖率(%", True),
        ("森林覆盖率%）", False),
        ("“一网通办", True),
        ("“一网通办”事项", False),
        ("《公共图书馆", True),
        ("每千人口执业（助理）医师（含中医", True),
    ],
)
def test_a_bracket_is_open_until_it_is_closed(name: str, open_: bool) -> None:
    assert is_open(name) == open_


def test_a_name_with_its_unit_ends_in_a_bracket_of_either_width() -> None:
    assert has_unit("公路里程（公里）")
    assert has_unit("公路里程(公里)")
    assert not has_unit("公路里程（公里")


@pytest.mark.parametrize(
    ("name", "rest", "on"),
    [
        # nothing says that the name goes on
        ("公交站点", "新能源公交车", False),
        # only with the rest does it say what is measured
        ("江河堤防", "达标率", True),
        ("江河堤防", "达标率（%）", True),
        ("江河堤防（处）", "达标率", False),
        ("江河堤防长度", "达标率", False),
        ("江河堤防", "一级堤防安全鉴定完成比例", True),  # twelve characters
        ("江河堤防", "一级堤防安全鉴定的完成比例", False),
        # a bracket is open
        ("病床使用率（市", "区两级）", True),
        # words that no name begins with
        ("公路总里程", "的年末规模", True),
        ("公路总里程", "的年末规模和养护路段的里程及人员等情况", True),  # nineteen characters
        ("公路总里程", "的年末规模和养护路段的里程及人员等各情况", False),
        # words that no name goes on with
        ("江河堤防（处", "1.达标率", False),
        ("江河堤防（处", "（1）达标率", False),
        ("江河堤防", "其中：干流达标率", False),
        ("江河堤防", "12.5米以上堤防达标率", True),
    ],
)
def test_what_a_name_goes_on_with(name: str, rest: str, on: bool) -> None:
    assert goes_on(name, rest) == on


def test_a_name_between_whose_halves_its_values_stand_goes_on() -> None:
    assert goes_on("公路总里程", "新能源公交车", split=True)
    assert goes_on("公路总里程", "新能源公交车", split=True, labelled=True)
    assert not goes_on("公路总里程", "1.新能源公交车", split=True)


def test_a_name_on_lines_of_its_own_goes_on_unless_it_ends_in_its_unit() -> None:
    assert goes_on("公路总里程", "新能源公交车", apart=True)
    assert not goes_on("公路总里程（公里）", "新能源公交车", apart=True)
    # beside merged labels the words may be one
    assert not goes_on("公路总里程", "新能源公交车", apart=True, labelled=True)


@pytest.mark.parametrize(
    ("others", "on"),
    [
        ((), True),
        (("公路里程（公里）",), True),
        (("公路里程（公里）", "港口泊位"), True),
        (("公路里程（公里）", "港口泊位", "公交站点"), False),
        (("公路里程（公里）", "港口泊位（个）", "公交站点"), True),
    ],
)
def test_a_unit_is_missing_where_half_of_the_other_names_have_one(
    others: tuple[str, ...], on: bool
) -> None:
    assert goes_on("新能源公交车", "保有（辆）", others=others) == on
    assert not goes_on("新能源公交车（辆）", "保有（辆）", others=others)
    assert not goes_on("新能源公交车", "保有", others=others)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("水环", True),
        ("水环境保", True),
        ("水环境保护", False),  # five characters
        ("水（%）", False),
        ("2.", False),
    ],
)
def test_a_short_word_may_be_a_piece_of_a_label(text: str, piece: bool) -> None:
    assert NameEnds(G, labelled=True, lengths=Counter()).is_piece(text) == piece
    assert not NameEnds(G, labelled=False, lengths=Counter()).is_piece(text)


# ------------------------------------------------------- names as wide as their column

NAME = "设有急诊科和老年病专科的"
"""A name of twelve characters."""


@pytest.mark.parametrize(
    ("name", "rest", "lengths", "on"),
    [
        (NAME, "县级综合医院", (12, 12), True),
        (NAME, "县级综合医院", (12, 11), True),  # a character that did not fit
        (NAME, "县级综合医院", (12, 10), False),
        (NAME, "县级综合医院", (12,), False),
        (NAME, "县级综合医院", (), False),
        (NAME, "县级综合医院", (14, 13), True),
        (NAME[1:], "县级综合医院", (12, 12), False),  # eleven characters end by themselves
        (NAME, "综合医院", (12, 12), False),  # no more than a piece of a label
        (NAME, "县综合医院", (12, 12), True),
        ("三级医院门诊量年均增长比例", "县级综合医院", (13, 13), False),
        ("三级医院门诊量年均增长（%）", "县级综合医院", (14, 14), False),
    ],
)
def test_a_name_that_fills_its_column_goes_on(
    name: str, rest: str, lengths: tuple[int, ...], on: bool
) -> None:
    assert goes_on(name, rest, lengths=lengths) == on


@pytest.mark.parametrize(
    ("rest", "groups", "on"),
    [
        ("公共卫生服务体系", 0, True),
        ("公共卫生服务体系", 1, True),
        ("公共卫生服务体系", 2, False),  # eight characters, as long as a group
        ("公共卫生服务新体系", 2, True),
    ],
)
def test_where_groups_were_seen_short_words_are_one(rest: str, groups: int, on: bool) -> None:
    assert goes_on(NAME, rest, groups=groups, lengths=(12, 12)) == on


@pytest.mark.parametrize(
    ("rest", "apart", "on"),
    [
        ("综合性医院", False, True),
        ("县级综合医院", False, False),  # half as long as the name: it may be a label
        ("县级综合医院", True, True),
    ],
)
def test_beside_labels_only_a_name_far_longer_goes_on(rest: str, apart: bool, on: bool) -> None:
    assert goes_on(NAME, rest, apart=apart, labelled=True, lengths=(12, 12)) == on


def test_beside_labels_a_rest_with_a_unit_is_no_piece_of_one() -> None:
    assert goes_on("新能源公交车", "保有（辆）", labelled=True, others=("公路里程（公里）",))
