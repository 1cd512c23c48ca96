"""docs/tables.md lists the tables and their columns as the code has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from places import ROOT
from planparse.frames import TABLES, FrameColumn, columns
from planparse.frames.columns import DOUBTS, PLACE, PLAN, SHORT_VALUE, VALUE, names, value_columns
from planparse.frames.registry import FRAMES

PAGE = ROOT / "docs" / "tables.md"
BEGIN = "<!-- made from the columns: pytest -k made_from --rewrite-golden -->\n"
SLOTS = ("baseline", "target", "goal", "actual", "change", "investment")
HEAD = ["| column | type | holds |", "|---|---|---|"]


def reference() -> str:
    """A table of columns for each table; what tables share stands once, before them."""
    parts = ["### All tables", "", "Every table begins with these columns:", "", *listed(PLAN), ""]
    parts += [
        "Every table but `plans` has these as well, near its end:",
        "",
        *listed((*PLACE, *DOUBTS)),
        "",
    ]
    parts += ["### Values in a row", "", *values(), ""]
    for table in TABLES:
        parts += [f"### {table}", "", f"{FRAMES[table].description}.", "", *listed_own(table), ""]
    return "\n" + "\n".join(parts)


def values() -> Iterator[str]:
    """What a value is made of, once for all tables."""
    short = ", ".join(f"`{name}`" for name in SHORT_VALUE)
    yield "`values`, `observations` and `mentions` have these columns for their value. Wide tables have a value for each of"
    yield f"several fields, and the field's name before each column (`baseline_value`, `target_year`): {short}."
    yield ""
    yield from listed(VALUE)


def listed(shown: Iterable[FrameColumn]) -> list[str]:
    """A line for each column."""
    rows = [
        f"| `{c.name}` | {c.type} | {c.description.replace('|', chr(92) + '|')} |" for c in shown
    ]
    return [*HEAD, *rows]


def listed_own(table: str) -> list[str]:
    """The columns of a table that it does not share; those of a value as one line."""
    shared = {*PLAN, *PLACE, *DOUBTS}
    own = [column for column in columns(table) if column not in shared]
    lines = list(HEAD)
    groups = {names(VALUE): "its value, see above"}
    groups |= {names(value_columns(slot)): f"the value `{slot}`, see above" for slot in SLOTS}
    at = 0
    while at < len(own):
        found = next((g for g in groups if names(own[at : at + len(g)]) == g), None)
        if found is None:
            lines += listed([own[at]])[2:]
            at += 1
        else:
            lines.append(f"| `{found[0]}` … `{found[-1]}` | | {groups[found]} |")
            at += len(found)
    return lines


def test_the_list_of_columns_is_made_from_them(rewrite_golden: bool) -> None:
    head, mark, _ = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    assert mark, "docs/tables.md has lost the mark under which the columns stand"
    page = head + mark + reference()
    if rewrite_golden:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page, "run pytest -k made_from --rewrite-golden"


def test_every_table_is_told_before_its_columns() -> None:
    """Whoever looks for a table finds out what it is for."""
    head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    told = [table for table in TABLES if f"`{table}`" in head]
    assert set(TABLES) - set(told) <= {"sections", "boxes", "items", "tables", "projects"}
