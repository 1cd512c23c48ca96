"""Engines of a cluster make of the same files what this machine makes of them, whatever is killed on the way."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from archives import contents, files_in, log_of, plans_in, rows_in
from calling import spawn
from clusters import (
    LEAST,
    MEMORY,
    PATIENCE,
    begun,
    descendants,
    end_all,
    fill,
    kill_one,
    wait_until,
    wait_until_gone,
    wild_files,
)
from places import ROOT, SHARED

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra ray")
needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs the extra spark, and Java",
)
BATCH = (sys.executable, "-m", "planparse", "batch")
JOB = ROOT / "examples" / "spark_job.py"
STEP = 60
"""Files in a step of the Spark job."""
RAY = {"RAY_ADDRESS": "local"}
SPARK = {
    # Executors that are programs of their own, and tasks that are begun again.
    "PYSPARK_SUBMIT_ARGS": "--master local-cluster[2,1,1024] --conf spark.executor.memory=1g"
    " --conf spark.ui.enabled=false --conf spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1"
    " --driver-java-options -XX:TieredStopAtLevel=1 pyspark-shell",
    "PYSPARK_PYTHON": sys.executable,
    "SPARK_LOCAL_IP": "127.0.0.1",
}


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "plans"
    fill(folder)
    return folder


@pytest.fixture(scope="session")
def local(plans: Path) -> Path:
    """What this machine makes of them."""
    archive = plans.parent / "local"
    done = subprocess.run(batch(plans, archive, "-q"), capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert sorted(Path(str(line["path"])).name for line in errors_in(archive)) == [
        "binary.txt",
        "broken.pdf",
        "poison.txt",
    ]
    return archive


def batch(plans: Path, archive: Path, *options: str) -> list[str]:
    # `poison` is to end by memory, however busy the machine is.
    limits = ("--memory", str(MEMORY), "--timeout", str(int(PATIENCE)))
    return [*BATCH, str(plans), "-o", str(archive), "--jobs", "2", *limits, *options]


def errors_in(archive: Path) -> list[dict[str, Any]]:
    lines = (archive / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def entries_logged(archive: Path) -> int:
    log = log_of(archive)
    return log.read_bytes().count(b"\n") if log.is_file() else 0


@pytest.mark.skipif(not wild_files(), reason=f"there are no real plans in {SHARED}")
def test_real_plans_of_all_kinds_are_among_the_files(plans: Path) -> None:
    files = [path for path in plans.rglob("*") if path.is_file()]
    assert len(files) >= LEAST
    kinds = {path.suffix for path in files if path.name[0].isdigit()}
    assert kinds >= {".txt", ".md", ".html", ".docx", ".xlsx", ".pdf", ".ofd"}


# --------------------------------------------------------------------- ray


def is_reader(command: str) -> bool:
    """An actor, or the process that it reads in; Ray's own agents leave a minute later."""
    return "ray::MapWorker" in command or "planparse.isolation" in command


@needs_ray
def test_ray_makes_the_same_archive_though_an_actor_is_killed(
    plans: Path, local: Path, tmp_path: Path
) -> None:
    """Byte for byte, the file among them that ends its reader."""
    archive = tmp_path / "archive"
    with begun(batch(plans, archive, "--engine", "ray"), **RAY) as run:
        wait_until(lambda: entries_logged(archive) > 0, run)
        kill_one(run, "ray::MapWorker")
        _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 1, err
    assert b"Traceback" not in err
    assert b"poison.txt: the memory that the file takes is over the limit" in err
    assert files_in(archive) == files_in(local)


