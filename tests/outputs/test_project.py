"""The files around the code say what is: versions, extras, commands, and the pages in Chinese."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import planparse
from places import FIXTURES, ROOT
from planparse import Plan
from planparse.cli import main
from planparse.outputs.json import plan_json

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHINESE = ("README.zh.md", "docs/index.zh.md")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_citation_is_of_this_version() -> None:
    version = re.search(r"^version: (.+)$", read("CITATION.cff"), re.M)
    assert version
    assert version[1] == PROJECT["version"] == planparse.__version__


def test_every_extra_is_in_the_table_of_extras() -> None:
    part = read("docs/getting-started.md").partition("## Extras")[2].partition("\n## ")[0]
    rows = [row.partition(" | ")[0] for row in part.splitlines() if row.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}
    assert named == set(PROJECT["optional-dependencies"])


def test_every_package_of_an_extra_is_named_beside_it() -> None:
    page = read("docs/getting-started.md")
    for extra in ("docx", "xlsx", "ofd", "ocr", "fast", "arrow", "pandas", "polars"):
        row = next(line for line in page.splitlines() if line.startswith(f"| `{extra}` |"))
        for package in PROJECT["optional-dependencies"][extra]:
            assert re.split("[<>=]", package)[0] in row


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", ".pre-commit-config.yaml"])
def test_a_command_of_make_that_is_named_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    assert set(re.findall(r"`make ([a-z]+)", read(page))) <= targets


def test_what_the_package_exports_is_promised() -> None:
    assert "`planparse.__all__`" in read("docs/compatibility.md")
    assert all(hasattr(planparse, name) for name in planparse.__all__)


def test_a_key_that_is_not_there_yet_has_a_default() -> None:
    """JSON of before a key was added is read: so is one without all keys that have a default."""
    plan = planparse.read(FIXTURES / "health-pingchuan.txt")
    required = {name for name, field in Plan.model_fields.items() if field.is_required()}
    assert required == {"source"}
    newer = plan_json(plan).replace(b'{"schema_version"', b'{"of_tomorrow":[1],"schema_version"')
    assert Plan.model_validate_json(newer).indicators == plan.indicators


# ------------------------------------------------------------ Chinese


@pytest.mark.parametrize(
    ("page", "other"), [("README.md", "README.zh.md"), ("docs/index.md", "docs/index.zh.md")]
)
def test_each_language_leads_to_the_other_at_its_top(page: str, other: str) -> None:
    assert f"]({Path(other).name})" in read(page)[:200]
    assert f"]({Path(page).name})" in read(other)[:200]


def test_both_languages_give_the_same_figures() -> None:
    """The shares of rows that are right are those of the English page, in its order."""
    figures = [re.findall(r"\d+ %", read(page)) for page in ("README.md", "README.zh.md")]
    first = ["98 %", "83 %", "87 %", "89 %", "80 %", "80 %", "100 %", "95 %", "95 %"]
    assert figures[1] == [*first, "100 %", "97 %", "98 %"]
    assert set(figures[1]) <= set(figures[0])
    for english, chinese in (
        ("all 2 errors and 27 warnings", "2 处错误、27 处警告"),
        ("40 of 60", "60 处矛盾，第一次核对查出 40 处"),
    ):
        assert english in " ".join(read("README.md").split())
        assert chinese in read("README.zh.md")


def test_the_chinese_summary_is_what_is_printed() -> None:
    call = ["parse", str(FIXTURES / "ecology-shimen.txt"), "--lang", "zh"]
    printed = [
        line.strip()
        for line in CliRunner().invoke(main, call).stdout_bytes.decode("utf-8").splitlines()
    ]
    shown = re.findall(r"^```text\n(.*?)^```$", read("README.zh.md"), re.M | re.S)[1]
    assert [line for line in shown.splitlines() if line.strip() not in (*printed, "", "…")] == []


COMMANDS = [
    pytest.param(line, id=f"{page}: {line}")
    for page in CHINESE
    for block in re.findall(r"^```sh\n(.*?)^```$", read(page), re.M | re.S)
    for line in block.splitlines()
    if line.startswith("planparse ")
]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_chinese_pages_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of plans, with the names that the pages give to them."""
    plans = tmp_path / "规划"
    plans.mkdir()
    shutil.copy(FIXTURES / "ecology-shimen.txt", plans / "生态环境.txt")
    shutil.copy(FIXTURES / "health-pingchuan.txt", plans / "卫生健康.txt")
    # A .docx by its name is read by what it holds: a text.
    shutil.copy(FIXTURES / "health-pingchuan.txt", plans / "送审稿.docx")
    monkeypatch.chdir(tmp_path)
    call = shlex.split(line)[1:]
    if "--baseline" in call:
        known = call[call.index("--baseline") + 1]
        CliRunner().invoke(main, ["check", "规划/送审稿.docx", "--write-baseline", known])
    answer = CliRunner().invoke(main, call)
    assert answer.exit_code == 0, answer.output
    if "-o" in call:
        assert (tmp_path / call[call.index("-o") + 1]).stat().st_size > 1000
    else:
        assert re.search("[一-龥]", answer.output)


def test_the_chinese_pages_name_the_sheets_that_there_are() -> None:
    from planparse.frames.writers import SHEETS
    from planparse.labels import labels

    part = read("docs/index.zh.md").partition("## 看懂汇总工作簿")[2].partition("\n## ")[0]
    named = [row.split(" | ")[0].strip("| ") for row in part.splitlines() if row.startswith("| ")][
        1:
    ]
    words = labels("zh")
    known = [words.sheet(name) for name in ("about", *SHEETS, "passages", "fields")]
    assert [name for name in named if name not in known] == []
    places = [known.index(name) for name in named]
    assert places == sorted(places)
