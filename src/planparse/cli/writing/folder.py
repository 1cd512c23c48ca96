"""The names under which the results of several inputs stand in one folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

import click

from planparse.cli.inputs import InputFile

_PIPED = "stdin"
"""What the result of standard input is called."""


def is_folder(path: str) -> bool:
    """Whether results go into a folder: one that is there, or a path that ends as one (out/)."""
    separators = tuple(filter(None, (os.sep, os.altsep)))
    return path.endswith(separators) or Path(path).is_dir()


def places_in(folder: Path, inputs: Sequence[InputFile], suffix: str) -> dict[str, Path]:
    """Where the result of each input goes, by the input's path: plans/a.pdf to folder/a.json.

    The way below a folder or pattern is kept. Where two would have one name, their own suffixes
    stay (a.pdf.json, a.docx.json); where they still do, it is wrong usage.
    """
    short = [_renamed(one, lambda name: PurePath(name).stem + suffix) for one in inputs]
    long = [_renamed(one, lambda name: name + suffix) for one in inputs]
    # Some systems take A.json and a.json for one file.
    count = Counter(map(_folded, short))
    names = [
        own if count[_folded(own)] == 1 else full for own, full in zip(short, long, strict=True)
    ]
    _refuse_twice(inputs, names)
    return {one.path: folder / name for one, name in zip(inputs, names, strict=True)}


def _renamed(one: InputFile, rename: Callable[[str], str]) -> PurePath:
    if one.is_standard_input:
        return PurePath(rename(_PIPED))
    below = PurePath(one.below)
    parts = [part for part in below.parts[:-1] if part != os.pardir and part != below.anchor]
    return PurePath(*parts, rename(below.name))


def _folded(name: PurePath) -> str:
    return str(name).casefold()


def _refuse_twice(inputs: Sequence[InputFile], names: Sequence[PurePath]) -> None:
    first: dict[str, str] = {}
    for one, name in zip(inputs, names, strict=True):
        other = first.setdefault(_folded(name), one.path)
        if other != one.path:
            reason = (
                f"{other} and {one.path} would both be written to {name}; "
                "give the folder above both, or read them in two runs"
            )
            raise click.BadParameter(reason, param_hint="'--output'")
