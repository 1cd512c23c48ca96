"""Shows how much the tests notice: small changes to the code, each of which some test of its room should fail on.

    python tools/mutants.py                  the whole sample of tools/mutants.toml
    python tools/mutants.py --sample 10      ten mutants over all rooms
    python tools/mutants.py --room checks    one room

Mutants are cosmic-ray's, drawn at random from a seed, so that a run can be repeated. A worker keeps a copy of the
checkout, writes one mutant into it at a time, and runs the quick tests of the room there. A mutant is killed when a test
fails or when the tests do not end; those that survive are printed with their place and their change. The exit code is 0
whatever survives: the list is there to be read, not to be emptied. Needs the extra `mutants`.
"""

from __future__ import annotations

import argparse
import difflib
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("src", "tests", "grammars", "fixtures", "pyproject.toml")
"""What tests of a room need of the checkout."""

WALL_SHARE = 4
"""Seconds on the clock for one second of CPU: a worker that sleeps, or shares its core, is stopped as well."""

NO_TESTS_RAN = 5
"""pytest's exit code for a selection without a test, which would kill every mutant."""

RUN = """
import resource, sys, pytest
seconds, memory, *arguments = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
resource.setrlimit(resource.RLIMIT_AS, (int(memory) << 20, int(memory) << 20))
sys.exit(pytest.main(arguments))
"""
"""What a worker runs: pytest within bounds of its own."""


@dataclass(frozen=True)
class Room:
    """Modules, how many mutants of them are drawn, and the tests that should notice."""

    name: str
    modules: tuple[str, ...]
    sample: int
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Bounds:
    """What the tests of one mutant may use."""

    cpu_seconds: int
    memory_mib: int


@dataclass(frozen=True)
class Place:
    """Where a change can be made: the `occurrence`-th node, from 0, that the operator applies to in a module."""

    path: str
    line: int
    operator: str
    occurrence: int


@dataclass(frozen=True)
class Mutant:
    """One change to one module, as the module is and as it becomes."""

    room: Room
    place: Place
    source: str
    changed: str

    def diff(self) -> str:
        """The lines that the change takes away and puts in."""
        lines = difflib.unified_diff(
            self.source.splitlines(), self.changed.splitlines(), lineterm="", n=0
        )
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def operator_named(name: str) -> Any:
    """One of cosmic-ray's own operators, ready for use."""
    return get_operator(f"core/{name}")()


def places_of(room: Room, operators: Sequence[str]) -> Iterator[Place]:
    """Every place of a room's modules, in one order on every machine."""
    paths = sorted({path for pattern in room.modules for path in ROOT.glob(pattern)})
    if not paths:
        raise SystemExit(f"{room.name}: no module is named {' or '.join(room.modules)}")
    for path in paths:
        nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
        for name in operators:
            operator = operator_named(name)
            spans = (span for node in nodes for span in operator.mutation_positions(node))
            for occurrence, (start, _) in enumerate(spans):
                yield Place(path.relative_to(ROOT).as_posix(), start[0], name, occurrence)


def mutant_at(room: Room, place: Place) -> Mutant | None:
    """The mutant of a place; None where the change gives no Python."""
    source = (ROOT / place.path).read_text(encoding="utf-8")
    changed = mutate_code(source, operator_named(place.operator), place.occurrence)
    if changed is None:
        return None
    try:
        compile(changed, place.path, "exec")
    except SyntaxError:
        return None
    return Mutant(room, place, source, changed)


def drawn(
    rooms: Sequence[Room], operators: Sequence[str], seed: int, sample: int | None
) -> list[Mutant]:
    """The sample: of each room as many as it says, or `sample` in all, shared out in the same proportion."""
    wanted = sum(room.sample for room in rooms)
    chosen: list[Mutant] = []
    for room in rooms:
        # A room draws with a generator of its own: what another room holds does not change its mutants.
        places = list(places_of(room, operators))
        random.Random(f"{seed} {room.name}").shuffle(places)
        size = room.sample if sample is None else max(1, round(sample * room.sample / wanted))
        mutants = (mutant_at(room, place) for place in places)
        chosen += islice((mutant for mutant in mutants if mutant is not None), size)
    return chosen


