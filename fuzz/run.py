"""Checks the laws on splices of plans: `python -m fuzz.run --text 100000 --others 3000`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzz import splices
from fuzz.laws import check_file, check_pack, check_text

FOUND = Path(__file__).parent / "found"
"""Where inputs are kept that broke a law."""


def _checks(kind: str, folder: Path) -> Callable[[int], tuple[object, bool]]:
    """What draws and checks the input with a number: it gives the input, and whether it was read."""
    if kind == "text":
        return lambda number: _text(splices.text(splices.drawn(kind, number)))
    if kind == "grammar":
        return lambda number: _pack(splices.grammar(splices.drawn(kind, number)), folder)
    name, draw = (splices.FORMATS | splices.OFFICE)[kind]
    return lambda number: _file(draw(splices.drawn(kind, number)), name)


def _text(given: str) -> tuple[object, bool]:
    return _guarded(given, lambda: check_text(given))


def _pack(given: bytes, folder: Path) -> tuple[object, bool]:
    return _guarded(given, lambda: check_pack(given, folder))


def _file(given: bytes, name: str) -> tuple[object, bool]:
    return _guarded(given, lambda: check_file(given, name))


class LawBroken(Exception):
    """An input that broke a law, and how."""


def _guarded(given: object, check: Callable[[], bool | None]) -> tuple[object, bool]:
    try:
        return given, check() is not False
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        said = str(error).splitlines()[0][:160] if str(error) else ""
        raise LawBroken(given, f"{type(error).__name__} at {place}: {said}") from error


def run(kind: str, first: int, count: int, *, shrink: bool = False) -> int:
    """Check so many inputs of a kind; prints figures, and gives the number of finds."""
    seen: dict[str, int] = {}
    read = 0
    last_find = first - 1
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        check = _checks(kind, Path(folder))
        for number in range(first, first + count):
            try:
                read += check(number)[1]
            except LawBroken as find:
                given, how = find.args
                _keep(kind, number, how, given, known=how in seen, shrink=shrink)
                seen[how] = seen.get(how, 0) + 1
                last_find = number
    quiet = first + count - 1 - last_find
    seconds = time.process_time() - began
    print(
        f"{kind:10} {count} inputs, {read} read, {sum(seen.values())} finds of {len(seen)} kinds,"
        f" the last {quiet} ({100 * quiet // max(1, count)} %) without one, {seconds:.0f} s CPU",
        flush=True,
    )
    return len(seen)


def _keep(kind: str, number: int, how: str, given: object, *, known: bool, shrink: bool) -> None:
    if known:
        return
    if shrink and kind == "text" and isinstance(given, str):
        given = _smaller(given, how)
        print(repr(given))
    print(f"  {kind} {number}: {how}", flush=True)
    FOUND.mkdir(exist_ok=True)
    data = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    assert isinstance(data, bytes)
    (FOUND / f"{kind.replace(' ', '-')}-{number}").write_bytes(data)


def _smaller(text: str, how: str) -> str:
    """The text with as much cut out as can be while it breaks a law in the same place."""
    kind = how.partition(":")[0]
    step = max(1, len(text) // 2)
    while step:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + step :]
            if _breaks(shorter, kind):
                text = shorter
            else:
                at += step
        step //= 2
    return text


def _breaks(text: str, kind: str) -> bool:
    try:
        _text(text)
    except LawBroken as find:
        return bool(str(find.args[1]).startswith(kind))
    return False


def _wanted(given: argparse.Namespace) -> Iterator[tuple[str, int]]:
    counts = {"text": given.text}
    counts |= dict.fromkeys((*splices.FORMATS, "grammar"), given.others)
    counts |= dict.fromkeys(splices.OFFICE, given.office)
    for kind, count in counts.items():
        if kind in given.only if given.only else count:
            yield kind, given.count or count


def main() -> int:
    """Run what the command line asks for; 1 where a law is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=int, default=2000, help="inputs of text (default 2000)")
    parser.add_argument("--others", type=int, default=200, help="of each other format (200)")
    parser.add_argument("--office", type=int, default=0, help="of what LibreOffice reads (0)")
    parser.add_argument("--only", action="append", help="this kind alone; repeatable")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first number (0)")
    parser.add_argument("--count", type=int, default=0, help="inputs of each kind")
    parser.add_argument("--shrink", action="store_true", help="cut finds of text down")
    given = parser.parse_args()
    finds = [run(kind, given.first, count, shrink=given.shrink) for kind, count in _wanted(given)]
    return 1 if sum(finds) else 0


if __name__ == "__main__":
    sys.exit(main())
