"""`planparse explain FILE --at PLACE`: what was made of a passage, and by what."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from planparse.cli import options
from planparse.cli.exit_codes import UNREADABLE, USAGE
from planparse.cli.inputs import InputFile
from planparse.cli.reading import ReadingRun
from planparse.cli.reports import say
from planparse.cli.writing import Output
from planparse.errors import ReadError

if TYPE_CHECKING:
    from planparse.explain import ExplainedColumn, ExplainedRecord, Explanation
    from planparse.labels import Language

EXAMPLES = """Say what was made of a passage of FILE, and which rules and readings made it.

\b
  planparse explain plan.txt --at 57          what stands on line 57
  planparse explain plan.pdf --at @4012       what stands at an offset (a span of --json)
  planparse explain plan.docx --at i11        a record or a finding, by its id in --json
  planparse explain plan.docx --at 床位数     the first place of some words

Told are the leaf, the headings above, the table with the reading that put it together and those
that were not taken, the columns, each record with what is concluded or doubtful in it, the
findings, and the rules that found words there. `planparse grammar explain RULE` shows a rule.
"""
SHORT = "Say what was made of a passage, and by which rules."


@click.command(cls=options.ReadingCommand, help=EXAMPLES, short_help=SHORT)
@options.one_file
@click.option(
    "--at",
    required=True,
    metavar="PLACE",
    help="A line from 1, an offset (@4012), an id (i11), or words that stand in the text.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@options.lang
@options.reading
def explain(
    files: tuple[InputFile, ...],
    at: str,
    as_json: bool,
    language: Language,
    output: str | None,
    **reading: Any,
) -> None:
    """Print what is told of the passage."""
    from planparse.explain.passages import NoPassageError

    if len(files) > 1:
        raise click.UsageError("explain takes one FILE")
    run = ReadingRun(**reading)
    out = Output(output, files, suffix=".json" if as_json else ".txt")
    (file,) = files
    out.turn_to(file.path)
    try:
        told = run.explained(file, at)
    except ReadError as error:
        say(str(ReadError(file.told_as, error.reason, error.remedy)))
        sys.exit(UNREADABLE)
    except NoPassageError as error:
        say(f"{file.told_as}: {error}")
        sys.exit(USAGE)
    if as_json:
        out.write(_json(told))
    else:
        _show(told, file, out, language)
    out.close()


def _json(told: Explanation) -> bytes:
    data = dataclasses.asdict(told) | {
        "findings": [finding.model_dump(mode="json") for finding in told.findings],
        "leaves": [leaf._asdict() for leaf in told.leaves],
        "records": [_with_rule(record) for record in told.records],
        "rules": [hit._asdict() for hit in told.rules],
    }
    if told.table is not None:
        data["table"] = dataclasses.asdict(told.table) | {
            "readings": [reading._asdict() for reading in told.table.readings],
            "columns": [_with_rule(column) for column in told.table.columns],
        }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _with_rule(told: ExplainedRecord | ExplainedColumn) -> dict[str, Any]:
    rule = told.rule._asdict() if told.rule is not None else None
    return {**told._asdict(), "rule": rule}


def _show(told: Explanation, file: InputFile, out: Output, language: Language) -> None:
    # Imported here, as rich takes its time and JSON does without.
    from planparse.explain.page import explanation_page
    from planparse.labels import labels

    out.show(list(explanation_page(told, file.told_as, labels(language))))
