"""How `planparse batch` does over many files: memory as it goes on, and what a second worker brings.

    python benchmarks/batch.py memory [COUNT]       20,000 generated plans, unless another count is given
    python benchmarks/batch.py workers [FILE…]      one worker against two, on copies of the files given,
                                                    else of the fixtures; the best of some pairs

Everything is written to a temporary folder, and removed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

PLANS = 20_000
PAIRS = 5
"""Enough that on a busy machine one run of each is undisturbed, mostly."""
FILES = 240
"""Read in each run of a pair, so that what is done once for all counts little."""
LOOK_EACH = 1.0
SHOWN = 12
"""Lines of the table of memory."""
MEGABYTE = 1024
"""Kilobytes, which the system counts in."""

GOALS = ("供水普及率", "森林覆盖率", "城镇化率", "床位数", "污水处理率", "公路里程")


def main() -> None:
    """Do what is asked for."""
    match sys.argv[1:]:
        case ["memory", *count]:
            show_memory(int(count[0]) if count else PLANS)
        case ["workers", *files]:
            show_workers(
                [Path(file) for file in files] or sorted((ROOT / "fixtures").glob("*.txt"))
            )
        case _:
            sys.exit(__doc__)


def command(inputs: Path, archive: Path, jobs: int) -> list[str]:
    """The call that is measured."""
    program = [sys.executable, "-m", "planparse", "batch", "-q"]
    return [*program, str(inputs), "-o", str(archive), "--jobs", str(jobs)]


# ------------------------------------------------------------------ memory


def show_memory(count: int) -> None:
    """Print the memory of the run and its children as files are done."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(count):
            target = folder / "plans" / f"{number // 1000:03}" / f"{number:06}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(generated(number), encoding="utf-8")
        begun = time.monotonic()
        run = subprocess.Popen(command(folder / "plans", folder / "archive", 2))
        looks = list(_looks(run, folder / "archive"))
        took = time.monotonic() - begun
        disk = sum(path.stat().st_size for path in (folder / "archive").rglob("*.parquet"))
    print(
        f"{count} generated plans, exit {run.returncode}, {took:.0f} s, {disk >> 20} MB of Parquet"
    )
    print("   parts   parent MB   largest child MB   children")
    for parts, own, theirs in looks[:: max(1, len(looks) // SHOWN)]:
        print(f"{parts:8} {own / MEGABYTE:11.1f} {max(theirs) / MEGABYTE:18.1f} {len(theirs):10}")
    halves = looks[: len(looks) // 2], looks[len(looks) // 2 :]
    for name, half in zip(("first half", "second half"), halves, strict=True):
        of_parent = max(look[1] for look in half) / MEGABYTE
        of_child = max(max(look[2]) for look in half) / MEGABYTE
        print(f"most in the {name}: parent {of_parent:.1f} MB, a child {of_child:.1f} MB")


def _looks(run: subprocess.Popen[bytes], archive: Path) -> Iterator[tuple[int, int, list[int]]]:
    """From time to time: parts made so far, memory of the parent and of its children, in kilobytes."""
    while run.poll() is None:
        time.sleep(LOOK_EACH)
        own = _resident(run.pid)
        theirs = [_resident(child) for child in _children(run.pid)]
        if own and any(theirs):
            yield len(list((archive / "manifest").glob("*.jsonl"))), own, theirs


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in found.split()]


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def generated(number: int) -> str:
    """A small plan of its own number."""
    rows = "".join(
        f"|{n + 1}|{goal}|%|{40 + (number + n) % 40}|{60 + (number + n) % 40}|预期性|\n"
        for n, goal in enumerate(GOALS[: 2 + number % 5])
    )
    return (
        f"第{number}县公共服务“十四五”规划\n\n# 第一章 目标\n\n## 第一节 指标\n\n"
        f"|序号|指标|单位|2020年|2025年|属性|\n|---|---|---|---|---|---|\n{rows}\n"
        f"# 第二章 任务\n\n到2025年，新建学校{number % 37 + 3}所，改造公路{number % 211 + 20}公里，"
        f"财政投入{number % 97 + 1}.5亿元，比2020年增长{number % 23 + 5}%。\n"
    )


# ----------------------------------------------------------------- workers


def show_workers(files: Sequence[Path]) -> None:
    """Print how one worker and two compare."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "plans").mkdir()
        for number in range(FILES):
            source = files[number % len(files)]
            (folder / "plans" / f"{number:04}{source.suffix}").write_bytes(source.read_bytes())
        ratios = []
        for pair in range(PAIRS):
            one, two = (_seconds(folder, f"{pair}-{jobs}", jobs) for jobs in (1, 2))
            ratios.append(one / two)
            print(
                f"pair {pair + 1}: one worker {one:.2f} s ({FILES / one:.1f} files/s), "
                f"two {two:.2f} s ({FILES / two:.1f} files/s), ratio {one / two:.2f}"
            )
    print(f"best ratio of {PAIRS} pairs: {max(ratios):.2f}")


def _seconds(folder: Path, name: str, jobs: int) -> float:
    begun = time.monotonic()
    subprocess.run(command(folder / "plans", folder / name, jobs), check=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
