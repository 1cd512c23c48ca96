"""docs/cli.md and getting started say of the command line what is so."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import click
import pytest

from calling import run
from places import FIXTURES, ROOT
from planparse.cli import exit_codes, formats, main

PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
START = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")


def test_every_command_format_and_exit_code_is_on_the_page() -> None:
    for name in main.commands:
        assert f"`{name}`" in PAGE
    assert "|".join(formats.FORMATS) in PAGE
    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    listed = set(
        map(int, re.findall(r"\d+", " ".join(re.findall(r"^\| ([\d, ]+) \|", PAGE, re.M))))
    )
    assert codes | {130, 143, 129} == listed


def test_every_option_of_reading_is_on_the_page() -> None:
    shared = main.commands["text"].params
    for option in shared:
        if isinstance(option, click.Option) and not option.name.startswith("max_"):
            assert any(name in PAGE for name in (*option.opts, *option.secondary_opts)), option.opts


def test_what_explain_prints_is_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"left out here:\n\n```text\n(.*?)```", PAGE, re.S)
    (call,) = re.findall(r"^planparse (explain fixtures.*)$", PAGE, re.M)
    printed = run(*call.split()).text.splitlines()
    for line in shown.splitlines():
        if line.strip() != "…":
            assert line in printed


def test_the_script_that_one_line_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs, and the one line gives the same values under the same names, and more."""
    monkeypatch.chdir(tmp_path)
    (script,) = re.findall(r"^```py\n(.*?)^```", START, re.M | re.S)
    plans = [str(FIXTURES / name) for name in ("health-pingchuan.txt", "water-yunling.txt")]
    assert run(*plans, "--json", "-o", "plans.jsonl").code == 0
    exec(compile(script, "getting-started.md", "exec"), {})
    by_hand = _rows(Path("indicators.csv"))
    assert run(*plans, "-o", "indicators.csv").code == 0
    at_once = _rows(Path("indicators.csv"))
    assert [row["name"] for row in at_once] == [row["name"] for row in by_hand]
    for name in ("path", "region", "canonical", "nature", "target_text", "baseline_text"):
        assert [row[name] for row in at_once] == [row[name] for row in by_hand], name


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
