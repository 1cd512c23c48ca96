"""Checks of years: the plan's own period, and what happens before what."""
