"""PDF, by two backends, and pictures of pages by recognition."""
