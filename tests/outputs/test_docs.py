"""The pages say what the program does: their examples are run, their links and lists are followed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from places import ROOT
from planparse import Parser, parse
from planparse.cli import main
from planparse.model.plan import FindingKind
from planparse.outputs.reference import reference
from planparse.readers import limits

DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), *sorted(ROOT.glob("*.md")), ROOT / "fixtures" / "README.md"]
MARK = "<!-- made from the models: planparse schema --markdown -->\n"


def read(page: str) -> str:
    """The text of a page, by its path from the root."""
    return (ROOT / page).read_text(encoding="utf-8")


def fences(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def test_the_reference_is_made_from_the_models(rewrite_golden: bool) -> None:
    """What docs/output.md says under its mark is what `planparse schema --markdown` prints."""
    head, mark, _ = read("docs/output.md").partition(MARK)
    assert mark, "docs/output.md has lost the mark under which the reference stands"
    page = head + mark + "\n" + reference()
    if rewrite_golden:
        (DOCS / "output.md").write_text(page, encoding="utf-8", newline="\n")
    assert read("docs/output.md") == page, "run pytest tests/test_docs.py --rewrite-golden"
    assert CliRunner().invoke(main, ["schema", "--markdown"]).stdout_bytes.decode("utf-8") == reference()


KINDS = dict(re.findall(r"^### ([\w-]+)\n.*?^```text\n(.*?)^```$", read("docs/checks.md"), re.M | re.S))


def test_every_kind_of_finding_has_an_example() -> None:
    assert tuple(KINDS) == get_args(FindingKind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_gives_its_finding(kind: str) -> None:
    assert kind in {f.kind for f in parse(KINDS[kind]).findings}


def test_the_summary_in_the_readme_is_what_is_printed() -> None:
    """The README's result is the program's own, line for line."""
    printed = [line.strip() for line in CliRunner().invoke(
        main, ["parse", str(ROOT / "fixtures" / "ecology-shimen.txt")]).stdout_bytes.decode("utf-8").splitlines()]
    shown = [line.strip() for line in fences(read("README.md"), "text")[1].splitlines()]
    assert [line for line in shown if line not in (*printed, "", "…")] == []


def test_the_lines_of_a_plan_in_the_readme_are_the_fixtures() -> None:
    printed = read("fixtures/ecology-shimen.txt").splitlines()
    assert [line for line in fences(read("README.md"), "text")[0].splitlines() if line not in printed] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(line for line in read("README.md").splitlines() if "/pytest" in line)
    assert command.partition("&& ")[2] in read(".ci/run")


@pytest.mark.parametrize("text", fences(read("docs/grammar.md"), "toml"))
def test_a_pack_of_the_grammar_page_loads(text: str, tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(text, encoding="utf-8")
    assert Parser(grammar=pack)


@pytest.mark.parametrize("text", [
    pytest.param(t, id=f"{p.name}-{n}") for p in PAGES for n, t in enumerate(fences(p.read_text("utf-8"), "python"))
])
def test_python_of_the_pages_runs(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(text, "page", "exec"), {"__name__": "page"})


def test_every_limit_is_on_the_page() -> None:
    page = read("docs/formats.md")
    assert [name for name in limits.Limits.__slots__ if f"`{name}`" not in page] == []


def test_every_module_is_on_the_page_how_it_works() -> None:
    page = read("docs/how-it-works.md")
    modules = [p.stem for p in (ROOT / "src" / "planparse").glob("*.py") if not p.stem.startswith("__")]
    assert sorted(m for m in modules if f"`{m}`" not in page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    """A link names a file that is there, and a heading in it."""
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not target.startswith("http") and (not file.exists() or (anchor and anchor not in anchors(file))):
            missing.append(target)
    assert missing == []


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    heads = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


def test_the_defaults_of_the_limits_are_on_the_page() -> None:
    """The page prints each default as the code has it: bytes in MiB, thousands with a comma."""
    page = read("docs/formats.md")
    for name in limits.Limits.__slots__:
        value = getattr(limits.DEFAULT, name)
        shown = f"{value // 2**20} MiB" if name.endswith("bytes") else f"{value:,.0f}"
        assert f"| `{name}` | {shown} |" in page
