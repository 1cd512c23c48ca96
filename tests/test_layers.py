"""The rooms of the package: which may import which, no circle, and no class name twice."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import planparse

ROOT = Path(planparse.__file__).parent

ROOMS = (
    "errors",
    "model",
    "labels",
    "grammar",
    "readers",
    "text",
    "quantity",
    "tables",
    "tables.recover",
    "records",
    "prose",
    "checks",
    "outputs",
    "frames",
    "isolation",
    "parser",
    "arrow",
    "batch",
    "loaders",
    "explain",
    "cli",
)
"""A room imports from itself and from the rooms above it in this list."""

DOORS = {
    ("model.plan", "model.asked.lookup"),
    ("model.plan", "model.asked.outline"),
    ("model.plan", "outputs.chunks"),
    ("model.plan", "outputs.json"),
    ("model.plan", "outputs.notebook"),
}
"""Methods that open a room or module further down, which is imported when they are called: `plan.tree`."""

MOST_MODULES = 14
"""Modules in one folder: more than a newcomer can look over."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name without `planparse.`; packages by their own."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def room_of(module: str) -> str:
    """The room that a module stands in: the longest name of a room that its own begins with."""
    inside = [room for room in ROOMS if module == room or module.startswith(room + ".")]
    return max(inside, key=len)


@cache
def imports() -> dict[str, set[str]]:
    """For each module the modules of the package that it imports, wherever in it the import stands."""
    found: dict[str, set[str]] = {}
    for name, tree in modules().items():
        found[name] = {
            target
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planparse")
            for target in targets_of(node)
            if (name, target) not in DOORS
        }
    return found


def targets_of(node: ast.ImportFrom) -> set[str]:
    """The modules that `from planparse.x import a, b` imports from: x.a where that is a module, else x."""
    base = (node.module or "").removeprefix("planparse").removeprefix(".")
    full = (f"{base}.{alias.name}" if base else alias.name for alias in node.names)
    return {name if name in modules() else base for name in full}


def is_front(module: str) -> bool:
    """Whether a module only hands on what stands elsewhere: the package itself and its command."""
    return module in ("", "__main__")


@pytest.mark.parametrize("module", [m for m in modules() if not is_front(m)])
def test_a_room_imports_only_from_rooms_above_it(module: str) -> None:
    own = ROOMS.index(room_of(module))
    below = [t for t in imports()[module] if not is_front(t) and ROOMS.index(room_of(t)) > own]
    assert below == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join([*path, module])
        if module in done:
            return
        for target in sorted(imports().get(module, ())):
            if not is_front(target) and target != module:
                visit(target, (*path, module))
        done.add(module)

    for module in modules():
        if not is_front(module):
            visit(module, ())


def test_a_class_name_stands_once_in_the_package() -> None:
    """`_Row` beside `Row` counts as twice: a reader has to tell them apart all the same."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name.lstrip("_")].append(module)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_a_room_can_be_looked_over() -> None:
    count: dict[Path, int] = defaultdict(int)
    for path in ROOT.rglob("*.py"):
        if path.name != "__init__.py":
            count[path.parent] += 1
    full = {folder.name: n for folder, n in count.items() if n > MOST_MODULES}
    assert full == {}, (
        f"more than {MOST_MODULES} modules: give what belongs together a room of its own"
    )
