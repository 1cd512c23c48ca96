"""Checks of numbered lists, of what is counted, and of what is pointed to."""
