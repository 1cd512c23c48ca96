"""What `check` found and does not report, as lines for people: silenced, known, fixed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from planparse.labels import Labels
from planparse.outputs.findings.checked import Checked
from planparse.outputs.page import say


def left_out(checked: Checked, words: Labels) -> Iterator[RenderableType]:
    """A line for each finding of the baseline that is gone, and one that counts what is not told."""
    if checked.fixed:
        yield say()
        yield say("  ", (words.say("report.fixed"), "bold green"), words.say("report.since"))
        for fixed in checked.fixed:
            yield say("    ", words.name("finding", fixed.kind), "  ", fixed.message)
    counts = words.say("mark.comma").join(_counts(checked, words))
    if counts:
        yield say("  ", words.say("report.not-told", counts=counts))


def _counts(checked: Checked, words: Labels) -> Iterator[str]:
    if checked.ignored:
        yield words.say("report.ignored", n=checked.ignored)
    if checked.known:
        yield words.say("report.known", n=checked.known)
