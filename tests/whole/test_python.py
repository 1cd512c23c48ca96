"""planparse from Python: what a plan is asked, and what holds in threads and in other processes."""

from __future__ import annotations

import inspect
import logging
import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import planparse
from everything import records_of
from places import FIXTURES
from planparse import Indicator, NoTextError, Parser, Plan, Section
from planparse.outputs.reference import RECORDS

ECOLOGY = FIXTURES / "ecology-shimen.txt"
NAMES = ("ecology-shimen.txt", "health-pingchuan.txt", "digital-haizhou.md", "outline-linjiang.txt")


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def plans(parser: Parser) -> list[Plan]:
    return [parser.read(FIXTURES / name) for name in NAMES]


@pytest.fixture(scope="module")
def plan(plans: list[Plan]) -> Plan:
    return plans[0]


# ------------------------------------------------------------------ the root


def test_every_record_is_at_the_root() -> None:
    names = {record.__name__ for record in RECORDS}
    assert names <= set(planparse.__all__)
    assert set(planparse.__all__) <= set(dir(planparse))
    for name in planparse.__all__:
        assert getattr(planparse, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Indikator'"):
        planparse.Indikator  # noqa: B018


@pytest.mark.parametrize(
    "code",
    [
        "planparse.grammar.load()",
        "planparse.Indicator, planparse.Limits, planparse.OutlineNode",
        "planparse.parse('示例县规划').tree",
        "from planparse import *; Parser().parse('示例县规划')['s1'] if False else None",
    ],
)
def test_nothing_else_has_to_be_imported_first(code: str) -> None:
    subprocess.run([sys.executable, "-c", f"import planparse\n{code}"], check=True, timeout=120)


# ------------------------------------------------------------------ records


def test_a_record_by_its_id(plans: list[Plan]) -> None:
    for plan in plans:
        records = records_of(plan)
        assert all(plan[record.id] is record for record in records)
        assert all(record.id in plan for record in records)


@pytest.mark.parametrize("wrong", ["i99", "i0", "i01", "i", "", "x1", "i1 ", "i１", "1", "总则"])
def test_an_id_that_is_none(plan: Plan, wrong: str) -> None:
    assert wrong not in plan
    with pytest.raises(KeyError, match="i1 to i12"):
        plan[wrong]


def test_a_place_is_no_id(plan: Plan) -> None:
    with pytest.raises(TypeError, match=r"plan\['i1'\], and not by 0"):
        plan[0]  # type: ignore[index]


def test_an_id_where_records_were_left_out(plan: Plan) -> None:
    few = plan.model_copy(update={"indicators": plan.indicators[3:], "findings": ()})
    assert few["i4"] is plan.indicators[3]
    assert few["i12"] is plan.indicators[11]
    assert "i1" not in few
    with pytest.raises(KeyError, match="no record 'i1'; there are i4 to i12"):
        few["i1"]


def test_the_section_of_a_record(plans: list[Plan]) -> None:
    """A record stands inside of its section, and in none that is inside of that one."""
    for plan in plans:
        for record in records_of(plan):
            if isinstance(record, Section):
                continue
            section = plan.section_of(record)
            inside = [one for one in plan.sections if one.span[0] <= record.span[0] < one.body[1]]
            assert section == (inside[-1] if inside else None), record
        for one in plan.sections:
            above = plan.section_of(one)
            assert (above.id if above else None) == one.parent


def test_the_text_of_a_record(plan: Plan) -> None:
    for mention in plan.mentions:
        assert plan.text_of(mention) == mention.text
    indicator = plan.indicators[1]
    assert "≤31" in plan.text_of(indicator)
    assert indicator.target
    assert plan.text_of(indicator.target) == "≤31"
    section = plan.sections[1]
    assert plan.text_of(section) == plan.text[section.span[0] : section.body[1]]
    assert plan.text_of(section).startswith("第一节")
    assert plan.text_of(plan.boxes[0]).startswith("表1")
    nowhere = indicator.target.model_copy(update={"span": None})
    assert plan.text_of(nowhere) == ""


def test_a_text_without_furniture(plans: list[Plan]) -> None:
    for plan in plans:
        left = plan.text_of(planparse.Passage(span=(0, len(plan.text))), keep_furniture=False)
        furniture = [leaf for leaf in plan.leaves if leaf.kind == "furniture"]
        assert len(left) == len(plan.text) - sum(end - start for start, end in (leaf.span for leaf in furniture))  # fmt: skip
    assert any(leaf.kind == "furniture" for plan in plans for leaf in plan.leaves)


def test_the_tree_is_the_outline(plans: list[Plan]) -> None:
    for plan in plans:
        root = plan.tree
        assert [node.section for node in root.walk()] == list(plan.sections)
        assert (root.level, root.section, root.title) == (0, None, plan.title or "")
        assert root.text == plan.text
        for node in root.walk():
            assert all(child.section and node.section and child.section.parent == node.section.id for child in node)  # fmt: skip
            assert node.section
            assert node.text == plan.text_of(node.section)
            assert node.title == node.section.title


def test_the_tree_is_printed_as_an_outline(plans: list[Plan]) -> None:
    plan = plans[0]
    lines = str(plan.tree).splitlines()
    assert lines[:3] == ["第一章 形势与挑战", "  第一节 工作成效", "  第二节 主要问题"]
    first = plan.tree.children[0]
    assert str(first).splitlines() == lines[:3]
    three_deep = plans[1].tree.children[0].children[0]
    assert str(three_deep).splitlines()[:2] == ["（一）发展基础", "  1．居民健康水平稳中有升"]
    assert repr(first) == "<OutlineNode '第一章 形势与挑战': 2 below>"


def test_a_table_as_rows(plan: Plan) -> None:
    header, *body = plan.tables[0].to_rows()
    assert header == ["类别", "序号", "指标", "2020年", "2025年", "指标属性"]
    assert [tuple(row) for row in body] == list(plan.tables[0].rows)


# ------------------------------------------------------------------ JSON


def test_a_plan_comes_back_from_its_json(plans: list[Plan]) -> None:
    for plan in plans:
        assert Plan.model_validate_json(plan.to_json()) == plan
        assert Plan.model_validate_json(plan.to_json(indent=2)) == plan
        without = Plan.model_validate_json(plan.to_json(text=False))
        assert without == plan.model_copy(update={"text": "", "leaves": (), "page_starts": ()})
        assert Plan.model_validate_json(without.to_json()) == without


def test_a_plan_without_text_says_what_it_lacks(plan: Plan) -> None:
    without = Plan.model_validate_json(plan.to_json(text=False))
    assert without["i2"] == plan["i2"]
    assert without.section_of(without["i2"]) == plan.section_of(plan["i2"])
    assert str(without.tree) == str(plan.tree)
    first = without.tree.children[0]
    with pytest.raises(NoTextError, match=r"ecology-shimen\.txt: this plan has no text.*--text"):
        without.text_of(without["i2"])
    with pytest.raises(NoTextError):
        assert without.tree.text
    with pytest.raises(NoTextError):
        assert first.text


def test_an_error_without_text_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(NoTextError("a.txt")))
    assert str(error) == str(NoTextError("a.txt"))


