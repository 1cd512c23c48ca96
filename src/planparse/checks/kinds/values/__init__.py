"""Checks of printed values against one another."""
