"""The command line: `planparse FILE…` reads plans, `planparse check` compares each with itself.

`commands` says what each command does, `options` what it can be told, `reading` how its inputs
are read, `writing` where its results go, and `exit_codes` what it answers to a script.
"""

from planparse.cli.commands import main
from planparse.cli.options import BOUNDS

__all__ = ["BOUNDS", "main"]
