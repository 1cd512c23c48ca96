"""Checks of figures that follow from others of their passage, or are told twice."""
