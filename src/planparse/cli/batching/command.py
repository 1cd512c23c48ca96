"""`planparse batch FILE… -o ARCHIVE/`: reads files in several processes, and goes on where it stopped."""

from __future__ import annotations

import sys
from contextlib import closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import click

from planparse.cli import options
from planparse.cli.batching.progress import BatchProgress
from planparse.cli.exit_codes import DONE, UNREADABLE, USAGE
from planparse.cli.reading import loading, parser_with
from planparse.errors import ArchiveError, EngineError, MissingExtraError

if TYPE_CHECKING:
    from planparse.batch.engine import BatchInput, Engine
    from planparse.batch.entries import Reading
    from planparse.batch.folder import ArchiveFolder
    from planparse.batch.run import BatchRun, Policy
    from planparse.cli.inputs import InputFile
    from planparse.labels import Language

HELP = """Read many FILEs into an archive on disk, in several processes.

\b
  planparse batch plans -o archive/               all plans of a folder, on all cores
  planparse batch plans -o archive/               again: reads only what is new or has changed
  planparse batch 'plans/**/*.pdf' -o archive/ --jobs 4 --timeout 300
  find /data -name '*.docx' | planparse batch --files-from - -o archive/
  planparse batch plans -o archive/ --retry-errors
  planparse batch plans -o archive/ --engine ray  on a Ray cluster

\b
  planparse archive -o plans.xlsx                 tables of an archive, as of files
  duckdb -c "FROM 'archive/indicators/*.parquet'"

The archive has a folder of Parquet files for each table, the plans themselves as JSON, and
errors.jsonl with what could not be read. A file that crashes or hangs costs only itself. Ctrl-C
keeps what is read; the same command goes on from there. FILE is what `planparse parse` takes.
"""
ENDING = """\b
Exit codes:
  0    all files are in the archive
  1    some could not be read; the others are in it
  2    wrong usage, or the archive cannot be written
  130  ended by Ctrl-C; what was read is kept
"""
LIST = "@"
EngineName = Literal["local", "ray"]


@click.command(
    cls=options.ReadingCommand,
    help=HELP,
    epilog=ENDING,
    short_help="Read many files into an archive of Parquet.",
)
@click.argument("arguments", nargs=-1, metavar="FILE...", shell_complete=options.complete_file)
@click.option(
    "-o",
    "--output",
    metavar="ARCHIVE",
    required=True,
    help="Folder of the archive; made if it is not there.",
)
@click.option(
    "--files-from",
    "lists",
    multiple=True,
    metavar="LIST",
    help="Read the files named in LIST, one a line; - is standard input. Short: @LIST. Repeatable.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1, max=1024),
    metavar="N",
    help="Processes that read at the same time.  [default: one for each core]",
)
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Who reads: processes of this machine, or a Ray cluster (RAY_ADDRESS; else one made here).",
)
@click.option("--retry-errors", is_flag=True, help="Read again what could not be read.")
@click.option("--redo", is_flag=True, help="Read all again, changed or not.")
@click.option("--prune", is_flag=True, help="Remove what is not among FILE... any more.")
@options.lang
@options.reading_in_workers
def batch(
    arguments: tuple[str, ...],
    output: str,
    lists: tuple[str, ...],
    jobs: int | None,
    engine_name: EngineName,
    retry_errors: bool,
    redo: bool,
    prune: bool,
    language: Language,
    quiet: bool,
    **reading: Any,
) -> None:
    """Bring all inputs into the archive."""
    if find_spec("pyarrow") is None:
        raise click.UsageError(str(MissingExtraError("an archive", "pyarrow", "arrow")))
    if engine_name == "ray" and find_spec("ray") is None:
        raise click.UsageError(str(MissingExtraError("--engine ray", "ray", "ray")))
    files = _inputs(arguments, lists, output)
    if prune and any(file.trouble for file in files):
        lost = next(file.trouble for file in files if file.trouble)
        raise click.UsageError(f"--prune would remove what cannot be found just now ({lost})")
    # Imported here, as --help and wrong usage need none of it.
    from planparse.batch.folder import ArchiveFolder
    from planparse.batch.run import Policy

    progress = BatchProgress(len(files), quiet=quiet, language=language)
    policy = Policy(retry_errors=retry_errors, redo=redo, prune=prune)
    folder = ArchiveFolder(output)
    try:
        engine, read_with = _engine(engine_name, jobs, reading)
        folder.create()
        with folder.locked():
            _run(folder, files, (engine, read_with), policy, progress)
    except (ArchiveError, EngineError) as error:
        progress.clear()
        click.echo(f"planparse: {error}", err=True)
        sys.exit(USAGE)
    failed = progress.failed or any(file.trouble for file in files)
    sys.exit(UNREADABLE if failed else DONE)


