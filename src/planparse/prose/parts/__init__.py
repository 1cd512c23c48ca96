"""The parts of a plan and its years: what tells of what is, and what of what is to be."""
