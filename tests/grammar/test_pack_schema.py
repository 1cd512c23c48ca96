"""A pack is checked key by key as it is loaded; what is loaded cannot hang, and reaches the schema."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import jsonschema
import pytest
from click.testing import CliRunner

from places import SHARED
from planparse import Parser, grammar
from planparse.cli import main
from planparse.errors import GrammarError, PlanparseError
from planparse.grammar.safety import MOST_NESTED
from planparse.grammar.ucum import is_ucum
from planparse.outputs.json import plan_json
from planparse.outputs.schema import plan_schema

UNIT = "[[unit]]\nid = 'my.a'\nwords = ['栋棚']\n"
COMPARATOR = "[[comparator]]\nid = 'my.a'\nwords = ['约莫为']\n"
PATTERN = "[[pattern]]\nid = 'my.a'\n"
HEADING = "[[heading]]\nid = 'my.a'\nrank = 25\naccepts = ['甲']\n"

WRONG = {
    "role": (
        "[[column]]\nid = 'my.a'\nwords = ['愿景']\nrole = 'wish'",
        "'role': 'wish' is none of",
    ),
    "loose": (
        "[[column]]\nid = 'my.a'\nwords = ['愿景']\nrole = 'target'\nloose = 1",
        "true or false",
    ),
    "direction": (
        "[[indicator]]\nid = 'my.a'\nwords = ['灯']\ndirection = 'up'",
        "higher, lower, none",
    ),
    "level": ("[[scope]]\nid = 'my.a'\nwords = ['灯']\nlevel = true", "a whole number"),
    "territory": ("[[territory]]\nid = 'my.a'\nwords = ['灯']\nlevel = '村'", "国家"),
    "rank": (HEADING.replace("25", "0") + "pattern = '甲'", "from 1 to 999"),
    "code": (UNIT + "code = '{x'\ndimension = 'count'", "no UCUM code"),
    "dimension": (UNIT + "code = '{x}'\ndimension = 'size'", "'dimension'"),
    "base": (UNIT + "code = '{x}'\ndimension = 'count'\nbase = '红'", "'base'"),
    **{
        f"factor {factor}": (
            UNIT + f"code = '{{x}}'\ndimension = 'count'\nfactor = '{factor}'",
            "no number above zero",
        )
        for factor in ("nan", "inf", "0", "-1", "x", "1/0", "1e999999999", "")
    },
    "factor of a scale": (
        "[[scale]]\nid = 'my.a'\nwords = ['垓']\ncode = '10*20'\nfactor = 'x'",
        "'factor'",
    ),
    "sign": (COMPARATOR + "sign = '@'\nplace = 'before'", "'sign'"),
    "place": (COMPARATOR + "sign = '≈'\nplace = 'within'", "'place'"),
    "side": ("[[bound]]\nid = 'my.a'\nwords = ['约莫为']\nsign = '≈'\nside = 'beside'", "'side'"),
    "a heading without a number": (HEADING + "pattern = '(?P<label>甲)'", "(?P<number>…)"),
    "a caption without a label": (
        "[[caption]]\nid = 'my.a'\npattern = '甲'\naccepts = ['甲']",
        "(?P<label>…)",
    ),
    "words missing": (
        "[[unit]]\nid = 'my.a'\npattern = '栋'\naccepts = ['栋']\ncode = '{x}'\ndimension = 'count'",
        "'words' is missing",
    ),
    "define of numbers": ("[define]\na = 1", "in quotes"),
    "define of a list": ("define = []", "[define]"),
    "a list as note": (PATTERN + "pattern = '甲'\naccepts = ['甲']\nnote = []", "'note'"),
    "a rule that is no table": ("pattern = [1]", "[[pattern]]"),
    "another group": (
        "[[pattern]]\nid = 'units.mu'\npattern = '甲'\naccepts = ['甲']",
        "another group",
    ),
    "a group that is asked for": (
        "[[pattern]]\nid = 'boxes.item'\npattern = '甲'\naccepts = ['甲']",
        "asked for",
    ),
    "deep brackets": (
        PATTERN + f"pattern = '{'(' * 2000}a{')' * 2000}'\naccepts = ['a']",
        f"more than {MOST_NESTED} deep",
    ),
    "deep groups": (
        PATTERN + f"pattern = '{'(?:' * 99}a{')' * 99}'\naccepts = ['a']",
        f"more than {MOST_NESTED} deep",
    ),
    "large repeats": (
        PATTERN + "pattern = '(?:(?:(?:abc){1000}){1000}){1000}|x'\naccepts = ['x']",
        "written out",
    ),
    "a bomb of fragments": (
        "[define]\n"
        + "".join(f"{one} = '{f'{{{other}}}' * 60}'\n" for one, other in ("ab", "bc", "cd", "de"))
        + "e = 'x'\n"
        + PATTERN
        + "pattern = '{a}'\naccepts = ['x']",
        "longer than",
    ),
    "slow on an example": (
        PATTERN + f"pattern = '(?:a|a|aa)+b'\naccepts = ['ab']\nrejects = ['{'a' * 60}c']",
        "more than 1 second",
    ),
    "no pattern to the engine that can be stopped": (
        PATTERN + "how = 'search'\npattern = 'a{end-of}'\naccepts = ['a{end-of}']",
        "not a pattern",
    ),
    "extends nothing": ("[[unit]]\nextends = 'units.nothing'\nwords = ['栋棚']", "no such rule"),
    "extends another group": ("[[unit]]\nextends = 'boxes.table'\nwords = ['栋棚']", "[[caption]]"),
    "extends a pattern": ("[[caption]]\nextends = 'boxes.table'\nwords = ['栋棚']", "no words"),
    "extends and id": ("[[unit]]\nextends = 'units.mu'\nid = 'a'\nwords = ['栋棚']", "not both"),
    "extends a key": (
        "[[unit]]\nextends = 'units.mu'\nwords = ['栋棚']\ncode = 'm2'",
        "cannot be changed",
    ),
    "extends by nothing": ("[[unit]]\nextends = 'units.mu'", "needs words"),
    "extends by its own": ("[[unit]]\nextends = 'units.mu'\nwords = ['亩']", "already"),
}


def pack(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_what_cannot_stand_in_a_pack_names_file_and_rule(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(GrammarError) as caught:
        grammar.load(pack(tmp_path, text))
    assert reason in str(caught.value)
    assert str(caught.value).startswith("my.toml: ")
    assert caught.value.rule
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = ", b"a" * 5_000_000, b"a = " + b"[" * 5000])
def test_what_is_no_pack_names_the_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(data)
    with pytest.raises(GrammarError, match=r"my\.toml: "):
        grammar.load(path)


def test_a_pipe_without_a_writer_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planparse.grammar.files._PIPE_WAIT", 0.01)
    path = tmp_path / "my.toml"
    os.mkfifo(path)
    with pytest.raises(GrammarError, match="nobody has written"):
        grammar.load(path)
    monkeypatch.setattr("planparse.grammar.files._PIPE_WAIT", 20)
    writer = Thread(target=path.write_bytes, args=[b"[[foo]]"])
    writer.start()
    with pytest.raises(GrammarError, match="foo"):
        grammar.load(path)
    writer.join()


def test_an_id_of_several_lines_is_told_in_one(tmp_path: Path) -> None:
    text = '[[words]]\nid = "a\\n\\u001b[31mb"\nfoo = 1'
    with pytest.raises(GrammarError) as caught:
        grammar.load(pack(tmp_path, text))
    assert r"a\n\x1b[31mb: unknown key 'foo'" in str(caught.value)


def test_a_pattern_that_is_slow_on_a_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planparse.grammar.budget.SECONDS", 0.05)
    text = "[[pattern]]\nid = 'reflow.imprint'\nhow = 'search'\npattern = '(?:a|a|aa)+b'\naccepts = ['ab']"
    parser = Parser(grammar=pack(tmp_path, text))
    with pytest.raises(PlanparseError, match=r"my\.toml: reflow\.imprint: the pattern takes more"):
        parser.parse("一、目标\n" + "a" * 80 + "\n")


def test_every_code_of_the_built_in_units_is_ucum() -> None:
    for rule in grammar.default().group("unit"):
        assert is_ucum(str(rule.attrs["code"])), rule.id
        assert is_ucum(str(rule.attrs.get("base", "1"))), rule.id


@pytest.mark.parametrize(
    "code", ["kg/m3", "/a", "10*4.CNY", "{bed}/{person}", "m/s2", "t{CO2}", "s-1", "dB"]
)
def test_codes_of_ucum(code: str) -> None:
    assert is_ucum(code)


@pytest.mark.parametrize(
    "code", ["", "x", "红", "m m", "{a", "m^2", "kg//m", "{栋}", "m..s", "mm[Hg", "kgg", "m" * 99]
)
def test_codes_that_are_none(code: str) -> None:
    assert not is_ucum(code)


# ------------------------------------------------------------------ extends


EXTENDS = """
[[indicator]]
extends = "indicators.forest-cover"
words = ["林木绿化占比"]

