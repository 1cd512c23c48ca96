"""One file for each group of tables: its columns, and its rows."""
