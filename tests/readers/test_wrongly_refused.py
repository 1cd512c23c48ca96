"""Honest files that were refused, or read as nothing, for a side part."""

from __future__ import annotations

import io
import zipfile

import pytest

from docx_files import docx, p
from ofd_objects import PROSE, ofd, text
from planparse.errors import ReadError
from planparse.readers import read_source


def changed(
    data: bytes, *, rename: dict[str, str], drop: tuple[str, ...] = (), twice: str = ""
) -> bytes:
    """The package with parts renamed, left out, or written a second time."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as new:
        for name in given.namelist():
            if name not in drop:
                new.writestr(rename.get(name, name), given.read(name))
        if twice:
            new.writestr(twice, given.read(twice) if twice in given.namelist() else b"x")
    return made.getvalue()


PAGE = ofd(text(20, 40, PROSE), template=text(20, 20, "内部资料"))
TEMPLATE = "Doc_0/Tpls/Tpl_0/Content.xml"


def test_names_of_parts_are_one_whatever_their_case() -> None:
    data = changed(PAGE, rename={TEMPLATE: TEMPLATE.replace("Tpls", "TPLS")})
    assert "内部资料" in read_source(data, "a.ofd").text
    data = changed(docx(p("甲")), rename={"word/document.xml": "Word/Document.xml"})
    assert read_source(data, "a.docx").text == "甲"


def test_a_missing_template_leaves_the_page() -> None:
    assert PROSE in read_source(changed(PAGE, rename={}, drop=(TEMPLATE,)), "a.ofd").text


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_twice_is_refused_only_where_it_is_read() -> None:
    sealed = ofd(text(20, 40, PROSE), **{"Doc_0/Signs/Seal.esl": "x"})
    data = changed(sealed, rename={}, twice="Doc_0/Signs/Seal.esl")
    assert PROSE in read_source(data, "a.ofd").text
    with pytest.raises(ReadError, match="twice"):
        read_source(changed(sealed, rename={}, twice="Doc_0/Pages/Page_0/Content.xml"), "a.ofd")


@pytest.mark.parametrize("tag", ["html", "body"])
@pytest.mark.parametrize("style", ["visibility: hidden", "display:none"])
def test_a_page_that_its_script_shows(tag: str, style: str) -> None:
    body = (
        "<h1>某市养老服务行动计划</h1><p>一、工作目标</p><p>床位达到70%以上。</p><p hidden>不印</p>"
    )
    page = f"<html><body>{body}</body></html>".replace(f"<{tag}>", f'<{tag} style="{style}">', 1)
    printed = read_source(page.encode(), "a.html").text
    assert "床位达到70%以上" in printed
    assert "不印" not in printed


def test_a_line_that_no_other_is_near_has_margins() -> None:
    """A page on which lines of one size begin at one place, and none of them ends."""
    from planparse.readers.paged_text.margins import _narrow_end

    assert _narrow_end([], float("nan"), 12.0) == 0.0
