"""Raised figures, entities, formulas and code: the text stays, and the signs say what is shown."""

from __future__ import annotations

import io

import pytest

from docx_files import docx, p, tbl, tc
from planparse.model.signs import shown
from planparse.model.source import Source
from planparse.parser import Parser
from planparse.readers import read_source
from planparse.readers.markdown.signs import read_writing
from planparse.readers.pages.lines import find_lines, find_runs
from planparse.readers.pages.page import Glyph


def looks(source: Source) -> str:
    assert all(start < end for start, end in source.marks)
    return shown(source.text, source.signs)


def cells(source: Source) -> list[str]:
    return [cell.text for grid in source.grids for cell in grid.cells]


# ------------------------------------------------------------------ formats that tell


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


UP = '<w:vertAlign w:val="superscript"/>'
DOWN = '<w:vertAlign w:val="subscript"/>'


def test_superscripts_of_word() -> None:
    value = f"<w:p>{run(' 318')}{run('2', UP)}</w:p>"
    name = f"<w:p>{run('CO')}{run('2', DOWN)}{run('排放量（m')}{run('3', UP)}{run('）')}</w:p>"
    source = read_source(docx(tbl(tc(name) + tc(value)) + p("后")), "a.docx")
    assert source.text == "CO2排放量（m3）\n3182\n后"
    assert looks(source) == "CO2排放量（m³）\n318²\n后"
    assert cells(source) == ["CO2排放量（m³）", "318²"]


def test_a_style_of_word_may_raise() -> None:
    kind = '<w:style w:type="character"'
    styles = (
        f'{kind} w:styleId="Up"><w:rPr>{UP}</w:rPr></w:style>'
        f'{kind} w:styleId="Same"><w:basedOn w:val="Up"/></w:style>'
    )
    raised = run("3", '<w:rStyle w:val="Same"/>')
    body = f"<w:p>{run('水库库容2亿m')}{raised}</w:p>"
    assert looks(read_source(docx(body, styles=styles), "a.docx")) == "水库库容2亿m³"


@pytest.mark.parametrize(
    ("markup", "look"),
    [
        ("库容12亿m<sup>3</sup>。", "库容12亿m³。"),
        ("就诊率<sup><b>1)</b></sup>达到90%", "就诊率¹⁾达到90%"),
        ('耕地<span style="vertical-align: super">２</span>', "耕地²"),
        ("H<sub>2</sub>O", "H2O"),
        ("林地<sup> </sup>", "林地"),
        ("林地<sup>*</sup>", "林地*"),
    ],
)
def test_raised_text_of_web_pages(markup: str, look: str) -> None:
    page = f"<html><body><p>　{markup}</p><p>完</p></body></html>"
    source = read_source(page.encode(), "a.html")
    assert looks(source) == f"{look}\n完"


def test_raised_text_of_sheets() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes the sheet of this test")
    rich = pytest.importorskip("openpyxl.cell.rich_text", reason="needs rich text")
    fonts = pytest.importorskip("openpyxl.cell.text", reason="needs rich text")
    up = fonts.InlineFont(vertAlign="superscript")
    book = openpyxl.Workbook()
    book.active.append(["指标", rich.CellRichText("灌溉用水（万m", rich.TextBlock(up, "3"), "）")])
    book.active.append(["蓄水量", "12"])
    file = io.BytesIO()
    book.save(file)
    assert "灌溉用水（万m³）" in cells(read_source(file.getvalue(), "a.xlsx"))


# ------------------------------------------------------------------ pages: by size and place


def glyphs(text: str, x: float, base: float, size: float) -> list[Glyph]:
    width = size / 2
    return [Glyph(c, x + n * width, x + (n + 1) * width, base, size) for n, c in enumerate(text)]


@pytest.mark.parametrize(
    ("small", "size", "rise", "look"),
    [
        ("1", 5.0, 5.0, "560¹"),  # half the size, half up
        ("1)", 8.3, 4.1, "560¹⁾"),  # as browsers set it
        ("[12]", 6.5, 3.3, "560[¹²]"),
        ("1", 8.3, 0.0, "5601"),  # small figures on the line
        ("2", 6.5, -2.0, "5602"),  # lowered
        ("1", 9.5, 4.0, "5601"),  # nearly as large: a line that stands askew
        ("20211", 6.5, 3.3, "560²⁰²¹¹"),
        ("202112", 6.5, 3.3, "560202112"),  # too much for a mark
    ],
)
def test_figures_are_raised_by_size_and_place(
    small: str, size: float, rise: float, look: str
) -> None:
    drawn = glyphs("560", 100, 200, 10) + glyphs(small, 115, 200 - rise, size)
    (line,) = find_lines(find_runs(drawn))
    assert line.text == f"560{small}" and line.shown == look