# ------------------------------------------------------------------ threads and processes


def test_one_parser_in_eight_threads(parser: Parser, plans: list[Plan]) -> None:
    """A fresh grammar, which all of them fill at once, and the same JSON as one after the other."""
    fresh = Parser(grammar=planparse.grammar.load())
    paths = [FIXTURES / name for name in NAMES] * 6
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(fresh.read, paths))
    expected = [plan.to_json() for plan in plans] * 6
    assert [plan.to_json() for plan in found] == expected


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_a_parser_in_other_processes(parser: Parser, plans: list[Plan], method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    context = multiprocessing.get_context(method)
    with context.Pool(2) as pool:
        found = pool.map(parser.read, [FIXTURES / name for name in NAMES])
    assert found == plans


def test_a_parser_is_sent_to_another_process(parser: Parser, tmp_path: Path) -> None:
    assert len(pickle.dumps(parser)) < 1000, "the built-in grammar is there already"
    pack = tmp_path / "my.toml"
    pack.write_text(
        "[[unit]]\nid = 'my.carts'\nwords = ['畚箕']\ncode = '{basket}'\ndimension = 'count'\n",
        encoding="utf-8",
    )
    own = Parser(grammar=pack)
    sent = pickle.loads(pickle.dumps(own))
    assert sent.grammar.fingerprint == own.grammar.fingerprint != parser.grammar.fingerprint
    text = "示例县规划\n一、目标\n到2025年，配备工具30畚箕。\n"
    assert sent.parse(text) == own.parse(text)


def test_a_parser_that_reads_in_children_can_be_sent(plan: Plan) -> None:
    """The child stays with the parser that began it; the copy begins one of its own."""
    one = Parser()
    assert one.read(ECOLOGY, isolate=True) == plan
    assert pickle.loads(pickle.dumps(one)).read(ECOLOGY, isolate=True) == plan


def test_a_plan_survives_pickling(plans: list[Plan]) -> None:
    for plan in plans:
        assert pickle.loads(pickle.dumps(plan)) == plan


# ------------------------------------------------------------------ the log


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("planparse")
    before = logger.level
    yield logger
    logger.setLevel(before)


def test_the_log_tells_what_was_taken_and_what_was_slow(
    parser: Parser, plan: Plan, log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    log.setLevel(logging.DEBUG)
    assert parser.read(ECOLOGY) == plan
    said = caplog.messages
    assert "ecology-shimen.txt: lines 54 to 89 are a table of 13 rows, by 'rows that end in their values' (short-piece 0.24)" in said  # fmt: skip
    assert any(line.startswith("ecology-shimen.txt: grids took ") for line in said)
    assert said[0].startswith("ecology-shimen.txt: was opened as text/plain in ")


def test_the_log_names_doubts(
    parser: Parser, log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    log.setLevel(logging.DEBUG)
    text = "示例县规划\n表1 主要指标\n序号\t指标\t2020年\t2025年\t属性\n1\t床位数\t5.1\t6\t预期性\n3\t医师数（人）\t2\t3\t预期性\n"
    plan = parser.parse(text)
    doubted = next(row for row in plan.indicators if row.doubts)
    assert any(f"{doubted!r} is doubtful: {doubted.doubts[0].code}" in m for m in caplog.messages)


def test_the_log_is_silent_unless_asked(
    parser: Parser, caplog: pytest.LogCaptureFixture, log: logging.Logger
) -> None:
    log.setLevel(logging.INFO)
    parser.read(ECOLOGY)
    assert caplog.messages == []
    assert any(isinstance(handler, logging.NullHandler) for handler in log.handlers)


def test_types_are_known_at_the_root() -> None:
    """A type checker sees what is loaded on first use."""
    row: Indicator = planparse.read(ECOLOGY).indicators[0]
    assert isinstance(row, planparse.Indicator)


def test_what_is_no_text_is_not_parsed() -> None:
    with pytest.raises(TypeError, match=r"parse takes text, not bytes; .* go to read\(\)"):
        planparse.parse(ECOLOGY.read_bytes())  # type: ignore[arg-type]


def test_read_takes_what_a_parser_takes() -> None:
    """Limits, too, without which a file that is read apart could not be given more time."""
    own, method = (inspect.signature(read) for read in (planparse.read, Parser.read))
    assert list(own.parameters.values()) == list(method.parameters.values())[1:]
    with pytest.raises(planparse.ReadError, match=r"^plan: .* over the limit of 10 \(characters\)"):
        planparse.read(ECOLOGY.read_bytes(), name="plan", limits=planparse.Limits(characters=10))
