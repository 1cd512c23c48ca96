"""The project's examples are written by us: no sentence of them stands in a real plan.

Facts, figures and terms carry over; a run of characters as long as half a sentence does not. What
any two plans share by their kind (heads of columns, names of indicators, laws and plans) is named
below, and is no sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from places import ROOT, SHARED

LENGTH = 18
"""A run of so many characters, white space set aside, is a copy and no chance."""

HAN = 12
"""Of which so many are Chinese: rows of figures are equal for other reasons."""

LEFT = 10
"""A run of which fewer characters are left without its generic names holds no sentence."""

OURS = ("fixtures", "tests", "docs", "grammars", "src", "tools", "benchmarks", "fuzz", "README.md")
THEIRS = ("corpus", "wild", "cases")
ABOUT_THEM = "test_shared_*.py"
"""Tests that say which names, titles and cells are read from those very documents."""

TEXTS = (".txt", ".md", ".html", ".htm", ".toml", ".py", ".jsonl", ".json", ".tsv", ".dict")

HEADS = "|".join(
    (
        "类别|领域|编号|序号|号|单位|属性|性质|约束性|预期性|合计|总计|万元",
        "主要指标|指标(?:名称|类别|性质|属性)?|完成情况|年均|[累计]",
        "20[0-9]{2}年?|“?十[三四五]五”|(?:表|专栏)[0-9]",
        "[（(]?(?:实际值|目标值|规划值|现状值|现状|目标|完成值?)[）)]?|(?:新区|市级|全省)目标值?",
        "项目名称|(?:主要)?建设内容|建设性质|建设年限",
    )
)
"""What stands over the columns of any table of indicators or projects, and what its cells say."""

GENERIC = (
    rf"(?:{HEADS}){{2,}}",
    "[一二三]、(?:主要目标|发展目标|规划背景)",
    "“?十[三四五]五”规划",
    "到20[0-9]{2}年，",
    "《?中华人民共和国[^》]{2,20}》",
    "国民经济和社会发展第十[四五]个五年规划(?:和二〇三五年远景目标)?纲要",
    "每千人口(?:拥有)?执业（助理）医师数?",
)
TAG = re.compile(r"<[^<>]{1,400}>")
DROPPED = re.compile(r"[\sA-Za-z\"'`\\/|*#_=:,;{}<>\ufeff-]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def letters(path: Path) -> str:
    """What is `shown` of a file, in whichever encoding it is written."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
    return shown(text)


def shown(text: str) -> str:
    """A text without white space, marks of formats, and Latin letters."""
    return DROPPED.sub("", TAG.sub("", text))


def files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """The texts of some folders and files, in one order on every machine."""
    for name in names:
        place = root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in TEXTS and path.is_file() and not path.match(ABOUT_THEM):
                yield path


def runs(text: str, theirs: set[str]) -> Iterator[str]:
    """The longest runs of a text whose every piece of LENGTH characters stands in a real plan."""
    start = end = -1
    for at in range(len(text) - LENGTH + 1):
        if text[at : at + LENGTH] not in theirs:
            continue
        if start < 0 or at > end - LENGTH + 1:
            if start >= 0:
                yield text[start:end]
            start = at
        end = at + LENGTH
    if start >= 0:
        yield text[start:end]


def indicator_names() -> list[str]:
    """The names of indicators that the grammar knows, the longest first."""
    grammar = tomllib.loads((ROOT / "grammars" / "indicators.toml").read_text(encoding="utf-8"))
    words = {word for topic in grammar["indicator"] for word in topic["words"]}
    return sorted(map(shown, words), key=len, reverse=True)


def test_no_sentence_of_ours_stands_in_a_real_plan() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the real texts are not here ({SHARED})")
    ours = {path: letters(path) for path in files(ROOT, OURS)}
    pieces = {
        text[at : at + LENGTH] for text in ours.values() for at in range(len(text) - LENGTH + 1)
    }
    equal: set[str] = set()
    for path in files(SHARED, THEIRS):
        text = letters(path)
        equal.update(pieces.intersection(text[i : i + LENGTH] for i in range(len(text))))
    equal = {piece for piece in equal if len(CHINESE.findall(piece)) >= HAN}
    every_name = indicator_names()
    generic = re.compile("|".join((*GENERIC, *map(re.escape, every_name))))
    copied = {
        f"{path.relative_to(ROOT)}: {run}"
        for path, text in ours.items()
        for run in runs(text, equal)
        if len(generic.sub("", run)) >= LEFT and not any(run in name for name in every_name)
    }
    assert not copied, "copied from real plans:\n" + "\n".join(sorted(copied))
