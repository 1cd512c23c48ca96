"""Outputs, one file each: they write a plan down and compute nothing new."""
