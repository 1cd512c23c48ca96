"""Findings as SARIF 2.1.0, the format in which code scanning services take what a linter found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from planparse import __version__
from planparse.errors import ReadError
from planparse.labels import ENGLISH, Labels
from planparse.model.plan import Finding, Passage, Severity
from planparse.model.source import Span
from planparse.outputs.findings.checked import Checked
from planparse.outputs.findings.kinds import DESCRIPTIONS
from planparse.outputs.findings.places import (
    STANDARD_INPUT,
    EditorLines,
    is_plain_text,
    shown_path,
)
from planparse.outputs.findings.sides import in_words, place_of
from planparse.outputs.json import json_line
from planparse.outputs.passages import Passages

Json = dict[str, Any]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""Named in the file, for editors; nothing is fetched."""
FINGERPRINT = "planparseKey/v1"
"""Under this name stands the key of a finding, by which it is known again in the next run."""

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_RULES = tuple(DESCRIPTIONS)
_ROOT = "%SRCROOT%"
"""Stands for the folder that the paths are relative to, which only the service knows."""


def sarif_json(
    checked: Sequence[Checked],
    failures: Sequence[ReadError] = (),
    words: Labels = ENGLISH,
) -> bytes:
    """One log with the findings of all plans, and a notification for each file that failed."""
    run: Json = {
        "tool": {"driver": _driver(words)},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [_invocation(failures)],
        "artifacts": [_artifact(one) for one in checked],
        "results": [
            result for index, one in enumerate(checked) for result in _Results(one, index).results()
        ],
    }
    return json_line({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver(words: Labels) -> Json:
    return {
        "name": "planparse",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(kind, words) for kind in _RULES],
    }


def _rule(kind: str, words: Labels) -> Json:
    short = words.means("finding", kind)
    full = DESCRIPTIONS[kind] if words is ENGLISH else short
    return {
        "id": kind,
        "name": "".join(word.capitalize() for word in kind.split("-")),
        "shortDescription": {"text": f"{short[:1].upper()}{short[1:]}"},
        "fullDescription": {"text": full},
        "help": {"text": full},
        # What a finding is depends on its evidence: each result has a level of its own.
        "defaultConfiguration": {"level": "warning"},
    }


def _invocation(failures: Sequence[ReadError]) -> Json:
    notifications = [
        {
            "level": "error",
            "message": {"text": str(error)},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact_location(error.where)}}
            ],
        }
        for error in failures
    ]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": notifications}


def _artifact(checked: Checked) -> Json:
    source = checked.plan.source
    artifact: Json = {
        "location": _artifact_location(checked.name),
        "mimeType": source.media_type,
        "length": source.bytes,
        "hashes": {"sha-256": source.sha256},
    }
    if source.encoding:
        artifact["encoding"] = source.encoding
    return artifact


def _artifact_location(name: str) -> Json:
    if name == STANDARD_INPUT:
        return {"uri": "stdin", "description": {"text": "standard input"}}
    path = PurePath(shown_path(name))
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


class _Results:
    """The results of one plan."""

    def __init__(self, checked: Checked, index: int) -> None:
        self._checked = checked
        self._location = {**_artifact_location(checked.name), "index": index}
        self._passages = Passages(checked.plan)
        self._lines: EditorLines | None = None
        if is_plain_text(checked.plan):
            self._lines = EditorLines(checked.plan.text)

    def results(self) -> Iterator[Json]:
        """One for each finding."""
        for finding in self._checked.findings:
            yield self._result(finding)

    def _result(self, finding: Finding) -> Json:
        first, others = _sides(finding)
        result: Json = {
            "ruleId": finding.kind,
            "ruleIndex": _RULES.index(finding.kind),
            "level": _LEVELS[finding.severity],
            "message": {"text": in_words(finding, with_place=self._lines is None)},
            "locations": [self._location_of(finding.span, first)],
            "partialFingerprints": {FINGERPRINT: finding.key},
            "properties": {"about": finding.about, "records": list(finding.records)},
        }
        if others:
            result["relatedLocations"] = [
                self._related(finding, passage, number) for number, passage in enumerate(others, 1)
            ]
        if first and first.page:
            result["properties"]["page"] = first.page
        return result

    def _related(self, finding: Finding, passage: Passage, number: int) -> Json:
        words = self._passages.shown(finding, passage)
        place = place_of(passage)
        message = f"{place}：{words}" if place else words
        location = self._location_of(passage.span, passage)
        return {"id": number, **location, "message": {"text": message}}

    def _location_of(self, span: Span, passage: Passage | None) -> Json:
        physical: Json = {"artifactLocation": self._location}
        if self._lines is not None:
            physical["region"] = self._region(span, self._lines)
        location: Json = {"physicalLocation": physical}
        if passage and passage.section:
            # The headings above it, by which it is found in a word processor.
            named = {"fullyQualifiedName": passage.section, "kind": "section"}
            location["logicalLocations"] = [named]
        return location

    def _region(self, span: Span, lines: EditorLines) -> Json:
        start, end = span
        line, column = lines.place(start)
        last, behind = lines.place(end)
        return {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": behind,
            "charOffset": start,
            "charLength": end - start,
        }


def _sides(finding: Finding) -> tuple[Passage | None, list[Passage]]:
    """The passage that the finding's own span is in, and the others."""
    start, _ = finding.span
    for passage in finding.passages:
        if passage.span[0] <= start < passage.span[1]:
            return passage, [other for other in finding.passages if other is not passage]
    return None, list(finding.passages)
