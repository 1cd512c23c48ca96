"""Many files in one run: how far it has come, what could not be read, and where the results go."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.progress import Task

from calling import ENVIRONMENT, run
from planparse.cli import main
from planparse.cli.batching.durations import duration
from planparse.cli.reading_bar import PaceColumn
from planparse.cli.reports import MOST_NAMED
from planparse.parser import Parser

PLAN = "示例县水利发展规划\n一、总则\n坚持节水优先。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with three plans and an empty file."""
    monkeypatch.chdir(tmp_path)
    for name in ("plans/one.txt", "plans/sub/two.txt", "plans/zoo.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAN, encoding="utf-8")
    (tmp_path / "plans" / "sub" / "empty.txt").touch()
    return tmp_path


# ------------------------------------------------------------- what is told


def test_failures_are_told_at_once_and_together_at_the_end(here: Path) -> None:
    answer = run("plans", "--json")
    assert (answer.code, answer.text.count("\n")) == (1, 3)
    at_once, count, again = answer.err.splitlines()
    assert at_once.startswith("planparse: plans/sub/empty.txt: the file is empty; ")
    assert count == "planparse: 3 of 4 files read; these were not:"
    assert again == "  plans/sub/empty.txt: the file is empty"


def test_the_end_is_told_in_chinese(here: Path) -> None:
    answer = run("plans", "--json", "--lang", "zh")
    at_once, count, again = answer.err.splitlines()
    assert at_once == "planparse: plans/sub/empty.txt: 文件是空的; 请换用有规划正文的文件"
    assert count == "planparse: 共4个文件，已读取3个；以下文件未能读取："
    assert again == "  plans/sub/empty.txt: 文件是空的"


def test_files_without_indicators_are_named(here: Path) -> None:
    """In a table there is nothing to see of them."""
    (here / "plans" / "goals.md").write_text(
        "|指标|单位|2020年|2025年|\n|---|---|---|---|\n|供水普及率|%|90|99|\n", encoding="utf-8"
    )
    told = run("plans", "-o", "goals.csv").err.splitlines()[-4:]
    assert told == [
        "planparse: no indicators found in 3 of 5 files:",
        "  plans/one.txt",
        "  plans/sub/two.txt",
        "  plans/zoo.txt",
    ]
    assert "no indicators" not in run("plans", "-o", "goals.csv", "-q").err
    assert "no indicators" not in run("plans", "-o", "values.csv", "--table", "values").err
    assert "no indicators" not in run("plans/one.txt", "-o", "one.csv").err


def test_most_files_without_indicators_are_only_counted(here: Path) -> None:
    for number in range(MOST_NAMED):
        (here / "plans" / f"{number}.txt").write_text(PLAN, encoding="utf-8")
    told = run("plans", "-o", "goals.csv").err.splitlines()
    assert told[-1] == "  … and 3 more"


def test_quiet_tells_each_failure_once(here: Path) -> None:
    answer = run("plans", "--json", "-q")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("planparse: plans/sub/empty.txt: ")


def test_one_file_has_no_summary(here: Path) -> None:
    assert run("plans/sub/empty.txt").err.count("\n") == 1


def test_a_name_stays_on_its_line_and_does_not_steer_the_terminal(here: Path) -> None:
    name = "odd\n\x1b[2J.txt"
    (here / name).touch()
    answer = run(name, "--json")
    assert answer.err.startswith("planparse: odd\\n\\x1b[2J.txt: the file is empty")
    assert answer.err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_a_terminal_shows_how_far_the_run_has_come(here: Path) -> None:
    """The bar stands on standard error only, and is gone at the end, when the count is told."""
    ours, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "planparse", "plans", "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "100"},
        timeout=120,
        check=False,
    )
    os.close(theirs)
    told = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1
    assert done.stdout.count(b"\n") == 3
    assert b"\x1b" not in done.stdout
    for words in ("0/4", "3/4", "-- files/s, -- left", "files/s, ", "plans/sub/two.txt"):
        assert words in told
    end = told.splitlines()[-2:]
    assert "3 of 4 files read; these were not:" in end[0]
    assert "plans/sub/empty.txt: the file is empty" in end[1]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.4, "0 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_times_are_told_in_the_units_that_matter(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_the_pace_is_that_of_all_files() -> None:
    now = 10.0
    task = Task(
        id=0,  # type: ignore[arg-type]
        description="",
        total=40,
        completed=0,
        _get_time=lambda: now,
    )
    task.start_time = 0.0
    assert PaceColumn().render(task).plain == "-- files/s, -- left"
    task.completed = 8
    assert PaceColumn().render(task).plain == "0.8 files/s, 40 s left"


# --------------------------------------------------------- growing, and whole


