"""Cases of headings and heads that stand beside the project."""

from __future__ import annotations

from functools import cache

import pytest

from places import SHARED
from planparse.model.plan import Plan
from planparse.parser import Parser

CASES = SHARED / "cases"


@cache
def plan(path: str) -> Plan:
    """The plan in a file of `../shared/cases`; skips visibly where that is not beside the project."""
    file = CASES / path
    if not file.exists():
        pytest.skip(f"there is no {file}")
    return Parser().read(file)


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        (
            "office/01-title-begins-with-day-month-year/input.docx",
            "1一、 2（一） 2（二） 2（三） 2（四） 2（五） 1二、 31. 32.",
        ),
        ("office/03-list-items-become-headings/input.docx", "1一、 2（一） 2（二） 1二、 1三、"),
        ("office/05-list-of-annexes/table-list.docx", "1一、 1二、 2（一） 2（二）"),
        ("office/05-list-of-annexes/own-line.docx", "1一、 1二、"),
        (
            "office/09-decimal-heading-read-as-quantity/input.docx",
            "11 21.1 21.2 12 22.1 22.2 22.3 22.4 22.5",
        ),
        (
            "text/08-page-number-glued-to-heading/input.txt",
            "1一、 21.1 31.1.1 31.1.2 21.2 31.2.1 1二、 22.1 32.1.1 22.2 32.2.1 1三、",
        ),
        ("text/12-small-full-stop-label/input.txt", "1一、 2（一） 31﹒ 32﹒ 2（二） 33﹒ 1二、"),
        ("text/13-long-heading-between-siblings/input.txt", "1一、 2（一） 2（二） 2（三）"),
        (
            "text/14-numbered-notes-below-table-as-headings/input.txt",
            "1二、 2（一） 31． 32． 33． 1三、",
        ),
        ("text/22-numbers-run-on-across-parents/input.txt", "1一、 2（一） 2（二） 2（三）"),
        (
            "text/23-contents-lines-with-several-chapters/input.txt",
            "1 1第一篇 2第一章 2第二章 1第二篇 2第三章 2第四章 2第五章 2第六章",
        ),
        ("text/25-circled-footnote-as-heading/input.txt", "1一、 2（一） 1二、"),
        (
            "text/28-legal-bases-as-headings/input.txt",
            "1第一章 2第一节 2第二节 2第三节 1第二章 3一、",
        ),
        ("reports/01-toc-mixed-leaders/a.txt", "1第一章 2第一节 2第二节 1第二章"),
        ("reports/01-toc-mixed-leaders/b.txt", "1一、 2（一） 2（二） 1二、"),
        ("reports/01-toc-mixed-leaders/c.txt", "1 1一、 2（一） 1二、"),
        (
            "reports/09-article-headings/a.txt",
            "1第一章 2第1条 2第2条 1第二章 2第3条 2第4条",
        ),
        (
            "reports/09-article-headings/b.txt",
            "1第一章 2第一节 3第一条 3第二条 2第二节 3第三条",
        ),
        ("reports/18-crossref-headings/a.txt", "12 22.1 22.2"),
        ("reports/18-crossref-headings/c.txt", "1一、 1二、 2（一） 2（二）"),
        ("reports/07-circled-missing-number/b.txt", "1一、 21. 3① 3② 22. 3① 3②"),
        ("pdf/12-chapter-and-section/case.pdf", "1第一章 2第一节 2第二节"),
    ],
)
def test_levels_and_labels(path: str, labels: str) -> None:
    found = plan(path)
    assert " ".join(f"{s.level}{s.label}" for s in found.sections) == labels
    if "circled-missing" not in path:
        assert not [f for f in found.findings if "number" in f.kind or "heading" in f.kind]


@pytest.mark.parametrize(
    ("path", "title", "issuer", "issued", "region"),
    [
        (
            "office/04-title-taken-from-stale-properties/annex.docx",
            "县级部门养老服务工作职责清单",
            None,
            None,
            None,
        ),
        (
            "office/04-title-taken-from-stale-properties/points.docx",
            "松岭县2024年养老服务工作要点",
            None,
            None,
            "松岭县",
        ),
        (
            "office/14-signature-at-the-end/input.docx",
            "松岭县人民政府办公室关于促进养老服务发展的意见",
            "松岭县人民政府办公室",
            "2024-03-01",
            "松岭县",
        ),
        (
            "text/17-html-title-with-document-number/input.html",
            "临川市新型储能发展“十五五”规划",
            None,
            None,
            "临川市",
        ),
        (
            "text/19-work-report-title-and-past-year/input.txt",
            "2026年临川市政府工作报告",
            None,
            "2026-01-08",
            "临川市",
        ),
    ],
)
def test_head(
    path: str, title: str, issuer: str | None, issued: str | None, region: str | None
) -> None:
    found = plan(path)
    assert (found.title, found.issuer, found.issued) == (title, issuer, issued)
    assert (found.region.name if found.region else None) == region
