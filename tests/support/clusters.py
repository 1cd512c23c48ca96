"""Files for runs on a cluster, and processes of such runs, to be watched and ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import office
from archives import plans_in
from calling import ENVIRONMENT
from drawn import Drawing, pdf
from places import CASES, CORPUS, FIXTURES, SHARED
from plans import fixtures
from workbooks import book

PATIENCE = 480.0
"""Seconds after which what has not happened will not: a cluster begins slowly on a busy machine."""
LEAST = 220
"""Files in a folder for a cluster."""
WILD = SHARED / "wild" / "gold"
KINDS = (".txt", ".md", ".html", ".docx", ".xlsx", ".pdf", ".ofd")
MEMORY = 400 * 1024**2
"""Bytes that each file may take; `poison` takes more."""


def wild_files() -> list[Path]:
    """Real plans beside the project, if they are there; what LibreOffice reads is left out, as slow."""
    found = [*CORPUS.glob("**/*.txt"), *WILD.glob("*/*")]
    return sorted(path for path in found if path.suffix in KINDS)


def fill(folder: Path) -> None:
    """Plans of all kinds, real ones among them, two files that are none, and one that ends its reader."""
    folder.mkdir()
    sources = [*FIXTURES.glob("*.txt"), *FIXTURES.glob("*.md"), *CASES.glob("*.txt"), *wild_files()]
    for number, source in enumerate(sources):
        shutil.copyfile(source, folder / f"{number:03}-{source.name}")
    plan = fixtures()[0]
    (folder / "printed [1] 100%.html").write_text(office.html(plan), encoding="utf-8")
    (folder / "词语 typed.docx").write_bytes(office.docx(plan))
    (folder / "sheet.xlsx").write_bytes(book(("指标", "单位", "2025年"), ("公路里程", "公里", 12)))
    (folder / "page.pdf").write_bytes(pdf(Drawing().text(70, 700, "公路发展规划")))
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "poison.txt").write_text("一、目标\n" * 800_000, encoding="utf-8")
    plans_in(folder / "made", LEAST - len(list(folder.iterdir())))


@contextmanager
def begun(command: Sequence[str | Path], **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program, ended with all that it has begun when the test is over."""
    process = subprocess.Popen(
        [*map(str, command)],
        env={**ENVIRONMENT, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        end_all(process, descendants(process.pid) if process.poll() is None else {})


def end_all(process: subprocess.Popen[bytes], family: Iterable[int]) -> None:
    """Kill a program with those that it has begun, at once, as where the power goes."""
    for pid in (process.pid, *family):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if process.stderr is not None and not process.stderr.closed:
        process.communicate()


def descendants(pid: int) -> dict[int, str]:
    """The processes below one, with the commands by which they are shown."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = stat.read_text(errors="replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(after_name[1])
    found: dict[int, str] = {}
    left = [pid]
    while left:
        parent = left.pop()
        for child in [c for c, p in parents.items() if p == parent]:
            left.append(child)
            with suppress(OSError):
                told = Path(f"/proc/{child}/cmdline").read_bytes()
                found[child] = told.replace(b"\0", b" ").decode(errors="replace")
    return found


def wait_until(happened: Callable[[], bool], run: subprocess.Popen[bytes]) -> None:
    """Wait until something is so, which must be before the run has ended."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        assert run.poll() is None, run.stderr and run.stderr.read()[-2000:]
        time.sleep(0.05)


def kill_one(run: subprocess.Popen[bytes], word: str) -> None:
    """Kill a process below a run whose command holds a word."""
    pid = next(pid for pid, command in descendants(run.pid).items() if word in command)
    os.kill(pid, signal.SIGKILL)


def wait_until_gone(pids: Iterable[int]) -> None:
    """Wait until none of the processes runs."""
    deadline = time.monotonic() + PATIENCE
    while any(_is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
