"""What is wrong with an input, in the language of the reader.

Errors are English wherever they are raised and caught; only a page for people shows them in another
language. So a sentence is known by its English words, and its parts that differ are carried over.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Literal

from planparse.labels.language import FOLDER, Language

Part = Literal["reason", "remedy"]
"""A part of a `ReadError`."""


def told(sentence: str, part: Part, language: Language) -> str:
    """A sentence of an error in a language; the sentence itself where it is not known in that."""
    if language == "en":
        return sentence
    for form, template in _known(part, language):
        if match := form.fullmatch(sentence):
            return template.format(**match.groupdict())
    return sentence


@cache
def _known(part: Part, language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Forms of the English sentences with their templates in the language, those without parts first."""
    with (FOLDER / "troubles.toml").open("rb") as file:
        entries = tomllib.load(file)[part]
    plain_first = sorted(entries, key=lambda entry: "{" in entry["en"])
    return tuple((_form(entry["en"]), entry[language]) for entry in plain_first)


def _form(english: str) -> re.Pattern[str]:
    """What matches a sentence, whatever its {parts} are."""
    pieces = re.split(r"\{(\w+)\}", english)
    pattern = re.escape(pieces[0])
    for name, words in zip(pieces[1::2], pieces[2::2], strict=True):
        pattern += f"(?P<{name}>.+?)" + re.escape(words)
    return re.compile(pattern, re.DOTALL)
