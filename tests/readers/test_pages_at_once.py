"""Several pages of one document are recognised at the same time, and read as they are one by one."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from calling import ENVIRONMENT
from drawn import HEIGHT, WIDTH, Drawing, pdf
from planparse.errors import ReadError
from planparse.model.source import BBox
from planparse.readers import at_once, cores, progress
from planparse.readers.at_once import AtOnce, Job, pages_at_once
from planparse.readers.limits import Limits
from planparse.readers.pages.page import DrawnPage
from planparse.readers.pdf import document
from planparse.readers.pdf.document import read_pdf

GIB = 1024**3
PATIENCE = 20.0
"""Seconds after which what has not happened will not."""
MOMENT = 0.02


def picture(wide: float, high: float, y: float) -> str:
    """A picture whose lower left corner is at (50, y), or that fills the page."""
    x = 0 if wide == WIDTH else 50
    return f"q {wide} 0 0 {high} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q"


def scan() -> Drawing:
    page = Drawing()
    page.steps.append(picture(WIDTH, HEIGHT, 0))
    return page


class FakeRecogniser:
    """Sees on each page its number; the first pages take longest."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, tuple[BBox, ...], bool]] = []
        self.threads: dict[int, tuple[int, threading.Thread]] = {}
        self.rendered = 0
        self.most_rendered = 0
        self.broken: dict[int, Exception] = {}
        self._lock = threading.Lock()

    def seen(self, page: DrawnPage, boxes: list[BBox], letters: object, *, whole: bool) -> Job:
        self.asked.append((page.number, tuple(boxes), whole))
        with self._lock:
            self.rendered += 1
            self.most_rendered = max(self.most_rendered, self.rendered)

        def job(threads: int) -> DrawnPage:
            self.threads[page.number] = (threads, threading.current_thread())
            time.sleep(MOMENT * (4 if page.number % 2 else 1))
            with self._lock:
                self.rendered -= 1
            if page.number in self.broken:
                raise self.broken[page.number]
            x = 60.0
            for sign in f"这是扫描件的第{page.number}页":
                page.write(sign, x, 100, (12, 0), 12)
                x += 12
            return page

        return job


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeRecogniser:
    made = FakeRecogniser()
    monkeypatch.setattr(document, "_recogniser", lambda data, password: lambda: made)
    return made


