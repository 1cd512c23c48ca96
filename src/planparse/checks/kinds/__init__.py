"""The checks, one file for each kind of finding; the registry lists them in order."""
