"""Tables whose rows are blocks of lines: each line prints a piece of some of the row's cells."""
