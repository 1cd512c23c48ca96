"""What the arguments of a command stand for: files, folders, patterns, lists, standard input."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from calling import Answer, run
from planparse.readers import _READERS, SUFFIXES
from planparse.readers.sniff import kind_of

PLAN = "示例县水利发展规划\n一、总则\n坚持节水优先。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with plans in it, and with what is none."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "plans/b.txt",
        "plans/a/z.md",
        "plans/a/y.TXT",
        "plans/.hidden.txt",
        "plans/.git/c.txt",
        "plans/~$b.docx",
        "plans/logo.png",
        "plans/notes.json",
        "plans/c.txt/inner.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAN, encoding="utf-8")
    return tmp_path


IN_PLANS = ["plans/a/y.TXT", "plans/a/z.md", "plans/b.txt", "plans/c.txt/inner.txt"]


def paths(answer: Answer) -> list[str]:
    """The `source.path` of each plan that was read."""
    assert (answer.code, answer.err) == (0, "")
    return [json.loads(line)["source"]["path"] for line in answer.text.splitlines()]


def test_a_folder_gives_its_plans_in_order(here: Path) -> None:
    """Hidden files, lock files and what no reader reads are left out; a path is told as given."""
    assert paths(run("plans", "--json")) == IN_PLANS
    assert paths(run("./plans/", "--json")) == ["./" + path for path in IN_PLANS]
    full = str(here / "plans")
    assert paths(run(full, "--json")) == [str(here / path) for path in IN_PLANS]


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx", "all.md", "all.txt"])
@pytest.mark.parametrize("argument", ["plans", "plans/**/*"])
def test_what_an_earlier_run_has_written_is_no_plan(here: Path, name: str, argument: str) -> None:
    run("plans", "-o", f"plans/{name}")
    answer = run(argument, "--json")
    assert answer.err == f"planparse: plans/{name}: left out, planparse has written it\n"
    read = [json.loads(line)["source"]["path"] for line in answer.text.splitlines()]
    assert f"plans/{name}" not in read
    assert set(IN_PLANS) <= set(read)
    # Who names it means it.
    assert json.loads(run(f"plans/{name}", "--json").text)["source"]["name"] == name


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"plan,target\n1,2\n"), ("b.xlsx", b"PK")])
def test_other_tables_and_what_cannot_be_opened_are_left_to_their_readers(
    here: Path, name: str, data: bytes
) -> None:
    (here / "plans" / name).write_bytes(data)
    assert "left out" not in run("plans", "--json").err


def test_a_pattern_in_quotes(here: Path) -> None:
    assert paths(run("plans/**/*.txt", "--json")) == ["plans/b.txt", "plans/c.txt/inner.txt"]
    assert paths(run("plans/?", "--json")) == ["plans/a/y.TXT", "plans/a/z.md"]
    (here / "[draft].txt").write_text(PLAN, encoding="utf-8")
    assert paths(run("[draft].txt", "--json")) == ["[draft].txt"]


def test_a_list_of_files(here: Path) -> None:
    """Its lines are arguments as they would be typed, from the folder that one works in."""
    listed = here / "lists" / "plans.txt"
    listed.parent.mkdir()
    lines = "\ufeff# of this year\r\n\r\n  plans/b.txt  \r\nplans/a\r\nplans/*/inner.txt\r\n"
    listed.write_bytes(lines.encode())
    both = ["plans/b.txt", "plans/a/y.TXT", "plans/a/z.md", "plans/c.txt/inner.txt"]
    assert paths(run("@lists/plans.txt", "--json")) == both
    assert paths(run("@-", "--json", stdin=lines.encode())) == both


def test_a_file_is_read_once(here: Path) -> None:
    (here / "link.txt").symlink_to(here / "plans/b.txt")
    answer = run("./plans/b.txt", "plans", "link.txt", str(here / "plans/b.txt"), "--json")
    others = [path for path in IN_PLANS if path != "plans/b.txt"]
    assert paths(answer) == ["./plans/b.txt", *others]


def test_standard_input_among_files(here: Path) -> None:
    answer = run("-", "plans/b.txt", "-", "--json", stdin=PLAN.encode())
    assert paths(answer) == [None, "plans/b.txt"]


def test_the_output_of_an_earlier_run_is_no_input(here: Path) -> None:
    target = here / "plans" / "all.txt"
    target.write_text("an earlier summary", encoding="utf-8")
    answer = run("plans", "-o", "plans/all.txt")
    assert (answer.code, answer.err) == (0, "")
    assert target.read_text(encoding="utf-8").count("示例县水利发展规划") == len(IN_PLANS)
    # Named itself it is one, and would be lost.
    answer = run("plans/all.txt", "-o", "plans/all.txt")
    assert (answer.code, "would be lost" in answer.err) == (2, True)


NOTHING = {
    "an empty folder": (("empty",), "empty: no file in it that planparse reads"),
    "a pattern": (("plans/*.pdf",), "plans/*.pdf: no file matches the pattern"),
    "both": (("empty", "*.pdf"), "empty: no file in it that planparse reads; *.pdf: no file"),
    "a missing list": (("@gone.txt",), "the list gone.txt cannot be opened"),
    "an empty list": (("@empty.txt",), "the list empty.txt names no file"),
    "a list in a list": (("@nested.txt",), "the list nested.txt names a list itself (@x)"),
    "a list that names standard input": (("@dash.txt",), "names standard input"),
    "a list in another encoding": (("@latin.txt",), "the list latin.txt is not in UTF-8"),
}


@pytest.mark.parametrize(("arguments", "words"), NOTHING.values(), ids=NOTHING)
def test_nothing_to_read_is_wrong_usage(here: Path, arguments: tuple[str, ...], words: str) -> None:
    (here / "empty").mkdir()
    for name, data in (
        ("empty.txt", b"# nothing\n"),
        ("nested.txt", b"@x\n"),
        ("dash.txt", b"-\n"),
        ("latin.txt", b"pl\xe4ne.txt\n"),
    ):
        (here / name).write_bytes(data)
    answer = run(*arguments, "--json")
    assert (answer.code, answer.out) == (2, b"")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_what_is_not_there_does_not_stop_the_rest(here: Path) -> None:
    (here / "plans" / "a" / "broken.txt").symlink_to(here / "gone")
    (here / "odd.lst").write_bytes(b"plans/b.txt\na\0b.txt\n")
    answer = run("*.pdf", "plans/a", "@odd.lst", "--json")
    assert answer.code == 1
    read = [json.loads(line)["source"]["path"] for line in answer.text.splitlines()]
    assert read == ["plans/a/y.TXT", "plans/a/z.md", "plans/b.txt"]
    assert answer.err.splitlines() == [
        "planparse: *.pdf: no file matches the pattern; check the path",
        "planparse: plans/a/broken.txt: a link to a file that is gone; check where it leads",
        "planparse: a\\x00b.txt: no file can be called so; "
        "check the path; text of a plan goes to parse()",
        "planparse: 3 of 6 files read; these were not:",
        "  *.pdf: no file matches the pattern",
        "  plans/a/broken.txt: a link to a file that is gone",
        "  a\\x00b.txt: no file can be called so",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_cannot_be_opened(here: Path) -> None:
    (here / "plans" / "a").chmod(0)
    answer = run("plans", "--json")
    (here / "plans" / "a").chmod(0o700)
    assert answer.code == 1
    assert "plans/a: the folder cannot be opened (Permission denied)" in answer.err


def test_a_closed_folder_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, for whoever may open everything."""
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    answer = run("plans", "--json")
    assert answer.code == 1
    assert answer.text.count("\n") == 2
    assert "plans/a: the folder cannot be opened (Permission denied)" in answer.err


