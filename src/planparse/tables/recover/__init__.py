"""Tables that stand in text without any geometry, put together again."""
