"""Names in plain form, their shorter forms, and whether two of them speak of one thing."""

from __future__ import annotations

import pytest

from planparse.checks.matching.names import Namer
from planparse.grammar import default
from planparse.model.plan import Per, Region
from planparse.quantity.units import read_per


def namer(region: str = "", level: str = "区县") -> Namer:
    known = Region.model_validate({"name": region, "level": level}) if region else None
    return Namer(default(), known)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("注册护士数", "注册护士"),
        ("高速公路通车里程", "高速公路"),
        ("城市公园（个）总数", "城市公园个"),
        ("居民对 政务服务 的满意度", "居民对政务服务满意度"),
        ("《家庭教育》 “三点半”课堂", "家庭教育三点半课堂"),
        ("县级综合医院", "县综合医院"),
        ("初级卫生保健", "初级卫生保健"),
        ("装配式建筑面积占比", "装配式建筑比重"),
        ("残疾学生数占比", "残疾学生比重"),
        ("建筑面积", "建筑面积"),
        ("累计培训教师", "培训教师"),
        ("五年新增学位", "新增学位"),
        ("保障性租赁住房", "保障性租赁住房"),
        ("保租房", "保障性租赁住房"),
    ],
)
def test_plain_form(printed: str, plain: str) -> None:
    assert namer().name(printed).plain == plain


@pytest.mark.parametrize(
    ("printed", "per", "plain"),
    [
        ("每千人口床位数", Per(count=1000, of="人口"), "床位"),
        ("每千名儿童托位数", Per(count=1000, of="名儿童"), "托位"),
        ("每百张床位护士数", Per(count=100, of="张床位"), "护士"),
        ("每千名职工疗休养床位", Per(count=1000, of="儿童"), "职工疗休养床位"),
        ("全区每万人口全科医生数", Per(count=10_000, of="人口"), "全科医生"),
        ("各街道每个小区车位数", Per(count=1, of="小区"), "各街道每个小区车位"),
        ("护士数", Per(count=1000, of="人口"), "护士"),
        ("每千人口", Per(count=1000, of="人口"), ""),
    ],
)
def test_the_base_of_a_rate_is_taken_out(printed: str, per: Per, plain: str) -> None:
    found = namer().name(printed, per)
    assert found.plain.removeprefix("全区") == plain


@pytest.mark.parametrize(
    ("printed", "plain", "territory", "whole"),
    [
        ("全区床位", "床位", None, True),
        ("全县床位", "床位", None, True),
        ("全市床位", "床位", "市", False),
        ("全省床位", "床位", "省", False),
        ("全国床位", "床位", "国家", False),
        ("国家级湿地公园", "国家级湿地公园", None, False),
        ("床位", "床位", None, False),
        ("全区", "全区", None, False),
        ("全市", "全市", None, False),
    ],
)
def test_areas_in_a_district(printed: str, plain: str, territory: str | None, whole: bool) -> None:
    found = namer("云溪市河东区").name(printed)
    assert (found.plain, found.territory, found.whole) == (plain, territory, whole)


@pytest.mark.parametrize(
    ("region", "level", "printed", "whole"),
    [
        ("云溪市", "市", "全市床位", True),
        ("云溪市", "区县", "全市床位", True),  # a city that ranks as a county
        ("云溪自治区", "省", "全区床位", True),
        ("云溪自治区", "省", "全省床位", True),
        ("云溪县", "区县", "全市床位", False),
        ("", "", "全市床位", True),
        ("", "", "全国床位", False),
    ],
)
def test_whose_area_is_the_own_one(region: str, level: str, printed: str, whole: bool) -> None:
    found = namer(region, level).name(printed)
    assert found.whole is whole
    assert (found.territory is None) is whole


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("云溪市河东区森林覆盖率", "森林覆盖率"),
        ("河东区森林覆盖率", "森林覆盖率"),
        ("市河东区森林覆盖率", "森林覆盖率"),
        ("东区森林覆盖率", "东区森林覆盖率"),
        ("河西区森林覆盖率", "河西区森林覆盖率"),
        ("云溪市河东区", "云溪市河东区"),
        ("河东区", "河东区"),
        ("森林覆盖率", "森林覆盖率"),
    ],
)
def test_the_region_is_left_out_of_a_name(printed: str, plain: str) -> None:
    assert namer("云溪市河东区").name(printed).plain == plain


