"""A loader for LangChain (extra `langchain`): each chunk of a plan is a `Document`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from planparse.errors import MissingExtraError
from planparse.loaders.chunk_options import ChunkOptions, chunk_id, chunk_metadata
from planparse.outputs.chunks import MAX_CHARS
from planparse.parser import Parser

try:
    from langchain_core.document_loaders import BaseLoader
    from langchain_core.documents import Document
except ImportError as error:
    missing = MissingExtraError("PlanLoader", "langchain-core", "langchain")
    # As any import that fails, so that programs can go on without it.
    raise ImportError(str(missing)) from error

FilePath = str | os.PathLike[str]


class PlanLoader(BaseLoader):
    """Loads plans from one path or several.

    Each `Document` is one chunk: `page_content` its text, `metadata` what `chunk_metadata` says of
    it, `id` the same each time that the file is loaded. The options are those of `Plan.chunks`.
    `parser` reads with a grammar of your own; `isolate` reads each file in a process with limits.
    Raises `ReadError` for a file that cannot be read.
    """

    def __init__(
        self,
        paths: FilePath | Sequence[FilePath],
        *,
        max_chars: int = MAX_CHARS,
        headings: bool = True,
        records: bool = True,
        keep_furniture: bool = False,
        parser: Parser | None = None,
        isolate: bool = False,
    ) -> None:
        self._paths = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        self._options = ChunkOptions(
            max_chars=max_chars,
            headings=headings,
            records=records,
            keep_furniture=keep_furniture,
        )
        self._parser = parser or Parser()
        self._isolate = isolate

    def lazy_load(self) -> Iterator[Document]:
        """The chunks of each plan in turn; a file is read when its first chunk is asked for."""
        for path in self._paths:
            plan = self._parser.read(path, isolate=self._isolate)
            for chunk in self._options.chunks(plan):
                yield Document(
                    id=chunk_id(chunk),
                    page_content=chunk.text,
                    metadata=chunk_metadata(chunk),
                )
