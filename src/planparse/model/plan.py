"""The records that planparse delivers: frozen, typed, and the JSON that others build on.

Field names and meanings are an interface: keys may be added, none is renamed.
A `span` is half open, in code points of `Plan.text`. Where a record has both
`text` and `span`, `plan.text[start:end] == text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, Literal, ParamSpec, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

from planparse.model.shown import shown
from planparse.model.source import BBox, Span

if TYPE_CHECKING:
    from planparse.model.asked.lookup import Spanned
    from planparse.model.asked.outline import OutlineNode
    from planparse.outputs.chunks import Chunk

Comparator = Literal["=", "≥", "≤", ">", "<", "≈"]
ValueKind = Literal[
    "number",
    "range",
    "ratio",
    "relative",
    "text",
    "delegated",
    "unchanged",
    "compound",
    "missing",
]
Basis = Literal["annual", "cumulative"]
Measure = Literal["level", "change", "growth", "total", "share"]
"""What a number measures: a state, an amount more or less, a rate of change, a sum over years, a part of a whole."""
Direction = Literal["up", "down"]
Role = Literal[
    "category",
    "subcategory",
    "number",
    "name",
    "qualifier",
    "unit",
    "baseline",
    "target",
    "goal",
    "actual",
    "change",
    "met",
    "nature",
    "note",
    "entity",
    "value",
    "content",
    "period",
    "investment",
    "other",
]
"""What a column holds. `other` is a column that no word of the grammar names (responsible body, …)."""
BoxKind = Literal["indicators", "review", "allocation", "projects", "measures", "other"]
Nature = Literal["预期性", "约束性"]
MentionRole = Literal["target", "baseline", "standard", "change", "other"]
Status = Literal["reached", "planned", "norm"]
Severity = Literal["error", "warning", "info"]
LeafKind = Literal["heading", "paragraph", "cell", "caption", "note", "furniture"]
RegionLevel = Literal["国家", "省", "市", "区县", "新区"]
FindingKind = Literal[
    "prose-contradicts-table",
    "sum-mismatch",
    "part-exceeds-whole",
    "duplicate-number",
    "missing-number",
    "target-weaker-than-baseline",
    "target-weaker-than-superior",
    "heading-out-of-order",
    "unit-missing",
    "unreadable-cell",
    "unreadable-table",
    "prose-contradicts-prose",
    "unit-mismatch",
    "impossible-value",
    "count-mismatch",
    "missing-reference",
    "stock-mismatch",
]


Keys = ParamSpec("Keys")
AnyKind = TypeVar("AnyKind")


class Record(BaseModel):
    """Base of every record: immutable. A key that this version does not know is ignored when it is read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    _shown: ClassVar[tuple[str, ...]] = ()
    """The fields that tell records of this kind apart: `repr` shows these, where there are any, on one line."""

    def __repr__(self) -> str:
        return shown(self, self._shown) if self._shown else super().__repr__()

    def __str__(self) -> str:
        return repr(self) if self._shown else super().__str__()


def maker(kind: Callable[Keys, AnyKind]) -> Callable[Keys, AnyKind]:
    """What makes the records of a kind, with the keys and the checks of the kind itself.

    For records that are made by the thousand: pydantic's own way of making one leads through a
    function of Python's, which takes as long as the checks.
    """
    check = cast(type[Record], kind).__pydantic_validator__.validate_python

    def make(**keys: object) -> Any:
        return check(keys)

    return cast("Callable[Keys, AnyKind]", make)


class Producer(Record):
    """What made the records: `grammar` is a hash of all rules in force; `backend` and `ocr` as used, or null."""

    name: str = "planparse"
    version: str = ""
    grammar: str = ""
    backend: str | None = None
    ocr: str | None = None


class RecordDoubt(Record):
    """What speaks against a row, or against the way that a table was put together.

    `code` is one of the words that docs/doubts.md lists, `field` the field that it bears on, or null.
    A `grave` doubt says that the row is as likely wrong as right.
    """

    code: str
    field: str | None = None
    severity: Literal["light", "grave"] = "light"


