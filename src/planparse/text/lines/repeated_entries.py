"""Contents that nothing calls so: entries in a row, each of which is printed again as a heading.

Such are left of contents in two columns, when a converter or an old recognition has written the
columns line by line into one another:

    一、发展基础 1 三、重点任务 9
    （一）现状 1 （一）补短板 9
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planparse.grammar import Grammar
from planparse.grammar.engines import compiled
from planparse.model.furniture import Furniture
from planparse.text.line_width import is_wider
from planparse.text.lines.marked_lines import MarkedLines

FRONT = 600
"""Lines at the beginning in which contents are looked for."""
LEAST_ENTRIES = 6
"""Entries of such contents; fewer lines may be a list that is gone through afterwards."""
LEAST_SHARE = 0.6
"""How many of them are printed again letter by letter: an old recognition makes slips."""
LEAST_SPREAD = 2
"""Lines over which the headings are spread, for each entry: rows of another table stand close."""
WIDEST = 120
"""Half-width units of a line of two entries."""

_GAP = compiled(r"\s+")
_PAGE = compiled(r"[.．…·•‥⋯\s]{1,80}[(（]?\d{1,3}[)）]?$")


class _Listed(Struct, frozen=True):
    """A line that may be one of contents."""

    at: int
    entries: tuple[str, ...]
    """What it lists, without page numbers and white space."""


def mark_repeated(marked: MarkedLines, grammar: Grammar) -> None:
    """Mark the lines of contents that are told only by what is printed again."""
    stretches = _stretches(marked, grammar)
    found = (run for stretch in stretches for run in _runs(stretch, grammar))
    runs = [run for run in found if _count(run) >= LEAST_ENTRIES]
    if not runs:
        return
    last_at = {without_gaps(text): i for i, text in enumerate(marked.texts) if not marked.marks[i]}
    for run in runs:
        if _is_printed_again(run, last_at):
            for line in run:
                marked.marks[line.at] = Furniture.CONTENTS


Stretch = list[tuple[int, str]]
"""Lines, index and text, with nothing but empty and marked ones between them."""


def _stretches(marked: MarkedLines, grammar: Grammar) -> Iterator[Stretch]:
    """The stretches of lines at the beginning which may be contents by each one's first character.

    Most texts have hardly any that is long enough, and no line of others is looked at closer.
    """
    may_open = grammar.rule("reflow.opener").begins
    stretch: Stretch = []
    for i, text in enumerate(marked.texts[:FRONT]):
        if not text or marked.marks[i]:
            continue
        if may_open[text[0]]:
            stretch.append((i, text))
        elif stretch:
            if _may_be_enough(stretch):
                yield stretch
            stretch = []
    if _may_be_enough(stretch):
        yield stretch


def _may_be_enough(stretch: Stretch) -> bool:
    """Whether the lines have entries enough if one begins behind each gap."""
    if len(stretch) >= LEAST_ENTRIES:
        return True
    words = " ".join([text for _, text in stretch]).split()
    return len(words) >= LEAST_ENTRIES


def _runs(stretch: Stretch, grammar: Grammar) -> Iterator[list[_Listed]]:
    """The lines of a stretch in a row of which each opens as a heading does."""
    run: list[_Listed] = []
    for i, text in stretch:
        line = _listed(i, text, grammar)
        # The first entry printed again is the first heading, and the contents are over.
        is_over = line is None or (run and line.entries == run[0].entries[:1])
        if is_over and run:
            yield run
            run = []
        elif line is not None:
            run.append(line)
    yield run


def _listed(at: int, text: str, grammar: Grammar) -> _Listed | None:
    if "。" in text or is_wider(text, WIDEST) or not grammar.find("reflow.opener", text):
        return None
    starts = [0]
    for gap in _GAP.finditer(text):
        if grammar.find("reflow.opener", text[gap.end() :]):
            starts.append(gap.end())
    pieces = [
        text[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    return _Listed(at, tuple(without_gaps(_PAGE.sub("", piece)) for piece in pieces))


def _count(run: Sequence[_Listed]) -> int:
    return sum(len(line.entries) for line in run)


def _is_printed_again(run: Sequence[_Listed], last_at: dict[str, int]) -> bool:
    """Whether most entries are lines of their own below, far from one another."""
    end = run[-1].at
    entries = [entry for line in run for entry in line.entries]
    below = [last_at[entry] for entry in entries if last_at.get(entry, 0) > end]
    if len(below) < LEAST_SHARE * len(entries):
        return False
    return max(below) - min(below) >= LEAST_SPREAD * len(below)


def without_gaps(text: str) -> str:
    """The text without white space: words are spaced out in one place and not in another."""
    return "".join(text.split())
