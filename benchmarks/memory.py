"""How much memory a text takes: the peak above that of an empty text, for each byte of UTF-8.

    python benchmarks/memory.py            the corpus beside the checkout, else the fixtures, over and
                                           over until a text has 1 and 2 MB
    python benchmarks/memory.py FILE…      texts of your own, as they are

Each text is parsed in a process of its own, whose greatest resident size the system tells. The bar
is for texts of 1 MB and more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from planparse import read

ROOT = Path(__file__).resolve().parents[1]

BAR = 40.0
"""Most bytes for each byte of text."""
SIZES = (1_000_000, 2_000_000)
KIBI = 1024
"""The system counts resident memory in kibibytes."""

_PARSE = "import sys, planparse; planparse.parse(open(sys.argv[1], encoding='utf-8').read())"


def main() -> int:
    """Print a line for each text; 1 when one of 1 MB and more is over the bar."""
    is_missed = False
    with tempfile.TemporaryDirectory() as place:
        empty = Path(place, "empty.txt")
        empty.write_text("", encoding="utf-8")
        least = peak(empty)
        print(f"an empty text: {least >> 20} MiB")
        for path in [Path(name) for name in sys.argv[1:]] or made(Path(place)):
            size = path.stat().st_size
            factor = (peak(path) - least) / size
            print(f"{path.name:32}{size:10} bytes: {factor:6.1f} for each (bar: at most {BAR:.0f})")
            is_missed = is_missed or (size >= SIZES[0] and factor > BAR)
    return int(is_missed)


def made(folder: Path) -> list[Path]:
    """Texts of `SIZES`, of real plans where they are at hand and of the fixtures."""
    kinds = {
        "corpus": sorted(ROOT.parent.glob("shared/corpus/*/source.txt")),
        "fixtures": sorted((ROOT / "fixtures").glob("*.txt")),
    }
    found: list[Path] = []
    for kind, paths in kinds.items():
        if not paths:
            continue
        once = "\n".join(read(path).text for path in paths)
        for size in SIZES:
            target = folder / f"{kind}-{size}.txt"
            times = size // len(once.encode()) + 1
            target.write_text("\n".join([once] * times), encoding="utf-8")
            found.append(target)
    return found


def peak(path: Path) -> int:
    """Bytes that a process which parses the text holds at most."""
    process = subprocess.Popen([sys.executable, "-c", _PARSE, path])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{path}: the process ended with {process.returncode}")
    return used.ru_maxrss * KIBI


if __name__ == "__main__":
    sys.exit(main())
