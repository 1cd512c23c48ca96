"""The checks: readable cases, the real plans against their gold, and laws over drawn plans."""

from __future__ import annotations

import json
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planparse.checks.kinds
from gold import gold_draft
from places import CASES
from planparse.checks.kinds.reading.reader_notices import reader_notices
from planparse.checks.matter import Check
from planparse.checks.registry import CHECKS, check_plan, matter_of
from planparse.grammar import Grammar, default
from planparse.model.draft import Draft
from planparse.model.plan import Finding, FindingKind, Region, RegionLevel
from planparse.model.source import Notice, Source
from planparse.parser import STAGES
from planparse.readers import read_source
from planted_plans import read_planted
from sketch import sketch


@dataclass(frozen=True)
class Case:
    """Lines of records, and what must be found in them: (kind, about, words of the message)."""

    title: str
    lines: str
    expected: tuple[tuple[str, str, tuple[str, ...]], ...]


def read_cases() -> list[Case]:
    cases = []
    for block in (CASES / "checks.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        title, _, body = block.partition("\n")
        wanted = [x.removeprefix("=>").split("|") for x in body.splitlines() if x.startswith("=>")]
        lines = "\n".join(x for x in body.splitlines() if not x.startswith("=>"))
        expected = tuple((k.strip(), a.strip(), tuple(w.split())) for k, a, w in wanted)
        cases.append(Case(title, lines, expected))
    return cases


def found_in(lines: str, grammar: Grammar | None = None) -> tuple[Finding, ...]:
    grammar = grammar or default()
    return check_plan(sketch(lines, grammar), grammar).findings


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: c.title)
def test_case(case: Case) -> None:
    findings = found_in(case.lines)
    assert sorted(f.kind for f in findings) == sorted(kind for kind, *_ in case.expected), findings
    for kind, about, words in case.expected:
        assert any(
            f.kind == kind and about in f.about and all(w in f.message for w in words)
            for f in findings
        ), findings


def test_every_finding_says_where_and_names_its_records() -> None:
    """Ids run from f1 in the order of the text; records and spans point into the draft."""
    for case in read_cases():
        draft = check_plan(sketch(case.lines, default()), default())
        ids = {r.id for r in draft.sections} | {r.id for r in draft.tables}
        ids |= {r.id for r in draft.indicators} | {r.id for r in draft.mentions}
        ids |= {r.id for r in draft.observations} | {r.id for r in draft.projects}
        ids |= {r.id for r in draft.boxes}
        assert [f.id for f in draft.findings] == [
            f"f{n}" for n in range(1, len(draft.findings) + 1)
        ]
        for f in draft.findings:
            # What was not read, and words of prose, have no record.
            assert f.records or f.passages
            assert ids >= set(f.records)
            assert 0 <= f.span[0] < f.span[1] <= len(draft.source.text)
            assert f.message.endswith("。") and f.message.count("。") == 1


def test_what_the_reader_gave_notice_of_is_a_finding() -> None:
    notice = Notice("unreadable-cell", "第3页没有可读的文字。", (0, 0), "error", "第3页")
    (finding,) = check_plan(Draft(Source("", (), notices=(notice,))), default()).findings
    assert (finding.kind, finding.severity, finding.about) == ("unreadable-cell", "error", "第3页")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("unit-missing", "unit-missing"),
        ("no-text", "unreadable-cell"),
    ],
)
def test_a_notice_is_of_its_own_kind_if_that_is_one(kind: str, found: str) -> None:
    notice = Notice(kind, "第3页没有可读的文字。", (0, 0), "warning", "第3页")
    (finding,) = check_plan(Draft(Source("", (), notices=(notice,))), default()).findings
    assert finding.kind == found


def test_an_empty_plan_has_no_findings() -> None:
    assert found_in("") == ()


# ---------------------------------------------------------------- the checks and their kinds


@cache
def reported() -> dict[str, set[FindingKind]]:
    """The kinds of findings that each check reports in all cases together, by the check's name."""
    kinds: dict[str, set[FindingKind]] = defaultdict(set)
    drafts = [sketch(case.lines, default()) for case in read_cases()]
    # What a sentence says of its own numbers is found in its words, which a sketch has none of.
    drafts += [draft_of(case.text) for case in read_planted()]
    for draft in drafts:
        matter = matter_of(draft, default())
        for check in CHECKS:
            kinds[check.name] |= {finding.kind for finding in check(matter)}
    return kinds


def draft_of(text: str) -> Draft:
    """A plan as it is before it is compared with itself."""
    draft = Draft(read_source(text.encode(), "plan.txt"))
    for name, stage in STAGES:
        if name == "findings":
            break
        draft = stage(draft, default())
    return draft


