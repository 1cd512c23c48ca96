"""Temporary command line until the real one lands."""
from __future__ import annotations

import sys
from pathlib import Path

from planparse.parser import Parser


def main() -> None:
    """Print the JSON of the plan named on the command line."""
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    print(Parser().parse(Path(args[0]).read_bytes().decode("utf-8-sig")).model_dump_json())
