"""Documents in batches of Arrow: a row out for each row in, whatever is in it."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from calling import loaded  # noqa: E402
from places import FIXTURES  # noqa: E402
from planparse import Parser, frames, parser, read  # noqa: E402
from planparse.arrow import (  # noqa: E402
    document_schema,
    documents,
    parse_batches,
    parse_table,
    parsing,
    table_rows,
)
from planparse.errors import UnknownNameError  # noqa: E402
from planparse.model.plan import Plan  # noqa: E402
from planparse.outputs.json import plan_json  # noqa: E402
from planparse.readers.limits import Limits  # noqa: E402

PLANS = (FIXTURES / "health-pingchuan.txt", FIXTURES / "water-yunling.txt")
BINARY = b"\x00\x01\x02\x03 no plan"


def batch(**columns: list[object]) -> Any:
    return pa.RecordBatch.from_pydict(columns)


def rows_of(batches: object, **options: object) -> list[dict[str, object]]:
    """The documents of batches, read in this process unless something else is said."""
    options.setdefault("isolate", False)
    read_batches = parse_batches(batches, **options)  # type: ignore[arg-type]
    return [row for one in read_batches for row in one.to_pylist()]


def test_a_file_gives_what_the_command_prints() -> None:
    for path, row in zip(PLANS, rows_of([batch(path=[str(p) for p in PLANS])]), strict=True):
        printed = plan_json(read(path))
        assert isinstance(row["json"], str)
        assert row["json"].encode() + b"\n" == printed
        assert (row["path"], row["name"], row["status"]) == (str(path), path.name, "read")
        assert (row["bytes"], row["reason"]) == (path.stat().st_size, None)
        assert row["sha256"] == json.loads(printed)["source"]["sha256"]


@pytest.mark.parametrize("column", ["content", "bytes", "text"])
@pytest.mark.parametrize("isolate", [False, True])
def test_content_with_its_path_gives_the_same_as_the_file(column: str, isolate: bool) -> None:
    """A pipeline has opened the files itself, maybe on another machine."""
    content = [p.read_text("utf-8") if column == "text" else p.read_bytes() for p in PLANS]
    paths: list[object] = [str(p) for p in PLANS]
    columns: dict[str, list[object]] = {"path": paths, column: list(content)}
    opened = rows_of([batch(**columns)], isolate=isolate)
    assert opened == rows_of([batch(path=paths)])


def test_text_gives_a_plan_that_is_equal() -> None:
    (row,) = rows_of([batch(path=[str(PLANS[0])])], text=True)
    assert isinstance(row["json"], str)
    assert Plan.model_validate_json(row["json"]) == read(PLANS[0])


def test_the_rows_are_those_of_the_published_tables() -> None:
    (read_batch,) = parse_batches(
        [batch(path=[str(p) for p in PLANS])], tables=frames.TABLES, isolate=False
    )
    for table in frames.TABLES:
        rows = table_rows(read_batch, table)
        assert rows.schema.equals(frames.SCHEMAS[table], check_metadata=True)
        assert rows.to_pylist() == frames.rows([read(p) for p in PLANS], table)


def test_what_cannot_be_read_is_a_row_that_says_why(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.txt")
    rows = rows_of(
        [batch(path=[gone, "a.txt", None], content=[None, BINARY, None])], tables=["indicators"]
    )
    assert [row["status"] for row in rows] == ["failed"] * 3
    assert [row["reason"] for row in rows] == [
        "no such file",
        "the data is binary or in an unknown encoding",
        "neither a path nor content",
    ]
    assert all(row["remedy"] for row in rows)
    assert [row["bytes"] for row in rows] == [None, len(BINARY), None]
    assert [row["indicators"] for row in rows] == [None] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs processes that can be copied")
def test_what_ends_its_process_costs_one_row() -> None:
    """A document that takes more time or memory than allowed; the next is read all the same."""
    endless = "一、目标\n" * 400_000
    given_batch = batch(path=["endless.txt", "plan.txt"], text=[endless, PLANS[0].read_text()])
    first, second = rows_of([given_batch], isolate=True, limits=Limits(seconds=0.01))[:2]
    assert (first["status"], first["plan_id"]) == ("failed", None)
    assert "over the limit of 0.01 (seconds)" in str(first["reason"])
    assert second["path"] == "plan.txt"


def test_a_defect_costs_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no answer to an input is told as what it is."""
    whole = parser.made_of

    def broken(*given: Any, **options: Any) -> Any:
        if "a" in given:  # its name
            raise ZeroDivisionError("ours")
        return whole(*given, **options)

    monkeypatch.setattr(parsing, "made_of", broken)
    rows = rows_of([batch(name=["a", "b"], content=["一、总则\n", "一、总则\n"])])
    assert [row["status"] for row in rows] == ["failed", "read"]
    assert rows[0]["reason"] == "planparse itself failed (ZeroDivisionError: ours)"


