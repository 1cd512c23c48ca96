"""What runs in the child: it waits for work, does it within the limits, and says what came of it."""

from __future__ import annotations

import ctypes
import os
import pickle
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from planparse.errors import PlanparseError
from planparse.isolation.messages import (
    Message,
    MessageKind,
    PipeClosed,
    read_message,
    write_message,
)
from planparse.readers import progress
from planparse.readers.limits import Limits

_TERMINATED = 128 + signal.SIGTERM
_STATUS = Path("/proc/self/statm")
_MOMENT = 0.02
"""Seconds until a signal is acted on again that came where no exception can be raised."""
_ARENAS = -8
"""glibc's number for the most pools (`M_ARENA_MAX` of malloc.h) that memory is given from."""
_NO_ROOM = 1024**2
"""Bytes: with less than that to take, an error is one of memory, whatever it calls itself.

Python swallows what it lacks memory for where it looks for a module or an encoding, and says
that there is none. The least that it asks of the system at once is a quarter of this."""


def serve(requests: int, answers: int, work: Callable[..., Any]) -> None:
    """Do the work of one request after the other, until the parent leaves.

    Work may have a method `prepare`, which is called once, before any limits hold.
    """
    # A parent that hears no signals for a moment may have begun it just then.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    # Ctrl-C reaches every process of a terminal; the parent ends the child in its own way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave_at_once)
    sys.unraisablehook = _try_again
    _end_with_parent(requests)
    _give_from_one_pool()
    if prepare := getattr(work, "prepare", None):
        prepare()
    progress.listen(lambda: write_message(answers, Message(MessageKind.STEP)), _allow_more)
    while True:
        try:
            request = read_message(requests)
            if request.kind != MessageKind.WORK:
                return
            _send(answers, _answer(work, request.content))
        except PipeClosed:
            return


def _send(answers: int, answer: Message) -> None:
    try:
        write_message(answers, answer)
    except MemoryError:  # of the copy that is sent: nothing has been written so far
        write_message(answers, Message(MessageKind.NO_MEMORY))


def _end_with_parent(requests: int) -> None:
    """Leave when the parent is killed, too, which the pipe says: its other end is closed then.

    Else a loop would go on for ever, and LibreOffice up to its limit, when nobody waits for them.
    """

    def look(number: int, frame: object) -> None:
        ready = select.poll()
        ready.register(requests, select.POLLHUP)
        if any(event & select.POLLHUP for _, event in ready.poll(0)):
            signal.raise_signal(signal.SIGTERM)

    try:
        import fcntl

        signal.signal(signal.SIGIO, look)
        fcntl.fcntl(requests, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(requests, fcntl.F_GETFL)
        fcntl.fcntl(requests, fcntl.F_SETFL, flags | os.O_ASYNC)
    except (AttributeError, ImportError, OSError):  # where pipes send no signals
        return


def _give_from_one_pool() -> None:
    """Let the threads of the process share their memory, where its C library is glibc.

    Else each has a pool with 64 MB set aside. At the limit all of them would be asked in turn for
    every object, and have room for some, so that work goes on for minutes before it ends.
    """
    try:
        ctypes.CDLL(None).mallopt(_ARENAS, 1)
    except (AttributeError, OSError, TypeError):
        return


def _leave(number: int, frame: object) -> NoReturn:
    """Leave by an exception, so that whatever the work has begun is cleaned up."""
    sys.exit(_TERMINATED)


def _leave_at_once(number: int, frame: object) -> NoReturn:
    """Leave where no work is under way: there is nothing to clean up, and nobody to tell."""
    os._exit(_TERMINATED)


def _try_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Leave a moment later, where the exception was swallowed: in a `__del__` none can be raised."""
    if unraisable.exc_type is not SystemExit:
        sys.__unraisablehook__(unraisable)
        return
    signal.signal(signal.SIGALRM, _leave)
    signal.setitimer(signal.ITIMER_REAL, _MOMENT)


def _answer(work: Callable[..., Any], request: tuple[tuple[Any, ...], Limits]) -> Message:
    signal.signal(signal.SIGTERM, _leave)
    try:
        return _outcome(work, request)
    finally:
        signal.signal(signal.SIGTERM, _leave_at_once)


def _outcome(work: Callable[..., Any], request: tuple[tuple[Any, ...], Limits]) -> Message:
    arguments, limits = request
    _bound_memory(limits.memory_bytes)
    try:
        return Message(MessageKind.RESULT, work(*arguments))
    except MemoryError:
        return Message(MessageKind.NO_MEMORY)
    except PlanparseError as error:
        return Message(MessageKind.ERROR, error)
    except Exception as error:
        if _is_out_of_memory():
            return Message(MessageKind.NO_MEMORY)
        # What is no error of ours is a defect, and is raised where it can be seen.
        return Message(MessageKind.ERROR, _sendable(error))


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _bound_memory(most: int) -> None:
    """Let the process take `most` bytes beyond what it has now; where the system has such limits."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = min(taken() + int(most), sys.maxsize)
        if hard != resource.RLIM_INFINITY:
            bound = min(bound, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, OSError, ValueError):
        return


def _allow_more(size: int) -> None:
    """Let the process take `size` bytes more, as it takes them for itself and not for the file."""
    try:
        import resource

        bound, hard = resource.getrlimit(resource.RLIMIT_AS)
        if bound == resource.RLIM_INFINITY:
            return
        bound = min(bound + size, sys.maxsize)
        if hard != resource.RLIM_INFINITY:
            bound = min(bound, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    except (ImportError, OSError, ValueError):
        return


def _is_out_of_memory() -> bool:
    """Whether the process can take next to nothing beyond what it has."""
    try:
        import resource

        bound, _ = resource.getrlimit(resource.RLIMIT_AS)
        return bound != resource.RLIM_INFINITY and bound - taken() < _NO_ROOM
    except (ImportError, OSError, ValueError, MemoryError):
        return False


def taken() -> int:
    """Bytes of address space that the process has."""
    import resource

    pages = int(_STATUS.read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def main() -> None:
    """Serve over two pipes whose numbers stand in the arguments; the first request is the work."""
    requests, answers = int(sys.argv[1]), int(sys.argv[2])
    first = read_message(requests)
    write_message(answers, Message(MessageKind.STEP))
    serve(requests, answers, first.content)
    os.close(answers)
