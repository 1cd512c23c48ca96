"""Work in a process of its own: the same answer, and an end at each limit, whatever it does."""

from __future__ import annotations

import os
import pickle
import platform
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import planparse
from places import FIXTURES
from planparse.errors import ReadError
from planparse.isolation import Child, Pool, children, serving
from planparse.model.plan import Plan
from planparse.outputs.json import plan_json
from planparse.parser import Parser
from planparse.readers import progress
from planparse.readers.limits import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix machine")

PLAN = FIXTURES / "health-pingchuan.txt"
SHORT = Limits(seconds=0.3)


def work(what: str) -> Any:
    """All that a reader may do."""
    match what:
        case "pid":
            return os.getpid()
        case "error":
            raise ReadError("a.pdf", "broken", "get it again")
        case "defect":
            raise ZeroDivisionError("ours")
        case "strange":
            raise Unsendable(1, 2)
        case "told":
            time.sleep(60)
        case "loop":
            while True:
                pass
        case "steps":
            for _ in range(8):
                time.sleep(0.1)
                progress.step()
            return "done"
        case "memory":
            return len(b"a" * 2_000_000_000)
        case "memory of our own":
            progress.take_memory(2 * 10**8)
            return len(b"a" * 200_000_000)
        case "memory of the file":
            progress.take_memory(10**8)
            return len(b"a" * 300_000_000)
        case "large":
            return Large()
        case "abort":
            os.abort()
        case "held":
            held = SlowToGo()  # by the traceback of the error
            raise ReadError("a.pdf", f"read by {type(held).__name__}", "get it again")
        case "slow to go":
            SlowToGo()
            while True:
                pass
        case "threads":
            return room_set_aside_by(threads=4)
    return what.encode()


def room_set_aside_by(threads: int) -> int:
    """Bytes of address space that threads take which hold a little memory each, all at once."""
    threading.stack_size(2**18)
    everyone = threading.Barrier(threads + 1)

    def hold() -> None:
        held = bytes(range(200)) * 10  # too large for the pools that Python keeps itself
        everyone.wait()
        everyone.wait()
        assert held

    before = serving.taken()
    started = [threading.Thread(target=hold) for _ in range(threads)]
    for thread in started:
        thread.start()
    everyone.wait()
    after = serving.taken()
    everyone.wait()
    for thread in started:
        thread.join()
    return after - before


class Large:
    """There is room for it, and none for the copy that is sent."""

    def __reduce__(self) -> Any:
        raise MemoryError


class SlowToGo:
    """Takes its time when nothing refers to it any more, as a package does that is closed then."""

    def __del__(self) -> None:
        time.sleep(0.3)


class Unsendable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__("only one")


@pytest.fixture(params=["copied", "begun anew"])
def child(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Child:
    """A child that is a copy of this process, and one that is begun as a program."""
    if request.param == "begun anew":
        monkeypatch.setattr(children, "_can_fork", lambda: False)
    monkeypatch.setattr(children, "GRACE", 0.0)
    made = Child(work)
    request.addfinalizer(made.end)
    return made


def test_work_is_done_elsewhere_by_one_child(child: Child) -> None:
    first = child.do("a", Limits(), "pid")
    assert first != os.getpid()
    assert child.do("a", Limits(), "pid") == first
    assert child.do("a", Limits(), "x" * 3_000_000) == b"x" * 3_000_000


def test_errors_come_back_and_the_child_stays(child: Child) -> None:
    before = child.do("a", Limits(), "pid")
    with pytest.raises(ReadError, match=r"a\.pdf: broken; get it again"):
        child.do("a", Limits(), "error")
    with pytest.raises(ZeroDivisionError, match="ours"):
        child.do("a", Limits(), "defect")
    with pytest.raises(RuntimeError, match="Unsendable"):
        child.do("a", Limits(), "strange")
    assert child.do("a", Limits(), "pid") == before


@pytest.mark.parametrize(
    ("what", "limits", "said"),
    [
        ("loop", SHORT, r"over the limit of 0.3 \(seconds\); raise it with --max-seconds"),
        ("memory", Limits(memory_bytes=10**8), r"\(memory_bytes\); raise it with --max-memory"),
        ("large", Limits(), r"\(memory_bytes\); raise it with --max-memory"),
        ("abort", Limits(), r"has ended \(SIGABRT\).*memory_bytes"),
    ],
)
def test_a_limit_ends_the_child(child: Child, what: str, limits: Limits, said: str) -> None:
    pid = child.do("a", Limits(), "pid")
    with pytest.raises(ReadError, match=said) as caught:
        child.do("plan.pdf", limits, what)
    assert str(caught.value).startswith("plan.pdf: ")
    assert not child.is_alive
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("most", [1000, 100_000])
def test_for_want_of_memory_python_may_say_that_there_is_no_such_encoding(most: int) -> None:
    # What earlier tests have left free must not be enough.
    data = PLAN.read_bytes() * 1000
    with pytest.raises(ReadError, match=r"memory that the file takes .* \(memory_bytes\)"):
        Parser().read(data, isolate=True, limits=Limits(memory_bytes=most))


def test_memory_that_the_program_takes_is_no_memory_of_the_file(child: Child) -> None:
    limits = Limits(memory_bytes=10**8)
    assert child.do("a", limits, "memory of our own") == 200_000_000
    with pytest.raises(ReadError, match="memory_bytes"):
        child.do("a", limits, "memory of the file")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="pools of threads are glibc's")
