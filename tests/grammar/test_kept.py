"""What is made of the built-in grammar is kept, and taken from nowhere that others can write."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

from planparse import grammar
from planparse.grammar import built_in, engines, kept
from planparse.grammar.compiled_forms import form_of, pattern_of
from planparse.grammar.engines import compiled

PLAN = "一、发展目标\n到2025年，每千人口执业医师达到3.2人。\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As a new process has it: no pattern is compiled, and none known."""
    monkeypatch.setattr(engines, "_known", {})
    monkeypatch.setattr(engines, "_compiled_here", {})
    _forget()
    yield
    _forget()


def _forget() -> None:
    engines.compiled.cache_clear()
    engines.compiled_for_beginnings.cache_clear()


def test_what_is_kept_is_recalled(folder: Path) -> None:
    made = ([("a", 1, None)], {("甲", "any"): ("re", b"\0\1")})
    kept.keep("grammar-1", made)
    assert kept.recall("grammar-1") == made
    assert kept.recall("grammar-2") is None


def test_folder_and_file_are_the_users_alone(folder: Path) -> None:
    kept.keep("grammar-1", 1)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "grammar-1").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_gives_nothing(folder: Path, mode: int) -> None:
    kept.keep("grammar-1", 1)
    folder.chmod(mode)
    assert kept.recall("grammar-1") is None
    kept.keep("grammar-2", 2)
    assert [path.name for path in folder.iterdir()] == ["grammar-1"]


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_can_write_gives_nothing(folder: Path, mode: int) -> None:
    kept.keep("grammar-1", 1)
    (folder / "grammar-1").chmod(mode)
    assert kept.recall("grammar-1") is None


def test_what_belongs_to_someone_else_gives_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep("grammar-1", 1)
    someone_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: someone_else)
    assert kept.recall("grammar-1") is None


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    kept.keep("grammar-1", 1)
    (folder / "grammar-2").symlink_to(folder / "grammar-1")
    assert kept.recall("grammar-2") is None
    real = folder.rename(tmp_path / "real")
    folder.symlink_to(real)
    assert kept.recall("grammar-1") is None


@pytest.mark.parametrize("cut", [0, 3, -1])
def test_a_file_that_is_cut_off_gives_nothing(folder: Path, cut: int) -> None:
    kept.keep("grammar-1", ("a", "b"))
    path = folder / "grammar-1"
    path.write_bytes(path.read_bytes()[:cut])
    assert kept.recall("grammar-1") is None


def test_an_empty_name_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.FOLDER_VARIABLE, "")
    assert kept.cache_folder() is None


def test_where_no_folder_can_be_made_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    kept.keep("grammar-1", 1)
    assert kept.recall("grammar-1") is None


def test_old_files_go(folder: Path) -> None:
    for number in range(9):
        kept.keep(f"grammar-{number}", number)
        os.utime(folder / f"grammar-{number}", (number, number))
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"grammar-{number}" for number in range(3, 9)]


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<a>第)?(?P<b>[一二三]+)章",
        "[年月]底",
        r"\p{Han}{2,4}(?=市)",
        "(?<=至|截至)底",
        "甲|乙{2}",
    ],
)
def test_a_pattern_comes_back_as_it_was(source: str) -> None:
    pattern = compiled(source)
    form = form_of(pattern)
    assert form is not None
    again = pattern_of(form)
    assert (again.pattern, again.flags) == (pattern.pattern, pattern.flags)
    assert again.groupindex == pattern.groupindex
    text = "第三章 年底 江东市 截至底 甲乙乙"
    assert [m.span() for m in again.finditer(text)] == [m.span() for m in pattern.finditer(text)]
    assert isinstance(again, re.Pattern if form.engine == "re" else regex.Pattern)


@pytest.mark.usefixtures("nothing_compiled")
def test_the_grammar_is_read_and_compiled_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = grammar.load()
    engines._known.clear()
    _forget()

    def fails(*arguments: Any) -> Any:
        raise AssertionError("read or compiled again")

    monkeypatch.setattr(built_in, "_checked", fails)
    monkeypatch.setattr(engines, "_compiled", fails)
    again = grammar.load()
    assert list(again) == list(first)
    assert again.fingerprint == first.fingerprint
    assert [rule.pattern.pattern for rule in again] == [rule.pattern.pattern for rule in first]


@pytest.mark.usefixtures("nothing_compiled")
def test_what_was_compiled_before_the_grammar_came_is_not_kept_again(folder: Path) -> None:
    compiled("只有一次的词")
    built_in.keep_compiled(built_in.built_in_rules())
    forms = engines.forms()
    engines._known.clear()
    _forget()
    compiled("只有一次的词")
    assert engines.has_compiled()
    engines.take_over(forms)
    assert not engines.has_compiled()


@pytest.mark.usefixtures("nothing_compiled")
def test_what_a_reading_compiles_is_kept_with_the_rest(folder: Path) -> None:
    rules = built_in.built_in_rules()
    [path] = folder.iterdir()
    before = path.read_bytes()
    built_in.keep_compiled(rules)
    assert path.read_bytes() == before
    compiled("只有一次的词")
    built_in.keep_compiled(rules)
    _, forms = kept.recall(path.name)
    assert ("只有一次的词", "any") in forms


@pytest.mark.usefixtures("nothing_compiled")
def test_rules_are_kept_as_those_that_were_taken_whatever_the_files_hold_by_now(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update may change the files while an older process still reads."""
    rules = built_in.built_in_rules()
    [path] = folder.iterdir()
    changed = built_in._built_in_files()
    changed["prose"] += b"# another line\n"
    monkeypatch.setattr(built_in, "_built_in_files", lambda: changed)
    compiled("只有一次的词")
    built_in.keep_compiled(rules)
    assert list(folder.iterdir()) == [path]


@pytest.mark.usefixtures("nothing_compiled")
def test_a_changed_grammar_is_another_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built_in.built_in_rules()
    changed = built_in._built_in_files()
    changed["prose"] += b"# another line\n"
    monkeypatch.setattr(built_in, "_built_in_files", lambda: changed)
    built_in.built_in_rules()
    assert len(list(folder.iterdir())) == 2
