"""What is built and who has what: the rows of tables of projects and of allocations."""
