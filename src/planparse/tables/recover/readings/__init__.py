"""The ways in which lines of text can be read as the rows of a table, one file each."""
