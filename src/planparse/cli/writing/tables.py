"""Plans as tables in a file, a row after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from planparse.cli.writing.output import Output

if TYPE_CHECKING:
    from planparse.frames.writers import TableWriter
    from planparse.labels import Language
    from planparse.model.plan import Plan


class TableOutput:
    """Writes the rows of plans to an `Output`. `close` must be called when all is written."""

    def __init__(
        self,
        out: Output,
        format: str,
        tables: tuple[str, ...],
        language: Language,
    ) -> None:
        self._out = out
        self._format = format
        self._tables = tables
        self._language = language
        self._file: BinaryIO | None = None
        self._writer: TableWriter | None = None

    @property
    def is_standard(self) -> bool:
        """Whether it goes to standard output."""
        return self._out.is_standard

    def turn_to(self, name: str) -> None:
        """What is written from now on is of this input, which matters in a folder only."""
        if self._out.is_folder:
            self._end_file()
        self._out.turn_to(name)

    def add(self, plan: Plan) -> None:
        """Write the rows of a plan; where the format allows it they are on the disk at once."""
        with self._out.guarded():
            if self._writer is None:
                self._begin_file()
            assert self._writer is not None and self._file is not None
            self._writer.add(plan)
            self._file.flush()

    def close(self) -> None:
        """Complete the file, if anything was read."""
        self._end_file()
        self._out.close()

    def _begin_file(self) -> None:
        from planparse.frames.writers import writer_for

        self._file = cast("BinaryIO", self._out.binary())
        self._writer = writer_for(
            self._format,
            self._file,
            tables=self._tables,
            lang=self._language,
        )

    def _end_file(self) -> None:
        if self._writer is not None:
            with self._out.guarded():
                self._writer.close()
            self._writer = None
