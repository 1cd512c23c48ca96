"""What is told of a passage: plain data, that a page or a program can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from planparse.model.plan import Finding
from planparse.model.source import Span


class RuleHit(NamedTuple):
    """A rule of the grammar, and words of the passage that it found."""

    rule: str
    file: str
    words: str


class ExplainedLeaf(NamedTuple):
    """A leaf that the passage lies in, or reaches into."""

    kind: str
    span: Span
    text: str
    why: str | None = None
    """Of furniture: what it is (page-number, running-head, …)."""
    told_by: str | None = None
    """Of furniture: "format" where the reader knew it, "text" where the stage furniture told it."""


class WeighedReading(NamedTuple):
    """A way in which the lines of a table could be put together."""

    name: str
    rows: int
    doubt: float
    """What speaks against its rows, summed; 1 is what an empty cell in a column of values counts."""
    causes: tuple[tuple[str, float], ...]
    """The same by name: short-piece, strain, …"""
    is_taken: bool


class ExplainedColumn(NamedTuple):
    """A column of a table that the passage reaches into."""

    number: int
    """From 1, as people count."""
    path: tuple[str, ...]
    role: str
    year: int | None
    unit: str | None
    rule: RuleHit | None = None
    """The rule by whose words its head names the role; None where years or the body tell it."""


@dataclass(frozen=True, slots=True)
class ExplainedTable:
    """The table that the passage stands in."""

    id: str
    shape: str
    """Raw shape or format, as `Table.shape` has it."""
    is_given: bool
    """Whether the format or the page's lines gave the cells; else they were put together from text."""
    readings: tuple[WeighedReading, ...]
    """The readings that made a proposal for it, in the order in which they are asked."""
    columns: tuple[ExplainedColumn, ...]


class ExplainedRecord(NamedTuple):
    """A record that is printed at the passage, at least in part."""

    id: str
    kind: str
    """section, box, table, indicator, outcome, project, observation or mention."""
    fields: dict[str, Any]
    """Its fields as JSON has them, without those that are null or empty."""
    rule: RuleHit | None = None
    """The rule that recognised it: a heading's style, a caption's label, a well-known indicator."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one passage.

    `span` is the passage in the text as read, `line` the number from 1 of the line in which it
    begins, `page` that of its page in paged formats.
    """

    span: Span
    text: str
    line: int
    page: int | None
    headings: tuple[str, ...]
    """The headings that it stands under, the outermost first."""
    leaves: tuple[ExplainedLeaf, ...]
    table: ExplainedTable | None
    records: tuple[ExplainedRecord, ...]
    findings: tuple[Finding, ...]
    rules: tuple[RuleHit, ...]
    """All rules that found words of the passage while the document was read, in the grammar's order.

    One that found them need not have decided anything: many ask what a passage is not."""
    further: int = 0
    """Further places where the words stand that were asked for."""
