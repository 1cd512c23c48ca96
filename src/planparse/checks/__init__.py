"""A plan compared with itself: one file for each kind of finding."""