def test_threads_set_no_room_aside_that_work_would_go_on_in_at_the_limit(child: Child) -> None:
    assert child.do("a", Limits(), "threads") < 32 * 2**20


@pytest.mark.parametrize("limits", [Limits(memory_bytes=2**63), Limits(seconds=1e20)])
def test_a_limit_beyond_what_systems_count_is_none(child: Child, limits: Limits) -> None:
    assert child.do("a", limits, "pid") != os.getpid()


def test_a_child_leaves_though_it_is_told_amid_a_destructor(
    child: Child,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "_TO_CLEAN_UP", 20.0)
    began = time.monotonic()
    with pytest.raises(ReadError, match=r"\(seconds\)"):
        child.do("a", Limits(seconds=0.1), "slow to go")
    assert time.monotonic() - began < children._TO_CLEAN_UP  # it has left, and was not killed


def test_a_child_that_is_ended_behind_its_work_says_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import test_isolation; test_isolation.read_and_end()"],
        capture_output=True,
        text=True,
        check=True,
        env=with_tests(),
    )
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only there do pipes tell of it")
@pytest.mark.parametrize("what", ["loop", "told"])
def test_a_child_ends_with_a_parent_that_is_killed(what: str) -> None:
    program = f"import test_isolation; test_isolation.begin_and_wait({what!r})"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=with_tests()
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.2)  # until its work has begun
        assert is_running(pid)
        parent.kill()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether there is such a process, and not only what waits to be asked how it ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def with_tests() -> dict[str, str]:
    """The environment of a program that can import this module."""
    folders = [str(Path(__file__).parent), *filter(None, sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def begin_and_wait(what: str) -> None:
    """Begin a child, tell its number, and wait for its work."""
    child = Child(work)
    print(child.do("a", Limits(), "pid"), flush=True)
    child.do("a", Limits(), what)


def read_and_end() -> None:
    """Read what is slow to be let go, and end the child that holds it."""
    child = Child(work)
    with pytest.raises(ReadError):
        child.do("a", Limits(), "held")
    child.end()


def test_each_step_begins_the_time_anew(child: Child) -> None:
    assert child.do("a", SHORT, "steps") == "done"


def test_a_pool_uses_a_child_again_and_replaces_one_that_was_ended() -> None:
    pool = Pool(work)
    first = pool.do("a", Limits(), "pid")
    assert pool.do("a", Limits(), "pid") == first
    with pytest.raises(ReadError):
        pool.do("a", Limits(), "abort")
    second = pool.do("a", Limits(), "pid")
    assert second != first


def test_threads_have_children_of_their_own() -> None:
    pool = Pool(work)
    found: list[int] = []

    def ask() -> None:
        found.append(pool.do("a", Limits(), "pid"))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3


def test_a_child_of_a_copied_process_is_not_used() -> None:
    child = Child(work)
    child._owner = -1
    assert not child.is_ours
    child.end()


# ------------------------------------------------------------------- plans


def test_the_plan_is_the_same() -> None:
    parser = Parser()
    assert parser.read(PLAN, isolate=True) == parser.read(PLAN)
    assert planparse.read(PLAN, isolate=True) == planparse.read(PLAN)


def _made_in(plan: Plan) -> tuple[int, bytes]:
    return os.getpid(), plan_json(plan)


@pytest.mark.parametrize("can_fork", [True, False])
def test_what_is_made_of_a_plan_is_made_where_it_was_read(
    monkeypatch: pytest.MonkeyPatch, can_fork: bool
) -> None:
    if not can_fork:
        monkeypatch.setattr(children, "_can_fork", lambda: False)
    parser = Parser()
    here, told = parser.made(_made_in, PLAN)
    assert here == os.getpid()
    there, same = parser.made(_made_in, PLAN, isolate=True)
    assert there != here
    assert same == told == plan_json(parser.read(PLAN))


def test_errors_are_the_same() -> None:
    parser = Parser()
    for isolate in (True, False):
        with pytest.raises(ReadError, match="the PDF is cut off"):
            parser.read(b"%PDF-1.4 endobj", isolate=isolate)


def test_a_grammar_reaches_a_child_that_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(
        '[[unit]]\nid = "my.cart"\nwords = ["驾马车"]\ncode = "{cart}"\ndimension = "count"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(children, "_can_fork", lambda: False)
    text = "一、目标\n建设12驾马车。\n".encode()
    units = [mention.unit for mention in Parser(grammar=pack).read(text, isolate=True).mentions]
    assert [unit.code for unit in units if unit] == ["{cart}"]


def test_a_grammar_can_be_sent_after_it_was_used() -> None:
    parser = Parser()
    parser.read(PLAN)
    again = pickle.loads(pickle.dumps(parser.grammar))
    assert [rule.id for rule in again] == [rule.id for rule in parser.grammar]
    assert Parser(grammar=again).read(PLAN) == parser.read(PLAN)


def test_memory_that_is_not_enough_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("planparse.parser.made_of", exhausted)
    with pytest.raises(ReadError, match="memory of this machine"):
        Parser().read(PLAN)


def test_sigterm_lets_a_child_clean_up(tmp_path: Path) -> None:
    child = Child(partial(_clean_up_in, tmp_path / "left"))
    pid = child.do("a", Limits(), "pid")
    with pytest.raises(ReadError, match="seconds"):
        child.do("a", Limits(seconds=-1.9), "wait")
    assert (tmp_path / "left").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def _clean_up_in(mark: Path, what: str) -> int:
    if what == "wait":
        try:
            time.sleep(60)
        finally:
            mark.touch()
    return os.getpid()
