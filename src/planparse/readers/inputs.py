"""The bytes of an input, whatever it is given as, and never more of them than the limits allow.

A path is looked at before it is opened, and what has no size (a pipe, standard input) is read
piece by piece up to the limit, so that an endless input costs no more than an honest one.
"""

from __future__ import annotations

import os
import select
import stat
from io import TextIOBase
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO

from planparse.errors import ReadError
from planparse.model.file_names import name_in_words
from planparse.readers.limits import Limits

Readable = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO | TextIO
"""What a plan can be read from."""

_PIECE = 1 << 20
"""Bytes that are read at a time from what has no size."""
_PIPE_WAIT = 2.0
"""Seconds that a named pipe is waited for: a writer that is there has opened it long before."""


class GivenBytes(NamedTuple):
    """What an input holds, and the name by which it goes."""

    data: bytes
    name: str


def bytes_of(source: Readable, limits: Limits) -> GivenBytes:
    """All bytes of an input; raises `ReadError` where it cannot be read or is over the limit."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        limits.check("file_bytes", "<bytes>", len(source))
        return GivenBytes(bytes(source), "<bytes>")
    if isinstance(source, (str, os.PathLike)):
        return _from_path(source, limits)
    if not hasattr(source, "read"):
        kind = type(source).__name__
        raise ReadError(f"<{kind}>", "no input", "give a path, bytes or an open file")
    name = str(getattr(source, "name", "-"))
    return GivenBytes(read_stream(source, name, limits), name)


def read_stream(stream: Any, name: str, limits: Limits) -> bytes:
    """All bytes of an open file; text of a text-mode file is taken as UTF-8."""
    _check_size(stream, name, limits)
    if isinstance(stream, TextIOBase):
        return _encoded(_pieces(stream, name, "", limits), name, limits)
    data = _pieces(stream, name, b"", limits)
    if isinstance(data, str):  # a file of its own kind that gives text
        return _encoded(data, name, limits)
    if not isinstance(data, bytes):
        raise ReadError(name, "reading it gives no bytes", "open the file in mode 'rb'")
    return data


def _check_size(stream: Any, name: str, limits: Limits) -> None:
    """Refuse an open file by its size where it has one: what is left of it from here on."""
    try:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode):
            return
        left = state.st_size - os.lseek(stream.fileno(), 0, os.SEEK_CUR)
    except (AttributeError, OSError, TypeError, ValueError):
        return
    limits.check("file_bytes", name, left)


def _encoded(text: Any, name: str, limits: Limits) -> bytes:
    try:
        data: bytes = text.encode("utf-8")
    except UnicodeEncodeError:
        reason = "its text holds half of a character (a surrogate)"
        raise ReadError(name, reason, "open the file in mode 'rb'") from None
    limits.check("file_bytes", name, len(data))
    return data


def _pieces(stream: Any, name: str, nothing: str | bytes, limits: Limits) -> Any:
    """What the stream gives; raises `ReadError` where that is more than the limit."""
    most = limits.file_bytes + 1  # one more says that there is more
    pieces: list[Any] = []
    length = 0
    try:
        while length < most:
            piece = stream.read(min(_PIECE, most - length))
            if not piece:
                break
            pieces.append(piece)
            length += len(piece)
    except (OSError, ValueError) as error:  # also: closed, not readable, no UTF-8
        reason = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ReadError(name, reason, "give an open file in mode 'rb'") from None
    limits.check("file_bytes", name, length)  # before it is copied into one
    if not pieces:
        return nothing
    return type(pieces[0])().join(pieces)


# ------------------------------------------------------------------- paths


def _from_path(source: str | os.PathLike[str], limits: Limits) -> GivenBytes:
    path = _path(source)
    try:
        return GivenBytes(_read_path(path, limits), name_in_words(path.name))
    except ReadError:
        raise
    except IsADirectoryError:
        reason = "a directory, not a file"
        raise ReadError(_shown(path), reason, "give the files inside it one by one") from None
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            reason = "a link to a file that is gone"
            raise ReadError(_shown(path), reason, "check where it leads") from None
        raise ReadError(_shown(path), "no such file", "check the path") from None
    except OSError as error:
        reason = f"cannot be opened ({error.strerror})"
        raise ReadError(_shown(path), reason, "check the file's permissions") from None


def _path(source: str | os.PathLike[str]) -> Path:
    """The path that is meant; `ReadError` for what no file can be called."""
    text = os.fspath(source)
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if not text:
        raise ReadError("''", "the path is empty", "name a file")
    try:
        encoded = os.fsencode(text)
    except UnicodeEncodeError:
        encoded = b"\0"
    if b"\0" in encoded:
        shown = text.encode("unicode_escape").decode("ascii")
        reason = "no file can be called so"
        raise ReadError(shown, reason, "check the path; text of a plan goes to parse()")
    return Path(text)


def _shown(path: Path) -> str:
    """The path as an error prints it: in one line, whatever its characters."""
    return name_in_words(path).replace("\n", "\\n")


def _read_path(path: Path, limits: Limits) -> bytes:
    # Without blocking: to open a named pipe would else wait for whoever writes to it.
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        name = _shown(path)
        if stat.S_ISDIR(state.st_mode):
            raise IsADirectoryError
        if is_device(descriptor):
            raise device_refusal(name)
        if stat.S_ISREG(state.st_mode):
            limits.check("file_bytes", name, state.st_size)
        else:
            _wait_for_writer(descriptor, name)
        if hasattr(os, "set_blocking"):
            os.set_blocking(descriptor, True)
        return read_stream(file, name, limits)


def is_device(descriptor: int) -> bool:
    """Whether an open file is a device and no terminal: /dev/zero has no end."""
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISBLK(mode):
        return True
    return stat.S_ISCHR(mode) and not os.isatty(descriptor) and not _is_null(descriptor)


def _is_null(descriptor: int) -> bool:
    """Whether it is /dev/null, which is merely empty."""
    try:
        return os.path.samestat(os.fstat(descriptor), Path(os.devnull).stat())
    except OSError:
        return False


def device_refusal(name: str) -> ReadError:
    """The error for a device."""
    return ReadError(name, "a device, not a file", "give a file, or - for standard input")


def _wait_for_writer(descriptor: int, name: str) -> None:
    """Wait until a named pipe has something to read; raises `ReadError` where nobody writes to it."""
    ready, _, _ = select.select([descriptor], [], [], _PIPE_WAIT)
    if not ready:
        reason = f"nobody has written to this pipe for {_PIPE_WAIT:g} seconds"
        raise ReadError(name, reason, "pipe the plan into planparse -, which waits")
