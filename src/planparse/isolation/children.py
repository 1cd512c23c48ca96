"""Children from the parent's side: begun, given work, and ended when they pass a limit."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planparse.errors import ReadError
from planparse.isolation.messages import (
    Message,
    MessageKind,
    PipeClosed,
    TooLate,
    read_message,
    write_message,
)
from planparse.isolation.serving import serve
from planparse.readers.limits import Limits

GRACE = 2.0
"""Seconds beyond the limit in which the child may say itself that a program took too long."""
_TO_CLEAN_UP = 3.0
"""Seconds that a child gets to end what it has begun, before it is killed."""
_TO_BEGIN = 60.0
"""Seconds that a child may take to begin, on a busy machine."""
_TASKS = Path("/proc/self/task")


class Child:
    """A process that does `work`, one request after the other."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._owner = os.getpid()
        # A copy has the pipes of those that were there before it; while it holds them open, none of
        # these learns that its parent is gone.
        not_ours = _pipes_of_others()
        child_reads, self._requests = os.pipe()
        self._answers, child_writes = os.pipe()
        is_copy = _can_fork()
        if is_copy:
            not_ours += (self._requests, self._answers)
            self._pid = _forked(child_reads, child_writes, not_ours, work)
        else:
            self._pid = _spawned(child_reads, child_writes)
        os.close(child_reads)
        os.close(child_writes)
        if not is_copy:
            write_message(self._requests, Message(MessageKind.WORK, work))
            # That a program is begun is no part of the time of a file.
            read_message(self._answers, _TO_BEGIN)
        self._end = weakref.finalize(
            self, _end, self._pid, self._requests, self._answers, os.getpid()
        )
        _CHILDREN.add(self)

    @property
    def is_ours(self) -> bool:
        """Whether it was begun by this process, and not by one that this is a copy of."""
        return self._owner == os.getpid()

    def do(self, name: str, limits: Limits, *arguments: Any) -> Any:
        """What the work gives for the arguments; raises what it raised, or `ReadError` at a limit.

        After an error at a limit the child is gone. `name` stands for the input in errors.
        """
        try:
            self.ask(limits, *arguments)
        except PipeClosed:
            raise self._death(name, limits) from None
        while True:
            message = self.message(name, limits, limits.seconds + GRACE)
            if message.kind != MessageKind.STEP:
                return self.result(message, name, limits)

    def ask(self, limits: Limits, *arguments: Any) -> None:
        """Give it work; `message` is its answer. Raises `PipeClosed` where the process is gone."""
        try:
            write_message(self._requests, Message(MessageKind.WORK, (arguments, limits)))
        except PipeClosed:
            raise
        except BaseException:  # Ctrl-C, or the end of the program
            self.end()
            raise

    def fileno(self) -> int:
        """What is readable when a message is there, for `select`."""
        return self._answers

    def message(self, name: str, limits: Limits, seconds: float) -> Message:
        """The next message; `ReadError` where the process is gone or has not answered in time."""
        try:
            return read_message(self._answers, seconds)
        except TooLate:
            raise self.refuse_time(name, limits) from None
        except PipeClosed:
            raise self._death(name, limits) from None
        except BaseException:  # Ctrl-C, or the end of the program
            self.end()
            raise

    def result(self, message: Message, name: str, limits: Limits) -> Any:
        """What the work gave by the message that ends it; raises what it raised."""
        if message.kind == MessageKind.NO_MEMORY:
            self.end()
            raise limits.refuse("memory_bytes", name, "the memory that the file takes")
        if message.kind == MessageKind.ERROR:
            raise message.content
        return message.content

    def refuse_time(self, name: str, limits: Limits) -> ReadError:
        """End it, as its time is over; the error that says so."""
        self.end()
        return limits.refuse("seconds", name, "the time that the file takes")

    def _death(self, name: str, limits: Limits) -> ReadError:
        """The error for a child that is gone; its system can say only by which signal."""
        number = -(self._end() or 0)
        try:
            how = signal.Signals(number).name
        except ValueError:
            how = "no signal"
        reason = f"the process that read it has ended ({how}), most often for want of memory"
        allowed = f"--max-memory-bytes or Limits(memory_bytes=…), now {limits.memory_bytes}"
        return ReadError(name, reason, f"raise {allowed}, if you trust the file")

    @property
    def pipes(self) -> tuple[int, int]:
        """The descriptors by which this process speaks to it."""
        return self._requests, self._answers

    @property
    def is_alive(self) -> bool:
        """Whether it can be given work."""
        return self._end.alive

    def end(self) -> None:
        """End the process, and all that it has begun."""
        self._end()


