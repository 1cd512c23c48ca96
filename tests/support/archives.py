"""Archives made within the test's own process, and a look at what is in them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from planparse import frames
from planparse.arrow.parsing import DocumentReader
from planparse.batch.engine import Answer, BatchInput
from planparse.batch.entries import Reading, reading_with
from planparse.batch.folder import FOLDERS, ArchiveFolder
from planparse.batch.run import ORDINARY, BatchRun, InputOutcome, Policy
from planparse.batch.sealing import Change, Sealer
from planparse.batch.spool import spool_layout
from planparse.batch.workers import Worker
from planparse.parser import Parser

TABLE = "|指标|单位|2020年|2025年|\n|---|---|---|---|\n"


def plan(name: str, *goals: int) -> str:
    """A small plan with an indicator for each goal."""
    rows = "".join(f"|{name}{n}号渠长度|公里|{goal}|{goal + 5}|\n" for n, goal in enumerate(goals))
    return f"{name}县水利发展规划（2021—2025年）\n\n一、目标\n\n{TABLE}{rows}\n二、任务\n\n新建渠道12公里。\n"


def plans_in(folder: Path, count: int) -> list[Path]:
    """Small plans, of which each has rows of its own number."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:03}.md" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(plan(f"第{number}", *range(number % 3)), encoding="utf-8")
    return paths


class HereEngine:
    """Reads in this process, in the order that `order` makes of the inputs."""

    def __init__(
        self, parser: Parser | None = None, *, order: Sequence[int] = (), reading: Any = None
    ) -> None:
        parser = parser or Parser()
        self.reading: Reading = reading or reading_with(parser.grammar, pdf_backend=None)
        reader = DocumentReader(parser, tables=frames.TABLES, text=True, isolate=False)
        self._worker = Worker(reader, self.reading)
        self._order = order

    def answers(self, inputs: Iterable[BatchInput], folder: Path) -> Generator[Answer, None, None]:
        asked = list(inputs)
        for number in self._order or range(len(asked)):
            yield self._worker(asked[number], folder)


class InlineSealer(Sealer):
    """Stages at once, in this process."""

    def begin(self, change: Change) -> None:
        self._change = change
        self._work(change)

    @property
    def is_ready(self) -> bool:
        return self._change is not None

    def staged(self) -> Change | None:
        change, self._change = self._change, None
        return change


def begun(
    archive: Path, paths: Sequence[Path], engine: HereEngine, policy: Policy = ORDINARY
) -> BatchRun:
    """A run that has looked at nothing yet."""
    inputs = [BatchInput(n, str(path), path.name) for n, path in enumerate(paths)]
    return BatchRun(ArchiveFolder(archive), inputs, engine.reading, policy)


def bring(
    archive: Path,
    paths: Sequence[Path],
    engine: HereEngine | None = None,
    policy: Policy = ORDINARY,
) -> list[InputOutcome]:
    """Bring files into an archive, all in this process."""
    engine = engine or HereEngine()
    folder = ArchiveFolder(archive)
    folder.create()
    with folder.locked():
        run = begun(archive, paths, engine, policy)
        outcomes = list(run.outcomes(engine))
        run.close()
    return outcomes


def rows_in(archive: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, part by part."""
    return [
        row
        for path in sorted((archive / table).glob("*.parquet"))
        for row in parquet.read_table(path).to_pylist()
    ]


def files_in(archive: Path) -> dict[str, bytes]:
    """All files of an archive with their content; what begins with a dot is of no run."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def contents(archive: Path) -> dict[str, list[str]]:
    """The rows of all tables, whatever part they stand in."""
    return {table: sorted(map(repr, rows_in(archive, table))) for table in FOLDERS}


def log_of(archive: Path) -> Path:
    """Where a run writes down what became of inputs, until that stands in a part."""
    return archive / ".work" / f"entries-{spool_layout()}.jsonl"