def test_a_figure_may_be_raised_before_its_note_and_alone_on_its_line() -> None:
    note = glyphs("1", 100, 196, 6) + glyphs("为预计数", 104, 200, 10)
    (line,) = find_lines(find_runs(note))
    assert line.shown == "¹为预计数"
    name = glyphs("绿地率", 100, 200, 10) + glyphs("2", 100, 208, 6)
    assert [line.shown for line in find_lines(find_runs(name))] == ["绿地率", "²"]


# ------------------------------------------------------------------ Markdown


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("失业率&lt;5%", "失业率<5%"),
        ("研发&amp;设计&nbsp;中心", "研发&设计中心"),
        ("增长 $\\geq 6.5\\%$ 以上", "增长 ≥6.5% 以上"),
        ("浓度 $2 8 \\mu \\mathrm{g}/\\mathrm{m}^{3}$ 。", "浓度 28μg/m³ 。"),
        ("$\\mathrm{SO}_{2}$ 排放 $10^{4}\\mathrm{t}$", "SO2 排放 10⁴t"),
        ("死亡率 $4.2\\%_{0}$", "死亡率 4.2‰"),
        ("居民收入$^{\\textcircled{2}}$", "居民收入②"),
        ("$58\\%\\sim 60\\%$", "58%~60%"),
        ("库容 2 亿m<sup>3</sup>", "库容 2 亿m<sup>³</sup>"),
        ("（ `三` ） `保障`", "（ 三 ） 保障"),
        ("（_四_）措施", "（四）措施"),
        ("收费$5，补助$3", "收费$5，补助$3"),
        ("snake_case_name 与 3_4", "snake_case_name 与 3_4"),
        ("&unknown; & Co", "&unknown; & Co"),
        ("$\\foo 3$", "\\foo3"),
    ],
)
def test_what_markdown_shows(text: str, look: str) -> None:
    writing = read_writing(text)
    assert writing.shown((0, len(text))) == look
    assert writing.marks == sorted(writing.marks)


def test_quantities_of_formulas_and_entities_are_read_and_cut_out_as_written() -> None:
    plan = Parser().parse(
        "# 规划\n\n## 目标\n\n到2025年，绿化率&ge;41%，库容 $2.4\\mathrm{m}^3$ ，污染下降18%<sup>2</sup>。\n"
    )
    found = [(m.text, m.value.comparator, m.value.value) for m in plan.mentions]
    assert found == [("&ge;41%", "≥", 41.0), ("2.4\\mathrm{m}^3", "=", 2.4), ("18%", "=", 18.0)]
    assert all(plan.text[slice(*m.span)] == m.text for m in plan.mentions)


def test_headings_behind_code_marks() -> None:
    plan = Parser().parse(
        "# 某规划\n\n## （ `一` ） `总` 则\n\n坚持绿色发展。\n\n## （ `二` ）任务\n\n落实责任。\n"
    )
    assert [(s.label, s.title) for s in plan.sections] == [("（一）", "总则"), ("（二）", "任务")]


def test_a_footnote_of_word_belongs_to_the_row_that_refers_to_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    value = f"<w:p>{run('52')}{reference}</w:p>"
    table = tbl(
        tc("指标") + tc("2020年") + tc("2025年"),
        tc("造林面积（万亩）") + tc(value) + tc("60"),
        tc("湿地面积（万亩）") + tc("8") + tc("8"),
    )
    note = f'<w:footnote w:id="7">{p("为2019年数据。")}</w:footnote>'
    data = docx(p("主要指标") + table + p("完"), footnotes=note)
    first, second = Parser().read(data, name="a.docx").indicators
    assert first.note == "为2019年数据。" and second.note is None
    assert first.baseline is not None
    assert (first.baseline.value, first.baseline.year) == (52.0, 2019)


def test_a_backslash_before_a_sign_is_a_mark() -> None:
    """pandoc writes 12\\% and \\<5; a path of folders keeps its own."""
    text = "# 供水规划\n\n到2025年，漏损率降至9\\%，水质\\*达标，见C:\\water。\n"
    plan = Parser().parse_source(read_source(text.encode(), "plan.md"))
    assert plan.text == text
    [mention] = plan.mentions
    assert (mention.value.value, mention.unit and mention.unit.text) == (9.0, "%")
