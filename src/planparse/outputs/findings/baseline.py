"""Findings that are known already, in a file: `check` reports only what is new.

A finding is recognised by its key, which stays when other parts of the plan change, and its file
by the path from the baseline's own folder, so that the folder can be moved as a whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from pydantic import ValidationError

from planparse.model.plan import Finding
from planparse.outputs.findings.places import STANDARD_INPUT
from planparse.outputs.findings.records import Baseline, KnownFinding


class BaselineError(ValueError):
    """A file that is no baseline; the message says why in one line."""


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file; raises `BaselineError` where it is none, `OSError` without a file."""
    data = path.read_bytes()
    try:
        return Baseline.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise BaselineError(f"{path} is no baseline ({reason})") from None


def baseline_json(findings: Mapping[str, Iterable[Finding]], path: Path) -> bytes:
    """The findings of each file, by its name, as a baseline that is to stand at `path`.

    One line for each finding, sorted, so that a version control shows what has changed.
    """
    files = {known_as(name, path): _known(found) for name, found in findings.items()}
    blocks = [_block(name, known) for name, known in sorted(files.items())]
    text = '{"version": 1, "files": {' + ",".join(blocks) + "\n}}\n"
    return text.encode("utf-8", "backslashreplace")


def _block(name: str, known: Iterable[KnownFinding]) -> str:
    rows = ",".join(f"\n    {_printed(one.model_dump(mode='json'))}" for one in known)
    return f"\n  {_printed(name)}: [{rows}\n  ]"


def known_as(name: str, path: Path) -> str:
    """How the baseline at `path` calls a file."""
    if name == STANDARD_INPUT:
        return name
    try:
        relative = os.path.relpath(name, path.parent)
    except ValueError:  # another drive
        relative = str(Path(name).absolute())
    return PurePath(relative).as_posix()


def _known(findings: Iterable[Finding]) -> Iterable[KnownFinding]:
    for finding in sorted(findings, key=lambda finding: (finding.kind, finding.key)):
        yield KnownFinding(
            key=finding.key,
            kind=finding.kind,
            severity=finding.severity,
            about=finding.about,
            message=finding.message,
        )


def _printed(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
