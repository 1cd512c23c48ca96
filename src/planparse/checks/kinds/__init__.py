"""The checks, one file for each kind of finding; `registry.py` lists them in order."""
