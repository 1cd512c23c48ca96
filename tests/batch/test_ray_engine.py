"""What the engine for Ray does with what Ray gives it; no cluster is needed for that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archives import HereEngine, plans_in
from planparse import frames
from planparse.arrow.parsing import DocumentReader
from planparse.batch import ray_engine
from planparse.batch.engine import Answer, BatchInput
from planparse.batch.ray_engine import RayEngine, RayReader
from planparse.errors import EngineError
from planparse.parser import Parser

HERE = HereEngine()
READER = DocumentReader(Parser(), tables=frames.TABLES, text=True, isolate=False)


@pytest.fixture(autouse=True)
def no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def cluster(jobs: int | None) -> Iterator[int]:
        yield 2

    monkeypatch.setattr(ray_engine, "_cluster", cluster)


def inputs_in(folder: Path, count: int) -> list[BatchInput]:
    paths = plans_in(folder / "plans", count)
    return [BatchInput(n, str(path), path.name) for n, path in enumerate(paths)]


def test_what_ends_its_actor_again_and_again_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other inputs of its block are read, each alone then."""
    inputs = inputs_in(tmp_path, 20)
    deadly = 3
    sizes: list[tuple[int, int]] = []

    def read(
        self: RayEngine, left: Collection[BatchInput], size: int, at_once: int, folder: Path
    ) -> Iterator[Answer]:
        asked = list(left)
        sizes.append((size, len(asked)))
        blocks = [asked[n : n + size] for n in range(0, len(asked), size)]
        for block in blocks:
            if deadly not in [input.number for input in block]:
                yield from HERE.answers(block, folder)

    monkeypatch.setattr(RayEngine, "_read", read)
    engine = RayEngine(READER, HERE.reading, jobs=2)
    answers = list(engine.answers(inputs, tmp_path))
    assert sizes == [(16, 20), (1, 16)]
    assert sorted(answer.input.number for answer in answers) == list(range(20))
    failed = [a.entry for a in answers if a.entry is not None and not a.entry.is_read]
    assert [(entry.path, entry.failure) for entry in failed] == [(inputs[deadly].path, "ended")]
    assert "again and again" in str(failed[0].reason)


def test_an_actor_gives_what_the_engine_takes(tmp_path: Path) -> None:
    """Answer and document of each input, wherever the actor runs; a file that is gone is told."""
    inputs = [*inputs_in(tmp_path, 3), BatchInput(3, str(tmp_path / "gone.md"), "gone.md")]
    (spool := tmp_path / "spool").mkdir()
    actor = RayReader(READER, HERE.reading)
    rows = [row for block in ray_engine._blocks(inputs, 4) for row in actor(block)]
    answers = [ray_engine._unpacked(row.to_pylist()[0], spool) for row in rows]
    assert [answer.input for answer in answers] == inputs
    assert [answer.unopened is None for answer in answers] == [True, True, True, False]
    assert [answer.entry for answer in answers[:3]] == [
        answer.entry for answer in HERE.answers(inputs[:3], tmp_path)
    ]
    for path in sorted(spool.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()
    assert len(list(spool.iterdir())) == 3


def test_another_planparse_on_a_machine_is_told() -> None:
    """Its records would be called what they are not."""
    with pytest.raises(EngineError, match=r"a machine has planparse .*, this one 0\.0\.9"):
        RayReader(READER, HERE.reading._replace(planparse="0.0.9"))
