"""Hypothesis strategies: plans with an indicator table of any field, column order and width."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from plans import Block, BoxContent, Content, Heading, Sheet

_NAMES = """
    人均预期寿命 岁; 婴儿死亡率 ‰; 每千人口执业（助理）医师数 人; 每十万人口精神科医师数 人;
    每万人口全科医生数 人; 九年义务教育巩固率 %; 学前教育毛入园率 %; 劳动年龄人口平均受教育年限 年;
    高速公路通车里程 公里; 农村公路优良中等路率 %; 城市轨道交通运营里程 公里; 港口年吞吐能力 万吨;
    旅客年发送量 万人次; 细颗粒物年均浓度 微克/立方米; 森林覆盖率 %; 地表水达到或好于Ⅲ类水体比例 %;
    单位地区生产总值能源消耗降低率 %; 耕地保有量 万亩; 粮食综合生产能力 万吨; 高标准农田面积 万亩;
    主要农作物耕种收综合机械化率 %; 用水总量 亿立方米; 农田灌溉水有效利用系数; 水土保持率 %;
    堤防达标长度 公里; 地区生产总值 亿元; 全员劳动生产率 万元/人; 城镇登记失业率 %;
    常住人口城镇化率 %; 社会消费品零售总额 亿元; 每万人口高价值发明专利拥有量 件;
    数字经济核心产业增加值占比 %; 千兆光纤用户数 万户; 5G基站数量 个; 政务服务事项网上可办率 %;
    公共图书馆藏书量 万册; 接待游客人次 万人次; 旅游总收入 亿元; 国家级非物质文化遗产代表性项目 项;
    人均体育场地面积 平方米; 养老机构护理型床位占比 %; 社区养老服务设施 处;
    亿元国内生产总值生产安全事故死亡率 %; 应急广播行政村覆盖率 %; 消防站数量 座;
    危险化学品重点企业在线监测联网率 %; 装机容量 万千瓦; 非化石能源占一次能源消费比重 %;
    生活垃圾分类覆盖范围内居民小区的设施完好比例 %; 老旧小区改造户数 户; 绿色建筑面积 万平方米;
    三岁以下婴幼儿照护服务机构在乡镇和街道的设置比例 %; 新增城镇就业 人; 医护比
"""
NAMES = tuple((n, unit) for n, _, unit in (p.strip().partition(" ") for p in _NAMES.split(";")))
"""Indicators of many fields, each with its unit ("" where it has none)."""
CATEGORIES = (
    "发展水平",
    "基础设施",
    "公共服务",
    "资源环境",
    "安全保障",
    "创新驱动能力",
    "民生福祉",
    "绿色生态",
)
_WORDS = ("同比例提高", "全覆盖", "保持稳定", "完成省下达任务", "持续下降", "翻一番")
_BASELINE = ("2020年", "2020年\n实际值", "2020年现状值", "2020年完成情况", "2020年基期值")
_TARGET = ("2025年", "2025年\n目标值", "2025年规划值", "2025年目标", "2025年预期值")
_NATURE = ("属性", "指标属性", "指标\n性质")
_NAME = ("指标", "主要指标", "指标名称")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns a table has, in order, and where its units and categories stand."""

    roles: tuple[str, ...]
    header: tuple[str, ...]
    unit_at: str
    category_at: str

    @property
    def numbered(self) -> bool:
        """Whether the table has a column of serials."""
        return "number" in self.roles


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator before it is set in a table.

    `kind`: "child" breaks down the one above, "shared" shares its serial, "" is any other.
    """

    name: str
    unit: str
    category: str
    number: str
    kind: str = ""


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Any subset and order of columns that plans print: labels first, nature anywhere behind the name."""
    unit_at = draw(st.sampled_from(("name", "name", "column", "value")))
    category_at = draw(st.sampled_from(("column", "column", "row", "none")))
    columns = [("category", "类别")] * (category_at == "column")
    columns += [("number", "序号")] * draw(st.booleans())
    columns.append(("name", draw(st.sampled_from(_NAME))))
    columns += [("unit", "单位")] * (unit_at == "column")
    values = draw(value_columns())
    nature = [("nature", draw(st.sampled_from(_NATURE)))] * draw(st.booleans())
    columns += [*nature, *values] if draw(st.booleans()) else [*values, *nature]
    return Layout(tuple(r for r, _ in columns), tuple(h for _, h in columns), unit_at, category_at)


@st.composite
def value_columns(draw: st.DrawFn) -> list[tuple[str, str]]:
    """The columns of values: a target with or without baseline, other years, a superior's goal, a rate."""
    columns = [("baseline:2020", draw(st.sampled_from(_BASELINE)))] * draw(st.booleans())
    match draw(st.sampled_from(("plain", "plain", "superior", "years", "rate"))):
        case "superior":
            own = draw(st.sampled_from(("2025年目标值", "2025年全市目标", "2025年本市目标")))
            return [*columns, ("target:2025", own), ("other:2025", "2025年省级目标")]
        case "years":
            return [*columns, ("target:2025", "2025年"), ("other:2035", "2035年")]
        case "rate":
            return [*columns, ("target:2025", "2025年"), ("annual", "年均增速（%）")]
        case _:
            return [*columns, ("target:2025", draw(st.sampled_from(_TARGET)))]


