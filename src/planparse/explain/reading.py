"""An explanation of a place in the bytes of a file."""

from __future__ import annotations

from planparse.explain.explaining import explain
from planparse.explain.explanation import Explanation
from planparse.grammar import Grammar
from planparse.readers import Limits, read_source


def explain_bytes(
    grammar: Grammar,
    at: str,
    data: bytes,
    name: str,
    limits: Limits,
    password: str | None,
    pdf_backend: str | None,
) -> Explanation:
    """As `explain`; a function of plain arguments, as another process is handed it by name.

    Raises `ReadError` where the file cannot be read, and `NoPassageError`.
    """
    source = read_source(
        data,
        name,
        limits=limits,
        password=password,
        pdf_backend=pdf_backend,
    )
    return explain(source, at, grammar)
