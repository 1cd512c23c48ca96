"""Checks of sentences against themselves: numbers that one sentence tells of one another."""
