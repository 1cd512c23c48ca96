"""Runs that are ended at any moment: the archive is one that was, and the next run makes it whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from archives import HereEngine, InlineSealer, begun, bring, contents, log_of, plan, plans_in
from planparse.batch import writer
from planparse.batch.folder import FOLDERS, ArchiveFolder
from planparse.batch.reading import Archive

STRIDE = 5
"""Steps from one try to the next: each kind of step comes often enough to be met so."""


class Killed(BaseException):
    """Stands for kill -9: from then on the program does nothing any more."""


class Steps:
    """Lets the file system be changed so many times, and then no more."""

    def __init__(self, most: int) -> None:
        self.left = most

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Have each change of the file system counted."""
        for owner, name in (
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (Path, "write_bytes"),
            (shutil, "rmtree"),
            (writer, "log_line"),
        ):
            patch.setattr(owner, name, self._counted(getattr(owner, name)))
        # That takes its time, and nobody pulls the plug here.
        patch.setattr(os, "fsync", lambda descriptor: None)

    def _counted(self, whole: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            if self.left <= 0:
                raise Killed
            self.left -= 1
            return whole(*given, **options)

        return counted


@pytest.fixture(autouse=True)
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "Sealer", InlineSealer)
    monkeypatch.setattr(writer, "PART_INPUTS", 2)


def bring_until(steps: int, archive: Path, paths: list[Path], engine: HereEngine) -> bool:
    """A run that is killed after so many steps; whether it had come to its end before."""
    with pytest.MonkeyPatch.context() as patch:
        counter = Steps(steps)
        counter.watch(patch)
        try:
            run = begun(archive, paths, engine)
            try:
                for _ in run.outcomes(engine):
                    pass
                run.close()
            finally:
                run.abandon()  # closes a file, and changes none
        except Killed:
            return False
    return True


def look(archive: Path) -> None:
    """Every file that can be seen can be read, and no plan is in the archive twice."""
    for folder in FOLDERS:
        for path in (archive / folder).iterdir():
            assert path.suffix == ".parquet"
            parquet.read_table(path)
    places = [
        entry.place
        for part in ArchiveFolder(archive).parts()
        for entry in ArchiveFolder(archive).entries(part)
    ]
    assert len(places) == len(set(places))


@pytest.mark.long
@pytest.mark.parametrize("is_begun", [False, True], ids=["new", "changed"])
def test_a_run_may_be_killed_at_any_step(tmp_path: Path, is_begun: bool) -> None:
    """Whatever was done last, all is consistent after the next run, and the same as without."""
    paths = plans_in(tmp_path / "plans", 5)
    engine = HereEngine()
    before = tmp_path / "before"
    if is_begun:
        bring(before, paths, engine)
        for number in (0, 3):
            paths[number].write_text(plan("新", 3, number), encoding="utf-8")
    else:
        ArchiveFolder(before).create()
    bring(tmp_path / "whole", paths, engine)
    wanted = contents(tmp_path / "whole")
    archive = tmp_path / "archive"
    steps = 0
    is_done = False
    while not is_done:
        shutil.rmtree(archive, ignore_errors=True)
        shutil.copytree(before, archive)
        is_done = bring_until(steps, archive, paths, engine)
        if not (archive / ".commit").exists():  # else the next run goes on with it first
            look(archive)
        bring(archive, paths, engine)
        look(archive)
        assert contents(archive) == wanted, f"after {steps} steps"
        hidden = [path.name for path in archive.iterdir() if path.name.startswith(".")]
        assert hidden == [".lock"]
        steps += STRIDE
    assert steps > 60
    assert len(list(Archive(archive).plans())) == len(paths)


def test_what_was_read_before_the_end_is_not_read_again(tmp_path: Path) -> None:
    """Neither what stands in a part, nor what stood in the spool only."""
    paths = plans_in(tmp_path / "plans", 5)
    archive = tmp_path / "archive"
    engine = HereEngine()
    ArchiveFolder(archive).create()
    run = begun(archive, paths, engine)
    outcomes = run.outcomes(engine)
    for _ in range(3):
        next(outcomes)
    outcomes.close()
    run.abandon()  # and not closed, as if it were killed
    again = begun(archive, paths, engine)
    assert again.rescued == 1
    assert [o.is_new for o in again.outcomes(engine)] == [False, False, False, True, True]
    again.close()
    look(archive)


def test_a_run_that_is_broken_off_keeps_what_it_has(tmp_path: Path) -> None:
    paths = plans_in(tmp_path / "plans", 5)
    archive = tmp_path / "archive"
    engine = HereEngine()
    ArchiveFolder(archive).create()
    run = begun(archive, paths, engine)
    outcomes = run.outcomes(engine)
    for _ in range(3):
        next(outcomes)
    outcomes.close()
    run.close()
    look(archive)
    assert len(list(Archive(archive).plans())) == 3
    assert [o.is_new for o in bring(archive, paths)] == [False, False, False, True, True]


def test_a_log_is_read_up_to_where_it_is_torn(tmp_path: Path) -> None:
    paths = plans_in(tmp_path / "plans", 5)
    archive = tmp_path / "archive"
    engine = HereEngine()
    ArchiveFolder(archive).create()
    run = begun(archive, paths, engine)
    outcomes = run.outcomes(engine)
    next(outcomes)
    with log_of(archive).open("ab") as log:
        log.write(b'{"number":1,"entry":{"pa')
    outcomes.close()
    run.abandon()
    again = begun(archive, paths, engine)
    assert again.rescued == 1
    again.abandon()


def test_what_another_planparse_has_spooled_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its documents may have other columns, which nothing in their files tells."""
    paths = plans_in(tmp_path / "plans", 3)
    archive = tmp_path / "archive"
    engine = HereEngine()
    ArchiveFolder(archive).create()
    run = begun(archive, paths, engine)
    outcomes = run.outcomes(engine)
    next(outcomes)
    outcomes.close()
    run.abandon()
    monkeypatch.setattr(writer, "spool_layout", lambda: "other")
    again = begun(archive, paths, engine)
    assert again.rescued == 0
    assert all(outcome.is_new for outcome in again.outcomes(engine))
    again.close()
    look(archive)
