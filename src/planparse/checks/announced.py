"""How many rows of a table some words say that there are."""

from __future__ import annotations

from typing import NamedTuple

from planparse.model.source import Span


class Announced(NamedTuple):
    """How many rows some words say that there are."""

    words: str
    noun: str
    """What is counted."""
    number: int | None
    """How many of it there are."""
    span: Span
    """Where in the source these words stand."""
    is_caption: bool
    """Whether it is the table's own caption that says so."""
    behind: str = ""
    """What its sentence says behind these words: 其中新建2项、续建3项."""
