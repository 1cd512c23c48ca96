"""Tables that are ruled only across: columns and rows are told by the words under one another."""
