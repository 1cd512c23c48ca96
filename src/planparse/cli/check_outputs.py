"""The formats in which `check` writes what it found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import click

from planparse.cli.writing import Output
from planparse.errors import ReadError
from planparse.labels import Labels, Language, labels

if TYPE_CHECKING:
    from planparse.outputs.findings.checked import Checked

FORMATS = ("text", "json", "github", "sarif")


class CheckOutput(Protocol):
    """Takes the findings of one plan after the other."""

    def add(self, checked: Checked) -> None:
        """Write the findings of a plan, or keep them for the end."""

    def close(self, failures: Sequence[ReadError]) -> None:
        """Write what stands at the end; `failures` are the files that could not be read."""


SUFFIXES = {"text": ".txt", "json": ".json", "github": ".txt", "sarif": ".sarif"}
"""What files of each format end in, where a folder takes one for each input."""


def report_in(form: str, out: Output, *, quiet: bool, language: Language) -> CheckOutput:
    """The report in one of `FORMATS`; `quiet` makes the text a line for each plan."""
    words = labels(language)
    if form == "json":
        return _JsonReport(out)
    if form == "github":
        return _GithubReport(out)
    if form == "sarif":
        return _SarifReport(out, words)
    return _QuietReport(out, words) if quiet else _TextReport(out, words)


def warn_of_marks(checked: Checked) -> None:
    """Say on standard error which marks in the text do nothing, and why."""
    from planparse.outputs.findings.ignored import wrong_marks
    from planparse.outputs.findings.places import EditorLines

    wrong = list(wrong_marks(checked.plan))
    if not wrong:
        return
    lines = EditorLines(checked.plan.text)
    for span, reason in wrong:
        line, _ = lines.place(span[0])
        click.echo(f"planparse: {checked.name}:{line}: {reason}", err=True)


class _TextReport:
    """Findings by kind, with lines and the printed passages."""

    def __init__(self, out: Output, words: Labels) -> None:
        self._out = out
        self._words = words
        self._gap: list[str] = []

    def add(self, checked: Checked) -> None:
        # Imported here, as rich takes its time and the other formats do without.
        from planparse.outputs.findings.left_out import left_out
        from planparse.outputs.report import report

        words = self._words
        lines = report(checked.plan, checked.findings, checked.name, words.language)
        self._out.show([*self._gap, *lines, *left_out(checked, words)])
        if not self._out.is_folder:
            self._gap = [""]  # before each further plan

    def close(self, failures: Sequence[ReadError]) -> None:
        """Nothing stands at the end; standard error has told of the failures."""


class _QuietReport:
    """How many findings each plan has, and nothing for those without any."""

    def __init__(self, out: Output, words: Labels) -> None:
        self._out = out
        self._words = words

    def add(self, checked: Checked) -> None:
        from planparse.outputs.report import tally

        if checked.findings:
            self._out.show([f"{checked.name}: {tally(checked.findings, self._words)}"])

    def close(self, failures: Sequence[ReadError]) -> None:
        """Nothing stands at the end."""


class _JsonReport:
    """One object a line for each plan."""

    def __init__(self, out: Output) -> None:
        self._out = out

    def add(self, checked: Checked) -> None:
        from planparse.outputs.findings.as_json import findings_json

        self._out.write(findings_json(checked))

    def close(self, failures: Sequence[ReadError]) -> None:
        """Nothing stands at the end."""


class _GithubReport:
    """One command a line for each finding, and for each file that could not be read."""

    def __init__(self, out: Output) -> None:
        self._out = out

    def add(self, checked: Checked) -> None:
        from planparse.outputs.findings.github import github_lines

        self._out.write(github_lines(checked))

    def close(self, failures: Sequence[ReadError]) -> None:
        from planparse.outputs.findings.github import github_failure

        # In a folder each input has a file of its own, and those that failed have none.
        if self._out.is_folder:
            return
        for failure in failures:
            self._out.write(github_failure(failure))


class _SarifReport:
    """One log of all plans, written at the end; in a folder one of each."""

    def __init__(self, out: Output, words: Labels) -> None:
        self._out = out
        self._words = words
        self._checked: list[Checked] = []

    def add(self, checked: Checked) -> None:
        if self._out.is_folder:
            self._write([checked])
        else:
            self._checked.append(checked)

    def close(self, failures: Sequence[ReadError]) -> None:
        if not self._out.is_folder:
            self._write(self._checked, failures)

    def _write(self, checked: Sequence[Checked], failures: Sequence[ReadError] = ()) -> None:
        from planparse.outputs.findings.sarif import sarif_json

        self._out.write(sarif_json(checked, failures, self._words))
