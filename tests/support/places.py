"""Where things stand: the checkout, its fixtures, and the real plans beside it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
CASES = FIXTURES / "cases"
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
"""Real plans with their gold; not part of the repository, and tests of them skip without it."""