def checks_in_files() -> Iterator[tuple[str, Check]]:
    """Every check that a file of the room makes, with the name of the file."""
    rooms = planparse.checks.kinds
    for module in pkgutil.walk_packages(rooms.__path__, f"{rooms.__name__}."):
        made = import_module(module.name)
        for value in vars(made).values():
            if isinstance(value, Check) and value.compare.__module__ == made.__name__:
                yield module.name.rpartition(".")[2], value


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_reports_its_kinds_and_no_other(check: Check) -> None:
    """Each kind that a check names is found by it in some case; what readers give notice of is in none."""
    expected = set() if check is reader_notices else set(check.kinds)
    assert reported()[check.name] == expected


def test_every_kind_of_finding_has_a_check() -> None:
    """None is left to the notices of readers, which may be of any kind."""
    found = {kind for check in CHECKS if check is not reader_notices for kind in check.kinds}
    assert found == set(get_args(FindingKind)) == set(reader_notices.kinds)


def test_every_check_is_registered_once_and_goes_by_the_name_of_its_file() -> None:
    """A check that was written and not registered would never run."""
    made = dict(checks_in_files())
    assert {file: check.name for file, check in made.items()} == {file: file for file in made}
    assert sorted(check.name for check in CHECKS) == sorted(made)


# ---------------------------------------------------------------- the real plans

REGIONS: dict[str, tuple[str, RegionLevel]] = {
    "changshou": ("重庆市长寿区", "区县"),
    "dazu": ("重庆市大足区", "区县"),
    "leshan": ("乐山市市中区", "区县"),
    "liangjiang": ("重庆两江新区", "新区"),
    "qijiang": ("重庆市綦江区", "区县"),
}


