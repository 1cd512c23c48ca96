"""Checks of amounts that one passage tells side by side."""
