"""Quantities of running prose to mentions."""