[[unit]]
extends = "units.mu"
words = ["市制亩"]
"""


def test_words_are_added_and_none_is_lost(tmp_path: Path) -> None:
    rules = {rule.id: rule for rule in grammar.load(pack(tmp_path, EXTENDS))}
    for built_in in grammar.default():
        added = {"indicators.forest-cover": ("林木绿化占比",), "units.mu": ("市制亩",)}
        rule = rules[built_in.id]
        assert rule.words == built_in.words + added.get(rule.id, ())
    assert rules["units.mu"].find("市制亩")
    assert rules["units.mu"].find("亩")


def test_an_alias_gives_the_canonical_indicator(tmp_path: Path) -> None:
    rows = "表1 主要指标\n序号\t指标\t2020年\t2025年\n1\t林木绿化占比（%）\t3\t4\n2\t森林覆盖率（%）\t3\t4\n"
    plan = Parser(grammar=pack(tmp_path, EXTENDS)).parse(f"某县规划\n\n{rows}")
    assert [i.canonical for i in plan.indicators] == ["forest-cover", "forest-cover"]


def test_a_word_of_another_rule_cannot_be_added(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match="stands in"):
        grammar.load(pack(tmp_path, '[[unit]]\nextends = "units.mu"\nwords = ["公顷"]'))


def test_a_later_pack_extends_an_earlier_one(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(UNIT + "code = '{x}'\ndimension = 'count'", encoding="utf-8")
    second.write_text("[[unit]]\nextends = 'my.a'\nwords = ['座棚']", encoding="utf-8")
    assert grammar.load(first, second).words("my.a") == ("栋棚", "座棚")


# ------------------------------------------------------------------- schema


def test_what_a_pack_makes_is_in_the_schema(tmp_path: Path) -> None:
    text = (
        UNIT
        + "code = '{shed}'\ndimension = 'count'\nfactor = '2/3'\nbase = '{x}'\n"
        + "[[column]]\nid = 'my.b'\nwords = ['愿景']\nrole = 'target'\n"
        + COMPARATOR.replace("my.a", "my.c")
        + "sign = '≈'\nplace = 'before'\n"
    )
    parser = Parser(grammar=pack(tmp_path, text))
    plan = parser.parse(
        "某县规划\n\n表1 主要指标\n序号\t指标\t单位\t愿景\n1\t大棚\t栋棚\t约莫为3\n2\t林地\t亩\t4\n"
    )
    import json

    jsonschema.validate(json.loads(plan_json(plan)), plan_schema())


# ----------------------------------------------------------------- commands


def run(*args: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*map(str, args)], prog_name="planparse")
    return done.exit_code, done.output


def test_check_says_what_a_pack_does(tmp_path: Path) -> None:
    path = pack(tmp_path, EXTENDS + UNIT + "code = '{x}'\ndimension = 'count'")
    code, said = run("grammar", "check", path)
    assert code == 0
    assert "fine; 1 new rules, 0 in place of built-in ones" in said
    assert "units.mu: words added: 市制亩" in said


def test_check_says_what_is_wrong(tmp_path: Path) -> None:
    code, said = run("grammar", "check", pack(tmp_path, UNIT))
    assert code == 2
    assert said == "planparse: my.toml: my.a: the key 'code' is missing\n"


def test_explain(tmp_path: Path) -> None:
    code, said = run("grammar", "explain", "units.mu", "--grammar", pack(tmp_path, EXTENDS))
    assert code == 0
    assert said.startswith("units.mu  [[unit]] of units.toml\n")
    assert "市制亩" in said
    code, said = run("grammar", "explain", "units.mo")
    assert code == 2
    assert "units.mu" in said


def test_a_slow_pattern_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planparse.grammar.budget.SECONDS", 0.05)
    text = "[[pattern]]\nid = 'reflow.imprint'\nhow = 'search'\npattern = '(?:a|a|aa)+b'\naccepts = ['ab']"
    plan = tmp_path / "a.txt"
    plan.write_text("一、目标\n" + "a" * 80 + "\n", encoding="utf-8")
    code, said = run(plan, "--grammar", pack(tmp_path, text))
    assert code == 2
    assert "reflow.imprint" in said


@pytest.mark.parametrize(
    "name",
    sorted(p.name for p in (SHARED / "cases/hostile/16-grammar").glob("*.toml")) or ["(none)"],
)
def test_hostile_packs_are_refused(name: str) -> None:
    path = SHARED / "cases/hostile/16-grammar" / name
    if not path.is_file():
        pytest.skip("the shared cases are not beside the checkout (../shared/cases)")
    with pytest.raises(GrammarError):
        grammar.load(path)
