"""Laws of every plan that is read: spans slice to what they name, and no character is lost."""

from __future__ import annotations

import functools
from html import unescape

from planparse.model.plan import Plan


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