_CHILDREN: weakref.WeakSet[Child] = weakref.WeakSet()
"""All that this process, or one that it is a copy of, has begun and not yet forgotten."""


def _pipes_of_others() -> tuple[int, ...]:
    """The pipes that this process has to its children."""
    theirs = (child.pipes for child in list(_CHILDREN) if child.is_ours and child.is_alive)
    return tuple(descriptor for pipes in theirs for descriptor in pipes)


class Pool:
    """Keeps children that have nothing to do; `do` takes one or begins one."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self._idle: list[Child] = []

    def do(self, name: str, limits: Limits, *arguments: Any) -> Any:
        """As `Child.do`; may be called by several threads, each of which gets a child."""
        child = self._taken()
        try:
            return child.do(name, limits, *arguments)
        finally:
            if child.is_alive:
                self._idle.append(child)

    def _taken(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_ours:
                return child
        return Child(self._work)


def _can_fork() -> bool:
    """Whether a copy of this process is safe: it has one thread, those of libraries included."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    try:
        return len(list(_TASKS.iterdir())) == 1
    except OSError:
        return False


def _forked(
    requests: int,
    answers: int,
    not_ours: tuple[int, ...],
    work: Callable[..., Any],
) -> int:
    # What stands in buffers would else be written by both.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        for descriptor in not_ours:
            os.close(descriptor)
        serve(requests, answers, work)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    finally:
        # Nothing of the parent's is flushed, closed or removed by its copy.
        os._exit(code)


def _spawned(requests: int, answers: int) -> int:
    # Not -m: it says of a module that its package imports that it may be loaded twice.
    program = "from planparse.isolation.serving import main; main()"
    command = [sys.executable, "-c", program, str(requests), str(answers)]
    path = os.pathsep.join(part for part in sys.path if part)
    process = subprocess.Popen(
        command,
        pass_fds=(requests, answers),
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    # It is waited for by its number, as a copy is.
    process.returncode = 0
    return process.pid


def _end(pid: int, requests: int, answers: int, owner: int) -> int:
    """End a child and give its exit code; a negative one is the signal that ended it."""
    if owner != os.getpid():  # a copy of the parent holds the child's pipes, and not the child
        return 0
    with contextlib.suppress(ProcessLookupError):
        if not _is_over(pid):
            with contextlib.suppress(PipeClosed, OSError):
                os.set_blocking(requests, False)
                write_message(requests, Message(MessageKind.LEAVE))
            os.kill(pid, signal.SIGTERM)
    code = _wait(pid, _TO_CLEAN_UP)
    if code is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        code = _wait(pid, _TO_CLEAN_UP)
    for descriptor in (requests, answers):
        with contextlib.suppress(OSError):
            os.close(descriptor)
    return code or 0


def _is_over(pid: int) -> bool:
    """Whether the process has ended and waits for its parent to ask how."""
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    try:
        return os.waitid(os.P_PID, pid, flags) is not None
    except ChildProcessError:
        return True


def _wait(pid: int, seconds: float) -> int | None:
    """Exit code of the process, None where it has not ended in time."""
    deadline = time.monotonic() + seconds
    pause = 0.001
    while True:
        try:
            found, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return 0
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            return None
        time.sleep(pause)
        pause = min(0.05, pause * 2)
