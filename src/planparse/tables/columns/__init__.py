"""What the columns of a table hold: its header's words, and its body as evidence."""

from planparse.tables.columns.kinds import kind_of_table
from planparse.tables.columns.read import read_columns, unit_of_note
from planparse.tables.header_words import role_of

__all__ = ["kind_of_table", "read_columns", "role_of", "unit_of_note"]
