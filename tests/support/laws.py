"""Laws of every plan that is read: spans slice to what they name, and no character is lost."""

from __future__ import annotations

import functools
import json
from bisect import bisect_left
from collections.abc import Sequence
from html import unescape

import jsonschema

from planparse.model.plan import Plan
from planparse.model.radicals import unified
from planparse.outputs.json import plan_json
from planparse.outputs.schema import plan_schema


def assert_spans_slice(plan: Plan) -> None:
    """Every record's span lies in the text, and slices to the record's text where it has one."""
    items = [item for box in plan.boxes for item in box.items]
    spans = [(r.text, r.span) for r in items] + [(r.text, r.span) for r in plan.boxes]
    spans += [(r.text, r.span) for r in plan.mentions] + [(None, r.span) for r in plan.sections]
    spans += [(None, r.span) for r in plan.tables] + [(None, r.span) for r in plan.indicators]
    spans += [(None, r.span) for r in plan.projects] + [(None, r.span) for r in plan.observations]
    for text, (start, end) in spans:
        assert 0 <= start < end <= len(plan.text)
        assert text is None or plan.text[start:end] == text
    for table in plan.tables:
        for cells, found in zip(table.rows, table.cell_spans, strict=bool(table.cell_spans)):
            for cell, span in zip(cells, found, strict=True):
                assert span is None or _tight(cell)[:1] in unescape(plan.text[slice(*span)])
    for value in (
        v for i in plan.indicators for v in (i.baseline, i.target, *i.others) if v and v.span
    ):
        # in the text of an HTML table, &lt; is how < is printed
        assert _tight(unescape(plan.text[slice(*(value.span or (0, 0)))])) == _tight(value.text)


def assert_lossless(plan: Plan) -> None:
    """Every character that is no white space lies in exactly one leaf."""
    owners = [0] * len(plan.text)
    for leaf in plan.leaves:
        for i in range(*leaf.span):
            owners[i] += 1
    wrong = [
        i for i, c in enumerate(plan.text) if owners[i] > 1 or (not owners[i] and not c.isspace())
    ]
    around = repr(plan.text[wrong[0] : wrong[0] + 40]) if wrong else ""
    assert not wrong, f"offset {wrong[0]}: {around} in {owners[wrong[0]]} leaves"


@functools.cache
def _tight(text: str) -> str:
    return "".join(text.split())


def assert_laws(plan: Plan) -> None:
    """The laws of any plan: a partition, spans that slice, bodies in order, JSON of the schema."""
    assert_lossless(plan)
    for section in plan.sections:
        if section.body is not None:
            start, end = section.body
            assert start <= end, f"body of {section.id}: {section.body}"
    dumped = plan.model_dump(mode="json")
    text = dumped.pop("text")
    marks = [leaf.span for leaf in plan.leaves if leaf.kind == "furniture"]
    _assert_slices(dumped, Printed(text, marks), "plan")
    printed = json.loads(plan_json(plan))
    first = next(_validator().iter_errors(printed), None)
    assert first is None, f"schema: {first and first.message}"


class Printed:
    """A text and its furniture, which stands amid words (marks, a page number) and is none of them."""

    def __init__(self, text: str, marks: Sequence[tuple[int, int]]) -> None:
        self.text, self.marks = text, marks
        self.starts = [start for start, _ in marks]

    def slice(self, start: int, end: int) -> str:
        """What is printed in a span, without furniture."""
        first = bisect_left(self.starts, start)
        behind = bisect_left(self.starts, end)
        kept = ""
        for mark_start, mark_end in self.marks[first:behind]:
            if self._is_entity_end(mark_start, mark_end):
                continue  # whoever compares the words writes & and the rest of it as one character
            kept += self.text[start:mark_start]
            start = mark_end
        return kept + self.text[start:end]

    def _is_entity_end(self, start: int, end: int) -> bool:
        """Whether a mark is what stands behind the & of an entity: `lt;` of `&lt;`."""
        return self.text[start - 1 : start] == "&" and self.text[end - 1 : end] == ";"


def _assert_slices(node: object, printed: Printed, path: str) -> None:
    """What has a span and a text slices to it; white space and escapes are as they were printed."""
    if isinstance(node, dict):
        own, span = node.get("text"), node.get("span")
        if span:
            assert 0 <= span[0] <= span[1] <= len(printed.text), f"{path}: span {span}"
            if isinstance(own, str):
                assert _is_at(own, span, printed), f"{path}: {own!r} at {printed.slice(*span)!r}"
        for key, value in node.items():
            _assert_slices(value, printed, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            _assert_slices(value, printed, f"{path}[{number}]")


def _is_at(own: str, span: tuple[int, int], printed: Printed) -> bool:
    words = printed.slice(*span)
    whole = printed.text[slice(*span)]
    forms = (whole, words, unescape(words), unescape(whole))
    # A radical (⽂) is read as the character that it shows; the text stays as it was delivered.
    return _tight(unified(own)) in [_tight(unified(form)) for form in forms]


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(plan_schema())