def _inputs(
    arguments: tuple[str, ...], lists: tuple[str, ...], output: str
) -> tuple[InputFile, ...]:
    from planparse.cli.inputs import STANDARD_INPUT, find_inputs

    if STANDARD_INPUT in arguments:
        reason = "batch reads files; a list of them from standard input is --files-from -"
        raise click.UsageError(reason)
    named = [*arguments, *(LIST + name for name in lists)]
    if not named:
        raise click.UsageError("nothing to read; name files or folders, or --files-from LIST")
    files = find_inputs(named, skip=output)
    if any(file.archived for file in files):
        raise click.UsageError("an archive is no input of batch; name the files that it is made of")
    return files


def _engine(name: EngineName, jobs: int | None, reading: dict[str, Any]) -> tuple[Engine, Reading]:
    """Who reads, and with what."""
    with loading(for_children=True):
        from planparse.arrow.parsing import DocumentReader
        from planparse.batch.entries import reading_with
        from planparse.batch.workers import LocalEngine
        from planparse.frames.registry import TABLES
        from planparse.readers.cores import processors
        from planparse.readers.limits import Limits

        parser = parser_with(reading["packs"])
    bounds: dict[str, Any] = {
        name.removeprefix("max_"): value
        for name, value in reading.items()
        if name.startswith("max_") and value is not None
    }
    reader = DocumentReader(
        parser,
        tables=TABLES,
        text=True,
        limits=Limits(**bounds),
        password=reading["password"],
        pdf_backend=reading["pdf_backend"],
        isolate=False,  # the workers are processes of their own
    )
    read_with = reading_with(parser.grammar, pdf_backend=reading["pdf_backend"])
    if name == "ray":
        from planparse.batch.ray_engine import RayEngine

        return RayEngine(reader, read_with, jobs=jobs), read_with
    return LocalEngine(reader, read_with, jobs=jobs or processors()), read_with


def _run(
    folder: ArchiveFolder,
    files: tuple[InputFile, ...],
    engine: tuple[Engine, Reading],
    policy: Policy,
    progress: BatchProgress,
) -> None:
    from planparse.batch.run import BatchRun

    for file in files:
        if file.trouble is not None:
            progress.add(file.told_as, is_new=True, failure=file.trouble)
    reads, read_with = engine
    run = BatchRun(folder, _numbered(files), read_with, policy)
    if run.rescued:
        progress.say("rescued", n=run.rescued)
    try:
        with closing(run.outcomes(reads)) as outcomes:
            for outcome in outcomes:
                failure = outcome.failed.error if outcome.failed else None
                progress.add(outcome.path, is_new=outcome.is_new, failure=failure)
    except ArchiveError:
        run.abandon()
        raise
    except BaseException:  # Ctrl-C, or the end of the program
        progress.say("stopping", n=progress.read)
        run.close()
        raise
    run.close()
    _say_what_came_of_it(run, folder, progress)


def _numbered(files: tuple[InputFile, ...]) -> list[BatchInput]:
    from planparse.batch.engine import BatchInput

    readable = (file for file in files if file.trouble is None)
    return [BatchInput(n, file.path, file.below) for n, file in enumerate(readable)]


def _say_what_came_of_it(run: BatchRun, folder: ArchiveFolder, progress: BatchProgress) -> None:
    progress.say(
        "done",
        archive=folder.path,
        read=progress.read,
        kept=progress.kept,
        failed=progress.failed,
    )
    if run.pruned:
        progress.say("pruned", n=run.pruned)
    if progress.failed:
        progress.say("failed", n=progress.failed, errors=folder.errors)
