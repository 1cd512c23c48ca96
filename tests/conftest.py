"""Settings of the test run: Hypothesis draws the same examples each time, goldens change only on request."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from places import CORPUS

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=_QUIET,
    phases=(Phase.explicit, Phase.generate),  # a failure is told at once; "wide" makes it small
)
settings.register_profile("wide", deadline=None, max_examples=400, suppress_health_check=_QUIET)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "steady")
settings.load_profile(PROFILE)

if PROFILE == "steady":
    # Hypothesis also draws constants that it finds in the modules imported so far. With them a test would draw
    # other examples after any change of the code, and others again in another order or selection of the tests.
    with suppress(ImportError):
        providers: Any = import_module("hypothesis.internal.conjecture.providers")
        if hasattr(providers, "_get_local_constants"):
            nothing = providers.Constants()
            providers._get_local_constants = lambda: nothing

# Commands that run inside the tests read in the same process, which is quicker; tests/isolation and
# tests/cli/test_endings.py show what the other way gives.
os.environ["PLANPARSE_ISOLATE"] = "0"

# A run that a shell began in the background ignores Ctrl-C, and so would all programs that it begins.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Every run of the tests reads and checks the grammar files themselves.
os.environ["PLANPARSE_CACHE"] = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write fixtures and their expected JSON anew from fixtures/plans; never in CI",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--rewrite-golden") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--rewrite-golden is on in CI: goldens are rewritten by hand and reviewed"
        )


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether this run may write goldens."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real plans with their gold; a test that needs it is skipped without it."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real plans is not here ({CORPUS})")
    return CORPUS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the matrix of plans and formats, of what this run has tried of it."""
    marks = {"passed": "ok", "failed": "WRONG", "skipped": "skipped"}
    cells = {
        tuple(value): marks[outcome]
        for outcome in marks
        for report in terminalreporter.stats.get(outcome, ())
        for key, value in getattr(report, "user_properties", ())
        if key == "matrix"
    }
    if not cells:
        return
    formats = sorted({kind for _, kind in cells})
    wide = max(len(plan) for plan, _ in cells)
    terminalreporter.section("the same records in every format")
    terminalreporter.write_line(" " * wide + "".join(f"{kind:>9}" for kind in formats))
    for plan in sorted({plan for plan, _ in cells}):
        row = "".join(f"{cells.get((plan, kind), ''):>9}" for kind in formats)
        terminalreporter.write_line(f"{plan:{wide}}{row}")


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Two records that differ may show the same line: the fields in which they differ are told."""
    from planparse.model.plan import Record

    if op != "==" or not (isinstance(left, Record) and isinstance(right, Record)):
        return None
    ours, theirs = dict(left), dict(right)
    told = [f"{left!r} == {right!r}"]
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            told.append(f"{name}: {_whole(ours.get(name))}")
            told.append(f"{' ' * len(name)}  {_whole(theirs.get(name))}")
    return told


def _whole(field: Any) -> str:
    """A field with all that it holds: the line of a record would hide it."""
    return str(field.model_dump() if hasattr(field, "model_dump") else field)
