"""What `check` found and does not report, as lines for people: silenced, known, fixed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from planparse.outputs.findings.checked import Checked
from planparse.outputs.page import say


def left_out(checked: Checked) -> Iterator[RenderableType]:
    """A line for each finding of the baseline that is gone, and one that counts what is not told."""
    if checked.fixed:
        yield say()
        yield say("  ", ("fixed", "bold green"), " since the baseline was written")
        for fixed in checked.fixed:
            yield say("    ", fixed.kind, "  ", fixed.message)
    counts = ", ".join(_counts(checked))
    if counts:
        yield say("  ", f"not reported: {counts}")


def _counts(checked: Checked) -> Iterator[str]:
    if checked.ignored:
        yield f"{checked.ignored} ignored by marks in the text"
    if checked.known:
        yield f"{checked.known} in the baseline"
