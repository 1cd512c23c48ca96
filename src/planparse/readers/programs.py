"""Programs that a reader starts: a folder of their own, limits, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PREFIX = "planparse-"
"""How the private folders are called."""
MARK = ".planparse"
"""A file that stands in each of them, so that no folder of anybody else is taken for one."""
OLD = 3600.0
"""Seconds after which a folder is taken for left over: no program is given nearly as long."""
MEMORY = 8 * 1024**3
"""Address space that a program may take; LibreOffice maps three gigabytes to begin with."""
_PIPES = Path("/tmp")
"""Where LibreOffice puts its sockets, whatever its environment says."""
_PIPE_NAME = "OSL_PIPE_{user}_*"


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that only this user can look into, removed at the end.

    Folders that runs before this one have left, since they were killed, are removed too.
    """
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / MARK).touch()
        yield folder


def remove_leftovers() -> None:
    """Remove folders of killed runs: those that are ours and old."""
    if not hasattr(os, "getuid"):
        return
    oldest = time.time() - OLD
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            state = folder.lstat()
            is_ours = state.st_uid == os.getuid() and (folder / MARK).is_file()
            if is_ours and not folder.is_symlink() and state.st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def run_program(
    command: Sequence[str],
    *,
    home: Path,
    environment: Mapping[str, str],
    errors: Path,
    seconds: float,
) -> None:
    """Run a program in its own process group; raises `subprocess.TimeoutExpired`.

    However this ends, also by a signal that is raised as an exception, the group is killed.
    """
    process: subprocess.Popen[bytes] | None = None
    # A file, not a pipe: a child that outlives the program cannot hold it open.
    with errors.open("wb") as written:
        try:
            with _uninterrupted(), _memory_of_programs():
                process = subprocess.Popen(
                    command,
                    cwd=home,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=written,
                    start_new_session=True,
                )
            process.wait(timeout=seconds)
        finally:
            if process is not None:
                _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and all it has begun; soffice is a script that may leave its real program behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _remove_dead_pipes()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back signals until a program that was begun is known, so that it can be ended."""
    held: list[int] = []
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not None:
                before[number] = signal.signal(number, lambda number, _: held.append(number))
    try:
        yield
    finally:
        for caught, handler in before.items():
            signal.signal(caught, handler)
        for missed in held:
            signal.raise_signal(missed)


@contextlib.contextmanager
def _memory_of_programs() -> Iterator[None]:
    """While a program is started, this process's own limit of memory is that of programs."""
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _remove_dead_pipes() -> None:
    """Remove sockets of LibreOffices that were killed: ours, and nobody answers there."""
    if not hasattr(os, "getuid"):
        return
    for pipe in _PIPES.glob(_PIPE_NAME.format(user=os.getuid())):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as asked:
            try:
                asked.connect(str(pipe))
            except ConnectionRefusedError:
                pipe.unlink()
