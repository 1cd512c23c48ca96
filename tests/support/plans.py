"""Plans as content: what is printed, apart from how, and what a reader must find in it.

A plan of content is a TOML file under fixtures/plans (see `load`) or is drawn by
Hypothesis (see strategies.py). Its tables are grids of strings with a little markup:

    ^            the cell above goes on here (merged downwards)
    <            the cell to the left goes on here (merged to the right)
    name{unit}   a unit: printed （unit） after a name, bare after a value (95%)
    7.|name      a serial number printed in the name's own cell
    >name        a row that breaks down the indicator above it
    10.5~①       a footnote mark
    \\n           a paragraph break inside a cell
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import FIXTURES

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `run_in` is the rest of the paragraph whose first sentence it is, "" for none."""

    level: int
    label: str
    title: str
    run_in: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as content: header and body rows in the markup of this module, all of one width.

    `roles` has one entry for each column: category, number, name, qualifier, unit,
    baseline:YEAR, target:YEAR, other:YEAR, annual, nature, note, or "" for anything else.
    """

    header: Rows
    body: Rows
    roles: tuple[str, ...] = ()
    unit_note: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxContent:
    """A 专栏, 表 or 附件: a table, or text items as (label, title, text)."""

    label: str
    title: str
    kind: str
    sheet: Sheet | None = None
    items: tuple[tuple[str, str, str], ...] = ()


Block = Heading | BoxContent | str
"""A piece of the body; a string is a paragraph."""


@dataclass(frozen=True, slots=True)
class Content:
    """One plan. `shape` names the raw shape that its fixture is printed in."""

    name: str
    title: str
    body: tuple[Block, ...]
    document_number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    addressees: str = ""
    order: str = ""
    region: tuple[str, ...] | None = None
    """Name and level; code and parent as well where the name is that of a real place."""
    period: tuple[int, int] | None = None
    draft: bool = False
    shape: str = "paragraphs"
    encoding: str = "utf-8"
    newline: str = "lf"
    suffix: str = "txt"
    ignore: tuple[str, ...] = ()
    """Fields of indicators that some raw shape cannot print for this plan."""

    @property
    def path(self) -> Path:
        """Where the plan's fixture stands."""
        return FIXTURES / f"{self.name}.{self.suffix}"

    def encoded(self, text: str) -> bytes:
        """The bytes of the fixture: the plan's own encoding and line ends."""
        return text.replace("\n", "\r\n" if self.newline == "crlf" else "\n").encode(self.encoding)

    @property
    def ignored(self) -> frozenset[str]:
        """`ignore` as a set."""
        return frozenset(self.ignore)

    @property
    def boxes(self) -> tuple[BoxContent, ...]:
        """The boxes in printed order."""
        return tuple(b for b in self.body if isinstance(b, BoxContent))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in printed order."""
        return tuple(b for b in self.body if isinstance(b, Heading))


def load(path: Path) -> Content:
    """Read a plan of content. Its `body` is text: `## 一、|标题` headings, `{专栏1}` boxes, else paragraphs.

    A heading with a third part, `### 1.|标题。|其余`, runs into its paragraph.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    boxes = {b["label"]: _box(b) for b in data.pop("box", [])}
    body = tuple(_block(line, boxes) for line in data.pop("body").splitlines() if line.strip())
    for key in ("region", "period"):
        data[key] = tuple(data[key]) if key in data else None
    return Content(name=path.stem, body=body, **data)


def fixtures() -> list[Content]:
    """Every plan of content under fixtures/plans, by name."""
    return [load(p) for p in sorted((FIXTURES / "plans").glob("*.toml"))]


REGION = ("name", "level", "code", "parent")


def _block(line: str, boxes: dict[str, BoxContent]) -> Block:
    if line.startswith("{"):
        return boxes[line.strip("{}")]
    if not line.startswith("#"):
        return line
    marks, rest = line.split(" ", 1)
    label, title, *run_in = rest.split("|")
    return Heading(len(marks), label, title, "".join(run_in))


def _box(data: dict[str, Any]) -> BoxContent:
    sheet = None
    if "header" in data:
        sheet = Sheet(
            _rows(data["header"]),
            _rows(data["rows"]),
            tuple(data.get("roles", "").split()),
            data.get("unit_note", ""),
            tuple(data.get("notes", ())),
        )
    items = tuple((a, b, c) for a, b, c in data.get("items", ()))
    return BoxContent(data["label"], data["title"], data["kind"], sheet, items)