CONTENT = st.one_of(
    st.none(),
    st.binary(max_size=60),
    st.text(alphabet="一二、.%目标2025年\n|\t", max_size=40).map(str.encode),
)


@given(st.lists(CONTENT, max_size=5), st.integers(1, 3))
def test_every_row_gives_one_row_in_its_place(contents: list[bytes | None], size: int) -> None:
    """Out comes what goes in, row by row, however the rows are cut into batches."""
    names = [str(number) for number in range(len(contents))]
    whole = pa.table({"name": pa.array(names, "string"), "content": pa.array(contents, "binary")})
    rows = rows_of(whole.to_batches(max_chunksize=size), tables=["plans"])
    assert [row["name"] for row in rows] == names
    for row, content in zip(rows, contents, strict=True):
        assert (row["status"] == "read") == (row["json"] is not None) == (row["reason"] is None)
        assert row["bytes"] == (None if content is None else len(content))


def test_a_large_batch_comes_out_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_BYTES", 1)
    found = list(parse_batches([batch(path=[str(p) for p in PLANS])], isolate=False))
    assert [one.num_rows for one in found] == [1, 1]


def test_an_empty_batch_gives_an_empty_one() -> None:
    empty = pa.schema([("path", pa.string())]).empty_table()
    read_table = parse_table(empty, tables=["values"])
    assert (read_table.num_rows, read_table.schema) == (0, document_schema(["values"]))


def test_a_table_is_read_as_its_batches_are() -> None:
    table = pa.table({"path": [str(p) for p in PLANS]})
    assert parse_table(table, isolate=False).to_pylist() == rows_of(table.to_batches())


def test_wrong_use_is_told_at_once() -> None:
    with pytest.raises(UnknownNameError, match="'goals' is no table"):
        parse_batches([], tables=["goals"])
    with pytest.raises(ValueError, match="a column `path`, `content` or both, not size"):
        rows_of([batch(size=[1])])
    with pytest.raises(ValueError, match="not bytes"):
        rows_of([batch(bytes=[1])])


def test_a_pack_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    rule = '[[indicator]]\nid = "indicators.{id}"\nwords = ["{word}"]\ndirection = "higher"\n'
    made = set()
    for word in ("河道巡查率", "水库巡查率"):
        pack.write_text(rule.format(id="patrol", word=word), encoding="utf-8")
        (row,) = rows_of([batch(content=["一、总则\n"])], grammar=pack)
        made.add(json.loads(str(row["json"]))["producer"]["grammar"])
    assert len(made) == 2


def test_half_a_character_in_a_name_is_written_out() -> None:
    rows = [
        documents.failed_document({"path": "a\udce4", "name": "a"}, ValueError()).to_pylist()[0]
    ]
    assert rows[0]["path"] == "a\\udce4"


def test_a_reader_can_be_sent_to_another_process() -> None:
    reader = parsing.DocumentReader(Parser(), tables=("values",), isolate=False)
    again = pickle.loads(pickle.dumps(reader))
    assert again.read("一、总则\n".encode(), "a", None) == reader.read(
        "一、总则\n".encode(), "a", None
    )


def test_importing_it_loads_no_arrow() -> None:
    assert "pyarrow" not in loaded("import planparse.arrow")
