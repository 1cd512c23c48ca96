"""XlsxWriter's sheet, with a way to add a row that is XML already. Imported only where XlsxWriter is there."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet of a workbook in constant memory, whose rows wait in a file."""

    def add_row(self, row: int, columns: int, xml: str) -> None:
        """Write the row after those written before it; `row` counts from 0."""
        if self.table:
            # The head was written by XlsxWriter, which keeps its row until the next one.
            self._write_single_row()
        self._check_dimensions(row, columns - 1)
        self.fh.write(xml)
