"""The lines of a source while it is being found out which of them are no content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planparse.model.furniture import Furniture
from planparse.model.source import Line


@dataclass(frozen=True, slots=True)
class MarkedLines:
    """The lines of a source while they are being marked; each list has one entry a line."""

    lines: Sequence[Line]
    texts: list[str]
    """What a line prints, without what stands around it; "" for an empty line."""
    marks: list[Furniture | None]
    """Why a line is no content, as far as the steps before have found."""

    printed: list[tuple[int, str]]
    """Index and text of the lines that print something, in order; each step goes over them."""