class SourceInfo(Record):
    """Where the text came from. `bytes` and `sha256` are of the input, `chars` of the text."""

    name: str
    path: str | None = None
    media_type: str = "text/plain"
    encoding: str | None = None
    sha256: str = ""
    text_sha256: str = ""
    bytes: int = 0
    chars: int = 0
    pages: int | None = None


class Region(Record):
    """The area that the plan is for, and its administrative level."""

    name: str
    code: str | None = None
    level: RegionLevel | None = None
    parent: str | None = None


class Period(Record):
    """First and last year of the plan, both included."""

    start: int
    end: int


class Section(Record):
    """A heading and what stands under it.

    `level` is the depth in this document's own hierarchy, from 1. `span` covers
    label and title, `body` everything up to the next heading of the same or a
    higher level. `run_in`: the heading is the first sentence of a paragraph that
    goes on. `number` is the label's integer (十二 is 12).
    """

    _shown = ("id", "label", "title", "level")

    id: str
    key: str = ""
    parent: str | None = None
    level: int
    label: str
    number: int | None = None
    title: str
    run_in: bool = False
    span: Span
    body: Span
    page: int | None = None
    bbox: BBox | None = None


class BoxItem(Record):
    """One item of a text box: `text` runs from the label to the item's end; `title` is its first phrase."""

    label: str
    title: str
    text: str
    span: Span


class Box(Record):
    """A 专栏, 表 or 附件 with its caption (`span`) and all that belongs to it (`content`, notes included)."""

    _shown = ("id", "label", "title", "kind")

    id: str
    key: str = ""
    section: str | None = None
    label: str
    number: int | None = None
    title: str
    kind: BoxKind
    text: str | None = None
    span: Span
    content: Span
    items: tuple[BoxItem, ...] = ()
    table: str | None = None
    page: int | None = None
    bbox: BBox | None = None


class Column(Record):
    """One column of a table: the header cells above it (`path`, top first) and what they mean."""

    path: tuple[str, ...]
    role: Role
    year: int | None = None
    unit: str | None = None
    scope: str | None = None


class Table(Record):
    """A table as a grid of strings.

    `rows` is the body: a vertically merged label is filled down, an empty cell
    is "". `cell_spans` has the shape of `rows`; null where nothing is printed.
    `shape` names the raw form that the table was read from.
    """

    _shown = ("id", "caption", "kind", "shape")

    id: str
    key: str = ""
    section: str | None = None
    box: str | None = None
    label: str | None = None
    caption: str | None = None
    kind: BoxKind
    unit_note: str | None = None
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[RecordDoubt, ...] = ()
    span: Span
    cell_spans: tuple[tuple[Span | None, ...], ...] = ()
    shape: str = ""
    page: int | None = None
    bbox: BBox | None = None

    def to_rows(self) -> list[list[str]]:
        """The header and the body as lists of strings: for csv, pandas, and whatever takes rows.

        The header cells above one another are joined by " / ".
        """
        header = [" / ".join(column.path) for column in self.columns]
        return [header, *(list(row) for row in self.rows)]

    def _repr_html_(self) -> str:
        """The table as a notebook shows it: its first rows."""
        from planparse.outputs.notebook import table_html

        return table_html(self)

    def cell_span(self, row: int, column: int) -> Span | None:
        """Where a body cell is printed; None where nothing is, or where that is not known."""
        if row >= len(self.cell_spans) or column >= len(self.cell_spans[row]):
            return None
        return self.cell_spans[row][column]

    def row_span(self, row: int) -> Span | None:
        """From the first cell of a body row's own to the last; None where none is known."""
        own = self.own_spans(row)
        if not own:
            return None
        first, last = min(own), max(own)
        # In a table that was printed on its side the cells of another row stand between.
        known = self.cell_spans
        for other in (row - 1, row + 1):
            beside = list(filter(None, known[other])) if 0 <= other < len(known) else ()
            # Mostly the whole row stands before this one, or behind it.
            if not beside or max(beside) <= first or min(beside) >= last:
                continue
            if any(first < place < last for place in self.own_spans(other)):
                return own[0]
        return first[0], max(end for _, end in own)

    def own_spans(self, row: int) -> list[Span]:
        """Where the cells of a body row are printed that are not merged with those above or below."""
        known = self.cell_spans
        if not 0 <= row < len(known):
            return []
        above = known[row - 1] if row else ()
        below = known[row + 1] if row + 1 < len(known) else ()
        # What the row above or below shows in the same column is one cell with it.
        columns = zip_longest(known[row], above, below)
        own = [span for span, over, under in columns if span and span != over and span != under]
        # A row of nothing but merged cells has no other place than theirs.
        return own or [span for span in known[row] if span]


