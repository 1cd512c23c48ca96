"""Headings of whole plans, and the wrapped lines that are none: readable cases."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from laws import assert_lossless, assert_spans_slice
from places import CASES
from planparse import parse
from planparse.model.plan import Section


@dataclass
class Case:
    """One case of a file: the lines of a plan, and its sections as they must be read."""

    title: str
    lines: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def cases(name: str) -> list[Case]:
    found: list[Case] = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("=> "):
            found[-1].sections.append(line[3:])
        elif line.strip() and not line.startswith("#"):
            found[-1].lines.append(line)
    return found


def hung(sections: tuple[Section, ...]) -> list[str | None]:
    """The parent that each section must have: the last one before it of a lower level."""
    return [
        next((s.id for s in reversed(sections[:n]) if s.level < section.level), None)
        for n, section in enumerate(sections)
    ]


def ends(sections: tuple[Section, ...], end_of_text: int) -> list[int]:
    """Where each section must end: at the next one of its level or a lower one."""
    return [
        next((s.span[0] for s in sections[n:] if s.level <= section.level), end_of_text)
        for n, section in enumerate(sections, 1)
    ]


@pytest.mark.parametrize(
    "case", [*cases("outline.txt"), *cases("paragraphs.txt")], ids=lambda c: c.title
)
def test_case(case: Case) -> None:
    plan = parse("\n".join(case.lines) + "\n")
    assert [f"{s.level} | {s.label} | {s.title}" for s in plan.sections] == case.sections
    assert [s.parent for s in plan.sections] == hung(plan.sections)
    assert [s.body[1] for s in plan.sections] == ends(plan.sections, len(plan.text))
    assert all(s.body[0] == s.span[1] for s in plan.sections)
    for section in plan.sections:
        printed = plan.text[slice(*section.span)].split()
        assert "".join(printed).startswith(section.label)
        assert "".join(printed).endswith("".join(section.title.split()))
    assert_spans_slice(plan)
    assert_lossless(plan)


TABLE = "\n工程名称\t总投资（万元）\n东港\t500\n西港\t600\n\n"


@pytest.mark.parametrize(
    ("text", "sections", "of_boxes"),
    [
        # In a box a label numbers items.
        (
            "专栏1 港口\n1.东港。扩建码头。\n2.西港。疏浚航道。\n\n一、铁路\n建成铁路。\n",
            "一、",
            [None],
        ),
        (
            "一、港口\n专栏1 港口\n1.东港。扩建码头。\n2.西港。疏浚航道。\n\n二、铁路\n",
            "一、 二、",
            ["s1"],
        ),
        (
            "一、港口\n（一）东港\n专栏1 港口\n1.东港。扩建码头。\n2.西港。疏浚航道。\n\n（二）西港\n"
            "专栏2 航道\n1.东港。疏浚航道。\n2.西港。疏浚航道。\n\n二、铁路\n建成铁路。\n",
            "一、 （一） （二） 二、",
            ["s2", "s3"],
        ),
        # An annex is a heading though a table follows it, a table with a number of its own is none.
        (f"一、港口\n扩建码头。\n附件1 工程\n{TABLE}一、铁路\n", "一、 附件1 一、", ["s2"]),
        (f"一、港口\n扩建码头。\n附表1 工程\n{TABLE}二、铁路\n", "一、 二、", ["s1"]),
        (
            f"一、港口\n扩建码头。\n附件1 工程\n{TABLE}专栏1 航道\n1.东港。疏浚航道。\n2.西港。疏浚航道。\n",
            "一、 附件1",
            ["s2", "s2"],
        ),
        # The note of a table counts its remarks, whether the table is a box or stands among the text.
        (
            f"一、港口\n扩建码头。\n{TABLE}注：1.东港含航道。\n2.西港不含航道。\n\n二、铁路\n",
            "一、 二、",
            [],
        ),
        (
            f"一、港口\n表1 工程\n{TABLE}注：1.东港含航道。\n2.西港不含航道。\n\n二、铁路\n",
            "一、 二、",
            ["s1"],
        ),
    ],
)
def test_boxes_hold_no_headings_and_stand_in_sections(
    text: str, sections: str, of_boxes: list[str | None]
) -> None:
    plan = parse("云溪市交通规划\n" + text)
    assert [s.label for s in plan.sections] == sections.split()
    assert [box.section for box in plan.boxes] == of_boxes
