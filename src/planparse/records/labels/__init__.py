"""What the words at the left of a row say: its name and number, its groups, and its whole."""
