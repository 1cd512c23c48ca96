"""How many processors a reading may use, and how much of the machine's memory there is."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_SHARED = "OMP_NUM_THREADS"
"""Says how many threads a process may compute with: Spark and Ray set it for each of their workers."""
_CGROUP = Path("/sys/fs/cgroup/memory.max")
"""What a container may take, in bytes; "max" where it may take all."""

_most: list[int] = []


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # no Linux
        return os.cpu_count() or 1


def use_one_core() -> None:
    """Compute with one thread in this process from now on: others read beside it, one on each core."""
    _most[:] = [1]


def cores() -> int:
    """How many processors a reading may use: all, unless the process is one worker of several."""
    bounds = [processors(), *_most]
    with suppress(KeyError, ValueError):
        bounds.append(int(os.environ[_SHARED]))
    return max(1, min(bounds))


def memory() -> int | None:
    """Bytes of memory of the machine or the container, None where the system does not say."""
    found: list[int] = []
    with suppress(AttributeError, OSError, ValueError):
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with suppress(OSError, ValueError):
        found.append(int(_CGROUP.read_text(encoding="ascii")))
    return min(found, default=None)
