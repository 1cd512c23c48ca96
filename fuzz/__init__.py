"""Searches for inputs that break a law: run `python -m fuzz.run`."""
