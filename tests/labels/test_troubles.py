"""What is wrong with an input, in the language of the reader."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import planparse
from planparse.labels.language import FOLDER
from planparse.labels.troubles import Part, told

ENTRIES = tomllib.loads((FOLDER / "troubles.toml").read_text(encoding="utf-8"))
PARTS: tuple[Part, ...] = ("reason", "remedy")


@pytest.mark.parametrize(
    ("part", "english", "chinese"),
    [
        ("reason", "the file is empty", "文件是空的"),
        ("reason", "the file is cut off or damaged", "文件不完整或已损坏"),
        (
            "reason",
            "the file is cut off or damaged (in word/document.xml)",
            "文件不完整或已损坏（in word/document.xml）",
        ),
        ("remedy", 'pip install "planparse[ocr]"', '请安装：pip install "planparse[ocr]"'),
        ("remedy", "check the path", "请检查路径"),
        # What is not known stays as it is.
        ("reason", "the moon is full", "the moon is full"),
        ("remedy", "", ""),
    ],
)
def test_a_trouble_is_told_in_chinese(part: Part, english: str, chinese: str) -> None:
    assert told(english, part, "zh") == chinese
    assert told(english, part, "en") == english


@pytest.mark.parametrize("part", PARTS)
def test_what_differs_is_the_same_in_both_languages(part: Part) -> None:
    for entry in ENTRIES[part]:
        english, chinese = (re.findall(r"\{(\w+)\}", entry[lang]) for lang in ("en", "zh"))
        assert set(chinese) <= set(english), entry["en"]


@pytest.mark.parametrize("part", PARTS)
def test_each_sentence_is_one_that_the_program_says(part: Part) -> None:
    """A sentence that is worded anew in the program needs its Chinese anew."""
    root = Path(planparse.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py")))
    source = source.replace('\\"', '"').replace("\n", "")
    for entry in ENTRIES[part]:
        # A command to install something is put behind its colon.
        for words in re.split(r"\{\w+\}|(?<=: )", entry["en"]):
            assert words.strip("() ]'\"") in source, entry["en"]
