"""unreadable-table: a text whose letters or lines a converter has broken, whatever it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from planparse.checks.matter import Matter
from planparse.checks.places import finding
from planparse.model.plan import Finding

MOST_FOREIGN = 0.05
"""Share of a text's characters in scripts that no plan is written in: those of fonts that do not tell
which character a glyph is."""

MOST_SINGLE = 0.5
"""Share of the lines with one character from which on they are no table's narrow column."""

SOME = 8
"""Of so many characters one is looked at."""

LEAST_LINES = 100
"""Lines before that says anything."""

WHOLE_TEXT = "全文"


def broken_text(matter: Matter, way_out: str) -> Iterator[Finding]:
    """What holds for the text as a whole; `way_out` says what the user can do."""
    source = matter.draft.source
    # Such letters stand everywhere: some of the characters tell.
    some = source.text[::SOME]
    foreign = len(matter.grammar.pattern("checks.foreign-letter").findall(some))
    if foreign > MOST_FOREIGN * len(some):
        share = round(100 * foreign / len(some))
        yield _told(matter, f"约{share}%的字符是乱码（字体未带编码）", way_out)
    lines = source.lines
    single = [line.end - line.start for line in lines].count(1)
    if len(lines) >= LEAST_LINES and single > MOST_SINGLE * len(lines):
        yield _told(matter, "多数行只有一个字", way_out)


def _told(matter: Matter, said: str, way_out: str) -> Finding:
    text = matter.draft.source.text
    return finding(
        "unreadable-table",
        "warning",
        WHOLE_TEXT,
        f"{WHOLE_TEXT}{said}，其中的表格和数字未能读出或不可信，{way_out}。",
        span=(0, min(1, len(text))),
    )
