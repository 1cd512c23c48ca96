"""What the program tells the script that called it."""

from __future__ import annotations

DONE = 0
UNREADABLE = 1
"""`planparse FILE…`: an input could not be read."""
CONTRADICTED = 1
"""`planparse check FILE…`: a plan has a finding of the level error, as a linter says it."""
USAGE = 2
"""Wrong usage, as click has it, or output that cannot be written."""
CHECK_UNREADABLE = 3
"""`planparse check FILE…`: an input could not be read, which 1 cannot say there."""
PIPE_CLOSED = 141
"""Whoever reads the output went away: 128 and the number of SIGPIPE, as for any Unix tool."""
"""Ctrl-C, SIGTERM and SIGHUP end the program with 128 and their number: 130, 143, 129 (`program`)."""
