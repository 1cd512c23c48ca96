"""What `planparse batch` takes and says, and an archive where any command takes files."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from archives import bring, plans_in, rows_in
from calling import loaded, run
from planparse.cli.batching import command
from planparse.cli.batching.progress import MOST_TOLD, BatchProgress
from planparse.errors import ReadError
from planparse.frames.registry import TABLES


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with five plans, one of them in a folder below, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    paths = plans_in(Path("plans"), 5)
    Path("plans/sub").mkdir()
    paths[2].rename("plans/sub/two.md")
    Path("plans/zero.txt").write_bytes(b"\x00\x01\x02")
    return tmp_path


@pytest.fixture
def archive(here: Path) -> Path:
    assert run("batch", "plans", "-o", "archive", "-q").code == 1
    return Path("archive")


# ----------------------------------------------------------------- an input


@pytest.mark.parametrize(
    "form",
    [
        ("--json",),
        ("--json", "--text"),
        ("--to", "txt"),
        ("--to", "csv"),
        ("--to", "csv", "--table", "values"),
        ("--to", "jsonl", "--table", "all"),
        ("--to", "md"),
    ],
    ids=" ".join,
)
def test_an_archive_gives_what_its_files_give(archive: Path, form: tuple[str, ...]) -> None:
    """Bytes and messages, also of what could not be read; the files are not needed any more."""
    from_files = run("plans", *form)
    Path("plans").rename("moved")
    from_archive = run(archive, *form)
    assert from_archive.out == from_files.out
    assert (from_archive.code, from_archive.err) == (1, from_files.err)


@pytest.mark.parametrize("table", TABLES)
def test_its_parquet_has_the_rows_and_the_schema_of_that_of_its_files(
    archive: Path, table: str
) -> None:
    run("plans", "-q", "-o", "files.parquet", "--table", table)
    run(archive, "-q", "-o", "archive.parquet", "--table", table)
    files = parquet.read_table("files.parquet")
    assert parquet.read_table("archive.parquet").equals(files)
    # Within the archive, parts are in the order of the inputs.
    assert rows_in(archive, table) == files.to_pylist()
    (part,) = (archive / table).iterdir()
    assert parquet.read_schema(part).equals(files.schema, check_metadata=True)


def test_a_workbook_is_made_of_it(archive: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for source in ("plans", archive):
        run(source, "-q", "-o", f"{source}.xlsx")
    books = [openpyxl.load_workbook(f"{source}.xlsx") for source in ("plans", archive)]
    cells = [
        [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets]
        for book in books
    ]
    assert cells[0] == cells[1]


def test_a_folder_of_results_has_the_names_that_its_files_would_give(archive: Path) -> None:
    run("plans", "-q", "--json", "-o", "from-files/")
    run(archive, "-q", "--json", "-o", "from-archive/")
    names = [
        sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*.json"))
        for folder in ("from-files", "from-archive")
    ]
    assert "sub/two.json" in names[0]
    assert names[0] == names[1]


def test_plans_are_compared_out_of_it(archive: Path) -> None:
    from_files = run("check", "plans")
    assert run("check", archive).out == from_files.out


def test_an_archive_that_is_not_whole_is_wrong_usage(archive: Path) -> None:
    (archive / "planparse-archive.json").write_text('{"format": 99}', encoding="utf-8")
    answer = run(archive, "--json")
    assert answer.code == 2
    assert "is an archive of format 99" in answer.err


# ------------------------------------------------------------------- wrong


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "nothing to read; name files or folders, or --files-from LIST"),
        (("-",), "a list of them from standard input is --files-from -"),
        (("empty",), "no file in it that planparse reads"),
        (("plans", "empty", "--prune"), "--prune would remove what cannot be found just now"),
        (("archive",), "an archive is no input of batch"),
        (("plans", "--jobs", "0"), "is not in the range"),
        (("plans", "--memory", "1K"), "out of bounds"),
        (("plans", "--grammar", "gone.toml"), "gone.toml"),
    ],
    ids=str,
)
def test_wrong_usage(here: Path, args: tuple[str, ...], said: str) -> None:
    Path("empty").mkdir()
    bring(Path("archive"), [Path("plans/000.md")])
    answer = run("batch", *args, "-o", "new")
    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert not Path("new").exists()


def test_it_says_where_results_go(here: Path) -> None:
    assert "'-o'" in run("batch", "plans").err
    answer = run("batch", "plans", "-o", "plans")
    assert (answer.code, "other files in it" in answer.err) == (2, True)


def test_a_missing_package_is_told_first(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    answer = run("batch", "plans", "-o", "archive")
    assert answer.code == 2
    assert "pip install 'planparse[arrow]'" in answer.err
    assert not Path("archive").exists()


def test_a_missing_engine_is_told_by_its_extra(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        command, "find_spec", lambda name: None if name == "ray" else find_spec(name)
    )
    answer = run("batch", "plans", "-o", "archive", "--engine", "ray")
    assert answer.code == 2
    assert "--engine ray needs the package ray; install it with: pip install 'planparse[ray]'" in (
        " ".join(answer.err.split())
    )
    assert not Path("archive").exists()
    assert run("batch", "plans", "-o", "archive", "-q").code == 1


def test_a_list_may_come_from_standard_input(here: Path) -> None:
    answer = run("batch", "--files-from", "-", "-o", "archive", stdin=b"plans/000.md\nplans/sub\n")
    assert answer.code == 0
    assert [row["path"] for row in rows_in(Path("archive"), "plans")] == [
        "plans/000.md",
        "plans/sub/two.md",
    ]


def test_failures_are_told_with_what_to_do(here: Path) -> None:
    answer = run("batch", "plans", "nowhere", "-o", "archive", "--jobs", "1")
    assert answer.code == 1
    assert answer.err.splitlines() == [
        "planparse: plans/zero.txt: the data is binary, not text; "
        "give the plan as a text file in UTF-8, UTF-16 or GB18030",
        "planparse: nowhere: no such file; check the path",
        "planparse: archive: 5 files read, 0 unchanged, 2 failed",
        "planparse: archive/errors.jsonl says why 2 files could not be read; "
        "--retry-errors reads them again",
    ]
    again = run("batch", "plans", "-o", "archive", "--lang", "zh")
    assert again.code == 1
    assert again.err.startswith("planparse: archive：读取0个文件，未变5个，失败1个\n")


def test_help_loads_nothing_heavy() -> None:
    call = "main(['batch', '--help'])"
    modules = loaded(f"from planparse.cli import main\ntry: {call}\nexcept SystemExit: pass")
    assert not {"pyarrow", "rich", "pydantic"} & modules


# ---------------------------------------------------------------- progress


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    keep: Callable[[Any], None] = lines.append
    monkeypatch.setattr("planparse.cli.batching.progress.say", keep)
    return lines


def test_a_line_tells_how_far_the_run_has_come() -> None:
    progress = BatchProgress(200, quiet=False, language="en")
    for number in range(50):
        failure = ReadError("a", "broken") if number == 7 else None
        progress.add("a", is_new=True, failure=failure)
    assert progress.line(10.0) == "50 of 200 files, 1 failed, 5.0 files/s, 30 s left"
    assert BatchProgress(3, quiet=False, language="en").line(1.0).endswith("0.0 files/s, -- left")


def test_most_failures_are_only_counted(said: list[str]) -> None:
    progress = BatchProgress(100, quiet=False, language="en")
    for _ in range(100):
        progress.add("a", is_new=True, failure=ReadError("a", "broken"))
    assert len(said) == MOST_TOLD + 1
    assert said[-1].startswith("further failures are only counted here")


def test_what_failed_before_is_not_told_again(said: list[str]) -> None:
    progress = BatchProgress(1, quiet=False, language="en")
    progress.add("a", is_new=False, failure=ReadError("a", "broken"))
    assert (said, progress.failed) == ([], 1)
