"""Calls of the program as tests make them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

import planparse
from planparse.cli import main

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(planparse.__file__).parents[1])}
"""For a program that is called in another folder, and shall be the one that is tested."""


@dataclass(frozen=True)
class Answer:
    """What one call of the program gave."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


def run(*args: str | Path, stdin: bytes = b"") -> Answer:
    """Call the program within this process."""
    done = CliRunner().invoke(main, [*map(str, args)], input=stdin, prog_name="planparse")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout_bytes, done.stderr)


def spawn(*args: str | Path, **env: str) -> Answer:
    """Call the program in a process of its own, as a user does."""
    clean = {
        k: v
        for k, v in ENVIRONMENT.items()
        if k not in ("FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING")
    }
    done = subprocess.run(
        [sys.executable, "-m", "planparse", *map(str, args)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**clean, **env},
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
