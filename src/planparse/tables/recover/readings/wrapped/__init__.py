"""Tables whose cells a converter printed line by line, each wrapped to its column's width."""
