"""Lists the licences of planparse's dependencies, those of its extras included: `python tools/licences.py`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[([\w,-]+)\])?")
_EXTRA = re.compile(r"""extra == ["']([\w-]+)["']""")
_LONGEST = 60
"""Characters of a licence in the field that may hold its whole text."""
_OF_TESTS = ("test", "dev", "mutants")


def dependencies(
    name: str, seen: set[str], extras: frozenset[str] = frozenset(), *, root: bool = False
) -> Iterator[Distribution]:
    """The installed dependencies of a package with some of its extras, and theirs."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return
    if not root:
        yield found
    for requirement in found.requires or []:
        extra = _EXTRA.search(requirement)
        if extra and (extra[1] in _OF_TESTS if root else extra[1] not in extras):
            continue
        match = _NAME.match(requirement)
        if match and match[1].lower() not in seen:
            seen.add(match[1].lower())
            asked = frozenset((match[2] or "").split(","))
            yield from dependencies(match[1], seen, asked)


def licence(found: Distribution) -> str:
    """What the package says of its licence: an expression, a classifier, or a word."""
    data: Any = found.metadata
    if expression := data.get("License-Expression"):
        return str(expression)
    classifiers = [
        c.split(" :: ")[-1] for c in data.get_all("Classifier") or [] if c.startswith("License")
    ]
    if classifiers:
        return "; ".join(classifiers)
    words = str(data.get("License") or "").strip()
    return words if words and len(words) <= _LONGEST and "\n" not in words else "see its files"


def main() -> int:
    """Print a line for each dependency."""
    found = {
        d.metadata["Name"].lower(): d for d in dependencies("planparse", {"planparse"}, root=True)
    }
    for name in sorted(found):
        print(f"{name:24} {found[name].version:14} {licence(found[name])}")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
