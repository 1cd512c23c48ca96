"""Units: found, composed, normalised, taken off names."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse import grammar
from planparse.errors import GrammarError
from planparse.model.plan import Per
from planparse.quantity.unit_table import UnitTable
from planparse.quantity.units import (
    find_unit,
    known,
    normalize,
    normalize_ratio,
    read_per,
    split_unit,
)

G = grammar.default()
WORDS = [w for r in G.group("unit") if not r.attrs.get("under") for w in r.words]
SCALES = [w for r in G.group("scale") for w in r.words]

CONTRACT = [
    ("34.08", "%", None, 0.3408, "1"),
    ("3.95", "‰", None, 0.00395, "1"),
    ("17.8", "1/10万", None, 0.000178, "1"),
    ("17.8", "/10万", None, 0.000178, "1"),
    ("6.15", "张", 1000, 0.00615, "{bed}"),
    ("6", "人", 100000, 0.00006, "{person}"),
    ("500", "亿元", None, 50000000000.0, "CNY"),
    ("5.8", "万人", None, 58000.0, "{person}"),
    ("100", "亩", None, 66666.66666666667, "m2"),
    ("4490", "平方米", None, 4490.0, "m2"),
    ("1500", "㎡", None, 1500.0, "m2"),
    ("10", "秒", None, 10.0, "s"),
]


@pytest.mark.parametrize(("number", "unit", "count", "value", "base"), CONTRACT)
def test_the_contract_s_table_of_units(
    number: str, unit: str, count: int | None, value: float, base: str
) -> None:
    per = Per(count=count, of="人口") if count else None
    got = normalize(Decimal(number), find_unit(unit, G), per, G)
    assert got is not None
    assert (got.value, got.unit) == (value, base)


def test_a_ratio_is_its_first_number_over_its_second() -> None:
    got = normalize_ratio(Decimal("1"), Decimal("1.38"))
    assert got is not None
    assert (got.value, got.unit) == (0.7246376811594203, "1")
    assert normalize_ratio(Decimal(1), Decimal(0)) is None


COMPOSED = [
    ("微克/立方米", "ug/m3", "concentration", Fraction(1)),
    ("μg/m³", "ug/m3", "concentration", Fraction(1)),
    ("毫克／升", "mg/L", "concentration", Fraction(10**6)),
    ("毫克/千克", "mg/kg", "concentration", Fraction(1, 10**6)),
    ("万张", "10*4.{bed}", "count", Fraction(10**4)),
    ("百万千瓦", "10*6.kW", "power", Fraction(10**6)),
    ("万亿元", "10*12.CNY", "money", Fraction(10**12)),
    ("亿斤", "10*8.500.g", "mass", Fraction(10**5, 2)),
    ("人/10万", "{person}/(10.10*4)", "count", Fraction(1, 10**5)),
    ("/10万人", "1/(10.10*4.{person})", "fraction", Fraction(1, 10**5)),
    ("辆/百户", "{vehicle}/(10*2.{household})", "rate", Fraction(1, 100)),
    ("起/每万枚", "{incident}/(10*4.{coin})", "rate", Fraction(1, 10**4)),
    ("升/人·日", "L/{person}/d", "rate", Fraction(1, 1000)),
    ("万吨标煤/年", "10*4.{tce}/a", "flow", Fraction(10**4)),
    ("吨/百天", "t/(10*2.d)", "flow", Fraction(1, 100)),
    ("千克/(平方米·年)", "kg/m2/a", "rate", Fraction(1, 1000)),
    ("人每平方公里", "{person}/km2", "density", Fraction(1, 10**6)),
    ("公里/小时", "km/h", "speed", Fraction(1)),
    ("个（处）", "{item}", "count", Fraction(1)),
    ("万台（套）", "10*4.{set}", "count", Fraction(10**4)),
    ("台（套）", "{set}", "count", Fraction(1)),
    ("每万人", "1/10000", "count", Fraction(1, 10**4)),
    ("吨标准煤/万元GDP", "{tce}/(10*4.CNY)", "intensity", Fraction(1, 10**4)),
    ("mbps", "Mbit/s", "data-rate", Fraction(1)),
    ("GB/s", "GBy/s", "data-rate", Fraction(8000)),
    ("10⁴m³", "10*4.m3", "volume", Fraction(10**4)),
    ("×10⁸元", "10*8.CNY", "money", Fraction(10**8)),
    ("10^8kWh", "10*8.kW.h", "energy", Fraction(10**8)),
]


@pytest.mark.parametrize(("text", "code", "dimension", "factor"), COMPOSED)
def test_what_is_put_together_needs_no_line(
    text: str, code: str, dimension: str, factor: Fraction
) -> None:
    unit, entry = find_unit(text, G), UnitTable(G).entry(text)
    assert unit is not None
    assert entry is not None
    assert (unit.text, unit.code, unit.dimension, entry.factor) == (text, code, dimension, factor)


@pytest.mark.parametrize("text", ["", " ", "—", "/", "-"])
def test_a_cell_that_says_there_is_no_unit(text: str) -> None:
    assert find_unit(text, G) is None


@pytest.mark.parametrize(
    "text", ["士", "2020年价", "卫生人员", "三级", "人/", "/人", "个/0", "张" * 40]
)
def test_an_unknown_unit_keeps_its_text(text: str) -> None:
    unit = find_unit(text, G)
    assert unit is not None
    assert (unit.text, unit.code, unit.dimension) == (text, None, None)
    assert not known(text, G)


def test_a_unit_loses_white_space_and_the_words_around_it() -> None:
    texts = [unit.text for t in ("亿 元", "万余元", "单位：万元") if (unit := find_unit(t, G))]
    assert texts == ["亿元", "万元", "万元"]


def test_a_unit_with_a_base_of_its_own_is_not_divided_twice() -> None:
    per = Per(count=10000, of="人口")
    for text, value in (("件/万人", 0.0012), ("件", 0.0012), ("%", 0.12), ("每万人", 0.0012)):
        got = normalize(Decimal(12), find_unit(text, G), per, G)
        assert got is not None
        assert got.value == value


NAMES = [
    ("床人（卫生人员）比", "床人（卫生人员）比", None, ()),
    ("每千人口药师（士）数", "每千人口药师（士）数", None, ()),
    ("执业（助理）医师数（人）", "执业（助理）医师数", "人", ()),
    ("大型设备数（台（套））", "大型设备数", "台（套）", ()),
    ("疾控人员数(每万人)", "疾控人员数", "每万人", ()),
    ("孕产妇死亡率（1/10万）", "孕产妇死亡率", "1/10万", ()),
    ("综合指数（%，岁）", "综合指数", "%", ()),
    ("工业产值（2020年价）", "工业产值（2020年价）", None, ()),
    ("固定资产投资（亿元，五年累计）", "固定资产投资", "亿元", ()),
    ("R&D经费投入强度（%）", "R&D经费投入强度", "%", ()),
    ("出生率/‰", "出生率", "‰", ()),
    ("死亡率/10万", "死亡率", "/10万", ()),
    ("死亡率/1/10万", "死亡率", "1/10万", ()),
    ("城镇化率，%", "城镇化率", "%", ()),
    ("森林覆盖率%", "森林覆盖率", "%", ()),
    ("城/乡", "城/乡", None, ()),
    ("常住人口（万人）*", "常住人口", "万人", ("*",)),
    ("常住 人口 （ 万人 ）", "常住人口", "万人", ()),
    ("床位数（张）注1", "床位数", "张", ("注1",)),
    ("专利数（件）（注）", "专利数", "件", ("（注）",)),
    ("森林覆盖率①（%）", "森林覆盖率", "%", ("①",)),
    ("用地面积（km²）[1]", "用地面积", "km²", ("[1]",)),
    ("PM2.5浓度（微克/立方米）②", "PM2.5浓度", "微克/立方米", ("②",)),
    ("增速（单位：%）", "增速", "%", ()),
    ("参保人数（居民）", "参保人数（居民）", None, ()),
    ("万人有效发明专利（件/万人口）", "万人有效发明专利", "件/万人口", ()),
    ("（%）", "（%）", None, ()),
    ("", "", None, ()),
]


@pytest.mark.parametrize(("printed", "name", "unit", "marks"), NAMES)
def test_a_name_is_taken_apart(
    printed: str, name: str, unit: str | None, marks: tuple[str, ...]
) -> None:
    assert split_unit(printed, G) == (name, unit, marks)


BASES = [
    ("每千人口床位数", 1000, "人口"),
    ("每千常住人口床位数", 1000, "常住人口"),
    ("每10万人口医师数", 100000, "人口"),
    ("每十万人口医师数", 100000, "人口"),
    ("每百张床位药师数", 100, "张床位"),
    ("每千名儿童床位数", 1000, "儿童"),
    ("每万名就业人员中研发人员数", 10000, "就业人员"),
    ("每百户拥有汽车", 100, "户"),
    ("专业机构人员数（每万人）", 10000, "人"),
    ("每1.5万人", 15000, "人"),
    ("每80名患者配1名", 80, "患者"),
    ("每个村卫生室医生", 1, "村卫生室"),
]


@pytest.mark.parametrize(("name", "count", "of"), BASES)
def test_the_base_of_a_rate(name: str, count: int, of: str) -> None:
    assert read_per(name, G) == Per(count=count, of=of)


@pytest.mark.parametrize(
    "name", ["人均预期寿命", "户均面积", "每年新增", "每天", "每0万人", "床位数", ""]
)
def test_a_name_without_a_base(name: str) -> None:
    assert read_per(name, G) is None


@pytest.mark.parametrize("word", WORDS)
def test_every_unit_comes_back_from_a_name(word: str) -> None:
    """A unit in parentheses, of either width, is the unit of the name before it."""
    for left, right in (("（", "）"), ("(", ")")):
        assert split_unit(f"实际完成数{left}{word}{right}", G) == ("实际完成数", word, ())


@pytest.mark.parametrize(
    "word", [w for r in G.group("unit") if r.attrs.get("prose", True) for w in r.words]
)
def test_every_unit_of_prose_is_known(word: str) -> None:
    assert known(word, G)


def test_every_unit_is_normalised_to_one_that_the_table_of_dimensions_lists() -> None:
    """What is counted stays in its own unit; of all else the table says how much of the SI it is."""
    listed = {word: rule for rule in G.group("base") for word in rule.words}
    own = ("count", "score", "rank", "magnitude", "index")
    for rule in G.group("unit"):
        base = str(rule.attrs.get("base", rule.attrs["code"]))
        is_foreign = rule.attrs["dimension"] == "money" and base != "CNY"
        if rule.attrs["dimension"] in own or base.startswith("{item}") or is_foreign:
            continue
        assert listed[base].attrs["dimension"] == rule.attrs["dimension"], rule.id
        assert Fraction(str(listed[base].attrs["factor"])) > 0


def test_every_code_is_ucum_in_form() -> None:
    """UCUM: printable ASCII without white space; braces and brackets are closed."""
    for rule in (*G.group("unit"), *G.group("scale")):
        code = str(rule.attrs["code"])
        assert code.isascii()
        assert code.isprintable()
        assert " " not in code
        assert all(code.count(a) == code.count(b) for a, b in ("{}", "[]", "()"))


numbers = st.decimals(min_value=0, max_value=10**12, places=3)


@given(
    numbers,
    st.sampled_from(WORDS),
    st.sampled_from(["", *SCALES]),
    st.sampled_from([0, 100, 100000]),
)
def test_scaling_back_gives_the_number(number: Decimal, word: str, scale: str, count: int) -> None:
    """A normalised value times the base count, over the unit's factor, is the printed number."""
    text, table = scale + word, UnitTable(G)
    entry = table.entry(text)
    if entry is None:  # 万 + /10万: no plan prints it
        return
    per = Per(count=count, of="人口") if count else None
    got = normalize(number, find_unit(text, G), per, G)
    assert got is not None
    divided = count if count and not entry.over and entry.dimension != "fraction" else 1
    assert float(Fraction(got.value) * divided / entry.factor) == pytest.approx(
        float(number), rel=1e-12
    )
    assert got.unit == entry.base


