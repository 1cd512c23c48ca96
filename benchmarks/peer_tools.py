"""How each tool is asked for the tables of a file, or for the quantities in a text.

    python benchmarks/peer_tools.py TOOL SECONDS

Run by `peers.py` with the Python of the tool's own environment, so that nothing is imported here but
the standard library and that tool. A line of standard input is the path of a file; it is answered by
a line of JSON: `seconds` of the processor, and `rows` (of all tables, cells as strings), `records`
(name and printed values) or `mentions` (`start`, `end`, `text`, `value`), or else `error`. A file
that takes longer than SECONDS by the clock is given up.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
Work = Callable[[str], Answer]


def main() -> None:
    """Answer until there is no more to do."""
    name, seconds = sys.argv[1:]
    # Tools print progress and greetings: only answers may get to the other end.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        work = TOOLS[name]()
    except Exception as error:
        work = _unable(error)
    signal.signal(signal.SIGALRM, _give_up)
    for line in sys.stdin:
        signal.alarm(int(seconds))
        answer = timed(work, line.rstrip("\n"))
        signal.alarm(0)
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)


def timed(work: Work, path: str) -> Answer:
    """What the tool answers, with the processor's seconds, those of its own children among them."""
    began = _processor_seconds()
    try:
        answer = work(path)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    answer["seconds"] = _processor_seconds() - began
    return answer


def _processor_seconds() -> float:
    """Of this process and of children that have ended, to the microsecond."""
    of_both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in of_both)


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError("given up, as it took too long")


def _unable(error: Exception) -> Work:
    reason = f"{type(error).__name__}: {error}"

    def work(_path: str) -> Answer:
        return {"error": reason}

    return work


def pipe_rows(markdown: str) -> list[list[str]]:
    """The rows of all pipe tables of a text in Markdown."""
    rows = [line.strip() for line in markdown.splitlines()]
    return [row.strip("|").split("|") for row in rows if row.startswith("|")]


def _cells(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in rows]


def _text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


# -------------------------------------------------------------- the tools


def planparse(backend: str | None = None) -> Work:
    """Everything that planparse reads, by one call."""
    from planparse import Parser

    parser = Parser()

    def work(path: str) -> Answer:
        # Other tools for texts are given a string, too.
        is_text = path.endswith(".txt")
        plan = parser.parse(_text(path)) if is_text else parser.read(path, pdf_backend=backend)
        return {
            "rows": [list(row) for table in plan.tables for row in table.rows],
            "records": [list(_record(indicator)) for indicator in plan.indicators],
            "mentions": [
                {
                    "start": mention.span[0],
                    "end": mention.span[1],
                    "text": mention.text,
                    "value": mention.value.value,
                }
                for mention in plan.mentions
            ],
        }

    return work


def _record(indicator: Any) -> Iterator[str]:
    yield indicator.name
    for value in (indicator.baseline, indicator.target, *indicator.others):
        if value is not None:
            yield value.text


def planparse_fast() -> Work:
    """The same with the extra `fast`."""
    return planparse("pypdfium2")


def pdfplumber() -> Work:
    """Text and tables, page by page."""
    import pdfplumber as tool

    def work(path: str) -> Answer:
        rows: list[list[str]] = []
        with tool.open(path) as opened:
            for page in opened.pages:
                page.extract_text()
                for table in page.extract_tables():
                    rows += _cells(table)
                page.close()
        return {"rows": rows}

    return work


def camelot() -> Work:
    """Tables of ruled lines, which is what it looks for by default."""
    import camelot as tool

    def work(path: str) -> Answer:
        found = tool.read_pdf(path, pages="all")
        return {"rows": _cells(row for table in found for row in table.df.values.tolist())}

    return work


def pymupdf() -> Work:
    """Text and tables, page by page."""
    import pymupdf as tool

    def work(path: str) -> Answer:
        rows: list[list[str]] = []
        with tool.open(path) as opened:
            for page in opened:
                page.get_text()
                for table in page.find_tables().tables:
                    rows += _cells(table.extract())
        return {"rows": rows}

    return work


def pymupdf4llm() -> Work:
    """Markdown of the whole file."""
    import pymupdf4llm as tool

    return lambda path: {"rows": pipe_rows(tool.to_markdown(path))}


def markitdown() -> Work:
    """Markdown of the whole file."""
    from markitdown import MarkItDown

    tool = MarkItDown(enable_plugins=False)
    return lambda path: {"rows": pipe_rows(tool.convert(path).text_content)}


def docling() -> Work:
    """Its document, with the models that it takes by default."""
    from docling.document_converter import DocumentConverter

    tool = DocumentConverter()

    def work(path: str) -> Answer:
        tables = tool.convert(path).document.tables
        return {
            "rows": [[cell.text for cell in row] for table in tables for row in table.data.grid]
        }

    return work


def jionlp() -> Work:
    """Amounts of money, the only quantities that it finds in a text."""
    import jionlp as tool

    def work(path: str) -> Answer:
        found = tool.ner.extract_money(_text(path), with_parsing=True)
        return {
            "mentions": [
                {
                    "start": money["offset"][0],
                    "end": money["offset"][1],
                    "text": money["text"],
                    "value": _number((money.get("detail") or {}).get("num")),
                }
                for money in found
            ]
        }

    return work


def recognizers() -> Work:
    """Numbers, percentages, and numbers with units of every family that it has for Chinese."""
    import recognizers_suite as tool

    families = [
        tool.recognize_number,
        tool.recognize_percentage,
        tool.recognize_currency,
        tool.recognize_dimension,
        tool.recognize_age,
        tool.recognize_temperature,
    ]

    def work(path: str) -> Answer:
        text = _text(path)
        found = [item for family in families for item in family(text, tool.Culture.Chinese)]
        return {
            "mentions": [
                {
                    "start": item.start,
                    # Its end is the place of the last character.
                    "end": item.end + 1,
                    "text": item.text,
                    "value": _number((item.resolution or {}).get("value")),
                }
                for item in found
            ]
        }

    return work


def _number(printed: object) -> float | None:
    """The number that a tool gives as a string, None for a range."""
    with contextlib.suppress(ValueError):
        return float(str(printed).rstrip("%").replace(",", ""))
    return None


TOOLS: dict[str, Callable[[], Work]] = {
    "planparse": planparse,
    "planparse-fast": planparse_fast,
    "pdfplumber": pdfplumber,
    "camelot": camelot,
    "pymupdf": pymupdf,
    "pymupdf-1": pymupdf,
    "pymupdf4llm": pymupdf4llm,
    "markitdown": markitdown,
    "docling": docling,
    "jionlp": jionlp,
    "recognizers": recognizers,
}

if __name__ == "__main__":
    main()