@needs_ray
def test_after_kill_a_run_with_ray_goes_on(tmp_path: Path) -> None:
    """What was read is not read again, no reader stays, and another engine may go on."""
    count = 400
    plans = plans_in(tmp_path / "plans", count)[0].parent
    archive = tmp_path / "archive"
    with begun(batch(plans, archive, "--engine", "ray"), **RAY) as run:
        wait_until(lambda: entries_logged(archive) >= 32, run)
        readers = [pid for pid, command in descendants(run.pid).items() if is_reader(command)]
        assert len(readers) >= 4
        run.kill()
        run.wait()
        kept = entries_logged(archive)
        wait_until_gone(readers)
    assert kept < count
    again = spawn("batch", plans, "-o", archive, "--engine", "ray", "-j", "2", **RAY)
    assert again.code == 0, again.err
    assert f"kept {kept} files that an earlier run had read before it was ended" in again.err
    assert again.err.endswith(f"{count - kept} files read, {kept} unchanged, 0 failed\n")
    spawn("batch", plans, "-o", tmp_path / "whole")
    assert contents(archive) == contents(tmp_path / "whole")
    once_more = spawn("batch", plans, "-o", archive)
    assert once_more.err.endswith(f"0 files read, {count} unchanged, 0 failed\n")


@needs_ray
def test_a_run_with_ray_that_is_asked_to_end_keeps_what_was_read(tmp_path: Path) -> None:
    """Ray would end the program in its own way."""
    plans = plans_in(tmp_path / "plans", 400)[0].parent
    archive = tmp_path / "archive"
    with begun(batch(plans, archive, "--engine", "ray"), **RAY) as run:
        wait_until(lambda: entries_logged(archive) >= 16, run)
        run.send_signal(signal.SIGTERM)
        _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 143, err
    assert b"same command goes on from there" in err
    assert 16 <= len(rows_in(archive, "plans")) < 400
    assert not (archive / ".work").exists()


# ------------------------------------------------------------------- spark


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """The example, with smaller steps and less memory for a file."""
    code = JOB.read_text(encoding="utf-8")
    for name, value in (("FILES_AT_ONCE", STEP), ("MEMORY", MEMORY)):
        (line,) = [line for line in code.splitlines() if line.startswith(f"{name} = ")]
        code = code.replace(line, f"{name} = {value}")
    copy = tmp_path / "job.py"
    copy.write_text(code, encoding="utf-8")
    return copy


def steps_done(out: Path) -> int:
    return len(list((out / "checkpoint" / "commits").glob("[0-9]*")))


def documents_of(rows: list[dict[str, Any]]) -> list[str]:
    told = ("path", "name", "status", "reason", "plan_id", "sha256", "bytes", "json")
    return sorted(repr([row.get(key) for key in told]) for row in rows)


def rows_of(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(folder).to_pylist()
    return rows


def assert_same(out: Path, local: Path) -> None:
    """The documents that were read are the same to the byte, and so are the rows of tables."""
    documents = rows_of(out / "documents")
    read = [row for row in documents if row["status"] == "read"]
    assert documents_of(read) == documents_of(rows_in(local, "documents"))
    failed = {(r["path"], r["reason"], r["sha256"]) for r in documents if r["status"] == "failed"}
    assert failed == {(e["path"], e["reason"], e["sha256"]) for e in errors_in(local)}
    assert len(documents) == len(read) + len(failed)
    for table in ("plans", "indicators", "values"):
        assert sorted(map(repr, rows_of(out / table))) == contents(local)[table]


@needs_spark
def test_spark_reads_the_same_though_executor_and_job_are_killed(
    plans: Path, local: Path, tmp_path: Path, job: Path
) -> None:
    out = tmp_path / "out"
    command: list[str | Path] = [sys.executable, job, plans, out]
    with begun(command, **SPARK) as run:
        wait_until(lambda: steps_done(out) >= 1, run)
        kill_one(run, "CoarseGrainedExecutorBackend")
        wait_until(lambda: steps_done(out) >= 2, run)
        family = descendants(run.pid)
        end_all(run, family)
        wait_until_gone(list(family))
    done = steps_done(out)
    assert done < LEAST // STEP
    assert not (out / "documents").exists()
    first = {path.name: path.stat().st_mtime_ns for path in (out / "read").glob("*.parquet")}
    with begun(command, **SPARK) as run:
        _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, err[-3000:]
    kept = {path.name: path.stat().st_mtime_ns for path in (out / "read").glob("*.parquet")}
    assert first.items() <= kept.items()
    assert_same(out, local)
