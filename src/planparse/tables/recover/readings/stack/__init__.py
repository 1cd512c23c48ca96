"""Tables with a cell on each line, where a cell may have been wrapped over several."""
