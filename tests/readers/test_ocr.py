"""Scans: pages and tables that are pictures, made by rasterising typeset plans."""

from __future__ import annotations

import io
from importlib.util import find_spec

import pytest

from compare import same_words
from drawn import Drawing, pdf
from made_files import made
from planparse.errors import ReadError
from planparse.model.source import Source
from planparse.parser import Parser
from planparse.readers.pdf.document import read_pdf, read_picture
from plans import Content, fixtures
from scans import DPI, SCANS, indicator_cells, rasterised, scanned

NEEDED = ("rapidocr", "onnxruntime", "pypdfium2")
MISSING = [name for name in NEEDED if find_spec(name) is None]
needs_ocr = pytest.mark.skipif(
    bool(MISSING), reason=f"the extra [ocr] is not installed: {', '.join(MISSING)}"
)


@pytest.fixture
def plan() -> Content:
    """The shortest of the plans, so that the scans are read in seconds."""
    return min(fixtures(), key=lambda p: len(str(p.body)))


@needs_ocr
@pytest.mark.parametrize("kind", SCANS)
def test_indicators_of_a_scan(kind: str, plan: Content) -> None:
    """So many of the cells of the indicators are read from a scan as from the plan itself."""
    how, least = SCANS[kind]
    source = read_pdf(scanned(made(plan, "libreoffice"), **how), "scan.pdf")
    wanted, wrong = indicator_cells(plan, Parser().parse_source(source))
    assert len(wrong) <= (1 - least) * wanted, "\n".join(wrong)
    assert {g.shape for g in source.grids} == {"ocr"}
    assert all(c.confidence is not None for g in source.grids for c in g.cells if c.text)


def table_picture() -> bytes:
    """A PNG of a ruled table of four cells and more."""
    import pypdfium2 as pdfium

    page = (
        Drawing()
        .grid([60, 260, 420], [60, 100, 140])
        .cells(
            [64, 264],
            [86, 126],
            [["婴儿死亡率（‰）", "预期性指标"], ["城镇化率（%）", "——"]],
            size=16,
        )
    )
    shot = pdfium.PdfDocument(pdf(page))[0].render(scale=3, crop=(50, 680, 160, 50)).to_pil()
    out = io.BytesIO()
    shot.save(out, "PNG")
    return out.getvalue()


