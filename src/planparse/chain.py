"""The chain of stages, in order, and the function that runs a source through it."""

from __future__ import annotations

from collections.abc import Callable

from planparse import (
    boxes,
    checks,
    grids,
    head,
    indicators,
    outline,
    pages,
    projects,
    prose,
    reflow,
    tables,
)
from planparse.draft import Draft
from planparse.grammar import Grammar
from planparse.source import Source

Stage = Callable[[Draft, Grammar], Draft]


STAGES: tuple[tuple[str, Stage], ...] = (
    ("furniture", reflow.mark),
    ("grids", grids.find_grids),
    ("paragraphs", reflow.join),
    ("boxes", boxes.find_boxes),
    ("sections", outline.find_sections),
    ("head", head.read_head),
    ("tables", tables.read_tables),
    ("indicators", indicators.read_indicators),
    ("projects", projects.read_projects),
    ("mentions", prose.read_mentions),
    ("findings", checks.check_plan),
    ("pages", pages.find_pages),
)


def run(source: Source, grammar: Grammar) -> Draft:
    """The source after every stage."""
    draft = Draft(source)
    for _, stage in STAGES:
        draft = stage(draft, grammar)
    return draft
