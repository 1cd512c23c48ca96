"""The command `check`: compares plans with themselves, as a linter does with programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planparse.cli import options
from planparse.cli.check_outputs import FORMATS, SUFFIXES, CheckOutput, report_in, warn_of_marks
from planparse.cli.exit_codes import CHECK_UNREADABLE, CONTRADICTED, DONE
from planparse.cli.inputs import InputFile
from planparse.cli.reading import ReadingRun
from planparse.cli.writing import Output, refuse_inputs, write_whole

if TYPE_CHECKING:
    from planparse.labels import Language
    from planparse.outputs.findings.checked import Wanted

FAILING = ("error", "warning", "info", "never")
"""The least severity that makes the command fail."""

ENDING = """\b
Examples:
  planparse check plan.md --select sum-mismatch
  planparse check plans/*.docx --fail-on warning --quiet
  planparse check plans/*.md --format sarif -o plans.sarif
  planparse check plans/*.md --write-baseline known.json   what is known today,
  planparse check plans/*.md --baseline known.json         is not told tomorrow

A text or Markdown file can say itself what to leave alone, at the end of a line or
on the line above a paragraph or table: <!-- planparse: ignore[sum-mismatch] -->
"""

Kinds = tuple[tuple[str, ...], ...]
"""What a repeatable option of kinds gives: a tuple for each time that it stands there."""


@click.command(cls=options.ReadingCommand, epilog=ENDING)
@options.files
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="text for people (default), json: an object a line for each FILE, github: commands that "
    "GitHub Actions shows at their lines, sarif: one SARIF 2.1.0 log.",
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option(
    "--select",
    type=options.kinds,
    multiple=True,
    metavar="KIND,…",
    help="Only these kinds. Repeatable.",
)
@click.option(
    "--ignore",
    type=options.kinds,
    multiple=True,
    metavar="KIND,…",
    help="Not these kinds. Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAILING),
    default="error",
    show_default=True,
    help="The least severity that gives the exit code 1.",
)
@click.option(
    "--baseline",
    metavar="FILE.json",
    help="Do not report the findings in FILE.json; tell which of them are fixed.",
)
@click.option(
    "--write-baseline",
    metavar="FILE.json",
    help="Keep the findings of today in FILE.json, and report none.",
)
@options.lang
@options.reading
def check(
    files: tuple[InputFile, ...],
    form: str | None,
    as_json: bool,
    select: Kinds,
    ignore: Kinds,
    fail_on: str,
    baseline: str | None,
    write_baseline: str | None,
    language: Language,
    output: str | None,
    **reading: Any,
) -> None:
    """Compare each FILE with itself and print what contradicts what (experimental).

    Experimental: on real plans most findings are still wrong, so look at each
    before you act on it.

    With --quiet the text is a line for each FILE that has findings, and says how many.

    Exit code 1 says that there is an error-level finding (or one of --fail-on), 3 that
    a FILE could not be read.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} are two formats; give one")
    if baseline and write_baseline:
        raise click.UsageError("--write-baseline begins anew; leave --baseline out")
    wanted = _wanted(select, ignore, baseline)
    run = ReadingRun(language=language, **reading)
    form = "json" if as_json else form or "text"
    out = Output(output, files, suffix=SUFFIXES[form])
    if write_baseline:
        _keep(run, files, wanted, Path(write_baseline))
        has_failed = False
    else:
        report = report_in(form, out, quiet=reading["quiet"], language=language)
        has_failed = _write_findings(run, files, wanted, out, report, fail_on)
        out.close()
    # An answer that is not complete weighs more than what it says.
    if run.failed:
        sys.exit(CHECK_UNREADABLE)
    sys.exit(CONTRADICTED if has_failed else DONE)


def _write_findings(
    run: ReadingRun,
    files: tuple[InputFile, ...],
    wanted: Wanted,
    out: Output,
    report: CheckOutput,
    fail_on: str,
) -> bool:
    """Report the findings of all files; whether one of them is as bad as `fail_on`."""
    from planparse.outputs.findings.checked import checked

    has_failed = False
    for name, plan in run.plans(files, out):
        found = checked(plan, name, wanted)
        warn_of_marks(found)
        report.add(found)
        has_failed = has_failed or found.reaches(fail_on)
    report.close(run.failures)
    return has_failed


def _wanted(select: Kinds, ignore: Kinds, baseline: str | None) -> Wanted:
    from planparse.outputs.findings.baseline import BaselineError, read_baseline
    from planparse.outputs.findings.checked import Known, Wanted

    known = None
    if baseline is not None:
        path = Path(baseline)
        try:
            known = Known(read_baseline(path), path)
        except OSError as error:
            reason = f"{path}: {error.strerror}; --write-baseline {path} makes it"
            raise click.BadParameter(reason, param_hint="'--baseline'") from error
        except BaselineError as error:
            raise click.BadParameter(str(error), param_hint="'--baseline'") from error
    return Wanted(sum(select, ()), sum(ignore, ()), known)


def _keep(run: ReadingRun, files: tuple[InputFile, ...], wanted: Wanted, path: Path) -> None:
    """Write the findings of all files as a baseline; none where a file could not be read."""
    from planparse.outputs.findings.baseline import baseline_json
    from planparse.outputs.findings.checked import checked

    refuse_inputs([path], files, option="--write-baseline")
    kept = {name: checked(plan, name, wanted).findings for name, plan in run.plans(files)}
    if run.failed:
        click.echo(f"planparse: {path} is not written: not all files could be read", err=True)
        return
    try:
        write_whole(path, baseline_json(kept, path))
    except OSError as error:
        reason = f"{path}: cannot be written ({error.strerror})"
        raise click.BadParameter(reason, param_hint="'--write-baseline'") from error
    count = sum(len(findings) for findings in kept.values())
    click.echo(f"planparse: {path}: findings kept: {count}, of files: {len(kept)}", err=True)
