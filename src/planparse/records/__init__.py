"""Rows of tables to typed records: indicators, projects, observations."""
