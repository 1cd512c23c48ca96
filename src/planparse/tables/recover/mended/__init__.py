"""Pieces of cells put together again before rows are looked for."""
