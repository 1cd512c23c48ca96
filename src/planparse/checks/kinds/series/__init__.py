"""Checks of what is listed one after the other: its numbers, and how many of it there are."""
