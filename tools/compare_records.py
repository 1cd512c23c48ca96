"""Shows that a change of the code changes no record: the JSON of many documents, before and after.

    python tools/compare_records.py keep BEFORE        writes one JSON file for each document into BEFORE
    python tools/compare_records.py compare BEFORE     reads them all again and prints what differs; exit code 1 if any does

Read are the fixtures and, where they stand beside the project, the corpus, the wild documents and the cases.
`--only PATTERN` (may be repeated) takes the documents whose path contains one of the patterns, `--skip PATTERN`
leaves some out: `--skip .pdf` ends within a minute. What is written for a document is its JSON as the command
prints it, with the partition of its text into leaves behind it, or the error that reading it gives.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

SOURCES = (
    (ROOT / "fixtures", "*.txt"),
    (ROOT / "fixtures", "*.md"),
    (SHARED / "corpus", "*/source.*"),
    (SHARED / "wild" / "gold", "*/source.*"),
    (SHARED / "cases" / "text", "*/*.*"),
    (SHARED / "cases" / "office", "*/*.*"),
    (SHARED / "cases" / "pdf", "*/*.*"),
    (SHARED / "cases" / "reports", "*/*.*"),
)
"""Where documents stand: a folder, and which files in it. Hostile inputs are left out, as some have no end."""

SHOWN = 40
"""Lines of a difference that are printed for one document."""


def documents(only: Sequence[str], skip: Sequence[str]) -> Iterator[Path]:
    """The documents to read, in one order on every machine."""
    for folder, pattern in SOURCES:
        for path in sorted(folder.glob(pattern)):
            name = str(path)
            if path.name in ("README.md", "expected.md") or not path.is_file():
                continue
            if any(part in name for part in skip):
                continue
            if not only or any(part in name for part in only):
                yield path


def kept_name(path: Path) -> str:
    """The name under which the records of a document are kept."""
    root = ROOT if path.is_relative_to(ROOT) else SHARED
    return "__".join(path.relative_to(root).parts) + ".json"


def records_of(path: Path) -> str:
    """What is written for a document; equal records give equal text."""
    from planparse.errors import PlanparseError
    from planparse.outputs.json import plan_json
    from planparse.parser import Parser

    try:
        plan = Parser().read(path)
    except PlanparseError as error:
        return f"{type(error).__name__}: {error}\n".replace(str(path.parent), "…")
    printed = json.loads(plan_json(plan))
    # By which words a document was read, and where it lies, is no part of its records.
    del printed["producer"], printed["source"]["path"]
    leaves = [[leaf.kind, *leaf.span] for leaf in plan.leaves]
    lines = json.dumps(printed, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{lines}\n{json.dumps(leaves)}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep the records, or compare them with those kept."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("verb", choices=["keep", "compare"])
    options.add_argument("folder", type=Path)
    options.add_argument("--only", action="append", default=[], metavar="PATTERN")
    options.add_argument("--skip", action="append", default=[], metavar="PATTERN")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args(arguments)

    paths = list(documents(given.only, given.skip))
    if not paths:
        print("no document fits", file=sys.stderr)
        return 2
    given.folder.mkdir(parents=True, exist_ok=True)
    differing = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        for path, now in zip(paths, pool.map(records_of, paths), strict=True):
            kept = given.folder / kept_name(path)
            if given.verb == "keep":
                kept.write_text(now, encoding="utf-8")
                continue
            before = kept.read_text(encoding="utf-8") if kept.exists() else "(not kept)\n"
            if before != now:
                differing += 1
                print(f"== {path}")
                difference = difflib.unified_diff(
                    before.splitlines(), now.splitlines(), "before", "now", n=1, lineterm=""
                )
                for _, line in zip(range(SHOWN), difference, strict=False):
                    print(line[:200])
    print(
        f"{len(paths)} documents, {differing} differ"
        if given.verb == "compare"
        else f"{len(paths)} documents kept"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
