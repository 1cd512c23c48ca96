"""The engine of a Ray cluster: Ray Data hands inputs to actors, each of which reads as a local worker does."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import tempfile
import threading
import warnings
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planparse import __version__
from planparse.arrow.parsing import DocumentReader
from planparse.batch.engine import Answer, BatchInput, failed_entry
from planparse.batch.entries import Reading
from planparse.batch.spool import put_packed, spool_path
from planparse.batch.workers import LocalEngine
from planparse.errors import ArchiveError, EngineError
from planparse.frames.schemas import arrow_package
from planparse.readers.cores import processors

if TYPE_CHECKING:
    import pyarrow

_BLOCKS = (16, 1)
"""Inputs in a task of Ray: as many as make its own cost small, and as few as may be done twice.
Those of a task that has ended again and again are tried once more, each alone."""
_TRIES = 3
"""How often Ray begins a task again whose actor was ended; without a bound it would go on for ever."""
_OBJECT_STORE = 256 * 1024 * 1024
"""Bytes, on a machine of our own. Documents only pass through it; what has no room goes to disk."""
_MOST_OF_REASON = 300
"""Characters of what Ray says; the rest is its own calls."""
_ENDED = "the process that read it was ended again and again"
_LOOK = "look into the logs of Ray, give its machines more memory, and run again"


class RayReader:
    """What runs in an actor: reads the inputs of a block, one after the other, in a process with limits."""

    def __init__(self, reader: DocumentReader, reading: Reading) -> None:
        if reading.planparse != __version__:
            reason = f"a machine has planparse {__version__}, this one {reading.planparse}"
            raise EngineError("ray", reason, "install the same on all machines")
        self._engine = LocalEngine(reader, reading, jobs=1)

    def __call__(self, block: pyarrow.Table) -> Iterator[pyarrow.Table]:
        """A table of one row for each input: its answer, and its document if there is one."""
        inputs = [pickle.loads(cell) for cell in block.column("input").to_pylist()]
        with tempfile.TemporaryDirectory(prefix="planparse-") as place:
            folder = Path(place)
            try:
                for answer in self._engine.read(inputs, folder):
                    yield _packed(answer, spool_path(folder, answer.input.number))
            except ArchiveError as error:  # no room for documents on this machine
                yield _table(answer=pickle.dumps(error), document=None)


class RayEngine:
    """Reads in actors of Ray: of the cluster that `RAY_ADDRESS` names or that runs here, else of its own.

    `reader` reads without a process of its own. `jobs` is how many actors read at the same time, each
    on a processor of its own; without it as many as there are processors.
    """

    def __init__(self, reader: DocumentReader, reading: Reading, *, jobs: int | None) -> None:
        self._reader = reader
        self._reading = reading
        self._jobs = jobs

    def answers(self, inputs: Iterable[BatchInput], folder: Path) -> Generator[Answer, None, None]:
        """An answer for each input as it is ready. Raises `EngineError` where Ray reads nothing."""
        left = {input.number: input for input in inputs}
        with _cluster(self._jobs) as processors:
            for size in _BLOCKS:
                if not left:
                    return
                for answer in self._read(left.values(), size, processors, folder):
                    del left[answer.input.number]
                    yield answer
        for input in left.values():
            yield Answer(input, failed_entry(input, self._reading, "ended", (_ENDED, _LOOK)))

    def _read(
        self, inputs: Collection[BatchInput], size: int, processors: int, folder: Path
    ) -> Iterator[Answer]:
        """The answers that come; what a block held whose task has ended too often has none."""
        data = import_module("ray.data")
        at_once = min(processors, -(-len(inputs) // size))
        pool = data.ActorPoolStrategy(min_size=1, max_size=at_once, initial_size=at_once)
        with warnings.catch_warnings():
            # It warns of every argument that bounds how often a task is begun.
            warnings.filterwarnings("ignore", message=".*ray_remote_args")
            read = data.from_arrow(_blocks(list(inputs), size)).map_batches(
                RayReader,
                fn_constructor_args=(self._reader, self._reading),
                batch_format="pyarrow",
                batch_size=None,
                compute=pool,
                num_cpus=1,
                max_task_retries=_TRIES,
            )
        for batch in read.iter_batches(batch_format="pyarrow", batch_size=None):
            for row in batch.to_pylist():
                yield _unpacked(row, folder)


def _blocks(inputs: list[BatchInput], size: int) -> list[pyarrow.Table]:
    # Pickled, as a path need not be text.
    packed = [pickle.dumps(input) for input in inputs]
    starts = range(0, len(packed), size)
    pa = arrow_package()
    return [pa.table({"input": pa.array(packed[n : n + size], pa.binary())}) for n in starts]


def _packed(answer: Answer, path: Path) -> pyarrow.Table:
    document = None
    if path.is_file():
        document = path.read_bytes()
        path.unlink()
    return _table(answer=pickle.dumps(answer), document=document)


def _table(**cells: bytes | None) -> pyarrow.Table:
    pa = arrow_package()
    return pa.table({name: pa.array([cell], pa.large_binary()) for name, cell in cells.items()})


def _unpacked(row: dict[str, bytes], folder: Path) -> Answer:
    """The answer of a row, whose document is put where the archive looks for it."""
    answer: Answer | ArchiveError = pickle.loads(row["answer"])
    if isinstance(answer, ArchiveError):
        raise answer
    if row["document"] is not None:
        path = spool_path(folder, answer.input.number)
        try:
            put_packed(row["document"], path)
        except OSError as error:
            reason = f"cannot be written ({error.strerror or error})"
            raise ArchiveError(str(path), reason, "make room, and run again") from error
    return answer


# ----------------------------------------------------------------- cluster


@contextmanager
def _cluster(jobs: int | None) -> Iterator[int]:
    """Ray while it is needed; gives how many inputs are read at the same time."""
    ray: Any = _ray()
    errors = (ray.exceptions.RayError, ConnectionError)
    try:
        is_ours = not ray.is_initialized()
        if is_ours:
            with _own_handlers():
                _begin(ray, jobs)
        try:
            _set_up(import_module("ray.data"))
            yield jobs or int(ray.cluster_resources().get("CPU", 1))
        finally:
            if is_ours:
                ray.shutdown()
    except errors as error:
        reason = str(error).strip().splitlines()[-1][:_MOST_OF_REASON]
        raise EngineError("ray", reason, _LOOK) from error


def _ray() -> Any:
    # Nobody is told what is done here, unless the user has said so.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Its machinery writes to the terminal past every logger; what matters comes as an exception.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    return import_module("ray")


@contextmanager
def _own_handlers() -> Iterator[None]:
    """Leave to the program how it ends, which Ray would decide from its beginning on."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            for number, handler in before.items():
                signal.signal(number, handler)


def _begin(ray: Any, jobs: int | None) -> None:
    """Join the cluster that there is; begin one on this machine where there is none."""
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    address = os.environ.get("RAY_ADDRESS")
    if address != "local":
        try:
            ray.init(address or "auto", **quiet)
        except ConnectionError:
            if address:
                raise
        else:
            return
    ray.init(
        "local",
        num_cpus=jobs or processors(),
        object_store_memory=_OBJECT_STORE,
        include_dashboard=False,
        **quiet,
    )


def _set_up(data: Any) -> None:
    """Have Ray Data say nothing of its own, and go on where a task has ended too often."""
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1
