"""What the columns of a table have to do with one another: a + b = c, b/a - 1 = c, a * b = c."""