def test_a_pipe_in_a_folder_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "plans" / "pipe.txt")
    assert paths(run("plans", "--json")) == IN_PLANS


def test_every_format_is_looked_for_in_folders() -> None:
    """Whatever the suffix decides has one; formats told by content have the suffix that is usual."""
    told = {kind_of(b"x,y\n1,2\n", f"a{suffix}") for suffix in SUFFIXES}
    assert {"markdown", "csv", "text"} <= told
    usual = {kind for kind in _READERS if f".{kind}" in SUFFIXES}
    # JSON in a folder is mostly something else than what a layout engine has read.
    assert usual == set(_READERS) - {"picture", "wordxml", "json"}


MISSING = {
    "plan.docx": (b"PK\x03\x04 damaged", "docx"),
    "plan.html": (b"<html><body><p>x</p></body></html>", "html"),
    "plan.mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", "html"),
    "plan.rtf": (b"{\\rtf1 x}", "office"),
    "plan.ofd": (b"PK\x03\x04 damaged", "ofd"),
    "plan.xlsx": (b"PK\x03\x04 damaged", "xlsx"),
}


@pytest.mark.parametrize("name", MISSING)
def test_an_extra_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data, extra = MISSING[name]
    (tmp_path / name).write_bytes(data)
    monkeypatch.setitem(sys.modules, "lxml", None)
    answer = run(tmp_path / name)
    assert answer.code == 1
    assert (
        f"needs the package lxml; install it with: pip install 'planparse[{extra}]'" in answer.err
    )
