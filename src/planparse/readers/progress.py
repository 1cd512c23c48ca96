"""Says to whoever limits the reading of a file that a part is done, or that the program takes memory."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []
_granters: list[Callable[[int], None]] = []


def listen(listener: Callable[[], None], granter: Callable[[int], None] | None = None) -> None:
    """Have `listener` called at each step, and `granter` for memory, in place of any others."""
    _listeners[:] = [listener]
    _granters[:] = [granter] if granter else []


def step() -> None:
    """A page is recognised: a scan of 300 pages is long work, and no hanging."""
    for listener in _listeners:
        listener()


def take_memory(size: int) -> None:
    """The program itself is about to take up to `size` bytes, for models and the like.

    The limit of a file is for what the file takes, and holds beyond that.
    """
    for granter in _granters:
        granter(size)
