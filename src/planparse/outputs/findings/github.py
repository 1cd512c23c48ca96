"""Findings as workflow commands of GitHub Actions, which shows them at their lines.

`::error file=plan.md,line=8,title=sum-mismatch::message`, one line each, as GitHub documents them.
"""

from __future__ import annotations

from collections.abc import Iterator

from planparse.errors import ReadError
from planparse.model.plan import Finding, Severity
from planparse.outputs.findings.checked import Checked
from planparse.outputs.findings.places import EditorLines, is_plain_text, shown_path
from planparse.outputs.findings.sides import in_words

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
"""The command for each severity."""

_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}
"""What would end a message or a property, and how it is written there."""


def github_lines(checked: Checked) -> bytes:
    """A command for each finding of one plan; a plan without any gives nothing."""
    return _encoded(_commands(checked))


def github_failure(error: ReadError) -> bytes:
    """The command for a file that could not be read."""
    reason = "; ".join(part for part in (error.reason, error.remedy) if part)
    properties = {"file": shown_path(error.where), "title": "unreadable"}
    return _encoded([_command("error", properties, reason)])


def _commands(checked: Checked) -> Iterator[str]:
    lines = EditorLines(checked.plan.text) if is_plain_text(checked.plan) else None
    for finding in checked.findings:
        properties = {"file": shown_path(checked.name)}
        if lines is not None:
            properties |= _place(finding, lines)
        properties["title"] = finding.kind
        message = in_words(finding, with_place=lines is None)
        yield _command(_COMMANDS[finding.severity], properties, message)


def _place(finding: Finding, lines: EditorLines) -> dict[str, str]:
    """Lines, and columns where they are of one line: GitHub takes them only then."""
    line, column = lines.place(finding.span[0])
    last, behind = lines.place(finding.span[1])
    place = {"line": str(line), "endLine": str(last)}
    if line == last:
        place |= {"col": str(column), "endColumn": str(behind)}
    return place


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{_escaped(message, _IN_MESSAGE)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)


def _encoded(commands: Iterator[str] | list[str]) -> bytes:
    # Half a surrogate pair has no UTF-8.
    return "".join(f"{command}\n" for command in commands).encode("utf-8", "backslashreplace")
