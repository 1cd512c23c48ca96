"""What an archive holds after one run or several, and what it is read as."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import HereEngine, InlineSealer, bring, contents, files_in, plan, plans_in, rows_in
from places import FIXTURES
from planparse import Parser, frames, parse, read
from planparse.arrow import parse_batches
from planparse.batch import writer
from planparse.batch.engine import BatchInput, entry_of
from planparse.batch.entries import Reading
from planparse.batch.folder import ArchiveFolder
from planparse.batch.reading import Archive, plan_in
from planparse.batch.run import Policy
from planparse.errors import ArchiveError, ReadError

SMALL_PART = 3
"""Inputs of a part in these tests, so that few plans make several."""


@pytest.fixture(autouse=True)
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "Sealer", InlineSealer)
    monkeypatch.setattr(writer, "PART_INPUTS", SMALL_PART)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return plans_in(tmp_path / "plans", 8)


# ------------------------------------------------------------------ one run


def test_the_tables_hold_the_rows_of_the_files(archive: Path) -> None:
    paths = sorted(FIXTURES.glob("*.txt"))
    outcomes = bring(archive, paths)
    assert all(outcome.is_new and outcome.failed is None for outcome in outcomes)
    plans = [read(path) for path in paths]
    for table in frames.TABLES:
        assert rows_in(archive, table) == frames.rows(plans, table)
    assert [json.loads(row["json"])["text"] for row in rows_in(archive, "documents")] == [
        one.text for one in plans
    ]


def test_the_plans_are_those_of_the_files(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    assert list(Archive(archive).plans()) == [read(path) for path in paths]


def test_half_a_character_comes_back() -> None:
    """For which UTF-8 has no bytes; a text that a program hands over may have one."""
    half = parse("一、总则\n坚持\ud800节水。\n")
    assert plan_in(half.to_json()) == half


@given(st.permutations(range(8)))
def test_the_same_inputs_give_the_same_files_in_whatever_order_they_are_read(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    """Rows, parts and their names do not tell who was quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "Sealer", InlineSealer)
        patch.setattr(writer, "PART_INPUTS", SMALL_PART)
        folder = tmp_path_factory.mktemp("orders")
        paths = plans_in(folder / "plans", 8)
        bring(folder / "first", paths)
        bring(folder / "other", paths, HereEngine(order=order))
    assert files_in(folder / "other") == files_in(folder / "first")
    assert len(ArchiveFolder(folder / "first").parts()) == 3


# ----------------------------------------------------------------- again


