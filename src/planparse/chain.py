"""The chain of stages, in order, and the function that runs a source through it."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from planparse import boxes, grids, head, outline, reflow, tables
from planparse.draft import Draft
from planparse.grammar import Grammar
from planparse.source import Source

Stage = Callable[[Draft, Grammar], Draft]


def _later(module: str, function: str) -> Stage:
    def stage(draft: Draft, grammar: Grammar) -> Draft:
        try:
            run: Stage = getattr(importlib.import_module(f"planparse.{module}"), function)
        except (ImportError, AttributeError):
            return draft
        return run(draft, grammar)

    return stage


STAGES: tuple[tuple[str, Stage], ...] = (
    ("furniture", reflow.mark),
    ("grids", grids.find_grids),
    ("paragraphs", reflow.join),
    ("boxes", boxes.find_boxes),
    ("sections", outline.find_sections),
    ("head", head.read_head),
    ("tables", tables.read_tables),
    ("indicators", _later("indicators", "read_indicators")),
    ("projects", _later("projects", "read_projects")),
    ("mentions", _later("prose", "read_mentions")),
    ("findings", _later("checks", "check_plan")),
)


def run(source: Source, grammar: Grammar) -> Draft:
    """The source after every stage."""
    draft = Draft(source)
    for _, stage in STAGES:
        draft = stage(draft, grammar)
    return draft