def _rows(rows: str) -> Rows:
    """Rows as written: one a line, cells separated by tabs or two spaces, `_` for an empty cell."""
    lines = [
        re.split(r"\s*\t\s*| {2,}", line.strip()) for line in rows.splitlines() if line.strip()
    ]
    if len({len(line) for line in lines}) != 1:
        raise ValueError(f"rows of several widths: {[(len(x), x[:4]) for x in lines]}")
    return tuple(tuple("" if c == "_" else c.replace("\\n", "\n") for c in line) for line in lines)


def printed(cell: str, *, role: str = "") -> str:
    """A cell as it is printed, paragraph breaks kept."""
    cell = (cell.removeprefix(">") if role == "name" else cell).replace("|", "").replace("~", "")
    unit = r"（\1）" if role in ("name", "", "entity", "qualifier") else r"\1"
    return re.sub(r"\{([^}]*)\}", unit, cell)


def filled(rows: Sequence[Sequence[str]], *, sideways: bool = False) -> list[list[str]]:
    """Rows with merged cells resolved: filled down; to the right "" (or the label, if `sideways`)."""
    out: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for col, cell in enumerate(row):
            if cell == "^":
                cell = out[-1][col]
            elif cell == "<":
                cell = line[col - 1] if sideways else ""
            line.append(cell)
        out.append(line)
    return out


def paths(sheet: Sheet) -> list[list[str]]:
    """Each column's header cells, top first; a cell that is merged downwards counts once."""
    grid = filled(sheet.header, sideways=True)
    out: list[list[str]] = []
    for col in range(len(grid[0])):
        cells = [row[col] for i, row in enumerate(grid) if sheet.header[i][col] != "^" and row[col]]
        out.append([tight(printed(c)) for c in cells])
    return out


def body_cells(sheet: Sheet) -> list[list[str]]:
    """The body as a reader must deliver it: printed words, white space gone, labels filled down."""
    roles = sheet.roles or ("",) * len(sheet.body[0])
    return [
        [tight(printed(cell, role=_role(role))) for cell, role in zip(row, roles, strict=True)]
        for row in filled(sheet.body)
    ]


