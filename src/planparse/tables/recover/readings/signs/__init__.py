"""Tables whose cells and rows signs divide: bars, and rules of dashes."""
