"""Each plan that the tables are made of, in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from places import SHARED
from planparse import Plan, parse
from tabled import FILES, RARE, REAL_TEXTS, plan_of

NO_CORPUS = "no real plans"
GIVEN: list[Path | str] = [RARE, *FILES, *REAL_TEXTS]
if not REAL_TEXTS:
    GIVEN.append(NO_CORPUS)


def name_of(given: Path | str) -> str:
    """How a test calls its plan."""
    if given == RARE:
        return "rare values"
    path = Path(given)
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(params=GIVEN, ids=name_of)
def plan(request: pytest.FixtureRequest) -> Plan:
    """Each plan in turn; where the real ones are missing beside the project, one test skips and says so."""
    if request.param == RARE:
        return parse(RARE)
    if request.param == NO_CORPUS:
        pytest.skip(f"there are no real plans in {SHARED}")
    return plan_of(request.param)