# ---------------------------------------------------------------- shorter forms


@pytest.mark.parametrize(
    ("printed", "short"),
    [
        ("旅游业增加值占地区生产总值比重", "旅游业增加值比重"),
        ("女职工占职工比重", "女职工比重"),
        ("女性占职工比重", None),  # four characters: a share of anything
        ("森林覆盖率", None),
        ("旅游业增加值比重", None),
        ("占地区生产总值比重", None),
    ],
)
def test_a_share_without_its_whole(printed: str, short: str | None) -> None:
    names = namer()
    found = names.elided(names.name(printed))
    assert (found and found.plain) == short
    assert found is None or (found.elided and not found.themeless)


def test_a_shorter_form_stays_in_its_area() -> None:
    names = namer("云溪县")
    city = names.elided(names.name("全市旅游业增加值占地区生产总值比重"))
    own = names.themeless(names.name("全县残疾人辅助器具适配率"), "残疾人")
    assert city is not None and (city.territory, city.whole) == ("市", False)
    assert own is not None and (own.territory, own.whole) == (None, True)


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("云溪县残疾人事业发展“十四五”规划", "残疾人"),
        ("残疾人保障和发展规划", "残疾人"),
        ("云溪县\n粮食 和物资储备规划", "粮食"),
        ("发展规划", ""),
        ("", ""),
    ],
)
def test_what_a_plan_is_about(title: str, theme: str) -> None:
    assert namer("云溪县").theme(title) == theme


@pytest.mark.parametrize(
    ("printed", "theme", "rest"),
    [
        ("残疾人辅助器具适配率", "残疾人", "辅助器具适配率"),
        ("残疾人适配率", "残疾人", None),
        ("残疾人康复率数", "残疾人", None),
        ("残疾人就业率为", "残疾人", "就业率为"),
        ("辅助器具适配率", "残疾人", None),
        ("残疾人辅助器具适配率", "", None),
        ("残疾人帮扶残疾人家庭", "残疾人", "帮扶残疾人家庭"),
    ],
)
def test_a_name_without_the_theme(printed: str, theme: str, rest: str | None) -> None:
    names = namer()
    found = names.themeless(names.name(printed), theme)
    assert (found and found.plain) == rest
    assert found is None or (found.themeless and not found.elided)


# ---------------------------------------------------------------- two names


@pytest.mark.parametrize(
    ("a", "b", "same", "alike"),
    [
        ("城镇污水处理率", "污水处理率城镇", True, True),
        ("城镇污水处理率", "城镇污水处理", False, True),
        ("护理型床位的比例", "养老机构中护理型床位占比", False, True),
        ("城镇化水平", "城镇化率", False, True),
        ("全市床位数", "床位数", False, False),
        ("全市养老机构床位数", "全市床位", False, True),
        ("全市养老机构床位数", "养老床位", False, False),
        ("中小企业贷款", "小企业贷款", False, False),
        ("森林覆盖率", "绿化覆盖率", False, False),
        ("质量", "服务", False, False),  # words that change nothing are no name
        ("的", "的", False, False),
        ("", "", False, False),
    ],
)
def test_two_names(a: str, b: str, same: bool, alike: bool) -> None:
    names = namer("云溪县")
    left, right = names.name(a), names.name(b)
    for one, other in ((left, right), (right, left)):
        assert names.same(one, other) is same
        assert names.alike(one, other) is alike


@pytest.mark.parametrize(
    ("whole", "said", "contains"),
    [
        ("铁路营业里程", "铁路", True),
        ("铁路", "高速铁路", True),
        ("高速铁路", "铁路", True),
        ("公路铁路", "铁路公路", True),
        ("铁路", "公路", False),
        ("铁路", "路", False),
        ("床位", "床位", True),
    ],
)
def test_whether_one_name_has_a_word_more(whole: str, said: str, contains: bool) -> None:
    names = namer()
    assert names.contains(names.name(whole), names.name(said)) is contains


def test_a_name_is_kept_for_each_base() -> None:
    """每千人口床位数 read with its base is 床位, and without it the whole words."""
    names = namer()
    per = read_per("每千人口床位数", default())
    assert names.name("每千人口床位数", per).plain == "床位"
    assert names.name("每千人口床位数").plain == "每千人口床位"
    assert names.name("每千人口床位数", per) is names.name("每千人口床位数", per)