class Unit(Record):
    """A unit: `text` as printed, `code` in UCUM, `dimension` in one word; null where unknown."""

    _shown = ("text", "code")

    text: str
    code: str | None = None
    dimension: str | None = None


class Per(Record):
    """The base of a rate: 每千人口 is `{count: 1000, of: 人口}`."""

    count: int
    of: str


class Normalized(Record):
    """A value in the customary unit of its dimension (docs/units.md lists them), the per-base divided out."""

    value: float
    unit: str


class Value(Record):
    """One printed value. It stands alone: no reader needs its row to understand it.

    `kind` says which fields hold it: `number` → `value`; `range` → `low`, `high`
    (either may be null for an open end); `ratio` → `ratio`; `relative` → `value`,
    the signed change, against `reference`; `compound` → `parts`; `text` and `missing` →
    `text` alone, and so the words `delegated` (a higher level sets the goal) and `unchanged`.
    `unit` and `per` are those that hold for it: printed with it, else its column's, else its row's.
    `measure` says what the number is of, and `direction` which way a change goes; `period` holds the
    years of a total or an average. `remark` is what stands aside of the number: （新增5.8）, 预计.
    """

    _shown = ("text", "value", "unit", "year")

    text: str
    kind: ValueKind
    comparator: Comparator | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: tuple[float, float] | None = None
    parts: tuple[Value, ...] = ()
    year: int | None = None
    period: Period | None = None
    basis: Basis | None = None
    measure: Measure | None = None
    direction: Direction | None = None
    reference: str | None = None
    label: str | None = None
    role: str | None = None
    scope: str | None = None
    remark: str | None = None
    unit: Unit | None = None
    per: Per | None = None
    normalized: Normalized | None = None
    span: Span | None = None
    page: int | None = None
    bbox: BBox | None = None


class GoalRecord(Record):
    """What the row of any table of goals says, before its values."""

    id: str
    key: str = ""
    table: str
    row: int
    category: str | None = None
    subcategory: str | None = None
    number: str | None = None
    name: str
    qualifier: str | None = None
    parent: str | None = None
    canonical: str | None = None
    unit: Unit | None = None
    per: Per | None = None
    nature: Nature | None = None


class Indicator(GoalRecord):
    """One row of an indicator table. `inferred` lists the fields that are not printed but concluded, or that
    recognition of a scan is not sure of.

    `row` is the row's index from 0 in its table's `rows`; `span` covers the printed row.
    """

    _shown = ("id", "name", "qualifier", "baseline", "target", "unit")

    baseline: Value | None = None
    target: Value | None = None
    others: tuple[Value, ...] = ()
    note: str | None = None
    inferred: tuple[str, ...] = ()
    doubts: tuple[RecordDoubt, ...] = ()
    span: Span
    page: int | None = None
    bbox: BBox | None = None


class Outcome(GoalRecord):
    """How one goal of an earlier period was met: a row of a table that looks back, or of one that prints both.

    `goal` is what was promised for the end of `period`, `actual` what was reached, `change` the number in a
    column of differences. `met` is what the table prints; concluded from goal and actual it is in `inferred`.
    """

    _shown = ("id", "name", "goal", "actual", "met")

    period: Period | None = None
    baseline: Value | None = None
    goal: Value | None = None
    actual: Value | None = None
    change: Value | None = None
    others: tuple[Value, ...] = ()
    met: bool | None = None
    note: str | None = None
    inferred: tuple[str, ...] = ()
    doubts: tuple[RecordDoubt, ...] = ()
    span: Span
    page: int | None = None
    bbox: BBox | None = None


