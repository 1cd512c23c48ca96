"""How much of the indicators is read from scans of the fixtures' plans.

    python benchmarks/ocr.py [PLAN…]

Every plan is typeset by LibreOffice and by Chromium, rasterised and recognised. A clean scan is the
page at 200 dots per inch, a noisy one is turned a little, blurred, grey and speckled. A cell is one
field of one indicator. The bars: 98 % of the cells are right on clean scans, 95 % on noisy ones. What
is read wrongly is listed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

if TYPE_CHECKING:
    from plans import Content

MAKERS = ("libreoffice", "chromium")
"""What typesets the plans, so that two sets of fonts are tried."""


@dataclass(slots=True)
class Score:
    """The cells of all scans of one kind."""

    wanted: int = 0
    wrong: int = 0

    @property
    def share(self) -> float:
        """The share of the cells that are right."""
        return 1 - self.wrong / self.wanted


def main() -> int:
    """Print a line for each scan, then the shares; 1 when a bar is missed."""
    # Imported here, as both need the path to the tests that is set above.
    from plans import fixtures
    from scans import SCANS

    named = [plan for plan in fixtures() if plan.name in sys.argv[1:]]
    scores = {kind: Score() for kind in SCANS}
    for plan in named or fixtures():
        for kind, (how, _) in SCANS.items():
            for maker in MAKERS:
                measure(plan, maker, kind, how, scores[kind])
    is_missed = False
    for kind, score in scores.items():
        bar = SCANS[kind][1]
        print(f"{kind}: {score.share:.2%} of {score.wanted} cells (bar: at least {bar:.0%})")
        is_missed = is_missed or score.share < bar
    return int(is_missed)


def measure(
    plan: Content,
    maker: str,
    kind: str,
    how: dict[str, Any],
    score: Score,
) -> None:
    """Read one scan of a plan, print what came of it, and add it to the score."""
    from made_files import made
    from planparse.parser import Parser
    from planparse.readers.pdf.document import read_pdf
    from scans import indicator_cells, scanned

    began = time.perf_counter()
    scan = scanned(made(plan, maker), **how)
    read = Parser().parse_source(read_pdf(scan, "scan.pdf"))
    took = time.perf_counter() - began
    wanted, wrong = indicator_cells(plan, read)
    score.wanted += wanted
    score.wrong += len(wrong)
    show(f"{plan.name:24}{maker:12}{kind:6}", wanted, wrong, took)


def show(what: str, wanted: int, wrong: Sequence[str], took: float) -> None:
    """Print a line for one scan, and what is wrong in it below."""
    line = f"{what}{wanted - len(wrong):5} of {wanted:4}{took:7.1f} s"
    print(line, *wrong, sep="\n    ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