@needs_ocr
def test_a_picture_file_is_read() -> None:
    source = read_picture(table_picture(), "table.png")
    (grid,) = source.grids
    assert [same_words(c.text) for c in grid.cells] == [
        "婴儿死亡率(‰)",
        "预期性指标",
        "城镇化率(%)",
        "——",
    ]


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_that_is_cut_off(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """One clear error, and nothing else is printed."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(table_picture())).convert("RGB").save(out, kind)
    data = out.getvalue()
    for size in (20, len(data) // 2, len(data) - 50):
        with pytest.raises(ReadError, match="broken or of an unknown kind"):
            read_picture(data[:size], "table.png")
    assert capfd.readouterr() == ("", "")


SMUDGED = (385, 157, 430, 176)
"""Box of the cell in `scan_with` that is spoilt, in points."""


def scan_with(smudge: str) -> bytes:
    """A PNG of a table of indicators; the goal of its second row (9.1) is blurred, blotted or stained."""
    import cv2
    import numpy as np
    from PIL import Image

    xs = [60, 240, 300, 380, 460]
    page = (
        Drawing()
        .text(60, 70, "表1 主要指标", size=14)
        .grid(xs, [90, 120, 150, 180, 210])
        .cells(
            xs,
            [110, 140, 170, 200],
            [
                ["指标", "单位", "2020年", "2025年"],
                ["供水普及率", "%", "95.2", "98.6"],
                ["管网漏损率", "%", "12.4", "9.1"],
                ["污水处理率", "%", "85.3", "95.7"],
            ],
            size=14,
        )
    )
    shot = rasterised(pdf(page))[0]
    x0, top, x1, bottom = (int(at * DPI / 72) for at in SMUDGED)
    part = shot[top:bottom, x0:x1].astype(float)
    spoilt = {
        "": part,
        "blurred": cv2.GaussianBlur(part, (0, 0), 9),
        "blotted": np.full_like(part, 20),
        "stained": np.minimum(part, 60 + np.random.default_rng(3).normal(0, 50, part.shape)),
    }
    shot[top:bottom, x0:x1] = np.clip(spoilt[smudge], 0, 255)
    out = io.BytesIO()
    Image.fromarray(shot).save(out, "PNG")
    return out.getvalue()


@needs_ocr
@pytest.mark.parametrize("smudge", ["", "blurred", "blotted", "stained"])
def test_a_smudged_cell_is_a_finding_and_stands_in_inferred(smudge: str) -> None:
    """What is recognised without confidence, or not at all, is never given as if it were printed."""
    plan = Parser().parse_source(read_picture(scan_with(smudge), "scan.png"))
    assert [i.name for i in plan.indicators] == ["供水普及率", "管网漏损率", "污水处理率"]
    assert [i.inferred for i in plan.indicators] == [(), ("target",) if smudge else (), ()]
    found = [f for f in plan.findings if f.kind == "unreadable-cell"]
    assert len(found) == bool(smudge)
    assert all("“管网漏损率”的“2025年”" in f.message for f in found)
    spots = {plan.text[slice(*f.span)] for f in found if f.span}
    assert spots == {i.target.text for i in plan.indicators if i.target and i.inferred}


def with_picture(picture: bytes, *, words: bool) -> bytes:
    """A page with a picture on it, between two lines of text when `words`."""
    import pypdfium2 as pdfium
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=92)
    text = (
        Drawing()
        .text(80, 100, "图上方的正文，足够长的一行文字。")
        .text(80, 700, "图下方的正文，也是一行文字。")
    )
    document = pdfium.PdfDocument(pdf(text if words else Drawing()))
    page = document[0]
    held = pdfium.PdfImage.new(document)
    held.load_jpeg(io.BytesIO(packed.getvalue()), inline=True)
    wide = 480.0
    held.set_matrix(
        pdfium.PdfMatrix().scale(wide, wide * image.height / image.width).translate(50, 400)
    )
    page.insert_obj(held)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@needs_ocr
def test_a_table_that_is_a_picture_in_a_page_of_text() -> None:
    source = read_pdf(with_picture(table_picture(), words=True), "a.pdf")
    (grid,) = source.grids
    assert same_words(grid.cells[0].text) == "婴儿死亡率(‰)"
    outside = [
        source.text[x.start : x.end]
        for x in source.lines
        if not grid.span[0] <= x.start < grid.span[1]
    ]
    assert [line[:4] for line in outside] == ["图上方的", "图下方的"]


def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.readers.pdf.document.find_spec", lambda name: None)


@needs_ocr
def test_without_the_extra_one_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pages that are pictures are named in one notice and the rest is read; when all are, it is an error."""
    without_ocr(monkeypatch)
    picture = table_picture()
    with pytest.raises(ReadError, match=r"planparse\[ocr\]"):
        read_pdf(with_picture(picture, words=False), "a.pdf")
    with pytest.raises(ReadError, match=r"planparse\[ocr\]"):
        read_picture(picture, "a.png")
    source = read_pdf(with_picture(picture, words=True), "a.pdf")
    assert [n.about for n in source.notices] == ["第1页"]
    assert "planparse[ocr]" in source.notices[0].message
    assert "图上方的正文" in source.text


@needs_ocr
@pytest.mark.parametrize("turned", [-3.0, -0.7, 0.4, 2.5])
def test_skew_is_found(turned: float) -> None:
    """A page turned by up to five degrees is turned back to within a tenth."""
    import cv2

    from planparse.readers.pdf.picture_ink import find_skew

    page = Drawing().grid([80, 200, 400, 500], [100 + 30 * i for i in range(12)])
    for i in range(15):
        page.text(80, 480 + 20 * i, "坚持以人民为中心的发展思想统筹推进各项事业")
    shot = cv2.cvtColor(rasterised(pdf(page), turned=turned)[0], cv2.COLOR_GRAY2BGR)
    assert find_skew(shot) == pytest.approx(-turned, abs=0.1)


@needs_ocr
def test_single_traditional_characters_are_taken_back() -> None:
    """One among many simplified ones is a slip of recognition; a text full of them is not."""
    from planparse.readers.pdf.recognised_words import simplified

    assert simplified(["類别", "坚持以人民为中心的发展思想统筹推进各项事业" * 3])[0] == "类别"
    assert simplified(["類別", "經濟發展總體規劃"])[0] == "類別"


@needs_ocr
def test_signs_that_recognition_takes_for_others() -> None:
    from planparse.readers.pdf.recognised_words import mended

    cases = {
        "婴儿死亡率(%o)": "婴儿死亡率(‰)",
        "(%0)": "(‰)",
        "3.95%0": "3.95‰",
        "3.6 0/00": "3.6 ‰",
        "1·建设": "1．建设",
        "30%": "30%",
        "95%0.5": "95%0.5",
        "2000": "2000",
        "2.5·x": "2.5·x",
    }
    assert {text: mended(text) for text in cases} == cases


def four_rows() -> Drawing:
    """A page with a ruled table of three indicators, two of them per thousand."""
    xs = [60, 110, 330, 410, 490, 560]
    rows = [
        ["序号", "指标", "2020年", "2025年", "属性"],
        ["1", "新生儿死亡率（‰）", "2.1", "≤2.6", "预期性"],
        ["2", "农村自来水普及率（%）", "88.5", "92", "预期性"],
        ["3", "传染病报告发病率（‰）", "3.4", "3.1", "约束性"],
    ]
    page = Drawing().text(180, 90, "云溪市卫生健康发展规划", size=18)
    page.grid(xs, [110 + 30 * number for number in range(5)])
    return page.cells(xs, [130 + 30 * number for number in range(4)], rows, size=13)


@needs_ocr
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_or_upside_down_is_read(quarters: int) -> None:
    """Its table is read as that of the upright page, ‰ and % told apart."""
    import numpy as np
    from PIL import Image

    (shot,) = rasterised(pdf(four_rows()))
    turned = Image.fromarray(np.ascontiguousarray(np.rot90(shot, quarters)))
    out = io.BytesIO()
    turned.save(out, "PDF", resolution=DPI, quality=85)
    (grid,) = read_pdf(out.getvalue(), "scan.pdf").grids
    texts = [cell.text.replace("(", "（").replace(")", "）") for cell in grid.cells]
    assert [text for text in texts if "率" in text] == [
        "新生儿死亡率（‰）",
        "农村自来水普及率（%）",
        "传染病报告发病率（‰）",
    ]
    assert (grid.n_rows, grid.n_cols) == (4, 5)


def test_how_a_picture_lies_is_told_by_its_words() -> None:
    from planparse.readers.pdf.picture_turns import HEAD, LEFT, RIGHT, UPRIGHT, turns_to_upright

    wide, high = (0.0, 0.0, 80.0, 12.0), (0.0, 0.0, 12.0, 80.0)
    label = [(0.0, 0.0, 12.0, 40.0)]
    assert turns_to_upright([wide] * 9 + label, [0.98] * 10) == UPRIGHT
    assert turns_to_upright([wide] * 9 + label, [0.7] * 10) == HEAD
    assert turns_to_upright([high] * 9, [0.97] * 9) == LEFT
    assert turns_to_upright([high] * 9, [0.75] * 9) == RIGHT
    assert turns_to_upright([high] * 2, [0.97] * 2) == UPRIGHT


@needs_ocr
@pytest.mark.parametrize("size", [34, 48])
@pytest.mark.parametrize("sign", ["%", "‰"])
def test_the_rings_of_a_sign_tell_which_it_is(sign: str, size: int) -> None:
    import numpy as np

    from planparse.readers.pdf.percent_signs import sign_shown

    page = Drawing().text(60, 100, sign + "）以下", size=12)
    (shot,) = rasterised(pdf(page))
    high = int(16 * DPI / 72)
    line = shot[int(87 * DPI / 72) : int(87 * DPI / 72) + high, int(59 * DPI / 72) :][:, : size + 8]
    assert sign_shown(np.ascontiguousarray(line)) == sign
    assert sign_shown(np.full((40, 40), 250, np.uint8)) is None


@needs_ocr
@pytest.mark.parametrize("behind", ["filled", "joined", "none"])
def test_a_third_ring_that_has_run_full_leaves_the_sign_unsure(behind: str) -> None:
    import cv2
    import numpy as np

    from planparse.readers.pdf.percent_signs import sign_shown

    line = np.full((80, 110), 255, np.uint8)
    cv2.circle(line, (16, 24), 10, 0, 5)
    cv2.line(line, (46, 14), (18, 66), 0, 5)
    cv2.circle(line, (48, 56), 10, 0, 5)
    if behind == "filled":
        cv2.circle(line, (76, 56), 12, 0, -1)
    if behind == "joined":
        cv2.rectangle(line, (58, 44), (84, 68), 0, -1)
    assert sign_shown(line) == ("%" if behind == "none" else None)


@needs_ocr
def test_pages_read_at_once_are_read_as_one_by_one(
    monkeypatch: pytest.MonkeyPatch, plan: Content
) -> None:
    """And so in a process of its own, whose limit of memory is for the file, and not for models."""
    scan = scanned(made(plan, "libreoffice"), pages=2)
    sources: list[Source] = []
    for most in (1, 2):
        monkeypatch.setattr("planparse.readers.pdf.document.pages_at_once", lambda most=most: most)
        sources.append(read_pdf(scan, "scan.pdf"))
    assert sources[0] == sources[1]
    assert Parser().read(scan, name="scan.pdf", isolate=True).text == sources[0].text


@needs_ocr
@pytest.mark.parametrize("said", ["std::bad_alloc", "Failed to allocate memory for a buffer"])
def test_want_of_memory_is_told_as_such(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    from planparse.readers.pdf import recognised_words

    def engine(image: object, **_: object) -> None:
        raise RuntimeError(said)

    monkeypatch.setattr(recognised_words, "_idle", {})
    monkeypatch.setattr(recognised_words, "_made_engine", lambda threads: engine)
    with pytest.raises(MemoryError):
        read_picture(table_picture(), "table.png")
