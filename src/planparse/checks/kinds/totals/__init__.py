"""What prose tells of the sum rows of tables."""
