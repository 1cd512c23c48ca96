"""The data that the stages hand on: what a reader delivers, what is known so far, and the records at the end."""
