"""Which printed value a sentence speaks of, and whether both can be true."""
