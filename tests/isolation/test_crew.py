"""Several children at once: each answer with its ticket, and an end of one is no end of the others."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from planparse.errors import ReadError
from planparse.isolation import Crew, Finished, children, crew
from planparse.readers import progress
from planparse.readers.limits import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix machine")
LONG = 60.0


def work(what: str) -> Any:
    """What a reader may do."""
    match what:
        case "defect":
            raise ZeroDivisionError("ours")
        case "loop":
            while True:
                pass
        case "steps":
            for _ in range(8):
                time.sleep(0.2)
                progress.step()
            return "done"
        case "abort":
            os.abort()
    return os.getpid()


@pytest.fixture(params=["copied", "begun anew"])
def pair(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew[str]]:
    """Two children, which are copies of this process or begun as programs."""
    if request.param == "begun anew":
        monkeypatch.setattr(children, "_can_fork", lambda: False)
    monkeypatch.setattr(crew, "GRACE", 0.0)
    made: Crew[str] = Crew(work, 2, Limits(seconds=1.0))
    yield made
    made.end()


def next_of(pair: Crew[str]) -> Finished[str]:
    finished = pair.wait(LONG)
    assert finished is not None
    return finished


def test_two_are_at_work_at_once(pair: Crew[str]) -> None:
    pair.give("a", "a", "pid")
    assert (pair.has_room, pair.is_busy) == (True, True)
    pair.give("b", "b", "pid")
    assert not pair.has_room
    found = {one.ticket: one.result for one in (next_of(pair), next_of(pair))}
    assert set(found) == {"a", "b"}
    assert len({os.getpid(), *found.values()}) == 3
    assert not pair.is_busy
    # They are used again.
    pair.give("c", "c", "pid")
    assert next_of(pair).result in found.values()


def test_one_that_is_ended_costs_its_own_work(pair: Crew[str]) -> None:
    pair.give("loop", "plan.pdf", "loop")
    pair.give("steps", "other.pdf", "steps")
    found = {one.ticket: one for one in (next_of(pair), next_of(pair))}
    # It took longer than the limit in all, and told of its steps.
    assert (found["steps"].result, found["steps"].error) == ("done", None)
    assert isinstance(found["loop"].error, ReadError)
    assert "plan.pdf: the time that the file takes" in str(found["loop"].error)
    pair.give("again", "a", "pid")
    assert next_of(pair).error is None


def test_what_work_raises_comes_back(pair: Crew[str]) -> None:
    pair.give("defect", "a", "defect")
    assert isinstance(next_of(pair).error, ZeroDivisionError)
    pair.give("abort", "a", "abort")
    assert "has ended (SIGABRT)" in str(next_of(pair).error)


def test_one_that_is_killed_while_it_has_nothing_to_do_costs_nothing(pair: Crew[str]) -> None:
    pair.give("a", "a", "pid")
    pid = next_of(pair).result
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    pair.give("b", "b", "pid")
    assert next_of(pair).result not in (pid, None)


def test_a_wait_comes_to_its_end(pair: Crew[str]) -> None:
    pair.give("loop", "a", "loop")
    assert pair.wait(0.05) is None
    assert pair.is_busy


def test_work_is_prepared_before_limits_hold() -> None:
    prepared: Crew[str] = Crew(Prepared(), 1, Limits())
    prepared.give("a", "a")
    finished = prepared.wait(LONG)
    prepared.end()
    assert finished is not None
    assert finished.result == "prepared"


class Prepared:
    """Work that needs something first."""

    state = ""

    def prepare(self) -> None:
        self.state = "prepared"

    def __call__(self) -> str:
        return self.state
