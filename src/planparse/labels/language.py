"""Loads the words of a language: `terms.toml` has names of codes, `pages.toml` sentences."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["en", "zh"]
"""A language that outputs for people are written in."""
LANGUAGES: tuple[Language, ...] = get_args(Language)

FOLDER = Path(__file__).parent


class Labels:
    """The words of one language.

    A name is asked for by group and code (`finding`, `sum-mismatch`). A code that has none, as from
    a newer version, is its own name.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def name(self, group: str, code: str) -> str:
        """What a code is called. In English most are called what the JSON calls them."""
        entry = _file("terms").get(group, {}).get(code)
        if entry is None:
            return code
        return str(entry["name"][self.language])

    def means(self, group: str, code: str) -> str:
        """What a code means, in one line; "" where its name says it all."""
        entry = _file("terms").get(group, {}).get(code, {})
        return str(entry.get("means", {}).get(self.language, ""))

    def names(self, group: str) -> dict[str, str]:
        """The name of each code in a group, in the order of the file."""
        return {code: self.name(group, code) for code in _file("terms")[group]}

    def say(self, place: str, /, **parts: object) -> str:
        """A sentence of a page, by `group.code`, with its parts filled in."""
        entry = self._page(place)
        return str(entry[self.language]).format(**parts)

    def many(self, count: int, noun: str) -> str:
        """`2 boxes`, `1 table`; 2个专栏, 1张表."""
        entry = self._page(f"noun.{noun}")
        words = entry[self.language]
        if count != 1:
            words = entry.get(f"{self.language}_many", words)
        return str(words).format(n=count)

    def head(self, table: str, column: str) -> str:
        """The head of a column in one of the tables of rows; the column's own name where it has none."""
        heads = _file("columns")
        entry = heads.get(table, {}).get(column) or heads["any"].get(column)
        if entry is not None:
            return str(entry[self.language])
        # baseline_value: a column of one of several values in a row.
        slot, _, part = column.partition("_")
        if slot not in heads["slot"] or part not in heads["any"]:
            return column
        words = {"slot": heads["slot"][slot], "part": heads["any"][part]}
        told = {name: entry[self.language] for name, entry in words.items()}
        return str(heads["slot"]["head"][self.language]).format(**told)

    def sheet(self, table: str) -> str:
        """What one of the tables of rows is called."""
        entry = _file("columns")["sheet"].get(table)
        if entry is None:
            return table
        return str(entry[self.language])

    def table_means(self, table: str) -> str:
        """What the rows of one of the tables are, in one line."""
        return str(_file("columns")["means"][table][self.language])

    def _page(self, place: str) -> Mapping[str, str]:
        group, _, code = place.partition(".")
        entry: Mapping[str, str] = _file("pages")[group][code]
        return entry


@cache
def labels(language: Language = "en") -> Labels:
    """The words of a language, loaded once."""
    return Labels(language)


ENGLISH = labels("en")
"""The language of outputs for people where none is asked for."""


@cache
def _file(name: str) -> Mapping[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
