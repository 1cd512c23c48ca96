"""Records with the words that their spans print: cut out of the text as it was delivered."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import replace

from planparse.model.draft import Draft
from planparse.model.plan import Box, BoxItem, Mention, Passage, Record, Value
from planparse.model.source import Source

_CUT_OUT = (Mention, Box, BoxItem, Passage)
"""Records whose text is, to the character, what their span prints."""

R = TypeVar("R", bound=Record)


def as_printed(draft: Draft, source: Source) -> Draft:
    """The draft of `source`, the texts of its records as printed there.

    The stages have read radicals and signs as what they show.
    """
    text = source.text
    return replace(
        draft,
        source=source,
        boxes=_all(draft.boxes, text),
        indicators=_all(draft.indicators, text),
        outcomes=_all(draft.outcomes, text),
        projects=_all(draft.projects, text),
        observations=_all(draft.observations, text),
        mentions=_all(draft.mentions, text),
        findings=_all(draft.findings, text),
    )


def _all(records: tuple[R, ...], text: str) -> tuple[R, ...]:
    return tuple([_recut(record, text) for record in records])


def _recut(record: R, text: str) -> R:
    """The record, and those in its fields, with what their spans print in `text`."""
    changes: dict[str, Any] = {}
    for name, held in record:
        if isinstance(held, Record):
            again: Any = _recut(held, text)
        elif isinstance(held, tuple) and held and isinstance(held[0], Record):
            again = _all(held, text)
        else:
            continue
        if again != held:
            changes[name] = again
    if isinstance(record, _CUT_OUT) and record.text is not None:
        start, end = record.span
        changes["text"] = text[start:end]
    elif isinstance(record, Value) and record.span is not None:
        changes |= _of_value(record, text)
    return record.model_copy(update=changes) if changes else record


def _of_value(value: Value, text: str) -> dict[str, Any]:
    """What changes of a value whose span prints something else than its text."""
    assert value.span is not None
    start, end = value.span
    printed = text[start:end]
    if printed == value.text:
        return {}
    # A raised mark behind it is no part of its text.
    if printed.startswith(value.text):
        return {"span": (start, start + len(value.text))}
    if len(printed) == len(value.text):
        return {"text": printed}
    return {}
