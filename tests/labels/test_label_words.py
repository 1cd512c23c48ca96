"""The words for people: each stands in both languages, and says the same in both."""

from __future__ import annotations

import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from places import FIXTURES, ROOT
from planparse import frames, read
from planparse.cli import main
from planparse.labels import LANGUAGES, Language, labels
from planparse.model import plan as model
from planparse.model.doubt import Cause

FOLDER = ROOT / "src" / "planparse" / "labels"
FILES = sorted(path for path in FOLDER.glob("*.toml") if path.stem != "troubles")
"""Sentences of errors are known by their English words: test_troubles.py."""
ALLOWED = re.compile(
    r"JSON|Excel|planparse \{version\}|`planparse (?:check|md)`|--(?:json|retry-errors)|errors\.jsonl"
    r"|约束性|预期性"
)
"""Names of programs, files and options, which are called the same in Chinese."""
FIXTURE_PLANS = sorted(FIXTURES.glob("*.txt"))


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Each label with its place: `terms: finding.sum-mismatch.name`, {en, zh}."""

    def walk(place: str, data: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
        if data and all(isinstance(value, str) for value in data.values()):
            yield place, data
            return
        for key, value in data.items():
            yield from walk(f"{place}.{key}", value)

    for path in FILES:
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield from walk(f"{path.stem}.{group}", entries)


ALL = list(tables())


@pytest.mark.parametrize(("place", "words"), ALL, ids=[place for place, _ in ALL])
def test_a_label_stands_in_both_languages(place: str, words: dict[str, str]) -> None:
    """Both are filled, fill in the same parts, and no other key stands beside them."""
    assert set(words) - {"en_many"} == set(LANGUAGES)
    assert all(text.strip() for text in words.values())
    assert len({frozenset(parts(text)) for text in words.values()}) == 1 or "report.kind" in place


def parts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_english_word_is_left_in_chinese() -> None:
    left = {}
    for place, words in ALL:
        shown = re.sub(r"\{\w+\}", "", ALLOWED.sub("", words["zh"]))
        if re.search(r"[A-Za-z]{2}", shown):
            left[place] = words["zh"]
    assert left == {}


GROUPS = {
    "finding": get_args(model.FindingKind),
    "severity": get_args(model.Severity),
    "doubt": tuple(Cause),
    "role": tuple(dict.fromkeys((*get_args(model.Role), *get_args(model.MentionRole)))),
    "status": get_args(model.Status),
    "nature": get_args(model.Nature),
    "box": get_args(model.BoxKind),
    "value": get_args(model.ValueKind),
    "measure": get_args(model.Measure),
    "basis": get_args(model.Basis),
    "direction": get_args(model.Direction),
    "weight": ("light", "grave"),
}
"""The codes of the records, which the file of terms has each a name for."""


@pytest.mark.parametrize("group", GROUPS)
def test_each_code_of_the_records_has_a_name_of_its_own(group: str) -> None:
    for language in LANGUAGES:
        names = labels(language).names(group)
        assert set(names) == set(GROUPS[group])
        assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("group", GROUPS)
def test_in_english_a_code_is_called_what_it_is(group: str) -> None:
    names = labels("en").names(group)
    assert names == {code: code for code in names}


@pytest.mark.parametrize("group", ["finding", "doubt"])
def test_each_finding_and_doubt_is_explained(group: str) -> None:
    for language in LANGUAGES:
        words = labels(language)
        assert [code for code in words.names(group) if not words.means(group, code)] == []


def test_the_field_of_a_doubt_has_a_name() -> None:
    fields = {*model.Indicator.model_fields, *model.Outcome.model_fields}
    fields -= {"id", "key", "table", "row", "inferred", "doubts", "span", "page", "bbox"}
    assert fields <= set(labels("zh").names("field"))


def test_a_code_that_is_not_known_is_its_own_name() -> None:
    assert labels("zh").name("doubt", "from-tomorrow") == "from-tomorrow"
    assert labels("zh").means("doubt", "from-tomorrow") == ""


@pytest.mark.parametrize(
    ("language", "count", "told"),
    [("en", 1, "1 box"), ("en", 2, "2 boxes"), ("zh", 1, "1个专栏"), ("zh", 2, "2个专栏")],
)
def test_what_is_counted(language: Language, count: int, told: str) -> None:
    assert labels(language).many(count, "box") == told


# The pages

OWN = re.compile(r"[A-Za-z][A-Za-z-]+")


def shown(*args: str) -> str:
    call = CliRunner().invoke(main, [*args, "--no-isolate"])
    assert call.exception is None or isinstance(call.exception, SystemExit)
    return call.stdout_bytes.decode("utf-8")


@pytest.mark.parametrize("path", FIXTURE_PLANS, ids=lambda path: path.stem)
def test_the_chinese_summary_has_no_english_word(path: Any) -> None:
    """Words of the plan itself, of its file's name and encoding, and ids stay."""
    page = shown(str(path), "--lang", "zh")
    plan = read(path)
    known = f"{plan.text} {path.name} {plan.source.encoding} `planparse check` --json"
    assert [word for word in OWN.findall(page) if word not in known] == []


@pytest.mark.parametrize("path", FIXTURE_PLANS, ids=lambda path: path.stem)
def test_the_chinese_report_has_no_english_word_but_codes(path: Any) -> None:
    page = shown("check", str(path), "--lang", "zh")
    known = f"{read(path).text} {path} {' '.join(GROUPS['finding'])}"
    assert [word for word in OWN.findall(page) if word not in known] == []


def test_the_language_is_told_by_the_option_then_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = str(FIXTURES / "health-pingchuan.txt")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "Indicators  16 in 1 table" in shown(path)
    monkeypatch.setenv("PLANPARSE_LANG", "zh")
    assert "指标  1张表，共16行" in shown(path)
    assert "Indicators  16 in 1 table" in shown(path, "--lang", "en")
    assert "没有发现问题" in shown("check", path, "--select", "unit-missing")


def test_the_language_does_not_change_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(FIXTURES / "health-pingchuan.txt")
    before = shown(path, "--json")
    monkeypatch.setenv("PLANPARSE_LANG", "zh")
    assert shown(path, "--json") == before


# Heads of columns


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", frames.TABLES)
def test_each_column_has_a_head_of_its_own(table: str, language: Language) -> None:
    """No two columns of a table have the same head, and none goes without."""
    names = [column.name for column in frames.columns(table)]
    heads = [labels(language).head(table, name) for name in names]
    assert [h for h, times in Counter(heads).items() if times > 1] == []
    if language == "zh":
        assert [head for head in heads if re.search("[a-z]_?[a-z]", head)] == []
        assert labels(language).sheet(table) != table


def test_no_label_is_of_a_column_that_there_is_not() -> None:
    """A column that is renamed or retired takes its label along."""
    data = tomllib.loads((FOLDER / "columns.toml").read_text(encoding="utf-8"))
    every = {column.name for table in frames.TABLES for column in frames.columns(table)}
    own_sheets = {"about", "fields", "passages"}
    assert set(data["sheet"]) - own_sheets == set(frames.TABLES)
    for table in frames.TABLES:
        known = {column.name for column in frames.columns(table)}
        assert set(data.get(table, {})) <= known, table
    parts = {name.partition("_")[2] for name in every}
    assert set(data["any"]) <= every | parts | {"passage"}