@pytest.fixture
def at_most(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Says how many pages are recognised at once, on as many processors."""

    def say(most: int) -> None:
        monkeypatch.setattr(document, "pages_at_once", lambda: most)
        monkeypatch.setattr(document, "cores", lambda: most)

    return say


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[threading.Thread]]:
    """The threads in which a step was told."""
    told: list[threading.Thread] = []
    before = threading.active_count()
    monkeypatch.setattr(progress, "_listeners", [lambda: told.append(threading.current_thread())])
    yield told
    assert threading.active_count() == before


@pytest.mark.parametrize("most", [1, 2, 3])
def test_pages_stand_in_their_order_and_no_more_are_rendered_than_are_recognised(
    fake: FakeRecogniser,
    at_most: Callable[[int], None],
    steps: list[threading.Thread],
    most: int,
) -> None:
    at_most(most)
    text = "第四页是一页有文字的纸，它不用识别，早已排好。"
    pages = [scan(), scan(), scan(), Drawing().text(60, 100, text), scan(), scan(), scan()]
    source = read_pdf(pdf(*pages), "scan.pdf")
    said = [f"这是扫描件的第{number}页" for number in (1, 2, 3, 5, 6, 7)]
    said.insert(3, text)
    places = [source.text.index(words) for words in said]
    assert places == sorted(places)
    assert source.pages == 7 and source.ocr
    assert fake.most_rendered == most
    assert steps == [threading.main_thread()] * 6


def test_a_page_that_is_the_only_one_has_all_processors(
    fake: FakeRecogniser, at_most: Callable[[int], None]
) -> None:
    at_most(2)
    read_pdf(pdf(scan(), Drawing().text(60, 100, "文字足够多的一页，可以照样读出来。")), "a.pdf")
    assert fake.threads == {1: (2, threading.main_thread())}
    read_pdf(pdf(scan(), scan()), "a.pdf")
    assert [threads for threads, _ in fake.threads.values()] == [1, 1]


@pytest.mark.parametrize("error", [MemoryError("no more"), ReadError("a.pdf", "no", "none")])
@pytest.mark.parametrize("most", [1, 2])
def test_what_a_page_raises_ends_the_reading(
    fake: FakeRecogniser, at_most: Callable[[int], None], most: int, error: Exception
) -> None:
    """Nothing goes on behind it, and no more pages are begun than were on their way."""
    at_most(most)
    fake.broken[3] = error
    with pytest.raises(type(error)) as caught:
        read_pdf(pdf(*[scan() for _ in range(9)]), "a.pdf")
    assert caught.value is error
    assert max(fake.threads) <= 3 + most


def test_what_is_no_error_of_ours_is_one_of_the_file(
    fake: FakeRecogniser, at_most: Callable[[int], None]
) -> None:
    at_most(2)
    fake.broken[2] = RuntimeError("strange")
    with pytest.raises(ReadError, match=r"broken \(RuntimeError: strange"):
        read_pdf(pdf(*[scan() for _ in range(4)]), "a.pdf")


@pytest.mark.parametrize("limit", ["pages", "cells"])
def test_limits_hold_for_pages_that_are_recognised_at_once(
    fake: FakeRecogniser, at_most: Callable[[int], None], limit: str
) -> None:
    at_most(2)
    xs, ys = [76, 260, 350], [100, 120, 140]
    table = Drawing().grid(xs, ys).cells(xs, [115, 135], [["指标名称", "数值"], ["绿化率", "45"]])
    table.text(60, 300, "表下面还有一行足够长的文字，说明这一页可以读。")
    bounds: dict[str, Any] = {limit: 3}
    with pytest.raises(ReadError, match=f"over the limit of 3 .{limit}"):
        read_pdf(pdf(scan(), scan(), table, scan()), "a.pdf", limits=Limits(**bounds))


def test_of_a_page_of_text_only_the_picture_is_recognised(fake: FakeRecogniser) -> None:
    page = Drawing().text(80, 100, "图上方的正文，足够长的一行文字，可以照样读出来。")
    page.steps += [picture(400, 200, 300), picture(30, 30, 100)]
    read_pdf(pdf(page, Drawing().text(80, 100, "这一页没有图，只有足够长的文字。")), "a.pdf")
    ((number, (box,), whole),) = fake.asked
    assert (number, whole) == (1, False)
    assert box == pytest.approx((50, HEIGHT - 500, 450, HEIGHT - 300))


# ------------------------------------------------------------------- how many


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, float | None], None]:
    """A machine of so many processors and GiB."""
    monkeypatch.setattr(cores, "_most", [])
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)

    def made(processors: int, gib: float | None) -> None:
        monkeypatch.setattr(cores, "processors", lambda: processors)
        size = None if gib is None else int(gib * GIB)
        monkeypatch.setattr(at_once, "memory", lambda: size)

    return made


@pytest.mark.parametrize(
    ("processors", "gib", "most"),
    [(1, 16, 1), (2, 16, 2), (2, None, 2), (8, 16, 4), (8, 4, 2), (8, 1, 1)],
)
def test_as_many_pages_at_once_as_there_are_processors_and_memory(
    machine: Callable[[int, float | None], None], processors: int, gib: float | None, most: int
) -> None:
    machine(processors, gib)
    assert pages_at_once() == most


def test_a_worker_of_several_recognises_one_page_at_a_time_with_one_thread(
    machine: Callable[[int, float | None], None],
) -> None:
    pytest.importorskip("pyarrow")
    from planparse.arrow.parsing import DocumentReader
    from planparse.batch.entries import reading_with
    from planparse.batch.workers import Worker
    from planparse.parser import Parser

    machine(8, 64)
    parser = Parser()
    Worker(
        DocumentReader(parser, isolate=False), reading_with(parser.grammar, pdf_backend=None)
    ).prepare()
    assert (pages_at_once(), cores.cores()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "most"), [("1", 1), ("3", 3), ("100", 8), ("0", 1), ("many", 8), ("", 8)]
)
def test_what_a_cluster_gives_a_worker_is_kept_to(
    machine: Callable[[int, float | None], None],
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    most: int,
) -> None:
    machine(8, 64)
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert cores.cores() == most


# -------------------------------------------------------------------- the end

ENDLESS = """
import os, time
from planparse.readers.at_once import AtOnce
with AtOnce(2, 2) as recognition:
    def job(threads):
        os.write(1, b"begun\\n")
        while True:
            time.sleep(0.01)
    for _ in range(5):
        recognition.give(job, print)
    recognition.finish()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix machine")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_end_of_the_program_waits_for_no_page_to_be_done(number: int) -> None:
    program = ENDLESS
    if number == signal.SIGTERM:
        program = "import signal, sys\nsignal.signal(15, lambda *_: sys.exit(143))" + program
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout
        try:
            assert [process.stdout.readline() for _ in range(2)] == ["begun\n"] * 2
            process.send_signal(number)
            assert process.wait(PATIENCE) == (143 if number == signal.SIGTERM else -signal.SIGINT)
        finally:
            process.kill()


def test_what_was_begun_is_broken_off_behind_an_error() -> None:
    over: list[int] = []
    begun: SimpleQueue[int] = SimpleQueue()

    def job(threads: int) -> None:
        try:
            begun.put(threads)
            while True:
                time.sleep(MOMENT)
        finally:
            over.append(threads)

    def begin() -> None:
        with AtOnce(2, 2) as recognition:
            for _ in range(2):
                recognition.give(job, print)
            for _ in range(2):
                begun.get()
            raise ValueError

    with pytest.raises(ValueError):
        begin()
    assert over == [1, 1]


def test_a_container_may_have_less_memory_than_its_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bound = tmp_path / "memory.max"
    monkeypatch.setattr(cores, "_CGROUP", bound)
    there = cores.memory()
    bound.write_text("max\n", encoding="ascii")
    assert cores.memory() == there
    bound.write_text(f"{GIB // 2}\n", encoding="ascii")
    assert cores.memory() == GIB // 2