def tight(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s", "", text)


def _role(role: str) -> str:
    return role.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as printed: what every reader has to find, values by the column's role."""

    name: str
    category: str | None = None
    number: str | None = None
    qualifier: str | None = None
    parent: str | None = None
    unit: str | None = None
    nature: str | None = None
    note: str | None = None
    values: tuple[tuple[str, str], ...] = ()


def rows_of(sheet: Sheet) -> Iterator[Row]:
    """The indicators of a sheet, read off its content by the roles of its columns."""
    category = parent = None
    grid = filled(sheet.body)
    for raw, row in zip(sheet.body, grid, strict=True):
        if raw[1:] and all(c == "<" for c in raw[1:]):
            category, parent = row[0], None
            continue
        cells = dict(zip(sheet.roles, row, strict=True))
        name_cell = cells["name"]
        number, bar, rest = name_cell.partition("|")
        name_cell = rest if bar else name_cell
        name, unit = split_unit(name_cell.removeprefix(">").partition("~")[0])
        name = re.sub(r"^其中[：:，,]?", "", tight(name))
        values = tuple((r, c) for r, c in cells.items() if ":" in r or r == "annual")
        units = [u for _, c in values if (u := split_unit(c)[1])]
        named = cells.get("unit", "")
        caption = re.sub(r"^[（(]?单位[：:]|[）)]$", "", sheet.unit_note)
        child = name_cell.startswith(">")
        yield Row(
            name,
            tight(cells["category"]) or category if "category" in cells else category,
            number.rstrip(".．、") if bar else (cells.get("number") or None),
            cells.get("qualifier") or None,
            parent if child else None,
            unit
            or (named if named not in ("", "—", "-", "/") else None)
            or "".join(units[:1])
            or caption
            or None,
            _NATURE.get(tight(cells.get("nature", ""))),
            tight(cells.get("note", "")) or _footnote(sheet, row),
            values,
        )
        parent = parent if child else name


def _footnote(sheet: Sheet, row: Sequence[str]) -> str | None:
    """What the note under the table says to a mark in the row."""
    marks = [mark for cell in row if (mark := cell.partition("~")[2])]
    return next(
        (n.removeprefix(m).rstrip("。") for m in marks for n in sheet.notes if n.startswith(m)),
        None,
    )


_NATURE = {"约束性": "约束性", "约束": "约束性", "预期性": "预期性", "预期": "预期性"}


def split_unit(cell: str) -> tuple[str, str | None]:
    """Text and unit of a cell: `95{%}` is ("95", "%")."""
    found = re.search(r"\{([^}]*)\}", cell)
    return (cell, None) if found is None else (cell.replace(found[0], ""), found[1])


_VALUE = re.compile(
    r"(?P<sign>[≥≤＞＜><])?(?P<open>[〔\[])?(?P<number>-?\d+(?:\.\d+)?)[〕\]]?"
    r"(?P<after>以上|以内|以下|左右)?"
)
_SIGN = {
    "≥": "≥",
    "≤": "≤",
    "＞": ">",
    ">": ">",
    "＜": "<",
    "<": "<",
    "以上": "≥",
    "以内": "≤",
    "以下": "≤",
    "左右": "≈",
    None: "=",
}


def value_of(cell: str) -> dict[str, Any]:
    """What a value cell says, as the fields of the contract that it decides."""
    text = tight(split_unit(cell)[0].partition("~")[0])
    if text in ("", "—", "——", "-", "/", "--"):
        return {"kind": "missing"}
    if dated := re.fullmatch(r"(.+)（(\d{4})年）", text):
        return value_of(dated[1]) | {"year": int(dated[2])}
    if pair := re.fullmatch(r"([\d.]+)[:：]([\d.]+)", text):
        return {"kind": "ratio", "ratio": [float(pair[1]), float(pair[2])]}
    if pair := re.fullmatch(r"([\d.]+)[—\-~～]([\d.]+)", text):
        return {"kind": "range", "low": float(pair[1]), "high": float(pair[2])}
    if found := _VALUE.fullmatch(text):
        comparator = _SIGN[found["sign"] or found["after"]]
        value = {"kind": "number", "value": float(found["number"]), "comparator": comparator}
        return value | ({"basis": "cumulative"} if found["open"] else {})
    if text == "翻一番":
        return {"kind": "relative", "value": 100.0}
    return {"kind": "text", "text": text}


def expected_indicator(row: Row) -> dict[str, Any]:
    """The hand-checkable core of an indicator: every field that its content decides."""
    core: dict[str, Any] = {
        "category": row.category,
        "number": row.number,
        "name": row.name,
        "qualifier": row.qualifier,
        "parent": row.parent,
        "unit": row.unit,
        "nature": row.nature,
        "note": row.note,
        "baseline": None,
        "target": None,
        "others": [],
    }
    for role, cell in row.values:
        kind, _, year = role.partition(":")
        value = ({"year": int(year)} if year else {}) | value_of(cell)
        if kind == "annual":
            value = {"basis": "annual"} | value
        if kind in ("baseline", "target"):
            core[kind] = value
        elif value["kind"] != "missing":
            core["others"].append(value)
    if (core["target"] or {"kind": "missing"})["kind"] == "missing" and "annual" in dict(
        row.values
    ):
        annual = [o for o in core["others"] if "basis" in o and "year" not in o]
        core["target"] = annual[0] if annual else core["target"]
        core["others"] = [o for o in core["others"] if o not in annual[:1]]
    return core


def expected(plan: Content) -> dict[str, Any]:
    """What must be read back from a plan, whatever shape it is printed in."""
    tables = [b for b in plan.boxes if b.sheet is not None]
    return {
        "title": plan.title,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued": plan.issued,
        "region": dict(zip(REGION, plan.region, strict=False)) if plan.region else None,
        "period": dict(zip(("start", "end"), plan.period, strict=True)) if plan.period else None,
        "draft": plan.draft,
        "outline": [[h.level, h.label, h.title.rstrip("。：:")] for h in plan.headings],
        "boxes": [[b.label, b.title, b.kind] for b in plan.boxes],
        "items": {b.label: [list(i[:2]) for i in b.items] for b in plan.boxes if b.items},
        "tables": [
            {
                "label": b.label,
                "unit_note": b.sheet.unit_note or None,
                "columns": ["/".join(p) for p in paths(b.sheet)],
                "rows": body_cells(b.sheet),
            }
            for b in tables
            if b.sheet is not None
        ],
        "indicators": [
            expected_indicator(row)
            for b in tables
            if b.kind == "indicators" and b.sheet is not None
            for row in rows_of(b.sheet)
        ],
    }
