"""The header of a flattened table: whole cells out of pieces, and how far each reaches."""