class Project(Record):
    """One row of a project table. `start` and `end` are years, `investment` a money value."""

    _shown = ("id", "name", "investment")

    id: str
    key: str = ""
    table: str
    row: int
    number: str | None = None
    name: str
    content: str | None = None
    nature: str | None = None
    start: int | None = None
    end: int | None = None
    investment: Value | None = None
    span: Span
    page: int | None = None
    bbox: BBox | None = None


class Observation(Record):
    """One cell of an allocation table: `metric` of `entity`.

    `parent` is the observation's enclosing entity (公立医院 under 医院) as an
    entity name; `role` is the column's (baseline, target, value); `year` stands in `value`.
    """

    _shown = ("id", "entity", "metric", "value")

    id: str
    key: str = ""
    table: str
    row: int
    column: int
    entity: str
    parent: str | None = None
    metric: str
    value: Value
    unit: Unit | None = None
    per: Per | None = None
    role: str
    span: Span
    page: int | None = None
    bbox: BBox | None = None


class Mention(Record):
    """A quantity in running prose; `text` runs from the number to the end of its unit.

    A change (较2015年下降30%) is a `number` of the role `change`, without a sign of its
    own; `value.reference` holds the printed words that it is measured against (2015年).
    """

    _shown = ("id", "subject", "text", "role")

    id: str
    key: str = ""
    section: str | None = None
    text: str
    span: Span
    subject: str | None = None
    canonical: str | None = None
    value: Value
    unit: Unit | None = None
    per: Per | None = None
    role: MentionRole
    status: Status | None = None
    page: int | None = None
    bbox: BBox | None = None


AnyRecord = Section | Box | Table | Indicator | Outcome | Project | Observation | Mention
"""What a finding may be about."""


class Passage(Record):
    """One side of a finding: a sentence of prose, the row of a table, a heading or a caption.

    `record` is the id of the record that is printed there, null where there is none. `line` counts from 1 over
    the lines of the text as read; `section` has the headings above it in words, the outermost first.
    """

    record: str | None = None
    span: Span
    text: str = ""
    page: int | None = None
    line: int | None = None
    section: str | None = None


