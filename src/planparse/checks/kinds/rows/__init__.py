"""Checks of rows against themselves, against rows of other tables, and against words about them."""
