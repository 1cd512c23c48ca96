"""The command as people call it: real processes, ended in every way that there is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archives import contents, files_in, log_of, plans_in, rows_in
from calling import ENVIRONMENT, spawn

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
PATIENCE = 60.0
"""Seconds after which what has not happened will not; no test waits so long when all is well."""


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return plans_in(tmp_path / "plans", 5)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@contextmanager
def endless(folder: Path) -> Iterator[Path]:
    """A file that never comes to its end: a pipe that somebody holds open."""
    path = folder / "endless.md"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDWR)
    os.write(descriptor, b"\n")
    try:
        yield path
    finally:
        os.close(descriptor)


@contextmanager
def begun(*args: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run of the command, ended at the latest when the test is over."""
    command = [sys.executable, "-m", "planparse", "batch", *map(str, args)]
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_entries(archive: Path, count: int) -> None:
    """Wait until a run has written down what became of so many inputs."""
    log = log_of(archive)
    deadline = time.monotonic() + PATIENCE
    while not log.is_file() or log.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(_is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def errors_in(archive: Path) -> list[dict[str, object]]:
    lines = (archive / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


# ------------------------------------------------------------------- whole


def test_one_worker_and_two_make_the_same_archive(paths: list[Path], tmp_path: Path) -> None:
    for jobs in "12":
        answer = spawn("batch", paths[0].parent, "-o", tmp_path / jobs, "--jobs", jobs)
        assert answer.code == 0, answer.err
        assert answer.err.endswith(f"{tmp_path / jobs}: 5 files read, 0 unchanged, 0 failed\n")
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2")
    again = spawn("batch", paths[0].parent, "-o", tmp_path / "1")
    assert again.err.endswith("0 files read, 5 unchanged, 0 failed\n")


def test_what_ends_a_worker_costs_its_file(paths: list[Path], archive: Path) -> None:
    """One file takes too long, one too much memory, one is no plan at all."""
    folder = paths[0].parent
    (folder / "a-large.txt").write_text("一、目标\n" * 200_000, encoding="utf-8")
    (folder / "b-binary.txt").write_bytes(b"\x00\x01\x02")
    with endless(folder) as pipe:
        answer = spawn(
            "batch", folder, pipe, "-o", archive, "--timeout", "2", "--memory", "60M", "-j", "2"
        )
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith(f"planparse: {archive}/errors.jsonl says why 3 ")
    told = {Path(str(line["path"])).name: line for line in errors_in(archive)}
    assert set(told) == {"a-large.txt", "b-binary.txt", "endless.md"}
    assert "over the limit of 62914560 (memory_bytes)" in str(told["a-large.txt"]["reason"])
    assert told["a-large.txt"]["failure"] == "ended"
    assert len(str(told["a-large.txt"]["sha256"])) == 64
    assert told["b-binary.txt"]["failure"] == "unreadable"
    assert "over the limit of 2 (seconds)" in str(told["endless.md"]["reason"])
    assert "--max-seconds" in str(told["endless.md"]["remedy"])
    assert len(rows_in(archive, "plans")) == len(paths)


def test_a_worker_that_is_killed_is_replaced(paths: list[Path], archive: Path) -> None:
    folder = paths[0].parent
    with endless(folder) as pipe, begun(pipe, *paths, "-o", archive, "-j", "1") as run:
        deadline = time.monotonic() + PATIENCE
        while not log_of(archive).is_file() or not children_of(run.pid):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(0.5)  # until it is at the pipe; before that the file would cost the same
        for child in children_of(run.pid):
            os.kill(child, signal.SIGKILL)
        _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 1
    assert b"endless.md: the process that read it has ended (SIGKILL)" in err
    (told,) = errors_in(archive)
    assert told["failure"] == "ended"
    assert len(rows_in(archive, "plans")) == len(paths)


# --------------------------------------------------------------- broken off


def test_after_kill_the_next_run_goes_on(paths: list[Path], archive: Path, tmp_path: Path) -> None:
    """What was read is kept, and no process stays behind."""
    folder = paths[0].parent
    with endless(folder) as pipe, begun(*paths, pipe, "-o", archive, "-j", "2") as run:
        wait_for_entries(archive, len(paths))
        children = children_of(run.pid)
        run.kill()
        run.wait()
        wait_until_gone(children)
        pipe.unlink()
    assert list((archive / "plans").iterdir()) == []
    answer = spawn("batch", *paths, "-o", archive)
    assert answer.code == 0
    assert "kept 5 files that an earlier run had read before it was ended" in answer.err
    assert answer.err.endswith("0 files read, 5 unchanged, 0 failed\n")
    assert not (archive / ".work").exists()
    spawn("batch", *paths, "-o", tmp_path / "whole")
    assert contents(archive) == contents(tmp_path / "whole")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_keeps_what_was_read(
    paths: list[Path], archive: Path, number: signal.Signals, code: int
) -> None:
    folder = paths[0].parent
    with endless(folder) as pipe, begun(*paths, pipe, "-o", archive, "-j", "2") as run:
        wait_for_entries(archive, len(paths))
        children = children_of(run.pid)
        run.send_signal(number)
        _, err = run.communicate(timeout=PATIENCE)
        wait_until_gone(children)
    assert run.returncode == code
    assert b"stopping; 5 files read in this run are kept" in err
    assert b"Traceback" not in err
    assert len(rows_in(archive, "plans")) == len(paths)
    assert not (archive / ".work").exists()


def test_two_runs_do_not_write_to_one_archive(paths: list[Path], archive: Path) -> None:
    folder = paths[0].parent
    with endless(folder) as pipe, begun(*paths, pipe, "-o", archive, "-j", "1") as run:
        wait_for_entries(archive, len(paths))
        second = spawn("batch", *paths, "-o", archive)
        assert run.poll() is None
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=PATIENCE)
    assert second.code == 2
    assert second.err == (
        f"planparse: {archive}: another run is writing to this archive; wait until it has ended\n"
    )
    assert len(rows_in(archive, "plans")) == len(paths)


def test_a_full_disk_is_told_and_leaves_what_was(paths: list[Path], archive: Path) -> None:
    first = spawn("batch", *paths[:2], "-o", archive)
    assert first.code == 0
    before = contents(archive)
    limited = "ulimit -f 2; trap '' XFSZ; exec \"$@\""
    command = ["sh", "-c", limited, "-", sys.executable, "-m", "planparse", "batch"]
    done = subprocess.run(
        [*command, *map(str, paths), "-o", str(archive)],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert b"cannot be written (" in done.stderr
    assert b"Traceback" not in done.stderr
    assert contents(archive) == before
    assert spawn("batch", *paths, "-o", archive).code == 0
    assert len(rows_in(archive, "plans")) == len(paths)