class Worker:
    """A copy of the checkout in which one mutant at a time is tested."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self.folder = folder
        self.bounds = bounds
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(ROOT / name, folder / name)
        shared = ROOT.parent / "shared"
        if shared.is_dir():  # real plans, which tests reach beside the checkout
            (folder.parent / "shared").unlink(missing_ok=True)
            (folder.parent / "shared").symlink_to(shared)
        # Compiled once here, as the runs may write no bytecode: it could be taken for that of the next mutant.
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "src", "tests"], cwd=folder, check=True
        )

    def outcome(self, mutant: Mutant) -> str:
        """`killed`, `out of time` or `survived`."""
        path = self.folder / mutant.place.path
        written = path.stat()
        try:
            path.write_text(mutant.changed, encoding="utf-8")
            return self.run(mutant.room.tests)
        finally:
            path.write_text(mutant.source, encoding="utf-8")
            os.utime(
                path, ns=(written.st_atime_ns, written.st_mtime_ns)
            )  # its bytecode holds again

    def run(self, tests: Sequence[str]) -> str:
        """What becomes of the tests on the code as it now is."""
        bounds = [str(self.bounds.cpu_seconds), str(self.bounds.memory_mib)]
        options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not long"]
        environment = os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, *bounds, *options, *tests],
            cwd=self.folder,
            env=environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            code = process.wait(WALL_SHARE * self.bounds.cpu_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "out of time"
        if code == NO_TESTS_RAN:
            raise SystemExit(f"{' '.join(tests)}: no test is there")
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return "out of time"
        return "killed" if code else "survived"


def main(arguments: Sequence[str] | None = None) -> int:
    """Test the sample and print what survives."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--config", type=Path, default=ROOT / "tools" / "mutants.toml")
    options.add_argument(
        "--sample", type=int, help="mutants in all, instead of each room's own number"
    )
    options.add_argument("--seed", type=int, help="draw others than the config's seed does")
    options.add_argument("--room", action="append", help="only this room; may be repeated")
    options.add_argument("--workers", type=int)
    given = options.parse_args(arguments)
    config = tomllib.loads(given.config.read_text(encoding="utf-8"))
    rooms = [
        Room(r["name"], tuple(r["modules"]), r["sample"], tuple(r["tests"])) for r in config["room"]
    ]
    if given.room:
        rooms = [room for room in rooms if room.name in given.room]
    seed = config["seed"] if given.seed is None else given.seed
    mutants = drawn(rooms, config["operators"], seed, given.sample)
    bounds = Bounds(config["cpu_seconds"], config["memory_mib"])
    with tempfile.TemporaryDirectory(prefix="planparse-mutants-") as name:
        workers = [
            Worker(Path(name, str(n)), bounds) for n in range(given.workers or config["workers"])
        ]
        for room in rooms:
            if workers[0].run(room.tests) != "survived":
                raise SystemExit(f"{room.name}: its tests fail before anything is changed")
        outcomes = tested(mutants, workers)
    report(rooms, outcomes)
    return 0


def tested(mutants: Sequence[Mutant], workers: Sequence[Worker]) -> dict[Mutant, str]:
    """What became of each mutant; one line a mutant says so meanwhile."""
    idle: queue.Queue[Worker] = queue.Queue()
    for worker in workers:
        idle.put(worker)

    def test(mutant: Mutant) -> tuple[Mutant, str]:
        worker = idle.get()
        try:
            return mutant, worker.outcome(mutant)
        finally:
            idle.put(worker)

    outcomes = {}
    with ThreadPoolExecutor(len(workers)) as pool:
        for done in as_completed([pool.submit(test, mutant) for mutant in mutants]):
            mutant, outcome = done.result()
            outcomes[mutant] = outcome
            place = mutant.place
            shown = f"{outcome:11} {place.path}:{place.line} {place.operator}"
            print(f"{len(outcomes):4}/{len(mutants)} {shown}", flush=True)
    return {mutant: outcomes[mutant] for mutant in mutants}


def report(rooms: Sequence[Room], outcomes: dict[Mutant, str]) -> None:
    """Print the survivors with their changes, and the count of each room."""
    survivors = [mutant for mutant, outcome in outcomes.items() if outcome == "survived"]
    for mutant in sorted(survivors, key=lambda m: (m.place.path, m.place.line)):
        place = mutant.place
        print(f"\n{place.path}:{place.line}  {place.operator}\n{mutant.diff()}")
    print()
    for room in rooms:
        counts = Counter(outcome for mutant, outcome in outcomes.items() if mutant.room is room)
        killed = counts["killed"] + counts["out of time"]
        print(
            f"{room.name}: {killed} killed ({counts['out of time']} out of time), {counts['survived']} survived"
        )


if __name__ == "__main__":
    sys.exit(main())
