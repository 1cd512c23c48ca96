"""The grammar files: their examples hold, and a broken file says where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from growth import MOST, TIMES, growth
from planparse import grammar
from planparse.errors import GrammarError
from planparse.grammar import Rule

RULES: tuple[Rule, ...] = tuple(grammar.default())
EXAMPLES = [pytest.param(r, id=r.id) for r in RULES if r.accepts or r.rejects]


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_takes_its_examples_and_no_other(rule: Rule) -> None:
    assert [t for t in rule.accepts if rule.find(t) is None] == []
    assert [t for t in rule.rejects if rule.find(t) is not None] == []


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_rule_answers_alike_whether_its_first_character_is_asked_for_or_not(rule: Rule) -> None:
    """`apply` is for callers that know it already: it may say nothing else than `find`."""
    for text in ("", *rule.accepts, *rule.rejects):
        found, applied = rule.find(text), rule.apply(text)
        assert (found and found.span()) == (applied and applied.span())


def test_every_pattern_has_an_example() -> None:
    assert [r.id for r in RULES if not r.words and not r.accepts] == []


def test_an_id_begins_with_its_file() -> None:
    assert [r.id for r in RULES if not r.id.startswith(Path(r.file).stem + ".")] == []


ADVERSARIAL = ("（", "1", "一、", "每千人口", "年", "  \t", "专栏1")
LENGTH = 2000
"""Characters of the shorter text: a rule that tries every pair of places takes many milliseconds for the longer one."""


def slow_rules(rules: Iterable[Rule], piece: str) -> list[str]:
    """The rules whose cost grows faster than the text when a piece is repeated."""
    short = (piece * LENGTH)[:LENGTH]
    long = (piece * LENGTH * TIMES)[: LENGTH * TIMES]
    return [rule.id for rule in rules if growth(rule.find, short, long) > MOST]


@pytest.mark.parametrize("piece", ADVERSARIAL, ids=lambda t: t.strip() or "space")
def test_no_pattern_is_caught_by_adversarial_text(piece: str) -> None:
    assert slow_rules(RULES, piece) == []


@pytest.mark.parametrize(("pattern", "how"), [("1+[xy]", "search"), ("1*1*[xy]", "match")])
def test_a_pattern_that_is_caught_is_told(pattern: str, how: str) -> None:
    """The test above can fail: these try every pair of places."""
    rule = Rule("my.slow", "pattern", "my.toml", pattern, (), ("1x",), (), how, {})
    assert slow_rules([rule], "1") == ["my.slow"]
    assert slow_rules([rule], "年") == []


def pack(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


RED = "[[words]]\nid = 'my.red'\n"
UNIT = "[[unit]]\nid = 'my.red'\nwords = ['红']\n"
SHAPE = "[[pattern]]\nid = 'my.red'\n"
BROKEN = {
    "not TOML": ("[[words]\nid = 1", "", ""),
    "an unknown group": ("[[colour]]\nid = 'my.red'\nwords = ['红']", "colour", "unknown group"),
    "no array": ("[words]\nid = 'my.red'", "words", "write a rule as"),
    "no id": ("[[words]]\nwords = ['红']", "words", "without an id"),
    "an unknown key": (RED + "words = ['红']\nshade = 1", "my.red", "'shade'"),
    "a missing key": (UNIT + "code = 'x'", "my.red", "'dimension' is missing"),
    "a wrong type": (UNIT + "code = 1\ndimension = 'count'", "my.red", "is no UCUM code"),
    "words that are none": (RED + "words = ['红', '']", "my.red", "not empty"),
    "a word twice": (RED + "words = ['红', '红']", "my.red", "twice"),
    "neither words nor pattern": (RED, "my.red", "pattern or words"),
    "no example": (SHAPE + "pattern = '红'", "my.red", "example"),
    "an example not taken": (SHAPE + "pattern = '红'\naccepts = ['绿']", "my.red", "绿"),
    "an example not refused": (
        SHAPE + "pattern = '红'\naccepts = ['红']\nrejects = ['红色']",
        "my.red",
        "红色",
    ),
    "no pattern": (SHAPE + "pattern = '(红'\naccepts = ['红']", "my.red", "not a pattern"),
    "an unknown fragment": (SHAPE + "pattern = '{hue}'\naccepts = ['红']", "my.red", "hue"),
    "an unknown way to match": (
        SHAPE + "pattern = '红'\nhow = 'any'\naccepts = ['红']",
        "my.red",
        "how",
    ),
    "an id twice": ((RED + "words = ['红']\n") * 2, "my.red", "twice"),
}


@pytest.mark.parametrize(("text", "rule", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_names_file_and_rule(
    tmp_path: Path, text: str, rule: str, reason: str
) -> None:
    with pytest.raises(GrammarError) as caught:
        grammar.load(pack(tmp_path, text))
    assert (caught.value.file, caught.value.rule) == ("my.toml", rule)
    assert reason in caught.value.reason
    assert str(caught.value).startswith("my.toml: ")


DANGEROUS = [
    "(a+)+b",
    "(?:.*)*x",
    r"(\S+\s?)+$",
    ".*.*x",
    r"\S+,?\S+",
    "(?:(?:ab*)+c)*",
    "(?=(a+)+)b",
]


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_a_pattern_that_may_backtrack_without_bound_is_refused(
    tmp_path: Path, pattern: str
) -> None:
    text = f"[[pattern]]\nid = 'my.slow'\npattern = '{pattern}'\naccepts = ['aab']"
    with pytest.raises(GrammarError, match="unbounded") as caught:
        grammar.load(pack(tmp_path, text))
    assert caught.value.rule == "my.slow"


@pytest.mark.parametrize(
    "pattern", ["a{1,9}b", "(?:ab?)+", ".{0,20}[^x]*b", r"(?:a\S{0,9}){1,3}b*"]
)
def test_a_pattern_with_bounds_is_taken(tmp_path: Path, pattern: str) -> None:
    text = f"[[pattern]]\nid = 'my.fast'\npattern = '{pattern}'\naccepts = ['ab']"
    assert grammar.load(pack(tmp_path, text)).rule("my.fast").file == "my.toml"


def test_a_word_may_name_only_one_thing_in_its_group(tmp_path: Path) -> None:
    text = "[[unit]]\nid = 'my.acre'\nwords = ['亩']\ncode = '[acr_us]'\ndimension = 'area'"
    with pytest.raises(GrammarError, match=r"my\.toml: my\.acre: '亩' stands in 'units\.mu' too"):
        grammar.load(pack(tmp_path, text))


def test_a_pack_replaces_the_rule_with_the_same_id(tmp_path: Path) -> None:
    text = "[[unit]]\nid = 'units.mu'\nwords = ['亩']\ncode = '[acr_us]'\ndimension = 'area'"
    assert grammar.load(pack(tmp_path, text)).rule("units.mu").attrs["code"] == "[acr_us]"


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match=r"^gone\.toml: "):
        grammar.load(tmp_path / "gone.toml")
