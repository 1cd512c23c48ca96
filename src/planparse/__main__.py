"""`python -m planparse` is `planparse`."""

from planparse.cli import main

main(prog_name="planparse")