@pytest.mark.parametrize("plan", REGIONS)
def test_the_findings_of_a_real_plan(corpus: Path, plan: str) -> None:
    """From records without error, all known contradictions are found and nothing else."""
    name, level = REGIONS[plan]
    draft = gold_draft(corpus / plan, default(), Region(name=name, level=level))
    left = [f for f in check_plan(draft, default()).findings if f.severity != "info"]
    # Records of the gold do not say which table they were read from.
    left = [f for f in left if f.kind != "unreadable-table"]
    for line in (corpus / plan / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        kind, about = gold["kind"], gold["about"]
        hit = next((f for f in left if f.kind == kind and about in f.about + f.message), None)
        assert hit is not None, gold
        left.remove(hit)
    assert not left


# ---------------------------------------------------------------- laws

NAMES = (
    "森林覆盖率",
    "高中阶段毛入学率",
    "社区服务设施覆盖率",
    "自来水普及率",
    "城镇污水处理率",
    "公交出行分担率",
    "农产品抽检合格率",
    "政务服务网办率",
    "居民满意度",
    "垃圾无害化处理率",
)
PLACES = ("柳河镇", "清泉镇", "石桥镇", "松岭乡", "大湾乡", "东关街道", "西关街道", "白塔镇")


@st.composite
def goals(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """Names of rates with a share now, and one to reach that is higher, both in tenths of a per cent."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
    return [
        (n, now := draw(st.integers(100, 700)), now + draw(st.integers(20, 200))) for n in names
    ]


def tenths(number: int) -> str:
    return f"{number // 10}.{number % 10}" if number % 10 else str(number // 10)


def plan_of(rows: list[tuple[str, int, int]], bound: str) -> str:
    """A table and the text that tells of it, consistently."""
    lines = ["head 1 一、 目标", "head 2 （一） 指标", "head 2 （二） 任务"]
    lines += [
        f"row {n} | {x}（%） | {tenths(a)} | {bound}{tenths(b)}"
        for n, (x, a, b) in enumerate(rows, 1)
    ]
    lines += [f"said baseline 2020 {x} {tenths(a)}%" for x, a, _ in rows]
    lines += [f"said target 2025 全市{x} {bound}{tenths(b)}%" for x, _, b in rows]
    return "\n".join(lines)


@given(goals(), st.sampled_from(["", "≥"]))
def test_a_consistent_plan_gives_no_finding(rows: list[tuple[str, int, int]], bound: str) -> None:
    """Whatever is said the same in text and table, and rises, is no finding."""
    assert found_in(plan_of(rows, bound)) == ()


@given(goals(), st.sampled_from(["", "≥"]), st.sampled_from(["baseline", "target"]), st.data())
def test_a_planted_contradiction_is_found(
    rows: list[tuple[str, int, int]], bound: str, role: str, data: st.DataObject
) -> None:
    """A number in the text that is not the table's is found once, and both numbers are named."""
    name, now, then = data.draw(st.sampled_from(rows))
    true = now if role == "baseline" else then
    false = true - data.draw(st.integers(10, 80))
    sign, year = (bound, 2025) if role == "target" else ("", 2020)
    plan = plan_of(rows, bound) + f"\nsaid {role} {year} {name} {sign}{tenths(false)}%"
    found = [f for f in found_in(plan) if f.kind == "prose-contradicts-table"]
    assert [f.about for f in found] == [name]
    assert tenths(false) in found[0].message and tenths(true) in found[0].message


@given(goals(), st.data())
def test_a_goal_put_behind_what_is_reached_is_found(
    rows: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    """A share that is to fall below what it is, where higher is better, is found in its row."""
    n = data.draw(st.integers(0, len(rows) - 1))
    rows[n] = ("森林覆盖率", rows[n][1], rows[n][1] - data.draw(st.integers(1, 90)))
    rows = [r for i, r in enumerate(rows) if i == n or r[0] != "森林覆盖率"]
    found = found_in(plan_of(rows, ""))
    assert [(f.kind, f.about) for f in found] == [("target-weaker-than-baseline", "森林覆盖率")]


@st.composite
def sheets(draw: st.DrawFn) -> list[list[int]]:
    """Rows of an allocation table: one number for each of a few columns."""
    width = draw(st.integers(1, 4))
    cell = st.integers(1, 5000)
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=2, max_size=8))


def sheet_of(rows: list[list[int]], totals: list[int], where: str) -> str:
    head = " | ".join(f"项目{n}（个）" for n in range(len(totals)))
    body = [f"line {PLACES[i]} | " + " | ".join(map(str, r)) for i, r in enumerate(rows)]
    total = "line 合计 | " + " | ".join(map(str, totals))
    lines = [total, *body] if where == "first" else [*body, total]
    return "\n".join([f"sheet 专栏2 allocation: 乡镇 | {head}", *lines])


@given(sheets(), st.sampled_from(["first", "last"]))
def test_right_sums_give_no_finding(rows: list[list[int]], where: str) -> None:
    """Totals that are the sums of their columns, above or below them, are right."""
    assert found_in(sheet_of(rows, [sum(c) for c in zip(*rows, strict=True)], where)) == ()


@given(sheets(), st.sampled_from(["first", "last"]), st.data())
def test_a_wrong_sum_is_found_in_its_column(
    rows: list[list[int]], where: str, data: st.DataObject
) -> None:
    """One total off by any amount gives one finding that names the printed and the true sum."""
    totals = [sum(c) for c in zip(*rows, strict=True)]
    column = data.draw(st.integers(0, len(totals) - 1))
    wrong = [*totals]
    wrong[column] += data.draw(st.integers(1, 900))
    (finding,) = found_in(sheet_of(rows, wrong, where))
    assert finding.kind == "sum-mismatch" and f"项目{column}" in finding.message
    assert str(wrong[column]) in finding.message and str(totals[column]) in finding.message


@given(st.integers(3, 9), st.data())
def test_a_doubled_serial_number_is_found(count: int, data: st.DataObject) -> None:
    """A serial number printed again on the next row is found, whatever row it is."""
    numbers = list(range(1, count + 1))
    numbers.insert(at := data.draw(st.integers(1, count)), numbers[at - 1])
    lines = [f"row {n} | {name}（%） | 10 | 20" for n, name in zip(numbers, NAMES, strict=False)]
    (finding,) = found_in("\n".join(lines))
    assert finding.kind == "duplicate-number" and finding.about == NAMES[at]
    assert NAMES[at - 1] in finding.message


@given(st.integers(3, 12), st.data())
def test_headings_that_change_places_are_found(count: int, data: st.DataObject) -> None:
    """Two neighbours in the wrong order are found, and nothing is said to be missing."""
    han = "一二三四五六七八九十"
    labels = [f"（{han[n]}）" if n < 10 else f"（十{han[n - 10]}）" for n in range(count)]
    at = data.draw(st.integers(0, count - 2))
    labels[at], labels[at + 1] = labels[at + 1], labels[at]
    lines = ["head 1 一、 任务"] + [f"head 2 {x} 工作{i}" for i, x in enumerate(labels)]
    (finding,) = found_in("\n".join(lines))
    assert finding.kind == "heading-out-of-order" and f"工作{at + 1}" in finding.about


@given(
    st.text(alphabet="（）()【】12,.%每千人口率数≥—□", max_size=12),
    st.text(alphabet="0123.,%≥—□：-", max_size=8),
)
def test_odd_text_never_raises(name: str, cell: str) -> None:
    """Whatever stands in a name or a cell, the checks come to an end without an error."""
    shown = "".join(cell.split()) or "-"
    found_in(
        f"row 1 | {name or '数'} | {shown} | {shown}\nsaid target - 数{''.join(name.split())} {shown}"
    )
    found_in(f"sheet 专栏2 allocation: 乡镇 | 数\nline 其中：甲 | {shown}\nline 合计 | {shown}")


def test_jieba_is_not_read_for_plain_cases() -> None:
    """Names that agree or differ by their characters need no segmenter, which costs a start its time."""
    sys.modules.pop("jieba", None)
    found_in(read_cases()[0].lines)
    assert "jieba" not in sys.modules
