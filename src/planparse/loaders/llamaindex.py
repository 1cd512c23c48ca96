"""A reader for LlamaIndex (extra `llamaindex`): each chunk of a plan is a `Document`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, cast

from planparse.errors import MissingExtraError
from planparse.loaders.chunk_options import TECHNICAL, ChunkOptions, chunk_id, chunk_metadata
from planparse.model.plan import Plan
from planparse.outputs.chunks import MAX_CHARS
from planparse.parser import Parser

try:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document
except ImportError as error:
    missing = MissingExtraError("PlanReader", "llama-index-core", "llamaindex")
    # As any import that fails, so that programs can go on without it.
    raise ImportError(str(missing)) from error


# Where the package is not installed, as in CI, its base is of no known type.
class PlanReader(BaseReader):  # type: ignore[misc,unused-ignore]
    """Reads plans, also for `SimpleDirectoryReader(file_extractor={".pdf": PlanReader()})`.

    Each `Document` is one chunk: `text`, `metadata` as `chunk_metadata` says, and an id that is the
    same each time. What only programs need of the metadata is shown to no model. The options
    are those of `Plan.chunks`. `parser` reads with a grammar of your own; `isolate` reads each
    file in a process with limits. Raises `ReadError` for a file that cannot be read.
    """

    def __init__(
        self,
        *,
        max_chars: int = MAX_CHARS,
        headings: bool = True,
        records: bool = True,
        keep_furniture: bool = False,
        parser: Parser | None = None,
        isolate: bool = False,
    ) -> None:
        self._options = ChunkOptions(
            max_chars=max_chars,
            headings=headings,
            records=records,
            keep_furniture=keep_furniture,
        )
        self._parser = parser or Parser()
        self._isolate = isolate

    def lazy_load_data(
        self,
        file: str | os.PathLike[str],
        extra_info: dict[str, Any] | None = None,
        fs: Any = None,
    ) -> Iterable[Document]:
        """The chunks of one file.

        `extra_info` is added to the metadata of each; `fs` is a file system of fsspec that has
        the file, where it is not on this machine.
        """
        plan = self._plan(file, fs)
        for chunk in self._options.chunks(plan):
            metadata = {**chunk_metadata(chunk), **(extra_info or {})}
            yield Document(
                id_=chunk_id(chunk),
                text=chunk.text,
                metadata=metadata,
                excluded_embed_metadata_keys=list(TECHNICAL),
                excluded_llm_metadata_keys=list(TECHNICAL),
            )

    def _plan(self, file: str | os.PathLike[str], fs: Any) -> Plan:
        if fs is None:
            return self._parser.read(file, isolate=self._isolate)
        name = os.fspath(file)
        data = cast("bytes", fs.read_bytes(name))
        return self._parser.read(data, name=name, isolate=self._isolate)
