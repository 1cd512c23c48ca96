"""Stocks, what is added to them, and what there will be."""
