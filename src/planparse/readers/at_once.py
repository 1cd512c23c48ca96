"""Has a few pages recognised at once, in threads, and takes what they give in the caller's thread."""

from __future__ import annotations

import atexit
import ctypes
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from planparse.readers.cores import cores, memory

_MOST = 4
"""Pages at once, however many processors there are: each takes about 1 GB, and where there are more
processors, several threads divide the work on each page."""
_MEMORY = 2 * 1024**3
"""Bytes of the machine's memory there are for each of them: there are other programs, too."""

_MOMENT = 0.1
"""Seconds until a signal is acted on."""

Job = Callable[[int], Any]
"""A piece of work; it is told with how many threads it may compute."""
Take = Callable[[Any], None]
"""What becomes of what a job gives."""


class _Given(NamedTuple):
    job: Job
    take: Take


class _Done(NamedTuple):
    take: Take
    result: Any = None
    error: BaseException | None = None


def pages_at_once() -> int:
    """How many pages are recognised at the same time."""
    most = min(cores(), _MOST)
    if (there := memory()) is not None:
        most = min(most, there // _MEMORY)
    return max(1, most)


class AtOnce:
    """Does up to `most` jobs at the same time, which compute with `cores` threads between them.

    A job that is the only one is done by the caller, with all cores: it begins when there is a
    second one, or at the end. Used by one thread, as a context: where it is left by an error, jobs
    that were begun are broken off; by Ctrl-C and `SystemExit`, they are not waited for either.
    """

    def __init__(self, most: int, cores: int) -> None:
        self._most = most
        self._cores = cores
        self._first: _Given | None = None
        self._is_begun = False
        self._under_way = 0
        self._waiting: SimpleQueue[_Given | None] = SimpleQueue()
        self._finished: SimpleQueue[_Done] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> AtOnce:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for _thread in self._threads:
            self._waiting.put(None)
        if self._under_way:
            for thread in self._threads:
                _break_off(thread)
        is_leaving = kind is not None and not issubclass(kind, Exception)
        for thread in self._threads:
            if is_leaving:
                # Threads that come back into a Python that is gone make the program abort.
                atexit.register(thread.join)
            else:
                thread.join()

    def make_room(self) -> None:
        """Wait until one more job can be begun: its material need not be there before."""
        while self._under_way >= self._most:
            self._take_next()

    def give(self, job: Job, take: Take) -> None:
        """Have `job` done; `take` gets what it gives in a later call of this object.

        Raises what a job has raised, its own or one of those given before.
        """
        given = _Given(job, take)
        if self._most == 1:
            take(job(self._cores))
        elif self._is_begun:
            self._begin(given)
        elif self._first is None:
            self._first = given
        else:
            self._is_begun = True
            self._begin(self._first)
            self._first = None
            self._begin(given)

    def finish(self) -> None:
        """Wait for all jobs."""
        if self._first is not None:
            given, self._first = self._first, None
            given.take(given.job(self._cores))
        while self._under_way:
            self._take_next()

    def _begin(self, given: _Given) -> None:
        self.make_room()
        if self._under_way == len(self._threads):
            # A second Ctrl-C ends the program without it.
            thread = threading.Thread(target=self._serve, daemon=True)
            thread.start()
            self._threads.append(thread)
        self._under_way += 1
        self._waiting.put(given)

    def _serve(self) -> None:
        with suppress(SystemExit):  # broken off between two jobs
            self._work()

    def _work(self) -> None:
        threads = max(1, self._cores // self._most)
        while given := self._waiting.get():
            try:
                done = _Done(given.take, given.job(threads))
            except BaseException as error:  # raised where the job was given
                done = _Done(given.take, error=error)
            self._finished.put(done)
            del given, done  # may hold pictures while the thread waits

    def _take_next(self) -> None:
        finished = self._next_done()
        self._under_way -= 1
        if finished.error is not None:
            raise finished.error
        finished.take(finished.result)

    def _next_done(self) -> _Done:
        while True:
            # A signal that the system has given to another thread does not wake this one, and is
            # acted on here alone.
            with suppress(Empty):
                return self._finished.get(timeout=_MOMENT)


def _break_off(thread: threading.Thread) -> None:
    """Raise `SystemExit` in a thread, as a signal does in the first one: behind the call into a
    library that it is in, which takes a second or two."""
    number = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(SystemExit))
