"""All tables, by their names, in the order in which they are listed."""

from __future__ import annotations

from planparse.errors import UnknownNameError
from planparse.frames.frame_table import FrameTable
from planparse.frames.kinds.allocated import OBSERVATIONS, PROJECTS
from planparse.frames.kinds.findings import FINDINGS, SIDES
from planparse.frames.kinds.goals import INDICATORS, OUTCOMES
from planparse.frames.kinds.grids import DOUBTED, TABLES_READ
from planparse.frames.kinds.mentions import MENTIONS
from planparse.frames.kinds.outline import BOXES, ITEMS, SECTIONS
from planparse.frames.kinds.plans import PLANS
from planparse.frames.kinds.values import VALUES

FRAMES = {
    table.name: table
    for table in (
        PLANS,
        SECTIONS,
        BOXES,
        ITEMS,
        TABLES_READ,
        INDICATORS,
        VALUES,
        OUTCOMES,
        OBSERVATIONS,
        PROJECTS,
        MENTIONS,
        FINDINGS,
        SIDES,
        DOUBTED,
    )
}
TABLES: tuple[str, ...] = tuple(FRAMES)
"""The names of all tables."""
DEFAULT_TABLE = "indicators"
"""What a format of one table holds where none is named."""


def table_named(name: str) -> FrameTable:
    """A table by its name. Raises `UnknownNameError`, which lists the names."""
    try:
        return FRAMES[name]
    except KeyError:
        raise UnknownNameError("table", name, TABLES) from None
