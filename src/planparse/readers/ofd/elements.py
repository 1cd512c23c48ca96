"""What elements of OFD say in their names and attributes (GB/T 33190-2016)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Programs write what their floats hold: 8.100000000000001.
NUMBER = re.compile(r"[-+]?(?:\d{1,20}\.?\d{0,30}|\.\d{1,30})(?:[eE][-+]?\d{1,3})?")
"""A decimal number as attributes and path data write it."""


def local(element: Element) -> str:
    """Name of the element without its namespace; "" for a comment or instruction."""
    if not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute such as a box or a matrix."""
    return [float(found) for found in NUMBER.findall(text or "")]


def number(text: str | None, default: float) -> float:
    """The first number of an attribute, `default` where it has none."""
    found = numbers(text)
    if not found:
        return default
    return found[0]
