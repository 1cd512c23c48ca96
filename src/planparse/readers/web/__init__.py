"""Web pages and other HTML."""
