"""planparse beside other tools: on the same documents, in one run, what each gets right and how fast.

    python benchmarks/peers.py --gold ../shared/wild/gold
    python benchmarks/peers.py --gold FOLDER --tools planparse,pdfplumber --rounds 1

A folder of the gold holds `source.pdf`, `source.docx` or `source.txt`, and beside it
`indicators.jsonl` or `mentions.jsonl`. Each tool has a virtual environment of its own, made on first
use under `--cache` with pip; planparse is installed from this checkout, anew in each run. For each
document the tools take turns, and of some rounds the fastest counts, in seconds of the processor.
Tables in Markdown are printed, and `--json FILE` keeps what was measured of each document.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.peer_scores import is_comparable, is_money, mentions_right, rows_right

ROUNDS = 3
LONG = 5.0
"""Seconds of the processor from which on one round is enough."""
GIVEN_UP = 600
"""Seconds by the clock after which a tool is stopped at a document."""
KIBI = 1024


class Tool(NamedTuple):
    """What is compared: packages for pip, and the kinds of files that it is asked for."""

    name: str
    packages: tuple[str, ...]
    kinds: tuple[str, ...]
    licence: str


TOOLS = (
    Tool("planparse", (f"{ROOT}[docx]",), ("pdf", "docx", "txt"), "Apache-2.0"),
    Tool("planparse-fast", (f"{ROOT}[docx,fast]",), ("pdf",), "Apache-2.0"),
    Tool("pdfplumber", ("pdfplumber",), ("pdf",), "MIT"),
    Tool("camelot", ("camelot-py[base]",), ("pdf",), "MIT"),
    Tool("pymupdf", ("pymupdf",), ("pdf",), "AGPL-3.0"),
    # Without the layout model that version 2 brings and asks.
    Tool("pymupdf-1", ("pymupdf<2",), ("pdf",), "AGPL-3.0"),
    Tool("pymupdf4llm", ("pymupdf4llm", "pymupdf"), ("pdf",), "AGPL-3.0"),
    Tool("markitdown", ("markitdown[pdf,docx]",), ("pdf", "docx"), "MIT"),
    Tool("docling", ("docling",), ("pdf", "docx"), "MIT"),
    Tool("jionlp", ("jionlp",), ("txt",), "Apache-2.0"),
    # Its import fails with a later emoji.
    Tool("recognizers", ("recognizers-text-suite", "emoji<2"), ("txt",), "MIT"),
)


class Document(NamedTuple):
    """A file and its gold."""

    path: Path
    indicators: list[dict[str, Any]]
    mentions: list[dict[str, Any]]

    @property
    def kind(self) -> str:
        """The ending of its name."""
        return self.path.suffix[1:]


class Result(NamedTuple):
    """What one tool made of one document."""

    tool: str
    document: str
    kind: str
    wanted: int
    right: int
    """Rows of indicators; in texts, mentions with value and unit."""
    others: dict[str, int]
    """Further counts: indicators as records, mentions by their value, mentions of money."""
    seconds: float
    error: str = ""


def main() -> None:
    """Measure, and print a table for each kind of document."""
    asked = _arguments().parse_args()
    names = asked.tools.split(",") if asked.tools else [tool.name for tool in TOOLS]
    tools = [tool for tool in TOOLS if tool.name in names]
    documents = list(gold_documents(asked.gold))
    if not documents:
        sys.exit(f"{asked.gold}: no folder with source.pdf, .docx or .txt and its gold")
    workers = [Worker(tool, environment(tool, asked.cache)) for tool in tools]
    results = list(measured(workers, documents, asked.rounds))
    if asked.json:
        kept = [result._asdict() for result in results]
        asked.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    show(results, workers, documents)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True, help="the folder of the documents")
    parser.add_argument("--tools", help="some tools only, separated by commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default {ROUNDS}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(home) / "planparse-peers"
    parser.add_argument("--cache", type=Path, default=cache, help=f"default {cache}")
    return parser


def gold_documents(folder: Path) -> Iterator[Document]:
    """The documents of which there is something to compare."""
    for path in sorted(folder.glob("*/source.*")):
        document = Document(
            path,
            _lines(path.with_name("indicators.jsonl")),
            [line for line in _lines(path.with_name("mentions.jsonl")) if is_comparable(line)],
        )
        if (document.kind in ("pdf", "docx") and document.indicators) or (
            document.kind == "txt" and document.mentions
        ):
            yield document


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


# ------------------------------------------------------------ environments


def environment(tool: Tool, cache: Path) -> Path:
    """The Python of the tool's own environment, which is made where it is missing."""
    folder = cache.resolve() / tool.name
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        print(f"installing {tool.name} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        _pip(python, *tool.packages)
        done.touch()
    elif tool.name.startswith("planparse"):
        _pip(python, "--force-reinstall", "--no-deps", str(ROOT))
    return python


def _pip(python: Path, *arguments: str) -> None:
    subprocess.run([python, "-m", "pip", "install", "-q", *arguments], check=True)


def version(tool: Tool, python: Path) -> str:
    """The version of the tool's package in its environment."""
    package = (
        "planparse"
        if tool.name.startswith("planparse")
        else re.split(r"[\[<]", tool.packages[0])[0]
    )
    code = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Worker:
    """A process with one tool, kept over all documents; one that dies is started again."""

    def __init__(self, tool: Tool, python: Path) -> None:
        self.tool = tool
        self.python = python
        self._process: subprocess.Popen[str] | None = None

    def ask(self, path: Path) -> dict[str, Any]:
        """What the tool makes of a file."""
        process = self._process or self._started()
        process_in, process_out = cast(IO[str], process.stdin), cast(IO[str], process.stdout)
        try:
            print(path.resolve(), file=process_in, flush=True)
            line = process_out.readline()
        except BrokenPipeError:
            line = ""
        if line:
            return cast(dict[str, Any], json.loads(line))
        self._process = None
        return {"error": f"the process ended with {process.wait()}", "seconds": 0.0}

    def _started(self) -> subprocess.Popen[str]:
        script = ROOT / "benchmarks" / "peer_tools.py"
        self._process = subprocess.Popen(
            [self.python, "-W", "ignore", script, self.tool.name, str(GIVEN_UP)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        return self._process


# --------------------------------------------------------------- measuring


def measured(
    workers: Sequence[Worker],
    documents: Iterable[Document],
    rounds: int,
) -> Iterator[Result]:
    """What each tool makes of each document that is of its kinds."""
    for document in documents:
        asked = [worker for worker in workers if document.kind in worker.tool.kinds]
        answers: dict[str, dict[str, Any]] = {}
        least: dict[str, float] = defaultdict(lambda: float("inf"))
        for _ in range(rounds):
            for worker in asked:
                name = worker.tool.name
                if name in answers and ("error" in answers[name] or least[name] > LONG):
                    continue
                answers[name] = worker.ask(document.path)
                least[name] = min(least[name], answers[name]["seconds"])
        for name, answer in answers.items():
            result = scored(name, document, answer)._replace(seconds=least[name])
            print(_progress(result), file=sys.stderr, flush=True)
            yield result


def _progress(result: Result) -> str:
    right = f"{result.right} of {result.wanted}"
    return (
        f"{result.document:28}{result.tool:16}{right:12}{result.seconds:8.2f} s {result.error[:80]}"
    )


def scored(name: str, document: Document, answer: dict[str, Any]) -> Result:
    """How much of the document's gold stands in the answer."""
    place = document.path.parent.name
    error = answer.get("error", "")
    if document.kind == "txt":
        gold, found = document.mentions, answer.get("mentions", [])
        money = [mention for mention in gold if is_money(mention)]
        right = mentions_right(gold, found, with_unit=True)
        others = {
            "value": mentions_right(gold, found, with_unit=False),
            "money wanted": len(money),
            "money": mentions_right(money, found, with_unit=True),
        }
        return Result(name, place, document.kind, len(gold), right, others, 0.0, error)
    indicators = document.indicators
    right = rows_right(indicators, answer.get("rows", []))
    others = {}
    if "records" in answer:
        others["records"] = rows_right(indicators, answer["records"])
    return Result(name, place, document.kind, len(indicators), right, others, 0.0, error)


# ----------------------------------------------------------------- showing


def show(
    results: Sequence[Result],
    workers: Sequence[Worker],
    documents: Sequence[Document],
) -> None:
    """Print the tables, and what they were measured on."""
    print(f"{platform.machine()}, {processor()}, {os.cpu_count()} cores, ", end="")
    print(f"{platform.system()}, Python {platform.python_version()}\n")
    versions = {worker.tool.name: version(worker.tool, worker.python) for worker in workers}
    licences = {worker.tool.name: worker.tool.licence for worker in workers}
    for kind in ("pdf", "docx", "txt"):
        those = [document for document in documents if document.kind == kind]
        if not those:
            continue
        size = sum(document.path.stat().st_size for document in those) / KIBI
        print(f"{kind}: {len(those)} documents, {size:.0f} KiB\n")
        _show_kind([result for result in results if result.kind == kind], versions, licences)
        print()


def _show_kind(
    results: Sequence[Result],
    versions: dict[str, str],
    licences: dict[str, str],
) -> None:
    is_prose = any(result.kind == "txt" for result in results)
    head = "mentions with value and unit | by value alone | of money" if is_prose else "rows right"
    last = "" if is_prose else " as records |"
    print(f"| tool | version | licence | {head} |{last} processor time |")
    print("|---" * (7 if is_prose else 6) + "|")
    for name in dict.fromkeys(result.tool for result in results):
        own = [result for result in results if result.tool == name]
        failed = [result for result in own if result.error]
        read = [result for result in own if not result.error]
        cells = _prose_cells(read) if is_prose else _table_cells(read)
        # What a failure takes says nothing about reading.
        cells.append(f"{sum(result.seconds for result in read):.2f} s" if read else "")
        if failed:
            reason = failed[0].error.splitlines()[0]
            cells[-1] += f" {len(failed)} of {len(own)} failed: {reason}"
        print(f"| {name} | {versions[name]} | {licences[name]} | {' | '.join(cells)} |")


def _table_cells(results: Sequence[Result]) -> list[str]:
    wanted = sum(result.wanted for result in results)
    rows = _share(sum(result.right for result in results), wanted)
    if not any("records" in result.others for result in results):
        return [rows, ""]
    return [rows, _share(_total(results, "records"), wanted)]


def _prose_cells(results: Sequence[Result]) -> list[str]:
    wanted = sum(result.wanted for result in results)
    return [
        _share(sum(result.right for result in results), wanted),
        _share(_total(results, "value"), wanted),
        _share(_total(results, "money"), _total(results, "money wanted")),
    ]


def _total(results: Iterable[Result], count: str) -> int:
    return sum(result.others.get(count, 0) for result in results)


def _share(right: int, wanted: int) -> str:
    return f"{right} of {wanted} ({right / wanted:.0%})" if wanted else "none"


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
