"""Workbooks: what is read back is what was written, and what people need is there: colours, notes, links."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from functools import cache
from typing import Any

import pytest

from planparse import Plan, frames, parse
from planparse.errors import MissingExtraError
from planparse.frames.columns import Cell
from planparse.frames.writers import SHEETS, writer_for
from planparse.frames.writers.xlsx import row_xml
from planparse.frames.writers.xlsx import sheet as sheet_module
from planparse.frames.writers.xlsx.looks import GRAVE, INFERRED, LIGHT, SEVERITIES
from planparse.frames.writers.xlsx.table_sheet import TITLE_WIDTH
from planparse.frames.writers.xlsx.texts import CUT, MARK, MOST_UNITS, lines_of, writable
from planparse.labels import Language, labels
from planparse.model.plan import RecordDoubt
from tabled import FILES, RARE, plan_of

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

LINK = re.compile(r"""=HYPERLINK\("#'([^']+)'!A(\d+)","([^"]+)"\)""")


def written(plans: list[Plan], *tables: str, lang: Language = "en") -> bytes:
    file = io.BytesIO()
    writer = writer_for("xlsx", file, tables=tables, lang=lang)
    for plan in plans:
        writer.add(plan)
    writer.close()
    return file.getvalue()


def book(plans: list[Plan], *tables: str, lang: Language = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(plans, *tables, lang=lang)))


def cells_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet by their heads."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def held(cell: Cell) -> object:
    """What a workbook holds of a cell: one of lists, and texts that XML can hold."""
    if isinstance(cell, list):
        return "; ".join(str(item) for item in cell) or None
    return writable(cell) if isinstance(cell, str) else cell


@pytest.mark.long
def test_a_workbook_gives_back_what_it_was_given(plan: Plan) -> None:
    """Every value of every row of every table, numbers as numbers with all of their digits."""
    made = book([plan], *frames.TABLES)
    for table in frames.TABLES:
        rows = cells_of(made[table])
        for row in rows:
            row.pop("passage", None)
        expected = [
            {name: held(cell) for name, cell in row.items()} for row in frames.rows(plan, table)
        ]
        assert rows == expected


def test_the_sheets_stand_in_the_order_in_which_people_look_for_them() -> None:
    assert set(SHEETS) == set(frames.TABLES)
    assert book([parse(RARE)]).sheetnames == ["about", *SHEETS, "passages", "columns"]
    assert book([], "values").sheetnames == ["about", "values", "passages", "columns"]


def test_the_same_plans_give_the_same_bytes() -> None:
    plans = [plan_of(path) for path in FILES[:3]]
    assert written(plans) == written(plans)
    assert written(plans, lang="zh") != written(plans)


def test_a_sheet_has_its_heads_frozen_and_filters() -> None:
    made = book([parse(RARE)])
    for table in SHEETS:
        sheet = made[table]
        assert sheet.freeze_panes == "A2"
        last = openpyxl.utils.get_column_letter(sheet.max_column)
        assert sheet.auto_filter.ref == f"A1:{last}{sheet.max_row}"


# ------------------------------------------------------------ nothing is run


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "=HYPERLINK(1)", "{=1}"])
def test_a_cell_that_looks_like_a_formula_is_text(text: str) -> None:
    plan = renamed(parse(RARE), text)
    made = book([plan], "indicators")["indicators"]
    assert cell(made, "name", 2).value == text
    data = zipfile.ZipFile(io.BytesIO(written([plan], "indicators")))
    formulas = re.findall(r"<f>([^<]*)</f>", data.read("xl/worksheets/sheet2.xml").decode("utf-8"))
    assert formulas
    assert [text for text in formulas if not text.startswith("HYPERLINK(\"#'")] == []


def cell(sheet: Any, head: str, row: int) -> Any:
    """A cell by its head, and its row from 1."""
    heads = [cell.value for cell in sheet[1]]
    return sheet[row][heads.index(head)]


def renamed(plan: Plan, name: str) -> Plan:
    first, *others = plan.indicators
    renamed_first = first.model_copy(update={"name": name})
    return plan.model_copy(update={"indicators": (renamed_first, *others)})


