"""Tables: grids of cells to columns with roles and body rows."""
