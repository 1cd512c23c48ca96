"""What a thousand plans cost `planparse batch`, by format, and what a million would.

    python benchmarks/cost.py [--rounds N] [FILE…]    files of your own, or lists as @LIST; else the fixtures

Files of one suffix are read together by one worker, several times, each time into a new archive.
CPU and archive are without what a run over one small file takes: what is paid once for a run, or for
some hundred files. Memory is that of the largest process. Everything is written to a temporary folder, and removed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
SMALL = "小县规划\n\n一、目标\n\n到2025年，新建公路12公里。\n"
MILLION = 1_000_000
HOUR = 3600
MEGABYTE = 1024**2
GIGABYTE = 1024**3


class Run(NamedTuple):
    """One run over some files: seconds of CPU, bytes of memory, bytes of the archive."""

    cpu: float
    memory: int
    archive: int


class Cost(NamedTuple):
    """What one plan of a format costs on average: seconds, and bytes."""

    files: int
    size: float
    cpu: float
    memory: int
    archive: float


def main() -> None:
    """Measure, and print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="*", metavar="FILE")
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    asked = arguments.parse_args()
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in named(asked.files) or sorted((ROOT / "fixtures").glob("*.txt")):
        groups[path.suffix.lower().removeprefix(".")].append(path)
    with tempfile.TemporaryDirectory() as place:
        costs = {
            suffix: measured(files, Path(place), asked.rounds)
            for suffix, files in sorted(groups.items())
        }
    show(costs)


def named(arguments: Sequence[str]) -> list[Path]:
    """The files that are named, and those in lists."""
    found: list[Path] = []
    for argument in arguments:
        if argument.startswith("@"):
            found += map(Path, Path(argument[1:]).read_text(encoding="utf-8").splitlines())
        else:
            found.append(Path(argument))
    return found


def measured(files: Sequence[Path], place: Path, rounds: int) -> Cost:
    """What one of the files costs."""
    shutil.rmtree(place / "plans", ignore_errors=True)
    (place / "plans").mkdir()
    for number, file in enumerate(files):
        shutil.copyfile(file, place / "plans" / f"{number:05}-{file.name}")
    small = place / "small.txt"
    small.write_text(SMALL, encoding="utf-8")
    empty = min(read(small, place / "archive") for _ in range(rounds))
    runs = [read(place / "plans", place / "archive") for _ in range(rounds)]
    count = len(files)
    return Cost(
        files=count,
        size=sum(file.stat().st_size for file in files) / count,
        # The least, as all else that the machine does only adds to it.
        cpu=(min(run.cpu for run in runs) - empty.cpu) / count,
        memory=max(run.memory for run in runs),
        archive=(runs[0].archive - empty.archive) / count,
    )


def read(plans: Path, archive: Path) -> Run:
    """Bring files into a new archive with one worker."""
    shutil.rmtree(archive, ignore_errors=True)
    command = [sys.executable, "-m", "planparse", "batch", "-q", str(plans), "-o", str(archive)]
    process = subprocess.Popen([*command, "--jobs", "1"])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"planparse batch has ended with {process.returncode}")
    size = sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, size)


def show(costs: dict[str, Cost]) -> None:
    """Print what was measured, and what follows for a million."""
    print("format   files   KB a file   CPU s per 1,000   peak MB   archive MB per 1,000")
    for suffix, cost in costs.items():
        print(
            f"{suffix:6} {cost.files:7} {cost.size / 1024:11.0f} {1000 * cost.cpu:17.0f}"
            f" {cost.memory / MEGABYTE:9.0f} {1000 * cost.archive / MEGABYTE:22.1f}"
        )
    print("\na million of  core hours   archive GB   files GB")
    for suffix, cost in costs.items():
        print(
            f"{suffix:12} {MILLION * cost.cpu / HOUR:11.0f}"
            f" {MILLION * cost.archive / GIGABYTE:12.0f} {MILLION * cost.size / GIGABYTE:10.0f}"
        )


if __name__ == "__main__":
    main()
