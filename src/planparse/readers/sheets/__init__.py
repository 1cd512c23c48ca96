"""Spreadsheets (xlsx, csv)."""
