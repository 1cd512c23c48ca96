"""Checks of what could not be read."""
