"""The plan's own data on cover and notice, beside what the fixtures show."""

from __future__ import annotations

import pytest

from planparse.model.plan import Plan
from planparse.parser import Parser


@pytest.mark.parametrize(
    "title",
    ["江城市供水“十五五”规划（江水发〔2026〕7号）", "江城市供水“十五五”规划\n(江水发[2026]第7号)"],
)
def test_the_documents_number_behind_its_title(title: str) -> None:
    plan = Parser().parse(f"{title}\n一、目标\n到2030年，供水普及率达到99%。\n")
    assert plan.title == "江城市供水“十五五”规划"
    assert plan.region is not None and plan.region.name == "江城市"
    assert plan.period is not None and plan.period.end == 2030


def read(*lines: str) -> Plan:
    return Parser().parse("\n".join([*lines, "一、目标", "加快发展。", ""]))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["溪口县2024年水利工作要点"], "溪口县2024年水利工作要点"),
        (["溪口县支持企业发展若干措施"], "溪口县支持企业发展若干措施"),
        (
            ["下载", "打印", "【字号：", "还原", "】", "2025年溪口市政府工作报告"],
            "2025年溪口市政府工作报告",
        ),
        (
            ["溪口市人民政府", "关于促进托育服务发展的意见"],
            "溪口市人民政府关于促进托育服务发展的意见",
        ),
        (
            ["溪口市林业和草原发展第十五个五年规划", "和二〇三五年远景目标纲要"],
            "溪口市林业和草原发展第十五个五年规划和二〇三五年远景目标纲要",
        ),
        # Two titles, whatever the second begins with.
        (["溪口县教育规划", "和田乡水利规划"], "和田乡水利规划"),
        (["附件2", "溪口县惠企政策清单"], "溪口县惠企政策清单"),
        (
            ["《溪口市气象“十四五”规划》经市政府研究同意，现印发给你们，请认真落实。"],
            "溪口市气象“十四五”规划",
        ),
        # A document that is no plan is only looked for where no plan's title is printed.
        (["政府信息公开指南", "溪口县交通发展规划"], "溪口县交通发展规划"),
        (["各乡镇人民政府：", "请认真落实。"], None),
        # Of whatever name, a document begins with its title, if this says what it is about.
        (["溪口县林业发展“十四五”年度进展对照"], "溪口县林业发展“十四五”年度进展对照"),
        (["索引号：X-2024", "健康溪口行动主要指标表"], "健康溪口行动主要指标表"),
        (["网站首页", "溪口县林业概览"], None),
        (["我县坚持生态优先", "加快发展。"], None),
        (["表1 溪口县主要指标", "单位：亩"], None),
        (["关于做好溪口县防汛值守工作的通知", "各乡镇："], "关于做好溪口县防汛值守工作的通知"),
        (["关于印发溪口县防汛规划的通知", "各乡镇："], "溪口县防汛规划"),
        # A line of prose that names another plan opens a bracket which it does not close.
        (
            ["溪口市湿地修复规划", "（2021年-2035年）", "（草案）", "为落实《溪口市城市总体规划"],
            "溪口市湿地修复规划（2021年-2035年）",
        ),
        # What a paper's library and an editor print in front of it.
        (
            ["分类号:X12", "溪口日报/2001年/第1版/", "溪口市经济社会发展十年规划"],
            "溪口市经济社会发展十年规划",
        ),
        (["（本文有删节）", "溪口市绿色发展行动计划"], "溪口市绿色发展行动计划"),
        (["溪口县水利工程项目专栏汇编", "专栏4 灌区改造工程"], "溪口县水利工程项目专栏汇编"),
    ],
)
def test_titles(lines: list[str], title: str | None) -> None:
    assert read(*lines).title == title


def test_a_cover_ends_at_the_table_of_contents() -> None:
    """Its title does not go on with the full lines that stand behind the contents."""
    sentence = "到那时全县供水更有保障群众用水更加方便水质更好管护更加到位运行更加安全"
    plan = Parser().parse(
        "\n".join(
            [
                "溪口县城乡供水一体化和农村饮水安全巩固提升“十五五”专项建设发展规划",
                "目  录",
                "第一章 基础......................1",
                "第二章 目标......................5",
                "第三章 措施......................9",
                *[sentence] * 6,
                "第一章 基础",
                "过去五年成效明显。",
                "第二章 目标",
                "加快发展。",
                "第三章 措施",
                "加强领导。",
                "",
            ]
        )
    )
    assert plan.title == "溪口县城乡供水一体化和农村饮水安全巩固提升“十五五”专项建设发展规划"


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("江苏省句容市养老规划", ("江苏省句容市", "321183", "区县", "镇江市")),
        ("句容市养老规划", ("句容市", "321183", "区县", "镇江市")),
        ("海西州水利规划", ("海西州", "632800", "市", "青海省")),
        ("阜新蒙古族自治县水利规划", ("阜新蒙古族自治县", "210921", "区县", "阜新市")),
        ("广西水利规划", ("广西", "450000", "省", None)),
        ("重庆市大足区水利规划", ("重庆市大足区", "500111", "区县", "重庆市")),
        ("重庆两江新区水利规划", ("重庆两江新区", None, "新区", "重庆市")),
        ("广西生态文明强区建设规划", ("广西", "450000", "省", None)),
        # Several places have this name.
        ("鼓楼区水利规划", ("鼓楼区", None, "区县", None)),
        ("溪口县水利规划", ("溪口县", None, "区县", None)),
        # A county until 2019, a city of the same rank since.
        ("射洪县“十三五”水利规划", ("射洪县", "510922", "区县", "遂宁市")),
        ("射洪市“十四五”水利规划", ("射洪市", "510981", "区县", "遂宁市")),
    ],
)
def test_regions(title: str, region: tuple[str | None, ...]) -> None:
    found = read(title).region
    assert found is not None
    assert (found.name, found.code, found.level, found.parent) == region


def test_a_signature_below_the_text() -> None:
    plan = Parser().parse(
        "溪口县防汛工作安排\n一、目标\n加快发展。\n溪口县水利局\n2024年5月6日\n附件1\n值班表\n"
    )
    assert (plan.issuer, plan.issued) == ("溪口县水利局", "2024-05-06")


def test_a_date_alone_below_the_text_signs_nothing() -> None:
    plan = Parser().parse("溪口县防汛工作安排\n一、目标\n加快发展。\n2024年5月6日\n")
    assert (plan.issuer, plan.issued) == (None, None)


def test_the_session_dates_a_work_report() -> None:
    plan = read("政府工作报告", "——2025年2月3日在江西省第十四届", "人民代表大会第三次会议上")
    assert plan.title == "政府工作报告"
    assert plan.issued == "2025-02-03"
    assert plan.region is not None and plan.region.code == "360000"
    assert plan.period is not None and (plan.period.start, plan.period.end) == (2025, 2025)


def test_the_year_of_an_annual_plan() -> None:
    period = read("溪口县2024年水利工作要点").period
    assert period is not None and (period.start, period.end) == (2024, 2024)
    assert read("溪口县2024年水利规划").period is None
