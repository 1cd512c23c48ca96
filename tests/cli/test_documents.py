"""planparse chunks, text and md: plans as documents on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from places import FIXTURES
from planparse import read
from planparse.cli import main
from planparse.outputs.chunks import chunks_jsonl
from planparse.outputs.cleaned.markdown import plan_markdown
from planparse.outputs.cleaned.plain_text import plan_text

HEALTH = str(FIXTURES / "health-pingchuan.txt")
SPORTS = str(FIXTURES / "sports-qinghe.txt")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_chunks_are_those_of_the_plan_one_a_line() -> None:
    result = run("chunks", HEALTH)
    assert result.exit_code == 0
    assert result.stdout_bytes == chunks_jsonl(read(HEALTH).chunks())


def test_chunks_of_several_plans_are_told_apart() -> None:
    lines = [json.loads(line) for line in run("chunks", HEALTH, SPORTS).stdout.splitlines()]
    assert {line["source"] for line in lines} == {HEALTH, SPORTS}
    assert len({line["plan_id"] for line in lines}) == 2


def test_the_options_of_chunks() -> None:
    options = ["--max-chars", "200", "--headings", "--no-records", "--keep-furniture"]
    plan = read(SPORTS)
    expected = plan.chunks(max_chars=200, headings=True, records=False, keep_furniture=True)
    assert run("chunks", SPORTS, *options).stdout_bytes == chunks_jsonl(expected)


def test_too_short_chunks_are_wrong_usage() -> None:
    result = run("chunks", SPORTS, "--max-chars", "10")
    assert result.exit_code == 2 and "--max-chars" in result.stderr


@pytest.mark.parametrize(("command", "printer"), [("text", plan_text), ("md", plan_markdown)])
def test_the_document_is_printed(command: str, printer: object) -> None:
    assert callable(printer)
    assert run(command, HEALTH).stdout == printer(read(HEALTH))


@pytest.mark.parametrize("command", ["text", "md", "chunks"])
def test_a_file_that_cannot_be_read_does_not_stop_the_others(command: str, tmp_path: Path) -> None:
    output = tmp_path / "out"
    result = run(command, str(tmp_path / "none.pdf"), HEALTH, "-o", str(output))
    assert result.exit_code == 1
    assert "none.pdf: no such file" in result.stderr
    assert output.read_bytes() == run(command, HEALTH).stdout_bytes


def test_documents_of_several_plans_have_a_blank_line_between_them() -> None:
    both = run("md", HEALTH, SPORTS).stdout
    assert both == run("md", HEALTH).stdout + "\n" + run("md", SPORTS).stdout


def test_each_command_says_what_it_does() -> None:
    for command in ("chunks", "text", "md"):
        help_text = run(command, "--help").stdout
        assert f"planparse {command} plan.pdf" in help_text and "--max-file-bytes" in help_text