def test_a_file_grows_beside_its_place_and_stands_there_at_the_end(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done is on the disk at once; under the name itself the old file stands until the end."""
    target = here / "all.jsonl"
    target.write_text("old", encoding="utf-8")
    sizes = []
    read = Parser.made

    def watched(*args: object, **options: object) -> object:
        (beside,) = here.glob(".all.jsonl.*")
        sizes.append(beside.stat().st_size)
        assert target.read_text(encoding="utf-8") == "old"
        return read(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Parser, "made", watched)
    assert run("plans", "--json", "-o", target).code == 1
    assert len(sizes) == 4
    assert sizes[0] == 0 < sizes[1] < sizes[3]
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    assert [path.name for path in here.glob(".*")] == []


@pytest.mark.parametrize("ending", [SystemExit(130), ZeroDivisionError()], ids=repr)
def test_a_run_that_is_broken_off_leaves_the_old_file(
    here: Path, monkeypatch: pytest.MonkeyPatch, ending: BaseException
) -> None:
    target = here / "all.jsonl"
    target.write_text("old", encoding="utf-8")
    count = iter(range(9))
    read = Parser.made

    def ended(*args: object, **options: object) -> object:
        if next(count):
            raise ending
        return read(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Parser, "made", ended)
    with pytest.raises(type(ending)):
        main(["plans", "--json", "-o", str(target)])
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in here.glob(".*")] == []


def test_where_all_fails_the_old_file_stays(here: Path) -> None:
    target = here / "all.jsonl"
    target.write_text("old", encoding="utf-8")
    assert run("plans/sub/empty.txt", "--json", "-o", target).code == 1
    assert target.read_text(encoding="utf-8") == "old"


def test_what_cannot_be_written_is_told_before_anything_is_read(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Parser, "made", pytest.fail)
    answer = run("plans", "--json", "-o", "gone/all.jsonl")
    assert answer.code == 2
    assert "gone/all.jsonl: cannot be written (No such file or directory)" in answer.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_amid_a_run_leaves_nothing(here: Path, number: signal.Signals, code: int) -> None:
    """Standard input is waited for, as a long file would be; the plan before it is written by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "planparse", "plans/one.txt", "-", "--json", "-o", "all.jsonl"],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A shell has background programs ignore Ctrl-C, which those they start take over.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    while not any(path.stat().st_size for path in here.glob(".all.jsonl.*")):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, told = process.communicate()
    assert (process.returncode, told) == (code, b"")
    assert sorted(path.name for path in here.iterdir()) == ["plans"]


# ------------------------------------------------------------ one file each


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_folder_gets_a_file_for_each_input(here: Path) -> None:
    answer = run("plans", "--json", "-o", "out/")
    assert answer.code == 1
    assert files_in(here / "out") == ["one.json", "sub/two.json", "zoo.json"]
    plan = json.loads((here / "out" / "sub" / "two.json").read_bytes())
    assert plan["source"]["path"] == "plans/sub/two.txt"


def test_a_folder_that_is_there_needs_no_slash(here: Path) -> None:
    (here / "out").mkdir()
    assert run("plans/**/t*.txt", "-", "-o", "out", stdin=PLAN.encode()).code == 0
    assert files_in(here / "out") == ["stdin.txt", "sub/two.txt"]
    assert (here / "out/sub/two.txt").read_text(encoding="utf-8").startswith("示例县水利发展规划")


def test_results_of_one_name_keep_the_suffix_of_their_input(here: Path) -> None:
    (here / "plans" / "ONE.md").write_text(PLAN, encoding="utf-8")
    run("plans", "--json", "-o", "out/", "-q")
    assert files_in(here / "out") == ["ONE.md.json", "one.txt.json", "sub/two.json", "zoo.json"]


def test_results_that_would_replace_one_another_are_refused(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "two.txt").write_text(PLAN, encoding="utf-8")
    answer = run("plans/sub/two.txt", "sub/two.txt", "--json", "-o", "out/")
    assert answer.code == 2
    told = " ".join(answer.err.split())
    assert "plans/sub/two.txt and sub/two.txt would both be written to two.txt.json" in told
    assert "give the folder above both" in told
    assert not (here / "out").exists()
    # What the remedy says works.
    (here / "sub").rename(here / "plans" / "sub2")
    assert run("plans/sub2", "plans/sub/two.txt", "--json", "-o", "out/").code == 2
    assert run("plans/**/two.txt", "--json", "-o", "out/").code == 0
    assert files_in(here / "out") == ["sub/two.json", "sub2/two.json"]


def test_a_folder_of_results_overwrites_no_input(here: Path) -> None:
    answer = run("plans/one.txt", "-o", "plans/")
    assert answer.code == 2
    assert "plans/one.txt is an input too and would be lost" in answer.err
    assert run("plans/one.txt", "--json", "-o", "plans/").code == 0
    assert (here / "plans" / "one.json").exists()


def test_a_path_out_of_the_folder_does_not_lead_out_of_that_of_the_results(here: Path) -> None:
    (here / "deep").mkdir()
    os.chdir(here / "deep")
    assert run("../plans/sub/t*.txt", "../plans/zoo.txt", "--json", "-o", "out/").code == 0
    assert files_in(here / "deep" / "out") == ["two.json", "zoo.json"]
