"""What people type without thinking: no command, a misspelt one, odd names, and odd terminals."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.shell_completion import BashComplete, ShellComplete, get_completion_class

from calling import ENVIRONMENT, run, spawn
from planparse.cli import main, reading
from planparse.cli.program import Program

PLAN = "示例县水利发展规划\n一、总则\n坚持节水优先。\n"
WRONG_SUM = (
    "示例县交通发展规划\n一、任务\n表1 里程表\n乡镇\t2025年里程（公里）\n"
    "东镇\t120\n西镇\t80\n合计\t250\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with plans of odd names."""
    monkeypatch.chdir(tmp_path)
    for name in ("check", "-plan.txt", "--json", "plan.txt", "chekc"):
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    return tmp_path


# ------------------------------------------------------------- which command


def test_nothing_at_all_shows_the_help() -> None:
    """On standard error and with the code of wrong usage, as a script that forgot its files has to hear."""
    answer = run()
    assert (answer.code, answer.out) == (2, b"")
    assert answer.err == run("--help").text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chekc", "check"), ("shcema", "schema"), ("gramar", "grammar"), ("pasre", "parse")],
)
def test_a_misspelt_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(typed, "plan.txt")
    assert (answer.code, answer.out) == (2, b"")
    assert f"there is no file or command '{typed}'; did you mean '{meant}'?" in answer.err


def test_what_is_nothing_like_a_command_is_a_file_that_is_missing() -> None:
    answer = run("plan")
    assert answer.code == 1
    assert answer.err == "planparse: plan: no such file; check the path\n"


def test_a_file_may_be_called_nearly_like_a_command(here: Path) -> None:
    assert run("chekc").text.startswith("示例县水利发展规划")


@pytest.mark.parametrize(
    "arguments",
    [
        ("./check",),
        ("--", "check"),
        ("parse", "check"),
        ("--json", "check"),
        ("--json", "--", "check"),
        ("--", "-plan.txt"),
        ("./-plan.txt",),
        ("--json", "--", "-plan.txt"),
        ("parse", "--", "--json"),
        ("plan.txt", "--", "check"),
    ],
    ids=" ".join,
)
def test_files_of_odd_names(here: Path, arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.err) == (0, "")
    assert "示例县水利发展规划" in answer.text


def test_an_option_before_a_command_is_one_of_reading() -> None:
    """`--json check` reads a file called check, as it always did."""
    assert "check: no such file" in run("--json", "check").err


# ------------------------------------------------------------------ terminals


def test_a_terminal_that_is_read_from_is_told_that_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "is_terminal", lambda stream: stream is sys.stdin)
    answer = run("-", stdin=PLAN.encode())
    assert answer.code == 0
    assert answer.err == "planparse: waiting for a plan on standard input; Ctrl-D ends it\n"
    assert run("-", "-q", stdin=PLAN.encode()).err == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_messages_are_utf_8_where_the_terminal_has_no_chinese(here: Path, encoding: str) -> None:
    """Help, errors and pages: nothing ends in a traceback, and no stream has bytes of two encodings."""
    helped = spawn("--help", PYTHONIOENCODING=encoding)
    assert (helped.code, helped.err) == (0, "")
    assert "规划" in helped.text
    failed = spawn("规划.txt", PYTHONIOENCODING=encoding)
    assert failed.code == 1
    assert failed.err == "planparse: 规划.txt: no such file; check the path\n"


def test_a_character_that_a_chinese_encoding_lacks_is_written_as_an_escape() -> None:
    """GB2312 has Chinese, and a long dash of its own."""
    answer = spawn("grammar", "explain", "prose.share-of", PYTHONIOENCODING="gb2312")
    assert (answer.code, answer.err) == (0, "")
    assert "\\u2014" in answer.out.decode("gb2312")


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_name_that_is_no_text(here: Path) -> None:
    name = b"plan-\xe4.txt"
    (Path(os.fsdecode(name))).write_text(PLAN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "planparse", name, b"gone-\xe4.txt", "--json"],
        capture_output=True,
        env=ENVIRONMENT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert b"gone-\\udce4.txt: no such file" in done.stderr
    # As text, which can be read again: half a surrogate pair in JSON cannot.
    assert json.loads(done.stdout)["source"]["path"] == "plan-\\udce4.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_name_from_chinese_windows_is_text_everywhere(here: Path) -> None:
    """A zip that was packed there unpacks to names in GB18030."""
    folder = here / "plans"
    folder.mkdir()
    (folder / os.fsdecode("规划.txt".encode("gb18030"))).write_text(WRONG_SUM, encoding="utf-8")

    assert json.loads(spawn("plans", "--json").out)["source"]["path"] == "plans/规划.txt"
    told = spawn("check", "plans", "--write-baseline", "known.json")
    assert told.code == 0
    assert '"plans/规划.txt"' in Path("known.json").read_text(encoding="utf-8")
    assert spawn("check", "plans", "--baseline", "known.json").code == 0
    sarif = json.loads(spawn("check", "plans", "--format", "sarif").out)
    uri = sarif["runs"][0]["artifacts"][0]["location"]["uri"]
    assert unquote(uri) == "plans/规划.txt"
    failed = spawn("plans", "--max-characters", "2")
    assert failed.err.startswith("planparse: plans/规划.txt: ")


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
def test_a_name_is_the_same_in_a_locale_without_chinese(here: Path) -> None:
    Path("规划.txt").write_text(PLAN, encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    told = json.loads(spawn("规划.txt", "--json", **plain).out)
    assert told["source"]["path"] == "规划.txt"


# ----------------------------------------------------------------- completion


def completed(*words: str) -> list[tuple[str, str]]:
    """Type and value of what a shell is told for the last word."""
    assert isinstance(main, Program)
    shell = ShellComplete(main, {}, "planparse", "_PLANPARSE_COMPLETE")
    found = shell.get_completions(list(words[:-1]), words[-1])
    return [(item.type, item.value) for item in found]


def test_a_shell_completes_commands_files_and_options() -> None:
    # Files first: the script for bash forgets what it was told before them.
    assert completed("ch") == [("file", "ch"), ("plain", "check"), ("plain", "chunks")]
    assert completed("--js") == [("plain", "--json")]
    assert ("plain", "--version") in completed("--")
    assert completed("plan.txt", "--js") == [("plain", "--json")]
    assert completed("--json", "pl") == [("file", "pl")]
    assert completed("check", "pl") == [("file", "pl")]
    assert completed("plan.txt", "-o", "ou") == [("file", "ou")]
    assert ("plain", "pypdfium2") in completed("plan.pdf", "--pdf-backend", "p")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    """As a shell does it: the script is loaded, and its function asked for the last word."""
    program = tmp_path / "planparse"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planparse "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    asked = """
    compopt() { :; }
    eval "$(_PLANPARSE_COMPLETE=bash_source planparse)"
    COMP_WORDS=(planparse check --sel); COMP_CWORD=2; _planparse_completion planparse
    echo "${COMPREPLY[@]}"
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", asked],
        capture_output=True,
        env={**ENVIRONMENT, "PATH": path},
        timeout=120,
        check=False,
    )
    assert done.stdout.split() == [b"--select"], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BashComplete, "_check_version", staticmethod(lambda: None))
    complete = get_completion_class(shell)
    assert complete is not None
    script = complete(main, {}, "planparse", "_PLANPARSE_COMPLETE").source()
    assert f"_PLANPARSE_COMPLETE={shell}_complete" in script
