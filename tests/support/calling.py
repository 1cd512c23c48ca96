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

WRONG = """示例县交通发展“十四五”规划

一、发展基础
过去五年成效明显。
一、总体要求
坚持统筹推进。

专栏1 公路建设规模表
\t序号\t乡镇\t2025年里程（公里）
\t1\t东镇\t120
\t2\t西镇\t80
\t合计\t\t250
"""
"""A plan with two headings of one number, and a total that is wrong: a warning and an error."""


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


def loaded(code: str) -> set[str]:
    """The modules that are loaded after running `code` in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", code + "\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return set(done.stdout.decode().splitlines()[-1].split())
