"""Which headings belong together, and how deep each stands."""
