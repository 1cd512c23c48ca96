"""Drafts out of a few plain lines: records as the stages before the checks hand them over.

area 云溪市 市                          the plan's region and its level
title 云溪市残疾人事业发展规划            the plan's title
head 2 （一） 发展基础                   a heading of level 2; without label: head 2 - 发展基础
table 专栏1                             begins an indicator table (专栏1 is begun unasked)
row 3 | 毛入学率（%） | 91.2 | ≥95        serial number | name（unit） | 2020 | 2025
row - | >公办园学位数（万个） | 2 | 3      > is a part of the row above that has none
row - | 支付比例【职工】（%） | - | 85      a qualifier in 【】
row 3 | … | … | … | 市级=96              a higher level's goal
row = | …                               the serial number above, merged over this row
said target 2025 毛入学率 92%             a mention: role, year or -, subject, quantity
also target 2025 毛入学率 95%             another in the same sentence
sheet 专栏2 projects: 序号 | 项目名称 | 总投资（万元）
line 1 | 水厂 | 300                     a row of the last sheet; ^ is the cell above, merged
text 一些文字                            running text without records
box 专栏1 公路建设                       a box by its caption
"""

from __future__ import annotations

from typing import cast

from planparse.grammar import Grammar
from planparse.model.draft import Draft, Head, Paragraph
from planparse.model.plan import (
    Box,
    BoxKind,
    Column,
    Indicator,
    Mention,
    MentionRole,
    Region,
    RegionLevel,
    Section,
    Table,
    Value,
)
from planparse.model.source import Source, Span, text_lines
from planparse.quantity.cell_values import read_cell
from planparse.quantity.units import find_unit, read_per, split_unit
from planparse.records.resources.projects import read_projects
from planparse.tables.columns import read_columns

Body = list[tuple[list[str], list[Span | None]]]


def sketch(lines: str, grammar: Grammar) -> Draft:
    """The draft that the lines describe."""
    return Sketch(grammar).read(lines).draft()