@given(st.text(max_size=40) | st.text("（）()/每万人口%张·10余, ，①*[]", max_size=20))
def test_no_text_raises(text: str) -> None:
    """Any string has an answer; the parts of a name are parts of what is printed."""
    split = split_unit(text, G)
    assert split.name in "".join(text.split())
    read_per(text, G)
    unit = find_unit(text, G)
    normalize(Decimal("1.5"), unit, Per(count=10, of="人"), G)
    assert known(text, G) == (UnitTable(G).entry("".join(text.split())) is not None)


def test_a_wrong_factor_names_file_and_rule(tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    rule = "[[unit]]\nid='my.step'\nwords=['步']\ncode='{step}'\ndimension='count'\nfactor='x'"
    pack.write_text(rule, encoding="utf-8")
    with pytest.raises(GrammarError, match=r"my\.toml: my\.step: .factor"):
        known("步", grammar.load(pack))


def test_units_and_bases_of_real_plans(corpus: Path) -> None:
    """What the gold says of a printed name or subject is what is read from it."""
    wrong = []
    for path in sorted(corpus.glob("*/mentions.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if gold["unit"] and not known(gold["unit"], G):
                wrong.append(gold["unit"])
            subject = gold["subject"] or ""
            per, count = read_per(subject, G), (gold["per"] or {}).get("count")
            if "每" in subject and (per.count if per else None) != count:
                wrong.append(subject)
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("万人拥有公共图书馆藏量", 10_000), ("千人口拥有床位", 1000), ("3万人拥有驾驶证", None)],
)
def test_a_rate_without_its_first_word(name: str, count: int | None) -> None:
    per = read_per(name, G)
    assert (per.count if per else None) == count
