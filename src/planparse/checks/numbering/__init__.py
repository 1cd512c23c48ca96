"""Lists by their numbers: what a label says, and which numbers are left out."""