class Sketch:
    """Collects records line by line, and prints each into the text that they point into."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._text = ""
        self._title: str | None = None
        self._region: Region | None = None
        self._paragraphs: list[Paragraph] = []
        self._sections: list[Section] = []
        self._boxes: list[Box] = []
        self._indicators: list[Indicator] = []
        self._mentions: list[Mention] = []
        self._sheets: list[tuple[str, BoxKind, list[str], Body, Span]] = []

    def read(self, lines: str) -> Sketch:
        """Takes lines in the notation above; blank lines and # comments say nothing."""
        for line in filter(None, (x.strip() for x in lines.splitlines())):
            if not line.startswith("#"):
                word, _, rest = line.partition(" ")
                getattr(self, word)(rest)
        return self

    def draft(self) -> Draft:
        """All that was collected."""
        plain = Draft(
            source=Source(self._text, text_lines(self._text)),
            head=Head(title=self._title, region=self._region),
            paragraphs=tuple(self._paragraphs),
            sections=tuple(self._sections),
            boxes=tuple(self._boxes),
            indicators=tuple(self._indicators),
            mentions=tuple(self._mentions),
            tables=tuple(self._table(i, *s) for i, s in enumerate(self._sheets, 1)),
        )
        return read_projects(plain, self._grammar)

    def area(self, rest: str) -> None:
        name, level = rest.split()
        self._region = Region(name=name, level=cast("RegionLevel", level))

    def title(self, rest: str) -> None:
        self._title = rest
        self._print(rest)

    def text(self, rest: str) -> None:
        start, _ = self._print(rest)
        line = self._text.count("\n") - 1
        self._paragraphs.append(Paragraph(rest, (0,), (start,), line, line))

    def box(self, rest: str) -> None:
        label, title = rest.split()
        span = self._print(rest)
        self._boxes.append(
            Box(
                id=f"b{len(self._boxes) + 1}",
                label=label,
                number=_integer(label.removeprefix("专栏")),
                title=title,
                kind="measures",
                span=span,
                content=span,
            )
        )

    def head(self, rest: str) -> None:
        level, label, title = rest.split(maxsplit=2)
        label = "" if label == "-" else label
        span = self._print(label + title)
        parent = next((s for s in reversed(self._sections) if s.level < int(level)), None)
        self._sections.append(
            Section(
                id=f"s{len(self._sections) + 1}",
                parent=parent.id if parent else None,
                level=int(level),
                label=label,
                number=_integer(label),
                title=title,
                span=span,
                body=(span[1], span[1]),
            )
        )

    def table(self, rest: str) -> None:
        self._sheets.append(
            (rest, "indicators", ["序号", "指标", "2020年", "2025年"], [], self._print(rest))
        )

    def row(self, rest: str) -> None:
        if not any(s[1] == "indicators" for s in self._sheets):
            self.table("专栏1")
        number, name, *cells = (c.strip() for c in rest.split("|"))
        baseline, target, *above = [*cells, "", ""][: max(2, len(cells))]
        body = self._sheets[-1][3]
        spans: list[Span | None] = [
            None if c in ("", "-", "=") else self._print(c) for c in (number, name)
        ]
        spans += [self._print(c) for c in (baseline, target)]
        if number == "=":
            number, spans[0] = body[-1][0][0], body[-1][1][0]
        shown = [number.replace("-", ""), name.replace(">", "其中："), baseline, target]
        body.append((shown, spans))
        self._indicators.append(
            self._indicator(number, name, baseline, target, above, _hull(spans))
        )

    def _indicator(
        self, number: str, name: str, baseline: str, target: str, above: list[str], span: Span
    ) -> Indicator:
        split = split_unit(name.lstrip(">"), self._grammar)
        plain, _, qualifier = split.name.rstrip("】").partition("【")
        parent = next((i for i in reversed(self._indicators) if i.parent is None), None)
        parent = parent if name.startswith(">") else None
        unit = find_unit(split.unit, self._grammar) if split.unit else None
        per = read_per(plain, self._grammar) or (parent.per if parent else None)

        def value(text: str, year: int) -> Value:
            return read_cell(text, self._grammar, year=year, unit=unit, per=per)[0]

        others = tuple(
            value(text, 2025).model_copy(update={"scope": scope, "role": "target"})
            for scope, _, text in (a.partition("=") for a in above)
        )
        return Indicator(
            id=f"i{len(self._indicators) + 1}",
            table=f"t{len(self._sheets)}",
            row=len(self._sheets[-1][3]) - 1,
            number=None if number == "-" else number,
            name=plain,
            qualifier=qualifier or None,
            parent=parent.id if parent else None,
            unit=unit,
            per=per,
            others=others,
            span=span,
            baseline=value(baseline, 2020),
            target=value(target, 2025),
        )

    def said(self, rest: str) -> None:
        role, year, subject, text = rest.split()
        per = read_per(subject, self._grammar)
        value, _ = read_cell(text, self._grammar, year=None if year == "-" else int(year), per=per)
        if value.unit:  # as the prose stage does: the unit that is printed counts
            value, _ = read_cell(text, self._grammar, year=value.year, unit=value.unit, per=per)
        self._mentions.append(
            Mention(
                id=f"m{len(self._mentions) + 1}",
                text=text,
                span=self._print(text),
                subject=subject,
                value=value,
                unit=value.unit,
                per=per,
                role=cast("MentionRole", role),
            )
        )

    def also(self, rest: str) -> None:
        """A mention in the last one's sentence."""
        self._text = self._text.rstrip("\n") + "，"
        self.said(rest)

    def sheet(self, rest: str) -> None:
        title, _, header = rest.partition(":")
        label, kind = title.split()
        columns = [c.strip() for c in header.split("|")]
        self._sheets.append((label, cast("BoxKind", kind), columns, [], self._print(rest)))

    def line(self, rest: str) -> None:
        body = self._sheets[-1][3]
        cells = [c.strip() for c in rest.split("|")]
        spans = [self._print(c) if c and c != "^" else None for c in cells]
        for i, cell in enumerate(cells):
            if cell == "^":
                cells[i], spans[i] = body[-1][0][i], body[-1][1][i]
        body.append((cells, spans))

    def _table(
        self, number: int, label: str, kind: BoxKind, header: list[str], body: Body, span: Span
    ) -> Table:
        rows = tuple(tuple(cells) for cells, _ in body)
        paths = [tuple(h.split("/")) for h in header]
        columns: tuple[Column, ...] = tuple(read_columns(paths, rows, None, self._grammar))
        return Table(
            id=f"t{number}",
            label=label,
            kind=kind,
            columns=columns,
            rows=rows,
            span=span,
            cell_spans=tuple(tuple(spans) for _, spans in body),
        )

    def _print(self, text: str) -> Span:
        start = len(self._text)
        self._text += text + "\n"
        return (start, start + len(text))


def _hull(spans: list[Span | None]) -> Span:
    found = [s for s in spans if s]
    return (min(s[0] for s in found), max(s[1] for s in found))


def _integer(label: str) -> int | None:
    from planparse.grammar.numerals import read_integer

    return read_integer(label.strip("（）()、.．第章节"))
