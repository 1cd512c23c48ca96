"""The promises of SECURITY.md that no other test shows."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planparse
from docx_files import docx, p
from drawn import Drawing, pdf
from ofd_objects import PROSE, ofd, text
from places import FIXTURES, ROOT

LINKS = '<html><head><link href="http://192.0.2.1/a.css"><base href="http://192.0.2.1/"></head><body><p>一、目标</p><img src="http://192.0.2.1/a.png"><iframe src="http://192.0.2.1/"></iframe></body></html>'


def _pdf() -> bytes:
    return pdf(Drawing().text(72, 90, "一、目标"))


FILES: dict[str, Callable[[], bytes]] = {
    "a.txt": lambda: (FIXTURES / "health-pingchuan.txt").read_bytes(),
    "a.html": lambda: LINKS.encode(),
    "a.docx": lambda: docx(p("一、目标")),
    "a.ofd": lambda: ofd(text(20, 40, PROSE)),
    "a.pdf": _pdf,
    "a.md": lambda: "# 目标\n\n![图](http://192.0.2.1/a.png)\n".encode(),
}


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any socket at all is a failure."""

    def refused(*_: Any, **__: Any) -> Any:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.usefixtures("no_sockets")
@pytest.mark.parametrize("name", FILES)
def test_nothing_reaches_the_network(name: str) -> None:
    assert planparse.Parser().read(FILES[name](), name=name).text


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening anything for writing is told to the audit hook of the interpreter."""
    script = (
        "import sys, os\n"
        "import planparse.parser\n"
        "def hook(event, args):\n"
        "    if event == 'open' and (set(str(args[1])) & set('wax+')):\n"
        "        sys.stderr.write(f'written: {args[0]}\\n')\n"
        "data = sys.stdin.buffer.read()\n"
        "planparse.Parser().read(data, name=sys.argv[1])\n"  # whatever is cached is cached now
        "sys.addaudithook(hook)\n"
        "planparse.Parser().read(data, name=sys.argv[1])\n"
    )
    command = [sys.executable, "-c", script, name]
    done = subprocess.run(
        command, input=FILES[name](), capture_output=True, cwd=tmp_path, check=True
    )
    assert b"written" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_promise_names_a_test_that_is_there() -> None:
    words = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("`")
    named = [word for word in words if word.startswith(("tests/", "fuzz/", "tools/"))]
    assert len(named) > 9
    for path in named:
        assert (ROOT / path).exists(), path


def test_licences_are_listed() -> None:
    script = ROOT / "tools" / "licences.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"pydantic", "regex", "jieba", "pdfminer.six", "click"} <= listed