@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r>&</r>", "http://a.b/c", "1e5", "_x0041_"])
def test_a_text_is_neither_markup_nor_a_link_nor_a_number(text: str) -> None:
    made = book([renamed(parse(RARE), text)], "indicators")["indicators"]
    found = cell(made, "name", 2)
    assert isinstance(found.value, str)
    assert found.value.replace("_x005F_", "_") == text
    assert found.hyperlink is None


def test_characters_that_xml_cannot_hold_have_a_mark() -> None:
    assert writable("甲\x00\x07乙\udc80丙\ufffe\r\n丁") == f"甲{MARK}{MARK}乙{MARK}丙{MARK}\n丁"
    made = book([renamed(parse(RARE), "甲\x01乙")], "indicators")["indicators"]
    assert cell(made, "name", 2).value == f"甲{MARK}乙"


@pytest.mark.parametrize("character", ["字", "𠀀", "a"])
def test_a_text_that_is_too_long_is_cut_and_says_so(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    fits = character * (MOST_UNITS // units)
    assert writable(fits) == fits
    cut = writable(fits + character)
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert cut[:-1] == fits[: len(cut) - 1]
    made = book([renamed(parse(RARE), fits + character)], "indicators")["indicators"]
    assert cell(made, "name", 2).value == cut


@pytest.mark.parametrize("number", [0.1 + 0.2, 1 / 3, 66666.66666666667, 1e-300, 1e300, 2.5e22])
def test_a_number_keeps_all_of_its_digits(number: float) -> None:
    first, *others = parse(RARE).indicators
    assert first.target is not None
    target = first.target.model_copy(update={"value": number})
    changed = first.model_copy(update={"target": target})
    plan = parse(RARE).model_copy(update={"indicators": (changed, *others)})
    assert cells_of(book([plan], "indicators")["indicators"])[0]["target_value"] == number


def test_an_integer_that_no_float_holds_is_text() -> None:
    first, *others = parse(RARE).indicators
    per = parse(RARE).indicators[4].per
    assert per is not None
    large = first.model_copy(update={"per": per.model_copy(update={"count": 2**60 + 1})})
    plan = parse(RARE).model_copy(update={"indicators": (large, *others)})
    rows = cells_of(book([plan], "indicators")["indicators"])
    assert rows[0]["per_count"] == str(2**60 + 1)
    assert rows[4]["per_count"] == 1000


# ------------------------------------------------------------ more rows than a sheet has


def test_a_table_goes_on_in_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_module, "MOST_ROWS", 9)
    plan = parse(RARE)
    made = book([plan], "values")
    names = [name for name in made.sheetnames if name.startswith("values")]
    assert len(names) > 2
    assert names[1] == "values (2)"
    rows = [row for name in names for row in cells_of(made[name])]
    assert [row["id"] for row in rows] == [row["id"] for row in frames.rows(plan, "values")]
    assert all(made[name].max_row <= 9 for name in names)
    assert_links_lead_to_their_passage(made, names)


# ------------------------------------------------------------ links


def assert_links_lead_to_their_passage(made: Any, names: list[str]) -> None:
    """Each row has a link to a passage, which prints what the row says is printed."""
    for name in names:
        for row in cells_of(made[name]):
            sheet, line, _ = link(row["passage"])
            heads = [cell.value for cell in made[sheet][1]]
            cells = [cell.value for cell in made[sheet][line]]
            passage = dict(zip(heads, cells, strict=True))
            assert passage["plan_id"] == row["plan_id"]
            printed = row.get("text") or row.get("name") or row.get("section_title") or ""
            assert squeezed(printed)[:20] in squeezed(passage["text"]), (name, row["id"])


def link(formula: object) -> tuple[str, int, str]:
    """Sheet, row and words of a link."""
    target = LINK.fullmatch(str(formula))
    assert target, formula
    return target[1], int(target[2]), target[3]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.long
def test_a_link_leads_to_the_printed_passage(plan: Plan) -> None:
    tables = ["values", "mentions", "sections"]
    assert_links_lead_to_their_passage(book([plan], *tables), tables)


def test_rows_of_one_passage_lead_to_the_same_line() -> None:
    plan = plan_of(FILES[0])
    made = book([plan], "indicators", "values")
    links = {row["id"]: row["passage"] for row in cells_of(made["indicators"])}
    values = [row for row in cells_of(made["values"]) if row["record_kind"] == "indicator"]
    assert values
    assert [link(row["passage"])[1] for row in values] == [
        link(links[row["record_id"]])[1] for row in values
    ]
    texts = [row["text"] for row in cells_of(made["passages"])]
    assert made["passages"].cell(1, 2).value == "path"
    assert len(texts) < len(links) + len(cells_of(made["values"]))


def test_a_link_shows_the_page_or_the_line() -> None:
    made = book([parse(RARE)], "indicators", lang="zh")
    row = cells_of(made["指标"])[0]
    sheet, _, shown = link(row["查看原文"])
    assert (sheet, shown) == ("原文", f"第{row['行号']}行")


def test_a_plan_without_its_text_has_no_links() -> None:
    plan = parse(RARE)
    bare = plan.model_copy(update={"text": "", "leaves": ()})
    rows = cells_of(book([bare], "mentions")["mentions"])
    assert rows
    assert {row["passage"] for row in rows} == {None}


# ------------------------------------------------------------ colours and notes


@cache
def doubted() -> Plan:
    """A plan with a light and a grave doubt of a field, one of a whole row, and a concluded field."""
    plan = parse(RARE)
    rows = list(plan.indicators)
    light = RecordDoubt(code="torn-brackets", field="name", severity="light")
    grave = RecordDoubt(code="unread-number", field="target", severity="grave")
    whole = RecordDoubt(code="repeated-row", field=None, severity="light")
    rows[0] = rows[0].model_copy(update={"doubts": (light,), "inferred": ()})
    rows[1] = rows[1].model_copy(update={"doubts": (grave, whole), "inferred": ()})
    rows[2] = rows[2].model_copy(update={"doubts": (), "inferred": ("nature", "per")})
    return plan.model_copy(update={"indicators": tuple(rows), "outcomes": ()})


def coloured(sheet: Any, row: int) -> dict[str, tuple[str, str]]:
    """The coloured cells of a row by their heads: colour and note."""
    heads = [cell.value for cell in sheet[1]]
    found = {}
    for head, cell in zip(heads, sheet[row], strict=True):
        colour = cell.fill.start_color.rgb if cell.fill.fill_type else ""
        if colour:
            found[head] = (f"#{colour[2:]}", cell.comment.text if cell.comment else "")
    return found


def test_a_doubtful_cell_is_coloured_and_says_why() -> None:
    sheet = book([doubted()], "indicators")["indicators"]
    brackets = "torn-brackets: a bracket opens in one cell and closes in another (light)"
    assert coloured(sheet, 2) == {"name": (LIGHT, brackets)}
    number = "unread-number: a value with digits in it that is no number (grave)"
    repeated = "repeated-row: two rows of a table with the same name and labels (light)"
    assert coloured(sheet, 3) == {"target_text": (GRAVE, number), "doubts": (LIGHT, repeated)}
    assert set(coloured(sheet, 4)) == {"nature", "per_count"}
    assert coloured(sheet, 4)["nature"] == (INFERRED, "")


def test_a_value_has_the_doubts_of_its_record() -> None:
    sheet = book([doubted()], "values")["values"]
    ids = [row["id"] for row in cells_of(sheet)]
    target = coloured(sheet, ids.index("i2.target") + 2)
    assert target["text"][0] == GRAVE
    baseline = coloured(sheet, ids.index("i2.baseline") + 2)
    assert "text" not in baseline
    assert baseline["doubts"][0] == GRAVE


def test_a_doubt_of_the_table_bears_on_each_of_its_rows() -> None:
    plan = parse(RARE)
    doubts = (
        RecordDoubt(code="label-reach", field="category", severity="light"),
        RecordDoubt(code="serial-gap", field=None, severity="grave"),
    )
    table = plan.tables[0].model_copy(update={"doubts": doubts})
    rows = tuple(row.model_copy(update={"doubts": ()}) for row in plan.indicators)
    plan = plan.model_copy(update={"tables": (table,), "indicators": rows})
    sheet = book([plan], "indicators", lang="zh")["指标"]
    for row in range(2, sheet.max_row + 1):
        colours = coloured(sheet, row)
        assert colours["类别"][0] == LIGHT
        assert colours["存疑原因"][0] == GRAVE
        assert colours["存疑原因"][1].startswith("整张表格：序号有缺（严重）：")


def test_findings_are_coloured_by_their_severity() -> None:
    plan = next(plan for path in FILES if (plan := plan_of(path)).findings)
    sheet = book([plan], "findings")["findings"]
    for row, cells in enumerate(cells_of(sheet), 2):
        assert coloured(sheet, row)["severity"][0] == SEVERITIES[cells["severity"]]


# ------------------------------------------------------------ for people


def test_a_chinese_character_is_two_wide() -> None:
    name = "一" * 12
    made = book([renamed(parse(RARE), name)], "indicators")
    assert width(made["indicators"], "name") == 24 + sheet_module.ROOM
    long = book([renamed(parse(RARE), name * 9)], "indicators")
    assert width(long["indicators"], "name") == sheet_module.WIDEST


def test_a_title_leaves_room_for_the_names() -> None:
    plan = parse(RARE).model_copy(update={"title": "示例县水利发展规划" * 6})
    sheet = book([plan], "indicators")["indicators"]
    assert width(sheet, "title") == TITLE_WIDTH < sheet_module.WIDEST


def width(sheet: Any, head: str) -> float:
    place = [cell.value for cell in sheet[1]].index(head) + 1
    letter = openpyxl.utils.get_column_letter(place)
    # xlsx adds the margin of a cell to its width.
    return float(round(sheet.column_dimensions[letter].width - 0.71, 1))


def test_what_matters_least_is_folded_away() -> None:
    data = zipfile.ZipFile(io.BytesIO(written([parse(RARE)], "indicators")))
    xml = data.read("xl/worksheets/sheet2.xml").decode("utf-8")
    folded: set[int] = set()
    for attributes in re.findall(r"<col ([^/]*)/>", xml):
        if 'hidden="1"' in attributes:
            first, last = (int(n) for n in re.findall(r'(?:min|max)="(\d+)"', attributes))
            folded.update(range(first, last + 1))
    names = ["passage", *(column.name for column in frames.columns("indicators"))]
    shown = [name for place, name in enumerate(names, 1) if place not in folded]
    # A row says which file it is from, also where that prints no title.
    assert shown[:6] == ["passage", "path", "title", "region", "category", "number"]
    assert {"target_text", "target_value", "heading", "doubts"} <= set(shown)
    assert not {"plan_id", "span_start", "bbox", "baseline_low"} & set(shown)


def test_a_chinese_workbook_is_chinese_throughout() -> None:
    """Heads, sheets and codes: every cell is Chinese, a number, or what the plan itself prints."""
    plans = [plan_of(path) for path in FILES[:4]]
    made = book(plans, lang="zh")
    words = labels("zh")
    assert made.sheetnames == [
        words.sheet(name) for name in ("about", *SHEETS, "passages", "fields")
    ]
    heads = {cell.value for name in made.sheetnames for cell in made[name][1] if cell.value}
    assert [
        head for head in heads if re.search(r"[A-Za-z]{2}", str(head).replace("planparse", ""))
    ] == []
    codes = {
        str(code)
        for table in SHEETS
        for row in cells_of(book(plans, table)[table])
        for head, code in row.items()
        if re.search(r"^code$|(^|_)(kind|status|role|slot|measure|severity|source)$", head) and code
    }
    texts = {
        value
        for name in made.sheetnames[1:-1]
        for row in made[name].iter_rows(values_only=True)
        for value in row
    }
    assert codes & texts == set()


def test_the_names_of_codes_lead_back_to_the_codes() -> None:
    """A Chinese workbook says the same: no two codes of a column have one name."""
    plan = plan_of(FILES[0])
    for table in ("values", "findings", "mentions"):
        chinese = cells_of(book([plan], table, lang="zh")[labels("zh").sheet(table)])
        english = cells_of(book([plan], table)[table])
        for column in ("kind", "status", "role", "measure"):
            if english and column in english[0]:
                head = labels("zh").head(table, column)
                pairs = {(e[column], c[head]) for e, c in zip(english, chinese, strict=True)}
                assert (
                    len(pairs)
                    == len({code for code, _ in pairs})
                    == len({name for _, name in pairs})
                )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_sheet_counts_the_rows(lang: Language) -> None:
    plan = plan_of(FILES[0])
    sheet = book([plan], lang=lang)[labels(lang).sheet("about")]
    lines = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[1] is not None}
    shown = {link(name)[2]: n for name, n in lines.items() if LINK.fullmatch(str(name))}
    assert shown == {labels(lang).sheet(t): len(frames.rows(plan, t)) for t in SHEETS}


