"""The data that the stages hand on: a reader's source, the draft, and the records at the end."""
