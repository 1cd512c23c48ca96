"""Plans read within a data pipeline: batches of Arrow in, batches of Arrow out, a row for each document.

`parse_batches` is what Spark's `mapInArrow` takes, `parse_table` what Ray's `map_batches` takes.
`document_schema` says what comes out; `table_rows` takes the rows of one of the published tables
out of it. What cannot be read is a row that says why, and no exception. Needs the extra `arrow`.
"""

from planparse.arrow.documents import document_schema, table_rows
from planparse.arrow.parsing import parse_batches, parse_table

__all__ = ["document_schema", "parse_batches", "parse_table", "table_rows"]
