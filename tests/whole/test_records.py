"""The records of real texts change only on purpose: their hashes stand in fixtures/records.json.

A hash says that something changed, not what: `make compare` shows it. After a change that is
meant, `pytest tests/whole/test_records.py --rewrite-golden` writes the hashes anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from places import FIXTURES, SHARED
from planparse import PlanparseError, read
from planparse.model.plan import Producer
from planparse.outputs.json import plan_json

HASHES = FIXTURES / "records.json"
GROUPS = {
    "corpus": ("corpus/*/source.*",),
    "real texts": ("wild/gold/*/source.*", "wild/plain/*"),
    "cases": ("cases/text/*/*.*", "cases/reports/*/*.*", "cases/office/*/*.*"),
}
SUFFIXES = (".txt", ".md", ".html", ".htm")
"""Formats that are read within a blink."""


def documents(patterns: tuple[str, ...]) -> Iterator[Path]:
    """The texts of a group, in one order on every machine."""
    for pattern in patterns:
        for path in sorted(SHARED.glob(pattern)):
            if path.suffix in SUFFIXES and path.name not in ("README.md", "expected.md"):
                yield path


def hash_of(path: Path) -> str:
    """A short hash of what `planparse FILE --json` prints, or of why the file is refused."""
    try:
        plan = read(path)
        # Where the file lies, and by which words it was read, is no part of what it says.
        source = plan.source.model_copy(update={"path": path.name})
        printed = plan_json(plan.model_copy(update={"source": source, "producer": Producer()}))
    except PlanparseError as error:
        printed = str(error).encode()
    return hashlib.sha256(printed).hexdigest()[:16]


@pytest.mark.parametrize("group", GROUPS)
def test_records_of_real_texts_change_only_on_purpose(group: str, rewrite_golden: bool) -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the real texts are not here ({SHARED})")
    found = {
        path.relative_to(SHARED).as_posix(): hash_of(path) for path in documents(GROUPS[group])
    }
    kept = json.loads(HASHES.read_text(encoding="utf-8")) if HASHES.exists() else {}
    if rewrite_golden:
        kept = dict(sorted({**kept, **found}.items()))
        HASHES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")
    changed = [name for name, now in found.items() if kept.get(name, now) != now]
    assert found
    assert changed == []