def decimals() -> st.SearchStrategy[str]:
    """A number as plans print it: a whole one, or with one or two places."""
    return st.builds(
        lambda whole, part: f"{whole}.{part}" if part else str(whole),
        st.integers(0, 9999),
        st.sampled_from(("", "", "5", "08", "36", "0")),
    )


def values() -> st.SearchStrategy[str]:
    """A value cell: a number, bound or unbound, a ratio, a range, a five-year total, words, or nothing."""
    number = decimals()
    return st.one_of(
        number,
        number,
        st.builds(lambda s, n: s + n, st.sampled_from("≥≤＞<"), number),
        st.builds(lambda n, s: n + s, number, st.sampled_from(("以上", "以内", "左右"))),
        st.sampled_from(_WORDS),
        st.sampled_from(("—", "——")),
        st.sampled_from(("1:1.38", "1：0.45")),
        st.sampled_from(("10—12", "0.8—2")),
        st.builds("〔{}〕".format, number),
        st.builds("-{}".format, number),
    )


@st.composite
def entries(draw: st.DrawFn, layout: Layout) -> list[Entry]:
    """4 to 14 indicators in one to four categories, some broken down or sharing a serial."""
    picked = draw(st.lists(st.sampled_from(NAMES), min_size=4, max_size=14, unique=True))
    most = max(1, len(picked) // 3)
    groups = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=most, unique=True))
    size = -(-len(picked) // len(groups))
    special = draw(st.sampled_from(("", "", "child", "shared" if layout.numbered else "child")))
    out: list[Entry] = []
    number = 0
    for i, (name, unit) in enumerate(picked):
        group, place = divmod(i, size)
        kind = special if place and special and draw(st.booleans()) else ""
        number += kind == ""
        out.append(Entry(name, unit, groups[group], str(number), kind))
    return out


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """An indicator table of 4 to 14 rows."""
    layout = draw(layouts())
    rows: list[tuple[str, ...]] = []
    before: Entry | None = None
    for entry in draw(entries(layout)):
        opens = before is None or before.category != entry.category
        if layout.category_at == "row" and opens:
            rows.append((entry.category, *["<"] * (len(layout.roles) - 1)))
        cells = {"category": entry.category if opens else "^", "number": _serial(entry)}
        cells["name"] = _named(entry, before, layout)
        cells["unit"] = entry.unit or "—"
        cells["nature"] = draw(st.sampled_from(("预期性", "约束性")))
        cells |= {
            role: draw(cell_values(entry, layout, role)) for role in layout.roles if ":" in role
        }
        cells["annual"] = draw(st.one_of(decimals(), st.just("—")))
        rows.append(tuple(cells[role] for role in layout.roles))
        before = entry
    return Sheet((layout.header,), tuple(rows), layout.roles)


def _serial(entry: Entry) -> str:
    return {"child": "", "shared": "^", "": entry.number}[entry.kind]


def _named(entry: Entry, before: Entry | None, layout: Layout) -> str:
    unit = f"{{{entry.unit}}}" if layout.unit_at == "name" and entry.unit else ""
    if entry.kind != "child":
        return entry.name + unit
    opens = before is None or before.kind != "child" or not layout.numbered
    return (">其中：" if opens else ">") + entry.name + unit


@st.composite
def cell_values(draw: st.DrawFn, entry: Entry, layout: Layout, role: str) -> str:
    """A value cell; where the table prints its units in the cells, with the unit behind a plain number.

    The last of several target years is always printed: which year's goal a row has without it is open.
    A baseline may be of a year of its own.
    """
    cell = draw(values())
    if role == "target:2035" and cell[0] == "—":
        cell = "100"
    if role == "baseline:2020" and draw(st.integers(0, 9)) == 0:
        cell = f"{draw(decimals())}（2019年）"
    if layout.unit_at == "value" and entry.unit and cell.lstrip("≥≤＞<").replace(".", "").isdigit():
        return f"{cell}{{{entry.unit}}}"
    return cell


def around(sheet: Sheet) -> Content:
    """A plan that holds the table between two chapters of prose."""
    body: tuple[Block, ...] = (
        "为推动全市各项事业高质量发展，依据有关法律法规，结合本市实际，编制本规划。规划期为2021—2025年。",
        Heading(1, "一、", "总体要求"),
        "坚持统筹兼顾、突出重点，处理好当前与长远、局部与全局的关系，确保各项任务落到实处。",
        Heading(2, "（一）", "发展目标"),
        "到2025年，服务能力明显增强，治理水平稳步提升，群众的获得感更加充实。",
        BoxContent("专栏1", "“十四五”时期主要发展指标", "indicators", sheet),
        Heading(1, "二、", "重点任务"),
        "围绕薄弱环节持续发力，健全上下贯通、协同高效的推进机制，形成工作合力。",
    )
    title = "海州市“十四五”公共服务发展规划"
    return Content("drawn", title, body, region=("海州市", "市"), period=(2021, 2025))


def plans() -> st.SearchStrategy[Content]:
    """A plan of any field with one indicator table."""
    return sheets().map(around)
