"""What the arguments of a command stand for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import click

from planparse.cli.inputs.archives import files_of_archive, is_archive
from planparse.cli.inputs.folders import files_in
from planparse.cli.inputs.input_file import STANDARD_INPUT, InputFile
from planparse.cli.inputs.lists import arguments_in
from planparse.cli.reports import say
from planparse.errors import ReadError

_LIST = "@"


def find_inputs(arguments: Sequence[str], *, skip: str | None = None) -> tuple[InputFile, ...]:
    """The files that the arguments name, in their order, each once.

    `skip` is the file that the results go to: a folder may hold it from an earlier run, and it is
    no input then. Nor is what else planparse has written there, which is said. That
    nothing is found at all is wrong usage.
    """
    found = _each_once(_named(arguments), skip)
    if not any(one.trouble is None for one in found):
        troubles = [one.trouble for one in found if one.trouble]
        told = "; ".join(f"{trouble.where}: {trouble.reason}" for trouble in troubles)
        raise click.BadParameter(f"nothing to read ({told})" if told else "nothing to read")
    return found


def _each_once(inputs: Iterable[InputFile], skip: str | None) -> tuple[InputFile, ...]:
    seen = set()
    kept = []
    target = None if skip is None else _place(skip)
    for one in inputs:
        place = _place(one.path)
        if place in seen or (one.is_found and place == target):
            continue
        seen.add(place)
        if one.is_found and _is_own_output(one):
            say(f"{one.told_as}: left out, planparse has written it")
            continue
        kept.append(one)
    return tuple(kept)


def _is_own_output(one: InputFile) -> bool:
    """Whether planparse itself has written a file that was found among plans."""
    if one.archived is not None or one.trouble is not None:
        return False
    # Imported here, as most commands name each plan.
    from planparse.frames.writers.own_outputs import is_own_output

    return is_own_output(one.path)


def _place(path: str) -> str:
    """The file that a path leads to, however it is spelled."""
    if path == STANDARD_INPUT:
        return path
    try:
        return os.path.realpath(path)
    except ValueError:  # what no file can be called; the reader says so
        return path


def _named(arguments: Iterable[str]) -> Iterator[InputFile]:
    for argument in arguments:
        if argument.startswith(_LIST) and len(argument) > 1:
            for line in arguments_in(argument[1:]):
                yield from _files_of(line)
        else:
            yield from _files_of(argument)


def _files_of(argument: str) -> Iterator[InputFile]:
    """The files that one argument names: a folder's, a pattern's, or the one file that it is."""
    if argument == STANDARD_INPUT:
        yield InputFile(argument, argument)
    elif _is_folder(argument) and is_archive(argument):
        nothing = "an archive with nothing in it"
        yield from _or_trouble(files_of_archive(argument), argument, nothing)
    elif _is_folder(argument):
        yield from _or_trouble(files_in(argument), argument, "no file in it that planparse reads")
    elif _is_pattern(argument):
        yield from _or_trouble(_matches(argument), argument, "no file matches the pattern")
    else:
        yield InputFile(argument, PurePath(argument).name)


def _or_trouble(inputs: Iterator[InputFile], argument: str, reason: str) -> Iterator[InputFile]:
    found = False
    for one in inputs:
        found = True
        yield one
    if not found:
        yield InputFile(argument, argument, trouble=ReadError(argument, reason, "check the path"))


def _matches(pattern: str) -> Iterator[InputFile]:
    """The files that a pattern matches, and those in the folders that it matches, as a shell has it."""
    for path in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207  (keeps the path as given)
        if _is_folder(path):
            yield from files_in(path)
        else:
            yield InputFile(path, os.path.relpath(path, _fixed_part(pattern)), is_found=True)


def _fixed_part(pattern: str) -> str:
    """The folder in which a pattern begins to differ: `plans` of `plans/**/*.pdf`."""
    parts = PurePath(pattern).parts
    fixed = []
    for part in parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return str(PurePath(*fixed))


def _is_pattern(argument: str) -> bool:
    # A file may be called so: [draft].txt
    return glob.has_magic(argument) and not os.path.lexists(argument)


def _is_folder(argument: str) -> bool:
    try:
        return Path(argument).is_dir()
    except (OSError, ValueError):  # what no file can be called
        return False
