"""One way of reading a table, asked about a few lines: the rows that it sees, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from places import CASES
from planparse import grammar
from planparse.model.draft import Draft
from planparse.model.source import Source, text_lines
from planparse.tables.recover.finders import READINGS, text_page
from planparse.tables.recover.proposal import Proposal, choose
from planparse.tables.recover.text_page import TextPage

G = grammar.default()
BY_NAME = {reading.name: reading for group in READINGS for reading in group}
NAMES = {
    "led": "cells led by tabs",
    "tabs": "tabs between cells",
    "bars": "bars between cells",
    "headed bars": "bars between cells under a rule",
    "barred": "bars between cells alone",
    "tabbed paragraphs": "tabs between cells of paragraphs",
    "slashed": "slashes between cells",
    "ruled": "rules of signs",
    "blocks": "blocks between blank lines",
    "aligned": "columns at fixed places",
    "places": "words under one another",
    "columns": "column by column",
    "spaced": "rows that end in their values",
    "stacked": "a cell on each line",
    "stack": "wrapped cells on lines of their own",
    "lines": "blocks of lines",
    "wrapped": "wrapped cells around their values",
    "counted": "counted cells",
}
"""What the cases call the readings."""
END = "----"
"""In a case: the table ends above."""

LONG = (
    "建设农村公路安全防护设施并同步改造沿线桥梁涵洞及排水沟渠和照明标志标线等附属工程"
    "支持养护道班购置清扫除雪机械设备开展路面病害检测评定和预防性养护作业试点示范"
    "完善城乡客运站场候车亭与充电桩布局推进镇村公交线网优化和智慧调度平台建设运营"
)
"""Words of an entry that is as long as a test wants it."""


def words(count: int) -> str:
    """So many characters of a project's description."""
    times = count // len(LONG) + 1
    return (LONG * times)[:count]


@dataclass
class Case:
    """Lines as a converter left them, which reading is asked, and the rows that it must see."""

    reading: str
    title: str
    lines: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def reading_cases(name: str) -> list[Case]:
    """The cases of one file: == reading: title, the lines, and => row."""
    found: list[Case] = []
    for line in (CASES / "readings" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            reading, _, title = line[3:].partition(": ")
            found.append(Case(reading, title))
        elif line.startswith("=>"):
            found[-1].rows.append(line[3:].rstrip().replace("→", "\t"))
        elif found and not line.startswith("#"):
            found[-1].lines.append(line.replace("→", "\t"))
    for case in found:
        while not case.lines[-1].strip(" "):
            case.lines.pop()
    return found


def page_of(lines: Sequence[str]) -> TextPage:
    """Printed lines as the readings look at them."""
    text = "\n".join(lines)
    source = Source(text, text_lines(text))
    draft = Draft(source, furniture=(None,) * len(source.lines))
    return text_page(draft, G)


def proposal_of(reading: str, lines: Sequence[str]) -> Proposal | None:
    """What a reading makes of the lines, under the caption on the first one where that is one."""
    page = page_of(lines)
    first = 0
    if page.captions[0]:
        first = page.captioned.index(True)
    chosen = choose([BY_NAME[NAMES[reading]]], page, first)
    return chosen.proposal if chosen else None


def read(reading: str, lines: Sequence[str]) -> list[str]:
    """The rows as the cases write them, paragraphs of a cell parted by "/"; none without a table.

    Behind them stand, after "…", the lines that the table does not take though no END says so,
    or takes from behind it.
    """
    end = list(lines).index(END) if END in lines else len(lines)
    lines = [line for line in lines if line != END]
    found = proposal_of(reading, lines)
    if found is None:
        return []
    rows = [" | ".join(cell.text.replace("\n", "/") for cell in row).rstrip() for row in found.rows]
    if found.until != end:
        rows.append(f"… {found.until} of {end} lines")
    return rows