def test_the_last_sheet_says_what_each_column_is() -> None:
    made = book([parse(RARE)], "values")["columns"]
    rows = list(made.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [column.name for column in frames.columns("values")]
    assert all(all(row) for row in rows)


def test_without_its_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"XlsxWriter; .*planparse\[xlsx\]"):
        writer_for("xlsx", io.BytesIO())


def test_a_row_of_wrapped_texts_is_as_high_as_they_are() -> None:
    plan = next(plan for path in FILES if (plan := plan_of(path)).findings)
    long = plan.findings[0].model_copy(update={"message": "甲" * 100})
    short = long.model_copy(update={"message": "甲", "passages": ()})
    sheet = book([plan.model_copy(update={"findings": (long, short)})], "findings")["findings"]
    assert sheet.row_dimensions[2].height >= 5 * sheet_module.LINE_HEIGHT
    assert sheet.row_dimensions[3].height is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("甲" * 20, 1), ("甲" * 21, 2), ("a" * 38, 1), ("a\nb\n\nc", 4), ("甲" * 40, 3)],
)
def test_how_many_lines_a_text_takes(text: str, lines: int) -> None:
    assert lines_of(text, 40) == lines


def test_a_doubt_leads_to_the_row_that_it_is_of() -> None:
    made = book([doubted()], "indicators", "doubts")
    links = {row["id"]: link(row["passage"])[:2] for row in cells_of(made["indicators"])}
    doubts = cells_of(made["doubts"])
    assert len(doubts) > 2
    assert [link(row["passage"])[:2] for row in doubts] == [
        links[row["record_id"]] for row in doubts
    ]


# ------------------------------------------------------------ XML


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("甲 <乙> & 丙", "<t>甲 &lt;乙&gt; &amp; 丙</t>"),
        (" 甲", '<t xml:space="preserve"> 甲</t>'),
        ("甲\n乙", '<t xml:space="preserve">甲\n乙</t>'),
        # Excel reads _x0041_ as A.
        ("_x0041_", "<t>_x005F_x0041_</t>"),
        ("_x41_", "<t>_x41_</t>"),
    ],
)
def test_a_text_as_xml(text: str, written: str) -> None:
    cell = row_xml.text_cell("A1", "", text)
    assert cell == f'<c r="A1" t="inlineStr"><is>{written}</is></c>'


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_the_letters_of_a_column(column: int, letters: str) -> None:
    assert row_xml.letters(column) == letters == openpyxl.utils.get_column_letter(column + 1)


def test_a_reader_that_trusts_the_extent_of_a_sheet_finds_all_rows() -> None:
    plan = parse(RARE)
    file = io.BytesIO(written([plan], "values"))
    sheet = openpyxl.load_workbook(file, read_only=True)["values"]
    assert sheet.max_row == len(frames.rows(plan, "values")) + 1
    assert sheet.max_column == len(frames.columns("values")) + 1
