"""How a run ends: never half an output, and nothing left behind, whatever ends it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from places import FIXTURES
from planparse.cli.writing import write_whole
from planparse.readers import programs

HEALTH = FIXTURES / "health-pingchuan.txt"
ISOLATED = {**os.environ, "PLANPARSE_ISOLATE": "1"}
RTF = b"{\\rtf1 plan}"


def run(
    *args: str | Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Call the program as a user does."""
    command = [sys.executable, "-m", "planparse", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, env=ISOLATED, preexec_fn=before, check=False
    )


# --------------------------------------------------------------- isolation


def test_files_are_read_in_a_process_of_their_own() -> None:
    here = run(HEALTH, "--json", "--no-isolate")
    there = run(HEALTH, "--json")
    assert there.returncode == 0
    assert there.stdout == here.stdout


def test_what_ends_one_file_leaves_the_others(tmp_path: Path) -> None:
    # A text whose reading needs more memory than it may take.
    large = tmp_path / "large.txt"
    large.write_text("一、目标\n" * 200_000, encoding="utf-8")
    done = run(large, HEALTH, "--json", "--max-memory-bytes", "60M")
    assert done.returncode == 1
    assert b"large.txt: the memory that the file takes is over the limit" in done.stderr
    assert b"1 of 2 files read; these were not:" in done.stderr
    assert json.loads(done.stdout)["source"]["name"] == HEALTH.name


# ------------------------------------------------------------------- output


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run(HEALTH, "--json", "-o", target, before=no_room)
    assert done.returncode == 2
    assert b"cannot be written (File too large)" in done.stderr
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_with_its_rights_and_links_stay(tmp_path: Path) -> None:
    target, link, new = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    mask = os.umask(0o027)
    try:
        write_whole(new, b"x")
    finally:
        os.umask(mask)
    assert new.stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDWR)
    write_whole(pipe, b"plan")
    assert os.read(descriptor, 9) == b"plan"
    os.close(descriptor)
    assert pipe.is_fifo()


# ------------------------------------------------------------------ signals


@pytest.fixture
def converter(tmp_path: Path) -> Path:
    """A LibreOffice that writes down its number and never ends."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "plan.rtf").write_bytes(RTF)
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("isolate", ["--isolate", "--no-isolate"])
def test_a_signal_ends_all_that_was_begun(
    converter: Path, isolate: str, number: signal.Signals, code: int
) -> None:
    path = f"{converter / 'bin'}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        [sys.executable, "-m", "planparse", str(converter / "plan.rtf"), isolate],
        env={**os.environ, "PATH": path, "TMPDIR": str(converter / "tmp")},
        stdout=subprocess.DEVNULL,
        # A shell has background programs ignore Ctrl-C, which those they start take over.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    written = converter / "pid"
    while not (written.exists() and written.read_text(encoding="utf-8").strip()):
        assert process.poll() is None
        time.sleep(0.02)
    begun = int(written.read_text(encoding="utf-8"))
    process.send_signal(number)
    assert process.wait() == code
    assert not _is_running(begun)
    assert list((converter / "tmp").iterdir()) == []


def _is_running(pid: int) -> bool:
    """Whether the process still does something; one that nobody has asked after is over."""
    try:
        return "(sleep) Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def test_leftovers_of_killed_runs_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, young, foreign, link = (tmp_path / f"planparse-{name}" for name in "abcd")
    for folder in (old, young, foreign):
        (folder / "profile").mkdir(parents=True)
    (old / programs.MARK).touch()
    (young / programs.MARK).touch()
    link.symlink_to(foreign)
    long_ago = time.time() - programs.OLD - 60
    for folder in (old, foreign):
        os.utime(folder, (long_ago, long_ago))
    with programs.private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert sorted(tmp_path.iterdir()) == sorted([young, foreign, link, folder])
    assert not folder.exists()
