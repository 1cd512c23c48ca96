"""Marks of a person to `check` are no content: whatever line they stand in, the records stay."""

from __future__ import annotations

import pytest

from laws import assert_laws
from places import FIXTURES
from planparse import Parser
from planparse.model.ignore_marks import ignore_marks, misspelt_marks, with_ignore_marks
from planparse.model.plan import Plan
from planparse.model.source import Source, text_lines

MARK = "<!-- planparse: ignore[unit-missing] -->"
PARSER = Parser()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<!-- planparse: ignore -->", [()]),
        ("目标<!--planparse:ignore[unit-missing]-->，任务", [("unit-missing",)]),
        ("planparse: ignore[unit-missing, sum-mismatch]\r\n", [("unit-missing", "sum-mismatch")]),
        ("达到95%。 planparse: ignore  \n", [()]),
        ("达到95%。planparse: ignore\n", []),
        ("写上 planparse: ignore 即可\n", []),
        ("planparse: ignore[a\nb]\n", []),
        ("https://example.org/planparse: ignore\n", []),
    ],
)
def test_what_is_a_mark(text: str, kinds: list[tuple[str, ...]]) -> None:
    assert [mark.kinds for mark in ignore_marks(text)] == kinds


def test_what_was_meant_for_a_mark() -> None:
    text = f"{MARK}\nplanparse: ignore[a\nplanparse: Ignor\nplanparse: check\n"
    assert [text[slice(*span)] for span in misspelt_marks(text)] == [
        "planparse: ignore",
        "planparse: Ignor",
    ]


def test_a_mark_is_in_no_line() -> None:
    """The lines are those of the text without it: no blank line and no blank is left where it stood."""
    text = f"一、目标 {MARK}\n{MARK}\n\n达到95%，{MARK}不少于\n"
    source = with_ignore_marks(Source(text, text_lines(text)))
    assert [source.printed(line.span) for line in source.lines] == [
        "一、目标",
        "",
        "达到95%，",
        "不少于",
        "",
    ]
    assert [source.printed(mark) for mark in source.marks] == [MARK] * 3


def test_a_mark_beside_a_unit_note_leaves_it_one() -> None:
    text = (FIXTURES / "agriculture-national.txt").read_text(encoding="utf-8")
    assert "\n单位：%\n" in text
    plan = PARSER.parse(text.replace("\n单位：%\n", f"\n单位：% {MARK}\n"))
    assert plan.tables[0].unit_note == "单位：%"


def keys(plan: Plan) -> dict[str, list[str]]:
    """The keys of all records but quantities of prose, whose words a mark may stand amid."""
    names = ("sections", "boxes", "tables", "indicators", "outcomes", "projects", "findings")
    return {name: [record.key for record in getattr(plan, name)] for name in names}


@pytest.mark.long
@pytest.mark.parametrize("name", ["health-pingchuan", "ecology-shimen", "digital-haizhou"])
def test_records_stay_wherever_a_mark_stands(name: str) -> None:
    (path,) = FIXTURES.glob(f"{name}.*[td]")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    before = keys(PARSER.parse(text))
    for at in range(1, len(lines), max(1, len(lines) // 12)):
        above = "".join([*lines[:at], f"{MARK}\n", *lines[at:]])
        beside = "".join([*lines[:at], lines[at].rstrip("\n"), f" {MARK}\n", *lines[at + 1 :]])
        # On a line without words a mark takes the place of the blank line.
        for marked in (above, beside) if lines[at].strip() else (above,):
            plan = PARSER.parse(marked)
            assert keys(plan) == before, f"line {at}"
            assert_laws(plan)
            assert [leaf.kind for leaf in plan.leaves if MARK in marked[slice(*leaf.span)]] == [
                "furniture"
            ]
