"""Checks of what is said to be added, or to grow, against the levels that plan and tables tell."""
