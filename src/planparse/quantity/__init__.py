"""Printed values and units, wherever they stand: cells, names and prose."""
