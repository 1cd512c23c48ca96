"""What parent and child write to each other: messages of a kind, with pickled data."""

from __future__ import annotations

import os
import pickle
import select
import struct
import time
from enum import IntEnum
from typing import Any, NamedTuple

_HEAD = struct.Struct(">BQ")
_PIECE = 1 << 20
_LONGEST_WAIT = 365 * 24 * 3600.0
"""Seconds; a wait of more than some hundred years is a number that no system takes."""


class MessageKind(IntEnum):
    """What a message says."""

    WORK = 1
    """To the child: arguments, and the limits that hold for them."""
    LEAVE = 2
    """To the child: that it is needed no longer."""
    RESULT = 3
    """What the work gave."""
    ERROR = 4
    """The error that it raised."""
    STEP = 5
    """A part of long work is done, and the time begins anew."""
    NO_MEMORY = 6
    """The memory that the child may take was not enough."""


class Message(NamedTuple):
    """One message."""

    kind: MessageKind
    content: Any = None


class PipeClosed(Exception):
    """The other side is gone."""


class TooLate(Exception):
    """The other side has not answered in time."""


def write_message(descriptor: int, message: Message) -> None:
    """Write a message; raises `PipeClosed` where nobody reads it."""
    content = b""
    if message.content is not None:
        content = pickle.dumps(message.content, pickle.HIGHEST_PROTOCOL)
    try:
        _write_all(descriptor, _HEAD.pack(message.kind, len(content)))
        _write_all(descriptor, content)
    except (BrokenPipeError, ConnectionError):
        raise PipeClosed from None


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:_PIECE]) :]


def read_message(descriptor: int, seconds: float | None = None) -> Message:
    """The next message; raises `PipeClosed` at the end, `TooLate` where it has not come in time."""
    deadline = None
    if seconds is not None:
        deadline = time.monotonic() + min(seconds, _LONGEST_WAIT)
    head = _read_exactly(descriptor, _HEAD.size, deadline)
    kind, size = _HEAD.unpack(head)
    content = None
    if size:
        content = pickle.loads(_read_exactly(descriptor, size, deadline))
    return Message(MessageKind(kind), content)


def _read_exactly(descriptor: int, size: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < size:
        if deadline is not None:
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([descriptor], [], [], left)
            if not ready:
                raise TooLate
        piece = os.read(descriptor, min(_PIECE, size - len(data)))
        if not piece:
            raise PipeClosed
        data += piece
    return data