class Finding(Record):
    """Something in the plan that cannot be right, or could not be read.

    `records` are the ids on both sides, and `passages` where each is printed; `message` is one Chinese sentence
    with both numbers.
    """

    _shown = ("id", "kind", "severity", "message")

    id: str
    key: str = ""
    kind: FindingKind
    severity: Severity
    about: str
    message: str
    records: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    span: Span
    page: int | None = None
    bbox: BBox | None = None

    def _repr_html_(self) -> str:
        """The finding as a notebook shows it, with what is printed on each side."""
        from planparse.outputs.notebook import finding_html

        return finding_html(self)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest piece that owns its characters: each one that is no white space lies in exactly one leaf.

    `goes_on` says that it stands in one paragraph with the last leaf before it that is no furniture: behind a
    heading that opens the paragraph, behind a page's end, behind a mark inside the line.
    """

    # A plan has leaves by the thousand, and a plain class is made five times faster than a model.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    kind: LeafKind
    span: Span
    goes_on: bool = False

    def __init__(self, kind: LeafKind, span: Span, goes_on: bool = False) -> None:
        # What the decorator writes looks every field up by its name, which takes twice as long.
        _set_kind(self, kind)
        _set_span(self, span)
        _set_goes_on(self, goes_on)


_set_kind, _set_span, _set_goes_on = (
    Leaf.__dict__[name].__set__ for name in ("kind", "span", "goes_on")
)


class Plan(Record):
    """One planning document as records.

    `text` is the text that every span points into. `leaves` divide it: every character that is no white
    space lies in exactly one of them. `page_starts` has `[offset, page]` for each place of the text where
    another page begins, in order; it is empty where the format has no pages.
    `planparse FILE --json` prints the three with `--text` only.
    """

    schema_version: str = "1.1"
    producer: Producer = Producer()
    source: SourceInfo
    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    region: Region | None = None
    period: Period | None = None
    draft: bool = False
    sections: tuple[Section, ...] = ()
    boxes: tuple[Box, ...] = ()
    tables: tuple[Table, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    projects: tuple[Project, ...] = ()
    observations: tuple[Observation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    leaves: tuple[Leaf, ...] = Field(default=(), repr=False)
    page_starts: tuple[tuple[int, int], ...] = Field(default=(), repr=False)
    text: str = Field(default="", repr=False)

    def chunks(
        self,
        *,
        max_chars: int = 800,
        headings: bool = False,
        records: bool = True,
        keep_furniture: bool = False,
    ) -> Iterator[Chunk]:
        """The plan in pieces for a search system, in reading order, none longer than `max_chars`.

        Paragraphs of one section share a chunk as far as they fit, and are cut between sentences; a longer
        sentence is cut at a comma. A table is Markdown; one that must be cut repeats caption, unit and header, and
        only a row of its own length makes a chunk too long. `records` adds a sentence for each row of a table and
        a chunk for each item of a box. `headings` puts the headings above a chunk on a line before its text; they
        are in `Chunk.heading` anyway. `keep_furniture` adds running heads, page numbers and contents as chunks of
        their own. Raises `ValueError` for less than 50 characters.
        """
        # A plan is read without it: the door stands here, the room far below.
        from planparse.outputs.chunks import chunks

        return chunks(
            self,
            max_chars=max_chars,
            headings=headings,
            records=records,
            keep_furniture=keep_furniture,
        )

    def __getitem__(self, record_id: str) -> AnyRecord | Finding:
        """The record with an id: `plan["i1"]`. Raises `KeyError`, which says what ids there are."""
        if not isinstance(record_id, str):
            raise TypeError(f"a plan is asked by an id, as in plan['i1'], and not by {record_id!r}")
        # What is asked of a plan stands below the records that it is asked of.
        from planparse.model.asked.lookup import record_of, why_no_record

        record = record_of(self, record_id)
        if record is None:
            raise KeyError(why_no_record(self, record_id))
        return record

    def __contains__(self, record_id: object) -> bool:
        """Whether a record has this id."""
        from planparse.model.asked.lookup import record_of

        return isinstance(record_id, str) and record_of(self, record_id) is not None

    def section_of(self, record: AnyRecord | Finding) -> Section | None:
        """The innermost section that a record stands in; of a section the one that it is a part of."""
        from planparse.model.asked.lookup import section_of

        return section_of(self, record)

    def text_of(self, record: Spanned, *, keep_furniture: bool = True) -> str:
        """What is printed at a record, a value, an item or a passage: of a section with all that stands under it,
        of a box and a table as a whole, of an indicator its row.

        The words are those of `text`, line breaks included; without `keep_furniture` page numbers, running heads
        and the like are left out. "" for a value that is printed nowhere. Raises `NoTextError` where the plan was
        made from JSON without its text.
        """
        from planparse.model.asked.lookup import text_of

        return text_of(self, record, keep_furniture=keep_furniture)

    @property
    def tree(self) -> OutlineNode:
        """The outline as nested nodes; the root stands for the whole plan. Each node knows its `text`."""
        from planparse.model.asked.outline import tree

        return tree(self)

    def to_json(self, *, indent: int | None = None, text: bool = True) -> str:
        """The plan as JSON, of which `Plan.model_validate_json` makes an equal plan.

        Without `text` it is what `planparse FILE --json` prints, and text and leaves are lost.
        """
        from planparse.outputs.json import plan_json

        return plan_json(self, indent=indent, text=text).decode("utf-8").removesuffix("\n")

    def _repr_html_(self) -> str:
        """The plan as a notebook shows it: what it is, what it holds, and its first indicators."""
        from planparse.outputs.notebook import plan_html

        return plan_html(self)

    def __repr__(self) -> str:
        """The title, where the plan comes from, and how many records it holds: a screen, not a book."""
        counted = (
            ("sections", self.sections),
            ("tables", self.tables),
            ("indicators", self.indicators),
            ("mentions", self.mentions),
            ("findings", self.findings),
        )
        counts = ", ".join(f"{len(records)} {name}" for name, records in counted if records)
        return f"<Plan {self.title!r} from {self.source.name!r}: {counts or 'no records'}>"

    __str__ = __repr__
