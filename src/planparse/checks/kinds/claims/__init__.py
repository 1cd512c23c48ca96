"""Checks of what is said of the whole against what is printed of a part: all done, none left, whose task."""
