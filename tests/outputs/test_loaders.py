"""Loaders for LangChain and LlamaIndex, with the real packages; they skip where these are missing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from places import FIXTURES
from planparse import Parser, ReadError, read
from planparse.loaders.chunk_options import TECHNICAL

HEALTH = FIXTURES / "health-pingchuan.txt"
SPORTS = FIXTURES / "sports-qinghe.txt"

needs_langchain = pytest.mark.skipif(
    find_spec("langchain_core") is None, reason="the extra [langchain] is not installed"
)
needs_llamaindex = pytest.mark.skipif(
    find_spec("llama_index") is None, reason="the extra [llamaindex] is not installed"
)


def texts(path: Path, **options: Any) -> list[str]:
    return [chunk.text for chunk in read(path).chunks(headings=True, **options)]


# --------------------------------------------------------------------- LangChain


@needs_langchain
def test_langchain_gets_a_document_for_each_chunk() -> None:
    from langchain_core.document_loaders import BaseLoader
    from langchain_core.documents import Document

    from planparse.loaders.langchain import PlanLoader

    loader = PlanLoader(HEALTH)
    assert isinstance(loader, BaseLoader)
    documents = loader.load()
    assert all(isinstance(document, Document) for document in documents)
    assert [document.page_content for document in documents] == texts(HEALTH)
    ids = [document.id for document in documents]
    assert len(set(ids)) == len(ids) and ids == [one.id for one in PlanLoader(HEALTH).load()]


@needs_langchain
def test_langchain_metadata_are_single_values() -> None:
    from planparse.loaders.langchain import PlanLoader

    documents = PlanLoader([HEALTH, SPORTS], max_chars=300).load()
    for document in documents:
        assert all(isinstance(value, str | int) for value in document.metadata.values())
    indicator = next(one for one in documents if one.metadata["kind"] == "indicator")
    assert indicator.metadata["heading"] == "二、总体要求 > （二）发展目标"
    assert indicator.metadata["source"] == str(HEALTH)
    assert (indicator.metadata["period_start"], indicator.metadata["period_end"]) == (2021, 2025)
    assert indicator.metadata["records"] == "i1"
    start, end = indicator.metadata["start"], indicator.metadata["end"]
    plan = read(HEALTH)
    assert plan.indicators[0].name in plan.text[start:end]
    assert {one.metadata["source"] for one in documents} == {str(HEALTH), str(SPORTS)}


@needs_langchain
def test_langchain_reads_a_file_when_it_is_asked_for(tmp_path: Path) -> None:
    from planparse.loaders.langchain import PlanLoader

    documents = PlanLoader([HEALTH, tmp_path / "none.pdf"]).lazy_load()
    assert next(iter(documents)).metadata["source"] == str(HEALTH)
    with pytest.raises(ReadError, match=r"none\.pdf: no such file"):
        list(documents)


@needs_langchain
def test_langchain_stores_find_them_again() -> None:
    from langchain_core.embeddings import DeterministicFakeEmbedding
    from langchain_core.vectorstores import InMemoryVectorStore

    from planparse.loaders.langchain import PlanLoader

    documents = PlanLoader(SPORTS, parser=Parser()).load()
    store = InMemoryVectorStore.from_documents(documents, DeterministicFakeEmbedding(size=16))
    wanted = documents[5]
    assert wanted.id is not None
    assert store.get_by_ids([wanted.id])[0].page_content == wanted.page_content


# -------------------------------------------------------------------- LlamaIndex


@needs_llamaindex
def test_llamaindex_gets_a_document_for_each_chunk() -> None:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document, MetadataMode

    from planparse.loaders.llamaindex import PlanReader

    reader = PlanReader()
    assert isinstance(reader, BaseReader)
    documents = reader.load_data(HEALTH, extra_info={"owner": "甲"})
    assert all(isinstance(document, Document) for document in documents)
    assert [document.text for document in documents] == texts(HEALTH)
    assert documents[0].metadata["owner"] == "甲"
    assert len({document.doc_id for document in documents}) == len(documents)
    shown = documents[-1].get_content(MetadataMode.EMBED)
    said = [line.partition(": ")[0] for line in shown.splitlines()]
    assert "heading" in said and not set(said) & set(TECHNICAL)


@needs_llamaindex
def test_llamaindex_reads_folders_with_it(tmp_path: Path) -> None:
    from llama_index.core import SimpleDirectoryReader

    from planparse.loaders.llamaindex import PlanReader

    (tmp_path / "plan.txt").write_bytes(SPORTS.read_bytes())
    extractor: Any = {".txt": PlanReader(max_chars=300)}
    documents = SimpleDirectoryReader(str(tmp_path), file_extractor=extractor).load_data()
    assert [document.text for document in documents] == texts(SPORTS, max_chars=300)
    assert documents[0].metadata["file_name"] == "plan.txt"


@needs_llamaindex
def test_llamaindex_reads_from_other_file_systems() -> None:
    import fsspec

    from planparse.loaders.llamaindex import PlanReader

    memory = fsspec.filesystem("memory")
    memory.pipe("/plans/sports.txt", SPORTS.read_bytes())
    documents = PlanReader(records=False).load_data("/plans/sports.txt", fs=memory)
    assert [document.text for document in documents] == texts(SPORTS, records=False)


# ------------------------------------------------------------------------- extras


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("planparse.loaders.langchain", "langchain_core", "langchain"),
        ("planparse.loaders.llamaindex", "llama_index.core.readers.base", "llamaindex"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    module: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(package)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    if package == "langchain_core":
        monkeypatch.setitem(sys.modules, "langchain_core.document_loaders", None)
    monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(ImportError, match=rf"pip install 'planparse\[{extra}\]'"):
        __import__(module)
