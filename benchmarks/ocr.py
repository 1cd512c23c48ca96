"""How much of the indicators is read from scans: every fixture's plan, typeset, rasterised, recognised.

    python benchmarks/ocr.py [PLAN…]

Plans are typeset by LibreOffice and by Chromium; a clean scan is the page at 200 dots per inch, a noisy
one is turned a little, blurred, grey and speckled. A cell is one field of one indicator. The bars: 98 %
of the cells are right on clean scans, 95 % on noisy ones. What is read wrongly is listed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))


def main() -> int:
    """Print a line for each scan, then the shares; 1 when a bar is missed."""
    from made_files import made
    from planparse.parser import Parser
    from planparse.readers.pdf.document import read_pdf
    from plans import fixtures
    from scans import SCANS, indicator_cells, scanned

    chosen = [p for p in fixtures() if p.name in sys.argv[1:]] or fixtures()
    sums = dict.fromkeys(SCANS, (0, 0))
    for plan in chosen:
        for kind, (how, _) in SCANS.items():
            for maker in ("libreoffice", "chromium"):
                began = time.perf_counter()
                read = Parser().parse_source(read_pdf(scanned(made(plan, maker), **how), "scan.pdf"))
                wanted, wrong = indicator_cells(plan, read)
                sums[kind] = sums[kind][0] + wanted, sums[kind][1] + len(wrong)
                print(f"{plan.name:24}{maker:12}{kind:6}{wanted - len(wrong):5} of {wanted:4}"
                      f"{time.perf_counter() - began:7.1f} s", *wrong, sep="\n    ", flush=True)
    shares = {kind: 1 - wrong / wanted for kind, (wanted, wrong) in sums.items()}
    for kind, share in shares.items():
        print(f"{kind}: {share:.2%} of {sums[kind][0]} cells (bar: at least {SCANS[kind][1]:.0%})")
    return int(any(share < SCANS[kind][1] for kind, share in shares.items()))


if __name__ == "__main__":
    sys.exit(main())
