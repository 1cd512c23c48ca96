"""What the parts of table reading hand to one another."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from types import ModuleType

import pytest

from planparse import tables

STATE = {
    "Anchor",
    "PlacedColumn",
    "GridParts",
    "NameEnds",
    "Scan",
    "Stretch",
    "_RowReader",
    "_SpacedRow",
    "_Spread",
    "_WholeRow",
}
"""Classes that are filled while a table is read."""


def modules() -> list[ModuleType]:
    names = [m.name for m in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}.")]
    return [importlib.import_module(name) for name in names]


VALUES = [
    value
    for module in modules()
    for value in vars(module).values()
    if dataclasses.is_dataclass(value) and getattr(value, "__module__", "") == module.__name__
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_values_have_their_fields_only_and_do_not_change(value: type) -> None:
    """Readings share proposals, pages and headers: none of them may change what another sees."""
    assert "__slots__" in vars(value)
    frozen = vars(value)["__dataclass_params__"].frozen
    assert frozen == (value.__name__ not in STATE)
