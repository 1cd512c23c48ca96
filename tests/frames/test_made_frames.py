"""Frames of Arrow, pandas and polars hold what the rows do; what is not installed is named with its extra."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from places import FIXTURES
from planparse import Plan, frames, parse
from planparse.errors import MissingExtraError
from tabled import RARE, plan_of

HEALTH = FIXTURES / "health-pingchuan.txt"


def test_arrow_gives_back_what_it_was_given(plan: Plan) -> None:
    pytest.importorskip("pyarrow")
    for table in frames.TABLES:
        rows = frames.rows(plan, table)
        made = rows.arrow()
        assert made.schema.equals(frames.SCHEMAS[table], check_metadata=True)
        assert made.to_pylist() == rows


def test_polars_gives_back_what_it_was_given(plan: Plan) -> None:
    pytest.importorskip("polars")
    for table in frames.TABLES:
        rows = frames.rows(plan, table)
        assert rows.polars().to_dicts() == rows


def test_pandas_gives_back_what_it_was_given() -> None:
    pandas = pytest.importorskip("pandas")

    def plain(cell: object) -> object:
        return None if not isinstance(cell, list) and pandas.isna(cell) else cell

    for plan in (parse(RARE), plan_of(HEALTH)):
        for table in frames.TABLES:
            rows = frames.rows(plan, table)
            frame = rows.pandas()
            assert list(frame.columns) == [column.name for column in frames.columns(table)]
            for name in frame.columns:
                assert [plain(cell) for cell in frame[name].tolist()] == [row[name] for row in rows]


def test_pandas_keeps_types_where_cells_are_empty() -> None:
    pytest.importorskip("pandas")
    for rows in (frames.rows(parse(RARE), "values"), frames.Rows("values")):
        types = rows.pandas().dtypes.astype(str)
        assert types["year"] == "Int64"
        assert types["value"] == "float64"
        assert types["grave"] == "boolean"
        assert types["unit"].startswith("str")


def test_a_schema_says_what_its_columns_mean() -> None:
    pytest.importorskip("pyarrow")
    assert tuple(frames.SCHEMAS) == frames.TABLES
    schema = frames.SCHEMAS["values"]
    field = schema.field("status")
    assert field.metadata[b"description"].startswith(b"reached, planned or norm")
    assert b"One row for each value" in schema.metadata[b"description"]


@pytest.mark.parametrize(
    ("method", "package", "extra"),
    [("arrow", "pyarrow", "arrow"), ("pandas", "pandas", "pandas"), ("polars", "polars", "polars")],
)
def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, method: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    rows = frames.rows(parse(RARE), "plans")
    with pytest.raises(MissingExtraError) as caught:
        getattr(rows, method)()
    assert f"needs the package {package}; install it with: pip install 'planparse[{extra}]'" in str(
        caught.value
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_tables_are_there_once_planparse_is_imported() -> None:
    code = "import planparse; print(planparse.frames.TABLES[0])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "plans\n"


def test_importing_the_tables_loads_nothing_heavy() -> None:
    code = (
        "import sys, planparse.frames.writers; print(*{m.partition('.')[0] for m in sys.modules})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"pydantic", "pyarrow", "pandas", "polars", "numpy"} & set(loaded.stdout.split())
