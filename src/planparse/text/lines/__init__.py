"""Lines that are no content, or print more than one thing."""
