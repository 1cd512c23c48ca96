"""Several children at once, from a parent of one thread: work is given out, and answers come as they are ready."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from planparse.isolation.children import GRACE, Child
from planparse.isolation.messages import MessageKind, PipeClosed
from planparse.readers.limits import Limits

Ticket = TypeVar("Ticket")
_TO_ANSWER = 10.0
"""Seconds for the rest of a message that has begun to come; it is no longer than some kilobytes."""


class Finished(NamedTuple, Generic[Ticket]):
    """Work that is over: its result, or else what it raised."""

    ticket: Ticket
    result: Any
    error: Exception | None


class _Assignment(NamedTuple, Generic[Ticket]):
    """What a child is at. `until` is when it must have answered."""

    ticket: Ticket
    name: str
    limits: Limits
    until: float


class Crew(Generic[Ticket]):
    """Up to `size` children that do `work`. One that has ended is replaced when it is needed.

    `limits` hold for each piece of work: an error at a limit ends the child, and costs that piece.
    """

    def __init__(self, work: Callable[..., Any], size: int, limits: Limits) -> None:
        self._work = work
        self._size = size
        self._limits = limits
        self._idle: list[Child] = []
        self._busy: dict[Child, _Assignment[Ticket]] = {}

    @property
    def has_room(self) -> bool:
        """Whether another piece of work can be given."""
        return len(self._busy) < self._size

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._busy)

    def give(self, ticket: Ticket, name: str, *arguments: Any) -> None:
        """Give work to a child that has nothing to do; `name` stands for the input in errors."""
        child = self._asked(arguments)
        self._busy[child] = self._job(ticket, name)

    def _asked(self, arguments: tuple[Any, ...]) -> Child:
        while self._idle:
            child = self._idle.pop()
            try:
                child.ask(self._limits, *arguments)
            except PipeClosed:  # killed while it did nothing, which is nobody's fault
                child.end()
            else:
                return child
        child = Child(self._work)
        child.ask(self._limits, *arguments)
        return child

    def _job(self, ticket: Ticket, name: str) -> _Assignment[Ticket]:
        until = time.monotonic() + self._limits.seconds + GRACE
        return _Assignment(ticket, name, self._limits, until)

    def wait(self, seconds: float) -> Finished[Ticket] | None:
        """The next answer; None where none has come in that time. Some child must be busy."""
        deadline = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            next_end = min(job.until for job in self._busy.values())
            left = max(0.0, min(deadline, next_end) - now)
            ready, _, _ = select.select(list(self._busy), [], [], left)
            for child in ready:
                if finished := self._heard(child):
                    return finished
            now = time.monotonic()
            for child, job in self._busy.items():
                if job.until <= now and child not in ready:
                    return self._over(child, job, child.refuse_time(job.name, job.limits))
            if now >= deadline:
                return None

    def _heard(self, child: Child) -> Finished[Ticket] | None:
        """What a child says; None where it is only that it goes on."""
        job = self._busy[child]
        try:
            message = child.message(job.name, job.limits, _TO_ANSWER)
            if message.kind == MessageKind.STEP:
                self._busy[child] = self._job(job.ticket, job.name)
                return None
            result = child.result(message, job.name, job.limits)
        except Exception as error:
            return self._over(child, job, error)
        self._free(child)
        return Finished(job.ticket, result, None)

    def _over(self, child: Child, job: _Assignment[Ticket], error: Exception) -> Finished[Ticket]:
        self._free(child)
        return Finished(job.ticket, None, error)

    def _free(self, child: Child) -> None:
        del self._busy[child]
        if child.is_alive:
            self._idle.append(child)

    def end(self) -> None:
        """End all children, whatever they are at."""
        for child in (*self._busy, *self._idle):
            child.end()
        self._busy.clear()
        self._idle.clear()