def test_what_is_as_it_was_is_not_read_again(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    before = files_in(archive)
    assert not any(outcome.is_new for outcome in bring(archive, paths))
    assert files_in(archive) == before


def test_only_what_has_changed_is_read_again(
    archive: Path, paths: list[Path], tmp_path: Path
) -> None:
    bring(archive, paths)
    paths[1].write_text(plan("新", 7, 8, 9), encoding="utf-8")
    paths[4].write_text("无", encoding="utf-8")
    paths.append(tmp_path / "plans" / "late.md")
    paths[-1].write_text(plan("晚", 1), encoding="utf-8")
    outcomes = bring(archive, paths)
    assert [o.path for o in outcomes if o.is_new] == [str(paths[n]) for n in (1, 4, 8)]
    bring(tmp_path / "anew", paths)
    assert contents(archive) == contents(tmp_path / "anew")
    assert list(Archive(archive).plans()) == [read(path) for path in paths]


def test_what_no_part_needs_any_more_is_gone(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    first = ArchiveFolder(archive).parts()
    for path in paths:
        path.write_text(plan("新", 1), encoding="utf-8")
    bring(archive, paths)
    assert not set(first) & set(ArchiveFolder(archive).parts())
    assert len(rows_in(archive, "plans")) == len(paths)


def test_other_rules_read_all_again(archive: Path, paths: list[Path], tmp_path: Path) -> None:
    bring(archive, paths)
    pack = tmp_path / "pack.toml"
    pack.write_text(
        '[[indicator]]\nid = "indicators.canal"\nwords = ["渠长度"]\ndirection = "higher"\n',
        encoding="utf-8",
    )
    outcomes = bring(archive, paths, HereEngine(Parser(grammar=pack)))
    assert all(outcome.is_new for outcome in outcomes)
    assert len({row["grammar"] for row in rows_in(archive, "plans")}) == 1
    assert len(rows_in(archive, "plans")) == len(paths)


@pytest.mark.parametrize("field", Reading._fields)
def test_another_version_or_option_reads_all_again(
    archive: Path, paths: list[Path], field: str
) -> None:
    engine = HereEngine()
    bring(archive, paths, HereEngine(reading=engine.reading._replace(**{field: "0.0.1"})))
    assert all(outcome.is_new for outcome in bring(archive, paths, engine))
    assert not any(outcome.is_new for outcome in bring(archive, paths, engine))


def test_all_can_be_read_again(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    before = contents(archive)
    assert all(outcome.is_new for outcome in bring(archive, paths, policy=Policy(redo=True)))
    assert contents(archive) == before


# ---------------------------------------------------------------- failures


def test_a_failure_is_told_and_not_tried_again(archive: Path, paths: list[Path]) -> None:
    paths[2].write_bytes(b"\x00\x01\x02")
    first = bring(archive, paths)[2]
    again = bring(archive, paths)[2]
    assert (first.is_new, again.is_new) == (True, False)
    assert again.failed == first.failed
    (line,) = (archive / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["path"], told["failure"], told["bytes"]) == (str(paths[2]), "unreadable", 3)
    assert told["reason"] == "the data is binary, not text"
    assert told["remedy"].startswith("give the plan as a text file")
    assert len(rows_in(archive, "plans")) == len(paths) - 1


def test_a_failure_is_tried_again_where_that_is_asked_or_the_file_is_another(
    archive: Path, paths: list[Path]
) -> None:
    paths[2].write_bytes(b"\x00\x01\x02")
    bring(archive, paths)
    outcomes = bring(archive, paths, policy=Policy(retry_errors=True))
    assert [o.path for o in outcomes if o.is_new] == [str(paths[2])]
    paths[2].write_text(plan("新", 1), encoding="utf-8")
    assert bring(archive, paths)[2].failed is None
    assert (archive / "errors.jsonl").read_bytes() == b""


def test_a_failure_comes_back_as_that_of_the_file(archive: Path, paths: list[Path]) -> None:
    paths[2].write_bytes(b"\x00\x01\x02")
    bring(archive, paths)
    documents = Archive(archive).documents()
    with pytest.raises(ReadError, match="binary, not text"):
        Archive(archive).plan(documents[2])
    assert len(list(Archive(archive).plans())) == len(paths) - 1


def test_what_cannot_be_opened_any_more_stays(archive: Path, paths: list[Path]) -> None:
    """It may be a disk that is not there today."""
    bring(archive, paths)
    before = contents(archive)
    paths[0].unlink()
    outcome = bring(archive, paths)[0]
    assert outcome.failed is not None
    assert (outcome.failed.reason, outcome.is_new) == ("no such file", False)
    assert contents(archive) == before
    assert "no such file" in (archive / "errors.jsonl").read_text(encoding="utf-8")


def test_what_is_not_named_stays_unless_it_is_to_go(archive: Path, paths: list[Path]) -> None:
    paths[5].write_bytes(b"\x00\x01\x02")
    bring(archive, paths)
    bring(archive, paths[:2])
    assert len(rows_in(archive, "plans")) == len(paths) - 1
    bring(archive, paths[:2], policy=Policy(prune=True))
    assert [row["path"] for row in rows_in(archive, "plans")] == [str(p) for p in paths[:2]]
    assert list(Archive(archive).plans()) == [read(path) for path in paths[:2]]
    assert (archive / "errors.jsonl").read_bytes() == b""


def test_an_engine_may_have_documents_from_elsewhere(tmp_path: Path) -> None:
    """What a pipeline gives, read or failed, is told in the same words."""
    good, bad = plans_in(tmp_path / "plans", 2)
    bad.write_bytes(b"\x00\x01\x02")
    batch = pyarrow.RecordBatch.from_pydict({"path": [str(good), str(bad)]})
    (documents,) = parse_batches([batch], tables=frames.TABLES, text=True, isolate=False)
    engine = HereEngine()
    for number, path in enumerate((good, bad)):
        input = BatchInput(number, str(path), path.name)
        entry = entry_of(documents.slice(number, 1), input, engine.reading)
        (answer,) = engine.answers([input._replace(number=0)], tmp_path)
        assert entry == answer.entry


# -------------------------------------------------------------- wrong use


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(ArchiveError, match="other files in it"):
        bring(tmp_path, [])
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(ArchiveError, match="is a file"):
        bring(tmp_path / "letter.txt", [])


@pytest.mark.parametrize("marker", ['{"format": 99}', "", "[]"])
def test_an_archive_of_another_layout_is_left_alone(
    archive: Path, paths: list[Path], marker: str
) -> None:
    bring(archive, paths[:1])
    (archive / "planparse-archive.json").write_text(marker, encoding="utf-8")
    before = files_in(archive)
    reason = "format 99" if "99" in marker else "cannot be read"
    for use in (lambda: bring(archive, paths), lambda: Archive(archive)):
        with pytest.raises(ArchiveError, match=reason):
            use()
    assert files_in(archive) == before


def test_a_damaged_manifest_is_told(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    (part,) = [path for path in (archive / "manifest").iterdir() if "000001" in path.name]
    part.write_text(part.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    for use in (lambda: bring(archive, paths), lambda: Archive(archive).documents()):
        with pytest.raises(
            ArchiveError, match=r"manifest/part-0001-000001\.jsonl in it is damaged"
        ):
            use()


def test_no_archive_is_none(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is no archive"):
        Archive(tmp_path)


def test_an_archive_that_changes_while_it_is_read_says_so(archive: Path, paths: list[Path]) -> None:
    bring(archive, paths)
    documents = Archive(archive).documents()
    for path in paths:
        path.write_text(plan("新", 1), encoding="utf-8")
    bring(archive, paths)
    with pytest.raises(ArchiveError, match="written to while it was read"):
        Archive(archive).plan(documents[0])
